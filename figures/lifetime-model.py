"""Draw the parts of the lifetime model: two lines of cells, what acts on them, and the drugs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pen import (
    activation,
    bone,
    canvas,
    inhibition,
    label,
    osteoblasts,
    osteoclast,
    osteocyte,
    precursor,
    save,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SURFACE = 2.5
"""Height of the bone's surface."""


def cavity(x: np.ndarray) -> np.ndarray:
    """Return the surface of bone with one open cavity in the middle."""
    return SURFACE - 0.85 * np.exp(-(((x - 4.75) / 0.75) ** 4))


def cells(ax: Axes) -> None:
    """Draw both lines of cells on bone."""
    bone(ax, 0, 9.6, surface=cavity, bottom=0)
    precursor(ax, 0.55, 3.1, role="resorption")
    activation(ax, (0.95, 3.1), (1.65, 3.1), role="resorption")
    osteoclast(ax, 2.85, SURFACE + 0.1)
    precursor(ax, 8.62, 3.1, role="formation")
    activation(ax, (8.25, 3.1), (7.7, 3.1), role="formation")
    osteoblasts(ax, 6.75, SURFACE, 2)
    osteocyte(ax, 7.3, 1.15, size=1.1)
    activation(ax, (6.8, 2.35), (7.05, 1.7), role="osteocytes")
    activation(ax, (3.6, 2.35), (4.1, 2.0), role="resorption", bend=-0.2)
    activation(ax, (5.9, 2.35), (5.35, 2.0), role="formation", bend=0.2)
    label(ax, 4.75, 2.25, "open\ncavities", small=True)
    label(ax, 2.85, 4.15, "osteoclasts", role="resorption")
    label(ax, 6.75, 3.75, "osteoblasts", role="formation")
    label(ax, 5.85, 0.95, "osteocytes", role="osteocytes", small=True)
    label(ax, 0.1, 2.2, "pre-osteoclasts", role="resorption", small=True, align="left")
    label(ax, 9.05, 2.2, "pre-osteoblasts", role="formation", small=True, align="right")
    label(ax, 2.0, 0.75, "cortical and\ntrabecular bone", small=True)


def signals(ax: Axes) -> None:
    """Draw RANKL, the two brakes of Wnt, and what moves them."""
    label(ax, 1.3, 5.0, "RANKL", role="resorption", bold=True)
    activation(ax, (1.3, 4.7), (1.3, 3.3), role="resorption")
    label(ax, 8.1, 5.0, "sclerostin, DKK1", role="osteocytes", bold=True)
    inhibition(ax, (8.0, 4.7), (8.0, 3.3), role="osteocytes")
    activation(ax, (7.95, 1.1), (9.2, 4.75), role="osteocytes", bend=0.34)
    label(ax, 0.75, 6.9, "estrogen", small=True)
    inhibition(ax, (0.75, 6.65), (1.1, 5.3))
    label(ax, 2.55, 6.9, "cytokines", role="immune", small=True)
    activation(ax, (2.3, 6.65), (1.55, 5.3), role="immune")
    label(ax, 8.6, 6.9, "load, estrogen", small=True)
    inhibition(ax, (8.6, 6.65), (8.3, 5.3))
    label(ax, 6.7, 6.9, "TNF", role="immune", small=True)
    activation(ax, (6.8, 6.65), (7.5, 5.3), role="immune")
    label(ax, 4.75, 6.9, "glucocorticoid", small=True)
    activation(ax, (4.3, 6.65), (1.75, 5.35))
    inhibition(ax, (4.9, 6.65), (5.85, 3.6))


def drugs(ax: Axes) -> None:
    """Name each drug beside what it acts on."""
    for x, y, text in (
        (2.8, 5.0, "denosumab"), (2.55, 7.5, "etanercept,\ntocilizumab"),
        (2.95, 4.6, "bisphosphonates"), (7.0, 4.5, "romosozumab"), (4.75, 3.75, "teriparatide"),
        (0.75, 7.35, "estradiol"), (4.75, 7.35, "prednisolone"),
    ):  # fmt: skip
        label(ax, x, y, text, role="drug", small=True)


def main() -> None:
    """Write the drawing beside this script."""
    fig, ax = canvas(9.6, 7.9)
    cells(ax)
    signals(ax)
    drugs(ax)
    save(fig, Path(__file__).with_suffix(".svg"))


if __name__ == "__main__":
    main()
