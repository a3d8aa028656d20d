"""What the model says of each observation, for many parameter sets at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bonebalance import models, simulate_cohort
from calibration.observations import Observation
from calibration.protocols import protocols

Array = NDArray[np.float64]
Runs = dict[str, tuple[Array, dict[str, Array]]]

KEPT = ("BMD_hip", "BMD_spine", "vBMD_spine", "CTX", "P1NP", "W")
# A study takes its first sample before the first dose; some drugs change formation at once.
BEFORE = 1.0
# One step's error: far below that of any data, and of the slopes taken by differences.
TOLERANCE = 1e-6


def predict(seen: Sequence[Observation], parameters: Mapping[str, Array]) -> Array:
    """Return what the lifetime model says.

    Parameters
    ----------
    seen : sequence of Observation
        What was seen.
    parameters : mapping of str to ndarray of shape (m,)
        Parameter sets.

    Returns
    -------
    ndarray of shape (m, len(seen))
        Changes, each on the scale of its observation.
    """
    runs = _run(seen, parameters)
    return np.stack([_change(runs, one) for one in seen], axis=1)


def _run(seen: Sequence[Observation], parameters: Mapping[str, Array]) -> Runs:
    days: dict[str, set[float]] = {}
    for one in seen:
        for name in filter(None, (one.protocol, one.against)):
            days.setdefault(name, {0.0}).update((one.since - BEFORE, one.until))
    known = protocols()
    runs: Runs = {}
    for name, needed in days.items():
        grid = np.array(sorted(needed))
        done = known[name].until(grid[-1])
        cohort = simulate_cohort(
            models.lifetime, grid, parameters=parameters, interventions=done, keep=KEPT,
            tolerance=TOLERANCE, engine="compiled", progress=False,
        )  # fmt: skip
        runs[name] = grid, {observable: cohort[observable] for observable in KEPT}
    return runs


def _change(runs: Runs, one: Observation) -> Array:
    def of(name: str) -> Array:
        grid, kept = runs[name]
        first, last = np.searchsorted(grid, (one.since - BEFORE, one.until))
        values = kept[one.observable]
        found: Array = one.change(values[:, first], values[:, last])
        return found

    return of(one.protocol) - of(one.against) if one.against else of(one.protocol)
