"""The skin that each root of the leg serves, front and back, and two maps of L4 that disagree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Circle, Polygon
from pen import LINE, canvas, color, label, save, tint
from scipy.interpolate import PchipInterpolator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    Share = float | tuple[float, float]
    Piece = tuple[str, float, float, Share, Share, float]

HEIGHT = 7.6
"""Of a leg, from the sole to the groin, in units."""

# Height over the sole, and how far the outer and the inner edge lie from the middle of the leg.
EDGES = np.array(
    [
        (0.0, -0.62, 0.5), (0.25, -0.6, 0.52), (0.55, -0.42, 0.42), (0.85, -0.34, 0.36),
        (1.3, -0.31, 0.3), (2.3, -0.5, 0.42), (3.3, -0.68, 0.58), (4.1, -0.58, 0.52),
        (4.7, -0.66, 0.54), (5.8, -0.9, 0.66), (6.8, -1.0, 0.76), (7.6, -1.02, 0.8),
    ]
)  # fmt: skip
OUTER, INNER = (PchipInterpolator(EDGES[:, 0], EDGES[:, k]) for k in (1, 2))

# A piece of skin: root, lowest and highest point, from and to as shares of the width (0 is the
# outer edge), strength of the color.
FRONT: tuple[Piece, ...] = (
    ("L2", 6.1, 7.6, 0, 1, 0.2), ("L3", 3.9, 6.1, 0, 1, 0.5), ("L4", 0.75, 3.9, 0.5, 1, 0.25),
    ("L5", 0.75, 3.9, 0, 0.5, 0.65), ("", 0.0, 0.75, 0.22, 1, 0.65), ("", 0.0, 0.75, 0, 0.22, 0.4),
)  # fmt: skip
BACK: tuple[Piece, ...] = (
    ("L4", 0.75, 3.9, 0.62, 1, 0.25), ("L5", 0.75, 3.9, 0, 0.38, 0.65),
    ("S1", 0.0, 0.75, 0, 1, 0.4),
)  # fmt: skip
POINTS = {"front": ((0.45, -0.12), (0.9, 0.3)), "back": ((0.35, -0.34),)}


def edge(x: float, side: int, height: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """Return x of a line down the leg; `side` is -1 for a view from behind."""
    return x + side * (OUTER(height) + share * (INNER(height) - OUTER(height)))


def fill(ax: Axes, x: float, bottom: float, side: int, piece: Piece) -> None:
    """Fill a piece of skin; its shares may be pairs, for the lowest and the highest point."""
    name, low, high, start, stop, strength = piece
    height = np.linspace(low, high, 80)
    share = [np.linspace(*np.broadcast_to(ends, 2), 80) for ends in (start, stop)]
    left, right = (edge(x, side, height, one) for one in share)
    outline = np.column_stack([np.append(left, right[::-1]), np.append(height, height[::-1])])
    outline[:, 1] += bottom
    ax.add_patch(Polygon(outline, fc=tint("nerve", strength), ec="none", zorder=2))
    # The name stands above the middle of a piece, where the calf is wide.
    up = 0.7 if low < 3 < high else 0.5
    at, center = np.array(low + up * (high - low)), (share[0] + share[1]) / 2
    where = edge(x, side, at, float(np.interp(up, (0, 1), (center[0], center[-1]))))
    label(ax, float(where), bottom + float(at), name, small=True)


def leg(
    ax: Axes,
    x: float,
    bottom: float,
    side: int,
    pieces: Sequence[Piece],
    points: Sequence[tuple[float, float]] = (),
) -> None:
    """Draw a leg with its pieces of skin and the points at which they are tested."""
    for piece in pieces:
        fill(ax, x, bottom, side, piece)
    height = np.linspace(0, HEIGHT, 200)
    for share in (0, 1):
        ax.plot(edge(x, side, height, share), bottom + height, color=color("bone"), lw=LINE,
                zorder=4)  # fmt: skip
    sole = edge(x, side, np.zeros(2), np.array([0.0, 1.0]))
    ax.plot(sole, [bottom, bottom], color=color("bone"), lw=LINE, zorder=4)
    for up, across in points:
        ax.add_patch(Circle((x + side * across, bottom + up), 0.09, fc=color("bone"), zorder=5))


fig, ax = canvas(9.6, 9.4)
BOTTOM = 0.3
leg(ax, 1.4, BOTTOM, 1, FRONT, POINTS["front"])
leg(ax, 3.7, BOTTOM, -1, BACK, POINTS["back"])
leg(ax, 6.2, BOTTOM, 1, (("L4", 0.0, 3.9, 0.55, 1, 0.6),))
leg(ax, 8.5, BOTTOM, 1, (("L4", 0.0, 7.0, (0.62, 0.0), (1.0, 0.3), 0.6),))
for x, text in ((1.3, "front"), (3.8, "back"), (6.1, "one"), (8.4, "another")):
    label(ax, x, BOTTOM + HEIGHT + 0.35, text)
label(ax, 2.55, 9.1, "where most agree", bold=True)
label(ax, 7.25, 9.1, "L4 in two maps", bold=True)
label(ax, 3.7, BOTTOM + 5.6, "maps\ndiffer", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
