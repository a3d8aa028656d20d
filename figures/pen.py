"""The pen that draws every schematic of the course: one line, one type, one drawing of each cell.

A figure script asks for a sheet, draws on it and saves it::

    from pen import canvas, osteoclast, bone, save

    fig, ax = canvas(9.6, 4)
    bone(ax, 0, 9.6, surface=1, bottom=0)
    osteoclast(ax, 4.8, 1)
    save(fig, Path(__file__).with_suffix(".svg"))

Lengths are in units of half an inch. A sheet is 9.6 units wide, so that its text stays readable
when a phone shrinks it to a column. Roles ("resorption", "formation", "bone", "osteocytes", ...)
are those of `bonebalance.plotting`: a cell has the color of its lines in the plots.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path as Curve

from bonebalance.plotting import style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    Point = tuple[float, float]
    Color = tuple[float, float, float]

UNIT = 0.5
"""Inches in one unit of length."""

LINE = 1.6
"""Width of every outline and arrow, in points."""

THIN = 0.9
"""Width of what is only texture: lamellae, guides."""

CORNER = 0.14
"""Radius of the corner of every box and cuboid cell, in units."""

TEXT = 11.0
"""Size of a label, in points; small print is 1.5 points smaller."""

TINT = 0.26
"""Share of the role's color in the fill of a cell or box; the rest is paper."""


def color(role: str) -> Color:
    """Return the color of a role."""
    return to_rgb(style(role)["color"])


def tint(role: str, share: float = TINT) -> Color:
    """Return the role's color mixed with paper: the fill of everything that has that role."""
    red, green, blue = (1 - share + share * part for part in color(role))
    return red, green, blue


def canvas(width: float = 9.6, height: float = 5.4) -> tuple[Figure, Axes]:
    """Return an empty transparent sheet whose axes run from 0 to `width` and 0 to `height`."""
    fig = Figure(figsize=(width * UNIT, height * UNIT))
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.axis("off")
    return fig, ax


def save(fig: Figure, path: Path) -> None:
    """Write the sheet as SVG: the same bytes each time, text as paths, transparent."""
    fixed = {"svg.hashsalt": "bone-in-balance", "svg.fonttype": "path"}
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context(fixed):
        fig.savefig(path, format="svg", transparent=True, metadata=nothing)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")


def label(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    role: str = "bone",
    small: bool = False,
    bold: bool = False,
    align: str = "center",
) -> None:
    """Write `text` centered on height `y`; `align` says what `x` is: left, center or right."""
    size = TEXT - 1.5 if small else TEXT
    weight = "bold" if bold else "normal"
    ax.text(
        x, y, text, color=color(role), size=size, weight=weight, ha=align, va="center",
        family="DejaVu Sans", linespacing=1.25, zorder=9,
    )  # fmt: skip


def box(ax: Axes, x: float, y: float, width: float, height: float, *, role: str = "bone") -> None:
    """Draw a rounded box centered on (x, y)."""
    _cuboid(ax, x - width / 2, y - height / 2, width, height, role, zorder=2)


def bone(
    ax: Axes,
    left: float,
    right: float,
    *,
    surface: float | Callable[[np.ndarray], np.ndarray],
    bottom: float,
    lamellae: int = 2,
) -> None:
    """Draw bone from `bottom` up to its surface: a height, or a function of x (a cavity)."""
    x = np.linspace(left, right, 241)
    top = surface(x) if callable(surface) else np.full_like(x, surface)
    outline = np.column_stack([np.append(x, [right, left]), np.append(top, [bottom, bottom])])
    ax.add_patch(Polygon(outline, facecolor=tint("bone", 0.13), edgecolor="none", zorder=1))
    for k in range(1, lamellae + 1):
        level = np.full_like(x, bottom + (np.max(top) - bottom) * k / (lamellae + 1))
        level[level > top - 0.1] = np.nan
        ax.plot(x, level, color=tint("bone", 0.3), lw=THIN, zorder=1)
    ax.plot(x, top, color=color("bone"), lw=LINE, solid_capstyle="butt", zorder=2)


def osteoclast(
    ax: Axes, x: float, y: float, *, width: float = 2.4, height: float = 1.3, nuclei: int = 4
) -> None:
    """Draw an osteoclast whose ruffled border lies at (x, y): large, domed, with several nuclei."""
    half, ruffles = width / 2, 8
    points: list[Point] = [(x - half, y + 0.05)]
    codes = [Curve.MOVETO]
    points += [(x - half * 1.08, y + height * 0.85), (x - half * 0.55, y + height), (x, y + height)]
    points += [(x + half * 0.55, y + height), (x + half * 1.08, y + height * 0.85)]
    points += [(x + half, y + 0.05)]
    codes += [Curve.CURVE4] * 6
    edge = np.linspace(x + half, x - half, ruffles + 1)
    for start, stop in pairwise(edge):  # Each fold of the border reaches down to the bone.
        points += [((start + stop) / 2, y - 0.3), (float(stop), y + 0.05)]
        codes += [Curve.CURVE3] * 2
    _shape(ax, points, codes, "resorption")
    for k in range(nuclei):
        across = x + width * 0.19 * (k - (nuclei - 1) / 2)
        _nucleus(ax, across, y + height * (0.62 if k % 2 else 0.46), "resorption", 0.19)


def osteoblast(ax: Axes, x: float, y: float, *, width: float = 0.8, height: float = 0.95) -> None:
    """Draw an osteoblast standing on (x, y): a cuboid with one nucleus away from the bone."""
    _cuboid(ax, x - width / 2, y, width, height, "formation", zorder=4)
    _nucleus(ax, x, y + height * 0.64, "formation", 0.21)


