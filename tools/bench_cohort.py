"""Measure cohorts against other ways to run them: ``python -m tools.bench_cohort``.

Lemaire 2004, 10,000 sets of seven parameters drawn log-normally around the published values, 0 to
5,000 days, 200 points. Each way is measured by its runs per second and by its largest difference
from `simulate` at any point, relative to the largest value of the state. Ways are compared at
equal error: between two tolerances of the cohort, speed is interpolated in logarithms. All ways
take turns, several times, and the best time of each counts: other work on the machine only ever
slows a run, and hits all of them alike.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import roadrunner  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.integrate import odeint

from bonebalance import models, simulate, simulate_cohort
from bonebalance.numeric import compile_equations

Array = NDArray[np.float64]
Values = Mapping[str, Array]
# Takes values and a tolerance; returns an array (patients, times) for each state.
Run = Callable[[Values, float], Sequence[Array]]

MODEL = models.lemaire2004
VARIED = ("D_A", "d_B", "D_C", "D_R", "k_B", "k_P", "S_P")
SPREAD = 0.2
PATIENTS = 10_000
TIMES = np.linspace(0, 5000, 200)
START = {"R": 0.0007734, "B": 0.0007282, "C": 0.0009127}
# Patients whose every point is compared; those that the slow ways run for their speed.
COMPARED, LOOPED, IN_NUMPY = 20, 100, 2000
ROUNDS = 5
LEAST_RATIO = 30.0
ROADRUNNER, COMPILED = "libRoadRunner loop", "cohort, compiled"


@dataclass
class Way:
    """One way to run the cohort: how many patients, its best time and its largest error."""

    name: str
    tolerance: float
    count: int
    run: Run
    seconds: float = np.inf
    error: float = np.nan

    def measure(self, truth: Array) -> None:
        """Run it once more; compare the patients of whom the truth is known."""
        values = drawn(self.count)
        begin = time.perf_counter()
        found = self.run(values, self.tolerance)
        self.seconds = min(self.seconds, time.perf_counter() - begin)
        size = np.max(np.abs(truth), axis=2)
        differences = [
            np.max(np.abs(states[:COMPARED] - truth[:, i]) / size[:, i, None])
            for i, states in enumerate(found)
        ]
        self.error = float(max(differences))

    @property
    def speed(self) -> float:
        """Runs per second."""
        return self.count / self.seconds

    def __str__(self) -> str:
        return (
            f"{self.name:<22} tolerance {self.tolerance:7.0e}  {self.speed:9.0f} runs/s  "
            f"largest error {self.error:7.1e}"
        )


def drawn(count: int) -> Values:
    """Return the parameter sets of the first `count` patients."""
    draw = np.random.default_rng(0)
    size = (len(VARIED), PATIENTS)
    factors = np.exp(SPREAD * draw.normal(size=size))
    return {
        name: MODEL.parameters[name].value * row[:count]
        for name, row in zip(VARIED, factors, strict=True)
    }


def exact() -> Array:
    """Return what `simulate` says of the compared patients, shape (patients, states, times)."""
    values = drawn(COMPARED)
    runs = (
        simulate(
            MODEL, TIMES, parameters={k: float(v[i]) for k, v in values.items()}, initial=START
        )
        for i in range(COMPARED)
    )
    return np.array([run.states for run in runs])


def by_roadrunner(values: Values, tolerance: float) -> list[Array]:
    """Run one patient after the other in libRoadRunner, with CVODE."""
    simulator: Any = roadrunner.RoadRunner(MODEL.to_sbml())
    simulator.integrator.relative_tolerance = tolerance
    simulator.integrator.absolute_tolerance = 1e-7 * tolerance
    states = list(START)
    runs = []
    for index in range(len(values[VARIED[0]])):
        simulator.resetAll()
        for name in VARIED:
            simulator[name] = values[name][index]
        for name, value in START.items():
            simulator[name] = value
        found = simulator.simulate(TIMES[0], TIMES[-1], TIMES.size, ["time", *states])
        runs.append(np.array(found)[:, 1:])
    return list(np.moveaxis(np.array(runs), 2, 0))


def by_scipy(values: Values, tolerance: float) -> list[Array]:
    """Run one patient after the other with SciPy's LSODA, without checks."""
    functions = compile_equations(MODEL)
    published = MODEL.parameter_values()
    start = np.array([START[name] for name in MODEL.state_names])
    runs = []
    for index in range(len(values[VARIED[0]])):
        changed = {name: row[index] for name, row in values.items()}
        inputs = np.array(list({**published, **changed}.values()))

        def slope(state: Array, _time: float, inputs: Array = inputs) -> Array:
            return functions.rates(state, inputs)

        precision: dict[str, Any] = {"rtol": tolerance, "atol": 1e-7 * tolerance}
        found = odeint(slope, start, TIMES, mxstep=100_000, **precision)
        runs.append(found)
    return list(np.moveaxis(np.array(runs), 2, 0))


