"""Osteocytes under a surface: loaded they let osteoblasts build, unloaded they call for digging."""

from pathlib import Path

from pen import (
    THIN,
    activation,
    bone,
    canvas,
    color,
    inhibition,
    label,
    lining_cell,
    osteoblasts,
    osteoclast,
    osteocyte,
    save,
)

SURFACE = 2.75
BELOW = [(0.75, 0.75), (2.05, 1.15), (3.35, 0.75), (1.4, 1.85), (2.75, 1.95)]

fig, ax = canvas(9.6, 5.9)
for left, loaded in ((0.0, True), (5.1, False)):
    bone(ax, left, left + 4.5, surface=SURFACE, bottom=0.0, lamellae=0)
    cells = [(left + x + 0.2, y) for x, y in BELOW]
    for first, second in ((0, 1), (1, 2), (0, 3), (1, 3), (1, 4), (2, 4), (3, 4)):
        across, up = zip(cells[first], cells[second], strict=True)
        ax.plot(across, up, color=color("osteocytes"), lw=THIN, zorder=2)
    for x, y in cells:
        osteocyte(ax, x, y, size=0.72)
        ax.plot(
            [x, x], [y, SURFACE if y > 1.5 else y], color=color("osteocytes"), lw=THIN, zorder=2
        )
    if loaded:
        osteoblasts(ax, left + 2.2, SURFACE, 3, width=0.7)
        lining_cell(ax, left + 0.7, SURFACE, width=1.0)
        lining_cell(ax, left + 3.8, SURFACE, width=1.0)
        activation(ax, (left + 0.7, 4.9), (left + 0.7, 3.25), width=1.6)
        activation(ax, (left + 3.8, 4.9), (left + 3.8, 3.25), width=1.6)
        label(ax, left + 2.25, 4.55, "little sclerostin:\nosteoblasts build", role="formation")
        label(ax, left + 2.25, 5.6, "load", bold=True)
    else:
        osteoclast(ax, left + 1.15, SURFACE + 0.14, width=1.7, height=1.0)
        osteoblasts(ax, left + 3.6, SURFACE, 1, width=0.7)
        activation(ax, (left + 0.85, 1.6), (left + 0.85, SURFACE - 0.1), role="osteocytes")
        inhibition(ax, (left + 3.6, 1.6), (left + 3.6, SURFACE - 0.14), role="osteocytes")
        label(ax, left + 1.2, 4.5, "RANKL:\nosteoclasts dig", role="resorption")
        label(ax, left + 3.5, 4.5, "sclerostin:\nless is built", role="osteocytes")
        label(ax, left + 2.25, 5.6, "no load", bold=True)
save(fig, Path(__file__).with_suffix(".svg"))
