"""The lifetime model in one picture: what life does, who hears it, what they do to bone."""

from pathlib import Path

import numpy as np
from pen import activation, bone, box, canvas, inhibition, label, osteoblasts, osteoclast, save

SURFACE = 2.0
"""Height of the bone's surface above the sheet's lower edge."""

DRIVERS, SIGNALS = 8.0, 5.7
"""Heights of the two rows of boxes."""


def surface(x: np.ndarray) -> np.ndarray:
    """Return the bone's surface: a pit under the osteoclast on the left."""
    return np.asarray(SURFACE - 0.55 / (1 + ((x - 2.9) / 1.15) ** 8))


def named(x: float, y: float, text: str, role: str, width: float) -> None:
    """Draw a box with its name."""
    box(ax, x, y, width, 0.8, role=role)
    label(ax, x, y, text, role=role, bold=True)


fig, ax = canvas(9.6, 9.3)
bone(ax, 0, 9.6, surface=surface, bottom=0.0, lamellae=0)
osteoclast(ax, 2.9, SURFACE - 0.42, width=1.9, height=1.15)
osteoblasts(ax, 7.2, SURFACE, 3)

label(ax, 4.8, 8.95, "What a life brings", bold=True)
for x, text, width in ((1.2, "supply", 1.7), (4.8, "estrogen", 2.1), (8.4, "load", 1.5)):
    named(x, DRIVERS, text, "bone", width)
named(1.2, SIGNALS, "PTH", "bone", 1.3)
named(3.9, SIGNALS, "RANKL", "resorption", 1.7)
named(7.2, SIGNALS, "sclerostin", "osteocytes", 2.5)

inhibition(ax, (1.2, 7.55), (1.2, 6.2))
activation(ax, (1.9, SIGNALS), (3.0, SIGNALS))
inhibition(ax, (4.4, 7.55), (4.0, 6.2))
inhibition(ax, (5.3, 7.55), (6.7, 6.2))
inhibition(ax, (8.3, 7.55), (7.7, 6.2))

activation(ax, (3.7, 5.25), (3.1, 3.0), role="resorption")
inhibition(ax, (7.2, 5.25), (7.2, 3.1), role="osteocytes")
activation(ax, (4.15, 2.5), (5.55, 2.5))
label(ax, 4.85, 3.15, "builders\nfollow", small=True)
label(ax, 1.0, 2.6, "CTX", role="resorption", bold=True)
label(ax, 9.05, 2.6, "P1NP", role="formation", bold=True)
label(ax, 4.8, 0.85, "cortical and trabecular bone,\nmixed into hip and spine", bold=True)
save(fig, Path(__file__).with_suffix(".svg"))
