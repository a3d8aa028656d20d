"""Figures with sliders: the page solves the model again while a slider moves.

The library writes everything that the page needs: a static picture, a description in JSON and the
model's equations as JavaScript. The book's ``_static/live.js`` makes a moving figure of them.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from numpy.typing import ArrayLike

from bonebalance.controls import (
    Curve,
    Drawing,
    Outline,
    Panel,
    Phase,
    Slider,
    curves_of,
    require_panels,
    require_sliders,
)
from bonebalance.equations import Value
from bonebalance.errors import IntegrationError, ModelError
from bonebalance.javascript import javascript
from bonebalance.model import Model
from bonebalance.plotting import style
from bonebalance.quantities import checked_value
from bonebalance.simulation import checked_times, simulate
from bonebalance.stills import still
from bonebalance.trajectory import Trajectory
from bonebalance.words import label, plural, title, unit_words

__all__ = ["Drawing", "LiveFigure", "Outline", "Phase", "Slider", "live_figure"]

# A slider's end that would make an axis more than so many times as long would leave the start flat.
_MODERATE = 4.0
_FLAT = 1e-3


def live_figure(
    model: Model,
    *,
    name: str,
    times: ArrayLike,
    sliders: Iterable[Slider],
    panels: Iterable[Panel],
    question: str,
    caption: str,
    alt: str,
    parameters: Mapping[str, Value] | None = None,
    initial: Mapping[str, Value] | None = None,
    shown: tuple[str, float] | None = None,
) -> LiveFigure:
    """Make a figure whose sliders solve the model again in the page.

    Leave it as the last line of a cell. In the book it becomes a numbered figure that ``numref``
    finds by its name; without scripts, in print and in Jupyter its picture shows the start.

    Parameters
    ----------
    model : Model
        What is solved.
    name : str
        Name of the figure: small letters, digits and hyphens, such as ``"live-komarova"``.
    times : array_like of shape (n,)
        Times that are drawn.
    sliders : iterable of Slider
        Two to four.
    panels : iterable of str, tuple of str, Phase or Drawing
        Each a state or definition over time, several of one unit over time, one against another,
        or a drawing to scale.
    question : str
        The question that moving the sliders answers.
    caption, alt : str
        Caption (may hold MyST) and text alternative of the picture at the start.
    parameters, initial : mapping, optional
        Starting values that differ from the model's own, as in `simulate`.
    shown : (str, float), optional
        Unit in which times are shown, and how many of the model's units it has: ``("year", 365)``
        for a model that counts days.

    Returns
    -------
    LiveFigure
        The figure.

    Raises
    ------
    ModelError
        If a name is unknown, a starting value is no stop of its slider, a text is missing, or the
        unit of the shown times is not above zero.
    IntegrationError
        If the model cannot be solved at its start.
    """
    first = float(checked_times(times, model.time_unit)[0])
    begun = model.initial_values(initial, first=first)
    start = _Start(model, times, model.parameter_values(parameters), begun)
    controls, drawn = tuple(sliders), tuple(panels)
    require_sliders(model, controls, start.parameters, start.initial)
    require_panels(model, drawn)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        message = f"{name!r} is no name for a figure: use small letters, digits and single hyphens"
        raise ModelError(message)
    for what, text in {"caption": caption, "alt": alt}.items():
        if not text.strip():
            message = f"{name} needs a text for {what}"
            raise ModelError(message)
    if not question.strip().endswith("?"):
        message = f"{name} needs a question that its sliders answer, ending with a question mark"
        raise ModelError(message)
    unit, size = shown or (model.time_unit, 1.0)
    if not checked_value(f"how many {model.time_unit}s a {unit} has", size, signed=False):
        message = f"{name}: a {unit} has no {model.time_unit}s; give a number above 0"
        raise ModelError(message)
    texts = {"question": question, "caption": caption, "alt": alt}
    words = {key: " ".join(text.split()) for key, text in texts.items()}
    return LiveFigure(name, start, controls, drawn, **words, unit=unit, size=float(size))


@dataclass(frozen=True)
class _Start:
    """A model with the settings from which its figure starts."""

    model: Model
    times: ArrayLike
    parameters: dict[str, float]
    initial: dict[str, float]

    def value(self, slider: Slider) -> float:
        return self.initial[slider.state] if slider.state else self.parameters[slider.name]

    @cached_property
    def trajectory(self) -> Trajectory:
        return simulate(self.model, self.times, parameters=self.parameters, initial=self.initial)

    def moved(self, slider: Slider, value: float) -> Trajectory:
        parameters, initial = dict(self.parameters), dict(self.initial)
        if slider.state:
            initial[slider.state] = value
        else:
            parameters[slider.name] = value
        return simulate(self.model, self.times, parameters=parameters, initial=initial)


@dataclass(frozen=True)
class LiveFigure:
    """A figure that a notebook displays; made by `live_figure`."""

    name: str
    start: _Start
    sliders: tuple[Slider, ...]
    panels: tuple[Panel, ...]
    question: str
    caption: str
    alt: str
    unit: str
    size: float

    def __repr__(self) -> str:
        return f"Live figure: {self.name}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """MyST for the book (it numbers the figure), HTML for Jupyter, one stable line of text."""
        return {
            "text/plain": repr(self),
            "text/html": self.html(live=False),
            "text/markdown": self.markdown(),
        }

    def markdown(self) -> str:
        """Return MyST: a figure directive with the static picture, and what makes it live."""
        return "\n".join([
            f"```{{figure}} {self._picture}", f":name: {self.name}", f":alt: {self.alt}",
            ":figclass: live-figure", "", self.caption, "```", "",
            "```{raw} html", self._scripts, "```",
        ])  # fmt: skip

    def html(self, *, live: bool) -> str:
        """Return an HTML figure.

        Parameters
        ----------
        live : bool
            With what ``live.js`` needs, or with a line that says where the figure is live.

        Returns
        -------
        str
            A ``figure`` element, followed by scripts if live.
        """
        note = "" if live else "<p><em>In the book this figure has sliders.</em></p>"
        return (
            f'<figure class="live-figure" id="{self.name}">'
            f'<img src="{self._picture}" alt="{html.escape(self.alt)}">'
            f"<figcaption><p>{html.escape(self.caption)}</p>{note}</figcaption></figure>"
            + (self._scripts if live else "")
        )

    @cached_property
    def spec(self) -> dict[str, Any]:
        """What the page draws, as plain values for JSON."""
        model = self.start.model
        return {
            "id": self.name,
            "question": self.question,
            "alt": self.alt,
            "time": {"unit": self.unit, "units": plural(self.unit), "size": self.size},
            "times": self.start.trajectory.times.tolist(),
            "parameters": list(self.start.parameters.values()),
            "initial": list(self.start.initial.values()),
            "states": [self._curve_spec(state) for state in model.states],
            "outputs": [self._curve_spec(output) for output in self._outputs],
            "sliders": [self._slider_spec(slider) for slider in self.sliders],
            "panels": [self._panel_spec(panel) for panel in self.panels],
        }

    def _curve_spec(self, curve: Curve) -> dict[str, Any]:
        return {
            "name": curve.name,
            "label": label(curve),
            "unit": unit_words(curve.unit),
            "scale": max(map(abs, self._ranges[curve.name])) or 1.0,
            "line": _line(curve.role),
        }

    @cached_property
    def _outputs(self) -> list[Curve]:
        """Definitions that a panel draws; the page computes no other."""
        drawn = {c.name: c for panel in self.panels for c in curves_of(self.start.model, panel)}
        return [curve for name, curve in drawn.items() if name not in self.start.model.state_names]

    @cached_property
    def _curves(self) -> list[str]:
        return [*self.start.model.state_names, *(output.name for output in self._outputs)]

    def _slider_spec(self, slider: Slider) -> dict[str, Any]:
        model = self.start.model
        quantities = list(model.states if slider.state else model.parameters.values())
        names = [quantity.name for quantity in quantities]
        index = names.index(slider.state or slider.name)
        return {
            "kind": "initial" if slider.state else "parameters",
            "index": index,
            "label": slider.label,
            "unit": unit_words(quantities[index].unit),
            "minimum": slider.minimum,
            "maximum": slider.maximum,
            "step": slider.step,
            "decimals": slider.decimals,
            "value": self.start.value(slider),
        }

    def _panel_spec(self, panel: Panel) -> dict[str, Any]:
        if isinstance(panel, Drawing):
            return self._drawing_spec(panel)
        model = self.start.model
        curves = curves_of(model, panel)
        spec: dict[str, Any] = {"curves": [self._curves.index(curve.name) for curve in curves]}
        if isinstance(panel, Phase):
            return spec | {
                "kind": "phase",
                "title": title(curves[1:]),
                "range": self._ranges[panel.y],
                "xLabel": title(curves[:1]),
                "xRange": self._ranges[panel.x],
            }
        return spec | {
            "kind": "time",
            "title": title(curves),
            "range": _joined(*(self._ranges[curve.name] for curve in curves)),
            "xLabel": f"{_clock(model)} ({plural(self.unit)})",
            "labelWidth": 16 + 8 * max(len(label(curve)) for curve in curves),
        }

    def _drawing_spec(self, drawing: Drawing) -> dict[str, Any]:
        def place(at: str | float) -> int | list[float]:
            return self._curves.index(at) if isinstance(at, str) else [float(at)]

        return {
            "kind": "drawing",
            "curves": [],  # its points are told by no name
            "title": drawing.title,
            "range": drawing.y,
            "xRange": drawing.x,
            "outlines": [
                {
                    "points": [[place(x), place(y)] for x, y in outline.points],
                    "line": _line(outline.role),
                    "closed": outline.closed,
                    "filled": outline.filled,
                    "label": outline.label,
                }
                for outline in drawing.outlines
            ],
        }

    @cached_property
    def _ranges(self) -> dict[str, tuple[float, float]]:
        """Axis limits of each curve: the start, and every slider's ends where they are moderate."""
        first = self.start.trajectory
        limits = {name: _extent(first, name) for name in self._curves}
        height = {name: _height(*limit) for name, limit in limits.items()}
        for slider in self.sliders:
            for value in (slider.minimum, slider.maximum):
                try:
                    trajectory = self.start.moved(slider, value)
                except IntegrationError:  # it runs away there; the page says so in words
                    continue
                for name, size in height.items():
                    wider = _joined(limits[name], _extent(trajectory, name))
                    if wider[1] - wider[0] <= _MODERATE * size:
                        limits[name] = wider
        return {name: _padded(*limit) for name, limit in limits.items()}

    @cached_property
    def _scripts(self) -> str:
        # "</" would end the script element wherever it stands.
        spec = json.dumps(self.spec, separators=(",", ":")).replace("</", "<\\/")
        outputs = [output.name for output in self._outputs]
        equations = javascript(self.start.model, outputs).replace("</", "<\\/")
        return (
            f'<script type="application/json" class="live-spec">{spec}</script>\n'
            f"<script>(window.boneModels ??= {{}})[{json.dumps(self.name)}] = {equations};</script>"
        )

    @cached_property
    def _picture(self) -> str:
        drawn = still(self.start.trajectory, self.panels, self.spec["panels"], self.size)
        return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"


