"""Measure cohorts against other ways to run them: ``python -m tools.bench_cohort``.

Lemaire 2004, 10,000 sets of seven parameters drawn log-normally around the published values, 0 to
5,000 days, 200 points. Each way is measured by its runs per second and by its largest difference
from `simulate` at any point, relative to the largest value of the state. Ways are compared at
equal error: between two tolerances of the cohort, speed is interpolated in logarithms.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
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

MODEL = models.lemaire2004
VARIED = ("D_A", "d_B", "D_C", "D_R", "k_B", "k_P", "S_P")
SPREAD = 0.2
PATIENTS = 10_000
TIMES = np.linspace(0, 5000, 200)
START = {"R": 0.0007734, "B": 0.0007282, "C": 0.0009127}
# Patients whose every point is compared; those that the slow ways run for their speed.
COMPARED, LOOPED, IN_NUMPY = 20, 100, 2000
# The fastest of so many counts, since other work on the machine only ever slows a run.
REPEATS = 3
LEAST_RATIO = 30.0


@dataclass(frozen=True)
class Measured:
    """One way to run the cohort, measured once."""

    way: str
    tolerance: float
    speed: float
    error: float

    def __str__(self) -> str:
        return (
            f"{self.way:<22} tolerance {self.tolerance:7.0e}  {self.speed:9.0f} runs/s  "
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


def measured(
    way: str, tolerance: float, count: int, run: Callable[[Values, float], Array], truth: Array
) -> Measured:
    """Take the best time of `count` patients and the error of those that are compared."""
    values = drawn(count)
    seconds = np.inf
    for _ in range(REPEATS):
        begin = time.perf_counter()
        found = run(values, tolerance)
        seconds = min(seconds, time.perf_counter() - begin)
    size = np.max(np.abs(truth), axis=2, keepdims=True)
    error = float(np.max(np.abs(found[:COMPARED] - truth) / size))
    return Measured(way, tolerance, count / seconds, error)


def by_roadrunner(values: Values, tolerance: float) -> Array:
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
        runs.append(np.array(found)[:, 1:].T)
    return np.array(runs)


def by_scipy(values: Values, tolerance: float) -> Array:
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
        runs.append(found.T)
    return np.array(runs)


def by_cohort(engine: str) -> Callable[[Values, float], Array]:
    """Return the run of `simulate_cohort` with one engine."""

    def run(values: Values, tolerance: float) -> Array:
        options: dict[str, Any] = {"engine": engine, "tolerance": tolerance, "progress": False}
        cohort = simulate_cohort(MODEL, TIMES, parameters=values, initial=START, **options)
        return np.stack([cohort[name] for name in MODEL.state_names], axis=1)

    return run


def ways(truth: Array) -> Iterator[Measured]:
    """Measure every way; the first, small run of the compiled one compiles."""
    for tolerance in (1e-6, 1e-8):
        yield measured("libRoadRunner loop", tolerance, LOOPED, by_roadrunner, truth)
    for tolerance in (1e-6, 1e-8):
        yield measured("SciPy LSODA loop", tolerance, LOOPED, by_scipy, truth)
    for tolerance in (1e-4, 1e-6, 1e-8):
        yield measured("cohort, numpy", tolerance, IN_NUMPY, by_cohort("numpy"), truth)
    by_cohort("compiled")(drawn(COMPARED), 1e-6)
    for tolerance in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8):
        yield measured("cohort, compiled", tolerance, PATIENTS, by_cohort("compiled"), truth)


def speed_at(error: float, found: list[Measured]) -> float:
    """Return the speed at an error: between two measured, never above them, none if not reached."""
    points = sorted((one.error, one.speed) for one in found)
    if error < points[0][0]:
        return 0.0
    errors, speeds = np.log(np.array(points)).T
    return float(np.exp(np.interp(np.log(error), errors, speeds)))


def compare() -> bool:
    """Print each way and the ratios at equal error; tell whether the least ratio is too small."""
    found = []
    for one in ways(exact()):
        print(one, flush=True)
        found.append(one)
    least = np.inf
    for engine in ("numpy", "compiled"):
        cohort = [one for one in found if one.way == f"cohort, {engine}"]
        for other in found:
            if other.way.startswith("cohort"):
                continue
            ratio = speed_at(other.error, cohort) / other.speed
            print(
                f"cohort, {engine}, is {ratio:6.1f} times as fast as {other.way} "
                f"at an error of {other.error:.0e}"
            )
            if engine == "compiled" and other.way.startswith("libRoadRunner"):
                least = min(least, ratio)
    verdict = "" if least >= LEAST_RATIO else "  too slow"
    print(f"times libRoadRunner, at equal error {least:17.1f} at least {LEAST_RATIO:g}{verdict}")
    return bool(least < LEAST_RATIO)


if __name__ == "__main__":
    sys.exit(compare())
