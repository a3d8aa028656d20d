"""What was seen: the numbers that the model is fitted to, and those kept out."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bonebalance import trials
from calibration.protocols import MONTH, YEAR, protocols

Array = NDArray[np.float64]

HERE = Path(__file__).parent
OBSERVABLES = {"BMD": "BMD_hip", "CTX": "CTX", "P1NP": "P1NP"}

# Arms beside those that Jörg et al. fitted: the only one with a second year of romosozumab and
# with what follows it, and the largest trial of it.
ALSO_FITTED = {"saag2017_romosozumab_to_alendronate", "mcclung2018_romosozumab_to_placebo"}
# Arms that share their first months with a fitted arm, where they say nothing new.
SHARED = {"black2006_alendronate-alendronate": 49, "mcclung2018_romosozumab_to_denosumab": 25}
# No model of this size is better than this; it is added in squares to the error of the data.
FLOOR = {"linear": 0.4, "log": 0.2}
# Below a tenth of its start a marker is at the limit of its assay.
LEAST = 0.1


@dataclass(frozen=True)
class Observation:
    """A change that a study saw.

    Attributes
    ----------
    protocol, against : str
        The group, and the group whose change is taken off, or none.
    observable : str
        Name in the model.
    scale : {"linear", "log"}
        Changes of density are compared in percent, those of markers by their logarithm.
    since, until : float
        Days of age between which it changed.
    value, error : float
        On that scale; the error holds the model's own floor.
    source : str
        Key of the reference.
    fitted : bool
        Whether the model is fitted to it.
    arm : Arm, optional
        The digitized arm, where it is one.
    """

    protocol: str
    against: str
    observable: str
    scale: str
    since: float
    until: float
    value: float
    error: float
    source: str
    fitted: bool
    arm: trials.Arm | None = None

    @property
    def months(self) -> float:
        """Months from the first to the second measurement."""
        return (self.until - self.since) / MONTH

    def change(self, before: Array, after: Array) -> Array:
        """Return what a model says of two measurements, on the scale of this observation."""
        found: Array
        if self.scale == "log":
            found = np.log(after / before)
        else:
            found = 100 * (after - before) / (self.arm.own_density(before) if self.arm else before)
        return found


def observations() -> list[Observation]:
    """Return all observations, those of the table first, then those of digitized arms."""
    return [*_table(), *_aging(), *_arms()]


def _table() -> Iterator[Observation]:
    starts = {name: protocol.start for name, protocol in protocols().items()}
    with (HERE / "targets.csv").open() as file:
        for row in csv.DictReader(file):
            start, value, error = starts[row["protocol"]], float(row["value"]), float(row["error"])
            if row["scale"] == "log":
                value, error = math.log1p(value / 100), math.hypot(error / 100, 0.1)
            yield Observation(
                row["protocol"], row["against"], row["observable"], row["scale"],
                start + float(row["from_months"]) * MONTH, start + float(row["months"]) * MONTH,
                value, error, row["source"], fitted=True,
            )  # fmt: skip


def _aging() -> Iterator[Observation]:
    for age, density in trials.aging().to_numpy(dtype=float):
        if age > 25:
            yield Observation(
                "life", "", "BMD_hip", "linear", 25 * YEAR, age * YEAR,
                100 * (density - 1), 1.0, "looker1998", fitted=True,
            )  # fmt: skip


def _arms() -> Iterator[Observation]:
    for name, arm in trials.arms().items():
        fitted = arm.use == "calibration" or name in ALSO_FITTED
        for measured, observable in OBSERVABLES.items():
            scale = "linear" if measured == "BMD" else "log"
            seen = arm.observations[arm.observations["observable"] == measured]
            columns = seen[["day", "change", "error", "low", "high"]].to_numpy(float)
            for day, change, known, low, high in columns:
                if day <= 0 or day <= SHARED.get(name, 0) * MONTH:
                    continue
                # Where nobody knows what a bar is, it counts as a standard error.
                spread = float(np.nan_to_num(known if math.isfinite(known) else (high - low) / 2))
                value, error = change, spread
                if scale == "log":
                    ratio = max(1 + change / 100, LEAST)
                    value, error = math.log(ratio), spread / 100 / ratio
                yield Observation(
                    name, "", observable, scale, arm.start, arm.start + day, value,
                    math.hypot(error, FLOOR[scale]), arm.source, fitted, arm,
                )  # fmt: skip
