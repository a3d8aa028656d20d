"""Draw a wedged vertebra between two neighbors, and the four places where a treatment can act."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Circle, Ellipse, Polygon
from pen import LINE, activation, canvas, color, label, save, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FRONT, BACK = 3.2, 6.0
"""Front and back of the vertebral bodies; the front is on the left."""

CANAL = (6.25, 7.05)
"""Front and back edge of the canal."""


def body(ax: Axes, corners: tuple[float, float, float, float]) -> None:
    """Draw a body by the heights of its corners: front low, front high, back high, back low."""
    low, high, back_high, back_low = corners
    outline = [(FRONT, low), (FRONT, high), (BACK, back_high), (BACK, back_low)]
    ax.add_patch(Polygon(outline, fc=tint("bone", 0.13), ec=color("bone"), lw=LINE, zorder=2))


def disc(ax: Axes, height: float, slope: float) -> None:
    """Draw a disc between two bodies."""
    turn = float(np.degrees(np.arctan(slope)))
    middle = (FRONT + BACK) / 2
    ax.add_patch(
        Ellipse((middle, height), BACK - FRONT - 0.2, 0.5, angle=turn, fc=tint("guide", 0.2),
                ec=color("guide"), lw=LINE, zorder=1)
    )  # fmt: skip


def main() -> None:
    """Write the drawing beside this script."""
    fig, ax = canvas(9.6, 8.8)
    body(ax, (1.3, 2.9, 2.9, 1.3))
    disc(ax, 3.15, 0.0)
    body(ax, (3.4, 4.05, 5.0, 3.4))
    disc(ax, 4.8, 0.3)
    body(ax, (4.75, 6.35, 7.25, 5.6))
    for edge in CANAL:
        ax.plot([edge, edge], [1.2, 7.2], color=color("guide"), lw=LINE)
    nerve = {"color": color("nerve"), "lw": 5, "solid_capstyle": "round", "zorder": 3}
    ax.plot([6.65, 6.65], [1.3, 7.1], **nerve)
    ax.plot([6.65, 7.3, 8.0], [3.6, 3.15, 2.9], **nerve)
    activation(ax, (3.7, 8.15), (4.2, 6.9), width=1.4)
    label(ax, 3.7, 8.45, "2  load", bold=True)
    label(ax, 1.5, 7.2, "muscle, posture,\nwhat is lifted,\nbrace", small=True)
    label(ax, 1.45, 4.6, "3  shape", bold=True)
    label(ax, 1.45, 3.75, "cement,\nlifting the wedge", small=True)
    activation(ax, (2.35, 4.5), (3.1, 3.9), role="guide")
    label(ax, 4.6, 0.85, "1  strength", role="drug", bold=True)
    label(ax, 4.6, 0.35, "drugs, over months", small=True)
    for x, y in ((4.0, 2.0), (4.6, 2.2), (5.2, 1.9), (4.4, 3.8), (5.2, 4.1)):
        ax.add_patch(Circle((x, y), 0.12, fc=color("drug"), ec="none", alpha=0.6, zorder=4))
    label(ax, 8.3, 5.0, "4  pressure", role="nerve", bold=True)
    label(ax, 8.3, 4.15, "room for\nthe nerve", small=True)
    activation(ax, (7.6, 3.7), (6.95, 3.55), role="guide")
    label(ax, 8.3, 1.0, "back", small=True)
    label(ax, 1.5, 1.0, "front", small=True)
    save(fig, Path(__file__).with_suffix(".svg"))


if __name__ == "__main__":
    main()
