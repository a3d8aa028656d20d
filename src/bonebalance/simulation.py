"""Solve a model over time, in segments that never step over a change."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp

from bonebalance import compiled
from bonebalance.equations import Equations, Value
from bonebalance.errors import IntegrationError, ModelError
from bonebalance.interventions import Intervention, Schedule
from bonebalance.numeric import Array, NumericEquations, compile_equations
from bonebalance.program import build_program, require_allowed, require_done, unfinished
from bonebalance.quantities import real_numbers
from bonebalance.rosenbrock import TOO_LITTLE
from bonebalance.trajectory import Trajectory

RELATIVE_TOLERANCE = 1e-12
# Of each state's own size: small, because a population that falls to a millionth of its start and
# returns carries every error that it made there back into the whole.
ABSOLUTE_SHARE = 1e-16
COARSER_SHARE = 1e-14
# Where a population all but vanishes, LSODA may step below zero and cannot come back; an explicit
# method refuses such a step and tries a smaller one. Where a rate is the small rest of large
# numbers, its rounding may exceed the finest tolerance.
ATTEMPTS: tuple[tuple[Literal["LSODA", "DOP853"], float], ...] = (
    ("LSODA", ABSOLUTE_SHARE),
    ("DOP853", ABSOLUTE_SHARE),
    ("LSODA", COARSER_SHARE),
)
MOST_EVALUATIONS = 100_000

Engine = Literal["auto", "scipy", "compiled"]
# Relative error that machine code may make in one step; over a life it stays about as large.
COMPILED_TOLERANCE = 3e-8


def simulate(
    model: Equations,
    times: ArrayLike,
    *,
    parameters: Mapping[str, Value] | None = None,
    initial: Mapping[str, Value] | None = None,
    interventions: Iterable[Intervention] = (),
    engine: Engine = "auto",
) -> Trajectory:
    """Run a model and return its states at the given times.

    Parameters
    ----------
    model : Model
        What to run.
    times : array_like of shape (n,)
        Increasing times in the model's unit; the run starts at the first.
    parameters, initial : mapping of str to float or (float, str), optional
        Changes of parameters and of initial values, in the model's units, or as
        ``(value, unit)``.
    interventions : iterable of Step, Ramp, Pulse, Dosing
        What happens during the run.
    engine : {"auto", "scipy", "compiled"}
        SciPy's solvers are the most exact; machine code, which needs the package Numba, runs a life
        with a dose a month in milliseconds. By default it takes runs with 300 changes or more,
        where it is installed.

    Returns
    -------
    Trajectory
        States at every one of the times.

    Raises
    ------
    ModelError
        If a name is unknown, a value is negative or not finite, or times do not increase.
    UnitError
        If a unit does not fit.
    IntegrationError
        If the solution cannot be followed to the last time; it carries the last time and state.

    Notes
    -----
    LSODA (Petzold 1983) with the analytic Jacobian, restarted at each change; where that fails,
    the explicit method DOP853 (Hairer, Norsett and Wanner 1993). Machine code: see
    `simulate_cohort`.
    """
    if not isinstance(model, Equations):
        message = f"the model must be a Model such as models.komarova2003, not {model!r}"
        raise ModelError(message)
    grid = checked_times(times, model.time_unit)
    base = model.parameter_values(parameters)
    start = np.array(list(model.initial_values(initial, first=float(grid[0])).values()))
    schedule = Schedule(model, interventions, float(grid[0]), float(grid[-1]))
    states = None
    if _use_compiled(engine, schedule):
        try:
            states = _solve_compiled(model, grid, start, base, schedule)
        except IntegrationError:
            # Where nobody asked for machine code, the most exact solvers have the last word.
            if engine == "compiled":
                raise
    if states is None:
        states = _solve(model, grid, start, base, schedule)
    rest = np.array(list(base.values()))[:, None]
    levels = dict(zip(base, np.broadcast_to(rest, (len(base), grid.size)), strict=True))
    for name in {change.parameter for change in schedule.changes}:
        levels[name] = np.array([schedule.level(name, float(t), base[name]) for t in grid])
    return Trajectory(model, grid, states, levels)


def checked_times(times: ArrayLike, unit: str) -> Array:
    """Return times as an array of shape (n,), or raise `ModelError` unless they increase.

    Parameters
    ----------
    times : array_like
        At least two finite, increasing numbers.
    unit : str
        Their unit, for the message.
    """
    grid = real_numbers(f"times (in {unit})", times)
    if grid.ndim != 1 or grid.size < 2:
        message = f"times must be one row of at least two numbers, not of shape {grid.shape}"
        raise ModelError(message)
    if not np.all(np.isfinite(grid)):
        message = "times must be finite"
        raise ModelError(message)
    steps = np.diff(grid)
    if not np.all(steps > 0):
        where = int(np.argmax(steps <= 0))
        message = f"times must increase, but {grid[where]:g} is followed by {grid[where + 1]:g}"
        raise ModelError(message)
    return grid


def _use_compiled(engine: str, schedule: Schedule) -> bool:
    if engine not in ("auto", "scipy", "compiled"):
        message = f"engine {engine!r} is none of auto, scipy, compiled"
        raise ModelError(message)
    if engine == "compiled":
        compiled.require_available("scipy")
    pays = engine == "auto" and compiled.pays(1, len(schedule.breaks) - 1)
    return engine == "compiled" or pays


def _solve_compiled(
    model: Equations, grid: Array, start: Array, base: Mapping[str, float], schedule: Schedule
) -> Array:
    program = build_program(model, [schedule], start[None], np.array([list(base.values())]))
    out = np.empty((1, start.size, grid.size))
    outcome = compiled.run_compiled(model, program, grid, COMPILED_TOLERANCE, out)
    status, reached, final = outcome
    if status[0] == TOO_LITTLE:
        _require_enough(model, schedule, float(reached[0]), final[0])
    require_done(model, outcome)
    require_allowed(model, grid, out, program.scale)
    states: Array = out[0]
    return states


def _solve(
    model: Equations, grid: Array, start: Array, base: Mapping[str, float], schedule: Schedule
) -> Array:
    functions = compile_equations(model)
    scale = model.sizes(start)
    states = np.empty((start.size, grid.size))
    current = start.copy()
    for begin, end in zip(schedule.breaks[:-1], schedule.breaks[1:], strict=True):
        current = _after_pulses(model, schedule, begin, current)
        inside = (grid >= begin) & (grid < end)
        wanted = np.append(grid[inside], end)
        solution = _segment(
            model, functions, wanted, begin, current, _lines(base, schedule, begin, end), scale
        )
        states[:, inside] = solution[:, :-1]
        current = solution[:, -1]
    states[:, -1] = _after_pulses(model, schedule, float(grid[-1]), current)
    require_allowed(model, grid, states[None], scale[None])
    return states


def _after_pulses(model: Equations, schedule: Schedule, time: float, current: Array) -> Array:
    """Add the pulses of one time together, then ask whether there was enough to remove."""
    after = current.copy()
    for pulse in schedule.pulses.get(time, ()):
        index = model.state_names.index(pulse.state)
        after[index] += pulse.amount
    _require_enough(model, schedule, time, after)
    return after


def _require_enough(model: Equations, schedule: Schedule, time: float, after: Array) -> None:
    """Raise `ModelError` for a pulse that left less than nothing."""
    together = schedule.pulses.get(time, ())
    for pulse in together:
        left = float(after[model.state_names.index(pulse.state)])
        if left < 0 and pulse.amount < 0:
            there = left - sum(other.amount for other in together if other.state == pulse.state)
            message = f"{pulse} removes more than there is: {there:g}"
            raise ModelError(message)


def _lines(
    base: Mapping[str, float], schedule: Schedule, begin: float, end: float
) -> tuple[Array, Array]:
    """Return each parameter's value at `begin` and its slope, straight inside a segment."""
    first = np.array([schedule.level(name, begin, value) for name, value in base.items()])
    middle = np.array(
        [schedule.level(name, (begin + end) / 2, value) for name, value in base.items()]
    )
    return first, 2 * (middle - first) / (end - begin)


