"""A myelinated axon: nodes, sheaths, and the two ways that a current takes."""

from pathlib import Path

from matplotlib.patches import Ellipse, FancyBboxPatch, Rectangle
from pen import LINE, activation, canvas, color, label, save, tint

fig, ax = canvas(9.6, 5.3)
INK, NERVE = color("bone"), color("nerve")
MIDDLE, AXON, FULL, BARE = 3.35, 0.42, 0.95, 0.56
NODES = (1.1, 3.7, 6.3, 8.9)

ax.add_patch(Rectangle((0, MIDDLE - AXON), 9.6, 2 * AXON, fc=tint("nerve"), ec="none", zorder=3))
for side in (-1, 1):
    y = MIDDLE + side * AXON
    ax.plot((0, 9.6), (y, y), color=NERVE, lw=LINE, zorder=3)

# Sheaths: each internode once above and once below the axon, with its lamellae.
ENDS = ((-1.5, 1.1), (1.1, 3.7), (3.7, 6.3), (6.3, 8.9), (8.9, 11.5))
for number, (left, right) in enumerate(ENDS):
    thick = BARE if number == 2 else FULL
    for side in (-1, 1):
        low = MIDDLE + AXON + 0.07 if side > 0 else MIDDLE - thick - 0.07
        ax.add_patch(FancyBboxPatch(
            (left + 0.22, low), right - left - 0.44, thick - AXON,
            boxstyle="round,pad=0,rounding_size=0.07", fc=tint("bone", 0.12), ec=INK, lw=LINE,
            zorder=2, clip_on=True,
        ))  # fmt: skip
        turns = 0 if number == 2 else 3
        for k in range(1, turns + 1):
            y = low + (thick - AXON) * k / (turns + 1)
            ax.plot((left + 0.35, right - 0.35), (y, y), color=INK, lw=0.6, zorder=2)

for x in NODES:
    for side in (-1, 1):
        for shift in (-0.09, 0.09):
            place = (x + shift, MIDDLE + side * AXON)
            ax.add_patch(Ellipse(place, 0.11, 0.24, fc=INK, ec=INK, zorder=5))

activation(ax, (1.35, MIDDLE), (3.45, MIDDLE))
activation(ax, (3.95, MIDDLE), (5.2, MIDDLE))
for x in (4.45, 5.0, 5.55):
    activation(ax, (x, MIDDLE + AXON - 0.1), (x, MIDDLE + 1.15))
activation(ax, (1.1, MIDDLE + 1.35), (1.1, MIDDLE + AXON + 0.15))

label(ax, 1.1, MIDDLE + 1.65, "sodium enters\nat a node", small=True)
label(ax, 5.0, MIDDLE + 1.55, "thin sheath: current leaks", small=True)
label(ax, 2.4, MIDDLE - 1.45, "internode: 1.2 mm,\n120 turns of myelin", small=True)
label(ax, 5.0, MIDDLE - 1.1, "4 turns", small=True)
label(ax, 2.5, MIDDLE - 2.5, "node: 1 µm long,\nfull of sodium channels", small=True)
label(ax, 7.3, MIDDLE - 2.5, "less current arrives\nthan this node needs", small=True)
for x in (3.7, 6.3):
    ax.plot((x, x), (MIDDLE - 2.05, MIDDLE - AXON - 0.2), color=INK, lw=0.9, zorder=1)

save(fig, Path(__file__).with_suffix(".svg"))
