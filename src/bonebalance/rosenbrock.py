"""The Rosenbrock method Rodas4, for many patients at once in plain NumPy.

A Rosenbrock method solves one linear system a stage instead of iterating, so every patient can
take steps of its own size in the same array operations. Coefficients: E. Hairer and G. Wanner,
Solving Ordinary Differential Equations II, second edition, Springer 1996, section IV.7 (order 4,
stiffly accurate, with an embedded solution of order 3 and a continuous one).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bonebalance.numeric import Array

GAMMA = 0.25
STAGES = 6
# Stage i starts from y + sum_j A[i, j] u_j and adds sum_j C[i, j] u_j / h to its right-hand side.
A = np.array(
    [
        [0, 0, 0, 0, 0],
        [1.544, 0, 0, 0, 0],
        [0.9466785280815826, 0.2557011698983284, 0, 0, 0],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817, 0, 0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1],
    ]
)
C = np.array(
    [
        [0, 0, 0, 0, 0],
        [-5.6688, 0, 0, 0, 0],
        [-2.430093356833875, -0.2063599157091915, 0, 0, 0],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616, 0, 0],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160, 0],
        [
            8.083246795921522,
            -7.981132988064893,
            -31.52159432874371,
            16.31930543123136,
            -6.058818238834054,
        ],
    ]
)
# Time of each stage, and weight of the slope of the right-hand side in time.
ALPHA = np.array([0, 0.386, 0.21, 0.63, 1, 1])
DELTA = np.array([0.25, -0.1043, 0.1035, -0.03620000000000023, 0, 0])
# Continuous solution between two steps.
DENSE = np.array(
    [
        [
            10.12623508344586,
            -7.487995877610167,
            -34.80091861555747,
            -7.992771707568823,
            1.025137723295662,
        ],
        [
            -0.6762803392801253,
            6.087714651680015,
            16.43084320892478,
            24.76722511418386,
            -6.594389125716872,
        ],
    ]
)
# Where in a step the continuous solution is checked; in the middle its error may cross zero.
PROBE = 0.3
SAFETY, SHRINK, GROW, ERROR_ORDER = 0.9, 0.2, 6.0, 4
# Shares: of a state's size below which errors do not count; of a span below which no step goes.
FLOOR, SMALLEST_STEP = 1e-12, 1e-14


class Problem(Protocol):
    """What the integrator needs to know of an equation, for all patients that still run."""

    def rates(self, time: Array, states: Array, patients: NDArray[np.intp]) -> Array:
        """Return dy/dt, shape (s, a), of a patients at times (a,)."""

    def jacobian(self, time: Array, states: Array, patients: NDArray[np.intp]) -> Array:
        """Return the Jacobian, shape (s, s, a)."""

    def drift(self, time: Array, states: Array, patients: NDArray[np.intp]) -> Array | None:
        """Return the slope of the rates in time, shape (s, a); None where they have none."""


@dataclass
class Progress:
    """How far each patient came.

    Attributes
    ----------
    time : ndarray of shape (m,)
        Time reached.
    states : ndarray of shape (s, m)
        States there.
    failed : ndarray of bool, shape (m,)
        Whether the step became too small to go on.
    """

    time: Array
    states: Array
    failed: NDArray[np.bool_]


def integrate(
    problem: Problem,
    states: Array,
    begin: Array,
    end: Array,
    grid: Array,
    out: Array,
    scale: Array,
    tolerance: float,
) -> Progress:
    """Carry every patient from its `begin` to its `end`, writing grid points on the way.

    Parameters
    ----------
    problem : Problem
        The equation.
    states : ndarray of shape (s, m)
        States at `begin`.
    begin, end : ndarray of shape (m,)
        Span of each patient; nothing happens where they are equal.
    grid : ndarray of shape (n,)
        Increasing times of output; a patient writes those with begin <= time < end.
    out : ndarray of shape (s, m, n)
        Receives the output.
    scale : ndarray of shape (s, m)
        Size of each state, below a tiny share of which errors do not count.
    tolerance : float
        Relative error allowed in one step.

    Returns
    -------
    Progress
        Times and states reached.
    """
    time, current = begin.copy(), states.copy()
    failed = np.zeros(begin.size, dtype=bool)
    step = _first_step(problem, current, begin, end, scale, tolerance)
    running = np.flatnonzero(end > begin)
    while running.size:
        h = np.minimum(step[running], end[running] - time[running])
        t, y = time[running], current[:, running]
        new, error, dense, between = _try_step(problem, t, y, h, running)
        size = tolerance * (np.maximum(np.abs(y), np.abs(new)) + FLOOR * scale[:, running])
        norm = np.sqrt(np.mean((error / size) ** 2, axis=0))
        read = np.searchsorted(grid, t, side="right") < np.searchsorted(grid, t + h)
        norm = np.where(
            read, np.maximum(norm, np.sqrt(np.mean((between / size) ** 2, axis=0))), norm
        )
        norm = np.where(np.isfinite(norm), norm, np.inf)
        good = norm <= 1
        last = good & (h >= end[running] - t)
        _write(grid, out, running, good, t, h, y, new, dense)
        time[running[good]] = (t + h)[good]
        time[running[last]] = end[running[last]]
        current[:, running[good]] = new[:, good]
        with np.errstate(divide="ignore"):
            factor = SAFETY * norm ** (-1 / ERROR_ORDER)
        step[running] = h * np.clip(factor, SHRINK, np.where(good, GROW, 1.0))
        least = SMALLEST_STEP * np.maximum(np.abs(t), end[running] - begin[running])
        stuck = ~(step[running] > least)  # a step that is no number is stuck too
        failed[running[stuck & ~last]] = True
        running = running[~last & ~stuck]
    return Progress(time, current, failed)


def _first_step(
    problem: Problem, states: Array, begin: Array, end: Array, scale: Array, tolerance: float
) -> Array:
    """Start with a step that changes the states by about the root of the tolerance."""
    everyone = np.arange(begin.size)
    slope = np.abs(problem.rates(begin, states, everyone))
    speed = np.max(slope / (np.abs(states) + 1e-3 * scale), axis=0)
    span = end - begin
    with np.errstate(divide="ignore"):
        step: Array = np.minimum(span, tolerance**0.25 / np.maximum(speed, 1e-300))
    return step


def _try_step(
    problem: Problem, t: Array, y: Array, h: Array, patients: NDArray[np.intp]
) -> tuple[Array, Array, Array, Array]:
    """Return new states, their error, the two dense-output rows, and the error between steps.

    On stiff problems a step can end right and be wrong on the way. The error between is how far
    the continuous solution is from its own equation at one point, carried through the linear
    system of the step so that stiff directions count by distance and not by speed.
    """
    count = y.shape[0]
    matrix = -problem.jacobian(t, y, patients)
    matrix[np.arange(count), np.arange(count)] += 1 / (GAMMA * h)
    with np.errstate(all="ignore"):
        factors = _factorized(matrix)
        drift = problem.drift(t, y, patients)
        stages: list[Array] = []
        for i in range(STAGES):
            start = y + sum((A[i, j] * stages[j] for j in range(i) if A[i, j]), np.zeros_like(y))
            right = problem.rates(t + ALPHA[i] * h, start, patients)
            for j in range(i):
                right += C[i, j] / h * stages[j]
            if drift is not None:
                right += DELTA[i] * h * drift
            stages.append(_solved(factors, right))
        new = start + stages[-1]
        dense = np.tensordot(DENSE, np.array(stages[:5]), axes=1)
        bend = dense[0] + PROBE * dense[1]
        inside = (1 - PROBE) * y + PROBE * (new + (1 - PROBE) * bend)
        slope = (new - y + (1 - 2 * PROBE) * bend + PROBE * (1 - PROBE) * dense[1]) / h
        defect = problem.rates(t + PROBE * h, inside, patients) - slope
        between = _solved(factors, defect)
    return new, stages[-1], dense, between


def _factorized(matrix: Array) -> Array:
    """Factorize (s, s, a) in place, without pivots: a small step makes the diagonal large."""
    count = matrix.shape[0]
    for k in range(count):
        for i in range(k + 1, count):
            matrix[i, k] /= matrix[k, k]
            matrix[i, k + 1 :] -= matrix[i, k] * matrix[k, k + 1 :]
    return matrix


def _solved(factors: Array, right: Array) -> Array:
    count = factors.shape[0]
    x = right.copy()
    for i in range(1, count):
        x[i] -= np.einsum("ja,ja->a", factors[i, :i], x[:i])
    for i in reversed(range(count)):
        if i + 1 < count:
            x[i] -= np.einsum("ja,ja->a", factors[i, i + 1 :], x[i + 1 :])
        x[i] /= factors[i, i]
    return x


def _write(
    grid: Array,
    out: Array,
    patients: NDArray[np.intp],
    good: NDArray[np.bool_],
    t: Array,
    h: Array,
    y: Array,
    new: Array,
    dense: Array,
) -> None:
    """Write the grid points inside each accepted step from the continuous solution."""
    first = np.searchsorted(grid, t)
    beyond = np.where(good, np.searchsorted(grid, t + h), first)
    for offset in range(int(np.max(beyond - first, initial=0))):
        rows = np.flatnonzero(first + offset < beyond)
        column = first[rows] + offset
        s = (grid[column] - t[rows]) / h[rows]
        bend = dense[0][:, rows] + s * dense[1][:, rows]
        values = (1 - s) * y[:, rows] + s * (new[:, rows] + (1 - s) * bend)
        out[:, patients[rows], column] = values