def _segment(
    model: Equations,
    functions: NumericEquations,
    wanted: Array,
    begin: float,
    start: Array,
    line: tuple[Array, Array],
    scale: Array,
) -> Array:
    """Return the states at the wanted times, the last of which ends the segment."""
    value, slope = line
    moving = bool(np.any(slope))
    reached, calls = (begin, start), 0

    def parameters(time: float) -> Array:
        return value + (time - begin) * slope if moving else value

    def rates(time: float, state: Array) -> Array:
        nonlocal reached, calls
        calls += 1
        result = functions.rates(state, parameters(time))
        if np.all(np.isfinite(result)):
            reached = (time, state.copy())
        elif method == "LSODA":
            raise unfinished(model, *reached, "the rates are no longer finite numbers")
        if calls > MOST_EVALUATIONS:
            raise unfinished(model, *reached, "the steps became too small to go on")
        return result

    def jacobian(time: float, state: Array) -> Array:
        return functions.jacobian(state, parameters(time))

    for method, share in ATTEMPTS:
        reached, calls = (begin, start), 0
        options: dict[str, Any] = {"jac": jacobian} if method == "LSODA" else {}
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                # The solver warns and goes on; here its verdict becomes an error.
                warnings.simplefilter("ignore")
                solution = solve_ivp(
                    rates, (begin, wanted[-1]), start, method=method, t_eval=wanted,
                    rtol=RELATIVE_TOLERANCE, atol=share * scale, **options,
                )  # fmt: skip
            if not solution.success or not np.all(np.isfinite(solution.y)):
                raise unfinished(model, *reached, str(solution.message).rstrip("."))
        except IntegrationError as error:
            failure = error
            continue
        values = np.asarray(solution.y, dtype=np.float64)
        if wanted[0] == begin:
            values[:, 0] = start
        return values
    raise failure
