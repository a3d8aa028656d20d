"""A crane and a person who lifts: a long arm in front, a short one behind, pressure between."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon
from pen import LINE, activation, box, canvas, color, label, save, tint

LEAN = np.radians(58)
"""How far the trunk leans forward."""

ALONG = np.array([np.sin(LEAN), np.cos(LEAN)])
BACK = np.array([-ALONG[1], ALONG[0]])


def line(ax: Axes, *points: tuple[float, float], role: str = "bone", width: float = 1.0) -> None:
    """Draw a line through points."""
    x, y = np.array(points).T
    ax.plot(x, y, color=color(role), lw=width * LINE, solid_capstyle="round", zorder=3)


def span(ax: Axes, left: float, right: float, height: float, role: str) -> None:
    """Draw the length of an arm, with a mark at either end."""
    line(ax, (left, height), (right, height), role=role, width=1.8)
    for x in (left, right):
        line(ax, (x, height - 0.13), (x, height + 0.13), role=role, width=1.2)


def machine(ax: Axes) -> None:
    """Draw the crane: mast, jib with its load, and the rope on the short arm behind."""
    mast, top = 1.75, 5.3
    line(ax, (mast, 1.5), (mast, top), width=3)
    line(ax, (mast - 0.7, top), (mast + 2.3, top), width=2)
    line(ax, (mast - 0.7, top), (mast, top + 0.8), (mast + 2.3, top))
    line(ax, (mast + 2.3, top), (mast + 2.3, 3.3))
    box(ax, mast + 2.3, 2.95, 0.9, 0.7)
    activation(ax, (mast + 2.3, 2.55), (mast + 2.3, 1.75), role="bone")
    activation(ax, (mast - 0.7, top), (mast - 0.7, 2.6), role="formation", width=1.7)
    activation(ax, (mast + 0.35, 4.9), (mast + 0.35, 2.2), role="resorption", width=2.4)
    span(ax, mast - 0.7, mast, 0.95, "formation")
    span(ax, mast, mast + 2.3, 0.95, "bone")


def person(ax: Axes) -> None:
    """Draw someone who lifts, with the vertebra about which trunk and load turn."""
    low = np.array([5.9, 3.25])
    hip, knee, ankle = low + np.array([-0.12, -0.5]), np.array([5.95, 1.75]), np.array([5.65, 0.55])
    line(ax, tuple(hip), tuple(knee), tuple(ankle), (6.15, 0.5), width=2.4)
    shoulder, neck = low + 2.45 * ALONG, low + 2.8 * ALONG
    line(ax, tuple(hip), tuple(low), tuple(neck), width=2.4)
    ax.add_patch(
        Circle(neck + 0.34 * ALONG, 0.34, fc=tint("bone"), ec=color("bone"), lw=LINE, zorder=4)
    )
    hand = (shoulder[0] + 0.3, 2.55)
    line(ax, tuple(shoulder), hand, width=1.8)
    box(ax, hand[0], 2.2, 0.9, 0.7)
    activation(ax, (hand[0], 1.8), (hand[0], 1.25), role="bone")
    # The vertebra, and the pull of the muscle that runs behind it.
    body = np.array([(-0.26, -0.17), (0.26, -0.17), (0.26, 0.17), (-0.26, 0.17)])
    turned = low + body[:, :1] * -BACK + body[:, 1:] * ALONG
    ax.add_patch(Polygon(turned, fc=tint("resorption"), ec=color("resorption"), lw=LINE, zorder=5))
    pull = low + 0.62 * BACK
    activation(
        ax, tuple(pull + 2.0 * ALONG), tuple(pull - 0.35 * ALONG), role="formation", width=1.7
    )
    press = low - 0.42 * BACK
    activation(
        ax, tuple(press + 1.9 * ALONG), tuple(press + 0.2 * ALONG), role="resorption", width=2.4
    )
    center = low + 1.35 * ALONG
    ax.add_patch(Circle(center, 0.16, fc=color("bone"), ec="none", zorder=6))
    line(ax, tuple(low), tuple(pull), role="formation", width=1.8)
    span(ax, low[0], hand[0], 0.95, "bone")


fig, ax = canvas(9.6, 6.9)
machine(ax)
person(ax)
label(ax, 2.3, 6.55, "a crane", bold=True)
label(ax, 7.2, 6.55, "a person", bold=True)
label(ax, 0.55, 4.1, "rope", role="formation", small=True)
label(ax, 2.85, 3.6, "mast\nis pressed", role="resorption", small=True)
label(ax, 1.3, 0.5, "short arm", role="formation", small=True)
label(ax, 3.0, 0.5, "long arm", small=True)
label(ax, 5.3, 4.75, "back\nmuscle", role="formation", small=True)
label(ax, 6.95, 2.75, "vertebra\nis pressed", role="resorption", small=True)
label(ax, 5.2, 2.5, "short\narm", role="formation", small=True)
label(ax, 7.3, 0.5, "long arm", small=True)
label(ax, 9.05, 2.2, "load", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
