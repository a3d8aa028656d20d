"""One meaning, one color, one line: the only place where the course's look is written."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.core.getipython import get_ipython
from matplotlib.axes import Axes

BLUE, VERMILION, GREEN, PURPLE, ORANGE = "#0072B2", "#D55E00", "#009E73", "#B5659A", "#C98600"
INK, GRAY, FAINT = "#000000", "#6E6E6E", "#8A8A8A"

_STYLES: dict[str, dict[str, Any]] = {
    "resorption": {"color": VERMILION, "linestyle": (0, (5, 1.6)), "linewidth": 1.8},
    "formation": {"color": BLUE, "linestyle": "-", "linewidth": 1.8},
    "bone": {"color": INK, "linestyle": "-", "linewidth": 2.6},
    "osteocytes": {"color": GRAY, "linestyle": "-.", "linewidth": 1.8},
    "immune": {"color": PURPLE, "linestyle": ":", "linewidth": 2.2},
    "drug": {"color": GREEN, "linestyle": "-", "linewidth": 6.0, "alpha": 0.35},
    "nerve": {"color": ORANGE, "linestyle": "-", "linewidth": 1.8},
    "guide": {"color": FAINT, "linestyle": (0, (1, 2)), "linewidth": 1.2},
    "data": {
        "color": INK,
        "linestyle": "none",
        "marker": "o",
        "markersize": 6,
        "markerfacecolor": "none",
        "markeredgewidth": 1.4,
    },
}


def style(role: str) -> dict[str, Any]:
    """Return the keyword arguments that draw one meaning.

    Parameters
    ----------
    role : str
        "resorption", "formation", "bone", "osteocytes", "immune", "drug", "nerve", "data"
        (open circles, never joined) or "guide" (thin helper lines).

    Returns
    -------
    dict
        For ``ax.plot`` and ``ax.errorbar``.

    Raises
    ------
    KeyError
        If there is no such role; the message lists them.
    """
    if role not in _STYLES:
        message = f"no role {role!r}; the roles are {', '.join(_STYLES)}"
        raise KeyError(message)
    return dict(_STYLES[role])


def use_course_style() -> None:
    """Set Matplotlib to the course's look: few ticks, direct labels, transparent, vector output."""
    plt.rcParams.update(
        {
            "figure.figsize": (6.4, 3.6),
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "savefig.bbox": "tight",
            "figure.constrained_layout.use": True,
            "font.size": 11,
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans"],
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": False,
            "axes.titlesize": 11,
            "axes.titlelocation": "left",
            "axes.prop_cycle": cycler(color=[BLUE, VERMILION, GREEN, PURPLE, ORANGE, GRAY]),
            "legend.frameon": False,
            "errorbar.capsize": 3,
            "lines.linewidth": 1.8,
            "svg.fonttype": "path",
            "svg.hashsalt": "bonebalance",
        }
    )
    shell = get_ipython()
    if shell is not None and hasattr(shell, "run_line_magic"):
        shell.run_line_magic("matplotlib", "inline")
        shell.run_line_magic("config", "InlineBackend.figure_formats = ['svg']")
        # A date in the picture would make every build differ from the one before.
        shell.run_line_magic(
            "config",
            "InlineBackend.print_figure_kwargs = "
            "{'bbox_inches': 'tight', 'metadata': {'Date': None}}",
        )


def label_lines(ax: Axes, *, gap: float = 0.055) -> None:
    """Write each labeled line's label at its right end, in its color, without overlap.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose lines are final; lines without a label stay unlabeled.
    gap : float
        Least distance between two labels, as a share of the axes' height.
    """
    ax.autoscale_view()  # Matplotlib puts this off until it draws, and the places hang on it.
    ends = []
    for line in ax.get_lines():
        label = str(line.get_label())
        if label.startswith("_") or line.get_linestyle() == "None":
            continue
        x, y = np.asarray(line.get_xydata())[-1].tolist()
        height = float(ax.transAxes.inverted().transform(ax.transData.transform((x, y)))[1])
        ends.append((height, label, line.get_color(), x, y))
    ends.sort(key=lambda end: end[0])
    floor = -1.0
    for height, label, color, x, y in ends:
        floor = max(height, floor + gap)
        ax.annotate(
            label,
            xy=(x, y),
            xytext=(6, (floor - height) * ax.get_window_extent().height * 72 / ax.figure.dpi),
            textcoords="offset points",
            color=color,
            va="center",
            annotation_clip=False,
        )
