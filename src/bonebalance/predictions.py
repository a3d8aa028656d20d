"""What the lifetime model says beside what was seen: observations, arms kept out, misses.

The calibration wrote what the model says of every observation, so that a page need not solve it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from bonebalance import fits, models, trials
from bonebalance.errors import unknown_name
from bonebalance.excerpts import symbol
from bonebalance.latex import unit_latex
from bonebalance.numeric import Array
from bonebalance.page import Markdown
from bonebalance.quantities import Parameter
from bonebalance.simulation import simulate

__all__ = [
    "GROUPS", "at", "fitted_table", "given_table", "kept_out", "kept_out_table", "misses", "table",
    "title", "told_otherwise", "words",
]  # fmt: skip

_MODEL = "lifetime"
_DRIVERS = {
    "estrogen", "PTH", "OPG", "RANKL", "TNF", "IL1", "IL6", "IL17", "IFNg", "GC", "load", "supply",
}  # fmt: skip
_MONTH = 365.0 / 12
_SITES = {
    "BMD_hip": "hip", "BMD_spine": "spine", "vBMD_spine": "spine by QCT", "CTX": "CTX",
    "P1NP": "P1NP", "W": "wall of a cavity",
}  # fmt: skip

GROUPS: Mapping[str, Mapping[str, str]] = {
    "menopause and age": {
        "life": "from age 25", "menopause": "from age 50", "around-menopause": "from age 46",
        "before-menopause": "from age 45", "old-age-68": "from age 68",
        "old-age-87": "from age 87",
        "pepi-placebo": "placebo, 56 y", "pepi-estrogen": "estradiol, 56 y",
        "wasnich-estrogen": "after estradiol", "withdrawal": "estradiol withdrawn",
        "withdrawal-etanercept": "the same on etanercept",
    },
    "drugs against resorption": {
        "wasnich-alendronate": "after alendronate", "liberman-alendronate": "alendronate 10 mg",
        "mcclung2005-alendronate": "alendronate 10 mg", "prevention-placebo": "placebo, 58 y",
        "prevention-one": "zoledronate, one dose", "prevention-two": "zoledronate, two doses",
        "grey-1": "zoledronate 1 mg once", "grey-2.5": "zoledronate 2.5 mg once",
        "grey-5": "zoledronate 5 mg once", "freedom-placebo": "placebo, 72 y",
        "freedom-denosumab": "denosumab", "freedom-crossover": "denosumab, 75 y",
        "data-denosumab": "denosumab, 66 y", "flex-stopped": "alendronate stopped",
    },
    "drugs that build": {
        "arch": "romosozumab, alendronate", "frame": "romosozumab, denosumab",
        "fpt-placebo": "placebo, 69 y",
        "fpt-teriparatide": "teriparatide", "mcclung2005-teriparatide": "teriparatide",
        "data-teriparatide": "teriparatide, 66 y", "data-combination": "with denosumab, 66 y",
        "active": "abaloparatide first",
    },
    "glucocorticoid, inflammation, load": {
        "giop-teriparatide": "teriparatide on steroid",
        "giop-alendronate": "alendronate on steroid",
        "cohen1999": "prednisolone 11 mg", "adachi1997": "prednisolone 15 mg",
        "okada": "prednisolone 50 to 12 mg", "laan": "prednisolone 10 to 5 mg",
        "godschalk-10": "men on 10 mg", "godschalk-15": "men on 15 mg",
        "godschalk-20": "men on 20 mg", "godschalk-60": "men on 60 mg",
        "dempster": "prednisolone 12 mg",
        "spondylitis-anti-tnf": "spondylitis on etanercept",
        "early-arthritis": "early arthritis", "bed-rest": "bed rest",
    },
}  # fmt: skip


@cache
def table() -> pd.DataFrame:
    """Return what the model says of every observation, fitted or kept out.

    Returns
    -------
    pandas.DataFrame
        Columns ``protocol``, ``against`` (empty, or the group whose change is taken off),
        ``observable``, ``since`` and ``until`` in days of age, ``months`` between them, ``seen``
        and ``said`` in percent, the ends ``seen_low``, ``seen_high`` of one error and ``low``,
        ``high`` of the ensemble (5 to 95 percent), ``jorg``, what Jörg et al. say of digitized
        arms, ``errors``, the miss in errors, ``fitted``, ``arm`` (digitized) and ``source``.
    """
    rows = fits.table(_MODEL, "predictions").fillna({"against": ""})
    rows["months"] = (rows["until"] - rows["since"]) / _MONTH
    rows["errors"] = (rows["said"] - rows["seen"]) / rows["error"]
    rows["seen_low"], rows["seen_high"] = rows["seen"] - rows["error"], rows["seen"] + rows["error"]
    logarithmic = rows["scale"] == "log"
    percent = ["seen", "said", "low", "high", "jorg", "seen_low", "seen_high"]
    rows.loc[logarithmic, percent] = 100 * np.expm1(rows.loc[logarithmic, percent])
    rows["arm"] = rows["protocol"].isin(list(trials.arms()))
    return rows.drop(columns=["scale", "error"])


def at(protocol: str, months: float, observable: str = "BMD_hip") -> pd.Series:
    """Return the observation of a group that is nearest to a time.

    Parameters
    ----------
    protocol : str
        The group.
    months : float
        Months from its first measurement.
    observable : str
        Name in the model.

    Returns
    -------
    pandas.Series
        A row of `table`.

    Raises
    ------
    ModelError
        If there is no such observation.
    """
    every = table()
    rows = every[(every["protocol"] == protocol) & (every["observable"] == observable)]
    if rows.empty:
        known = sorted(set(every["protocol"] + " " + every["observable"]))
        raise unknown_name("observation", f"{protocol} {observable}", known, "predictions")
    return rows.iloc[int(np.argmin(np.abs(rows["months"] - months)))]


@cache
def kept_out() -> pd.DataFrame:
    """Return the errors of two models on arms that the lifetime model was not fitted to.

    Returns
    -------
    pandas.DataFrame
        Index: arms, last ``"all"``. Columns ``count``, how many hip densities, and the root mean
        square errors ``jorg2022`` and ``lifetime`` in percent of the start of treatment. The
        calibration has left out the months that an arm shares with a fitted one.
    """
    misses, found = [], {}
    for name, part in _hips_kept_out().groupby("protocol", sort=False):
        both = (part[["jorg", "said"]].to_numpy() - part[["seen"]].to_numpy()).T
        misses.append(both)
        found[name] = [both.shape[1], *_root_mean_square(both)]
    whole = np.hstack(misses)
    found["all"] = [whole.shape[1], *_root_mean_square(whole)]
    return pd.DataFrame.from_dict(
        found, orient="index", columns=["count", "jorg2022", "lifetime"]
    ).astype({"count": int})


@cache
def told_otherwise() -> pd.Series:
    """Return the errors of `kept_out` over all values if each model knew what the other knew.

    Only the lifetime model is told how dense the hips of an arm were. Its parameters stay.

    Returns
    -------
    pandas.Series
        ``lifetime``, told of none, and ``jorg2022``, told of all; in percent of the start of
        treatment.
    """
    rows = _hips_kept_out()
    thin = [name for name, arm in trials.arms().items() if not np.isnan(arm.hip)]
    more = rows["protocol"].map({name: _own_share(name) for name in thin}).fillna(1.0)
    both = np.array([rows["said"] / more, rows["jorg"] * more]) - rows["seen"].to_numpy()
    return pd.Series(_root_mean_square(both), index=["lifetime", "jorg2022"])


def _hips_kept_out() -> pd.DataFrame:
    """Return the rows of `table` that hold hips of digitized arms and were not fitted."""
    rows = table()
    return rows[rows["arm"] & ~rows["fitted"] & (rows["observable"] == "BMD_hip")]


def _own_share(name: str) -> float:
    """Return by how much more percent an arm gains for its own hips than for the mean ones."""
    arm = trials.arms()[name]
    mean = simulate(models.lifetime, [0.0, arm.start])["BMD_hip"][-1]
    return float(mean / arm.hip)


def _root_mean_square(rows: Array) -> Array:
    found: Array = np.sqrt(np.mean(rows**2, axis=1))
    return found


def kept_out_table() -> Markdown:
    """Return `kept_out` as a table for a page.

    Returns
    -------
    Markdown
        One row an arm; the last row holds all values.
    """
    lines = ["| Arm | Values | Jörg 2022 | Lifetime |", "|:--|--:|--:|--:|"]
    for known, row in kept_out().iterrows():
        arm = trials.arms().get(str(known))
        name = f"{words(arm.name)} {{footcite:p}}`{arm.source}`" if arm else "all"
        lines.append(
            f"| {name} | {row['count']:.0f} | {row['jorg2022']:.1f} | {row['lifetime']:.1f} |"
        )
    return Markdown("\n".join(lines))


def misses(count: int) -> Markdown:
    """Return the observations that the model misses by most errors, as a list.

    Parameters
    ----------
    count : int
        How many; of one group and observable only the worst is named.

    Returns
    -------
    Markdown
        One item a miss, with what was seen and said in percent.
    """
    rows = table().sort_values("errors", key=abs, ascending=False)
    worst = rows.drop_duplicates(["protocol", "observable"])
    # Arms of one trial may share their first women.
    worst = worst.drop_duplicates(["source", "observable", "seen"]).head(count)
    return Markdown("\n".join(
        f"- {title(row)}: seen {row['seen']:+.1f}, said {row['said']:+.1f} percent, "
        f"{abs(row['errors']):.1f} errors {'above' if row['errors'] > 0 else 'below'} "
        f"({'fitted' if row['fitted'] else 'kept out'}) {{footcite:p}}`{row['source']}`"
        for _, row in worst.iterrows()
    ))  # fmt: skip


def title(row: pd.Series) -> str:
    """Return an observation in words: whom, what, and between which months.

    Parameters
    ----------
    row : pandas.Series
        A row of `table`.

    Returns
    -------
    str
        For example ``"denosumab, hip, 12 mo"``.
    """
    known = {name: text for group in GROUPS.values() for name, text in group.items()}
    who = known.get(row["protocol"]) or words(row["protocol"])
    first = table().loc[table()["protocol"] == row["protocol"], "since"].min()
    begun = (row["since"] - first) / _MONTH
    months = row["months"]
    span = f"{months:.1f}" if months < 5 else f"{months:.0f}"
    when = f"{months / 12:.0f} y" if months >= 60 else f"{span} mo"
    after = f" from month {begun:.0f}" if begun > 0.5 else ""
    return f"{who}, {_SITES[row['observable']]}, {when}{after}"


def words(arm: str) -> str:
    """Return the name of a digitized arm as words.

    Parameters
    ----------
    arm : str
        Its name in `bonebalance.trials`.

    Returns
    -------
    str
        What was given, in order.
    """
    return arm.split("_", 1)[1].replace("_", " ").replace("-", " to ").replace("yrs", "y")


def fitted_table() -> Markdown:
    """Return the fitted parameters, each with what the ensemble leaves open.

    Returns
    -------
    Markdown
        One row a parameter: its value and the range from 5 to 95 percent of the ensemble.
    """
    known = fits.table(_MODEL, "precision").to_dict("records")
    ranges = {row["name"]: (float(row["low"]), float(row["high"])) for row in known}
    rows = ["| Symbol | Meaning | Value | 5 to 95 percent |", "|:--|:--|:--|:--|"]
    for p in models.lifetime.parameters.values():
        if p.status == "fitted":
            low, high = ranges[p.name]
            rows.append(
                f"| ${symbol(p)}$ | {p.description} | {_with_unit(p, 3)} "
                f"| {_plain(low, 2)} to {_plain(high, 2)} |"
            )
    return Markdown("\n".join(rows))


def given_table() -> Markdown:
    """Return the parameters that were not fitted.

    Returns
    -------
    Markdown
        One row a parameter. Drivers, which are 1, and intakes, which are 0, are left out.
    """
    rows = ["| Symbol | Meaning | Value | From |", "|:--|:--|:--|:--|"]
    for p in models.lifetime.parameters.values():
        if p.status == "fitted" or p.name.startswith("I_") or p.name in _DRIVERS:
            continue
        taken = "chosen here" if p.source == "thiscourse" else f"{{footcite:t}}`{p.source}`"
        rows.append(
            f"| ${symbol(p)}$ | {p.description} | {_with_unit(p, 5)} | {p.status}, {taken} |"
        )
    return Markdown("\n".join(rows))


def _with_unit(parameter: Parameter, digits: int) -> str:
    unit = unit_latex(parameter.unit)
    # A space that does not break keeps number and unit on one line.
    return _plain(parameter.value, digits) + (f"\N{NO-BREAK SPACE}${unit}$" if unit else "")


def _plain(value: float, digits: int) -> str:
    """Return a number with so many digits and without a power of ten."""
    return np.format_float_positional(value, precision=digits, fractional=False, trim="-")
