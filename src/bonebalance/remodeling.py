"""Remodeling units on a bone surface: one by one at random, and as flows between stages.

A unit digs a hole, leaves it open for a while and refills it, perhaps not all the way. What
is missing in holes that are still open comes back; what a finished unit did not refill does
not. `simulate_units` draws the units one by one, `space` is their mean as a model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bonebalance.errors import ModelError
from bonebalance.model import Model
from bonebalance.numeric import Array
from bonebalance.quantities import (
    Parameter,
    State,
    checked_value,
    real_numbers,
    whole_number,
)

__all__ = ["PERIODS", "Units", "simulate_units", "space"]

DAYS_PER_YEAR = 365.25

PERIODS = (27.0, 8.0, 89.0)
"""Days of resorption, of waiting and of formation in cortical bone (key cortical1991)."""

Course = float | Callable[[Array], ArrayLike]

_GRID = 2001  # points at which a frequency that changes is looked up
_MOST = 20_000_000


@dataclass(frozen=True, eq=False)
class Units:
    """What units left on a surface, at each time.

    Attributes
    ----------
    times : ndarray of shape (n,)
        Times in years.
    digging, waiting, refilling : ndarray of shape (n,)
        Share of the surface whose unit digs, waits or refills, between 0 and 1. A share above
        one is possible at high frequencies, because places do not exclude each other.
    open : ndarray of shape (n,)
        Missing in holes that are still open, in micrometers averaged over the surface.
    lost : ndarray of shape (n,)
        Not refilled by units that finished since the first time, in micrometers averaged over
        the surface.
    started : int
        Number of units drawn.
    """

    times: Array
    digging: Array
    waiting: Array
    refilling: Array
    open: Array
    lost: Array
    started: int

    @property
    def missing(self) -> Array:
        """What is missing at each time, open or lost, in micrometers."""
        return self.open + self.lost


def simulate_units(
    times: ArrayLike,
    *,
    activation: Course,
    depth: Course,
    wall: Course,
    seed: int,
    periods: tuple[float, float, float] = PERIODS,
    sites: int = 20_000,
) -> Units:
    """Draw remodeling units one by one and add up what they leave.

    Units start at random and independently of each other: a Poisson process at every place of
    the surface. A hole is dug at a constant rate and refilled at a constant rate.

    Parameters
    ----------
    times : array_like of shape (n,)
        Years at which to look, increasing.
    activation : float or function
        Starts per place and year, or a function of an array of years. It is asked for years
        back to one cycle before the first time, so that open holes are there from the start.
    depth, wall : float or function
        Micrometers dug and refilled by a unit, or functions of the years in which units start.
    seed : int
        The same seed draws the same units.
    periods : tuple of float
        Days of resorption, of waiting and of formation; cortical bone by default.
    sites : int
        Places of the surface, each as large as a unit.

    Returns
    -------
    Units
        Shares of the surface, holes and loss at each time.

    Raises
    ------
    ModelError
        If times do not increase, a number is negative or not finite, sites or seed are no whole
        number, or there would be more than twenty million units.

    Examples
    --------
    >>> calm = simulate_units([0, 1], activation=0.13, depth=60, wall=60, seed=1)
    >>> print(f"{calm.refilling.mean():.3f}")
    0.032
    """
    moments = _increasing(times)
    days = real_numbers("periods", periods)
    if days.shape != (3,):
        message = f"periods must be the days of three stages, not {periods!r}"
        raise ModelError(message)
    spans = [_positive(f"period {k + 1}", one) for k, one in enumerate(days.tolist())]
    sites = whole_number("sites", sites, least=1)
    stages = np.cumsum([0.0, *spans]) / DAYS_PER_YEAR
    draw = np.random.default_rng(whole_number("seed", seed, least=0))
    starts = _starts(draw, activation, moments[0] - stages[-1], moments[-1], sites)
    depths, walls = _course("depth", depth, starts), _course("wall", wall, starts)
    # Starts are sorted, so the units of one stage stand side by side.
    edges = np.searchsorted(starts, moments - stages[:, None], side="right")
    digging, waiting, refilling = -np.diff(edges, axis=0) / sites
    short = np.concatenate([[0.0], np.cumsum(depths - walls)])[edges[-1]] / sites
    hole = np.array([
        _open(moment - starts[last:first], depths[last:first], walls[last:first], stages)
        for moment, first, last in zip(moments, edges[0], edges[-1], strict=True)
    ])  # fmt: skip
    return Units(moments, digging, waiting, refilling, hole / sites, short - short[0], starts.size)


def _starts(
    draw: np.random.Generator, activation: Course, begin: float, end: float, sites: int
) -> Array:
    """Draw the starting times of all units: as many as at the top frequency, then thinned."""
    grid = np.linspace(begin, end, _GRID)
    top = float(np.max(_course("activation", activation, grid)))
    mean = top * (end - begin) * sites
    if mean > _MOST:
        message = (
            f"about {mean:.2g} units would start, {_MOST} are allowed: "
            "take fewer sites, fewer years or a lower activation"
        )
        raise ModelError(message)
    times: Array = np.sort(draw.uniform(begin, end, draw.poisson(mean)))
    kept = draw.uniform(0, top, times.size) < _course("activation", activation, times)
    found: Array = times[kept]
    return found


def _open(ages: Array, depth: Array, wall: Array, stages: Array) -> float:
    """Return what is missing in holes of these ages, summed."""
    _, dug, filling, done = stages
    taken = depth * np.minimum(ages / dug, 1)
    given = wall * np.maximum(ages - filling, 0) / (done - filling)
    return float(np.sum(taken - given))


def _increasing(times: ArrayLike) -> Array:
    moments = np.atleast_1d(real_numbers("times", times))
    if (
        moments.ndim != 1
        or not moments.size
        or not np.all(np.isfinite(moments))
        or np.any(np.diff(moments) <= 0)
    ):
        message = "times must be finite years that increase"
        raise ModelError(message)
    return moments


def _positive(name: str, value: float) -> float:
    number = checked_value(name, value, signed=False)
    if number == 0:
        message = f"{name} must last longer than 0 days"
        raise ModelError(message)
    return number


def _course(name: str, course: Course, years: Array) -> Array:
    """Return a course's value at each time, or raise if it is negative or not finite."""
    found = real_numbers(name, course(years) if callable(course) else course)
    if found.shape not in ((), years.shape):
        message = f"{name} must be one number, or a function that returns one for each year"
        raise ModelError(message)
    values: Array = np.broadcast_to(found, years.shape)
    bad = ~(np.isfinite(values) & (values >= 0))
    if np.any(bad):
        first = int(np.argmax(bad))
        message = (
            f"{name} must be finite and not negative, but is {values[first]:g} "
            f"in year {years[first]:g}"
        )
        raise ModelError(message)
    return values