def _clock(model: Model) -> str:
    """Return what the horizontal axis counts: the model's clock, such as age, or time."""
    clocks = [label(state) for state in model.states if state.clock]
    return clocks[0] if clocks else "Time"


def _line(role: str) -> dict[str, Any]:
    """Return a role's line as the page draws it: dashes in pixels, not in line widths."""
    look = style(role)
    width = float(look.get("linewidth", 1.8))
    named = {"--": (3.7, 1.6), "-.": (6.4, 1.6, 1.0, 1.6), ":": (1.0, 1.65)}
    line = look.get("linestyle", "-")
    dashes = named.get(line, ()) if isinstance(line, str) else line[1]
    return {
        "color": look["color"],
        "width": width,
        "dash": [round(width * length, 1) for length in dashes],
    }


def _extent(trajectory: Trajectory, name: str) -> tuple[float, float]:
    return float(trajectory[name].min()), float(trajectory[name].max())


def _joined(*limits: tuple[float, float]) -> tuple[float, float]:
    return min(low for low, _ in limits), max(high for _, high in limits)


def _height(low: float, high: float) -> float:
    """Return how tall a curve is, or how large where it hardly moves."""
    size = max(abs(low), abs(high)) or 1.0
    return high - low if high - low > _FLAT * size else size


def _padded(low: float, high: float) -> tuple[float, float]:
    """Leave air around the curves, and show zero where it is near."""
    air = 0.06 * _height(low, high)
    near_zero = 0 <= low <= 0.5 * high
    return 0.0 if near_zero else low - air, high + air
