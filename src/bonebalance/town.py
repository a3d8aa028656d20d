"""A town of virtual women: who they are, what ten years do to them, and what a drug would change.

Each woman is run twice, with a drug and without. A program of testing and treating is then no new
run but a choice, woman by woman, between the two.

>>> from bonebalance import town
>>> women = town.people(1000)
>>> print(len(women), women["age"].min(), women["age"].max())
1000 50 89
>>> sorted(town.DRUGS)
['alendronate']
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp, log
from typing import Any

import numpy as np
import pandas as pd

from bonebalance import compiled, models, risk
from bonebalance.cohort import simulate_cohort
from bonebalance.diseases import OUTSIDE, Disease
from bonebalance.errors import ModelError, unknown_name
from bonebalance.evidence import number
from bonebalance.interventions import Intervention, Step
from bonebalance.numeric import Array
from bonebalance.quantities import checked_value, whole_number
from bonebalance.simulation import simulate

__all__ = ["DRUGS", "GROUPS", "Group", "follow", "ill", "people"]

YEAR = 365.0
YOUNGEST, OLDEST = 50, 89
_LONGEST = 20.0
DRUGS: Mapping[str, tuple[str, float]] = {"alendronate": ("I_alendronate", 10.0)}
"""Drugs that the town may be given, with the intake in the lifetime model and mg a day."""

# What differs between people beyond their groups. All of it is assumed.
_MENOPAUSE = 3.0  # years, standard deviation of the age at which estrogen begins to fall
_SMOKERS = 0.15
# Share of density that smoking costs a year after menopause, and what it does beyond density.
_PACE = number("life-smoking-bmd.extra-loss").value / 1000
_SMOKE = number("life-smoking-fracture.hip-rr-adjusted-bmd").value
_DRIVERS = (
    "estrogen", "RANKL", "OPG", "TNF", "IL1", "IL6", "IL17", "IFNg", "PTH", "load", "supply",
)  # fmt: skip
# Column, parameter of the lifetime model, and its value at rest.
_STEPS = (*((name, name, 1.0) for name in _DRIVERS), ("prednisolone", "I_prednisolone", 0.0))
_COLUMNS = (
    "age", "peak", "menopause", "smokes", "group", "onset", "prednisolone", "falls", "fracture",
)  # fmt: skip
_FACTORS = ("prednisolone", "falls", "fracture")
_KEPT = ("BMD_hip", "BMD_spine", "CTX")
_BEGIN = 25.0
_EARLIEST = 30.0
# Several thousand women of one age would only fill the memory of a worker.
_CHUNK = 1000

# Runs jobs: the built-in map, that of a pool of processes, or that of a cluster's client.
Map = Callable[..., Iterable[Any]]


@dataclass(frozen=True)
class Group:
    """Some of the town's women who have a disease or take a drug that causes loss.

    Parameters
    ----------
    name : str
        In plain words.
    share : float
        Share of all women, from 0 to 1. The groups of this module have assumed shares.
    changes : mapping of str to float
        Drivers of the lifetime model from the onset on; 1 is rest.
    prednisolone : float
        Milligrams a day from the onset on.
    falls, fracture : float
        Multipliers of risk, as in `bonebalance.diseases.OUTSIDE`.
    years : float
        The onset lies at most so many years before the start.

    Raises
    ------
    ModelError
        If the name is empty, a number is impossible, or a driver unknown.
    """

    name: str
    share: float
    changes: Mapping[str, float] = field(default_factory=dict)
    prednisolone: float = 0.0
    falls: float = 1.0
    fracture: float = 1.0
    years: float = 20.0

    def __post_init__(self) -> None:
        """Check everything."""
        if not self.name.strip():
            message = "a group needs a name in plain words"
            raise ModelError(message)
        for name in ("share", "prednisolone", "falls", "fracture", "years"):
            checked_value(f"{name} of {self.name}", getattr(self, name), signed=False)
        if self.share > 1:
            message = f"share of {self.name} must lie between 0 and 1, not {self.share:g}"
            raise ModelError(message)
        for name, value in self.changes.items():
            if name not in _DRIVERS:
                raise unknown_name("driver", name, _DRIVERS, "the town")
            checked_value(f"{name} of {self.name}", value, signed=False)


def ill(disease: Disease, share: float, *, severity: float = 1.0, years: float = 20.0) -> Group:
    """Return the group that has a disease.

    Parameters
    ----------
    disease : Disease
        As `bonebalance.diseases.named` returns it. Its slow changes are taken as sudden, and a
        level of activity is left to the cytokines.
    share : float
        Share of all women.
    severity : float
        1 is the disease as described; 0.5 moves each quantity half as far from its rest.
    years : float
        The onset lies at most so many years before the start.

    Returns
    -------
    Group
        Without drugs.
    """
    checked_value("severity", severity, signed=False)
    moved = {one.quantity: 1 + severity * (one.value - 1) for one in disease.changes}
    return Group(
        disease.name, share, years=years,
        changes={name: value for name, value in moved.items() if name in _DRIVERS},
        **{name: value for name, value in moved.items() if name in OUTSIDE},
    )  # fmt: skip


GROUPS: tuple[Group, ...] = (
    Group("prednisolone 5 mg", 0.02, prednisolone=5.0, years=5.0),
    Group("prednisolone 10 mg", 0.01, prednisolone=10.0, years=5.0),
    Group("aromatase inhibitor", 0.02, {"estrogen": 0.0}, years=5.0),
)
"""Groups by drug; those by disease are made by `ill`. The shares are assumed."""


def people(
    count: int = 10_000, *, seed: int = 2026, groups: Sequence[Group] = GROUPS
) -> pd.DataFrame:
    """Return the women of a town.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        The same seed makes the same town.
    groups : sequence of Group
        Nobody is in two of them.

    Returns
    -------
    pandas.DataFrame
        One row a woman, by age: ``age`` (50 to 89 years; the older, the fewer), ``peak`` (SDs of
        density above the mean at 25), ``menopause`` (age in years), ``smokes``, ``group`` (empty
        for most), ``onset`` (age in years), ``prednisolone`` (mg a day), ``falls`` and
        ``fracture`` (multipliers) and a column for each driver of the lifetime model.

    Raises
    ------
    ModelError
        If `count` is no whole number above 0, or the shares of the groups exceed 1.
    """
    count = whole_number("count", count, least=1)
    shares = [group.share for group in groups]
    if sum(shares) > 1:
        message = f"the shares of the groups add up to {sum(shares):g}; they must stay within 1"
        raise ModelError(message)
    rng = np.random.default_rng(seed)
    ages = np.arange(YOUNGEST, OLDEST + 1)
    weight = 1.0 - (ages - YOUNGEST) / (OLDEST + 1 - YOUNGEST)
    age = np.sort(rng.choice(ages, count, p=weight / weight.sum()))
    found = pd.DataFrame({
        "age": age,
        "peak": rng.normal(size=count),
        "menopause": models.lifetime.parameters["a_e"].value / YEAR
        + _MENOPAUSE * rng.normal(size=count).clip(-2.5, 2.5),
        "smokes": rng.random(count) < _SMOKERS,
        "group": "",
        "onset": age - 1.0,
        "prednisolone": 0.0,
        "falls": 1.0,
        "fracture": 1.0,
    }).assign(**dict.fromkeys(_DRIVERS, 1.0))  # fmt: skip
    place = np.searchsorted(np.cumsum(shares), rng.random(count), side="right")
    back = rng.random(count)
    for turn, group in enumerate(groups):
        found = _joined(found, place == turn, group, back)
    return found


def _joined(women: pd.DataFrame, own: Array, group: Group, back: Array) -> pd.DataFrame:
    """Return the women, some of whom now belong to a group."""
    age = women["age"].to_numpy(dtype=np.float64)
    begun = age - back * np.minimum(group.years, age - _EARLIEST)
    values: dict[str, Any] = {
        "group": group.name,
        "onset": begun,
        "prednisolone": group.prednisolone,
        "falls": group.falls,
        "fracture": group.fracture,
        **group.changes,
    }
    return women.assign(
        **{name: np.where(own, value, women[name]) for name, value in values.items()}
    )


def follow(
    women: pd.DataFrame, *, years: float = 10.0, drug: str = "", map: Map | None = None,  # noqa: A002
) -> pd.DataFrame:  # fmt: skip
    """Return what the coming years do to the women, each followed as if nobody died.

    Parameters
    ----------
    women : pandas.DataFrame
        As `people` returns it, or some of its rows.
    years : float
        How long they are followed.
    drug : str
        Key of `DRUGS`, taken by all of them from the start on; nothing if empty.
    map : callable, optional
        What runs the jobs, one for each age and thousand women, such as
        ``ProcessPoolExecutor().map``. By default the cluster of Dask to which this process is
        connected, or the built-in ``map`` if there is none.

    Returns
    -------
    pandas.DataFrame
        Index of `women`. ``T_hip`` and ``T_spine`` at the start, ``T_hip_end``, the rate
        ``hip_rate`` of hip fractures a year at the start without a drug, and the numbers of
        fractures to be expected: ``hip`` and ``vertebra`` (new vertebral fractures on X-ray).

    Raises
    ------
    ModelError
        If a column is missing, `years` is not above 0 and at most 20, or there is no such drug.
    """
    if drug and drug not in DRUGS:
        raise unknown_name("drug", drug, DRUGS, "the town")
    span = checked_value("years", years, signed=False)
    if not 0 < span <= _LONGEST:
        message = f"years must lie above 0 and be at most {_LONGEST:g}, not {years!r}"
        raise ModelError(message)
    missing = [name for name in (*_COLUMNS, *_DRIVERS) if name not in women]
    if missing or not len(women):
        message = f"women must come from people(); missing: {', '.join(missing) or 'all of them'}"
        raise ModelError(message)
    _require_sound(women, span)
    jobs = [(part, span, drug) for part in _parts(women)]
    ran = (map or _connected())(_followed, jobs)
    # A cluster's client hands back promises, a pool and the built-in the results themselves.
    done = [one.result() if hasattr(one, "result") else one for one in ran]
    found: pd.DataFrame = pd.concat(done).reindex(women.index)
    return found


def _connected() -> Map:
    """Return the map of the cluster to which this process is connected, or Python's own."""
    # Whoever connected has imported Dask; the course itself does not need it.
    distributed: Any = sys.modules.get("distributed")
    try:
        client = distributed and distributed.Client.current()
    except ValueError:  # Nobody connected.
        client = None
    return builtins.map if client is None else client.map


