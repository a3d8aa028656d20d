"""What happens to each patient of a batch, as arrays that both integrators read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bonebalance.equations import Equations
from bonebalance.errors import IntegrationError
from bonebalance.interventions import Schedule
from bonebalance.numeric import Array, array_function, compile_equations, expanded_slopes
from bonebalance.rosenbrock import DONE, STUCK, TOO_LITTLE, TOO_SLOW, integrate

# How each patient ended (see `bonebalance.rosenbrock`), when, in which state.
Outcome = tuple[NDArray[np.int64], Array, Array]


@dataclass(frozen=True)
class Program:
    """A batch of m patients, each with k segments between which its parameters may jump.

    Attributes
    ----------
    start, scale : ndarray of shape (m, s)
        Initial states, and the size of each state.
    base : ndarray of shape (m, p)
        Parameters without interventions.
    moving : tuple of str
        Names of the q parameters that interventions change.
    index : ndarray of int, shape (q,)
        Their positions.
    breaks : ndarray of shape (m or 1, k + 1)
        Times at which something changes, first and last time included; padded with the last. A
        single row holds for all.
    values, slopes : ndarray of shape (m, k, q)
        The changing parameters at the start of each segment, and how fast they move in it.
    pulsed : ndarray of int, shape (r,)
        Positions of the states that pulses change.
    pulses : ndarray of shape (m or 1, k + 1, r)
        What is added to these states at each break.
    """

    start: Array
    scale: Array
    base: Array
    moving: tuple[str, ...]
    index: NDArray[np.int64]
    breaks: Array
    values: Array
    slopes: Array
    pulsed: NDArray[np.int64]
    pulses: Array

    def parameters_at(self, grid: Array) -> list[Array]:
        """Return each parameter at the times of a grid, shape (m, n), or (m, 1) if constant."""
        columns = [self.base[:, [position]] for position in range(self.base.shape[1])]
        if not self.moving:
            return columns
        rows = np.arange(len(self.base))[:, None]
        # The segment that holds each time; where segments have no length, the last of them.
        inside = np.array([np.searchsorted(row[1:-1], grid, side="right") for row in self.breaks])
        elapsed = grid[None, :] - np.take_along_axis(self.breaks, inside, axis=1)
        for q, position in enumerate(self.index):
            start, slope = self.values[rows, inside, q], self.slopes[rows, inside, q]
            columns[position] = start + slope * elapsed
        return columns


def build_program(
    model: Equations, schedules: Sequence[Schedule], start: Array, base: Array
) -> Program:
    """Lay out the schedules of a batch as arrays.

    Parameters
    ----------
    model : Equations
        The model.
    schedules : sequence of Schedule
        One for each patient, or a single one for all.
    start, base : ndarray of shape (m, s) and (m, p)
        Initial states and parameters.

    Returns
    -------
    Program
        The batch.
    """
    names = list(model.parameters)
    changed = {change.parameter for schedule in schedules for change in schedule.changes}
    moving = tuple(name for name in names if name in changed)
    index = np.array([names.index(name) for name in moving], dtype=np.int64)
    given = {time for schedule in schedules for time in schedule.pulses}
    hit = {p.state for schedule in schedules for at in given for p in schedule.pulses.get(at, ())}
    pulsed = [position for position, name in enumerate(model.state_names) if name in hit]
    columns = {model.state_names[position]: column for column, position in enumerate(pulsed)}
    segments = max(len(schedule.breaks) for schedule in schedules) - 1
    breaks = np.empty((len(schedules), segments + 1))
    values = np.zeros((len(start), segments, len(moving)))
    slopes = np.zeros_like(values)
    pulses = np.zeros((len(schedules), segments + 1, len(pulsed)))
    for row, schedule in enumerate(schedules):
        # A schedule that all share is laid out once, for every row.
        rows = slice(None) if len(schedules) == 1 else slice(row, row + 1)
        last = schedule.breaks[-1]
        breaks[row] = [*schedule.breaks, *[last] * (segments + 1 - len(schedule.breaks))]
        for q, name in enumerate(moving):
            _lay_out(schedule, name, base[rows, index[q]], breaks[row], values[rows, :, q],
                     slopes[rows, :, q])  # fmt: skip
        # Pulses at the last time come at the last break, behind the padding.
        position = {time: k for k, time in enumerate(schedule.breaks)} | {last: segments}
        for time, together in schedule.pulses.items():
            for pulse in together:
                pulses[row, position[time], columns[pulse.state]] += pulse.amount
    return Program(
        start, model.sizes(start), base, moving, index, breaks, values, slopes,
        np.array(pulsed, dtype=np.int64), pulses,
    )  # fmt: skip


def _lay_out(
    schedule: Schedule, name: str, before: Array, breaks: Array, values: Array, slopes: Array
) -> None:
    """Fill in one parameter's values (m, k) and slopes, straight lines between the breaks."""
    for k, (begin, end) in enumerate(pairwise(breaks.tolist())):
        values[:, k] = schedule.level(name, begin, before)
        if end > begin:
            middle = schedule.level(name, (begin + end) / 2, before)
            slopes[:, k] = 2 * (middle - values[:, k]) / (end - begin)


