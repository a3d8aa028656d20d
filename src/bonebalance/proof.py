"""Evidence that a model is right: other people's runs of it, and trials it did not see."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bonebalance import models, plotting, trials
from bonebalance.equations import Equations
from bonebalance.errors import unknown_name
from bonebalance.interventions import Dosing, Step
from bonebalance.page import Markdown
from bonebalance.simulation import simulate
from bonebalance.trials import Arm, Use

# Largest difference that a repeated run may have, relative to the state's largest value.
AGREEMENT = 1e-6
# Differences are shown as 5e-9, 5e-8, …; below the first, machines may differ among themselves.
_SHOWN, _FINEST = 5, -9
_YEAR = 365.0
_SIDES = {"BMD": "bone", "CTX": "resorption", "P1NP": "formation", "BSAP": "formation"}
_USES: dict[Use, str] = {
    "calibration": "fitted", "validation": "predicted", "other": "not listed",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Reference:
    """A run of a model as an encoding by others gives it.

    Attributes
    ----------
    name : str
        Name of its file.
    model : str
        Name of the model in `bonebalance.models` that repeats it.
    what : str
        What happens in it, in a few words.
    origin : str
        The encoding by others.
    parameters, initial : mapping of str to float
        What differs from the model as published.
    interventions : tuple of Step or Dosing
        What happens during the run.
    table : pandas.DataFrame
        Column ``time`` in days, then one a state.
    """

    name: str
    model: str
    what: str
    origin: str
    parameters: Mapping[str, float]
    initial: Mapping[str, float]
    interventions: tuple[Step | Dosing, ...]
    table: pd.DataFrame

    def differences(self) -> dict[str, float]:
        """Repeat the run and return how far each state is from it.

        Returns
        -------
        dict of str to float
            Largest difference at any of the times, relative to the state's largest value.
        """
        run = simulate(
            getattr(models, self.model),
            self.table["time"].to_numpy(),
            parameters=self.parameters,
            initial=self.initial,
            interventions=self.interventions,
        )
        return {
            state: float(np.max(np.abs(run[state] - column)) / np.max(np.abs(column)))
            for state in self.table.columns[1:]
            for column in [self.table[state].to_numpy()]
        }


def references() -> tuple[Reference, ...]:
    """Return the runs that come with the library.

    Returns
    -------
    tuple of Reference
        In the order of the models' first publication.
    """
    folder = files("bonebalance") / "data" / "reference"
    found = []
    for entry in json.loads((folder / "runs.json").read_text(encoding="utf-8")):
        with (folder / f"{entry['name']}.csv").open() as file:
            table = pd.read_csv(file)
        steps = tuple(map(_intervention, entry.pop("interventions")))
        found.append(Reference(**entry, interventions=steps, table=table))
    return tuple(found)


def _intervention(entry: dict[str, Any]) -> Step | Dosing:
    return Dosing(**entry) if "drug" in entry else Step(**entry)


def agreement_table(runs: Iterable[Reference]) -> Markdown:
    """Repeat runs and return a table of the differences, state by state.

    Parameters
    ----------
    runs : iterable of Reference
        For example those of `references`.

    Returns
    -------
    Markdown
        One row a run; each difference is rounded up to five times a power of ten.
    """
    rows = ["| Model | Run | Encoding by others | Largest difference |", "|:--|:--|:--|:--|"]
    for run in runs:
        shown = ", ".join(
            f"`{state}` {_SHOWN}e{_decade(difference)}"
            for state, difference in run.differences().items()
        )
        rows.append(f"| {getattr(models, run.model).name} | {run.what} | {run.origin} | {shown} |")
    return Markdown("\n".join(rows))


def _decade(difference: float) -> int:
    """Return the least power of ten of which five times is no less than a difference."""
    return max(math.ceil(math.log10(max(difference, 1e-300) / _SHOWN)), _FINEST)


def compared(arm: Arm, model: Equations) -> pd.DataFrame:
    """Return every observation of a trial arm after its start beside what a model says.

    Parameters
    ----------
    arm : Arm
        See `bonebalance.trials.arms`.
    model : Model
        See `bonebalance.trials.Arm.predict`.

    Returns
    -------
    pandas.DataFrame
        Columns ``observable``, ``day``, ``change``, ``said``, all in percent since the start of
        treatment; ``errors``, the difference in the trial's own standard errors, and ``bars``,
        the same in halves of its error bars; empty where there are none.
    """
    seen = arm.observations[arm.observations["day"] > 0].copy()
    said = arm.predict(model, seen["day"], seen["observable"].unique())
    seen["said"] = [said[name][row] for row, name in enumerate(seen["observable"])]
    miss = seen["said"] - seen["change"]
    seen["errors"], seen["bars"] = miss / seen["error"], miss / trials.half_bars(seen)
    return seen[["observable", "day", "change", "said", "errors", "bars"]]


def trial_table(model: Equations, use: Use) -> Markdown:
    """Return a table of how far a model is from every arm of one use.

    Parameters
    ----------
    model : Model
        See `bonebalance.trials.Arm.predict`.
    use : {"calibration", "validation", "other"}
        Which arms.

    Returns
    -------
    Markdown
        One row an arm. For each observable the root mean square error in percent of the start
        of treatment, then in brackets the median error in the trial's standard errors; where
        these cannot be had, in halves of its error bars, with a dagger.
    """
    chosen = [arm for arm in trials.arms().values() if arm.use == use]
    shown = [name for name in _SIDES if any(name in arm.bars for arm in chosen)]
    rows = [f"| Arm | {' | '.join(shown)} |", "|:--" + "|--:" * len(shown) + "|"]
    for arm in chosen:
        table = compared(arm, model)
        parts = [table[table["observable"] == name] for name in shown]
        cells = " | ".join(_error(part) for part in parts)
        rows.append(f"| {_title(arm)} {{footcite:p}}`{arm.source}` | {cells} |")
    return Markdown("\n".join(rows))


def _error(part: pd.DataFrame) -> str:
    if part.empty:
        return "none"
    misses = (part["said"] - part["change"]).to_numpy()
    size = f"{np.sqrt(np.mean(misses**2)):.1f}"
    errors, bars = part["errors"].abs().median(), part["bars"].abs().median()
    if math.isnan(bars):
        return size
    # A space that does not break keeps a cell on one line.
    return f"{size}\N{NO-BREAK SPACE}" + (
        f"({bars:.1f}\N{DAGGER})" if math.isnan(errors) else f"({errors:.1f})"
    )


def bar_table() -> Markdown:
    """Return a table of what the error bars of each trial are, and how that is known.

    Returns
    -------
    Markdown
        One row a publication and kind of observable.
    """
    rows = ["| Trial | Of | Bars are | Because |", "|:--|:--|:--|:--|"]
    for source, of, bar, basis in trials.error_bars().itertuples(index=False):
        rows.append(f"| {{footcite:t}}`{source}` | {of} | {bar} | {basis} |")
    return Markdown("\n".join(rows))


def _title(arm: Arm) -> str:
    """Return an arm's name as words: what was given, in order."""
    words = arm.name.split("_", 1)[1].replace("_", " ").replace("-", " to ")
    return words.replace("yrs", "y")


