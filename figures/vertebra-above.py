"""A lumbar vertebra from above, whole and with bone in its canal: what a nerve has for room."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from pen import LINE, canvas, color, label, save, tint

WALL = 4.0
"""Height of the back wall of the body on the sheet; the canal lies below it."""

HALF, DEPTH = 1.08, 1.5
"""Half the canal's width, and its depth: 23 by 16 mm."""

SHARE, KAPPA = 0.9, 0.7
"""Width of the displaced bone as a share of the canal's, and the sac's share of the room."""

TURN = np.linspace(0, np.pi, 61)


def arch(half: float, depth: float) -> np.ndarray:
    """Return half an ellipse that hangs from the back wall."""
    return np.column_stack([half * np.cos(TURN), -depth * np.sin(TURN)])


def bony_parts() -> list[np.ndarray]:
    """Return the outlines that make up a vertebra, around x = 0 and with the wall at y = 0."""
    turn = np.linspace(0, 2 * np.pi, 121)
    across, along = np.cos(turn), np.sin(turn)
    flat = np.where(along < 0, 0.3, 0.8)  # the back wall is nearly flat
    body = np.column_stack(
        [
            2.05 * np.sign(across) * abs(across) ** 0.75,
            1.5 + 1.5 * np.sign(along) * abs(along) ** flat,
        ]
    )
    inner, outer = arch(HALF, DEPTH), arch(1.62, 2.2)
    ring = np.vstack([outer, inner[::-1]])
    spine = np.array([(-0.24, -2.0), (0.24, -2.0), (0.2, -3.35), (-0.2, -3.35)])
    parts = [body, ring, spine]
    for side in (-1, 1):
        parts.append(
            np.array(
                [(side * HALF, 0.35), (side * 1.62, 0.35), (side * 1.62, -0.4), (side * HALF, -0.4)]
            )
        )
        parts.append(
            np.array(
                [
                    (side * 1.4, -0.35),
                    (side * 2.2, -0.75),
                    (side * 2.25, -1.15),
                    (side * 1.45, -1.0),
                ]
            )
        )
    return parts


def vertebra(ax: Axes, x: float, push: float) -> None:
    """Draw a vertebra around x with bone that stands `push` deep in its canal."""
    place = np.array([x, WALL])
    parts = [part + place for part in bony_parts()]
    for part in parts:  # First all edges, then all fills: what is left is the outline of the whole.
        ax.add_patch(
            Polygon(part, fc="none", ec=color("bone"), lw=2 * LINE, joinstyle="round", zorder=1)
        )
    for part in parts:
        ax.add_patch(Polygon(part, fc=tint("bone", 0.13), ec="none", zorder=2))
    room = arch(HALF, DEPTH)
    bone = arch(SHARE * HALF, push)
    middle = np.array([0, -(push + DEPTH) / 2])
    sac = middle + np.sqrt(KAPPA) * (np.vstack([room, bone[::-1]]) - middle) + place
    ax.add_patch(Polygon(sac, fc=tint("nerve"), ec=color("nerve"), lw=LINE, zorder=4))
    if push:
        ax.add_patch(
            Polygon(bone + place, fc=tint("resorption"), ec=color("resorption"), lw=LINE,
                    ls=(0, (5, 1.6)), zorder=5)
        )  # fmt: skip
    roots = np.linspace(-0.62, 0.62, 6)
    depth = push * np.sqrt(np.maximum(1 - (roots / (SHARE * HALF)) ** 2, 0))
    ends = DEPTH * np.sqrt(1 - (roots / HALF) ** 2)
    ax.plot(
        x + roots, WALL - (0.42 * depth + 0.58 * ends), "o", ms=3.4, color=color("nerve"), zorder=6
    )


fig, ax = canvas(9.6, 8.6)
vertebra(ax, 2.4, 0.0)
vertebra(ax, 7.2, 0.5 * DEPTH)
for x, text in ((2.4, "before"), (7.2, "after a burst")):
    label(ax, x, 8.1, text, bold=True)
    label(ax, x, 7.3, "front", small=True)
    label(ax, x, 5.7, "body", small=True)
ax.plot([2.4, 1.1], [3.35, 1.5], color=color("nerve"), lw=LINE * 0.6, zorder=7)
label(ax, 0.95, 1.15, "dural sac\nwith roots", role="nerve", small=True)
ax.plot([3.35, 4.0], [3.9, 1.5], color=color("bone"), lw=LINE * 0.6, zorder=7)
label(ax, 4.1, 1.15, "canal", small=True)
ax.plot([7.2, 8.5], [3.65, 1.5], color=color("resorption"), lw=LINE * 0.6, zorder=7)
label(ax, 8.5, 1.0, "bone in\nthe canal", role="resorption", small=True)
label(ax, 5.75, 1.0, "a crescent\nis left", role="nerve", small=True)
label(ax, 2.4, 0.25, "whole canal", small=True)
label(ax, 7.2, 0.25, "45 percent filled", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
