"""RANK, RANKL and OPG: who calls osteoclasts, who blocks the call, and what comes back."""

from pathlib import Path

import numpy as np
from pen import (
    activation,
    bone,
    box,
    canvas,
    inhibition,
    label,
    osteoblasts,
    osteoclast,
    precursor,
    save,
)

SURFACE = 1.75
PIT = 0.6
"""Height of the bone's surface above the sheet's lower edge; depth of the pit below it."""


def surface(x: np.ndarray) -> np.ndarray:
    """Return the bone's surface: level on the left, dug on the right."""
    return np.asarray(SURFACE - PIT / (1 + np.exp(-(x - 6.1) / 0.12)))


fig, ax = canvas(9.6, 6.5)
bone(ax, 0, 9.6, surface=surface, bottom=0.0)
osteoblasts(ax, 1.55, SURFACE, 3)
osteoclast(ax, 7.9, SURFACE - PIT + 0.14)
for x in (0.75, 1.55, 2.35):
    precursor(ax, x, 5.05, role="formation")
precursor(ax, 7.9, 4.1, role="resorption")

label(ax, 1.55, 5.75, "young osteoblasts", role="formation")
label(ax, 1.55, 0.9, "osteoblasts", role="formation")
activation(ax, (1.55, 4.6), (1.55, 2.85), role="formation")

box(ax, 4.75, 5.05, 1.5, 0.75, role="formation")
label(ax, 4.75, 5.05, "OPG", role="formation", bold=True)
activation(ax, (2.8, 5.05), (3.95, 5.05), role="formation")
box(ax, 4.75, 2.75, 1.5, 0.75, role="formation")
label(ax, 4.75, 2.75, "RANKL", role="formation", bold=True)
activation(ax, (2.95, 2.35), (3.95, 2.65), role="formation")
inhibition(ax, (4.75, 4.62), (4.75, 3.2), role="formation")
label(ax, 4.95, 3.95, "catches", role="formation", small=True, align="left")

box(ax, 3.0, 3.85, 1.15, 0.7)
label(ax, 3.0, 3.85, "PTH", bold=True)
inhibition(ax, (3.25, 4.25), (3.35, 4.92))
activation(ax, (3.5, 3.45), (3.95, 3.02))

activation(ax, (5.55, 2.85), (7.5, 3.85), role="formation", bend=0.12)
label(ax, 7.9, 4.95, "precursor\nwith RANK", role="resorption")
activation(ax, (7.9, 3.72), (7.9, 2.65), role="resorption")
label(ax, 7.9, 0.55, "osteoclast", role="resorption")

activation(ax, (6.55, 0.95), (2.95, 1.5), role="resorption", bend=-0.1)
label(ax, 4.7, 0.42, "TGF-β out of dug bone", role="resorption", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
