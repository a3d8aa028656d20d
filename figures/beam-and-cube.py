"""Draw what DXA sees of two bones of the same material, and what CT sees: a shadow, or cubes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Circle, Rectangle
from pen import LINE, THIN, activation, canvas, color, label, save, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 3.1
"""Height of the centers of all bones above the sheet's lower edge."""

SCREEN = 4.9
"""Height of the detector."""

SHADE = 0.16
"""Share of ink in the fill of bone."""

CUBE = 0.24
"""Edge of the cubes of a CT image."""

BONES = ((1.15, 0.6), (3.3, 1.2))
"""Center and radius of the thin and of the thick bone, from the left edge of their half."""


def shadow(ax: Axes, x: float, radius: float) -> None:
    """Draw X-rays through a bone from below, and above it how much they have lost."""
    ax.add_patch(Circle((x, HEIGHT), radius, fc=tint("bone", SHADE), ec=color("bone"), lw=LINE))
    for share in (-0.6, 0.0, 0.6):
        activation(ax, (x + share * radius, 1.2), (x + share * radius, SCREEN - 0.1), role="guide")
    across = np.linspace(-radius, radius, 121)
    loss = SCREEN + np.sqrt(np.maximum(radius**2 - across**2, 0))
    ax.fill_between(x + across, SCREEN, loss, color=tint("bone", SHADE), lw=0, zorder=2)
    ax.plot(x + across, loss, color=color("bone"), lw=LINE, zorder=3)
    ax.plot([x - radius, x + radius], [SCREEN + np.pi / 4 * radius] * 2, color=color("bone"),
            lw=LINE, ls=":", zorder=4)  # fmt: skip


def cubes(ax: Axes, x: float, radius: float) -> None:
    """Draw a bone as CT sees it: cubes that all have the same gray."""
    rim = Circle((x, HEIGHT), radius, fc="none", ec=color("bone"), lw=LINE, zorder=4)
    ax.add_patch(rim)
    count = int(np.ceil(radius / CUBE))
    for right in range(-count, count):
        for up in range(-count, count):
            corner = (x + right * CUBE, HEIGHT + up * CUBE)
            cube = Rectangle(corner, CUBE, CUBE, fc=tint("bone", SHADE), ec=color("guide"), lw=THIN)
            ax.add_patch(cube)
            cube.set_clip_path(rim)


def main() -> None:
    """Write the drawing beside this script."""
    fig, ax = canvas(9.6, 7.9)
    for x, radius in BONES:
        shadow(ax, x, radius)
        cubes(ax, x + 4.9, radius)
    ax.plot([0.2, 4.7], [SCREEN, SCREEN], color=color("bone"), lw=LINE)
    label(ax, 2.4, 7.5, "DXA: a shadow", bold=True)
    label(ax, 7.3, 7.5, "CT: cubes", bold=True)
    label(ax, 1.15, 6.3, "less mineral\nper area", small=True)
    label(ax, 3.3, 6.7, "more mineral\nper area", small=True)
    label(ax, 2.4, 0.8, "X-rays from below", small=True)
    label(ax, 7.3, 5.3, "the same mineral\nin every cube", small=True)
    label(ax, 4.8, 0.25, "two bones of one material: thin and thick")
    save(fig, Path(__file__).with_suffix(".svg"))


if __name__ == "__main__":
    main()
