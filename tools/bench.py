"""Measure the project against its budgets: ``python -m tools.bench`` (or ``make bench``).

The builds are measured on a copy, so that the book itself is left alone.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bonebalance import models, simulate_cohort
from tools import bench_cohort
from tools.execute import last_seconds
from tools.fingerprint import ROOT
from tools.notebooks import chapters

PATIENTS = 10_000
YEARS = 10
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
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tools.build"], cwd=root, check=True, capture_output=True)
    return time.perf_counter() - start


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


def cohort() -> Iterator[Line]:
    """Measure a large cohort; the first, small run compiles."""
    model = models.lemaire2004
    name, parameter = next(iter(model.parameters.items()))
    spread = np.random.default_rng(1).normal(1, 0.05, PATIENTS)
    times = np.linspace(0, YEARS * DAYS_A_YEAR, YEARS * 12 + 1)
    for patients in (10, PATIENTS):
        start = time.perf_counter()
        changed = {name: parameter.value * spread[:patients]}
        simulate_cohort(model, times, parameters=changed, progress=False)
    yield f"{PATIENTS:,} patients, {YEARS} years", time.perf_counter() - start, 10, "s"


def main() -> int:
    """Print each budget beside what was measured; fail if one is exceeded."""
    exceeded = 0
    for part in (pages, cohort, redraw, builds):
        for what, value, limit, unit in part():
            exceeded += value > limit
            verdict = "" if value <= limit else "  exceeded"
            print(f"{what:<44} {value:8.2f} of {limit:g} {unit}{verdict}", flush=True)
    exceeded += bench_cohort.compare()
    return bool(exceeded)


if __name__ == "__main__":
    sys.exit(main())
