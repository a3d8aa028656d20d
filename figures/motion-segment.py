"""Two vertebrae from the side, before and after the lower edge of the upper one gives way."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, Polygon
from pen import LINE, canvas, color, label, save, tint

WIDE, HIGH, DISC = 2.1, 1.9, 0.65
"""Depth and height of a body and height of a disc, on the sheet."""

FLOOR = 1.5


def posterior(x: float, y: float, low: float) -> list[np.ndarray]:
    """Return pedicle and joint column of a vertebra whose pedicle's lower edge is at y."""
    pedicle = np.array([(x, y), (x + 0.95, y + 0.05), (x + 0.95, y + 0.62), (x, y + 0.68)])
    # The upper process of each joint lies in front of the lower one of the next vertebra above.
    rising = np.array([(x + 0.85, y), (x + 0.85, y + 1.45), (x + 1.12, y + 1.45), (x + 1.3, y)])
    falling = np.array([(x + 0.9, y + 0.75), (x + 1.6, y + 0.65), (x + 1.68, low), (x + 1.3, low),
                        (x + 1.2, y)])  # fmt: skip
    return [pedicle, rising, falling]


def draw(ax: Axes, parts: list[np.ndarray], layer: int) -> None:
    """Draw bone as one shape: first all edges, then all fills."""
    for part in parts:
        ax.add_patch(
            Polygon(part, fc="none", ec=color("bone"), lw=2 * LINE, joinstyle="round", zorder=layer)
        )
    for part in parts:
        ax.add_patch(Polygon(part, fc=tint("bone", 0.13), ec="none", zorder=layer + 0.5))


def segment(ax: Axes, x: float, front: float, back: float) -> float:
    """Draw two vertebrae; the lower edge of the upper lost `front` and `back`. Return the gap."""
    right, top = x + WIDE, FLOOR + HIGH
    below = [np.array([(x, FLOOR), (right, FLOOR), (right, top), (x, top)])]
    below += posterior(right, FLOOR + 0.75, FLOOR)
    draw(ax, below, 1)
    base = top + DISC
    body = np.array(
        [(x, base), (right, base), (right, base + HIGH - back), (x, base + HIGH - front)]
    )
    pedicle = base + 0.75 - back
    upper = [body, *posterior(right, pedicle, pedicle - 1.15)]
    draw(ax, upper, 2)
    ax.add_patch(
        Ellipse((x + WIDE / 2, top + DISC / 2), WIDE - 0.1, DISC - 0.08, fc=tint("guide", 0.2),
                ec=color("guide"), lw=LINE, zorder=3)
    )  # fmt: skip
    gap = pedicle - (FLOOR + 0.75 + 0.68)
    flat = (gap / 1.87) ** 1.4  # squeezed, as a drawing shows it
    ax.add_patch(
        Ellipse((right + 0.42, pedicle - 0.1 - 0.3 * flat), 0.5, 0.56 * flat, fc=tint("nerve", 0.5),
                ec=color("nerve"), lw=LINE, zorder=6)
    )  # fmt: skip
    if back:
        ax.plot([x, right], [base + 0.08, base + 0.08], color=color("resorption"), lw=LINE * 1.4,
                ls=(0, (5, 1.6)), zorder=5)  # fmt: skip
    return pedicle


fig, ax = canvas(9.6, 8.2)
first = segment(ax, 0.5, 0.0, 0.0)
second = segment(ax, 5.6, 0.95, 0.62)
for x, text in ((2.2, "before"), (7.4, "after")):
    label(ax, x, 7.7, text, bold=True)
floor = FLOOR + 0.75 + 0.68
for x, top in ((3.28, first), (8.38, second)):
    ax.annotate("", (x, floor + 0.02), (x, top - 0.02),
                arrowprops={"arrowstyle": "<->", "color": color("bone"), "lw": LINE * 0.8},
                zorder=8)  # fmt: skip
label(ax, 1.55, 5.0, "body", small=True)
label(ax, 1.55, FLOOR + HIGH + DISC / 2, "disc", small=True)
label(ax, 6.65, 4.66, "lower edge\ngave way", role="resorption", small=True)
label(ax, 1.55, 2.4, "next body", small=True)
ax.plot([3.02, 4.55], [first - 0.4, 6.1], color=color("nerve"), lw=LINE * 0.6, zorder=9)
label(ax, 4.55, 6.4, "root", role="nerve", bold=True)
label(ax, 1.9, 0.85, "front is left", small=True)
label(ax, 7.0, 0.85, "the pedicle sinks, the foramen closes", small=True)
ax.plot([3.3, 4.75], [4.1, 2.75], color=color("bone"), lw=LINE * 0.6, zorder=9)
label(ax, 4.95, 2.45, "foramen", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