def by_cohort(engine: str) -> Run:
    """Return the run of `simulate_cohort` with one engine."""

    def run(values: Values, tolerance: float) -> list[Array]:
        options: dict[str, Any] = {"engine": engine, "tolerance": tolerance, "progress": False}
        cohort = simulate_cohort(MODEL, TIMES, parameters=values, initial=START, **options)
        return [cohort[name] for name in MODEL.state_names]

    return run


def ways() -> list[Way]:
    """Return every way, ours between theirs."""
    plain, fast = by_cohort("numpy"), by_cohort("compiled")
    ours = [Way(COMPILED, 10.0**-power, PATIENTS, fast) for power in range(3, 11)]
    theirs = [Way(ROADRUNNER, 10.0**-power, LOOPED, by_roadrunner) for power in (4, 6, 8, 10)]
    theirs += [Way("SciPy LSODA loop", 10.0**-power, LOOPED, by_scipy) for power in (4, 6, 8, 10)]
    pairs = [way for pair in zip(ours, theirs, strict=True) for way in pair]
    return pairs + [Way("cohort, numpy", 10.0**-power, IN_NUMPY, plain) for power in (4, 6, 8, 10)]


def speed_at(error: float, found: list[Way]) -> float:
    """Return the speed at an error: between two measured, never above them, none if not reached."""
    points = sorted((one.error, one.speed) for one in found)
    if error < points[0][0]:
        return 0.0
    errors, speeds = np.log(np.array(points)).T
    return float(np.exp(np.interp(np.log(error), errors, speeds)))


def compare() -> bool:
    """Print each way and the ratios at equal error; tell whether the least ratio is too small."""
    truth, found = exact(), ways()
    by_cohort("compiled")(drawn(COMPARED), 1e-6)  # compiles
    for _ in range(ROUNDS):
        for way in found:
            way.measure(truth)
    for way in sorted(found, key=lambda way: (way.name, -way.tolerance)):
        print(way, flush=True)
    least = np.inf
    for name in ("cohort, numpy", COMPILED):
        cohort = [way for way in found if way.name == name]
        for other in sorted(found, key=lambda way: (way.name, -way.tolerance)):
            if other.name.startswith("cohort"):
                continue
            ratio = speed_at(other.error, cohort) / other.speed
            print(
                f"{name}, is {ratio:6.1f} times as fast as {other.name} "
                f"at an error of {other.error:.0e}"
            )
            if name == COMPILED and other.name == ROADRUNNER:
                least = min(least, ratio)
    verdict = "" if least >= LEAST_RATIO else "  too slow"
    print(f"times libRoadRunner, at equal error {least:17.1f} at least {LEAST_RATIO:g}{verdict}")
    return bool(least < LEAST_RATIO)


if __name__ == "__main__":
    sys.exit(compare())
