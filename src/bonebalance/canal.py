"""Room for nerves: the canal and the dural sac behind a vertebra, and the foramen beside it.

The equations are those of `bonebalance.models.vertebra`, which the live vertebra of the chapter
runs; here they take arrays. Shares are between 0 and 1, areas in mm², lengths in mm and pressures
in mmHg.

>>> from bonebalance import canal
>>> squeezed = canal.sac_area(canal_area=262, occupancy=0.6)
>>> print(f"{squeezed:.0f} mm² of sac, {canal.pressure(squeezed):.0f} mmHg")
73 mm² of sac, 6 mmHg
>>> print(f"pressure begins to rise at {canal.occupancy_at(0, canal_area=262):.2f}")
pressure begins to rise at 0.58
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
import sympy
from numpy.typing import ArrayLike
from scipy.special import expit, logit, ndtr

from bonebalance.errors import ModelError, unknown_name
from bonebalance.evidence import number
from bonebalance.models.vertebra import model
from bonebalance.numeric import Array
from bonebalance.quantities import real_numbers, whole_number

__all__ = [
    "CRITICAL_AREA", "CRITICAL_FORAMEN", "CRITICAL_OCCUPANCY", "DEFICIT_SPREAD", "FORAMEN",
    "SCHOOLS", "Region", "School", "anatomy", "deficit_chance", "occupancy", "occupancy_at",
    "pressure", "root_chance", "sac_area",
]  # fmt: skip

_DEFAULT = {parameter.name: parameter.value for parameter in model.parameters.values()}
_AREA = np.pi / 4 * _DEFAULT["d_c"] * _DEFAULT["w_c"]

Region = Literal["epiconus", "conus", "cauda"]
"""What lies in the canal, which is cord (behind T11 and T12), its end (L1) or roots."""

School = Literal["threshold", "overlap", "none"]
"""How the share of the canal that bone fills goes with a deficit; see `deficit_chance`."""

SCHOOLS: tuple[School, ...] = get_args(School)

CRITICAL_AREA = MappingProxyType(
    {level: number(f"schonstrom1984.{level.lower()}").value for level in ("L2", "L3", "L4")}
)
"""Area of the dural sac at which its pressure first rises, by level; 7 human specimens."""

CRITICAL_OCCUPANCY = MappingProxyType(
    {
        region: number(f"hashimoto1988.{name}").value / 100
        for region, name in (("epiconus", "t11"), ("conus", "l1"), ("cauda", "l2"))
    }
)
"""Share of the canal from which deficits were likely in 112 accidents, by what lies in it."""

CRITICAL_FORAMEN = number("hasegawa1995.height").value
"""Height of a foramen up to which four of five roots were squeezed, mm."""

FORAMEN = MappingProxyType({"L2": 20.5, "L3": 20.0, "L4": 18.0, "L5": 16.0})
"""Mean height of the foramen below each vertebra before a fracture, in mm; assumed."""

DEFICIT_SPREAD = 0.18
"""Spread of the filled share within people with, and within people without, a deficit; assumed."""

_SAFE = MappingProxyType(
    {
        region: number(f"korean-64.safe-{region}").value / 100
        for region in ("epiconus", "conus", "cauda")
    }
)
_AT_SAFE = 0.05  # chance of a deficit where a series of 64 saw none: assumed


def occupancy(retropulsion: ArrayLike, depth: ArrayLike, breadth: ArrayLike = 0.9) -> Array:
    """Return the share of the canal's area that displaced bone fills.

    Canal and bone are halves of ellipses on the back wall of the body.

    Parameters
    ----------
    retropulsion : array_like
        How far bone stands in the canal, mm.
    depth : array_like
        Depth of the canal, front to back, mm.
    breadth : array_like
        Width of the bone as a share of the canal's.

    Returns
    -------
    ndarray
        Between 0 and 1.

    Raises
    ------
    ModelError
        If a length is negative, the depth is zero, or bone stands deeper than the canal is.
    """
    bone, room = _lengths("retropulsion", retropulsion), _lengths("depth", depth)
    if np.any(room == 0) or np.any(bone > room):
        message = "bone cannot stand deeper in the canal than the canal is; check retropulsion"
        raise ModelError(message)
    return _evaluate("occ", r=bone, d_c=room, b_c=_share("breadth", breadth))


def sac_area(canal_area: ArrayLike, occupancy: ArrayLike, kappa: ArrayLike = 0.7) -> Array:
    """Return the area that is left to the dural sac, if it loses the same share as the canal.

    Parameters
    ----------
    canal_area : array_like
        Area of the canal before the fracture, mm².
    occupancy : array_like
        Share of it that bone fills.
    kappa : array_like
        Share of the canal that the sac fills: assumed; 0.76 in the one study that measured both.

    Returns
    -------
    ndarray
        Area of the sac, mm².

    Raises
    ------
    ModelError
        If an area is negative or a share is not between 0 and 1.
    """
    whole = _lengths("canal_area", canal_area)
    left = whole * (1 - _share("occupancy", occupancy))
    return _evaluate("A_d", A_canal=left, kappa=_share("kappa", kappa))


def pressure(area: ArrayLike, critical_area: ArrayLike = CRITICAL_AREA["L2"]) -> Array:
    """Return the pressure among the roots in a dural sac, fitted to Schonstrom and Hansson 1988.

    Parameters
    ----------
    area : array_like
        Area of the sac, mm².
    critical_area : array_like
        Area at which the pressure first rises, mm²; that of L2 by default.

    Returns
    -------
    ndarray
        Pressure, mmHg; 0 where the sac has room.

    Raises
    ------
    ModelError
        If an area is negative, or a critical area is zero.
    """
    limit = _lengths("critical_area", critical_area)
    if np.any(limit == 0):
        message = "critical_area must be above 0 mm²"
        raise ModelError(message)
    return _evaluate("P", A_d=_lengths("area", area), A_c=limit)


def occupancy_at(
    pressure: ArrayLike,
    canal_area: ArrayLike = _AREA,
    kappa: ArrayLike = 0.7,
    critical_area: ArrayLike = CRITICAL_AREA["L2"],
) -> Array:
    """Return the share of the canal that bone must fill for a pressure in the sac.

    Parameters
    ----------
    pressure : array_like
        Pressure, mmHg; at 0 the answer is the share from which it begins to rise.
    canal_area : array_like
        Area of the canal before the fracture, mm².
    kappa : array_like
        Share of the canal that the sac fills.
    critical_area : array_like
        Area of the sac at which the pressure first rises, mm².

    Returns
    -------
    ndarray
        Share of the canal; negative where the sac is under that pressure without any bone.

    Raises
    ------
    ModelError
        If a pressure or an area is negative, a share is not between 0 and 1, or one is zero.
    """
    wanted = _lengths("pressure", pressure)
    whole, share = _lengths("canal_area", canal_area), _share("kappa", kappa)
    if np.any(whole == 0) or np.any(share == 0):
        message = "canal_area and kappa must be above 0"
        raise ModelError(message)
    shrunk = np.log(wanted / _DEFAULT["P_0"] + 1) / _DEFAULT["k_P"]
    area: Array = _lengths("critical_area", critical_area) * (1 - shrunk)
    return np.asarray(1 - area / (share * whole))


def anatomy(people: int, rng: np.random.Generator) -> dict[str, Array]:
    """Draw canals, sacs and critical areas of L2.

    Areas of the canal have mean 290 and SD 45 mm² (assumed, near 1050 Swiss adults on CT), the
    share of the sac is even between 0.6 and 0.8 (assumed), and the critical area has mean 76.9
    and SD 13 mm² (Schonstrom 1984 and 1988). All three are drawn apart from each other.

    Parameters
    ----------
    people : int
        How many; at least 1.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    dict of str to ndarray of shape (people,)
        ``"canal_area"``, ``"kappa"`` and ``"critical_area"``, as `occupancy_at` takes them.

    Raises
    ------
    ModelError
        If `people` is not a whole number from 1 on.
    """
    count = whole_number("people", people, least=1)
    spread = number("schonstrom1988.area").error or 0.0
    return {
        "canal_area": np.maximum(rng.normal(290, 45, count), 120),
        "kappa": rng.uniform(0.6, 0.8, count),
        "critical_area": np.maximum(rng.normal(CRITICAL_AREA["L2"], spread, count), 30),
    }


def deficit_chance(
    occupancy: ArrayLike, region: Region = "cauda", school: School = "overlap"
) -> Array:
    """Return the chance of a deficit after an accident, as one of three schools would draw it.

    ``"threshold"`` passes one half at the share of Hashimoto 1988 and 5 percent where a Korean
    series of 64 saw no deficit. ``"overlap"`` takes two bell curves with means of 0.50 and 0.36
    and a spread of 0.18 (assumed), the same everywhere. ``"none"`` gives everybody the share of
    Dai 2007, in whose series neither canal nor angle told who had a deficit. All the people had
    accidents and came to a hospital; most were young.

    Parameters
    ----------
    occupancy : array_like
        Share of the canal that bone fills.
    region : {"epiconus", "conus", "cauda"}
        What lies in the canal.
    school : {"threshold", "overlap", "none"}
        Whose reading.

    Returns
    -------
    ndarray
        Between 0 and 1.

    Raises
    ------
    ModelError
        If a share is not between 0 and 1, or there is no such region or school.
    """
    filled = _share("occupancy", occupancy)
    if region not in CRITICAL_OCCUPANCY:
        raise unknown_name("region", region, CRITICAL_OCCUPANCY, "The canal")
    if school not in SCHOOLS:
        raise unknown_name("school", school, SCHOOLS, "The evidence")
    usual = number("dai2007.deficit").value / 100
    if school == "none":
        return np.full_like(filled, usual)
    if school == "overlap":
        high = number("mohanty2008.with").value / 100
        low = number("mohanty2008.without").value / 100
        slope = (high - low) / DEFICIT_SPREAD**2
        return np.asarray(expit(logit(usual) + slope * (filled - (high + low) / 2)))
    half = CRITICAL_OCCUPANCY[region]
    slope = -logit(_AT_SAFE) / (half - _SAFE[region])
    return np.asarray(expit(slope * (filled - half)))


def root_chance(
    height: ArrayLike,
    collapse: ArrayLike = 3.5,
    *,
    inferior: float = 0.8,
    spread: float = 2.3,
    collapse_spread: float = 1.5,
) -> Array:
    """Return the share of fractures after which the root below is squeezed.

    The foramen of the inferior type loses what the back wall lost, that of the others nothing;
    four of five roots are squeezed in a foramen that is 15 mm high or lower (Hasegawa 1995).
    Everything else is assumed: a demonstration, not an estimate.

    Parameters
    ----------
    height : array_like
        Mean height of the foramen before the fracture, mm; see `FORAMEN`.
    collapse : array_like
        Mean height that the back wall loses below the pedicle, mm.
    inferior : float
        Share of fractures whose lower endplate gave way.
    spread, collapse_spread : float
        Standard deviations of height and collapse between people, mm.

    Returns
    -------
    ndarray
        Between 0 and 0.8.

    Raises
    ------
    ModelError
        If a length is negative, or a share is not between 0 and 1.
    """
    before, lost = _lengths("height", height), _lengths("collapse", collapse)
    share = _share("inferior", inferior)
    own, other = _lengths("spread", spread), _lengths("collapse_spread", collapse_spread)
    hit = number("hasegawa1995.low").value / 100
    fallen = ndtr((CRITICAL_FORAMEN - before + lost) / np.hypot(own, other))
    spared = ndtr((CRITICAL_FORAMEN - before) / own)
    return np.asarray(hit * (share * fallen + (1 - share) * spared))


# ---- the model's own expressions -----------------------------------------------------------------


@cache
def _function(name: str, given: tuple[str, ...]) -> object:
    """Return a definition of the vertebra as a function of what its expression names."""
    meanings = {definition.name: meaning for definition, meaning in model.definitions.items()}
    known = {symbol.name: symbol for symbol in meanings[name].free_symbols}
    fixed = {known[key]: value for key, value in _DEFAULT.items() if key in set(known) - {*given}}
    return sympy.lambdify([known[key] for key in given], meanings[name].subs(fixed), "numpy")


def _evaluate(name: str, **given: Array) -> Array:
    arrays = np.broadcast_arrays(*given.values())
    function = _function(name, tuple(given))
    return np.asarray(function(*arrays), dtype=np.float64)  # type: ignore[operator]


def _lengths(name: str, values: ArrayLike) -> Array:
    found = real_numbers(name, values)
    if not np.all(np.isfinite(found)) or np.any(found < 0):
        message = f"{name} must be finite and not below 0"
        raise ModelError(message)
    return found


def _share(name: str, values: ArrayLike) -> Array:
    found = _lengths(name, values)
    if np.any(found > 1):
        message = f"{name} is a share between 0 and 1, not a percentage: {np.max(found):g}"
        raise ModelError(message)
    return found
