"""The same cut before and beyond the ganglion: which pieces of a nerve live on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Circle, Rectangle
from pen import LINE, canvas, color, label, save, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CORD, GANGLION, FOOT = 1.5, 4.0, 9.2
MOTOR, SENSORY = 0.55, -0.55
"""Heights of the two axons over the middle of a row."""


def axon(ax: Axes, start: float, stop: float, y: float, *, alive: bool) -> None:
    """Draw a stretch of an axon: a line where it lives, dots where it has died."""
    look: dict[str, Any] = {"color": color("osteocytes"), "lw": LINE, "ls": (0, (1, 2.2))}
    if alive:
        look = {"color": color("nerve"), "lw": 2 * LINE}
    ax.plot([start, stop], [y, y], solid_capstyle="butt", zorder=3, **look)


def row(ax: Axes, y: float, cut: float, title: str) -> None:
    """Draw cord, ganglion, a motor and a sensory axon, and a cut."""
    label(ax, 0.1, y + 1.45, title, bold=True, align="left")
    gray = {"fc": tint("osteocytes", 0.3), "ec": color("osteocytes")}
    ax.add_patch(Rectangle((0.1, y - 1), CORD - 0.1, 2, **gray))
    label(ax, 0.75, y - 0.05, "cord", small=True)
    axon(ax, CORD - 0.3, cut, y + MOTOR, alive=True)
    axon(ax, cut, FOOT, y + MOTOR, alive=False)
    ends = (CORD - 0.3, cut), (cut, FOOT)
    for k, (start, stop) in enumerate(ends):
        axon(ax, start, stop, y + SENSORY, alive=(cut < GANGLION) == bool(k))
    for x, level in ((CORD - 0.3, MOTOR), (GANGLION, SENSORY)):
        ax.add_patch(
            Circle((x, y + level), 0.26, fc=tint("nerve", 0.6), ec=color("nerve"), lw=LINE,
                   zorder=5)
        )  # fmt: skip
    ax.plot([cut, cut], [y - 1, y + 1], color=color("resorption"), lw=3.2, zorder=6)
    label(ax, GANGLION, y - 1.12, "ganglion", small=True)
    label(ax, 6.2, y + MOTOR + 0.3, "to the muscle", small=True)
    label(ax, 6.2, y + SENSORY - 0.32, "from the skin", small=True)
    ax.add_patch(
        Rectangle((8.0, y - 0.85), 1.4, 1.7, fc="none", ec=color("bone"), lw=LINE, zorder=4)
    )  # fmt: skip
    label(ax, 8.7, y - 1.12, "tested here", small=True)


fig, ax = canvas(9.6, 7.2)
row(ax, 5.25, 2.7, "cut in the root: the skin's axon survives")
row(ax, 1.6, 5.0, "cut in the nerve: both die beyond it")
save(fig, Path(__file__).with_suffix(".svg"))
