"""One remodeling site on its way from quiet to quiet, and the four messages between its cells."""

from pathlib import Path

import numpy as np
from pen import (
    activation,
    bone,
    canvas,
    inhibition,
    label,
    lining_cell,
    osteoblasts,
    osteoclast,
    osteocyte,
    save,
)

SURFACE = 2.3
PIT = 0.75
"""Height of the quiet surface above the sheet's lower edge; depth of the pit below it."""


def step(x: np.ndarray, at: float, width: float) -> np.ndarray:
    """Return a smooth step from 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-(x - at) / width)))


def site(x: np.ndarray) -> np.ndarray:
    """Return the bone surface: freshly dug on the left, nearly refilled on the right."""
    dug = PIT * step(x, 1.05, 0.09)
    filled = (PIT - 0.16) * step(x, 4.75, 0.3) + 0.16 * step(x, 8.55, 0.1)
    return np.asarray(SURFACE - dug + filled)


fig, ax = canvas(9.6, 4.9)
bone(ax, 0, 9.6, surface=site, bottom=0.0)
lining_cell(ax, 0.42, SURFACE, width=0.8)
lining_cell(ax, 9.18, SURFACE, width=0.8)
osteocyte(ax, 4.3, 0.75, size=0.85)
osteocyte(ax, 8.3, 0.9, size=0.85)
osteoclast(ax, 2.4, SURFACE - PIT + 0.14)
osteoblasts(ax, 7.0, SURFACE - 0.15, 3)

activation(ax, (1.85, 3.05), (2.95, 3.05), role="resorption", bend=-1.2)
label(ax, 2.4, 4.4, "osteoclasts on\nosteoclasts, $g_{11}$", role="resorption")
activation(ax, (6.45, 3.2), (7.55, 3.2), role="formation", bend=-1.2)
label(ax, 7.0, 4.5, "osteoblasts on\nosteoblasts, $g_{22}$", role="formation")
activation(ax, (3.55, 3.25), (5.65, 3.25), role="resorption", bend=-0.2)
label(ax, 4.65, 3.85, "recruit, $g_{12}$", role="resorption")
inhibition(ax, (5.65, 2.75), (3.75, 2.75), role="formation", bend=-0.12)
label(ax, 4.62, 2.3, "restrain, $g_{21}$", role="formation")
label(ax, 2.4, 1.1, "dug", small=True)
label(ax, 6.6, 1.1, "being refilled", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
