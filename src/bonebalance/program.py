"""What happens to each patient of a batch, as arrays that both integrators read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import sympy
from numpy.typing import NDArray

from bonebalance.equations import Equations
from bonebalance.interventions import Schedule
from bonebalance.numeric import Array, array_function, compile_equations, smooth
from bonebalance.rosenbrock import integrate

# How each patient ended (0 done, 1 stuck, 2 a pulse removed too much), when, in which state.
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
    breaks : ndarray of shape (m, k + 1)
        Times at which something changes, first and last time included; padded with the last.
    values, slopes : ndarray of shape (m, k, q)
        The changing parameters at the start of each segment, and how fast they move in it.
    pulses : ndarray of shape (m, k + 1, s)
        What is added to the states at each break.
    """

    start: Array
    scale: Array
    base: Array
    moving: tuple[str, ...]
    index: NDArray[np.int64]
    breaks: Array
    values: Array
    slopes: Array
    pulses: Array

    def parameters_at(self, grid: Array) -> list[Array]:
        """Return each parameter at the times of a grid, shape (m, n), or (m, 1) if constant."""
        columns = [self.base[:, [position]] for position in range(self.base.shape[1])]
        if not self.moving:
            return columns
        rows = np.arange(len(self.breaks))[:, None]
        # The segment that holds each time; where segments have no length, the last of them.
        inside = (self.breaks[:, None, 1:-1] <= grid[None, :, None]).sum(axis=2)
        elapsed = grid[None, :] - self.breaks[rows, inside]
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
    moving = tuple(
        name
        for name in names
        if any(change.parameter == name for schedule in schedules for change in schedule.changes)
    )
    index = np.array([names.index(name) for name in moving], dtype=np.int64)
    count, segments = len(start), max(len(schedule.breaks) for schedule in schedules) - 1
    breaks = np.empty((count, segments + 1))
    values = np.zeros((count, segments, len(moving)))
    slopes = np.zeros_like(values)
    pulses = np.zeros((count, segments + 1, start.shape[1]))
    everyone = range(len(schedules))
    for row, schedule in zip(everyone, schedules, strict=True):
        # A schedule that all share is laid out once, for every row.
        rows = slice(None) if len(schedules) == 1 else slice(row, row + 1)
        last = schedule.breaks[-1]
        padded = [*schedule.breaks, *[last] * (segments + 1 - len(schedule.breaks))]
        breaks[rows] = padded
        for k, (begin, end) in enumerate(pairwise(padded)):
            for q, name in enumerate(moving):
                before = base[rows, index[q]]
                first = schedule.level(name, begin, before)
                values[rows, k, q] = first
                if end > begin:
                    middle = schedule.level(name, (begin + end) / 2, before)
                    slopes[rows, k, q] = 2 * (middle - first) / (end - begin)
        for time, given in schedule.pulses.items():
            # Pulses at the last time come at the last break, behind the padding.
            k = segments if time == last else padded.index(time)
            for pulse in given:
                pulses[rows, k, model.state_names.index(pulse.state)] += pulse.amount
    return Program(start, model.sizes(start), base, moving, index, breaks, values, slopes, pulses)


class _Batch:
    """The equations of a batch in one segment, as `bonebalance.rosenbrock` asks for them."""

    def __init__(self, model: Equations, program: Program) -> None:
        self._functions = compile_equations(model)
        self._program = program
        moved = [model.parameters[name] for name in program.moving]
        slopes = [sympy.diff(smooth(r), key) for r in model.expanded_rates for key in moved]
        self._sensitivity = array_function(model, slopes, (len(model.states), len(moved)))
        self.segment = 0

    def _parameters(self, time: Array, patients: NDArray[np.intp]) -> Array:
        program, k = self._program, self.segment
        parameters = program.base[patients].T.copy()
        elapsed = time - program.breaks[patients, k]
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
        How each patient ended (0 done, 1 stuck, 2 a pulse removed too much), when, in which state.
    """
    batch, states = _Batch(model, program), program.start.T.copy()
    status = np.zeros(len(program.start), dtype=np.int64)
    reached = program.breaks[:, 0].copy()
    by_state = np.moveaxis(out, 1, 0)
    last = program.breaks.shape[1] - 1
    for k in range(last + 1):
        alive = status == 0
        pulse = np.where(alive[:, None], program.pulses[:, k], 0).T
        states += pulse
        status[np.any((states < 0) & (pulse < 0), axis=0)] = 2
        reached[alive] = program.breaks[alive, k]
        if k == last:
            break
        alive = status == 0
        batch.segment = k
        begin, end = program.breaks[:, k], np.where(alive, program.breaks[:, k + 1], 0)
        # Numbers that overflow end as refused steps, so they need no warning.
        with np.errstate(all="ignore"):
            progress = integrate(
                batch, states, begin, np.maximum(begin, end), grid, by_state,
                program.scale.T, tolerance,
            )  # fmt: skip
        states = progress.states
        reached[alive] = progress.time[alive]
        status[progress.failed] = 1
    by_state[:, status == 0, -1] = states[:, status == 0]
    return status, reached, states.T
