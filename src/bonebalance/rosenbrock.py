"""The Rosenbrock method Rodas5P, for many patients at once in plain NumPy.

A Rosenbrock method solves one linear system a stage instead of iterating, so every patient can
take steps of its own size in the same array operations. Coefficients: G. Steinebach, Construction
of Rosenbrock-Wanner method Rodas5P, BIT Numerical Mathematics 63, 27 (2023),
doi:10.1007/s10543-023-00967-x (order 5, stiffly accurate, with an embedded solution of order 4 and
a continuous one of order 4). The tests hold them to the conditions of these orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bonebalance.numeric import Array

# How a patient ended.
DONE, STUCK, TOO_LITTLE, TOO_SLOW = 0, 1, 2, 3

GAMMA = 0.21193756319429014
STAGES = 8
_SIXTH = (
    -7.502846399306121,
    2.561846144803919,
    -11.627539656261098,
    -0.18268767659942256,
    0.030198172008377946,
)
# Stage i starts from y + sum_j A[i][j] u_j and adds sum_j C[i][j] u_j / h to its right-hand side.
# The solution of order 4 is where the last stage starts, so that u of this stage is its error.
A: tuple[tuple[float, ...], ...] = (
    (),
    (3.0,),
    (2.849394379747939, 0.45842242204463923),
    (-6.954028509809101, 2.489845061869568, -10.358996098473584),
    (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
    _SIXTH,
    (*_SIXTH, 1.0),
    (*_SIXTH, 1.0, 1.0),
)
C: tuple[tuple[float, ...], ...] = (
    (),
    (-14.155112264123755,),
    (-17.97296035885952, -2.859693295451294),
    (147.12150275711716, -1.41221402718213, 71.68940251302358),
    (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
    (
        24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125,
        -0.6610691825249471,
    ),
    (
        30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783,
        -19.097331116725623, -28.087943162872662,
    ),
    (
        37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047,
        -40.06618937091002, -54.66780262877968, -9.48861652309627,
    ),
)  # fmt: skip
# Time of each stage, and weight of the slope of the right-hand side in time.
ALPHA = (0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664,
         1.0, 1.0, 1.0)  # fmt: skip
DELTA = (GAMMA, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734,
         2.325825639765069, 0.0, 0.0, 0.0)  # fmt: skip
# Between steps, at a share s of one: (1 - s) y + s (new + (1 - s) (b0 + s (b1 + s b2))), where
# each bend b is a sum of the stages with these weights.
DENSE: tuple[tuple[float, ...], ...] = (
    (
        25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204,
        0.524948541321073, 1.1241088310450404, 0.4272876194431874, -0.17202221070155493,
    ),
    (
        -9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796,
        20.176138334709044, 15.98066361424651, -6.789040303419874, -6.710236069923372,
    ),
    (
        11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643,
        -52.072871366152654, -59.78993625266729, -0.15582684282751913, 4.883087185713722,
    ),
)  # fmt: skip
# Where in a step the continuous solution is checked; in the middle its error may cross zero.
PROBE = 0.3
# A step is followed by one that would just meet the tolerance, times a factor for safety, within
# limits; its error grows with this power of its size.
SAFETY, SHRINK, GROW, ERROR_ORDER = 0.9, 0.2, 6.0, 5
# Shares: of a state's size below which errors do not count; of a span below which no step goes.
FLOOR, SMALLEST_STEP = 1e-12, 1e-14
# Steps in one segment, refused ones too: an oscillation of five months is followed for a century,
# but not a rate that jumps back and forth.
MOST_STEPS = 100_000
# Of the time in which a state would double, the first step takes the tolerance to this power.
FIRST_STEP = 0.25


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
    slow : ndarray of bool, shape (m,)
        Whether there were too many steps.
    """

    time: Array
    states: Array
    failed: NDArray[np.bool_]
    slow: NDArray[np.bool_]


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
        Size of each state.
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
    for _ in range(MOST_STEPS):
        if not running.size:
            break
        h = np.minimum(step[running], end[running] - time[running])
        t, y = time[running], current[:, running]
        new, error, bends, between = _try_step(problem, t, y, h, running)
        size = tolerance * (np.maximum(np.abs(y), np.abs(new)) + FLOOR * scale[:, running])
        norm = np.sqrt(np.mean((error / size) ** 2, axis=0))
        read = np.searchsorted(grid, t, side="right") < np.searchsorted(grid, t + h)
        norm = np.where(
            read, np.maximum(norm, np.sqrt(np.mean((between / size) ** 2, axis=0))), norm
        )
        norm = np.where(np.isfinite(norm), norm, np.inf)
        good = norm <= 1
        last = good & (h >= end[running] - t)
        _write(grid, out, running, good, t, h, y, new, bends)
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
    slow = np.zeros_like(failed)
    slow[running] = True
    return Progress(time, current, failed, slow)


