"""Runs in machine code on all cores, where the optional package Numba is installed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from bonebalance.equations import Equations
from bonebalance.errors import ModelError
from bonebalance.numeric import Array
from bonebalance.program import Outcome, Program
from bonebalance.rosenbrock import (
    ERROR_ORDER,
    FIRST_STEP,
    GROW,
    MOST_STEPS,
    SAFETY,
    SHRINK,
    SMALLEST_STEP,
)

if TYPE_CHECKING:
    from bonebalance.kernel import Rows

AVAILABLE = find_spec("numba") is not None

# Patients that take a step together: two vectors of AVX2, one of AVX-512.
LANES = 8
# Patients that a core takes at once: few enough that cores which others use too are not waited for.
SHARE = 250
# From so many segments of patients on, machine code saves more time than it takes to write it.
WORTH_COMPILING = 300


def require_available(other: str) -> None:
    """Raise `ModelError` without Numba, naming another engine."""
    if not AVAILABLE:
        message = f'engine "compiled" needs the package numba; install it, or use "{other}"'
        raise ModelError(message)


def pays(patients: int, segments: int) -> bool:
    """Return whether machine code is there and worth its while for so many segments each."""
    return AVAILABLE and patients * segments >= WORTH_COMPILING


def run_compiled(
    model: Equations, program: Program, grid: Array, tolerance: float, out: Array
) -> Outcome:
    """Run a batch in machine code.

    Parameters
    ----------
    model : Equations
        The model.
    program : Program
        The batch.
    grid : ndarray of shape (n,)
        Times of output.
    tolerance : float
        Relative error allowed in one step.
    out : ndarray of shape (m, s, n)
        Receives the output.

    Returns
    -------
    status, reached, final : ndarray of shape (m,), (m,), (m, s)
        How each patient ended (see `bonebalance.rosenbrock`), when, and in which state.
    """
    # Numba takes as long to import as all the rest, and most runs do without it.
    from bonebalance.kernel import Control, Result, Task, run_lanes  # noqa: PLC0415 - slow
    from bonebalance.stepper import stepper  # noqa: PLC0415 - slow

    count = len(program.start)
    ramped = np.flatnonzero(np.any(program.slopes, axis=(0, 1)))
    names = tuple(program.moving[q] for q in ramped)
    code = stepper(model, names, LANES if count > 1 else 1)
    # An array that may not be written to would be another kind, compiled again.
    grid = np.array(grid)
    control = Control(
        SAFETY, SHRINK, GROW, float(ERROR_ORDER), SMALLEST_STEP, FIRST_STEP, MOST_STEPS
    )
    status, reached = np.zeros(count, np.int64), np.zeros(count)
    final = program.start.copy()

    def run(first: int) -> None:
        rows = slice(first, first + SHARE)
        task = Task(
            grid, program.start[rows], program.scale[rows], program.base[rows], program.index,
            ramped, _own(program.breaks, rows), program.values[rows], program.slopes[rows],
            program.pulsed, _own(program.pulses, rows), tolerance,
        )  # fmt: skip
        part = Result(out[rows], status[rows], reached[rows], final[rows])
        table = _table(code.rows, code.lanes)
        run_lanes(code.step, code.between, code.speed, code.rows, table, task, control, part)

    shares = range(0, count, SHARE)
    if len(shares) == 1:
        run(0)
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(run, shares))
    return status, reached, final


def _own(values: Array, rows: slice) -> Array:
    """Return the rows of some patients, or the one row that all share."""
    return values if len(values) == 1 else values[rows]


def _table(rows: Rows, lanes: int) -> Array:
    """Return a table of ones, which every model can take, each row whole in the cache's lines."""
    line = 8
    raw = np.ones(rows.height * lanes + line)
    first = -raw.ctypes.data // raw.itemsize % line
    return raw[first : first + rows.height * lanes].reshape(rows.height, lanes)
