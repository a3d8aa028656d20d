"""Courses of the lifetime model with bands of its ensemble, and figures of its fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bonebalance import fits, models, plotting, predictions, trials
from bonebalance.cohort import simulate_cohort
from bonebalance.errors import unknown_name
from bonebalance.interventions import Intervention
from bonebalance.numeric import Array
from bonebalance.simulation import simulate

__all__ = [
    "changes", "courses", "draw_arms", "draw_band", "draw_targets", "elasticities",
]  # fmt: skip

_MODEL = "lifetime"
YEAR = 365.0
# Before it nothing changes in the model, so that every run may start here.
_BEGIN = 25 * YEAR
# A course drawn on a page needs no more.
_TOLERANCE = 3e-4


def courses(
    times: Iterable[float], observables: Sequence[str], interventions: Iterable[Intervention] = ()
) -> dict[str, Array]:
    """Solve the model with its best fit and with every member of its ensemble.

    Parameters
    ----------
    times : iterable of float
        Increasing ages in days, from 25 years on.
    observables : sequence of str
        States and definitions to return.
    interventions : iterable of Step, Ramp, Pulse, Dosing
        What happens, in days of age.

    Returns
    -------
    dict of str to ndarray of shape (m + 1, n)
        The best fit in the first row.
    """
    best = models.lifetime.parameters
    sets = {
        name: np.concatenate([[best[name].value], values])
        for name, values in fits.ensemble(_MODEL).items()
    }
    return _solved(times, observables, sets, interventions)


def _solved(
    times: Iterable[float], observables: Sequence[str], sets: Mapping[str, Array],
    interventions: Iterable[Intervention],
) -> dict[str, Array]:  # fmt: skip
    asked = np.asarray(list(times), dtype=np.float64)
    grid = np.unique([_BEGIN, *asked])
    cohort = simulate_cohort(
        models.lifetime, grid, parameters=sets, interventions=list(interventions),
        keep=list(observables), tolerance=_TOLERANCE, engine="numpy", progress=False,
    )  # fmt: skip
    places = np.searchsorted(grid, asked)
    return {name: cohort[name][:, places] for name in observables}


def changes(values: Array) -> Array:
    """Return courses in percent of their first value.

    Parameters
    ----------
    values : ndarray of shape (m, n)
        Courses.

    Returns
    -------
    ndarray of shape (m, n)
        Changes in percent.
    """
    found: Array = 100 * (values / values[:, :1] - 1)
    return found


def draw_band(
    ax: Axes, x: Iterable[float], values: Array, role: str, label: str = "", width: float = 0.0
) -> None:
    """Draw the best fit as a line on a band from 5 to 95 percent of the ensemble.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where.
    x : iterable of float
        Horizontal places, n of them.
    values : ndarray of shape (m + 1, n)
        The best fit in the first row, as `courses` returns it.
    role : str
        As in `bonebalance.plotting.style`.
    label : str
        Written at the line's end by `bonebalance.plotting.label_lines`.
    width : float
        Width of the line in points, where it is not that of the role.
    """
    places, look = list(x), plotting.style(role)
    if width:
        look["linewidth"] = width
    low, high = np.quantile(values[1:], (0.05, 0.95), axis=0)
    ax.fill_between(places, low, high, color=look["color"], alpha=0.22, linewidth=0)
    ax.plot(places, values[0], label=label or "_line", **look)


def draw_arms(names: Sequence[str]) -> Figure:
    """Draw hip density of trial arms and what the model says of them, with bands.

    Parameters
    ----------
    names : sequence of str
        Names of arms, in the order of reading, two in a row.

    Returns
    -------
    matplotlib.figure.Figure
        One panel an arm; the title says if the model was fitted to it. The band of the
        ensemble is known at the times of the observations and joined between them.
    """
    rows = (len(names) + 1) // 2
    with plt.rc_context({"font.size": 9, "axes.titlesize": 8.5}):
        figure, grid = plt.subplots(
            rows, 2, squeeze=False, sharey=True, figsize=(6.4, 0.4 + 1.85 * rows)
        )
        for axes, name in zip(grid.flat, names, strict=False):
            _draw_arm(axes, name)
        for axes in grid[-1]:
            axes.set_xlabel("years since the start")
        for axes in grid[:, 0]:
            axes.set_ylabel("hip (percent)")
    return figure


def _draw_arm(axes: Axes, name: str) -> None:
    arm, every = trials.arms()[name], predictions.table()
    seen = every[(every["protocol"] == name) & (every["observable"] == "BMD_hip")]
    since = np.concatenate([[0.0], seen["until"] - seen["since"]])
    days = np.linspace(0, since[-1], 60)
    run = simulate(models.lifetime, [_BEGIN, *(arm.start + days)], interventions=arm.doses)
    look, hip = plotting.style("bone"), run["BMD_hip"][1:]
    own = arm.own_density(hip[0])
    axes.axhline(0, **plotting.style("guide"))
    low, high = ([0.0, *seen[name]] for name in ("low", "high"))
    axes.fill_between(since / YEAR, low, high, color=look["color"], alpha=0.22, linewidth=0)
    axes.plot(days / YEAR, 100 * (hip - hip[0]) / own, **look | {"linewidth": 1.8})
    bars = np.abs(seen[["seen_low", "seen_high"]].to_numpy().T - seen["seen"].to_numpy())
    axes.errorbar((seen["until"] - seen["since"]) / YEAR, seen["seen"], yerr=bars, elinewidth=0.8,
                  capsize=1.5, **plotting.style("data") | {"markersize": 4})  # fmt: skip
    for dose in arm.doses:
        span = [(dose.start - arm.start) / YEAR, (dose.stop - arm.start) / YEAR]
        axes.plot(span, [0.02, 0.02], transform=axes.get_xaxis_transform(),
                  solid_capstyle="butt", **plotting.style("drug"))  # fmt: skip
    author, year = arm.source[:-4].title().replace("Mcc", "McC"), arm.source[-4:]
    use = ", fitted" if seen["fitted"].all() else ""
    axes.set_title(f"{author} {year}{use}\n{predictions.words(name)}")


def elasticities(
    times: Sequence[float], observable: str, interventions: Iterable[Intervention] = ()
) -> pd.Series:
    """Return how much each fitted parameter moves a change.

    Parameters
    ----------
    times : sequence of two floats
        Ages in days between which the change is taken.
    observable : str
        Whose change.
    interventions : iterable of Step, Ramp, Pulse, Dosing
        What happens, in days of age.

    Returns
    -------
    pandas.Series
        By parameter, in percentage points of the change for one percent of the parameter; the
        largest in size first.
    """
    fitted = [p for p in models.lifetime.parameters.values() if p.status == "fitted"]
    # A step of one percent up is small against every curve; the last patient is the best fit.
    sets = {
        p.name: np.where(np.arange(len(fitted) + 1) == i, 1.01 * p.value, p.value)
        for i, p in enumerate(fitted)
    }
    said = changes(_solved(times, [observable], sets, interventions)[observable])[:, -1]
    found = pd.Series(said[:-1] - said[-1], index=[p.name for p in fitted])
    return found.sort_values(key=abs, ascending=False)


def draw_targets(group: str) -> Figure:
    """Draw every observation of a group of studies beside what the model says.

    Parameters
    ----------
    group : str
        A key of `bonebalance.predictions.GROUPS`.

    Returns
    -------
    matplotlib.figure.Figure
        Density above, markers below, one row an observation: open circle and one error, bar from
        5 to 95 percent of the ensemble, line at the best fit.

    Raises
    ------
    ModelError
        If there is no such group.
    """
    if group not in predictions.GROUPS:
        raise unknown_name("group", group, predictions.GROUPS, "predictions")
    rows = predictions.table()
    rows = rows[rows["protocol"].isin(list(predictions.GROUPS[group]))]
    markers = rows["observable"].isin(["CTX", "P1NP", "W"])
    parts = [part for part in (rows[~markers], rows[markers]) if len(part)]
    heights = [len(part) + 3 for part in parts]
    with plt.rc_context({"font.size": 9}):
        figure, grid = plt.subplots(
            len(parts), 1, squeeze=False, figsize=(6.4, 0.2 * sum(heights)),
            gridspec_kw={"height_ratios": heights},
        )  # fmt: skip
        for axes, part in zip(grid[:, 0], parts, strict=True):
            _draw_rows(axes, part)
    return figure


def _draw_rows(axes: Axes, rows: pd.DataFrame) -> None:
    places = -np.arange(len(rows))
    axes.axvline(0, **plotting.style("guide"))
    color = plotting.style("bone")["color"]
    axes.hlines(places, rows["low"], rows["high"], color=color, linewidth=6, alpha=0.3)
    axes.plot(rows["said"], places, color=color, linestyle="none", marker="|", markersize=9,
              markeredgewidth=2.2)  # fmt: skip
    bars = np.abs(rows[["seen_low", "seen_high"]].to_numpy().T - rows["seen"].to_numpy())
    axes.errorbar(rows["seen"], places, xerr=bars, elinewidth=0.8, capsize=2,
                  **plotting.style("data") | {"markersize": 5})  # fmt: skip
    axes.set_yticks(places, [predictions.title(row) for _, row in rows.iterrows()])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-len(rows) + 0.4, 0.6)
    density = rows["observable"].str.contains("BMD").any()
    axes.set_xlabel(f"change of {'density' if density else 'markers and walls'} (percent)")