def _first_step(
    problem: Problem, states: Array, begin: Array, end: Array, scale: Array, tolerance: float
) -> Array:
    """Start with a small share of the time in which the fastest state would double."""
    everyone = np.arange(begin.size)
    slope = np.abs(problem.rates(begin, states, everyone))
    speed = np.max(slope / (np.abs(states) + 1e-3 * scale), axis=0)
    span = end - begin
    with np.errstate(divide="ignore"):
        step: Array = np.minimum(span, tolerance**FIRST_STEP / np.maximum(speed, 1e-300))
    return step


def _try_step(
    problem: Problem, t: Array, y: Array, h: Array, patients: NDArray[np.intp]
) -> tuple[Array, Array, Array, Array]:
    """Return new states, their error, the bends of the step, and the error between steps.

    On stiff problems a step can end right and be wrong on the way. The error between is how far
    the continuous solution is from its own equation at one point, carried through the linear
    system of the step so that stiff directions count by distance and not by speed.
    """
    count = y.shape[0]
    matrix = -_finite(problem.jacobian(t, y, patients))
    matrix[np.arange(count), np.arange(count)] += 1 / (GAMMA * h)
    with np.errstate(all="ignore"):
        factors = _factorized(matrix)
        drift = problem.drift(t, y, patients)
        stages: list[Array] = []
        for i in range(STAGES):
            start = y + _sum(A[i], stages, y)
            right = problem.rates(t + ALPHA[i] * h, start, patients) + _sum(C[i], stages, y) / h
            if drift is not None:
                right += DELTA[i] * h * _finite(drift)
            stages.append(_solved(factors, right))
        new = start + stages[-1]
        bends = np.array([_sum(weights, stages, y) for weights in DENSE])
        inside, slope = between_steps(PROBE, y, new, bends)
        defect = problem.rates(t + PROBE * h, inside, patients) - slope / h
        between = _solved(factors, defect)
    return new, stages[-1], bends, between


def _finite(slopes: Array) -> Array:
    """Return slopes with zero for those that are infinite, as that of the root of an absent state.

    With an infinite slope a state would stay where it is, at any speed, and no error would show. A
    slope that is too small only makes the error larger, and with it the step smaller.
    """
    return np.where(np.isfinite(slopes), slopes, 0.0)


def between_steps(share: Array | float, y: Array, new: Array, bends: Array) -> tuple[Array, Array]:
    """Return the continuous solution at a share of a step, and its slope times the step's size."""
    bend = bends[0] + share * (bends[1] + share * bends[2])
    bending = bends[1] + 2 * share * bends[2]
    value = (1 - share) * y + share * (new + (1 - share) * bend)
    slope = new - y + (1 - 2 * share) * bend + share * (1 - share) * bending
    return value, slope


def _sum(weights: tuple[float, ...], stages: list[Array], like: Array) -> Array:
    total = np.zeros_like(like)
    for weight, stage in zip(weights, stages, strict=True):
        total += weight * stage
    return total


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
    bends: Array,
) -> None:
    """Write the grid points inside each accepted step from the continuous solution."""
    first = np.searchsorted(grid, t)
    beyond = np.where(good, np.searchsorted(grid, t + h), first)
    for offset in range(int(np.max(beyond - first, initial=0))):
        rows = np.flatnonzero(first + offset < beyond)
        column = first[rows] + offset
        share = (grid[column] - t[rows]) / h[rows]
        values, _ = between_steps(share, y[:, rows], new[:, rows], bends[:, :, rows])
        out[:, patients[rows], column] = values
