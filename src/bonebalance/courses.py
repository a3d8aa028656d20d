"""Courses of inflammation: flares, remission and treat-to-target, as steps on a model's drivers.

Activity is 0 in health and in full remission and 1 in untreated active disease. It has no assay:
what an activity of one does to bone is set by the drivers that it moves.

Times are written in days, the unit of the lifetime model and of the defaults here. A model in
years takes a course in years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import numpy as np

from bonebalance.errors import ModelError
from bonebalance.interventions import Step
from bonebalance.numeric import Array
from bonebalance.quantities import checked_value, whole_number

__all__ = [
    "ACTIVITY", "ARTHRITIS", "SPONDYLITIS", "Course", "flares", "random_flares", "treat_to_target",
]  # fmt: skip

Drivers = Mapping[str, tuple[float, float]]

#: The driver of `models.osteoimmune`, whose network makes cytokines of it.
ACTIVITY: Drivers = {"activity": (0.0, 1.0)}
#: Drivers of `models.lifetime` in rheumatoid arthritis: twice healthy, the level of its fit.
ARTHRITIS: Drivers = dict.fromkeys(("TNF", "IL1", "IL6", "IL17"), (1.0, 2.0))
#: Drivers of `models.lifetime` in ankylosing spondylitis: twice healthy, the level of its fit.
SPONDYLITIS: Drivers = dict.fromkeys(("TNF", "IL17"), (1.0, 2.0))

_MOST_CHANGES = 10_000


@dataclass(frozen=True)
class Course:
    """Activity of inflammation over time, constant from one change to the next.

    Parameters
    ----------
    times : tuple of float
        When activity changes, in days, increasing. Before the first it is 0.
    levels : tuple of float
        Activity from each of these times on.

    Raises
    ------
    ModelError
        If there are not as many levels as times, a level is negative, a number is not finite,
        or times do not increase.
    """

    times: tuple[float, ...]
    levels: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.times) != len(self.levels):
            message = f"a course needs a level for each time, not {self.levels} for {self.times}"
            raise ModelError(message)
        for time, level in zip(self.times, self.levels, strict=True):
            checked_value("time of a course", time, signed=True)
            checked_value("level of a course", level, signed=False)
        if any(second <= first for first, second in pairwise(self.times)):
            message = f"times of a course must increase, not {self.times}"
            raise ModelError(message)

    def at(self, times: Iterable[float]) -> Array:
        """Return the activity at some times.

        Parameters
        ----------
        times : iterable of float
            Times in days.

        Returns
        -------
        ndarray of shape (n,)
            Activity; at a change, the new one.
        """
        places = np.searchsorted(self.times, np.asarray(list(times), dtype=np.float64), "right")
        found: Array = np.array((0.0, *self.levels), dtype=np.float64)[places]
        return found

    def burden(self, first: float, last: float, memory: float = inf) -> float:
        """Return the area under the activity, in days of full activity.

        Parameters
        ----------
        first, last : float
            Span in days.
        memory : float
            Days after which inflammation counts 1/e as much as at `last`; by default all of it
            counts alike.

        Returns
        -------
        float
            The burden.

        Raises
        ------
        ModelError
            If the span or the memory is not positive.
        """
        if not (first < last and memory > 0):
            message = f"a burden needs first < last and a memory above 0, not {first:g}, {last:g}, "
            raise ModelError(f"{message}{memory:g}")
        ends = np.clip([first, *self.times, last], first, last)
        weights = ends if memory == inf else memory * np.exp((ends - last) / memory)
        return float(np.array((0.0, *self.levels)) @ np.diff(weights))

    def steps(self, drivers: Drivers, last: float = inf) -> list[Step]:
        """Return the course as interventions on drivers of a model.

        Parameters
        ----------
        drivers : mapping of str to (float, float)
            Each driver's value in health and in full activity, such as `ARTHRITIS`. In health
            the driver is left at the value that the run gives it.
        last : float
            End of the run in days; what begins later is left out.

        Returns
        -------
        list of Step
            For `simulate`.
        """
        found = []
        ends = (*self.times[1:], None)
        for start, stop, level in zip(self.times, ends, self.levels, strict=True):
            if level > 0 and start < last:
                found += [
                    Step(name, rest + level * (active - rest), start, stop)
                    for name, (rest, active) in drivers.items()
                ]
        return found


def flares(
    starts: Iterable[float], length: float, *, height: float = 1.0, between: float = 0.0
) -> Course:
    """Return flares of equal length that begin at given times.

    Parameters
    ----------
    starts : iterable of float
        When flares begin, in days, increasing. One that begins in another prolongs it.
    length : float
        Days that a flare lasts.
    height : float
        Activity in a flare.
    between : float
        Activity after each flare.

    Returns
    -------
    Course
        The course.

    Raises
    ------
    ModelError
        If the length is not positive or the starts do not increase; else as `Course`.
    """
    begun = tuple(float(one) for one in starts)
    if not (begun and _positive("length", length)) or list(begun) != sorted(set(begun)):
        message = f"flares need increasing starts, not {begun}"
        raise ModelError(message)
    times, levels = [begun[0]], [height]
    for start, following in pairwise((*begun, inf)):
        if start + length < following:
            times += [start + length, following]
            levels += [between, height]
    return Course(tuple(times[:-1]), tuple(levels[:-1]))


def random_flares(
    first: float, last: float, *, length: float, gap: float, seed: int,
    height: float = 1.0, between: float = 0.0,
) -> Course:  # fmt: skip
    """Return flares that come and go by chance.

    Parameters
    ----------
    first, last : float
        Days between which flares begin; a flare that runs at `last` ends there.
    length, gap : float
        Mean days of a flare and of the time from its end to the next; both are exponential.
    seed : int
        Same seed, same course.
    height, between : float
        Activity in a flare and between flares.

    Returns
    -------
    Course
        It begins with a gap.

    Raises
    ------
    ModelError
        If a time is not positive, the span empty, or more than ten thousand changes would come;
        else as `Course`.
    """
    seed = whole_number("seed", seed, least=0)
    _positive("length", length)
    _positive("gap", gap)
    _positive("last - first", last - first)
    if 2 * (last - first) / (length + gap) > _MOST_CHANGES:
        message = f"flares of {length:g} days every {gap:g} days are more than {_MOST_CHANGES}"
        raise ModelError(message)
    chance = np.random.default_rng(seed)
    times, levels, flaring = [float(first)], [between], False
    while True:
        now = times[-1] + chance.exponential(length if flaring else gap)
        if now >= last:
            break
        flaring = not flaring
        times.append(float(now))
        levels.append(height if flaring else between)
    if flaring:
        times, levels = [*times, float(last)], [*levels, between]
    return Course(tuple(times), tuple(levels))


def treat_to_target(
    onset: float, *, delay: float, every: float = 91.25, response: float = 0.5,
    target: float = 0.1, height: float = 1.0,
) -> Course:  # fmt: skip
    """Return inflammation that is treated after a delay until it reaches a target.

    Parameters
    ----------
    onset : float
        Day on which inflammation begins.
    delay : float
        Days until treatment begins.
    every : float
        Days from visit to visit. At each visit above the target treatment is changed.
    response : float
        What one change leaves of the activity, between 0 and 1.
    target : float
        Activity at which treatment is left as it is.
    height : float
        Activity without treatment.

    Returns
    -------
    Course
        It ends at or below the target. That each change works as well as the last, and that what
        was reached lasts, is assumed.

    Raises
    ------
    ModelError
        If a time or the target is not positive, or the response not between 0 and 1; else as
        `Course`.
    """
    for name, value in {"delay": delay, "every": every, "target": target}.items():
        _positive(name, value)
    if not 0 <= response < 1:
        message = f"response must be at least 0 and below 1, not {response!r}"
        raise ModelError(message)
    times, levels = [onset], [height]
    while levels[-1] > target:
        times.append(onset + delay + (len(times) - 1) * every)
        levels.append(response * levels[-1])
        if len(times) > _MOST_CHANGES:
            message = f"a response of {response:g} needs more than {_MOST_CHANGES} visits"
            raise ModelError(message)
    return Course(tuple(times), tuple(levels))


def _positive(name: str, value: float) -> float:
    if checked_value(name, value, signed=True) <= 0:
        message = f"{name} must be above 0, not {value:g}"
        raise ModelError(message)
    return value
