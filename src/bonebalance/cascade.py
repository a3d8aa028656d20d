"""Vertebral fractures that follow each other: some spines are weak, or each fracture adds load.

Every virtual woman has one strength for life, and each year one largest load. A vertebra breaks
in a year in which that load exceeds the strength. Two things make a woman with a fracture likelier
to break another: the weak broke first (the spread of strength), and each fracture may raise the
loads that follow (the feedback).

>>> from bonebalance import cascade
>>> women = cascade.follow(cascade.Story(spread=0.25, chance=0.4, feedback=0.04))
>>> broken = women.count() > 0
>>> print(f"{women.risk(broken) / women.risk(~broken):.1f} times")
4.7 times
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from bonebalance.errors import ModelError
from bonebalance.numeric import Array
from bonebalance.quantities import checked_value, whole_number

__all__ = ["BASE_RATE", "OVERLOAD", "Cohort", "Story", "follow"]

BASE_RATE = 0.066
"""Share of women with a new vertebral fracture in a year, in four trials (Lindsay et al. 2001)."""

OVERLOAD = 0.2
"""A usual overload at a fracture, as a logarithm of load over strength; only a scale, assumed."""

# A larger number is more likely a percentage than a share or a spread.
_MOST = 5.0


@dataclass(frozen=True)
class Story:
    """Why a second fracture follows a first one.

    Parameters
    ----------
    spread : float
        Frailty: standard deviation of the logarithm of strength between women.
    chance : float
        Standard deviation of the logarithm of a year's largest load, from year to year; above 0.
    feedback : float
        Share by which each fracture raises all later loads, for good.
    transient : float
        Share by which a fracture raises the loads of the next year, on top of it.
    fading : float
        Years in which that second rise falls to a share of 1/e; above 0.
    graded : bool
        Whether both rises grow with the overload at which the vertebra broke. They are as given
        at an overload of `OVERLOAD`, twice as large at twice that.

    Raises
    ------
    ModelError
        If a number is negative, not finite or so large that it must be a percentage, or `chance`
        or `fading` is 0.
    """

    spread: float = 0.0
    chance: float = 0.4
    feedback: float = 0.0
    transient: float = 0.0
    fading: float = 1.0
    graded: bool = False

    def __post_init__(self) -> None:
        """Check everything."""
        for name in ("spread", "chance", "feedback", "transient", "fading"):
            found = checked_value(name, getattr(self, name), signed=False)
            if found > _MOST and name != "fading":
                message = f"{name} must be {_MOST:g} or less, not {found:g}; 25 percent is 0.25"
                raise ModelError(message)
        for name in ("chance", "fading"):
            if getattr(self, name) == 0:
                message = f"{name} must be above 0: it divides the others"
                raise ModelError(message)


@dataclass(frozen=True)
class Cohort:
    """What happened to all of the women; made by `follow`.

    Attributes
    ----------
    strength : ndarray of shape (people,)
        Logarithm of each woman's strength over the usual one.
    overload : ndarray of shape (people, before + years)
        Logarithm of load over strength where a vertebra broke in that year, otherwise 0.
    before : int
        Years that had passed when the study began: its year 0 is column `before`.
    level : float
        Logarithm of a usual year's largest load over a usual strength, which gives the base rate.
    """

    strength: Array
    overload: Array
    before: int
    level: float

    @property
    def fractured(self) -> NDArray[np.bool_]:
        """Whether a vertebra broke, by woman and year; shape (people, before + years)."""
        found: NDArray[np.bool_] = self.overload > 0
        return found

    @property
    def years(self) -> int:
        """Years of the study."""
        return int(self.overload.shape[1]) - self.before

    def count(self, year: int = 0) -> NDArray[np.int64]:
        """Return how many fractures each woman has when a year of the study begins.

        Parameters
        ----------
        year : int
            Year of the study, the first is 0.

        Returns
        -------
        ndarray of shape (people,)
            Vertebrae broken before that year.

        Raises
        ------
        ModelError
            If the study has no such year.
        """
        last = self.before + self._year(year, self.years)
        found: NDArray[np.int64] = self.fractured[:, :last].sum(axis=1)
        return found

    def since(self, year: int = 0) -> Array:
        """Return how many years ago each woman's latest fracture was when a year begins.

        Parameters
        ----------
        year : int
            Year of the study.

        Returns
        -------
        ndarray of shape (people,)
            1 for the year before, infinity without a fracture.

        Raises
        ------
        ModelError
            If the study has no such year.
        """
        last = self.before + self._year(year, self.years)
        backward = self.fractured[:, :last][:, ::-1]
        return np.where(backward.any(axis=1), backward.argmax(axis=1) + 1.0, np.inf)

    def risk(self, who: NDArray[np.bool_] | None = None, year: int = 0, years: int = 1) -> float:
        """Return the share of some women who break a vertebra.

        Parameters
        ----------
        who : ndarray of bool of shape (people,), optional
            Of whom; everyone if left out.
        year : int
            First year.
        years : int
            In how many years.

        Returns
        -------
        float
            Between 0 and 1.

        Raises
        ------
        ModelError
            If nobody is chosen, or the study has no such years.
        """
        years = whole_number("years", years, least=1)
        first = self.before + self._year(year, self.years - years)
        broke: NDArray[np.bool_] = np.asarray(self.fractured[:, first : first + years].any(axis=1))
        chosen: NDArray[np.bool_] = np.ones(broke.size, dtype=bool)
        if who is not None:
            chosen = np.asarray(who)
        if chosen.dtype != bool or chosen.shape != broke.shape:
            message = f"who must be yes or no for each of the {broke.size} women"
            raise ModelError(message)
        if not chosen.any():
            message = "nobody is chosen: follow more people, or choose more widely"
            raise ModelError(message)
        return float(broke[chosen].mean())

    def _year(self, year: int, most: int) -> int:
        """Return a year of the study if it has it."""
        if whole_number("year", year, least=0) > most:
            message = f"the study has {self.years} years; follow the women for longer"
            raise ModelError(message)
        return year


def follow(
    story: Story, *, rate: float = BASE_RATE, people: int = 30_000, before: int = 9,
    years: int = 3, seed: int = 2026,
) -> Cohort:  # fmt: skip
    """Follow virtual women through the years before a study and through the study.

    Parameters
    ----------
    story : Story
        Why a second fracture follows a first one.
    rate : float
        Share of all women who break a vertebra in the first year of the study, between 0 and 1.
        The level of the loads is searched until it is met.
    people : int
        How many women.
    before : int
        Years before the study, in which the first fractures gather. Nobody has one at their start.
    years : int
        Years of the study.
    seed : int
        A whole number. The same one gives the same strengths and the same luck to every story.

    Returns
    -------
    Cohort
        Everything that happened.

    Raises
    ------
    ModelError
        If a number is impossible.

    Notes
    -----
    Nobody ages, dies or is treated, and at most one vertebra breaks in a year.
    """
    if not isinstance(story, Story):
        message = f"story must be a cascade.Story, not {story!r}"
        raise ModelError(message)
    people = whole_number("people", people, least=1)
    before = whole_number("before", before, least=0)
    years = whole_number("years", years, least=1)
    if not 0 < checked_value("rate", rate, signed=False) < 1:
        message = f"rate must lie between 0 and 1, not {rate:g}"
        raise ModelError(message)
    rng = np.random.default_rng(whole_number("seed", seed, least=0))
    strength = story.spread * rng.standard_normal(people)
    luck = story.chance * rng.standard_normal((before + years, people))
    # Years are rows here: a row is contiguous and runs fast.
    needed = strength - luck
    level = _level(story, needed[: before + 1], rate)
    return Cohort(strength, _overloads(story, np.exp(needed), level).T, before, level)


def _level(story: Story, needed: Array, rate: float) -> float:
    """Return the level of the loads at which this share of women breaks in the last year."""
    # If no fracture raised a load, the level would be a quantile; rises can only lower it.
    high = float(np.quantile(needed[-1], rate))
    if story.feedback == story.transient == 0:
        return high
    bar = np.exp(needed)

    def missed(level: float) -> float:
        *_, (broke, _) = _years(story, bar, level)
        return float(broke.size / bar.shape[1]) - rate

    high, step = high + 1e-3, 0.25
    low = high - step
    while missed(low) > 0:
        step *= 2
        low -= step
    return float(brentq(missed, low, high, xtol=1e-4))


def _overloads(story: Story, bar: Array, level: float) -> Array:
    """Return load over strength of each year, as a logarithm, where a vertebra broke; else 0."""
    found = np.zeros_like(bar)
    for row, (broke, over) in zip(found, _years(story, bar, level), strict=True):
        row[broke] = over
    return found


def _years(story: Story, bar: Array, level: float) -> Iterator[tuple[NDArray[np.intp], Array]]:
    """Yield year by year who broke a vertebra, and by how much the load exceeded the strength.

    A vertebra breaks where the usual load and its rise exceed the bar: strength over luck.
    """
    kept = np.ones_like(bar[0])
    passing = np.zeros_like(kept)
    load = np.empty_like(kept)
    fades = np.exp(-1 / story.fading)
    usual = np.exp(level)
    for row in bar:
        np.add(kept, passing, out=load)
        load *= usual
        broke = np.flatnonzero(load > row)
        over = np.log(load[broke] / row[broke])
        yield broke, over
        rise = over / OVERLOAD if story.graded else 1.0
        kept[broke] += story.feedback * rise
        # A new rise is whole in the next year and begins to fade after that.
        passing *= fades
        passing[broke] += story.transient * rise
