"""The method of `bonebalance.rosenbrock` in machine code, patient by patient.

The same steps, error measure and continuous solution as in the NumPy version, written as loops
for Numba; the tests hold the two to each other. Import only where Numba is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from bonebalance.numeric import Array
from bonebalance.rosenbrock import (
    ALPHA,
    DELTA,
    DENSE,
    ERROR_ORDER,
    FLOOR,
    GAMMA,
    GROW,
    PROBE,
    SAFETY,
    SHRINK,
    SMALLEST_STEP,
    STAGES,
    A,
    C,
)

Kernel = Callable[..., None]
Indices = NDArray[np.int64]
# Values and slopes of the changing parameters, their positions, and when the segment began.
Line = tuple[Array, Array, Indices, float]
# Matrix, stages, right-hand side, drift, new state and bends, allocated once a segment.
Space = tuple[Array, Array, Array, Array, Array, Array]

DONE, STUCK, TOO_LITTLE = 0, 1, 2


def compiled(function: Callable[..., Any]) -> Any:  # noqa: ANN401
    """Compile one function; division by zero gives infinity, which ends as a refused step."""
    return numba.njit(function, error_model="numpy")


# Plain loops, here and below: whole-array expressions would take twice as long to compile.
@compiled
def _copy(source: Array, target: Array) -> None:
    for i in range(source.size):
        target[i] = source[i]


@compiled
def _factorize(matrix: Array) -> None:
    """Factorize in place, without pivots: a small step makes the diagonal large.

    The diagonal is stored as its inverse, since dividing is slower than multiplying.
    """
    count = matrix.shape[0]
    for k in range(count):
        matrix[k, k] = 1 / matrix[k, k]
        for i in range(k + 1, count):
            matrix[i, k] *= matrix[k, k]
            for j in range(k + 1, count):
                matrix[i, j] -= matrix[i, k] * matrix[k, j]


@compiled
def _solve(matrix: Array, right: Array) -> None:
    count = right.size
    for i in range(count):
        for j in range(i):
            right[i] -= matrix[i, j] * right[j]
    for i in range(count - 1, -1, -1):
        for j in range(i + 1, count):
            right[i] -= matrix[i, j] * right[j]
        right[i] *= matrix[i, i]


@compiled
def _move(p: Array, line: Line, time: float) -> None:
    """Set the parameters that change to their values at a time."""
    value, slope, index, begin = line
    for q in range(index.size):
        p[index[q]] = value[q] + slope[q] * (time - begin)


@compiled
def _attempt(
    rates: Kernel,
    jacobian: Kernel,
    drift: Kernel,
    t: float,
    y: Array,
    h: float,
    p: Array,
    line: Line,
    moves: bool,
    space: Space,
) -> None:
    """Fill the stages and the new state for one step of size h from time t."""
    matrix, stages, right, drifting, new, _ = space
    jacobian(y, p, matrix)
    for i in range(y.size):
        for j in range(y.size):
            matrix[i, j] = -matrix[i, j]
        matrix[i, i] += 1 / (GAMMA * h)
    _factorize(matrix)
    if moves:
        drift(y, p, line[1], drifting)
    for stage in range(STAGES):
        _copy(y, new)
        for j in range(stage):
            for i in range(y.size):
                new[i] += A[stage, j] * stages[j, i]
        if moves:
            _move(p, line, t + ALPHA[stage] * h)
        rates(new, p, right)
        for j in range(stage):
            weight = C[stage, j] / h
            for i in range(y.size):
                right[i] += weight * stages[j, i]
        if moves:
            for i in range(y.size):
                right[i] += DELTA[stage] * h * drifting[i]
        _solve(matrix, right)
        _copy(right, stages[stage])
    for i in range(y.size):
        new[i] += stages[STAGES - 1, i]


@compiled
def _set_bends(stages: Array, bends: Array) -> None:
    """Set the two rows of the continuous solution."""
    for i in range(bends.shape[1]):
        bends[0, i], bends[1, i] = 0.0, 0.0
        for j in range(5):
            bends[0, i] += DENSE[0, j] * stages[j, i]
            bends[1, i] += DENSE[1, j] * stages[j, i]


@compiled
def _write(
    grid: Array, at: int, t: float, h: float, y: Array, new: Array, bends: Array, out: Array
) -> int:
    """Write the grid points inside an accepted step; return the next one's index."""
    while at < grid.size and grid[at] < t + h:
        s = (grid[at] - t) / h
        for i in range(y.size):
            bend = bends[0, i] + s * bends[1, i]
            out[i, at] = (1 - s) * y[i] + s * (new[i] + (1 - s) * bend)
        at += 1
    return at


@compiled
def _check_between(
    rates: Kernel, t: float, y: Array, h: float, p: Array, line: Line, moves: bool, space: Space
) -> None:
    """Put the error of the continuous solution inside a step into `right`."""
    matrix, _, right, inside, new, bends = space
    for i in range(y.size):
        bend = bends[0, i] + PROBE * bends[1, i]
        inside[i] = (1 - PROBE) * y[i] + PROBE * (new[i] + (1 - PROBE) * bend)
    if moves:
        _move(p, line, t + PROBE * h)
    rates(inside, p, right)
    for i in range(y.size):
        bend = bends[0, i] + PROBE * bends[1, i]
        curve = (1 - 2 * PROBE) * bend + PROBE * (1 - PROBE) * bends[1, i]
        right[i] -= (new[i] - y[i] + curve) / h
    _solve(matrix, right)


