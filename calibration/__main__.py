"""Fit the lifetime model, and write what came out beside the library: `make calibrate`."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from bonebalance import models, trials
from calibration.fit import Problem, solve
from calibration.misfit import predict
from calibration.observations import OBSERVABLES, Observation, observations
from calibration.priors import Priors, priors

Array = NDArray[np.float64]

OUT = Path(__file__).parents[1] / "src" / "bonebalance" / "data" / "lifetime"
SEED = 20_260_101
STARTS = 6
MEMBERS = 40
EVALUATIONS = 25
# A member starts at the best fit, from where few steps lead to its own.
MEMBER_EVALUATIONS = 6


def main() -> None:
    """Fit and sample unless only the tables are asked for; then write the tables."""
    parser = argparse.ArgumentParser(prog="python -m calibration", description=__doc__)
    parser.add_argument("--starts", type=int, default=STARTS, help="fits from other sides")
    parser.add_argument("--members", type=int, default=MEMBERS, help="size of the ensemble")
    parser.add_argument("--tables", action="store_true", help="only write tables of the last fit")
    asked = parser.parse_args()
    random = np.random.default_rng(SEED)
    believed = priors()
    problem = Problem.of([one for one in observations() if one.fitted], believed)
    if not asked.tables:
        best = _best(problem, random, asked.starts)
        _write_parameters(believed, best)
        _write_ensemble(believed, _ensemble(problem, best, random, asked.members))
    best = believed.point(_column(OUT / "parameters.csv", "name", "value"))
    members = _members(believed)
    _write_precision(believed, problem, best, members)
    _write_predictions(believed, best, members)


def _best(problem: Problem, random: np.random.Generator, starts: int) -> Array:
    """Return the best of fits that start at the center and around it."""
    present = {name: p.value for name, p in models.lifetime.parameters.items()}
    sides = [problem.priors.point(present), problem.center]
    while len(sides) < starts:
        sides.append(random.normal(problem.center, 0.5 * problem.priors.spread))
    found = []
    for number, side in enumerate(sides[:starts]):
        print(f"Fit {number + 1} of {starts}")
        point = solve(problem, side, evaluations=EVALUATIONS, say=lambda line: print("  ", line))
        cost = 0.5 * float(np.sum(problem.residuals(np.repeat(point[None], 2, axis=0))[0] ** 2))
        found.append((cost, point))
        print(f"Fit {number + 1} ends at {cost:.2f}", flush=True)
    return min(found, key=lambda pair: pair[0])[1]


def _ensemble(problem: Problem, best: Array, random: np.random.Generator, members: int) -> Array:
    """Return fits to data and priors that noise has moved, each as likely as its noise."""
    found = []
    for _ in tqdm(range(members), desc="ensemble"):
        moved = replace(
            problem,
            values=random.normal(problem.values, problem.errors),
            center=random.normal(problem.priors.center, problem.priors.spread),
        )
        found.append(solve(moved, best, evaluations=MEMBER_EVALUATIONS, say=_silent))
    return np.array(found)


def _silent(line: str) -> None:
    """Say nothing: the progress bar does."""


def _write_parameters(believed: Priors, best: Array) -> None:
    """Put fitted values into the table of the model; what is not fitted stays."""
    path = OUT / "parameters.csv"
    values = {name: float(v[0]) for name, v in believed.parameters(best[None]).items()}
    with path.open() as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["name"] in values:
            row["value"] = f"{values[row['name']]:.5g}"
    _write(path, list(rows[0]), [list(row.values()) for row in rows])


def _write_ensemble(believed: Priors, members: Array) -> None:
    columns = believed.parameters(members)
    rows = [[f"{value:.5g}" for value in row] for row in zip(*columns.values(), strict=True)]
    _write(OUT / "ensemble.csv", list(columns), rows)


def _column(path: Path, key: str, value: str) -> dict[str, float]:
    with path.open() as file:
        return {row[key]: float(row[value]) for row in csv.DictReader(file)}


def _members(believed: Priors) -> Array:
    with (OUT / "ensemble.csv").open() as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    return np.array([believed.point(row) for row in rows])


def _write_precision(believed: Priors, problem: Problem, best: Array, members: Array) -> None:
    """Say of each parameter how far it went from its prior and what the data add to that."""
    slopes = problem.slopes(best)
    left = np.sqrt(np.diag(np.linalg.inv(slopes.T @ slopes))) / believed.spread
    distance = (best - believed.center) / believed.spread
    low, high = (
        believed.parameters(np.quantile(members, share, axis=0)[None]) for share in (0.05, 0.95)
    )
    columns = [low[name][0] for name in believed.names], [high[name][0] for name in believed.names]
    rows = [
        [name, *(f"{number:.4g}" for number in numbers)]
        for name, *numbers in zip(believed.names, *columns, distance, left, strict=True)
    ]
    _write(OUT / "precision.csv", ["name", "low", "high", "distance", "left"], rows)


def _write_predictions(believed: Priors, best: Array, members: Array) -> None:
    """Write what the model says of every observation, fitted and kept out, with its band."""
    seen = observations()
    said = predict(seen, believed.parameters(np.vstack([best, members])))
    low, high = np.quantile(said[1:], (0.05, 0.95), axis=0)
    published = [_published(one) for one in seen]
    rows = [
        [one.protocol, one.against, one.observable, one.scale, f"{one.since:.0f}",
         f"{one.until:.0f}", f"{one.value:.4g}", f"{one.error:.3g}", f"{said[0, j]:.4g}",
         f"{low[j]:.4g}", f"{high[j]:.4g}", published[j], one.fitted, one.source]
        for j, one in enumerate(seen)
    ]  # fmt: skip
    head = ["protocol", "against", "observable", "scale", "since", "until", "seen", "error",
            "said", "low", "high", "jorg", "fitted", "source"]  # fmt: skip
    _write(OUT / "predictions.csv", head, rows)


@cache
def _by_jorg(name: str, observable: str) -> dict[float, float]:
    """Return what the published model says of an arm, by day."""
    arm = trials.arms()[name]
    days = arm.observed(observable)["day"].to_numpy(dtype=float)
    said = arm.predict(models.jorg2022, days, [observable])[observable]
    return dict(zip(days, 1 + said / 100, strict=True))


def _published(one: Observation) -> str:
    if one.protocol not in trials.arms():
        return ""
    measured = next(key for key, name in OBSERVABLES.items() if name == one.observable)
    said = _by_jorg(one.protocol, measured)
    ratio = min(said.items(), key=lambda pair: abs(pair[0] - (one.until - one.since)))[1]
    # As they publish it: of the density that their model has.
    return f"{replace(one, arm=None).change(np.array(1.0), np.array(ratio)):.4g}"


def _write(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table at once, so that an interrupted run leaves the old one."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([head, *rows])
    fresh.replace(path)


if __name__ == "__main__":
    main()
