"""One root under three pressures: vessels close by size, and axons are hurt last."""

from pathlib import Path

from matplotlib.patches import Circle, Ellipse
from pen import LINE, activation, canvas, color, label, save, tint

fig, ax = canvas(9.6, 6.0)
INK, BLOOD = color("bone"), color("resorption")
AXONS = ((-0.78, 0.3), (-0.4, -0.68), (0.3, 0.0), (0.82, -0.32), (-0.3, 0.85), (0.3, -0.85))
CAPILLARIES = ((-0.4, 0.1), (-0.02, -0.35), (0.75, 0.12), (-0.88, -0.25))
SIZE = 1.32

# Pressure, what is seen, how many of the three kinds of vessels are closed, how flat the root is.
STAGES = (
    (0, "all vessels open,\nevery axon conducts", 0, 1.0),
    (50, "venule, capillaries\nclosed; every axon\nconducts", 2, 1.0),
    (100, "arteriole closed,\nmyelin hurt: some\naxons fail", 3, 0.88),
)

for column, (pressure, what, closed, flat) in enumerate(STAGES):
    x, y = 1.65 + 3.15 * column, 3.35
    outline = {"fc": tint("nerve", 0.1), "ec": INK, "lw": LINE, "zorder": 2}
    ax.add_patch(Ellipse((x, y), 2 * SIZE / flat, 2 * SIZE * flat, **outline))
    for k, (right, up) in enumerate(AXONS):
        hurt = flat < 1 and k % 2 == 0
        look = {"fc": tint("nerve"), "ec": color("nerve"), "lw": 0.6 if hurt else 3.0}
        ax.add_patch(Circle((x + right / flat, y + up * flat), 0.15, zorder=4, **look))
    # Center, radius and wall of the venule, the capillaries and the arteriole.
    vessels = (
        ([(0.58, 0.62)], 0.27, 0.9),
        (CAPILLARIES, 0.09, 0.9),
        ([(0.0, 0.42)], 0.17, 2.8),
    )
    for kind, (places, radius, wall) in enumerate(vessels):
        shut = kind < closed
        look = {"fc": tint("bone", 0.35) if shut else BLOOD, "ec": INK, "lw": wall, "zorder": 5}
        for right, up in places:
            center = (x + right / flat, y + up * flat)
            ax.add_patch(Ellipse(center, 2 * radius, radius * (0.3 if shut else 2), **look))
    for shift in (-0.5, 0.0, 0.5) if pressure else ():
        for side in (-1, 1):
            edge = y + side * (SIZE * flat + 0.08)
            activation(ax, (x + shift, edge + side * 0.55), (x + shift, edge))
    label(ax, x, 5.65, f"{pressure} mmHg", bold=True)
    label(ax, x, 0.6, what, small=True)

save(fig, Path(__file__).with_suffix(".svg"))
