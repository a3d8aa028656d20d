"""Figures with sliders: the page solves the model again while a slider moves.

The library writes everything that the page needs: a static picture, a description in JSON and the
model's equations as JavaScript. The book's ``_static/live.js`` makes a moving figure of them.
"""

from __future__ import annotations

import base64
import html
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from bonebalance.controls import Panel, Phase, Slider, require_panels, require_sliders, states_of
from bonebalance.equations import Value
from bonebalance.errors import IntegrationError, ModelError
from bonebalance.model import Model
from bonebalance.plotting import INK, label_lines, style, use_course_style
from bonebalance.simulation import checked_times, simulate
from bonebalance.trajectory import Trajectory
from bonebalance.words import label, plural, title, unit_words

__all__ = ["LiveFigure", "Phase", "Slider", "live_figure"]

# A slider's end that would make an axis more than so many times as long would leave the start flat.
_MODERATE = 4.0
_FLAT = 1e-3
_COLUMNS = 3


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
    panels : iterable of str, tuple of str or Phase
        Each a state over time, several states of one unit over time, or one state against another.
    question : str
        The question that moving the sliders answers.
    caption, alt : str
        Caption (may hold MyST) and text alternative of the picture at the start.
    parameters, initial : mapping, optional
        Starting values that differ from the model's own, as in `simulate`.

    Returns
    -------
    LiveFigure
        The figure.

    Raises
    ------
    ModelError
        If a name is unknown, a starting value is no stop of its slider, or a text is missing.
    IntegrationError
        If the model cannot be solved at its start.
    """
    first = float(checked_times(times, model.time_unit)[0])
    begun = model.initial_values(initial, first=first)
    start = _Start(model, times, model.parameter_values(parameters), begun)
    controls, shown = tuple(sliders), tuple(panels)
    require_sliders(model, controls, start.parameters, start.initial)
    require_panels(model, shown)
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
    texts = {"question": question, "caption": caption, "alt": alt}
    return LiveFigure(
        name, start, controls, shown, **{key: " ".join(t.split()) for key, t in texts.items()}
    )


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
            "time": {"unit": model.time_unit, "units": plural(model.time_unit)},
            "times": self.start.trajectory.times.tolist(),
            "parameters": list(self.start.parameters.values()),
            "initial": list(self.start.initial.values()),
            "states": [
                {
                    "name": state.name,
                    "label": label(state),
                    "unit": unit_words(state.unit),
                    "scale": max(map(abs, self._ranges[state.name])) or 1.0,
                    "line": _line(state.role),
                }
                for state in model.states
            ],
            "sliders": [self._slider_spec(slider) for slider in self.sliders],
            "panels": [self._panel_spec(panel) for panel in self.panels],
        }

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
        model = self.start.model
        states = states_of(model, panel)
        spec: dict[str, Any] = {"states": [model.states.index(state) for state in states]}
        if isinstance(panel, Phase):
            return spec | {
                "kind": "phase",
                "title": title(states[1:]),
                "range": self._ranges[panel.y],
                "xLabel": title(states[:1]),
                "xRange": self._ranges[panel.x],
            }
        return spec | {
            "kind": "time",
            "title": title(states),
            "range": _joined(*(self._ranges[state.name] for state in states)),
            "xLabel": f"Time ({plural(model.time_unit)})",
            "labelWidth": 16 + 8 * max(len(label(state)) for state in states),
        }

    @cached_property
    def _ranges(self) -> dict[str, tuple[float, float]]:
        """Axis limits of each state: the start, and every slider's ends where they are moderate."""
        first = self.start.trajectory
        limits = {name: _extent(first, name) for name in self.start.model.state_names}
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
        equations = self.start.model.javascript().replace("</", "<\\/")
        return (
            f'<script type="application/json" class="live-spec">{spec}</script>\n'
            f"<script>(window.boneModels ??= {{}})[{json.dumps(self.name)}] = {equations};</script>"
        )

    @cached_property
    def _picture(self) -> str:
        return f"data:image/svg+xml;base64,{base64.b64encode(_drawing(self).encode()).decode()}"


def _drawing(figure: LiveFigure) -> str:
    """Draw the start as SVG, the same at each build."""
    columns = min(len(figure.panels), _COLUMNS)
    rows = math.ceil(len(figure.panels) / columns)
    with mpl.rc_context():
        use_course_style()
        picture = Figure(figsize=(7.4, 2.7 * rows))
        grid = picture.subplots(rows, columns, squeeze=False).flatten()
        for ax in grid[len(figure.panels) :]:
            ax.set_visible(False)
        for ax, panel, spec in zip(grid, figure.panels, figure.spec["panels"], strict=False):
            ax.set_title(spec["title"])
            ax.set_xlabel(spec["xLabel"])
            ax.set_ylim(*spec["range"])
            _draw_panel(ax, figure.start.trajectory, panel)
            if isinstance(panel, Phase):
                ax.set_xlim(*spec["xRange"])
        buffer = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        picture.savefig(buffer, format="svg", metadata=nothing)
    return buffer.getvalue()


def _draw_panel(ax: Axes, run: Trajectory, panel: Panel) -> None:
    states = states_of(run.model, panel)
    if isinstance(panel, Phase):
        x, y = run[panel.x], run[panel.y]
        ax.plot(x, y, color=INK)
        ax.plot(x[:1], y[:1], "o", color=INK, markerfacecolor="none")
        ax.plot(x[-1:], y[-1:], "o", color=INK)
        return
    ax.set_xlim(run.times[0], run.times[-1])
    for state in states:
        name = label(state) if len(states) > 1 else None
        ax.plot(run.times, run[state.name], label=name, **style(state.role))
    label_lines(ax)


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
