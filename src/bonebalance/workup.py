"""From a sign to a cause: likelihood ratios, signs that repeat each other, and nerve conduction.

A sign moves the odds of a cause by its likelihood ratio. Two signs move them by the product only
if they are independent among the ill and among the well. What a nerve conducts after a lesion
follows from one rule: a piece of an axon lives as long as it is joined to its cell body.

>>> from bonebalance import workup
>>> print(f"{workup.posterior(0.04, workup.ratio(0.875, 0.9)):.2f}")
0.27
>>> root = workup.conduction(cut_cm=1.0)
>>> root.snap, root.cmap, root.felt
(1.0, 0.0, 0.0)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf, isfinite, prod

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import multivariate_normal

from bonebalance.errors import ModelError
from bonebalance.model import Model
from bonebalance.quantities import Parameter, State, checked_value, real_numbers

__all__ = [
    "ELECTRODE_CM", "GANGLION_CM", "Conduction", "both", "conduction", "polyneuropathy",
    "posterior", "ratio", "update",
]  # fmt: skip

GANGLION_CM = 3.0
"""Way from the cord's end of a root to its ganglion, in cm; assumed, only the order counts."""

ELECTRODE_CM = 90.0
"""Way from the cord's end of a root to skin, muscle and electrode at the foot, in cm; assumed."""


def _share(name: str, value: object) -> float:
    number = checked_value(name, value, signed=False)
    if number > 1:
        raise ModelError(f"{name} is {number:g}; give a share between 0 and 1")
    return number


# ---- probabilities -------------------------------------------------------------------------------


def ratio(sensitivity: float, specificity: float, *, positive: bool = True) -> float:
    """Return the likelihood ratio of a sign.

    Parameters
    ----------
    sensitivity : float
        Share of the ill who have the sign.
    specificity : float
        Share of the others who do not.
    positive : bool
        Whether the sign was found.

    Returns
    -------
    float
        How often the finding occurs in the ill for each time in the others; infinite where it
        never occurs in the others.

    Raises
    ------
    ModelError
        If a share is not between 0 and 1, or if the finding never occurs.
    """
    ill, others = _share("sensitivity", sensitivity), 1 - _share("specificity", specificity)
    if not positive:
        ill, others = 1 - ill, 1 - others
    if ill == others == 0:
        raise ModelError("This finding occurs in nobody; it has no likelihood ratio")
    return ill / others if others else inf


def posterior(prior: float, *ratios: float) -> float:
    """Return the probability of a cause after findings that are independent of each other.

    Parameters
    ----------
    prior : float
        Probability before, between 0 and 1.
    *ratios : float
        Likelihood ratio of each finding.

    Returns
    -------
    float
        Probability after.

    Raises
    ------
    ModelError
        If the prior is no share, a ratio is negative, or two findings exclude each other.
    """
    before = _share("prior", prior)
    # A list in place of several numbers would be multiplied in silence.
    found = real_numbers("Likelihood ratios", ratios)
    if found.ndim != 1:
        raise ModelError("Give each likelihood ratio as an argument of its own: posterior(p, 2, 3)")
    if not np.all(found >= 0):
        raise ModelError(f"Likelihood ratios are 0 or more; these are {ratios}")
    if {0.0, inf} <= set(found):
        raise ModelError("One finding proves the cause and another excludes it")
    product = prod(map(float, found))
    if before in {0.0, 1.0}:
        return before
    if not isfinite(product):
        return 1.0
    return before * product / (before * product + 1 - before)


def update(prior: Mapping[str, float], finding: Mapping[str, float]) -> dict[str, float]:
    """Return the probabilities of several causes after one finding.

    Parameters
    ----------
    prior : mapping of str to float
        Probability of each cause before. The causes exclude each other, so they add up to 1.
    finding : mapping of str to float
        How often the finding occurs under each of these causes.

    Returns
    -------
    dict of str to float
        Probability of each cause after, in the order of `prior`.

    Raises
    ------
    ModelError
        If the causes differ, the priors do not add up to 1, or the finding cannot occur.
    """
    for name, given in (("prior", prior), ("finding", finding)):
        if not isinstance(given, Mapping):
            raise ModelError(f"{name} must give a share for each cause by name, not {given!r}")
    if set(prior) != set(finding):
        missing = ", ".join(sorted(map(str, set(prior) ^ set(finding))))
        raise ModelError(f"Prior and finding must name the same causes; only one names: {missing}")
    before = {name: _share(f"the prior of {name}", value) for name, value in prior.items()}
    if abs(sum(before.values()) - 1) > 1e-9:
        raise ModelError(f"The priors add up to {sum(before.values()):g}; they must add up to 1")
    weight = {
        name: value * _share(f"the finding under {name}", finding[name])
        for name, value in before.items()
    }
    total = sum(weight.values())
    if total == 0:
        raise ModelError("This finding cannot occur under any cause that is possible")
    return {name: value / total for name, value in weight.items()}


