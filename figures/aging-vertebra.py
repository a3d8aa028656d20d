"""Draw a vertebral body cut open at 20 and at 80: wider, its struts thinner, some cut through."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Polygon
from pen import LINE, activation, canvas, color, label, save, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOW, HIGH = 1.5, 4.7
"""Lower and upper endplate."""

WAIST = 0.16
"""How far the sides of a body are drawn in."""

COLUMNS, ROWS = 6, 5
"""Upright struts, and crossing ones in each gap between them."""

LOST = {(0, 2), (1, 1), (1, 3), (2, 2), (2, 4), (3, 0), (3, 2), (4, 3), (4, 1)}
"""Crossing struts (gap, row) that the old body has lost; one upright one is cut as well."""


def body(ax: Axes, left: float, right: float, shell: float) -> None:
    """Draw endplates and shell, filled with marrow-white."""
    up = np.linspace(0, np.pi, 41)
    height = np.linspace(LOW, HIGH, 41)
    front = np.column_stack([left + WAIST * np.sin(up), height])
    back = np.column_stack([right - WAIST * np.sin(up), height])
    outline = np.vstack([front, back[::-1]])
    ax.add_patch(Polygon(outline, fc=tint("bone", 0.06), ec=color("bone"), lw=shell, zorder=2))


def struts(
    ax: Axes, left: float, right: float, upright: float, across: float, *, old: bool
) -> None:
    """Draw the lattice: columns, and between them the struts that tie them."""
    xs = np.linspace(left + 0.5, right - 0.5, COLUMNS)
    ys = np.linspace(LOW + 0.5, HIGH - 0.5, ROWS)
    for k, x in enumerate(xs):
        pieces = [(LOW, 2.7), (3.5, HIGH)] if old and k == 2 else [(LOW, HIGH)]
        for piece in pieces:
            ax.plot([x, x], piece, color=color("bone"), lw=upright, zorder=3)
    for gap in range(COLUMNS - 1):
        for row, y in enumerate(ys):
            if old and (gap, row) in LOST:
                ends = (xs[gap], xs[gap] + 0.12, xs[gap + 1] - 0.1, xs[gap + 1])
                ax.plot(ends[:2], [y, y], color=color("bone"), lw=across, zorder=3)
                ax.plot(ends[2:], [y, y], color=color("bone"), lw=across, zorder=3)
                continue
            ax.plot([xs[gap], xs[gap + 1]], [y, y], color=color("bone"), lw=across, zorder=3)


def main() -> None:
    """Write the drawing beside this script."""
    fig, ax = canvas(9.6, 7.4)
    young, old = (0.7, 4.1), (5.3, 9.1)
    body(ax, *young, shell=2.4 * LINE)
    struts(ax, *young, 3.4, 2.4, old=False)
    body(ax, *old, shell=1.4 * LINE)
    struts(ax, *old, 1.7, 0.9, old=True)
    for left, right in (young, old):
        for share in (0.2, 0.5, 0.8):
            x = left + share * (right - left)
            activation(ax, (x, 5.75), (x, 4.85), role="guide")
    label(ax, 2.4, 6.9, "at 20", bold=True)
    label(ax, 7.2, 6.9, "at 80", bold=True)
    label(ax, 2.4, 6.15, "load", small=True)
    label(ax, 7.2, 6.15, "the same load", small=True)
    label(ax, 2.4, 0.95, "narrower, dense,\nall struts tied", small=True)
    label(ax, 7.2, 0.95, "wider, struts thin,\nmany ties cut through", small=True)
    label(ax, 4.8, 0.2, "a lumbar vertebral body, cut open")
    save(fig, Path(__file__).with_suffix(".svg"))


if __name__ == "__main__":
    main()
