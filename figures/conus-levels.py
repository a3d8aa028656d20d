"""Vertebrae from T11 to L5 from the side, and where in them the cord ends in other people."""

from pathlib import Path

import numpy as np
from matplotlib.patches import Polygon, Rectangle
from pen import LINE, canvas, color, label, save, tint

from bonebalance import roots
from bonebalance.canal import CRITICAL_OCCUPANCY

LEVELS = ("T11", "T12", "L1", "L2", "L3", "L4", "L5")
STEP, BODY = 1.3, 1.0
TOP = 9.4


def middle(level: str) -> float:
    """Return the height of a body's middle on the sheet."""
    return TOP - BODY / 2 - STEP * LEVELS.index(level)


def place(name: str) -> float:
    """Return the height of a place at which the cord may end."""
    part, level = name.split(maxsplit=1) if " " in name else ("", name)
    if part in ("upper", "middle", "lower"):
        return middle(level) + {"upper": 1, "middle": 0, "lower": -1}[part] * BODY / 3
    above = name.replace("disc", "").strip().split("-")[0]
    return middle(above) - STEP / 2


fig, ax = canvas(9.6, 10.4)
for level in LEVELS:
    ax.add_patch(
        Rectangle((1.0, middle(level) - BODY / 2), 1.9, BODY, fc=tint("bone", 0.13),
                  ec=color("bone"), lw=LINE)
    )  # fmt: skip
    label(ax, 1.95, middle(level), level)
tip = place("lower L1")
cord = np.array([(3.3, TOP + 0.3), (3.3, middle("T12")), (3.62, tip), (3.94, middle("T12")),
                 (3.94, TOP + 0.3)])  # fmt: skip
ax.add_patch(Polygon(cord, fc=tint("nerve", 0.5), ec=color("nerve"), lw=LINE, zorder=4))
for k in range(6):
    start, end = 3.36 + 0.1 * k, 3.2 + 0.17 * k
    ax.plot([start, end], [middle("T12") - 0.1, 0.5], color=color("nerve"), lw=LINE * 0.6, zorder=3)
for x in (3.08, 4.2):
    ax.plot([x, x], [0.5, TOP + 0.3], color=color("bone"), lw=LINE * 0.7)
label(ax, 3.62, 10.0, "cord", role="nerve", bold=True)
label(ax, 4.35, middle("L4"), "roots:\ncauda\nequina", role="nerve", small=True, align="left")
shares = roots.conus_shares()
for name, share in shares.items():
    if share < 0.001:
        continue
    ax.add_patch(
        Rectangle((5.6, place(name) - 0.14), 7.5 * share, 0.28, fc=tint("nerve", 0.5),
                  ec=color("nerve"), lw=LINE * 0.6)
    )  # fmt: skip
ax.plot(
    [5.6, 5.6], [place("upper T12"), place("upper L3") - 0.3], color=color("guide"), lw=LINE * 0.7
)
label(ax, 6.3, 9.0, "where the cord\nends: longer bar,\nmore people", role="nerve", small=True)
label(ax, 8.65, 10.0, "deficits likely\nfrom", small=True)
for level, region in (("T11", "epiconus"), ("T12", "epiconus"), ("L1", "conus"), ("L2", "cauda"),
                      ("L3", "cauda"), ("L4", "cauda"), ("L5", "cauda")):  # fmt: skip
    label(ax, 8.65, middle(level), f"{100 * CRITICAL_OCCUPANCY[region]:.0f} %")
save(fig, Path(__file__).with_suffix(".svg"))