def both(first: float, second: float, correlation: float = 0.0) -> float:
    """Return how often two signs occur together in one group of people.

    Behind each sign stands a normal tendency, and the two tendencies are correlated, as when a
    severe case shows both signs and a mild one neither.

    Parameters
    ----------
    first, second : float
        How often each sign occurs in the group.
    correlation : float
        Of the two tendencies, from 0 (independent) to 1.

    Returns
    -------
    float
        Share of the group with both signs: the product at 0, the rarer sign's share at 1.

    Raises
    ------
    ModelError
        If one of the three is not between 0 and 1.
    """
    a, b = _share("first", first), _share("second", second)
    r = _share("correlation", correlation)
    if r == 1 or a in {0.0, 1.0} or b in {0.0, 1.0}:
        return min(a, b)
    if r == 0:
        return a * b
    # A correlation close to 1 makes a matrix that SciPy takes for singular.
    return float(
        multivariate_normal.cdf([ndtri(a), ndtri(b)], cov=[[1, r], [r, 1]], allow_singular=True)
    )


# ---- what a nerve conducts -----------------------------------------------------------------------


@dataclass(frozen=True)
class Conduction:
    """What is left of four signals, each as a share of normal.

    Attributes
    ----------
    snap : float
        Sensory response of the nerve at the foot, stimulated and recorded there.
    cmap : float
        Response of the muscle to a stimulus of its nerve at the foot.
    felt : float
        Touch at the foot that reaches the cord.
    moved : float
        Commands from the cord that reach the muscle.
    """

    snap: float
    cmap: float
    felt: float
    moved: float


def conduction(
    cut_cm: ArrayLike,
    *,
    dies: bool = True,
    ganglion_cm: float = GANGLION_CM,
    electrode_cm: float = ELECTRODE_CM,
) -> Conduction:
    """Return what nerve conduction finds once the pieces that were cut off have died.

    A motor axon has its cell body in the cord (0 cm), a sensory one in the ganglion. The piece at
    the electrode lives if no cut lies between it and its cell body. A signal arrives in the cord,
    or leaves it, if no cut lies anywhere on the way.

    Parameters
    ----------
    cut_cm : array_like
        Where each axon is cut, in cm from the cord; infinite for an axon that is whole. Sensory
        and motor axons are cut alike. A cut at the ganglion itself kills the cell body.
    dies : bool
        Whether the piece that was cut off dies. False for a block of conduction, which leaves
        axons alive.
    ganglion_cm, electrode_cm : float
        Where ganglion and electrode lie, in cm from the cord.

    Returns
    -------
    Conduction
        Shares of the axons that respond.

    Raises
    ------
    ModelError
        If a length is negative or no number, or if the ganglion is not on the way to the electrode.
    """
    cuts = real_numbers("cut_cm", cut_cm)
    if cuts.size == 0 or np.isnan(cuts).any() or (cuts < 0).any():
        raise ModelError("cut_cm holds a length from 0 on for each axon, or infinity")
    ganglion = checked_value("ganglion_cm", ganglion_cm, signed=False)
    electrode = checked_value("electrode_cm", electrode_cm, signed=False)
    if not 0 < ganglion < electrode:
        raise ModelError("The ganglion must lie between the cord and the electrode")
    arrives = float(np.mean(cuts >= electrode))
    if not dies:
        return Conduction(1.0, 1.0, arrives, arrives)
    sensory = (cuts < ganglion) | (cuts >= electrode)
    return Conduction(float(np.mean(sensory)), arrives, arrives, arrives)


# Length of the axons that serve a place, as a share of the body's height.
_REACH = {"toes": 0.61, "shin": 0.46, "fingers": 0.45, "thigh": 0.25}


def _assumed(name: str, unit: str, what: str, value: float) -> Parameter:
    return Parameter(name, unit, what, value=value, source="thiscourse", status="assumed")


@cache
def polyneuropathy() -> Model:
    """Return the model of a loss that takes the longest axons first.

    Harm strikes each stretch of an axon alike and adds up over its length, so the hazard of an
    axon is its rate for one meter times a power of its length. The lengths are shares of the
    body's height.

    Returns
    -------
    Model
        Percent of the axons left to toes, shin, fingers and thigh, over years. All
        settings are assumed.
    """
    rate = _assumed("a", "1/year", "loss of axons one meter long", 0.26)
    power = _assumed("p", "1", "power of the length", 3)
    height = _assumed("height", "m", "height of the body", 1.65)
    meter = _assumed("meter", "m", "one meter", 1)
    states, shares, rates = [], [], {}
    for place, share in _REACH.items():
        state = State(place, "percent", place, initial=100, role="nerve")
        part = _assumed(f"l_{place}", "1", f"axon to the {place}, share of the height", share)
        rates[state] = -rate * (part * height / meter) ** power * state
        states.append(state)
        shares.append(part)
    return Model(
        "Loss by length", time_unit="year", states=states,
        parameters=[rate, power, height, meter, *shares], rates=rates,
    )  # fmt: skip
