"""Fracture risk from density, turnover, glucocorticoid and falls, for a vertebra and for the hip.

Density alone explains neither a fivefold risk on glucocorticoid nor all that a drug against
resorption prevents. So the relative risk has four factors, each held to evidence of its own. The
absolute one starts from how often people of an age break a bone.

>>> from bonebalance import risk
>>> year = risk.relative("vertebra", sds=-0.3, glucocorticoid=12)
>>> print(f"{year.density:.1f} x {year.glucocorticoid:.1f} = {year.ratio:.1f}")
1.3 x 4.0 = 5.1
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from types import MappingProxyType

import numpy as np

from bonebalance import fits, trials
from bonebalance.errors import ModelError, unknown_name
from bonebalance.evidence import number
from bonebalance.numeric import Array
from bonebalance.page import Markdown
from bonebalance.quantities import Parameter, real_numbers, require_one_shape

__all__ = [
    "PARAMETERS", "SEXES", "SITES", "Risk", "given", "probability", "rate", "relative",
    "sds_behind", "sds_from",
]  # fmt: skip

SITES = ("vertebra", "hip")
SEXES = ("woman", "man")

_HERE = "the risk of fracture"
# Evidence speaks of age groups and of dose bands; these points stand for them (assumed).
_AGES = {"vertebra": (60.0, 80.0), "hip": (52.5, 92.5)}
_ANCHOR = {"vertebra": 60.0, "hip": 89.0}
_DOSES = {"below-2p5": 1.25, "2p5-to-7p5": 5.0, "from-7p5": 12.0}
_YOUNGEST, _OLDEST = 20.0, 110.0
# No density is further from the mean; a percentage that was taken for one often is.
_MOST_SDS = 20.0


@dataclass(frozen=True)
class Risk:
    """Relative risk of a fracture, factor by factor; 1 is usual for age and sex.

    Attributes
    ----------
    density : float or ndarray
        Factor of bone density.
    turnover : float or ndarray
        Factor of turnover beyond density.
    glucocorticoid : float or ndarray
        Factor of the daily dose beyond density: the quality term.
    falls : float or ndarray
        Factor of falls.
    """

    density: Array
    turnover: Array
    glucocorticoid: Array
    falls: Array

    @property
    def ratio(self) -> Array:
        """The product of the four; that they multiply is assumed."""
        return self.density * self.turnover * self.glucocorticoid * self.falls


# ---- parameters ----------------------------------------------------------------------------------


def _measured(name: str, unit: str, what: str, found: str, source: str, scale: float) -> Parameter:
    value = scale * number(found).value
    return Parameter(name, unit, what, value=value, source=source, status="measured")


def _fitted(name: str, unit: str, what: str, value: float, source: str) -> Parameter:
    return Parameter(name, unit, what, value=value, source=source, status="fitted", signed=True)


def _directly() -> Iterator[Parameter]:
    """Yield what stands in a publication as it is used here."""
    young = fits.Fitted("lifetime")
    for site, word, sd in (("vertebra", "spine", "T_s"), ("hip", "hip", "T_h")):
        what = f"risk of a fracture, {site}, for each SD less at the {word}"
        yield _measured(f"{site}_gradient", "1", what, f"meas-marshall.{word}", "marshall1996", 1)
        yield young.parameter(sd, "1", f"SD of young women's density, {word}, over its mean")
    falls = {"vertebra": "fx-falls.falls-vertebral", "hip": "fx-falls.falls-hip-fracture"}
    for site, found in falls.items():
        what = f"share of fractures that follow a fall, {site}"
        yield _measured(f"{site}_falls", "1", what, found, "costa2013", 0.01)
    seen = 1 / number("rochester1993.incidence").value
    what = "share of new vertebral fractures that are diagnosed"
    yield _measured("diagnosed", "1", what, "rochester1993.clinical", "cooper1993", seen)


def _with_age() -> Iterator[Parameter]:
    """Yield the rate at one age, and its growth, which joins the rates of two ages."""
    for sex, who in zip(SEXES, ("women", "men"), strict=True):
        level = {
            "vertebra": (f"fx-rotterdam.{who}-55", "vanderklift2002"),
            "hip": (f"fx-hip-incidence.{who}-85y-2006", "kaiserhip2013"),
        }
        ends = {
            "vertebra": (f"fx-rotterdam.{who}-55", f"fx-rotterdam.{who}-75", "vanderklift2002"),
            "hip": (f"fx-harstad.{who}-50", f"fx-harstad.{who}-90", "emaus2011"),
        }
        for site, (young, old, source) in ends.items():
            what = f"new fractures of {who} at {_ANCHOR[site]:.0f} years, {site}"
            yield _measured(f"{site}_{sex}_level", "1/year", what, *level[site], 1e-3)
            first, last = _AGES[site]
            growth = log(number(old).value / number(young).value) / (last - first)
            what = f"rise of that rate with each year of age, {who}"
            yield _fitted(f"{site}_{sex}_growth", "1/year", what, growth, source)


def _beyond_density(known: dict[str, Parameter]) -> Iterator[Parameter]:
    """Yield what a dose, and turnover, add to density."""
    spine, hip = known["T_s"].value, known["T_h"].value
    # New users without a drug against it lose this much in a year; below 2.5 mg a day: nothing.
    lost = {
        "vertebra": number("giop-bp-cochrane.control-spine-change").value / spine,
        "hip": number("giop-bp-cochrane.control-neck").value / hip,
    }
    doses = {"vertebra": "gc-dose-vertebral", "hip": "gc-dose-hip"}
    # Denosumab: gain at the spine in two years, at the hip against placebo in three.
    placebo = number("dmab-hip-ci.placebo-36m").value
    gained = {
        "vertebra": number("dmab-crossover.spine").value / spine,
        "hip": (number("dmab-hip-ci.hip-36m").value - placebo) / hip,
    }
    left = {
        "vertebra": number("dmab-bmd-fracture-time.vertebral-fracture-rr-36m").value,
        "hip": 1 + number("dmab-freedom.hip-fractures").value / 100,
    }
    readings = trials.arms()["bone2011_denosumab"].observed("CTX")
    on_drug = readings[readings["day"].between(1, 730)]["change"].median()
    for site in SITES:
        gradient = known[f"{site}_gradient"].value
        for band, dose in _DOSES.items():
            density = 1.0 if band == "below-2p5" else gradient ** (-lost[site] / 100)
            what = f"risk at {dose:g} mg a day beyond density, {site}"
            ratio = number(f"{doses[site]}.{band}").value / density
            name = f"{site}_quality_{band.replace('-', '_')}"
            yield _fitted(name, "1", what, ratio, "vanstaa2000")
        rest = left[site] * gradient ** (gained[site] / 100)
        what = f"exponent of CTX in the risk beyond density, {site}"
        power = log(rest) / log(1 + on_drug / 100)
        yield _fitted(f"{site}_turnover", "1", what, power, "austin2012")


_known = {p.name: p for part in (_directly(), _with_age()) for p in part}
PARAMETERS = MappingProxyType(_known | {p.name: p for p in _beyond_density(_known)})


# ---- relative risk -------------------------------------------------------------------------------


def relative(
    site: str, *, sds: object = 0.0, turnover: object = 1.0, glucocorticoid: object = 0.0,
    falls: object = 1.0,
) -> Risk:  # fmt: skip
    """Return how much likelier a fracture is than is usual for age and sex.

    Parameters
    ----------
    site : {"vertebra", "hip"}
        What breaks. A vertebra goes by the density of the spine.
    sds : float or array_like
        Density above (+) or below (-) the usual one for the age, in standard deviations: a
        Z-score; a T-score minus that of a healthy run of the same age; `sds_from` of a
        percentage. Between -20 and 20.
    turnover : float or array_like
        CTX relative to usual. It stands for cavities that weaken bone, and was fitted to a drug
        that lowers it. Teriparatide raises CTX and strengthens bone: leave it at 1 there.
    glucocorticoid : float or array_like
        Prednisone or its equivalent by mouth, mg a day, taken for three months or more. What the
        dose does to density is not in this factor and belongs into `sds`.
    falls : float or array_like
        How often the person falls, relative to usual.

    Returns
    -------
    Risk
        The four factors, each with the shape of its argument.

    Raises
    ------
    ModelError
        If there is no such site, a value is not finite or out of range, or shapes do not fit.

    Notes
    -----
    The ratios of the dose bands come from a comparison of users with others. Their illness is
    in them, too: with a factor for the illness itself they count it twice.
    """
    known = _site(site)
    power, share = (PARAMETERS[f"{known}_{name}"].value for name in ("turnover", "falls"))
    doses = [0.0, *_DOSES.values()]
    quality = [PARAMETERS[f"{known}_quality_{band.replace('-', '_')}"].value for band in _DOSES]
    away = _numbers("sds", sds, least=-_MOST_SDS, most=_MOST_SDS)
    dose = _numbers("glucocorticoid", glucocorticoid, least=0.0)
    ctx = _numbers("turnover", turnover, least=1e-3)
    often = _numbers("falls", falls, least=0.0)
    require_one_shape(sds=away, turnover=ctx, glucocorticoid=dose, falls=often)
    return Risk(
        density=PARAMETERS[f"{known}_gradient"].value ** -away,
        turnover=ctx**power,
        # Straight between the points on the scale of the logarithm, flat beyond the last.
        glucocorticoid=np.exp(np.interp(dose, doses, np.log([1.0, *quality]))),
        falls=1 + share * (often - 1),
    )


def sds_from(site: str, percent: object) -> Array:
    """Return a difference of density in standard deviations.

    Parameters
    ----------
    site : {"vertebra", "hip"}
        A vertebra goes by the spine.
    percent : float or array_like
        The difference in percent of young women's mean density.

    Returns
    -------
    float or ndarray
        The same in standard deviations of young women, the unit of a T-score.

    Raises
    ------
    ModelError
        If there is no such site, or a value is no finite number.
    """
    spread = PARAMETERS["T_s" if _site(site) == "vertebra" else "T_h"].value
    found: Array = _numbers("percent", percent) / (100 * spread)
    return found


def sds_behind(site: str, ratio: object) -> Array:
    """Return the difference of density that alone would give a relative risk.

    Parameters
    ----------
    site : {"vertebra", "hip"}
        What breaks.
    ratio : float or array_like
        The relative risk.

    Returns
    -------
    float or ndarray
        Standard deviations; negative for a ratio above 1.

    Raises
    ------
    ModelError
        If there is no such site, or a ratio is not above 0.
    """
    gradient = PARAMETERS[f"{_site(site)}_gradient"].value
    found: Array = -np.log(_numbers("ratio", ratio, least=1e-9)) / log(gradient)
    return found


# ---- absolute risk -------------------------------------------------------------------------------


def rate(site: str, age: object, sex: str = "woman") -> Array:
    """Return how often people of an age break a bone.

    Parameters
    ----------
    site : {"vertebra", "hip"}
        New vertebral fractures on X-ray, of which ``PARAMETERS["diagnosed"]`` come to a doctor,
        or fractures of the hip.
    age : float or array_like
        Years. Rates were seen from 55 (vertebra) and 50 years (hip) on; below, the same
        exponential curve goes on.
    sex : {"woman", "man"}
        Whose rate.

    Returns
    -------
    float or ndarray
        New fractures per person and year.

    Raises
    ------
    ModelError
        If there is no such site or sex, or an age is not between 20 and 110.
    """
    level, growth = _base(site, sex)
    years = _numbers("age", age, least=_YOUNGEST, most=_OLDEST)
    found: Array = level * np.exp(growth * (years - _ANCHOR[site]))
    return found


def probability(
    site: str, age: object, years: object, *, ratio: object = 1.0, sex: str = "woman"
) -> Array:
    """Return the chance of at least one fracture within some years.

    Parameters
    ----------
    site : {"vertebra", "hip"}
        As for `rate`.
    age : float or array_like
        Age at the start in years.
    years : float or array_like
        How long.
    ratio : float or array_like
        Relative risk, the same all the time: `Risk.ratio`.
    sex : {"woman", "man"}
        Whose.

    Returns
    -------
    float or ndarray
        Chance between 0 and 1, if nobody dies of another cause meanwhile.

    Raises
    ------
    ModelError
        As `rate`; or if `years` or `ratio` is negative or not finite, or shapes do not fit.
    """
    growth = _base(site, sex)[1]
    start = rate(site, age, sex)
    span = _numbers("years", years, least=0.0)
    times = _numbers("ratio", ratio, least=0.0)
    require_one_shape(age=start, years=span, ratio=times)
    expected = start * np.expm1(growth * span) / growth
    found: Array = -np.expm1(-times * expected)
    return found


def given() -> Markdown:
    """Return all parameters as a table for a page, each with source and status.

    Returns
    -------
    Markdown
        One row a parameter.
    """
    rows = ["| Parameter | Value | From |", "|:--|--:|:--|"]
    rows += [
        f"| {p.description} | {p.value:.3g}{'' if p.unit == '1' else ' per year'} "
        f"| {p.status}, {{footcite:t}}`{p.source}` |"
        for p in PARAMETERS.values()
    ]
    return Markdown("\n".join(rows))


def _base(site: str, sex: str) -> tuple[float, float]:
    if sex not in SEXES:
        raise unknown_name("sex", sex, SEXES, _HERE)
    name = f"{_site(site)}_{sex}"
    return PARAMETERS[f"{name}_level"].value, PARAMETERS[f"{name}_growth"].value


def _site(name: str) -> str:
    if name not in SITES:
        raise unknown_name("site", name, SITES, _HERE)
    return name


def _numbers(name: str, values: object, *, least: float = -np.inf, most: float = np.inf) -> Array:
    """Return numbers that are finite and in range; one number stays a number."""
    found = real_numbers(name, values)
    if not np.all(np.isfinite(found)):
        message = f"{name} must be finite, not {values!r}"
        raise ModelError(message)
    if np.any((found < least) | (found > most)):
        bounds = f"from {least:g} to {most:g}" if np.isfinite(most) else f"{least:g} or more"
        message = f"{name} must be {bounds}, not {values!r}"
        raise ModelError(message)
    plain: Array = found[()]
    return plain
