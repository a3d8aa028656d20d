"""What is done to a model while it runs: steps, ramps, pulses and doses, as plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bonebalance.equations import Equations
from bonebalance.errors import ModelError, unknown_name
from bonebalance.quantities import Parameter, checked_value

_MOST_DOSES = 100_000

# One patient's value, or the values of many.
Level = float | NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """A parameter takes another value from `start` on, or until `stop`.

    Parameters
    ----------
    parameter : str
        Name of the parameter.
    value : float
        New value, in the parameter's unit.
    start, stop : float
        Times in the model's unit; without `stop` the change lasts.
    """

    parameter: str
    value: float
    start: float
    stop: float | None = None

    @property
    def end(self) -> float:
        """Time at which another change of the same parameter may begin."""
        return self.start if self.stop is None else self.stop

    def level(self, time: float, before: Level) -> Level:
        """Return the parameter's value at a time, given the value `before` the step."""
        return self.value if self.start <= time and not _over(self.stop, time) else before


@dataclass(frozen=True)
class Ramp:
    """A parameter moves in a straight line to another value and stays there.

    Parameters
    ----------
    parameter : str
        Name of the parameter.
    value : float
        Value at `stop` and after, in the parameter's unit.
    start, stop : float
        Times in the model's unit between which it moves.
    """

    parameter: str
    value: float
    start: float
    stop: float

    @property
    def end(self) -> float:
        """Time at which another change of the same parameter may begin."""
        return self.stop

    def level(self, time: float, before: Level) -> Level:
        """Return the parameter's value at a time, given the value `before` the ramp."""
        share = min(max((time - self.start) / (self.stop - self.start), 0.0), 1.0)
        return before + share * (self.value - before)


@dataclass(frozen=True)
class Pulse:
    """An amount is added to a state at one time.

    Parameters
    ----------
    state : str
        Name of the state.
    amount : float
        In the state's unit; negative to remove.
    at : float
        Time in the model's unit.
    """

    state: str
    amount: float
    at: float


@dataclass(frozen=True)
class Dosing:
    """Equal doses of a drug at equal distances.

    Parameters
    ----------
    drug : str
        Name of a drug that the model knows.
    amount : float
        One dose, in the drug's unit.
    every : float
        Time from dose to dose, in the model's unit.
    start, stop : float
        The first dose falls on `start`, the last before `stop`.
    """

    drug: str
    amount: float
    every: float
    start: float
    stop: float

    def expand(self, model: Equations, first: float, last: float) -> list[Step | Pulse]:
        """Return the dosing as changes of a run from `first` to `last`.

        Doses after the end of the run are left out; a dosing must not begin before the run,
        since a dose that nobody simulated would be missing. Raises `ModelError` if the dosing
        is impossible.
        """
        if self.drug not in model.drugs:
            raise unknown_name("drug", self.drug, model.drugs, model.name)
        checked_value(f"amount of {self}", self.amount, signed=False)
        checked_value(f"every of {self}", self.every, signed=False)
        if self.every <= 0 or self.start >= self.stop:
            message = f"{self} must start before it stops, with a positive time from dose to dose"
            raise ModelError(message)
        if not first <= self.start <= last:
            message = f"{self} must start inside the run, which goes from {first:g} to {last:g}"
            raise ModelError(message)
        target = model.drugs[self.drug].target
        if isinstance(target, Parameter):
            mean = Step(target.name, self.amount / self.every, self.start, self.stop)
            _check(model, mean, first, last)
            return [mean]
        span = min(self.stop - self.start, last - self.start + self.every)
        # Three times a tenth is a hair more than three tenths, but no reason for a fourth dose.
        doses = span / self.every - 1e-9
        if doses > _MOST_DOSES:
            message = f"{self} gives more than {_MOST_DOSES} doses; choose a longer `every`"
            raise ModelError(message)
        times = (self.start + index * self.every for index in range(math.ceil(doses)))
        return [Pulse(target.name, self.amount, time) for time in times if time <= last]


Intervention = Step | Ramp | Pulse | Dosing


