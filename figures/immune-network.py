"""The immune network: cytokines of a joint, and what they tell osteoclasts and osteoblasts."""

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

SURFACE = 1.6
PIT = 0.6
"""Height of the bone's surface above the sheet's lower edge; depth of the pit below it."""


def surface(x: np.ndarray) -> np.ndarray:
    """Return the bone's surface: dug on the left, level on the right."""
    return np.asarray(SURFACE - PIT / (1 + np.exp((x - 3.4) / 0.12)))


def named(x: float, y: float, text: str, role: str, width: float = 1.2) -> None:
    """Draw a messenger: a box with its name."""
    box(ax, x, y, width, 0.66, role=role)
    label(ax, x, y, text, role=role, bold=True, small=len(text) > 5)


fig, ax = canvas(9.8, 7.7)
bone(ax, 0, 9.8, surface=surface, bottom=0.0)
osteoclast(ax, 1.75, SURFACE - PIT + 0.14)
osteoblasts(ax, 8.35, SURFACE, 3)
label(ax, 1.75, 0.45, "osteoclast", role="resorption")
label(ax, 8.35, 0.75, "osteoblasts", role="formation")

for x, text in ((1.0, "Th17"), (2.75, "IL-17"), (4.5, "IL-6"), (6.25, "IL-1"), (8.35, "TNF")):
    named(x, 6.5, text, "immune")
activation(ax, (1.65, 6.5), (2.1, 6.5), role="immune")
activation(ax, (3.4, 6.5), (3.85, 6.5), role="immune")
activation(ax, (5.6, 6.5), (5.15, 6.5), role="immune")
activation(ax, (7.7, 6.5), (6.9, 6.5), role="immune")
activation(ax, (8.1, 6.88), (4.75, 6.88), role="immune", bend=0.16)
activation(ax, (4.25, 6.88), (1.25, 6.88), role="immune", bend=0.2)

named(4.5, 4.75, "RANKL", "formation", 1.3)
named(2.2, 4.75, "OPG", "formation")
named(6.65, 4.75, "M-CSF", "immune", 1.3)
named(8.6, 4.75, "DKK1", "osteocytes")
inhibition(ax, (2.85, 4.75), (3.8, 4.75), role="formation")
for start in ((1.3, 6.12), (2.9, 6.12), (4.5, 6.12), (6.0, 6.12), (7.85, 6.12)):
    activation(ax, start, (4.5 + 0.16 * (start[0] - 4.5), 5.15), role="immune")
activation(ax, (8.2, 6.12), (6.95, 5.15), role="immune")
activation(ax, (8.45, 6.12), (8.58, 5.15), role="immune")
inhibition(ax, (8.55, 4.38), (8.4, 2.75), role="osteocytes")

precursor(ax, 6.65, 3.1, role="resorption")
precursor(ax, 4.5, 3.1, role="resorption")
label(ax, 6.65, 2.45, "naive", role="resorption", small=True)
label(ax, 4.5, 2.45, "primed", role="resorption", small=True)
activation(ax, (6.2, 3.1), (4.95, 3.1), role="resorption")
activation(ax, (4.05, 3.05), (2.65, 2.25), role="resorption")
activation(ax, (6.65, 4.38), (6.65, 3.55), role="immune")
activation(ax, (4.85, 4.38), (5.55, 3.3), role="formation")
activation(ax, (4.15, 4.38), (3.55, 3.02), role="formation")
label(ax, 1.15, 3.75, "TNF, IL-1", role="immune", bold=True, small=True)
activation(ax, (1.95, 3.7), (3.05, 2.65), role="immune")
label(ax, 4.15, 1.95, "IFN-γ", role="immune", bold=True, small=True)
inhibition(ax, (3.75, 2.0), (3.2, 2.4), role="immune")
activation(ax, (2.85, 0.75), (6.75, 1.35), role="resorption", bend=0.08)
label(ax, 5.0, 0.55, "digging calls building", role="resorption", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
