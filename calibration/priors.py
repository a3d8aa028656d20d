"""What is believed before the fit: weakly, and in the open."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Priors:
    """Normal priors of transformed parameters: logarithms, or logits of shares.

    Attributes
    ----------
    names : tuple of str
        Parameters of the model that are fitted.
    shares : ndarray of bool, shape (p,)
        Which of them lie between 0 and 1.
    center, spread : ndarray of shape (p,)
        Mean and standard deviation, transformed.
    """

    names: tuple[str, ...]
    shares: NDArray[np.bool_]
    center: Array
    spread: Array

    def parameters(self, points: Array) -> dict[str, Array]:
        """Return transformed points, shape (m, p), as parameters of the model."""
        values = np.where(self.shares, 1 / (1 + np.exp(-points)), np.exp(points))
        return dict(zip(self.names, values.T, strict=True))

    def point(self, parameters: Mapping[str, float]) -> Array:
        """Return parameters of the model as a transformed point, shape (p,)."""
        values = np.array([parameters[name] for name in self.names])
        return _transformed(values, self.shares)


def priors() -> Priors:
    """Return the priors of the table."""
    with (Path(__file__).parent / "priors.csv").open() as file:
        rows = list(csv.DictReader(file))
    shares = np.array([row["scale"] == "share" for row in rows])
    center = _transformed(np.array([float(row["center"]) for row in rows]), shares)
    spread = np.array([float(row["spread"]) for row in rows])
    return Priors(tuple(row["name"] for row in rows), shares, center, spread)


def _transformed(values: Array, shares: NDArray[np.bool_]) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = np.where(shares, np.log(values / (1 - values)), np.log(values))
    return found
