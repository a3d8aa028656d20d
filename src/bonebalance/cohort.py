"""Many virtual patients at once: each with its own parameters, start and treatment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from tqdm import tqdm

from bonebalance import compiled
from bonebalance.equations import Equations
from bonebalance.errors import ModelError, unknown_name
from bonebalance.interventions import Intervention, Schedule
from bonebalance.numeric import Array, compile_equations
from bonebalance.program import (
    Program,
    build_program,
    require_allowed,
    require_done,
    run_in_numpy,
)
from bonebalance.quantities import real_numbers
from bonebalance.simulation import checked_times

Engine = Literal["auto", "numpy", "compiled"]

TOLERANCE = 1e-8
# Patients in one batch: enough to keep array operations and cores busy, few enough for memory.
BATCH = 2000


class Cohort:
    """The runs of m virtual patients at n times.

    Attributes
    ----------
    model : Equations
        The model that ran.
    times : ndarray of shape (n,)
        In the model's time unit.
    size : int
        Number of patients.
    """

    def __init__(self, model: Equations, times: Array, kept: Mapping[str, Array]) -> None:
        self.model = model
        self.times = times
        self.size = len(next(iter(kept.values())))
        self._kept = dict(kept)
        for values in (times, *self._kept.values()):
            values.setflags(write=False)

    def __getitem__(self, name: str) -> Array:
        """Return a state or definition that was kept, shape (m, n), or raise naming them."""
        if name not in self._kept:
            raise unknown_name("kept state or definition", name, self._kept, self.model.name)
        return self._kept[name]

    def __repr__(self) -> str:
        kept = ", ".join(self._kept)
        unit = self.model.time_unit
        return (
            f"<Cohort of {self.size} patients, {self.model.name}: {kept} "
            f"at {self.times.size} times, {self.times[0]:g} to {self.times[-1]:g} {unit}>"
        )

    def quantiles(self, name: str, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> Array:
        """Return quantiles over the patients at each time, shape (len(shares), n)."""
        found: Array = np.quantile(self[name], shares, axis=0)
        return found


def simulate_cohort(
    model: Equations,
    times: ArrayLike,
    *,
    parameters: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
    interventions: Iterable[Intervention] = (),
    keep: Sequence[str] | None = None,
    tolerance: float = TOLERANCE,
    engine: Engine = "auto",
    progress: bool = True,
) -> Cohort:
    """Run a model for many patients and return their states at the given times.

    Whatever may differ between patients is given as an array with one number a patient: a
    parameter, an initial value, or any number in an intervention, such as the amount or the
    start of a dosing.

    Parameters
    ----------
    model : Model
        What to run.
    times : array_like of shape (n,)
        Increasing times in the model's unit.
    parameters, initial : mapping of str to float or array_like of shape (m,), optional
        Changes of parameters and initial values, in the model's units.
    interventions : iterable of Step, Ramp, Pulse, Dosing
        What happens during the run.
    keep : sequence of str, optional
        States and definitions to keep; all states by default. Results take 8 bytes a number.
    tolerance : float
        Relative error allowed in one step.
    engine : {"auto", "numpy", "compiled"}
        Machine code needs the package Numba and pays from some hundred patients on, or segments
        between changes.
    progress : bool
        Whether runs of more than two seconds show a progress bar.

    Returns
    -------
    Cohort
        States of all patients at every one of the times.

    Raises
    ------
    ModelError
        If a name is unknown, a value does not fit, or arrays differ in length.
    IntegrationError
        If one patient's solution cannot be followed to the last time; the message names it.
    """
    grid = checked_times(times, model.time_unit)
    names = _checked_keep(model, keep)
    items = list(interventions)
    changed = {} if parameters is None else dict(parameters)
    begun = {} if initial is None else dict(initial)
    count = _common_length([*changed.items(), *begun.items()], items)
    base = _columns(model.parameter_values, changed, count)
    start = _columns(partial(model.initial_values, first=float(grid[0])), begun, count)
    _require_engine(engine)
    if not isinstance(tolerance, float | int) or not 1e-13 <= tolerance <= 1e-2:
        message = f"tolerance must lie between 1e-13 and 0.01, not {tolerance!r}"
        raise ModelError(message)
    kept = {name: np.empty((count, grid.size)) for name in names}
    bar = tqdm(total=count, unit=" patients", delay=2, leave=False, disable=not progress)
    # One place for the output of every batch: fresh memory costs more than the arithmetic.
    space = np.empty((min(BATCH, count), len(model.states), grid.size))
    with bar:
        for first in range(0, count, BATCH):
            rows = slice(first, min(first + BATCH, count))
            schedules = _schedules(model, items, rows, grid)
            program = build_program(model, schedules, start[rows], base[rows])
            out = space[: rows.stop - rows.start]
            pays = engine == "auto" and compiled.pays(count, program.breaks.shape[1] - 1)
            fast = engine == "compiled" or pays
            run = compiled.run_compiled if fast else run_in_numpy
            require_done(model, run(model, program, grid, float(tolerance), out), first)
            require_allowed(model, grid, out, program.scale, first)
            for name, values in _selected(model, program, grid, out, names).items():
                kept[name][rows] = values
            bar.update(rows.stop - first)
    return Cohort(model, grid.copy(), kept)


def _checked_keep(model: Equations, keep: Sequence[str] | None) -> list[str]:
    allowed = [*model.state_names, *(definition.name for definition in model.definitions)]
    names = list(model.state_names if keep is None else keep)
    if isinstance(keep, str) or not names:
        message = f"keep must be a list of names, not {keep!r}"
        raise ModelError(message)
    for name in names:
        if name not in allowed:
            raise unknown_name("state or definition", name, allowed, model.name)
    return names


def _require_engine(engine: str) -> None:
    if engine not in ("auto", "numpy", "compiled"):
        message = f"engine {engine!r} is none of auto, numpy, compiled"
        raise ModelError(message)
    if engine == "compiled":
        compiled.require_available("numpy")


def _common_length(changes: Sequence[tuple[str, Any]], items: Sequence[Intervention]) -> int:
    """Return the number of patients, or raise if two arrays disagree about it."""
    found: dict[str, int] = {}
    numbers = [(name, value) for name, value in changes if not isinstance(value, tuple)]
    for item in items:
        if not is_dataclass(item):
            message = f"{item!r} is no intervention; use Step, Ramp, Pulse or Dosing"
            raise ModelError(message)
        numbers += [(f"{field} of {type(item).__name__}", v) for field, v in _arrays(item)]
    for name, value in numbers:
        if np.ndim(value) > 1:
            message = f"{name} must be one number or one row, not of shape {np.shape(value)}"
            raise ModelError(message)
        if np.ndim(value) == 1:
            found[name] = len(value)
    if len(set(found.values())) > 1:
        message = f"every array needs one number a patient, but the lengths differ: {found}"
        raise ModelError(message)
    count = next(iter(found.values()), 1)
    if count == 0:
        message = f"a cohort needs at least one patient, but {next(iter(found))} is empty"
        raise ModelError(message)
    return count


def _arrays(item: Intervention) -> list[tuple[str, Any]]:
    values = [(field.name, getattr(item, field.name)) for field in fields(item)]
    return [
        (name, value) for name, value in values if np.ndim(value) and not isinstance(value, str)
    ]


def _columns(check: Any, changes: Mapping[str, Any], count: int) -> Array:  # noqa: ANN401
    """Return all values, shape (m, number of names), each array checked at its extremes."""
    alike = {
        name: value
        for name, value in changes.items()
        if isinstance(value, tuple) or np.ndim(value) == 0
    }
    differing = {
        name: real_numbers(name, value) for name, value in changes.items() if name not in alike
    }
    usual = check(alike)
    for extreme in (np.min, np.max):
        # NaN survives both, so a value that cannot be used is found here.
        check(alike | {name: float(extreme(values)) for name, values in differing.items()})
    columns = np.tile(np.array(list(usual.values())), (count, 1))
    for name, values in differing.items():
        columns[:, list(usual).index(name)] = values
    return columns


def _schedules(
    model: Equations, items: Sequence[Intervention], rows: slice, grid: Array
) -> list[Schedule]:
    """Return one schedule for all patients where nothing differs, else one for each."""
    first, last = float(grid[0]), float(grid[-1])
    if not any(_arrays(item) for item in items):
        return [Schedule(model, items, first, last)]
    return [
        Schedule(model, [_for_patient(item, patient) for item in items], first, last)
        for patient in range(rows.start, rows.stop)
    ]


def _for_patient(item: Intervention, patient: int) -> Intervention:
    own: dict[str, Any] = {
        name: float(real_numbers(name, values)[patient]) for name, values in _arrays(item)
    }
    return replace(item, **own)


def _selected(
    model: Equations, program: Program, grid: Array, out: Array, names: Sequence[str]
) -> dict[str, Array]:
    found = {n: out[:, i] for i, n in enumerate(model.state_names) if n in names}
    defined = [definition.name for definition in model.definitions]
    if any(name in defined for name in names):
        states = [out[:, i] for i in range(out.shape[1])]
        values = compile_equations(model).definitions(states, program.parameters_at(grid))
        found |= {name: values[i] for i, name in enumerate(defined) if name in names}
    return found