def draw_trial(model: Equations, source: str, containing: str = "") -> Figure:
    """Draw a trial's arms and what a model says of them, in percent since treatment began.

    Parameters
    ----------
    model : Model
        See `bonebalance.trials.Arm.predict`.
    source : str
        Key of the trial's reference, for example ``"bone2011"``.
    containing : str
        Draw only arms whose names contain this.

    Returns
    -------
    matplotlib.figure.Figure
        One row an arm: hip density on the left, markers on the right.

    Raises
    ------
    ModelError
        If there is no such trial.
    """
    known = trials.arms().values()
    chosen = [arm for arm in known if arm.source == source and containing in arm.name]
    if not chosen:
        raise unknown_name("trial", source, sorted({arm.source for arm in known}), "trials")
    columns = 2 if any((arm.observations["observable"] != "BMD").any() for arm in chosen) else 1
    with plt.rc_context({"font.size": 9, "axes.titlesize": 9}):
        figure, grid = plt.subplots(
            len(chosen), columns, squeeze=False, sharex=True, sharey="col",
            figsize=(5.0, 0.5 + 1.55 * len(chosen)),
        )  # fmt: skip
        for arm, row in zip(chosen, grid, strict=True):
            _draw_arm(arm, model, row)
        for axes in grid[-1]:
            axes.set_xlabel("years since the start")
    return figure


def _draw_arm(arm: Arm, model: Equations, panels: Sequence[Axes]) -> None:
    density, markers = panels[0], panels[-1]
    days = np.linspace(min(arm.observations["day"].min(), 0), arm.observations["day"].max(), 240)
    names = [name for name in _SIDES if (arm.observations["observable"] == name).any()]
    said = arm.predict(model, days, names)
    for name in names:
        axes = density if name == "BMD" else markers
        look = plotting.style(_SIDES[name])
        axes.plot(days / _YEAR, said[name], label=name, **look)
        seen = arm.observed(name)
        ends = seen[["low", "high"]].to_numpy().T
        bars = np.nan_to_num(np.abs(ends - seen["change"].to_numpy()))
        points = plotting.style("data") | {"color": look["color"], "markersize": 4}
        axes.errorbar(
            seen["day"] / _YEAR, seen["change"], yerr=bars, elinewidth=0.8, capsize=1.5,
            label="_data", **points,
        )  # fmt: skip
    density.set_title(f"{_title(arm)}: {_USES[arm.use]}")
    markers.set_ylabel("markers (%)")
    density.set_ylabel("hip (%)")
    for axes in panels:
        axes.axhline(0, **plotting.style("guide"))
        for dose in arm.doses:
            span = [(dose.start - arm.start) / _YEAR, (dose.stop - arm.start) / _YEAR]
            axes.plot(span, [0.02, 0.02], transform=axes.get_xaxis_transform(),
                      solid_capstyle="butt", **plotting.style("drug"))  # fmt: skip
    if markers is not density:
        plotting.label_lines(markers, gap=0.16)
