"""Runs of OpenBoneMin, another model of bone, beside the same runs of the lifetime model.

The folder ``data/openbonemin`` says what was run and where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bonebalance import models, plotting
from bonebalance.errors import unknown_name
from bonebalance.interventions import Dosing
from bonebalance.simulation import simulate

__all__ = ["draw", "ours", "theirs"]

_YEAR, _BEGIN = 365.0, 25 * 365.0
# Women in trials of denosumab and teriparatide were some 63 to 65 years old.
_START = 63 * _YEAR
# Its months have 28 days, so that half a year has 168.
_HALF = 168.0
_DOSES = {
    "denosumab_60": (("denosumab", 60.0, _HALF, 0, 8),),
    "denosumab_210": (("denosumab", 210.0, _HALF, 0, 4),),
    "denosumab_30": (("denosumab", 30.0, _HALF / 2, 0, 4), ("denosumab", 60.0, _HALF, 6, 8)),
    "teriparatide": (("teriparatide", 20.0, 1.0, 0, 1),),
    "menopause": (),
}
_TITLES = {
    "denosumab_60": "60 mg each 6 mo", "denosumab_210": "210 mg, 4 doses",
    "denosumab_30": "30 mg each 3 mo, then 60", "teriparatide": "teriparatide",
    "menopause": "menopause",
}  # fmt: skip
_STATES = {
    "osteoclasts": "C", "osteoblasts": "B", "spine": "BMD_spine", "neck": "BMD_hip",
    "estrogen": "e",
}  # fmt: skip
_ROLES = {
    "osteoclasts": "resorption", "osteoblasts": "formation", "spine": "bone", "neck": "bone",
    "estrogen": "osteocytes",
}  # fmt: skip


@cache
def theirs(run: str) -> pd.DataFrame:
    """Return what OpenBoneMin says.

    Parameters
    ----------
    run : {"denosumab_60", "denosumab_210", "denosumab_30", "menopause", "teriparatide"}
        Which run.

    Returns
    -------
    pandas.DataFrame
        Column ``day`` since the start, or ``age`` in years; then changes in percent of the start
        (``osteoclasts``, ``osteoblasts``, ``spine``, ``neck``) and ``estrogen``, relative to it.

    Raises
    ------
    ModelError
        If there is no such run.
    """
    if run not in _DOSES:
        raise unknown_name("run", run, _DOSES, "OpenBoneMin")
    with (files("bonebalance") / "data" / "openbonemin" / f"{run}.csv").open() as file:
        return pd.read_csv(file)


@cache
def ours(run: str) -> pd.DataFrame:
    """Return what the lifetime model says of the same run.

    Parameters
    ----------
    run : str
        As for `theirs`.

    Returns
    -------
    pandas.DataFrame
        The same columns at the same times; ``neck`` holds the whole hip.

    Raises
    ------
    ModelError
        If there is no such run.
    """
    table = theirs(run)
    first = table.columns[0]
    ages = _YEAR * table["age"] if first == "age" else _START + table["day"]
    doses = [
        Dosing(drug, amount, every, _START + _HALF * since, _START + _HALF * until)
        for drug, amount, every, since, until in _DOSES[run]
    ]
    said = simulate(models.lifetime, [_BEGIN, *ages], interventions=doses)
    columns = {first: table[first].to_numpy()}
    for name in table.columns[1:]:
        values = said[_STATES[name]][1:]
        ratio = values / values[0]
        columns[name] = ratio if name == "estrogen" else 100 * (ratio - 1)
    return pd.DataFrame(columns)


def draw(runs: Sequence[str], rows: Sequence[str]) -> Figure:
    """Draw both models side by side.

    Parameters
    ----------
    runs : sequence of str
        As for `theirs`; one column of panels each.
    rows : sequence of str
        Columns of the tables; one row of panels each.

    Returns
    -------
    matplotlib.figure.Figure
        The lifetime model in the color of what is drawn, OpenBoneMin thin and gray.
    """
    size = (6.4, 0.5 + 1.7 * len(rows))
    with plt.rc_context({"font.size": 9, "axes.titlesize": 9}):
        figure, grid = plt.subplots(
            len(rows), len(runs), squeeze=False, sharex="col", sharey="row", figsize=size
        )
        for panels, run in zip(grid.T, runs, strict=True):
            _draw_run(panels, run, rows)
        for axes, name in zip(grid[:, 0], rows, strict=True):
            axes.set_ylabel("estrogen" if name == "estrogen" else f"{name} (percent)")
    return figure


def _draw_run(panels: Sequence[Axes], run: str, rows: Sequence[str]) -> None:
    other, own = theirs(run), ours(run)
    first = str(own.columns[0])
    x = own[first] if first == "age" else own[first] / _YEAR
    panels[0].set_title(_TITLES[run])
    panels[-1].set_xlabel("age (years)" if first == "age" else "years")
    for axes, name in zip(panels, rows, strict=True):
        axes.axhline(0, **plotting.style("guide"))
        axes.plot(x, other[name], color=plotting.GRAY, linewidth=1.0)
        axes.plot(x, own[name], **plotting.style(_ROLES[name]))
        axes.margins(y=0.08)
    if np.ptp(x) < 1:
        panels[-1].set_xticks([0, 0.2, 0.4])
