"""Two vertebrae in spondylitis from the side: loss inside, a bridge at the rim, three readings."""

from pathlib import Path

import numpy as np
from matplotlib.patches import Ellipse, Polygon
from pen import LINE, THIN, activation, canvas, color, label, save, tint

LEFT, RIGHT = 3.0, 6.6
"""Front and back of the vertebral bodies; the front is on the left, as in a lateral X-ray."""

BODIES = ((1.0, 3.6), (4.5, 7.1))
"""Lower and upper edge of each body."""

WAIST = 0.22
"""How far the sides of a body are drawn in."""


def body(low: float, high: float) -> np.ndarray:
    """Return the outline of a vertebral body with drawn-in sides."""
    up = np.linspace(0, np.pi, 41)
    height = low + (high - low) * np.linspace(0, 1, 41)
    front = np.column_stack([LEFT + WAIST * np.sin(up), height])
    back = np.column_stack([RIGHT - WAIST * np.sin(up), height])
    return np.vstack([front, back[::-1]])


def trabeculae(low: float, high: float, rows: int, columns: int) -> None:
    """Draw the spongy inside as a lattice."""
    for k in range(columns):
        x = LEFT + 0.55 + (RIGHT - LEFT - 1.1) * k / (columns - 1)
        ax.plot([x, x], [low + 0.3, high - 0.3], color=color("bone"), lw=THIN, zorder=3)
    for k in range(rows):
        y = low + 0.5 + (high - low - 1.0) * k / (rows - 1)
        ax.plot([LEFT + 0.4, RIGHT - 0.4], [y, y], color=color("bone"), lw=THIN, zorder=3)


fig, ax = canvas(9.6, 8.6)
for low, high in BODIES:
    ax.add_patch(Polygon(body(low, high), fc=tint("bone", 0.13), ec=color("bone"), lw=LINE))
trabeculae(*BODIES[0], rows=3, columns=4)
trabeculae(*BODIES[1], rows=3, columns=4)
(_, below), (above, _) = BODIES
ax.add_patch(
    Ellipse(((LEFT + RIGHT) / 2, (below + above) / 2), RIGHT - LEFT - 0.3, 0.7,
            fc=tint("guide", 0.2), ec=color("guide"), lw=LINE)
)  # fmt: skip
label(ax, (LEFT + RIGHT) / 2, (below + above) / 2, "disc", small=True)

# The bridge grows from both corners over the disc.
side = np.linspace(below - 0.45, above + 0.45, 41)
bulge = 0.62 * np.sin(np.linspace(0, np.pi, 41))
bridge = np.column_stack([np.append(LEFT + 0.05 - bulge, [LEFT + 0.05] * 2),
                          np.append(side, [side[-1], side[0]])])  # fmt: skip
ax.add_patch(Polygon(bridge, fc=tint("formation", 0.45), ec=color("formation"), lw=LINE, zorder=4))
label(ax, 1.15, (below + above) / 2, "rim\ngrows", role="formation", bold=True)

for low, high in BODIES:
    core = Ellipse(((LEFT + RIGHT) / 2, (low + high) / 2), 2.2, 1.5, fc="none",
                   ec=color("resorption"), lw=LINE, ls=(0, (5, 1.6)), zorder=5)  # fmt: skip
    ax.add_patch(core)
label(ax, 8.0, 6.1, "core\nthins", role="resorption", bold=True)

for y in (1.6, 2.45, 3.3):
    activation(ax, (0.2, y), (2.3, y), role="guide")
    ax.plot([RIGHT + 0.15, 9.0], [y, y], color=color("guide"), lw=LINE)
ax.plot([9.1, 9.1], [1.2, 4.6], color=color("bone"), lw=LINE)
label(ax, 8.0, 3.75, "DXA adds\nall it meets", small=True)
label(ax, 1.15, 6.1, "X-ray scores\nthe corners", small=True)
label(ax, 8.0, 5.2, "QCT looks here", role="resorption", small=True)
label(ax, 1.0, 0.5, "front", small=True)
label(ax, 8.6, 0.5, "back", small=True)
label(ax, 4.8, 8.0, "two vertebrae from the side", bold=True)
save(fig, Path(__file__).with_suffix(".svg"))
