"""Measure the project against its budgets: ``python -m tools.bench`` (or ``make bench``).

The builds are measured on a copy, so that the book itself is left alone. Other work on the
machine makes a run wait, so what it takes is the shorter of two: the time that passed, and the
time for which processors worked on it. Short runs are repeated, and the best counts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bonebalance import Dosing, models, simulate, simulate_cohort
from bonebalance.compiled import LANES
from bonebalance.stepper import Stepper
from tools import bench_cohort
from tools.execute import last_seconds
from tools.fingerprint import ROOT
from tools.notebooks import chapters

PATIENTS = 10_000
YEARS = 10
LIFE = 90
DAYS_A_YEAR = 365
NO_COPY = shutil.ignore_patterns(
    ".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis"
)

Line = tuple[str, float, float, str]


def builds() -> Iterator[Line]:
    """Measure a cold build, one with nothing to do and one after an edit of a chapter."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "book")
        shutil.copytree(ROOT, root, ignore=NO_COPY)
        yield "cold build of the book", _build(root), 180, "s"
        yield "build when nothing changed", _build(root), 5, "s"
        path = chapters(root)[0]
        notebook = json.loads(path.read_text(encoding="utf-8"))
        code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        code["source"][-1] += "  # edited"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        yield "build after an edit of one chapter", _build(root), 20, "s"


def _build(root: Path) -> float:
    command = [sys.executable, "-m", "tools.build"]
    return _seconds(lambda: subprocess.run(command, cwd=root, check=True, capture_output=True))


def _seconds(run: Callable[[], object], repeats: int = 1) -> float:
    """Return how long a run takes, at best: time passed, or time worked if that is less."""
    best = float("inf")
    for _ in range(repeats):
        passed, worked = time.perf_counter(), _worked()
        run()
        best = min(best, time.perf_counter() - passed, _worked() - worked)
    return best


def _worked() -> float:
    """Return the processors' time of this process and of those it started that have ended."""
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system


def pages() -> Iterator[Line]:
    """Measure the chapters' runs and the heaviest page."""
    for path in chapters(ROOT):
        yield f"run of {path.stem}", last_seconds(path), 10, "s"
    weights = {path: path.stat().st_size for path in (ROOT / "_build/html").rglob("*.html")}
    heaviest = max(weights, key=weights.__getitem__)
    yield f"heaviest page ({heaviest.stem})", weights[heaviest] / 1000, 300, "kB"


def redraw() -> Iterator[Line]:
    """Take the time of a live figure's redraw from the browser test that measures it."""
    test = ["tests/test_live.py", "-k", "redraw_fits", "--quiet", "--capture=no"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *test],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"with painting ([\d.]+) ms", done.stdout)
    if found:
        yield "redraw of a live figure", float(found[1]), 16, "ms"


def runs() -> Iterator[Line]:
    """Measure machine code: making it, a large cohort, and one life with a dose a month."""
    model, days = models.lifetime, DAYS_A_YEAR
    yield "machine code of a model", _seconds(lambda: Stepper(model, (), LANES), 2), 3, "s"
    spread = np.random.default_rng(1).normal(1, 0.05, PATIENTS)
    varied = {"eta_C": model.parameters["eta_C"].value * spread}
    times = np.linspace(0, YEARS * days, YEARS * 12 + 1)
    doses = [Dosing("denosumab", 60, days / 2, days, YEARS * days)]

    def treat() -> None:
        simulate_cohort(model, times, parameters=varied, interventions=doses, progress=False)

    treat()
    yield f"{PATIENTS:,} patients, {YEARS} years on treatment", _seconds(treat, 2), 10, "s"
    life = np.linspace(0, LIFE * days, LIFE * 12 + 1)
    monthly = [Dosing("denosumab", 10, days / 12, 0, LIFE * days)]

    def live() -> None:
        simulate(model, life, interventions=monthly)

    live()
    yield f"{LIFE} years with a dose a month", 1000 * _seconds(live, 10), 20, "ms"


def main() -> int:
    """Print each budget beside what was measured; fail if one is exceeded."""
    exceeded = 0
    for part in (pages, runs, redraw, builds):
        for what, value, limit, unit in part():
            exceeded += value > limit
            verdict = "" if value <= limit else "  exceeded"
            print(f"{what:<44} {value:8.2f} of {limit:g} {unit}{verdict}", flush=True)
    exceeded += bench_cohort.compare()
    return bool(exceeded)


if __name__ == "__main__":
    sys.exit(main())
