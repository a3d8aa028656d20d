"""Draw the smallest balance of bone: one tank, filled by osteoblasts, drained by osteoclasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pen import LINE, activation, bone, canvas, color, label, osteoblasts, osteoclast, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FLOOR, RIM, HALF = 2.3, 5.5, 1.55
"""Height of the tank's floor and rim, and half its width."""


def tank(ax: Axes, center: float, level: float) -> None:
    """Draw an open tank filled with bone up to `level`, with an outlet in its floor."""
    left, right = center - HALF, center + HALF
    bone(ax, left, right, surface=level, bottom=FLOOR, lamellae=0)
    x = np.array([left, left, center - 0.3, np.nan, center + 0.3, right, right])
    y = np.array([RIM, FLOOR, FLOOR, np.nan, FLOOR, FLOOR, RIM])
    ax.plot(x, y, color=color("bone"), lw=2 * LINE, solid_joinstyle="round", zorder=3)


def main() -> None:
    """Write the drawing beside this script."""
    fig, ax = canvas(9.6, 8.8)
    start, later = 4.9, 4.1
    for center, level, width, builders in ((2.3, start, 1.3, 2), (7.3, later, 2.1, 4)):
        tank(ax, center, level)
        osteoblasts(ax, center, 6.35, builders, width=0.66)
        activation(ax, (center, 6.25), (center, level + 0.08), role="formation", width=width)
        activation(ax, (center, FLOOR + 0.3), (center, 1.55), role="resorption", width=width)
        label(ax, center, FLOOR + 0.8, "bone mass z", bold=True)
    osteoclast(ax, 2.3, 0.45, width=1.9, height=1.05, nuclei=3)
    osteoclast(ax, 6.4, 0.45, width=1.7, height=1.05, nuclei=3)
    osteoclast(ax, 8.2, 0.45, width=1.7, height=1.05, nuclei=3)
    ax.plot([4.1, 9.2], [start, start], color=color("guide"), lw=LINE, ls=":", zorder=4)
    label(ax, 4.8, start + 0.28, "start", small=True)
    activation(ax, (4.8, start - 0.06), (4.8, later))
    label(ax, 2.3, 8.15, "Tap and drain\nin balance", bold=True)
    label(ax, 7.3, 8.15, "Tap opened wider,\ndrain even more", bold=True)
    label(ax, 4.8, 5.85, "formation F", role="formation", small=True)
    label(ax, 4.8, 1.85, "resorption k·z", role="resorption", small=True)
    save(fig, Path(__file__).with_suffix(".svg"))


if __name__ == "__main__":
    main()
