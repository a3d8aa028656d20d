"""Calibrated numbers: what a fit wrote, as parameters of a model and as an ensemble of them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from bonebalance.errors import unknown_name
from bonebalance.numeric import Array
from bonebalance.quantities import Parameter

TABLES = ("parameters", "ensemble", "precision", "predictions")


class Fitted:
    """Makes parameters whose values stand in the table that a fit wrote.

    Parameters
    ----------
    model : str
        Name of the fitted model.

    Attributes
    ----------
    made : list of Parameter
        Those made so far, in order.

    Raises
    ------
    ModelError
        If nothing was fitted under this name.
    """

    def __init__(self, model: str) -> None:
        found = table(model, "parameters")
        self._rows: dict[str, Any] = {str(row.name): row for row in found.itertuples(index=False)}
        self._model = model
        self.made: list[Parameter] = []

    def parameter(self, name: str, unit: str, description: str) -> Parameter:
        """Return a parameter with its value, status and source from the table.

        Parameters
        ----------
        name, unit, description : str
            As for `Parameter`.

        Returns
        -------
        Parameter
            The next one of `made`.

        Raises
        ------
        ModelError
            If the table lacks the name.
        """
        if name not in self._rows:
            raise unknown_name("parameter", name, self._rows, self._model)
        row = self._rows[name]
        found = Parameter(
            name, unit, description, value=row.value, source=row.source, status=row.status
        )
        self.made.append(found)
        return found


def table(model: str, name: str) -> pd.DataFrame:
    """Return a table that a fit wrote.

    Parameters
    ----------
    model : str
        Name of the fitted model, for example ``"lifetime"``.
    name : {"parameters", "ensemble", "precision", "predictions"}
        Best fit; fits that are about as good; what the data add to prior belief; what the best
        fit and the ensemble say of every observation.

    Returns
    -------
    pandas.DataFrame
        A row for each parameter, member of the ensemble, or observation. It is the caller's own.

    Raises
    ------
    ModelError
        If there is no such model or table.
    """
    if model not in _fitted():
        raise unknown_name("fitted model", model, _fitted(), "the library")
    if name not in TABLES:
        raise unknown_name("table", name, TABLES, model)
    return _read(model, name).copy()


def ensemble(model: str) -> dict[str, Array]:
    """Return parameter sets that fit about equally well.

    Parameters
    ----------
    model : str
        Name of the fitted model.

    Returns
    -------
    dict of str to ndarray of shape (m,)
        For `simulate_cohort`: one patient a member. Each member is the best fit to data and
        priors that noise of their own size has moved.

    Raises
    ------
    ModelError
        If there is no such model.
    """
    members = table(model, "ensemble")
    return {str(name): np.array(members[name], dtype=np.float64) for name in members}


@cache
def _fitted() -> tuple[str, ...]:
    """Return the names of the models to which a fit wrote tables."""
    folders = (files("bonebalance") / "data").iterdir()
    return tuple(sorted(one.name for one in folders if (one / "parameters.csv").is_file()))


@cache
def _read(model: str, name: str) -> pd.DataFrame:
    path = files("bonebalance") / "data" / model / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file)