def _over(stop: float | None, time: float) -> bool:
    return stop is not None and time >= stop


class Schedule:
    """Interventions, checked against a model and a span of time, in the order they happen.

    Parameters
    ----------
    model : Equations
        The model they act on.
    interventions : iterable of Step, Ramp, Pulse, Dosing
        In any order.
    first, last : float
        Span of the run, in the model's time unit.

    Raises
    ------
    ModelError
        If a name is unknown, a time or value impossible, an intervention lies outside the run,
        or two of them change one parameter at the same time.
    """

    def __init__(
        self, model: Equations, interventions: Iterable[Intervention], first: float, last: float
    ) -> None:
        listed: list[Step | Ramp | Pulse] = []
        for item in _each(interventions):
            plain = _with_numbers(item)
            if isinstance(plain, Dosing):
                # It checks itself: its doses, of which there may be thousands, follow from it.
                listed += plain.expand(model, first, last)
            else:
                _check(model, plain, first, last)
                listed.append(plain)
        self.pulses: dict[float, list[Pulse]] = {}
        for pulse in listed:
            if isinstance(pulse, Pulse):
                self.pulses.setdefault(pulse.at, []).append(pulse)
        self.changes = sorted(
            (i for i in listed if not isinstance(i, Pulse)), key=lambda i: i.start
        )
        self._require_apart()
        times = set(self.pulses) | {change.start for change in self.changes}
        times |= {change.stop for change in self.changes if change.stop is not None}
        self.breaks = [first, *sorted(time for time in times if first < time < last), last]

    def level(self, parameter: str, time: float, base: Level) -> Level:
        """Return the value of a parameter at a time, given its value without interventions."""
        for change in self.changes:
            if change.parameter == parameter and change.start <= time:
                base = change.level(time, base)
        return base

    def _require_apart(self) -> None:
        latest: dict[str, Step | Ramp] = {}
        for change in self.changes:
            earlier = latest.get(change.parameter)
            clash = earlier is not None and (
                change.start < earlier.end or change.start == earlier.start
            )
            if clash:
                message = f"{earlier} and {change} change {change.parameter} at the same time"
                raise ModelError(message)
            latest[change.parameter] = change


def _each(interventions: object) -> Iterable[object]:
    if not isinstance(interventions, Iterable):
        message = f"interventions must be a list, even of one: [{interventions!r}]"
        raise ModelError(message)
    return interventions


def _with_numbers(item: object) -> Intervention:
    """Return a copy whose numbers are floats, so that nothing else reaches the solver."""
    if not isinstance(item, Step | Ramp | Pulse | Dosing):
        message = f"{item!r} is no intervention; use Step, Ramp, Pulse or Dosing"
        raise ModelError(message)
    numbers: dict[str, Any] = {}
    for index, field in enumerate(fields(item)):
        value = getattr(item, field.name)
        if index == 0:  # whose name it is
            if not isinstance(value, str):
                message = f"{field.name} of {item} must be a name, not {value!r}"
                raise ModelError(message)
        elif not (field.name == "stop" and value is None and isinstance(item, Step)):
            numbers[field.name] = checked_value(f"{field.name} of {item}", value, signed=True)
    return replace(item, **numbers)


def _check(model: Equations, item: Step | Ramp | Pulse, first: float, last: float) -> None:
    if isinstance(item, Pulse):
        if item.state not in model.state_names:
            raise unknown_name("state", item.state, model.state_names, model.name)
        if not first <= item.at <= last:
            message = f"{item} lies outside the run, which goes from {first:g} to {last:g}"
            raise ModelError(message)
        return
    if item.parameter not in model.parameters:
        raise unknown_name("parameter", item.parameter, model.parameters, model.name)
    signed = model.parameters[item.parameter].signed
    checked_value(f"value of {item}", item.value, signed=signed)
    stop = math.inf if item.stop is None else item.stop
    if item.start >= stop:
        message = f"{item} must start before it stops"
        raise ModelError(message)
    if item.start > last or stop <= first:
        message = f"{item} lies outside the run, which goes from {first:g} to {last:g}"
        raise ModelError(message)
