"""What studies of a given size can say: overlap of two groups, power, and the effects of luck.

An estimate is taken to be normal around the true effect with a known standard error. An effect
is a difference of means in standard deviations of one group, or the logarithm of a ratio.

>>> from bonebalance import studies
>>> error = studies.difference_error(50, 50)
>>> print(f"{studies.power(0.3, error):.2f}, {studies.exaggeration(0.3, error):.1f} times")
0.32, 1.7 times
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from bonebalance.errors import ModelError
from bonebalance.numeric import Array
from bonebalance.quantities import real_numbers

__all__ = [
    "area_under_curve", "believable", "difference_error", "exaggeration", "log_odds_error",
    "overlap", "p_value", "people_needed", "pooled", "power", "wrong_sign",
]  # fmt: skip


def overlap(effect: ArrayLike) -> Array:
    """Return the area that two bell curves of one width share.

    Parameters
    ----------
    effect : array_like
        Distance of their means, in standard deviations.

    Returns
    -------
    ndarray
        Between 0 (apart) and 1 (one and the same).

    Raises
    ------
    ModelError
        If an effect is not finite.
    """
    return _array(2 * norm.cdf(-np.abs(_finite("effect", effect)) / 2))


def area_under_curve(effect: ArrayLike) -> Array:
    """Return the chance that someone of the higher group has the higher value of two people.

    It is the area under the curve of sensitivity against false alarms, for two bell curves of
    one width.

    Parameters
    ----------
    effect : array_like
        Mean of the one group less that of the other, in standard deviations.

    Returns
    -------
    ndarray
        0.5 for a toss of a coin, 1 for groups that never overlap.

    Raises
    ------
    ModelError
        If an effect is not finite.
    """
    return _array(norm.cdf(_finite("effect", effect) / np.sqrt(2)))


def difference_error(first: ArrayLike, second: ArrayLike) -> Array:
    """Return the standard error of a difference of two means.

    Parameters
    ----------
    first, second : array_like
        People in the two groups.

    Returns
    -------
    ndarray
        In standard deviations of one group.

    Raises
    ------
    ModelError
        If a number of people is not above 0.
    """
    return _array(np.sqrt(1 / _above("first", first) + 1 / _above("second", second)))


def log_odds_error(cases: ArrayLike, controls: ArrayLike) -> Array:
    """Return the standard error of the logarithm of an odds ratio, by Woolf's formula.

    Parameters
    ----------
    cases, controls : array_like of shape (2, ...)
        People with and without the exposure.

    Returns
    -------
    ndarray of shape (...)
        Square root of the sum of one over each count.

    Raises
    ------
    ModelError
        If there are not two counts, or one is not above 0.
    """
    counts = [_above("cases", cases), _above("controls", controls)]
    if any(count.shape[:1] != (2,) for count in counts):
        message = "cases and controls are two counts each: with and without the exposure"
        raise ModelError(message)
    return _array(np.sqrt(sum((1 / count).sum(axis=0) for count in counts)))


def p_value(estimate: ArrayLike, error: ArrayLike) -> Array:
    """Return the two-sided p-value of an estimate against no effect.

    Parameters
    ----------
    estimate, error : array_like
        What a study found, and its standard error.

    Returns
    -------
    ndarray
        Chance of an estimate at least as far from zero if there is no effect.

    Raises
    ------
    ModelError
        If an error is not above 0 or an estimate not finite.
    """
    return _array(2 * norm.cdf(-np.abs(_finite("estimate", estimate)) / _above("error", error)))


def power(effect: ArrayLike, error: ArrayLike, *, level: float = 0.05) -> Array:
    """Return the share of studies that find a significant effect, of either sign.

    Parameters
    ----------
    effect : array_like
        True effect.
    error : array_like
        Standard error of a study's estimate, in the same unit.
    level : float
        Two-sided level of significance.

    Returns
    -------
    ndarray
        `level` itself where there is no effect.

    Raises
    ------
    ModelError
        If an error is not above 0, or the level not between 0 and 1.
    """
    right, wrong = _tails(_finite("effect", effect), error, level)
    return _array(right + wrong)


def wrong_sign(effect: ArrayLike, error: ArrayLike, *, level: float = 0.05) -> Array:
    """Return the share of significant findings that have the wrong sign.

    Parameters
    ----------
    effect, error, level
        As in `power`; the effect may not be 0.

    Returns
    -------
    ndarray
        Between 0 and one half.

    Raises
    ------
    ModelError
        As `power`, or if an effect is 0.
    """
    right, wrong = _tails(_not_zero(effect), error, level)
    return _array(wrong / (right + wrong))


def exaggeration(effect: ArrayLike, error: ArrayLike, *, level: float = 0.05) -> Array:
    """Return how many times too large significant findings are on average: the winner's curse.

    Parameters
    ----------
    effect, error, level
        As in `power`; the effect may not be 0.

    Returns
    -------
    ndarray
        Mean size of a significant estimate over the size of the effect; 1 or more.

    Raises
    ------
    ModelError
        As `power`, or if an effect is 0.
    """
    true = _not_zero(effect)
    right, wrong = _tails(true, error, level)
    ratio, bar = np.abs(true) / _above("error", error), _bar(level)
    # Mean of a normal beyond the bar, for either tail.
    size = ratio * (right - wrong) + norm.pdf(bar - ratio) + norm.pdf(bar + ratio)
    return _array(size / (right + wrong) / ratio)


def people_needed(effect: float, *, chance: float = 0.8, level: float = 0.05) -> int:
    """Return how many people each of two groups needs to find a difference of means.

    Parameters
    ----------
    effect : float
        True difference, in standard deviations; not 0.
    chance : float
        Wanted share of studies that find it.
    level : float
        Two-sided level of significance.

    Returns
    -------
    int
        People in one group.

    Raises
    ------
    ModelError
        If the effect is 0, or a share is not between 0 and 1.
    """
    true, wanted = float(_not_zero(effect)), _share("chance", chance)
    # A finding of the wrong sign is not counted: it matters only where nobody would plan a study.
    return int(np.ceil(2 * ((_bar(level) + norm.ppf(wanted)) / true) ** 2))


def pooled(estimates: ArrayLike, errors: ArrayLike) -> tuple[float, float]:
    """Return the mean of studies, each weighted by one over its error squared, and its error.

    Parameters
    ----------
    estimates, errors : array_like of shape (n,)
        What each study found, and its standard error.

    Returns
    -------
    mean, error : float
        As if all studies had measured one effect.

    Raises
    ------
    ModelError
        If an error is not above 0 or an estimate not finite.
    """
    weights = _above("errors", errors) ** -2
    mean = np.sum(weights * _finite("estimates", estimates)) / np.sum(weights)
    return float(mean), float(np.sum(weights) ** -0.5)


def believable(prior: ArrayLike, chance: ArrayLike, *, level: float = 0.05) -> Array:
    """Return the share of significant findings that are true.

    Parameters
    ----------
    prior : array_like
        Share of tested effects that are real.
    chance : array_like
        Power of a study where the effect is real.
    level : float
        Two-sided level of significance.

    Returns
    -------
    ndarray
        Between 0 and 1.

    Raises
    ------
    ModelError
        If a share is not between 0 and 1.
    """
    real = _share("prior", prior) * _share("chance", chance)
    return _array(real / (real + (1 - _share("prior", prior)) * _share("level", level)))


def _tails(effect: Array, error: ArrayLike, level: float) -> tuple[Array, Array]:
    """Return the shares of studies beyond the bar on the effect's side and on the other one."""
    ratio, bar = np.abs(effect) / _above("error", error), _bar(level)
    return norm.cdf(ratio - bar), norm.cdf(-ratio - bar)


def _bar(level: float) -> Array:
    return _array(-norm.ppf(_share("level", level) / 2))


def _array(values: object) -> Array:
    return np.asarray(values, dtype=np.float64)


def _finite(name: str, values: ArrayLike) -> Array:
    found = real_numbers(name, values)
    if not np.all(np.isfinite(found)):
        message = f"{name} must be finite"
        raise ModelError(message)
    return found


def _above(name: str, values: ArrayLike) -> Array:
    found = real_numbers(name, values)
    if not np.all(found > 0):
        message = f"{name} must be above 0"
        raise ModelError(message)
    return found


def _share(name: str, values: ArrayLike) -> Array:
    found = real_numbers(name, values)
    if not np.all((found > 0) & (found < 1)):
        message = f"{name} must lie between 0 and 1, as a share; 5 percent is 0.05"
        raise ModelError(message)
    return found


def _not_zero(effect: ArrayLike) -> Array:
    found = _finite("effect", effect)
    if np.any(found == 0):
        message = "effect must not be 0: without an effect there is no right sign or size"
        raise ModelError(message)
    return found
