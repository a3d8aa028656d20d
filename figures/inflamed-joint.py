"""Half of an inflamed joint: lining, cartilage and bone, and what each of them loses to what."""

from pathlib import Path

import numpy as np
from pen import activation, bone, box, canvas, inhibition, label, osteoclast, precursor, save

SURFACE = 2.6
"""Height of the bone's surface above the sheet's lower edge."""


def surface(x: np.ndarray) -> np.ndarray:
    """Return the bone's surface: an erosion on the left, where the lining touches bone."""
    return np.asarray(SURFACE - 1.0 / (1 + ((x - 1.9) / 0.95) ** 8))


fig, ax = canvas(9.6, 8.2)
bone(ax, 0, 9.6, surface=surface, bottom=0.0, lamellae=0)
osteoclast(ax, 1.9, SURFACE - 0.8, width=1.6, height=1.1)
box(ax, 6.6, SURFACE + 0.36, 5.6, 0.66, role="guide")
label(ax, 6.6, SURFACE + 0.36, "cartilage", bold=True)
osteoclast(ax, 6.6, 1.0, width=1.3, height=0.75, nuclei=3)

box(ax, 4.8, 7.4, 9.2, 1.2, role="immune")
label(ax, 4.8, 7.65, "inflamed lining", role="immune", bold=True)
for x in (1.2, 2.1, 7.5, 8.4):
    precursor(ax, x, 7.35, role="immune")
label(ax, 4.8, 7.15, "T cells, TNF, interleukins", role="immune", small=True)

box(ax, 2.9, 5.4, 1.9, 0.8, role="resorption")
label(ax, 2.9, 5.4, "RANKL", role="resorption", bold=True)
activation(ax, (2.9, 6.7), (2.9, 5.95), role="immune")
activation(ax, (2.5, 4.9), (2.1, 3.2), role="resorption")
activation(ax, (3.6, 4.9), (5.9, 1.9), role="resorption")
activation(ax, (7.4, 6.7), (7.4, 3.5), role="immune")
label(ax, 7.6, 5.1, "enzymes", role="immune", small=True, align="left")
inhibition(ax, (0.9, 5.4), (1.8, 5.4), role="drug")
label(ax, 0.95, 6.0, "denosumab", role="drug", small=True)
label(ax, 1.9, 0.75, "1  erosion", bold=True)
label(ax, 6.6, 0.45, "2  bone beside the joint", bold=True)
label(ax, 8.55, 4.1, "3  joint\nspace", bold=True)
save(fig, Path(__file__).with_suffix(".svg"))
