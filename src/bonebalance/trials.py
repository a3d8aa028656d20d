"""Trial arms: what was given, what was measured, and what a model says about both.

Every change is in percent of the value at the start of treatment. The data were digitized by
Jörg et al. (2022, eLife 11:e76228, Source code 1, CC BY 4.0) from figures of the trials.
"""

from __future__ import annotations

import math
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
Bar = Literal["standard error", "95% interval", "quartiles", "unknown", "none"]

# Standard deviations from the middle of a normal distribution to the end of a 95 percent
# interval and to a quartile; and how much the median of a sample scatters more than its mean.
_INTERVAL, _QUARTILE, _MEDIAN = 1.959964, 0.674490, 1.253314
# Days: long enough to lie before the first dose, too short for anything to change.
_MOMENT = 1e-3


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
    women : float
        How many women were in the arm at its start; not a number where that was not read.
    hip : float
        Density of their hips at the start, relative to the mean of the young; not a number where
        that cannot be known.
    bars : mapping of str to str
        What the error bars of each observable are: ``"standard error"``, ``"95% interval"``,
        ``"quartiles"``, ``"unknown"`` or ``"none"``. `error_bars` says how that is known.
    observations : pandas.DataFrame
        Columns ``observable`` (BMD, CTX, P1NP, BSAP), ``day`` after start (negative in a first
        phase on placebo), ``change``, the ends ``low`` and ``high`` of its error bar, and the
        standard ``error``, in percent; empty where none was drawn or can be had.
    """

    name: str
    programme: str
    source: str
    use: Use
    start: float
    density: float
    doses: tuple[Dosing, ...]
    women: float
    hip: float
    bars: Mapping[str, Bar]
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
            Columns ``day``, ``change``, ``low``, ``high``, ``error``.

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

    def own_density(self, density: Array) -> Array:
        """Return the hip density of which the arm's percents are percents.

        A drug is taken to add as much mineral to a thin hip as to a dense one.

        Parameters
        ----------
        density : ndarray of any shape
            What a model says of the start, relative to the young.

        Returns
        -------
        ndarray
            That of the arm's own women, or `density` where it cannot be known.
        """
        return density if math.isnan(self.hip) else np.full_like(density, self.hip)

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
                Changes in percent of the model's own value at the start of treatment, in the order
            of `days`; `own_density` says what the percents of the arm count from.

        Raises
        ------
        ModelError
            If the model lacks a drug or an observable.
        IntegrationError
            If the model cannot be followed.
        """
        ages = self.start + np.asarray(list(days), dtype=np.float64)
        last = max((dose.stop for dose in self.doses), default=self.start)
        # The first sample is taken before the first dose; some drugs change formation at once.
        before = max(born, self.start - _MOMENT)
        grid = np.unique([born, before, self.start, last, *ages])
        run = simulate(model, grid, parameters=parameters, interventions=self.doses)
        first = int(np.searchsorted(grid, before))
        asked = np.searchsorted(grid, ages)
        return {name: 100.0 * (run[name][asked] / run[name][first] - 1.0) for name in observables}


@cache
def arms() -> Mapping[str, Arm]:
    """Return every arm by name.

    Returns
    -------
    dict of str to Arm
        Thirty-five arms of eleven publications, women after menopause.
    """
    listed, doses, observations = (_table(name) for name in ("arms", "doses", "observations"))
    kinds = {(row["source"], row["observables"]): row["bar"] for row in _records(error_bars())}
    known = {}
    for row in _records(listed):
        name = row.pop("arm")
        given = doses[doses["arm"] == name].drop(columns="arm")
        seen = observations[observations["arm"] == name].drop(columns="arm")
        bars = {
            observable: kinds[row["source"], "BMD" if observable == "BMD" else "markers"]
            for observable in seen["observable"].unique()
        }
        known[name] = Arm(
            name=name,
            doses=tuple(Dosing(**dose) for dose in _records(given)),
            bars=MappingProxyType(bars),
            observations=seen.assign(error=_standard_errors(seen, bars, row["women"])),
            **row,
        )
    return MappingProxyType(known)


def error_bars() -> pd.DataFrame:
    """Return what the error bars of each publication are, and how that is known.

    Returns
    -------
    pandas.DataFrame
        Columns ``source``, ``observables`` (BMD or markers), ``bar``, as in `Arm.bars`, and
        ``basis``, a reason in words.
    """
    return _table("bars")


def half_bars(seen: pd.DataFrame) -> Array:
    """Return half the length of each error bar.

    Parameters
    ----------
    seen : pandas.DataFrame
        With columns ``change``, ``low`` and ``high``.

    Returns
    -------
    ndarray
        Mean of the two sides; a side that was not drawn is taken from the other; not a number
        without a bar.
    """
    sides = pd.concat([seen["high"] - seen["change"], seen["change"] - seen["low"]], axis=1)
    return np.asarray(sides.where(sides > 0).mean(axis=1), dtype=np.float64)


def _standard_errors(seen: pd.DataFrame, bars: Mapping[str, Bar], women: float) -> Array:
    per_bar = {
        "standard error": 1.0,
        "95% interval": 1 / _INTERVAL,
        "quartiles": _MEDIAN / (_QUARTILE * women**0.5),
    }
    factors = [per_bar.get(bars[name], np.nan) for name in seen["observable"]]
    errors: Array = half_bars(seen) * np.array(factors, dtype=np.float64)
    return errors


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