R = State("R", "percent", "surface being dug", initial=1.774, role="resorption")
Q = State("Q", "percent", "surface dug, not yet refilled", initial=0.526, role="guide")
F = State("F", "percent", "surface being refilled", initial=5.848, role="formation")
z = State("z", "percent", "bone, in percent of its start", initial=100, role="bone")

a = Parameter(
    "a", "percent/year", "activation frequency: surface on which units start",
    value=24, source="recker2004", status="measured",
)  # fmt: skip
T_R = Parameter(
    "T_R", "year", "resorption period, 27 days",
    value=0.0739, source="cortical1991", status="measured",
)  # fmt: skip
T_Q = Parameter(
    "T_Q", "year", "from the end of digging to the first new mineral, 8 days",
    value=0.0219, source="cortical1991", status="measured",
)  # fmt: skip
T_F = Parameter(
    "T_F", "year", "formation period, 89 days",
    value=0.2437, source="cortical1991", status="measured",
)  # fmt: skip
d = Parameter(
    "d", "micrometer", "depth dug by a unit, here the wall at the age of 25",
    value=62.06, source="kragstrup1983", status="assumed",
)  # fmt: skip
w = Parameter(
    "w", "micrometer", "wall refilled by a unit, here at the age of 50",
    value=58.56, source="kragstrup1983", status="measured",
)  # fmt: skip
h = Parameter(
    "h", "micrometer", "bone volume per surface: half the thickness of a trabecula",
    value=77.5, source="vertical1989", status="measured",
)  # fmt: skip

space = Model(
    "Remodeling space",
    time_unit="year",
    states=[R, Q, F, z],
    parameters=[a, T_R, T_Q, T_F, d, w, h],
    rates={
        R: a - R / T_R,
        Q: R / T_R - Q / T_Q,
        F: Q / T_Q - F / T_F,
        # Half of a hole counts when a stage begins and half when it ends: the mean of a stage.
        z: -d / (2 * h) * (a + R / T_R) + w / (2 * h) * (Q / T_Q + F / T_F),
    },
    summary=(
        "Units start on a share of the surface, dig, wait and refill. Bone is missing where a "
        "hole is open, and for good where it was not refilled to the brim."
    ),
    source="heaney1997",
    limits=(
        "Every hole has the same depth and every wall the same thickness.",
        "Units leave a stage at random, so stages last a mean time, not a fixed one.",
        "New bone counts in full at once, although it goes on gaining mineral for years.",
        "Surface does not change: holes do not meet, and no trabecula is cut through.",
        "No cell listens to another, to a hormone or to load; the frequency is given.",
    ),
)
"""The mean of many units as a model, with surface in three stages, and bone."""
