"""The picture of a live figure as it starts, for print and for pages without scripts."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bonebalance.controls import Drawing, Panel, Phase, curves_of
from bonebalance.plotting import INK, label_lines, style, use_course_style
from bonebalance.trajectory import Trajectory
from bonebalance.words import label

_COLUMNS = 3
_TINT = 0.18


def still(
    run: Trajectory, panels: Sequence[Panel], specs: Sequence[Mapping[str, Any]], size: float = 1.0
) -> str:
    """Draw the panels of a live figure as SVG, the same at each build.

    Parameters
    ----------
    run : Trajectory
        The start.
    panels : sequence of Panel
        What is drawn.
    specs : sequence of mapping
        Title, ranges and axis labels of each panel, as the page gets them.
    size : float
        How many of the model's time units one shown unit has.

    Returns
    -------
    str
        The picture.
    """
    columns = min(len(panels), _COLUMNS)
    rows = math.ceil(len(panels) / columns)
    with mpl.rc_context():
        use_course_style()
        picture = Figure(figsize=(7.4, 2.7 * rows))
        grid = picture.subplots(rows, columns, squeeze=False).flatten()
        for ax in grid[len(panels) :]:
            ax.set_visible(False)
        for ax, panel, spec in zip(grid, panels, specs, strict=False):
            ax.set_title(spec["title"])
            ax.set_ylim(*spec["range"])
            if isinstance(panel, Drawing):
                _draw_shapes(ax, run, panel)
            else:
                ax.set_xlabel(spec["xLabel"])
                _draw_curves(ax, run, panel, size)
            if "xRange" in spec:
                ax.set_xlim(*spec["xRange"])
        buffer = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        picture.savefig(buffer, format="svg", metadata=nothing)
    return buffer.getvalue()


def _draw_curves(
    ax: Axes, run: Trajectory, panel: str | tuple[str, ...] | Phase, size: float
) -> None:
    if isinstance(panel, Phase):
        x, y = run[panel.x], run[panel.y]
        ax.plot(x, y, color=INK)
        ax.plot(x[:1], y[:1], "o", color=INK, markerfacecolor="none")
        ax.plot(x[-1:], y[-1:], "o", color=INK)
        return
    times = run.times / size
    ax.set_xlim(times[0], times[-1])
    curves = curves_of(run.model, panel)
    for curve in curves:
        name = label(curve) if len(curves) > 1 else None
        ax.plot(times, run[curve.name], label=name, **style(curve.role))
    label_lines(ax)


def _draw_shapes(ax: Axes, run: Trajectory, drawing: Drawing) -> None:
    ax.set_aspect("equal")
    ax.axis("off")
    for outline in drawing.outlines:
        points = np.array([
            [run[at][-1] if isinstance(at, str) else at for at in point]
            for point in outline.points
        ])  # fmt: skip
        x, y = (np.vstack([points, points[:1]]) if outline.closed else points).T
        look = style(outline.role)
        ax.plot(x, y, **look)
        if outline.filled:
            ax.fill(x, y, color=look["color"], alpha=_TINT, linewidth=0)
        if outline.label:
            ax.annotate(
                outline.label, points[-1], xytext=(5, 0), textcoords="offset points",
                va="center", color=look["color"],
            )  # fmt: skip
