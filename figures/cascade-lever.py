"""A spine from the side, before and after a wedge: the trunk moves forward, its lever grows."""

from pathlib import Path

import numpy as np
from matplotlib.patches import Circle, Polygon
from pen import LINE, activation, canvas, color, label, save, tint

HEIGHT, DEPTH, GAP = 0.78, 1.15, 0.2
"""A vertebral body from the side, and the disc between two of them."""

SPINE, ABOVE = 3, 2
"""Bodies below the one that breaks, and those above it."""


def turned(points: np.ndarray, angle: float, about: tuple[float, float]) -> np.ndarray:
    """Return points tilted forward (to the right) by an angle in degrees."""
    a = np.radians(angle)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return (points - about) @ turn.T + about


def body(left: float, low: float, front: float = HEIGHT) -> np.ndarray:
    """Return the corners of a body; its front is on the right."""
    right = left + DEPTH
    return np.array([(left, low), (right, low), (right, low + front), (left, low + HEIGHT)])


def spine(left: float, wedge: float, shift: float) -> None:
    """Draw a spine whose third body has lost height in front, and the trunk that it carries."""
    broken = wedge < HEIGHT
    angle = np.degrees(np.arctan((HEIGHT - wedge) / DEPTH))
    pitch = HEIGHT + GAP
    for k in range(SPINE):
        low = 0.9 + k * pitch
        last = k == SPINE - 1
        role = "resorption" if last and broken else "bone"
        shape = body(left, low, wedge if last else HEIGHT)
        ax.add_patch(Polygon(shape, fc=tint(role), ec=color(role), lw=LINE, joinstyle="round"))
    hinge = (left, 0.9 + (SPINE - 1) * pitch + HEIGHT)
    for k in range(ABOVE):
        shape = turned(body(left, hinge[1] + GAP + k * pitch), angle, hinge)
        ax.add_patch(Polygon(shape, fc=tint("bone"), ec=color("bone"), lw=LINE, joinstyle="round"))
    middle = left + DEPTH / 2
    x, y = middle + 0.4 + shift, 6.6
    ax.add_patch(Circle((x, y), 0.24, fc=color("bone"), ec="none", zorder=5))
    activation(ax, (x, y - 0.2), (x, y - 0.9))
    ax.plot([x, x], [y - 0.9, 0.55], color=color("guide"), lw=LINE, ls=(0, (1, 2)), zorder=6)
    ax.plot([middle, middle], [0.85, 0.35], color=color("bone"), lw=LINE)
    ax.plot([middle, x], [0.55, 0.55], color=color("resorption"), lw=2.4 * LINE)
    # The muscle pulls down behind the spine.
    activation(ax, (left - 0.4, 3.9), (left - 0.4, 1.6), width=2.6 if broken else 1.0)


fig, ax = canvas(9.6, 7.8)
spine(1.55, HEIGHT, 0.0)
spine(6.0, 0.5 * HEIGHT, 1.1)
label(ax, 2.2, 7.4, "before", bold=True)
label(ax, 6.9, 7.4, "after a wedge fracture", bold=True)
label(ax, 3.75, 6.6, "center of\nthe trunk", small=True)
label(ax, 0.72, 4.6, "back\nmuscle\npulls", small=True)
label(ax, 5.0, 4.45, "pulls\nharder", small=True)
label(ax, 8.85, 3.3, "height\nlost", role="resorption", small=True)
label(ax, 2.2, 0.15, "short lever", role="resorption", small=True)
label(ax, 7.3, 0.15, "longer lever", role="resorption", small=True)
save(fig, Path(__file__).with_suffix(".svg"))
