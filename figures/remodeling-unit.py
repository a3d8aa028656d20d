"""The remodeling unit in its two forms: a tunnel through dense bone, a trench on a strut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Polygon
from matplotlib.transforms import Affine2D
from pen import (
    LINE,
    THIN,
    activation,
    bone,
    canvas,
    color,
    label,
    lining_cell,
    osteoblast,
    osteoblasts,
    osteoclast,
    osteocyte,
    precursor,
    save,
    tint,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

MIDDLE, WIDE, CANAL = 5.55, 1.12, 0.34
TIP, SHOULDER = 7.95, 6.7
SURFACE, PIT = 2.15, 0.8


def turned(ax: Axes, x: float, y: float, angle: float, draw: Callable[[], None]) -> None:
    """Draw a cell turned about (x, y) by `angle` degrees."""
    known = set(ax.get_children())
    draw()
    turn = Affine2D().rotate_deg_around(x, y, angle) + ax.transData
    for artist in set(ax.get_children()) - known:
        artist.set_transform(turn)


def half_width(x: np.ndarray) -> np.ndarray:
    """Return half the tunnel's width: the canal, the closing cone, the cutting cone, the tip."""
    closing = CANAL + (WIDE - CANAL) / (1 + np.exp(-(x - 3.5) / 0.55))
    reach = np.clip((x - SHOULDER) / (TIP - SHOULDER), 0, 1)
    return np.asarray(closing * np.sqrt(1 - reach**2))


fig, ax = canvas(9.6, 7.3)

# The tunnel.
x = np.linspace(0, 9.6, 481)
for side in (-1, 1):
    wall = MIDDLE + side * half_width(x)
    block = [*zip(x, wall, strict=True), (9.6, MIDDLE + side * 1.65), (0, MIDDLE + side * 1.65)]
    ax.add_patch(Polygon(block, facecolor=tint("bone", 0.13), edgecolor="none", zorder=1))
    inside = x <= TIP
    ax.plot(x[inside], wall[inside], color=color("bone"), lw=LINE, zorder=2)
    ax.plot([0, 5.4], [MIDDLE + side * WIDE] * 2, color=color("bone"), lw=THIN, ls=(0, (4, 3)))
ax.plot([2.35, 6.2], [MIDDLE] * 2, color=color("guide"), lw=5, alpha=0.45, solid_capstyle="round")
for angle in (-56, 0, 56):  # Along the tip, their ruffled borders outward.
    across, up = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    at = (SHOULDER + 0.9 * (TIP - SHOULDER) * across, MIDDLE + 0.88 * WIDE * up)
    turned(ax, *at, angle + 90, lambda at=at: osteoclast(ax, *at, width=0.86, height=0.5, nuclei=2))
for at in np.arange(3.2, 5.3, 0.5):
    floor = float(MIDDLE - half_width(np.array([at + 0.1]))[0]) + 0.02
    tilt = float(np.degrees(np.arctan2(half_width(np.array([at + 0.2]))[0]
                                       - half_width(np.array([at - 0.2]))[0], 0.4)))  # fmt: skip
    for turn, y in ((-tilt, floor), (180 + tilt, 2 * MIDDLE - floor)):
        turned(ax, at, y, turn, lambda at=at, y=y: osteoblast(ax, at, y, width=0.42, height=0.48))
for at in ((6.1, MIDDLE + 0.36), (6.45, MIDDLE - 0.3)):
    precursor(ax, *at, role="resorption", size=0.34)
osteocyte(ax, 0.85, MIDDLE - 0.72, size=0.6)
osteocyte(ax, 9.0, MIDDLE - 1.0, size=0.7)
osteocyte(ax, 9.05, MIDDLE + 0.95, size=0.7)
activation(ax, (8.55, MIDDLE), (9.45, MIDDLE))
label(ax, 1.5, MIDDLE + 0.72, "new wall", small=True)
label(ax, 1.1, MIDDLE, "blood vessel", small=True)

# Its clock, the same for both forms.
for left, right, role, text in (
    (5.85, 8.4, "resorption", "dig"),
    (5.3, 5.75, "guide", "wait"),
    (2.6, 5.2, "formation", "refill"),
):  # fmt: skip
    ax.plot([left, right], [3.55] * 2, color=color(role), lw=3 * LINE, solid_capstyle="butt")
    label(ax, (left + right) / 2, 3.2, text, role="bone" if role == "guide" else role)


# The trench.
def strut(x: np.ndarray) -> np.ndarray:
    """Return the strut's surface: quiet, freshly dug, nearly refilled, quiet."""
    dug = PIT / (1 + np.exp((x - 8.35) / 0.09)) * (x > 1)
    filled = (PIT - 0.14) / (1 + np.exp((x - 4.6) / 0.22))
    return np.asarray(SURFACE - dug + filled * (x > 1) - 0.14 * (x <= 1))


bone(ax, 0, 9.6, surface=strut, bottom=0.0, lamellae=1)
ax.plot([0.5, 5.9], [SURFACE - PIT] * 2, color=color("bone"), lw=THIN, ls=(0, (4, 3)))
lining_cell(ax, 0.62, SURFACE - 0.14, width=1.1)
lining_cell(ax, 9.05, SURFACE, width=1.0)
osteoclast(ax, 7.15, SURFACE - PIT + 0.14, width=2.0, height=1.1)
osteoblasts(ax, 3.4, SURFACE - 0.2, 3, width=0.62)
osteocyte(ax, 3.4, 0.6, size=0.75)
osteocyte(ax, 8.1, 0.6, size=0.75)
for at, low, high, text in (
    (5.6, SURFACE - PIT, SURFACE, "depth"), (1.55, SURFACE - PIT, SURFACE - 0.16, "wall"),
):  # fmt: skip
    ax.annotate(
        "", (at, high), (at, low),
        arrowprops={"arrowstyle": "<->", "color": color("bone"), "lw": LINE, "shrinkA": 0,
                    "shrinkB": 0},
    )  # fmt: skip
    label(ax, at, low - 0.3, text, small=True)
ax.plot([5.3, 5.9], [SURFACE] * 2, color=color("bone"), lw=THIN, ls=(0, (1, 2)))
save(fig, Path(__file__).with_suffix(".svg"))
