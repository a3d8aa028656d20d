"""What leads to a squeezed root, what to a polyneuropathy, and what to both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pen import activation, box, canvas, label, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, HIGH = 2.7, 0.9


def node(
    ax: Axes, x: float, y: float, text: str, role: str = "bone", *, bold: bool = False
) -> None:
    """Draw one box with its text."""
    box(ax, x, y, WIDE, HIGH, role=role)
    label(ax, x, y, text, bold=bold, small=len(text) > 12)


fig, ax = canvas(9.6, 8.0)
for x, text in ((1.6, "diabetes"), (4.8, "alcohol"), (8.0, "myeloma")):
    node(ax, x, 7.3, text)
node(ax, 2.0, 4.6, "fracture", "resorption", bold=True)
node(ax, 7.6, 4.6, "polyneuropathy", "nerve", bold=True)
node(ax, 2.0, 2.5, "squeezed root", "nerve")
node(ax, 2.0, 0.6, "numb strip,\none leg")
node(ax, 7.6, 0.6, "both feet\nnumb")
for x, left, right in ((1.6, 1.6, 6.9), (4.8, 2.4, 7.4), (8.0, 2.9, 8.0)):
    activation(ax, (x, 6.8), (left, 5.15), role="bone")
    activation(ax, (x, 6.8), (right, 5.15), role="bone")
activation(ax, (2.0, 4.1), (2.0, 3.05))
activation(ax, (2.0, 2.0), (2.0, 1.15))
activation(ax, (7.6, 4.1), (7.6, 1.15))
activation(ax, (6.15, 4.6), (3.45, 4.6))
label(ax, 4.8, 4.9, "falls", small=True)
label(ax, 4.8, 4.2, "no arrow back", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
