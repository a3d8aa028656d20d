"""How strong a vertebra is: from density and area to newtons, at any age.

Trabecular bone stiffens as a power of its density, and within a site of the skeleton it yields at
about one strain, so its yield stress follows the same power. A vertebral body carries that stress
over its area, and its shell adds a little. The whole organ loses strength faster with age than the
material's power says; so the exponent is an argument.

>>> from bonebalance import strength
>>> print(f"{strength.modulus(0.2):.0f} MPa")
384 MPa
>>> print(f"{strength.strength_at(75, 'woman') / 1000:.1f} kN")
1.9 kN
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bonebalance.errors import ModelError, unknown_name
from bonebalance.evidence import number
from bonebalance.quantities import Parameter, Status, checked_value, real_numbers, require_one_shape

__all__ = [
    "PARAMETERS", "SEXES", "apparent_density", "area", "density", "modulus", "strength",
    "strength_at", "strength_ratio", "yield_stress",
]  # fmt: skip

Array = NDArray[np.float64] | float

SEXES = ("woman", "man")

_HERE = "the strength of a vertebra"
_YOUNG, _OLD = 20.0, 90.0  # years that "over adult life" is taken to span
_OLDEST = 100.0
# Bone tissue without a pore has about 1.9 g/cm³; a density above 2 was given in mg/cm³.
_DENSEST = 2.0


def _published(name: str, unit: str, what: str, found: str, source: str, scale: float) -> Parameter:
    value = scale * abs(number(found).value)
    return Parameter(name, unit, what, value=value, source=source, status="measured")


def _set(name: str, unit: str, what: str, value: float, source: str, status: Status) -> Parameter:
    return Parameter(name, unit, what, value=value, source=source, status=status)


_YIELD = "strain at which vertebral trabecular bone yields when pressed"
_KNOT = "share of women's lifetime loss that is over at 60"
PARAMETERS = MappingProxyType({
    p.name: p
    for p in (
        _set("E_1", "MPa", "modulus of trabecular bone at an apparent density of 1 g/cm³",
             number("morgan2003-e.coefficient").value, "morgan2003", "fitted"),
        _set("b", "1", "exponent of apparent density in the modulus, the material's",
             number("morgan2003-e.exponent").value, "morgan2003", "fitted"),
        _set("b_organ", "1", "exponent of density in the strength of a whole vertebra",
             2.0, "mosekilde1993", "assumed"),
        _set("yield_strain", "1", _YIELD, 0.0077, "thiscourse", "assumed"),
        _set("shell", "1", "strength that the shell adds, as a share of the core's",
             0.01 * number("mcbroom1985.shell").value, "mcbroom1985", "assumed"),
        _set("apparent", "1", "apparent density of wet bone over that of mineral seen by QCT",
             1.6, "thiscourse", "assumed"),
        _set("density_woman", "g/cm**3", "mineral density by QCT at 20, women",
             0.175, "buchanan1988", "measured"),
        _set("density_man", "g/cm**3", "mineral density by QCT at 20, men",
             0.170, "thiscourse", "assumed"),
        _published("loss_woman", "1", "share of trabecular density lost from 20 to 90, women",
                   "riggs2004.women", "riggs2004", 0.01),
        _published("loss_man", "1", "share of trabecular density lost from 20 to 90, men",
                   "riggs2004.men", "riggs2004", 0.01),
        _published("early_woman", "1", "share of the lifetime loss that is over at 50, women",
                   "rem-trabecular-early-loss.trabecular-loss-50-women", "riggs2008", 0.01),
        _published("early_man", "1", "share of the lifetime loss that is over at 50, men",
                   "rem-trabecular-early-loss.trabecular-loss-50-men", "riggs2008", 0.01),
        _set("sixty_woman", "1", _KNOT, 0.62, "thiscourse", "assumed"),
        _set("area_woman", "mm**2", "cross-section of L3 at 20, women",
             1000.0, "thiscourse", "assumed"),
        _set("area_man", "mm**2", "cross-section of L3 at 20, men",
             1380.0, "riggs2004", "assumed"),
        _published("growth", "1", "share by which the cross-section grows from 20 to 90",
                   "riggs2004.area", "riggs2004", 0.01),
    )
})  # fmt: skip


# ---- material ------------------------------------------------------------------------------------


def modulus(density: object) -> Array:
    """Return Young's modulus of vertebral trabecular bone, along the spine.

    Parameters
    ----------
    density : float or array_like
        Apparent density of wet bone, g/cm³, above 0 and at most 2.

    Returns
    -------
    float or ndarray
        In MPa, with the shape of `density`. From 61 cores of Morgan et al. 2003, which had 0.09
        to 0.35 g/cm³; the formula says nothing about bone beyond.

    Raises
    ------
    ModelError
        If a density is no number or out of range.
    """
    rho = _positive("density", density, unit=" g/cm³", most=_DENSEST)
    return _shaped(_value("E_1") * rho ** _value("b"))


def yield_stress(density: object, *, exponent: object = None) -> Array:
    """Return the stress at which vertebral trabecular bone gives way.

    Parameters
    ----------
    density : float or array_like
        Apparent density of wet bone, g/cm³, above 0 and at most 2.
    exponent : float, optional
        Power of density, from 0.5 to 6. Without it the material's, 1.56. All exponents agree at
        the density of a woman of 20: they say how stress falls from there.

    Returns
    -------
    float or ndarray
        In MPa: yield strain times modulus.

    Raises
    ------
    ModelError
        If a density or the exponent is no number or out of range.
    """
    rho = _positive("density", density, unit=" g/cm³", most=_DENSEST)
    power = _exponent(exponent, _value("b"))
    young = _value("apparent") * _value("density_woman")
    return _shaped(_value("yield_strain") * np.asarray(modulus(young)) * (rho / young) ** power)


# ---- organ ---------------------------------------------------------------------------------------


def strength(density: object, area: object, *, exponent: object = None) -> Array:
    """Return the load under which a vertebral body gives way.

    Parameters
    ----------
    density : float or array_like
        Apparent density of its trabecular bone, g/cm³, above 0 and at most 2.
    area : float or array_like
        Its cross-section, mm², from 100 to 5000.
    exponent : float, optional
        As in `yield_stress`; without it the material's.

    Returns
    -------
    float or ndarray
        In newtons: yield stress times area, and a tenth more for the shell.

    Raises
    ------
    ModelError
        If a value is no number or out of range, or shapes do not fit.
    """
    stress = np.asarray(yield_stress(density, exponent=exponent))
    section = _positive("area", area, unit=" mm²", least=100.0, most=5000.0)
    require_one_shape(density=stress, area=section)
    return _shaped((1 + _value("shell")) * stress * section)


def strength_ratio(ratio: object, *, exponent: object = None) -> Array:
    """Return by what factor strength changes when density changes by a factor.

    Parameters
    ----------
    ratio : float or array_like
        Density after over density before, at unchanged area: 1.092 for a gain of 9.2 percent.
    exponent : float, optional
        Power of density, from 0.5 to 6. Without it 2, the least that strength lost over life
        asks of the organ. What bone gains on a drug need not follow what it lost with age.

    Returns
    -------
    float or ndarray
        With the shape of `ratio`.

    Raises
    ------
    ModelError
        If a ratio does not lie between 0.05 and 4 (most percentages do not), or the exponent is
        out of range.
    """
    times = _positive("ratio", ratio, least=0.05, most=4.0)
    return _shaped(times ** _exponent(exponent, _value("b_organ")))


# ---- age and sex ---------------------------------------------------------------------------------


def density(age: object, sex: str = "woman") -> Array:
    """Return the usual density of mineral in the trabecular bone of L3, as QCT sees it.

    Parameters
    ----------
    age : float or array_like
        Years, from 20 to 100; beyond 90 the last slope goes on (assumed).
    sex : {"woman", "man"}
        Sex.

    Returns
    -------
    float or ndarray
        In g/cm³, with the shape of `age`. Straight lines between 20, 50, 60 (women) and 90
        years; from people seen at different ages, not from people followed.

    Raises
    ------
    ModelError
        If an age is no number or out of range, or there is no such sex.
    """
    years, who = _ages(age), _sex(sex)
    knots, lost = [_YOUNG, 50.0], [0.0, _value(f"early_{who}")]
    if f"sixty_{who}" in PARAMETERS:
        knots, lost = [*knots, 60.0], [*lost, _value(f"sixty_{who}")]
    slope = (1 - lost[-1]) / (_OLD - knots[-1])
    knots, lost = [*knots, _OLDEST], [*lost, 1 + slope * (_OLDEST - _OLD)]
    share = np.interp(years, knots, lost)
    return _shaped(_value(f"density_{who}") * (1 - _value(f"loss_{who}") * share))


def area(age: object, sex: str = "woman") -> Array:
    """Return the usual cross-section of L3.

    Parameters
    ----------
    age : float or array_like
        Years, from 20 to 100.
    sex : {"woman", "man"}
        Sex.

    Returns
    -------
    float or ndarray
        In mm², with the shape of `age`; growth is spread evenly over the years (assumed).

    Raises
    ------
    ModelError
        If an age is no number or out of range, or there is no such sex.
    """
    years, who = _ages(age), _sex(sex)
    grown = _value("growth") * (years - _YOUNG) / (_OLD - _YOUNG)
    return _shaped(_value(f"area_{who}") * (1 + grown))


def apparent_density(mineral: object) -> Array:
    """Return the apparent density of wet trabecular bone from the mineral that QCT sees.

    Parameters
    ----------
    mineral : float or array_like
        Density of mineral by QCT, g/cm³, above 0 and at most 1.25.

    Returns
    -------
    float or ndarray
        In g/cm³: 1.6 times as much (assumed; calibrations differ).

    Raises
    ------
    ModelError
        If a density is no number or out of range.
    """
    factor = _value("apparent")
    return _shaped(factor * _positive("mineral", mineral, unit=" g/cm³", most=_DENSEST / factor))


def strength_at(age: object, sex: str = "woman", *, exponent: object = None) -> Array:
    """Return the usual strength of L3 at an age.

    Parameters
    ----------
    age : float or array_like
        Years, from 20 to 100.
    sex : {"woman", "man"}
        Sex.
    exponent : float, optional
        Power of density, from 0.5 to 6. Without it 2, the least that agrees with how whole
        vertebrae weaken over life (reviews give 2.0 to 3.7); 1.56 is the material's.

    Returns
    -------
    float or ndarray
        In newtons, with the shape of `age`.

    Raises
    ------
    ModelError
        If an age or the exponent is no number or out of range, or there is no such sex.
    """
    rho = apparent_density(density(age, sex))
    return strength(rho, area(age, sex), exponent=_exponent(exponent, _value("b_organ")))


# ---- checks --------------------------------------------------------------------------------------


def _value(name: str) -> float:
    return PARAMETERS[name].value


def _shaped(values: NDArray[np.float64]) -> Array:
    return float(values) if np.ndim(values) == 0 else values


def _positive(
    name: str, values: object, *, unit: str = "", least: float = 0.0, most: float
) -> NDArray[np.float64]:
    found = real_numbers(name, values)
    fits = (found > 0) & (found >= least) & (found <= most)
    if not np.all(fits):
        low = f"be at least {least:g}" if least else "be above 0"
        first = float(found[~fits].flat[0])
        message = f"{_HERE}: {name} must {low} and at most {most:g}{unit}, not {first:g}"
        raise ModelError(message)
    return found


def _ages(age: object) -> NDArray[np.float64]:
    return _positive("age", age, unit=" years", least=_YOUNG, most=_OLDEST)


def _sex(sex: str) -> str:
    if sex not in SEXES:
        raise unknown_name("sex", sex, SEXES, _HERE)
    return sex


def _exponent(exponent: object, otherwise: float) -> float:
    if exponent is None:
        return otherwise
    power = checked_value("exponent", exponent, signed=False)
    if not 0.5 <= power <= 6:
        message = f"{_HERE}: exponent must lie between 0.5 and 6, not {power:g}"
        raise ModelError(message)
    return power
