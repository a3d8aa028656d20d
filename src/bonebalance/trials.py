"""Trial arms: what was given, what was measured, and what a model says about both.

Every change is in percent of the value at the start of treatment. The data were digitized by
Jörg et al. (2022, eLife 11:e76228, Source code 1, CC BY 4.0) from figures of the trials.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd

from bonebalance.equations import Equations, Value
from bonebalance.errors import unknown_name
from bonebalance.interventions import Dosing
from bonebalance.numeric import Array
from bonebalance.simulation import simulate

Use = Literal["calibration", "validation", "other"]


@dataclass(frozen=True, eq=False)
class Arm:
    """One arm of a trial.

    Attributes
    ----------
    name : str
        For example ``"bone2011_denosumab"``.
    programme : str
        Name under which the trial is known.
    source : str
        Key of its reference in ``references.bib``.
    use : {"calibration", "validation", "other"}
        Whether Jörg et al. fitted their model to it, predicted it, or do not list it.
    start : float
        Age in days (years of 365 days) at which treatment, or placebo, began.
    density : float
        Hip density at that age, relative to the age of 25 years, as Jörg et al. placed the arm.
    doses : tuple of Dosing
        What was given; times are ages in days. Empty for placebo.
    observations : pandas.DataFrame
        Columns ``observable`` (BMD, CTX, P1NP, BSAP), ``day`` after start (negative in a first
        phase on placebo), ``change``, and the ends ``low`` and ``high`` of its error bar, in
        percent; empty where none was drawn.
    """

    name: str
    programme: str
    source: str
    use: Use
    start: float
    density: float
    doses: tuple[Dosing, ...]
    observations: pd.DataFrame

    def observed(self, observable: str) -> pd.DataFrame:
        """Return the observations of one observable, in order of time.

        Parameters
        ----------
        observable : str
            One of those measured in this arm.

        Returns
        -------
        pandas.DataFrame
            Columns ``day``, ``change``, ``low``, ``high``.

        Raises
        ------
        ModelError
            If it was not measured; the message names what was.
        """
        rows = self.observations[self.observations["observable"] == observable]
        if rows.empty:
            measured = sorted(self.observations["observable"].unique())
            raise unknown_name("observable", observable, measured, self.name)
        return rows.drop(columns="observable").reset_index(drop=True)

    def predict(
        self,
        model: Equations,
        days: Iterable[float],
        observables: Iterable[str],
        *,
        parameters: Mapping[str, Value] | None = None,
        born: float = 0.0,
    ) -> dict[str, Array]:
        """Return what a model says about the arm.

        Parameters
        ----------
        model : Model
            With these observables among its states or definitions, and these drugs; its time
            is age in days.
        days : iterable of float
            Days after the start of treatment, in any order.
        observables : iterable of str
            What to predict.
        parameters : mapping of str to float or (float, str), optional
            Changes of parameters.
        born : float
            Age in days at which the run begins.

        Returns
        -------
        dict of str to ndarray
            Changes in percent since the start of treatment, in the order of `days`.

        Raises
        ------
        ModelError
            If the model lacks a drug or an observable.
        IntegrationError
            If the model cannot be followed.
        """
        ages = self.start + np.asarray(list(days), dtype=np.float64)
        last = max((dose.stop for dose in self.doses), default=self.start)
        grid = np.unique([born, self.start, last, *ages])
        run = simulate(model, grid, parameters=parameters, interventions=self.doses)
        first = int(np.searchsorted(grid, self.start))
        asked = np.searchsorted(grid, ages)
        return {name: 100.0 * (run[name][asked] / run[name][first] - 1.0) for name in observables}


@cache
def arms() -> Mapping[str, Arm]:
    """Return every arm by name.

    Returns
    -------
    dict of str to Arm
        Thirty arms of ten publications, women after menopause.
    """
    listed, doses, observations = (_table(name) for name in ("arms", "doses", "observations"))
    known = {}
    for row in _records(listed):
        name = row.pop("arm")
        given = doses[doses["arm"] == name].drop(columns="arm")
        known[name] = Arm(
            name=name,
            doses=tuple(Dosing(**dose) for dose in _records(given)),
            observations=observations[observations["arm"] == name].drop(columns="arm"),
            **row,
        )
    return MappingProxyType(known)


def aging() -> pd.DataFrame:
    """Return hip density of women by age (Looker et al. 1998).

    Returns
    -------
    pandas.DataFrame
        Columns ``age`` in years and ``density`` relative to the age of 25 years.
    """
    return _table("aging")


def _table(name: str) -> pd.DataFrame:
    with (files("bonebalance") / "data" / "trials" / f"{name}.csv").open() as file:
        return pd.read_csv(file)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
