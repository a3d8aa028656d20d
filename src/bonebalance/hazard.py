"""From load over strength to a probability, and what one standard deviation is worth.

Strength differs from person to person and the heaviest load of a year from year to year. Both
logarithms are normal (assumed). A bone breaks in a year if that load exceeds its strength.

>>> from bonebalance import hazard
>>> print(f"{hazard.gradient_of_risk():.1f} for strength")
4.1 for strength
>>> print(f"{hazard.gradient_of_risk(correlation=0.62):.1f} for a density with r = 0.62")
2.4 for a density with r = 0.62
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from bonebalance.errors import ModelError
from bonebalance.quantities import Parameter, real_numbers, require_one_shape

__all__ = [
    "PARAMETERS", "gradient_of_risk", "probability", "relative_risk", "strength_gain",
    "typical_factor",
]  # fmt: skip

Array = NDArray[np.float64] | float

_HERE = "the probability of a fracture"


def _assumed(name: str, description: str, value: float) -> Parameter:
    return Parameter(name, "1", description, value=value, source="thiscourse", status="assumed")


PARAMETERS = MappingProxyType({
    p.name: p
    for p in (
        _assumed("spread_strength", "SD of the logarithm of strength among people", 0.25),
        _assumed("spread_load", "SD of the logarithm of a year's heaviest load", 0.40),
    )
})  # fmt: skip

_S, _L = PARAMETERS["spread_strength"].value, PARAMETERS["spread_load"].value


def probability(factor: object, *, strength: object = _S, load: object = _L) -> Array:
    r"""Return the probability of a fracture in a year.

    .. math:: P = \Phi\left(\frac{\ln \varphi}{\sqrt{\sigma_S^2 + \sigma_L^2}}\right)

    Parameters
    ----------
    factor : float or array_like
        Factor of risk: median of the year's heaviest load over median strength, above 0.
    strength : float or array_like
        SD of the logarithm of strength. 0 for one person whose strength is known.
    load : float or array_like
        SD of the logarithm of the year's heaviest load.

    Returns
    -------
    float or ndarray
        Between 0 and 1; one half where the factor is 1, whatever the spreads.

    Raises
    ------
    ModelError
        If a factor is not above 0, a spread is negative, or both are 0: that would be a step.
    """
    require_one_shape(factor=factor, strength=strength, load=load)
    ratio = _positive("factor", factor)
    return _shaped(norm.cdf(np.log(ratio) / _spread(strength, load)))


def typical_factor(base: object, *, strength: object = _S, load: object = _L) -> Array:
    """Return the factor of risk at which a given share of people break a bone in a year.

    Parameters
    ----------
    base : float or array_like
        That share, between 0 and 1: 0.01 for one in a hundred.
    strength, load : float or array_like
        As in `probability`.

    Returns
    -------
    float or ndarray
        The inverse of `probability`.

    Raises
    ------
    ModelError
        If a share does not lie between 0 and 1, or as in `probability`.
    """
    require_one_shape(base=base, strength=strength, load=load)
    return _shaped(np.exp(norm.ppf(_share("base", base)) * _spread(strength, load)))


def gradient_of_risk(
    base: object = 0.01, *, correlation: object = 1.0, strength: object = _S, load: object = _L
) -> Array:
    r"""Return by what factor risk grows with each standard deviation less.

    .. math:: \exp\left(r \frac{\sigma_S}{\sqrt{\sigma_S^2 + \sigma_L^2}}
              \frac{\phi(x)}{\Phi(x)}\right), \qquad \Phi(x) = \text{base}

    Those who break a bone lie this far below the mean, in standard deviations, and that distance
    is the slope that a cohort's log-linear model finds.

    Parameters
    ----------
    base : float or array_like
        Share of all who break a bone in a year, between 0 and 1.
    correlation : float or array_like
        Correlation of what is measured, such as density, with the logarithm of strength, from 0
        to 1; 1 for strength itself.
    strength, load : float or array_like
        As in `probability`.

    Returns
    -------
    float or ndarray
        1 where nothing is known. It falls as the base rate rises.

    Raises
    ------
    ModelError
        If a value does not lie where it must.
    """
    require_one_shape(base=base, correlation=correlation, strength=strength, load=load)
    r = real_numbers("correlation", correlation)
    if not np.all((r >= 0) & (r <= 1)):
        message = f"{_HERE}: correlation must lie between 0 and 1, not {correlation!r}"
        raise ModelError(message)
    share, spread = _share("base", base), _spread(strength, load)
    depth = norm.pdf(norm.ppf(share)) / share
    return _shaped(np.exp(r * real_numbers("strength", strength) / spread * depth))


def relative_risk(
    gain: object, base: object = 0.01, *, strength: object = _S, load: object = _L
) -> Array:
    """Return the risk of people whose strength has changed, relative to before.

    Parameters
    ----------
    gain : float or array_like
        Change of everybody's strength as a share, above -1: 0.1 for a tenth more.
    base : float or array_like
        Share who break a bone in a year without the change, between 0 and 1.
    strength, load : float or array_like
        As in `probability`.

    Returns
    -------
    float or ndarray
        Below 1 for a gain.

    Raises
    ------
    ModelError
        If a value does not lie where it must.
    """
    require_one_shape(gain=gain, base=base, strength=strength, load=load)
    more = real_numbers("gain", gain)
    if not np.all((more > -1) & (more < np.inf)):
        message = f"{_HERE}: gain must be above -1, as a share, not {gain!r}"
        raise ModelError(message)
    share = _share("base", base)
    shift = np.log1p(more) / _spread(strength, load)
    return _shaped(norm.cdf(norm.ppf(share) - shift) / share)


def strength_gain(
    reduction: object, base: object = 0.01, *, strength: object = _S, load: object = _L
) -> Array:
    """Return the gain of strength that a given relative risk reduction asks for.

    Parameters
    ----------
    reduction : float or array_like
        Share of fractures prevented, below 1: 0.68 for a drug that prevents 68 percent. Negative
        where there are more.
    base : float or array_like
        Share who break a bone in a year without the gain, between 0 and 1.
    strength, load : float or array_like
        As in `probability`.

    Returns
    -------
    float or ndarray
        As a share of strength: the inverse of `relative_risk`.

    Raises
    ------
    ModelError
        If a value does not lie where it must.
    """
    require_one_shape(reduction=reduction, base=base, strength=strength, load=load)
    share = _share("base", base)
    left = share * (1 - real_numbers("reduction", reduction))
    if not np.all((left > 0) & (left < 1)):
        message = (
            f"{_HERE}: reduction must be a share below 1, such as 0.68 for 68 percent, and leave "
            f"a risk below 1; it is {reduction!r}"
        )
        raise ModelError(message)
    return _shaped(np.expm1((norm.ppf(share) - norm.ppf(left)) * _spread(strength, load)))


# ---- checks --------------------------------------------------------------------------------------


def _shaped(values: NDArray[np.float64]) -> Array:
    return float(values) if np.ndim(values) == 0 else values


def _positive(name: str, values: object) -> NDArray[np.float64]:
    found = real_numbers(name, values)
    if not np.all((found > 0) & (found < np.inf)):
        message = f"{_HERE}: {name} must be above 0, not {values!r}"
        raise ModelError(message)
    return found


def _share(name: str, values: object) -> NDArray[np.float64]:
    found = real_numbers(name, values)
    if not np.all((found > 0) & (found < 1)):
        message = f"{_HERE}: {name} must lie between 0 and 1, as a share, not {values!r}"
        raise ModelError(message)
    return found


def _spread(strength: object, load: object) -> NDArray[np.float64]:
    """Return the SD of the logarithm of load over strength."""
    both = [real_numbers(name, v) for name, v in (("strength", strength), ("load", load))]
    found: NDArray[np.float64] = np.hypot(*both)
    if not (all(np.all(one >= 0) for one in both) and np.all((found > 0) & (found < np.inf))):
        message = (
            f"{_HERE}: the spreads of strength and load must be at least 0 and one of them above, "
            f"not {strength!r} and {load!r}"
        )
        raise ModelError(message)
    return found
