"""What a reader can move in a live figure, and what it draws."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bonebalance.equations import Equations
from bonebalance.errors import ModelError, unknown_name
from bonebalance.model import Model
from bonebalance.quantities import State, checked_value

_MOST_STEPS = 1000
_FEWEST_SLIDERS, _MOST_SLIDERS = 2, 4


@dataclass(frozen=True)
class Slider:
    """One control of a live figure.

    Parameters
    ----------
    name : str
        A parameter, or an initial value such as ``"C(0)"``.
    label : str
        What it is, in plain words.
    minimum, maximum, step : float
        Its range, in the model's unit. The starting value must be one of its stops.

    Raises
    ------
    ModelError
        If the label is empty, or the range is not a number of whole steps.
    """

    name: str
    label: str
    minimum: float
    maximum: float
    step: float

    def __post_init__(self) -> None:
        for field in ("minimum", "maximum", "step"):
            checked_value(f"{field} of slider {self.name}", getattr(self, field), signed=True)
        if not self.label.strip():
            message = f"slider {self.name} needs a label in plain words"
            raise ModelError(message)
        if self.minimum >= self.maximum or self.step <= 0:
            message = (
                f"slider {self.name} must go up from its minimum {self.minimum:g} to its maximum "
                f"{self.maximum:g} in positive steps, not {self.step:g}"
            )
            raise ModelError(message)
        steps = (_exact(self.maximum) - _exact(self.minimum)) / _exact(self.step)
        if steps % 1 or steps > _MOST_STEPS:
            message = (
                f"slider {self.name} must reach {self.maximum:g} from {self.minimum:g} in at most "
                f"{_MOST_STEPS} whole steps, but {self.step:g} fits {float(steps):g} times"
            )
            raise ModelError(message)

    @property
    def state(self) -> str | None:
        """Name of the state whose initial value it moves, or None for a parameter."""
        match = re.fullmatch(r"(\w+)\(0\)", self.name)
        return match.group(1) if match else None

    @property
    def decimals(self) -> int:
        """Digits after the point that tell its stops apart."""
        places = (
            _exact(number).normalize().as_tuple().exponent for number in (self.minimum, self.step)
        )
        return max(0, *(-int(place) for place in places))


@dataclass(frozen=True)
class Phase:
    """A panel that draws one state against another.

    Parameters
    ----------
    x, y : str
        The states.
    """

    x: str
    y: str


Panel = str | tuple[str, ...] | Phase


def states_of(model: Equations, panel: Panel) -> list[State]:
    """Return the states that a panel draws.

    Parameters
    ----------
    model : Model
        Whose states they are.
    panel : str, tuple of str or Phase
        The panel.

    Returns
    -------
    list of State
        In the order drawn; for a phase plane, x before y.

    Raises
    ------
    ModelError
        If a name is not a state of the model.
    """
    names = (panel.x, panel.y) if isinstance(panel, Phase) else panel
    known = {state.name: state for state in model.states}
    listed = (names,) if isinstance(names, str) else names
    for name in listed:
        if name not in known:
            raise unknown_name("state", name, known, model.name)
    return [known[name] for name in listed]


def require_panels(model: Model, panels: Sequence[Panel]) -> None:
    """Raise `ModelError` unless the panels draw states of the model, one unit an axis.

    Parameters
    ----------
    model : Model
        Whose states they draw.
    panels : sequence of Panel
        The panels.

    Raises
    ------
    ModelError
        If there is none, a state is unknown, or one panel mixes units.
    """
    if not panels:
        message = 'a live figure needs a panel: a state such as "C", a tuple of states, or Phase'
        raise ModelError(message)
    for panel in panels:
        states = states_of(model, panel)
        units = {state.unit for state in states}
        if len(units) != 1 and not isinstance(panel, Phase):
            message = (
                f"panel {panel!r} would draw {' and '.join(sorted(units)) or 'nothing'} "
                "on one axis; give each unit its own panel"
            )
            raise ModelError(message)


def require_sliders(
    model: Model,
    sliders: Sequence[Slider],
    parameters: Mapping[str, float],
    initial: Mapping[str, float],
) -> None:
    """Raise `ModelError` unless the sliders fit the model and can rest at its start.

    Parameters
    ----------
    model : Model
        What they move.
    sliders : sequence of Slider
        The sliders.
    parameters, initial : mapping of str to float
        Starting values.

    Raises
    ------
    ModelError
        If there are too few or too many, one moves nothing or a value that must not be negative
        below zero, two move the same, or a starting value is no stop.
    """
    names = [slider.name for slider in sliders]
    if not _FEWEST_SLIDERS <= len(names) <= _MOST_SLIDERS:
        message = (
            f"a live figure has {_FEWEST_SLIDERS} to {_MOST_SLIDERS} sliders, not {len(names)}"
        )
        raise ModelError(message)
    starts = {**parameters, **{f"{state}(0)": value for state, value in initial.items()}}
    for slider in sliders:
        if slider.name not in starts:
            raise unknown_name("parameter or initial value", slider.name, starts, model.name)
        if names.count(slider.name) > 1:
            message = f"two sliders move {slider.name}; keep one"
            raise ModelError(message)
        signed = slider.state is None and model.parameters[slider.name].signed
        checked_value(f"minimum of slider {slider.name}", slider.minimum, signed=signed)
        _require_stop(slider, starts[slider.name])


def _require_stop(slider: Slider, value: float) -> None:
    off = (_exact(value) - _exact(slider.minimum)) % _exact(slider.step)
    if not slider.minimum <= value <= slider.maximum or off:
        # A browser would move the handle to the next stop, away from the start that is drawn.
        message = (
            f"the starting value {value:.12g} of {slider.name} is no stop of its slider "
            f"({slider.minimum:g} to {slider.maximum:g} in steps of {slider.step:g}); choose a "
            "minimum and a step that meet it, or another starting value"
        )
        raise ModelError(message)


def _exact(number: float) -> Decimal:
    """Return the number as it is written, since 0.3 is not three times 0.1 in binary."""
    return Decimal(repr(float(number)))
