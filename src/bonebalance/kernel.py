"""The loop around `bonebalance.stepper` in machine code: lanes in which patients take their steps.

The same steps, error measure and continuous solution as in `bonebalance.rosenbrock`; the tests hold
the two to each other. All lanes take a step together, each with its own patient, time and step
size; a lane whose patient is done takes the next. Numba compiles this once for all models and keeps
it on disk. Import only where Numba is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from bonebalance.numeric import Array

# What is kept on disk does not notice that these change, so they are not expected to.
from bonebalance.rosenbrock import DONE, STUCK, TOO_LITTLE, TOO_SLOW

Indices = NDArray[np.int64]

RUNNING = -1
# Rows of the lanes' whole numbers: patient, segment, next output, how the patient is; whether a
# segment was just entered, whether its first step is still to be accepted, whether there is output
# inside the present step, and how many steps the segment took.
PATIENT, SEGMENT, OUTPUT, STATE, ENTERED, FIRST, READS, STEPS, MARKS = range(9)


class Rows(NamedTuple):
    """First row of each block of the table that steps work on; a row has one number a lane."""

    states: int  # how many
    y: int  # states, at the begin
    new: int  # and the end of a step
    scale: int
    p: int  # parameters
    slope: int  # of parameters that are ramped
    stages: int
    factors: int  # of the matrix
    bends: int  # of the continuous solution
    h: int  # step size
    tolerance: int
    norm: int  # error of the step, one where it is just allowed
    between: int  # error inside the step
    speed: int  # of the fastest state
    t: int
    begin: int  # of the segment
    end: int
    next: int  # step size to try next
    opening: int  # good first step in the segment before
    height: int

    @classmethod
    def laid_out(cls, states: int, parameters: int, ramped: int, stages: int, factors: int) -> Rows:
        """Return the layout for a model of this size."""
        blocks = [states, states, states, parameters, ramped, stages * states, factors, 3 * states]
        singles = len(cls._fields) - len(blocks) - 2
        return cls(states, *np.cumsum([0, *blocks, *[1] * singles]).tolist())


class Task(NamedTuple):
    """What some patients go through; see `bonebalance.program.Program`."""

    grid: Array
    start: Array
    scale: Array
    base: Array
    changed: Indices  # which parameters are, at breaks or inside segments
    ramped: Indices  # which of these move inside segments
    breaks: Array
    values: Array
    slopes: Array
    pulsed: Indices
    pulses: Array
    tolerance: float


class Control(NamedTuple):
    """How step sizes follow errors; see `bonebalance.rosenbrock`."""

    safety: float
    shrink: float
    grow: float
    order: float
    smallest: float
    first: float
    steps: int


class Result(NamedTuple):
    """Receives the output (m, s, n), and how, when and in which state each patient ended."""

    out: Array
    status: Indices
    reached: Array
    final: Array


def compiled(function: Callable[..., Any]) -> Any:  # noqa: ANN401
    """Compile a function; division by zero gives infinity, which ends as a refused step."""
    return numba.njit(function, error_model="numpy")


def kept(function: Callable[..., Any]) -> Any:  # noqa: ANN401
    """Compile a function that leaves the interpreter free, and keep it on disk if possible."""
    try:
        return numba.njit(function, error_model="numpy", nogil=True, cache=True)
    except RuntimeError:  # There is no folder to keep it in.
        return numba.njit(function, error_model="numpy", nogil=True)


def _call_at(_typing: Any, _address: Any, _table: Any) -> Any:  # noqa: ANN401
    """Call the function at an address with the address of a table."""

    def write(_context: Any, builder: Any, _signature: Any, arguments: Any) -> None:  # noqa: ANN401
        number = ir.DoubleType().as_pointer()
        function = ir.FunctionType(ir.VoidType(), [number]).as_pointer()
        called, table = arguments
        builder.call(builder.inttoptr(called, function), [builder.inttoptr(table, number)])

    return types.void(types.intp, types.intp), write


_call: Any = intrinsic(_call_at)


@compiled
def _load(table: Array, rows: Rows, lane: int, marks: Indices, task: Task, patient: int) -> None:
    """Give a lane its next patient."""
    for i in range(rows.states):
        table[rows.y + i, lane] = task.start[patient, i]
        table[rows.scale + i, lane] = task.scale[patient, i]
    for i in range(task.base.shape[1]):
        table[rows.p + i, lane] = task.base[patient, i]
    table[rows.tolerance, lane] = task.tolerance
    table[rows.opening, lane] = 0.0
    table[rows.h, lane] = 1.0
    marks[PATIENT, lane], marks[SEGMENT, lane], marks[OUTPUT, lane] = patient, -1, 0


@compiled
def _enter(table: Array, rows: Rows, lane: int, marks: Indices, task: Task) -> int:
    """Enter the next segment that has a length; tell how the patient is."""
    patient = marks[PATIENT, lane]
    breaks = task.breaks[patient if task.breaks.shape[0] > 1 else 0]
    pulses = task.pulses[patient if task.pulses.shape[0] > 1 else 0]
    while True:
        marks[SEGMENT, lane] += 1
        k = marks[SEGMENT, lane]
        table[rows.t, lane] = breaks[k]
        for r in range(task.pulsed.size):
            row = rows.y + task.pulsed[r]
            table[row, lane] += pulses[k, r]
            if table[row, lane] < 0 and pulses[k, r] < 0:
                return TOO_LITTLE
        if k == breaks.size - 1:
            return DONE
        if breaks[k + 1] > breaks[k]:
            break
    table[rows.begin, lane], table[rows.end, lane] = breaks[k], breaks[k + 1]
    for q in range(task.changed.size):
        table[rows.p + task.changed[q], lane] = task.values[patient, k, q]
    for r in range(task.ramped.size):
        table[rows.slope + r, lane] = task.slopes[patient, k, task.ramped[r]]
    marks[ENTERED, lane], marks[STEPS, lane] = 1, 0
    return RUNNING


@compiled
def _leave(table: Array, rows: Rows, lane: int, marks: Indices, result: Result) -> None:
    """Note how a patient ended."""
    patient, status = marks[PATIENT, lane], marks[STATE, lane]
    result.status[patient], result.reached[patient] = status, table[rows.t, lane]
    for i in range(rows.states):
        result.final[patient, i] = table[rows.y + i, lane]
        if status == DONE:
            result.out[patient, i, -1] = table[rows.y + i, lane]


@compiled
def _choose(
    table: Array, rows: Rows, marks: Indices, tolerance: float, control: Control, speed: int
) -> None:
    """Choose the first step in each segment that was entered: what was good in the one before."""
    measured = False
    for lane in range(table.shape[1]):
        if marks[ENTERED, lane]:
            if table[rows.opening, lane] == 0:
                if not measured:
                    _call(speed, table.ctypes.data)
                measured = True
                table[rows.opening, lane] = tolerance**control.first / table[rows.speed, lane]
            table[rows.next, lane] = table[rows.opening, lane]
            marks[ENTERED, lane], marks[FIRST, lane] = 0, 1


@compiled
def _ramp(table: Array, rows: Rows, lane: int, marks: Indices, task: Task) -> None:
    """Move the ramped parameters to where they are at the begin of a step."""
    elapsed = table[rows.t, lane] - table[rows.begin, lane]
    for r in range(task.ramped.size):
        q = task.ramped[r]
        value = task.values[marks[PATIENT, lane], marks[SEGMENT, lane], q]
        table[rows.p + task.changed[q], lane] = value + table[rows.slope + r, lane] * elapsed


# The functions below run at every step. They take plain arrays, since arrays in a tuple are counted
# at every call, which costs as much as the arithmetic of a step.
@compiled
def _reads(table: Array, rows: Rows, lane: int, marks: Indices, grid: Array) -> bool:
    """Tell whether there is output inside a step, not counting its begin."""
    t, at = table[rows.t, lane], marks[OUTPUT, lane]
    if at < grid.size and grid[at] == t:
        at += 1
    reads: bool = (
        marks[STATE, lane] == RUNNING
        and table[rows.norm, lane] <= 1
        and at < grid.size
        and grid[at] < t + table[rows.h, lane]
    )
    return reads


@compiled
def _write(table: Array, rows: Rows, lane: int, marks: Indices, grid: Array, out: Array) -> None:
    """Write the grid points inside an accepted step."""
    t, h, at, n = table[rows.t, lane], table[rows.h, lane], marks[OUTPUT, lane], rows.states
    patient = marks[PATIENT, lane]
    while at < grid.size and grid[at] < t + h:
        s = (grid[at] - t) / h
        for i in range(n):
            y, b = table[rows.y + i, lane], rows.bends + i
            bend = table[b, lane] + s * (table[b + n, lane] + s * table[b + 2 * n, lane])
            inner = table[rows.new + i, lane] + (1 - s) * bend
            out[patient, i, at] = (1 - s) * y + s * inner if s > 0 else y
        at += 1
    marks[OUTPUT, lane] = at


@compiled
def _conclude(
    table: Array, rows: Rows, lane: int, marks: Indices, grid: Array, out: Array, control: Control
) -> bool:
    """Accept or refuse the step of a lane; tell whether it ended its segment."""
    t, h, norm = table[rows.t, lane], table[rows.h, lane], table[rows.norm, lane]
    # Written so that an error that is no number counts.
    if marks[READS, lane] and not table[rows.between, lane] <= norm:
        norm = table[rows.between, lane]
    factor = control.shrink
    if norm < np.inf:
        wanted = control.safety * max(norm, 1e-30) ** (-1 / control.order)
        factor = max(control.shrink, min(wanted, control.grow if norm <= 1 else 1.0))
    table[rows.next, lane] = h * factor
    marks[STEPS, lane] += 1
    if not norm <= 1:
        span = table[rows.end, lane] - table[rows.begin, lane]
        if not h * factor > control.smallest * max(abs(t), span):
            marks[STATE, lane] = STUCK
        elif marks[STEPS, lane] >= control.steps:
            marks[STATE, lane] = TOO_SLOW
        return False
    _write(table, rows, lane, marks, grid, out)
    for i in range(rows.states):
        table[rows.y + i, lane] = table[rows.new + i, lane]
    ended: bool = h >= table[rows.end, lane] - t
    if marks[FIRST, lane]:
        # A step that was cut off by the end of its segment says only what is possible at least.
        least = table[rows.opening, lane] if ended else 0.0
        table[rows.opening, lane], marks[FIRST, lane] = max(h * factor, least), 0
    table[rows.t, lane] = table[rows.end, lane] if ended else t + h
    if marks[STEPS, lane] >= control.steps and not ended:
        marks[STATE, lane] = TOO_SLOW
    return ended


@compiled
def _fill(
    table: Array, rows: Rows, marks: Indices, task: Task, result: Result, waiting: int
) -> int:
    """Give idle lanes the patients that wait; return who waits next."""
    for lane in range(table.shape[1]):
        while marks[STATE, lane] != RUNNING and waiting < task.start.shape[0]:
            _load(table, rows, lane, marks, task, waiting)
            waiting += 1
            marks[STATE, lane] = _enter(table, rows, lane, marks, task)
            if marks[STATE, lane] != RUNNING:
                _leave(table, rows, lane, marks, result)
    return waiting


@kept
def run_lanes(
    step: int,
    between: int,
    speed: int,
    rows: Rows,
    table: Array,
    task: Task,
    control: Control,
    result: Result,
) -> None:
    """Run some patients, leaving the interpreter free to run others beside them.

    Parameters
    ----------
    step, between, speed : int
        Addresses of a model's functions, see `bonebalance.stepper.Stepper`.
    rows : Rows
        Layout of the table.
    table : ndarray of shape (rows.height, w)
        Place for w lanes.
    task : Task
        What the m patients go through.
    control : Control
        How step sizes follow errors.
    result : Result
        Receives what comes out.
    """
    width, waiting, grid, out = table.shape[1], 0, task.grid, result.out
    marks = np.zeros((MARKS, width), np.int64)
    entered, ramped = True, task.ramped.size > 0
    while True:
        if entered:
            waiting = _fill(table, rows, marks, task, result, waiting)
            _choose(table, rows, marks, task.tolerance, control, speed)
        busy, reads, entered = False, False, False
        for lane in range(width):
            if marks[STATE, lane] == RUNNING:
                busy = True
                left = table[rows.end, lane] - table[rows.t, lane]
                table[rows.h, lane] = min(table[rows.next, lane], left)
                if ramped:
                    _ramp(table, rows, lane, marks, task)
        if not busy:
            return
        _call(step, table.ctypes.data)
        for lane in range(width):
            marks[READS, lane] = _reads(table, rows, lane, marks, grid)
            reads = reads or marks[READS, lane] == 1
        if reads:
            _call(between, table.ctypes.data)
        for lane in range(width):
            if marks[STATE, lane] == RUNNING:
                if _conclude(table, rows, lane, marks, grid, out, control):
                    marks[STATE, lane] = _enter(table, rows, lane, marks, task)
                    entered = True
                if marks[STATE, lane] != RUNNING:
                    _leave(table, rows, lane, marks, result)
                    entered = True
