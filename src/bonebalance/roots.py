"""Nerve roots: what each one feels, moves and jerks, and which of them a fracture threatens.

A vertebra has its own root below it, the next one beside it, and further down all others inside
the sac. Whether it also has cord behind it depends on the person: the cord ends at the lower third
of L1 on average, anywhere from T12 to L3 (Saifuddin et al. 1998).

>>> from bonebalance import roots
>>> roots.root("L4").reflex
'knee'
>>> threat = roots.at_risk("L4")
>>> threat.exiting, threat.traversing
('L4', 'L5')
>>> print(f"cord behind L1 in {roots.at_risk('L1').cord:.0%}")
cord behind L1 in 80%
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from bonebalance.errors import ModelError, unknown_name
from bonebalance.quantities import whole_number

__all__ = [
    "LEVELS", "PLACES", "ROOTS", "Root", "Threat", "at_risk", "conus_shares", "root",
    "sample_conus",
]  # fmt: skip


@dataclass(frozen=True)
class Root:
    """What a nerve root serves, as far as most textbooks agree.

    Attributes
    ----------
    name : str
        The root, such as ``"L4"``.
    skin : str
        Skin that it serves in most people; neighbors overlap, and maps disagree.
    movement : str
        What grows weak without it.
    reflex : str
        Its tendon reflex; empty where it has none of its own.
    point : str
        Where it is tested by the international standard; empty where no source was read.
    source : str
        Keys in ``references.bib``, with a space between two.
    """

    name: str
    skin: str
    movement: str
    reflex: str
    point: str
    source: str


_TABLE = "engstromdeyo"
_POINTS = "engstromdeyo zhang2017"

ROOTS = MappingProxyType(
    {
        one.name: one
        for one in (
            Root("L2", "upper front of the thigh", "bending the hip", "", "", _TABLE),
            Root("L3", "lower front of the thigh, front of the knee",
                 "straightening the knee, drawing the thighs together", "", "", _TABLE),
            Root("L4", "inner side of the calf", "straightening the knee", "knee",
                 "inner ankle", _POINTS),
            Root("L5", "outer side of the calf, top of the foot",
                 "lifting the foot and the toes", "", "top of the foot, at the third toe",
                 _POINTS),
            Root("S1", "sole and outer edge of the foot", "standing on the toes", "ankle",
                 "outer side of the heel", _POINTS),
        )
    }
)  # fmt: skip
"""The roots of the leg, by name (Engstrom and Deyo; points of Zhang et al. 2017)."""

LEVELS = ("T11", "T12", "L1", "L2", "L3", "L4", "L5")
"""Vertebrae that `at_risk` knows, from the top."""

_BELOW = (*LEVELS, "S1")
_THIRDS = ("upper", "middle", "lower")

PLACES = tuple(
    place
    for vertebra, next_one in pairwise(_BELOW)
    for place in (*(f"{third} {vertebra}" for third in _THIRDS), f"disc {vertebra}-{next_one}")
)
"""Where the cord can end, from the top down; thirds of each vertebra, and the disc below it."""

# Saifuddin et al. 1998: 504 people, mean and both extremes, normally distributed.
_MEAN, _HIGHEST, _LOWEST, _PEOPLE = "lower L1", "middle T12", "upper L3", 504


def _spread() -> float:
    """Return the SD in places that a range of so many people implies; it was not printed."""
    # How many SD the highest of so many people lies above the mean, as Blom approximated it.
    extreme = float(ndtri((_PEOPLE - 0.375) / (_PEOPLE + 0.25)))
    return (PLACES.index(_LOWEST) - PLACES.index(_HIGHEST)) / (2 * extreme)


def conus_shares() -> dict[str, float]:
    """Return how often the cord ends at each place.

    Mean and range are those of 504 people without deformity (Saifuddin et al. 1998), who followed
    a normal distribution. Its SD was not printed: it is the one whose extremes in 504 people lie
    as far apart as the two that were seen.

    Returns
    -------
    dict of str to float
        Share of people by place, from the top; the shares add up to 1.
    """
    mean, spread = PLACES.index(_MEAN), _spread()
    steps = np.arange(len(PLACES) + 1) - 0.5 - mean
    edges = [float(edge) for edge in ndtr(steps / spread)]
    edges[0], edges[-1] = 0.0, 1.0
    return {place: edges[i + 1] - edges[i] for i, place in enumerate(PLACES)}


def sample_conus(people: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """Draw the place at which the cord ends.

    Parameters
    ----------
    people : int
        How many people; at least 1.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray of str, shape (people,)
        Places, each one of `PLACES`.

    Raises
    ------
    ModelError
        If `people` is not a whole number from 1 on, or `rng` is no generator.
    """
    if not isinstance(rng, np.random.Generator):
        raise ModelError(f"rng must be numpy.random.default_rng(seed), not {rng!r}")
    shares = conus_shares()
    chosen = rng.choice(
        len(PLACES), size=whole_number("people", people, least=1), p=list(shares.values())
    )
    return np.array(PLACES)[chosen]


@dataclass(frozen=True)
class Threat:
    """What lies behind and beside a vertebra.

    Attributes
    ----------
    level : str
        The vertebra.
    cord : float
        Share of people whose cord reaches the middle of this vertebra or lies lower: in them a
        fracture threatens cord or conus, in the others roots alone.
    exiting : str
        Root that leaves below the pedicle of this vertebra; it has the same number.
    traversing : str
        Root that passes on its way to the next foramen.
    roots : tuple of str
        Roots of the leg that still run inside the sac at this level, from the top.
    """

    level: str
    cord: float
    exiting: str
    traversing: str
    roots: tuple[str, ...]


def root(name: str) -> Root:
    """Return a root of the leg.

    Parameters
    ----------
    name : str
        One of ``"L2"``, ``"L3"``, ``"L4"``, ``"L5"`` and ``"S1"``.

    Returns
    -------
    Root
        What it serves.

    Raises
    ------
    ModelError
        If there is no such root.
    """
    if not isinstance(name, str) or name not in ROOTS:
        raise unknown_name("root", name, ROOTS, "The leg")
    return ROOTS[name]


def at_risk(level: str, conus: str | None = None) -> Threat:
    """Return what a fracture at a level threatens.

    Parameters
    ----------
    level : str
        A vertebra, one of `LEVELS`.
    conus : str, optional
        Where this person's cord ends, one of `PLACES`; by default the share of people counts.

    Returns
    -------
    Threat
        Cord, the exiting and the traversing root, and the roots inside.

    Raises
    ------
    ModelError
        If there is no such level or place.
    """
    if level not in LEVELS:
        raise unknown_name("level", level, LEVELS, "The map of levels")
    if conus is not None and conus not in PLACES:
        raise unknown_name("place for the end of the cord", conus, PLACES, "The spine")
    middle = PLACES.index(f"middle {level}")
    shares = conus_shares() if conus is None else {conus: 1.0}
    cord = sum(share for place, share in shares.items() if PLACES.index(place) >= middle)
    here = LEVELS.index(level)
    inside = tuple(name for name in ROOTS if name not in LEVELS[: here + 1])
    return Threat(level, cord, level, _BELOW[here + 1], inside)