def _require_sound(women: pd.DataFrame, years: float) -> None:
    """Raise `ModelError` unless each woman can be told apart and followed."""
    if not women.index.is_unique:
        # The answer is put into the order of the index, so one label must be one woman.
        message = "two women share a row label; call women.reset_index(drop=True) first"
        raise ModelError(message)
    for name in ("age", "peak", "menopause", "onset", *_FACTORS, *_DRIVERS):
        column = pd.to_numeric(women[name], errors="coerce")
        if not np.isfinite(column.to_numpy(dtype=np.float64)).all():
            message = f"column {name} of women must hold a finite number in each row"
            raise ModelError(message)
    if not women["age"].between(YOUNGEST, OLDEST).all():
        message = f"women must be {YOUNGEST} to {OLDEST} years old; drop the others"
        raise ModelError(message)
    changed = (women[[name for name, _, _ in _STEPS]] != [rest for *_, rest in _STEPS]).any(axis=1)
    if (changed & ~women["onset"].between(_BEGIN, women["age"] + years)).any():
        message = f"onset must lie between {_BEGIN:g} and the end of the years that are followed"
        raise ModelError(message)


def _parts(women: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield women by age; those of a group, who each have a schedule of their own, together."""
    rest = women[[column for column, _, _ in _STEPS]] == [rest for _, _, rest in _STEPS]
    plain = rest.all(axis=1)
    for same in (*(part for _, part in women[plain].groupby("age")), women[~plain]):
        for first in range(0, len(same), _CHUNK):
            yield same.iloc[first : first + _CHUNK]


def _followed(job: tuple[pd.DataFrame, float, str]) -> pd.DataFrame:
    """Follow some women; a function of its own, so that other processes find it."""
    women, years, drug = job
    ages = women["age"].to_numpy(dtype=np.float64)[:, None] + years * np.array([0.0, 0.5, 1.0])
    grid = np.unique(ages)
    run = simulate_cohort(
        models.lifetime, YEAR * np.array([_BEGIN, *grid]), tolerance=1e-5, progress=False,
        # A part is small, but there are many: machine code pays although one alone says no.
        engine="compiled" if compiled.AVAILABLE else "numpy",
        parameters={"a_e": YEAR * women["menopause"].to_numpy()},
        interventions=[*_changes(women), *_taken(women, drug)],
        keep=list(_KEPT),
    )  # fmt: skip
    place = np.searchsorted(grid, ages)
    seen = {name: np.take_along_axis(run[name][:, 1:], place, axis=1) for name in _KEPT}
    usual = {name: np.interp(ages, *_usual(name)) for name in _KEPT}
    after = np.maximum(ages - women["menopause"].to_numpy()[:, None], 0.0)
    smoked = np.where(women["smokes"].to_numpy()[:, None], (1 - _PACE) ** after, 1.0)
    scores: dict[str, Array] = {}
    for site, name in (("hip", "T_h"), ("spine", "T_s")):
        spread = models.lifetime.parameters[name].value
        own = seen[f"BMD_{site}"] * smoked * (1 + spread * women["peak"].to_numpy()[:, None])
        scores[f"T_{site}"] = (own - 1) / spread
        scores[f"Z_{site}"] = (own - usual[f"BMD_{site}"]) / spread
    turnover = seen["CTX"] / usual["CTX"]
    hip = _rates("hip", women, ages, scores["Z_hip"], turnover)
    vertebra = _rates("vertebra", women, ages, scores["Z_spine"], turnover)
    simpson = years * np.array([1.0, 4.0, 1.0]) / 6
    found = {
        "T_hip": scores["T_hip"][:, 0], "T_spine": scores["T_spine"][:, 0],
        "T_hip_end": scores["T_hip"][:, -1], "hip_rate": hip[:, 0],
        "hip": hip @ simpson, "vertebra": vertebra @ simpson,
    }  # fmt: skip
    return pd.DataFrame(found, index=women.index)


@cache
def _usual(name: str) -> tuple[Array, Array]:
    """Return ages and what the usual woman has at each."""
    ages = np.arange(YOUNGEST, OLDEST + _LONGEST + 0.1, 0.25)
    run = simulate(models.lifetime, YEAR * np.array([_BEGIN, *ages]))
    return ages, np.asarray(run[name][1:])


def _changes(women: pd.DataFrame) -> Iterator[Intervention]:
    """Yield what the groups change, for each woman from her own onset on."""
    start = YEAR * women["onset"].to_numpy(dtype=np.float64)
    for column, parameter, rest in _STEPS:
        values = women[column].to_numpy(dtype=np.float64)
        if (values != rest).any():
            # A cohort takes one number a woman wherever an intervention has one.
            yield Step(parameter, values, start)  # type: ignore[arg-type]


def _taken(women: pd.DataFrame, drug: str) -> Iterator[Intervention]:
    """Yield the drug, from the same day on where all women are of one age."""
    if drug:
        parameter, amount = DRUGS[drug]
        start = YEAR * women["age"].to_numpy(dtype=np.float64)
        same = bool((start == start[0]).all())
        yield Step(parameter, amount, float(start[0]) if same else start)  # type: ignore[arg-type]


def _rates(site: str, women: pd.DataFrame, ages: Array, behind: Array, turnover: Array) -> Array:
    """Return fractures per woman and year, shape (women, ages).

    The published rate of an age is that of a crowd whose densities differ; so the mean of what
    density does in such a crowd is taken out.
    """
    column = {name: women[name].to_numpy()[:, None] for name in _FACTORS}
    found = risk.relative(
        site,
        sds=behind,
        turnover=turnover,
        glucocorticoid=column["prednisolone"],
        falls=column["falls"],
    )
    crowd = exp(log(risk.PARAMETERS[f"{site}_gradient"].value) ** 2 / 2)
    smokes = np.where(women["smokes"].to_numpy()[:, None], _SMOKE, 1.0)
    rates: Array = found.ratio * column["fracture"] * smokes * risk.rate(site, ages) / crowd
    return rates