class _Batch:
    """The equations of a batch in one segment, as `bonebalance.rosenbrock` asks for them."""

    def __init__(self, model: Equations, program: Program) -> None:
        self._functions = compile_equations(model)
        self._program = program
        moved = [model.parameters[name] for name in program.moving]
        slopes = [slope for row in expanded_slopes(model, moved) for slope in row]
        self._sensitivity = array_function(model, slopes, (len(model.states), len(moved)))
        self._breaks = np.broadcast_to(
            program.breaks, (len(program.start), *program.breaks.shape[1:])
        )
        self.segment = 0

    def _parameters(self, time: Array, patients: NDArray[np.intp]) -> Array:
        program, k = self._program, self.segment
        parameters = program.base[patients].T.copy()
        elapsed = time - self._breaks[patients, k]
        for q, position in enumerate(program.index):
            start, slope = program.values[patients, k, q], program.slopes[patients, k, q]
            parameters[position] = start + slope * elapsed
        return parameters

    def rates(self, time: Array, states: Array, patients: NDArray[np.intp]) -> Array:
        return self._functions.rates(states, self._parameters(time, patients))

    def jacobian(self, time: Array, states: Array, patients: NDArray[np.intp]) -> Array:
        return self._functions.jacobian(states, self._parameters(time, patients))

    def drift(self, time: Array, states: Array, patients: NDArray[np.intp]) -> Array | None:
        slopes = self._program.slopes[patients, self.segment]
        if not np.any(slopes):
            return None
        sensitivity = self._sensitivity(states, self._parameters(time, patients))
        found: Array = np.einsum("sqa,aq->sa", sensitivity, slopes)
        return found


def run_in_numpy(
    model: Equations, program: Program, grid: Array, tolerance: float, out: Array
) -> Outcome:
    """Run a batch in plain NumPy.

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
    batch, states = _Batch(model, program), program.start.T.copy()
    count = len(program.start)
    breaks = np.broadcast_to(program.breaks, (count, program.breaks.shape[1]))
    status = np.full(count, DONE, dtype=np.int64)
    reached = breaks[:, 0].copy()
    by_state = np.moveaxis(out, 1, 0)
    last = breaks.shape[1] - 1
    for k in range(last + 1):
        alive = status == DONE
        pulse = np.where(alive, program.pulses[:, k].T, 0)
        states[program.pulsed] += pulse
        status[np.any((states[program.pulsed] < 0) & (pulse < 0), axis=0)] = TOO_LITTLE
        reached[alive] = breaks[alive, k]
        if k == last:
            break
        alive = status == DONE
        batch.segment = k
        begin, end = breaks[:, k], np.where(alive, breaks[:, k + 1], 0)
        # Numbers that overflow end as refused steps, so they need no warning.
        with np.errstate(all="ignore"):
            progress = integrate(
                batch, states, begin, np.maximum(begin, end), grid, by_state,
                program.scale.T, tolerance,
            )  # fmt: skip
        states = progress.states
        reached[alive] = progress.time[alive]
        status[progress.failed], status[progress.slow] = STUCK, TOO_SLOW
    by_state[:, status == DONE, -1] = states[:, status == DONE]
    return status, reached, states.T


def unfinished(
    model: Equations, time: float, state: Array, reason: str, patient: int | None = None
) -> IntegrationError:
    """Return the error for a run that cannot be followed to its end.

    Parameters
    ----------
    model : Equations
        The model.
    time : float
        Last time reached.
    state : ndarray of shape (s,)
        State there.
    reason : str
        Why it ended.
    patient : int, optional
        Who of a cohort it was.
    """
    values = dict(zip(model.state_names, state.tolist(), strict=True))
    shown = ", ".join(f"{name} = {value:.4g}" for name, value in values.items())
    who = model.name if patient is None else f"{model.name}: patient {patient}"
    message = (
        f"{who} could not be followed beyond {time:.6g} {model.time_unit}, where {shown}: "
        f"{reason}. End the run before that time, or choose parameters that do not run away."
    )
    return IntegrationError(message, time, values)


def require_done(model: Equations, outcome: Outcome, first: int | None = None) -> None:
    """Raise `IntegrationError` for the first run that did not reach its end.

    Parameters
    ----------
    model : Equations
        The model.
    outcome : status, reached, final
        How the runs of a batch ended.
    first : int, optional
        Number of the batch's first patient in its cohort; none for a single run.
    """
    status, reached, final = outcome
    if np.any(status != DONE):
        worst = int(np.argmax(status != DONE))
        reason = {
            STUCK: "the rates run away or are no numbers",
            TOO_LITTLE: "a pulse removes more than there is",
            TOO_SLOW: "the steps became too small to go on",
        }[int(status[worst])]
        patient = None if first is None else first + worst
        raise unfinished(model, float(reached[worst]), final[worst], reason, patient)


def require_allowed(
    model: Equations, grid: Array, out: Array, scale: Array, first: int | None = None
) -> None:
    """Set to zero what is negative by rounding; raise `IntegrationError` if a state truly is.

    Parameters
    ----------
    model : Equations
        The model.
    grid : ndarray of shape (n,)
        Times of output.
    out : ndarray of shape (m, s, n)
        States.
    scale : ndarray of shape (m, s)
        Their sizes.
    first : int, optional
        Number of the batch's first patient in its cohort; none for a single run.
    """
    if out.min() >= 0:
        return
    fallen = model.negative(np.moveaxis(out, 1, 0), scale.T[:, :, None])
    if fallen is not None:
        below = out[:, model.states.index(fallen)] < 0
        who, when = np.unravel_index(int(np.argmax(below)), below.shape)
        reason = f"{fallen.name} fell below zero, which {fallen.description} cannot"
        patient = None if first is None else first + int(who)
        raise unfinished(model, float(grid[when]), out[who, :, when], reason, patient)