@compiled
def _first_step(slope: Array, y: Array, scale: Array, span: float, tolerance: float) -> float:
    speed = 1e-300
    for i in range(y.size):
        speed = max(speed, abs(slope[i]) / (abs(y[i]) + 1e-3 * scale[i]))
    step: float = min(span, tolerance**0.25 / speed)
    return step


@compiled
def _error(change: Array, y: Array, new: Array, scale: Array, tolerance: float) -> float:
    total = 0.0
    for i in range(y.size):
        size = max(abs(y[i]), abs(new[i])) + FLOOR * scale[i]
        total += (change[i] / (tolerance * size)) ** 2
    norm: float = np.sqrt(total / y.size)
    return norm


@compiled
def _run_segment(
    rates: Kernel,
    jacobian: Kernel,
    drift: Kernel,
    grid: Array,
    at: int,
    t: float,
    end: float,
    y: Array,
    p: Array,
    line: Line,
    scale: Array,
    tolerance: float,
    out: Array,
) -> tuple[int, float, bool]:
    """Carry one patient to `end`; return the next output index, the time and success."""
    count, span = y.size, end - t
    stages, new, bends = np.empty((STAGES, count)), np.empty(count), np.empty((2, count))
    space = (np.empty((count, count)), stages, np.empty(count), np.empty(count), new, bends)
    moves = False
    for slope in line[1]:
        moves = moves or slope != 0
    _move(p, line, t)
    rates(y, p, new)
    step = _first_step(new, y, scale, span, tolerance)
    while t < end:
        h = min(step, end - t)
        if moves:
            _move(p, line, t)
        _attempt(rates, jacobian, drift, t, y, h, p, line, moves, space)
        norm = _error(stages[STAGES - 1], y, new, scale, tolerance)
        if at < grid.size and grid[at] < t + h:
            _set_bends(stages, bends)
        ahead = at + 1 if at < grid.size and grid[at] == t else at
        if norm <= 1 and ahead < grid.size and grid[ahead] < t + h:
            _check_between(rates, t, y, h, p, line, moves, space)
            norm = max(norm, _error(space[2], y, new, scale, tolerance))
        if norm <= 1:
            at = _write(grid, at, t, h, y, new, bends, out)
            t = end if h >= end - t else t + h
            _copy(new, y)
            step = h * min(GROW, SAFETY * max(norm, 1e-12) ** (-1 / ERROR_ORDER))
        else:
            shrink = SAFETY * norm ** (-1 / ERROR_ORDER) if np.isfinite(norm) else SHRINK
            step = h * max(SHRINK, shrink)
            if not step > SMALLEST_STEP * max(abs(t), span):
                return at, t, False
    return at, t, True


@compiled
def _run_patient(
    rates: Kernel,
    jacobian: Kernel,
    drift: Kernel,
    grid: Array,
    y: Array,
    p: Array,
    index: Indices,
    breaks: Array,
    values: Array,
    slopes: Array,
    pulses: Array,
    scale: Array,
    tolerance: float,
    out: Array,
) -> tuple[int, float]:
    """Run one patient through all segments; `y` ends as the last state."""
    at, last = 0, breaks.size - 1
    for k in range(breaks.size):
        for i in range(y.size):
            y[i] += pulses[k, i]
            if y[i] < 0 and pulses[k, i] < 0:
                return TOO_LITTLE, breaks[k]
        if k < last and breaks[k + 1] > breaks[k]:
            line = (values[k], slopes[k], index, breaks[k])
            at, time, fine = _run_segment(
                rates,
                jacobian,
                drift,
                grid,
                at,
                breaks[k],
                breaks[k + 1],
                y,
                p,
                line,
                scale,
                tolerance,
                out,
            )
            if not fine:
                return STUCK, time
    _copy(y, out[:, grid.size - 1])
    return DONE, breaks[last]


@numba.njit(error_model="numpy", nogil=True)
def run_patients(
    rates: Kernel,
    jacobian: Kernel,
    drift: Kernel,
    grid: Array,
    start: Array,
    base: Array,
    index: Indices,
    breaks: Array,
    values: Array,
    slopes: Array,
    pulses: Array,
    scale: Array,
    tolerance: float,
    out: Array,
) -> tuple[NDArray[np.int64], Array, Array]:
    """Run some patients, leaving the interpreter free to run others beside them.

    Parameters
    ----------
    rates, jacobian, drift : compiled functions
        The model, see `bonebalance.compiled.source`.
    grid : ndarray of shape (n,)
        Times of output.
    start, base : ndarray of shape (m, s) and (m, p)
        Initial states and parameters.
    index : ndarray of int, shape (q,)
        Which parameters change.
    breaks : ndarray of shape (m, k + 1)
        Times between which nothing jumps.
    values, slopes : ndarray of shape (m, k, q)
        The changing parameters at the start of each segment, and how fast they move in it.
    pulses : ndarray of shape (m, k + 1, s)
        What is added to the states at each break.
    scale : ndarray of shape (m, s)
        Size of each state.
    tolerance : float
        Relative error allowed in one step.
    out : ndarray of shape (m, s, n)
        Receives the output.

    Returns
    -------
    status, reached, final : ndarray of shape (m,), (m,), (m, s)
        How each patient ended, when, and in which state.
    """
    count = start.shape[0]
    status, reached, final = np.zeros(count, np.int64), np.empty(count), start.copy()
    for m in range(count):
        status[m], reached[m] = _run_patient(
            rates, jacobian, drift, grid, final[m], base[m].copy(), index, breaks[m], values[m],
            slopes[m], pulses[m], scale[m], tolerance, out[m],
        )  # fmt: skip
    return status, reached, final