def osteoblasts(ax: Axes, x: float, y: float, count: int, *, width: float = 0.8) -> None:
    """Draw a row of `count` osteoblasts side by side, centered on x, standing on height y."""
    for k in range(count):
        osteoblast(ax, x + (k - (count - 1) / 2) * width * 1.08, y, width=width)


def lining_cell(ax: Axes, x: float, y: float, *, width: float = 1.6) -> None:
    """Draw a bone lining cell lying on (x, y): flat, with a bulge at its nucleus."""
    ax.add_patch(
        Ellipse((x, y + 0.11), width, 0.24, fc=tint("formation"), ec=color("formation"), lw=LINE,
                zorder=3)
    )  # fmt: skip
    ax.add_patch(Ellipse((x, y + 0.12), 0.34, 0.13, fc=color("formation"), ec="none", zorder=4))


def precursor(ax: Axes, x: float, y: float, *, role: str, size: float = 0.64) -> None:
    """Draw a precursor centered on (x, y): small and round, in the color of what it becomes."""
    ax.add_patch(
        Circle((x, y), size / 2, fc=tint(role), ec=color(role), lw=LINE, zorder=4)
    )  # fmt: skip
    _nucleus(ax, x, y, role, size * 0.27)


def osteocyte(ax: Axes, x: float, y: float, *, size: float = 1.5, processes: int = 10) -> None:
    """Draw an osteocyte centered on (x, y): a star whose processes reach through the bone."""
    turn = 2 * np.pi / processes
    points = [_polar(x, y, size * 0.5, 0)]
    codes = [Curve.MOVETO]
    for k in range(1, processes + 1):
        points += [_polar(x, y, size * 0.12, (k - 1) * turn), _polar(x, y, size * 0.12, k * turn)]
        points += [_polar(x, y, size * (0.36 if k % 2 else 0.5), k * turn)]
        codes += [Curve.CURVE4] * 3
    _shape(ax, points, codes, "osteocytes")
    for k in range(0, processes, 2):  # The long processes go on as threads and fork.
        for side in (-0.16, 0.16):
            ends = (_polar(x, y, size * 0.46, k * turn), _polar(x, y, size * 0.68, k * turn + side))
            across, up = zip(*ends, strict=True)
            ax.plot(across, up, color=color("osteocytes"), lw=THIN, zorder=3)
    _nucleus(ax, x, y, "osteocytes", size * 0.08)


def activation(
    ax: Axes, start: Point, end: Point, *, role: str = "bone", bend: float = 0.0, width: float = 1.0
) -> None:
    """Draw an arrow with a head: `start` produces, moves to or increases `end`."""
    long, half = 0.16 + 0.12 * width, 0.07 + 0.06 * width
    tip, along, across = _shaft(ax, start, end, role, bend, width, gap=long * 0.8)
    corners = [tip, tip - long * along + half * across, tip - long * along - half * across]
    ax.add_patch(Polygon(corners, fc=color(role), ec="none", zorder=5))


def inhibition(
    ax: Axes, start: Point, end: Point, *, role: str = "bone", bend: float = 0.0
) -> None:
    """Draw an arrow with a bar: `start` slows or blocks `end`."""
    tip, _, across = _shaft(ax, start, end, role, bend, 1.0, gap=0)
    x, y = np.column_stack([tip - 0.2 * across, tip + 0.2 * across])
    ax.plot(x, y, color=color(role), lw=LINE * 1.3, solid_capstyle="butt", zorder=5)


def _shaft(
    ax: Axes, start: Point, end: Point, role: str, bend: float, width: float, *, gap: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw an arrow's line, bent to the right by `bend`; return its tip, direction and normal."""
    first, tip = np.array(start), np.array(end)
    span = tip - first
    control = (first + tip) / 2 + bend * np.array([span[1], -span[0]])
    along = (tip - control) / np.hypot(*(tip - control))
    curve = Curve([first, control, tip - gap * along], [Curve.MOVETO, Curve.CURVE3, Curve.CURVE3])
    ax.add_patch(
        PathPatch(
            curve, fc="none", ec=color(role), lw=LINE * width, ls=style(role)["linestyle"], zorder=5
        )
    )
    return tip, along, np.array([-along[1], along[0]])


def _shape(ax: Axes, points: Sequence[Point], codes: Sequence[np.uint8], role: str) -> None:
    closed = Curve([*points, points[0]], [*codes, Curve.CLOSEPOLY])
    ax.add_patch(
        PathPatch(closed, fc=tint(role), ec=color(role), lw=LINE, joinstyle="round", zorder=3)
    )


def _cuboid(
    ax: Axes, left: float, bottom: float, width: float, height: float, role: str, *, zorder: int
) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (left + CORNER, bottom + CORNER), width - 2 * CORNER, height - 2 * CORNER,
            boxstyle=f"round,pad={CORNER}", fc=tint(role), ec=color(role), lw=LINE, zorder=zorder,
        )
    )  # fmt: skip


def _nucleus(ax: Axes, x: float, y: float, role: str, radius: float) -> None:
    ax.add_patch(Circle((x, y), radius, fc=tint(role, 0.75), ec="none", zorder=5))


def _polar(x: float, y: float, radius: float, angle: float) -> Point:
    return float(x + radius * np.cos(angle)), float(y + radius * np.sin(angle))
