"""What a reader can move in a live figure, and what it draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bonebalance.equations import Equations
from bonebalance.errors import ModelError, unknown_name
from bonebalance.model import Model
from bonebalance.quantities import Definition, Role, State, checked_value

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
    """A panel that draws one state or definition against another.

    Parameters
    ----------
    x, y : str
        Their names.
    """

    x: str
    y: str


@dataclass(frozen=True)
class Outline:
    """A line of a `Drawing`.

    Parameters
    ----------
    points : sequence of (x, y)
        Its corners: each coordinate the name of a state or definition, or a number.
    role : str
        What it stands for, which decides color and line (`bonebalance.plotting`).
    closed : bool
        Whether it returns to its first point.
    filled : bool
        Whether what it encloses is tinted.
    label : str
        Words beside its last point.
    """

    points: Sequence[tuple[str | float, str | float]]
    role: Role = "guide"
    closed: bool = False
    filled: bool = False
    label: str = ""


@dataclass(frozen=True)
class Drawing:
    """A panel that draws shapes to scale, as they are at the last time of the run.

    Parameters
    ----------
    title : str
        What it shows.
    outlines : sequence of Outline
        The lines, the last on top.
    x, y : (float, float)
        What part of the plane is shown, in the unit of the points.
    """

    title: str
    outlines: Sequence[Outline]
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def names(self) -> Iterator[str]:
        """Names of states and definitions that its points use, in order, some more than once."""
        for outline in self.outlines:
            yield from (at for point in outline.points for at in point if isinstance(at, str))


Curve = State | Definition
Panel = str | tuple[str, ...] | Phase | Drawing


def curves_of(model: Equations, panel: Panel) -> list[Curve]:
    """Return the states and definitions that a panel draws.

    Parameters
    ----------
    model : Model
        Whose they are.
    panel : str, tuple of str, Phase or Drawing
        The panel.

    Returns
    -------
    list of State or Definition
        In the order drawn; for a phase plane, x before y; for a drawing, each once.

    Raises
    ------
    ModelError
        If a name is neither a state nor a definition of the model.
    """
    if isinstance(panel, Drawing):
        names: Sequence[str] = tuple(dict.fromkeys(panel.names))
    elif isinstance(panel, Phase):
        names = (panel.x, panel.y)
    else:
        names = (panel,) if isinstance(panel, str) else panel
    known = {curve.name: curve for curve in (*model.states, *model.definitions)}
    for name in names:
        if name not in known:
            raise unknown_name("state or definition", name, known, model.name)
    return [known[name] for name in names]


def require_panels(model: Model, panels: Sequence[Panel]) -> None:
    """Raise `ModelError` unless the panels draw what the model has, one unit an axis.

    Parameters
    ----------
    model : Model
        What they draw.
    panels : sequence of Panel
        The panels.

    Raises
    ------
    ModelError
        If there is none, a name is unknown, one panel mixes units, or a drawing has no room or
        a line without length.
    """
    if not panels:
        message = 'a live figure needs a panel: a state such as "C", a tuple of states, or Phase'
        raise ModelError(message)
    for panel in panels:
        curves = curves_of(model, panel)
        units = {curve.unit for curve in curves}
        if isinstance(panel, Drawing):
            _require_drawing(panel)
            several = len(units) > 1
        else:
            several = len(units) != 1 and not isinstance(panel, Phase)
        if several:
            message = (
                f"panel {panel!r} would draw {' and '.join(sorted(units)) or 'nothing'} "
                "on one axis; give each unit its own panel"
            )
            raise ModelError(message)


def _require_drawing(drawing: Drawing) -> None:
    if not drawing.title.strip():
        message = "a drawing needs a title"
        raise ModelError(message)
    for axis, (low, high) in {"x": drawing.x, "y": drawing.y}.items():
        if not low < high:
            message = f"{drawing.title}: {axis} must run from low to high, not {low:g} to {high:g}"
            raise ModelError(message)
    for number, outline in enumerate(drawing.outlines, 1):
        if len(outline.points) < 2:
            message = f"{drawing.title}: outline {number} needs two points at least"
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
