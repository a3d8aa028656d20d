"""Spikes along a cable: compartments in a row, some with channels that open and close.

One step is implicit in the potentials, so it stays stable however thin a compartment is: a banded
system of equations, symmetric and positive definite, is solved by SciPy. Gates take an exponential
step between two potentials. The squid's axon, which has no myelin, stands here; the myelinated one
is built on this by `bonebalance.axon`.

>>> from bonebalance import cable
>>> print(f"{cable.squid_velocity(celsius=18.5):.1f} m/s")
18.7 m/s
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
from scipy.linalg.lapack import dpbsv

from bonebalance.channels import SQUID, Membrane
from bonebalance.errors import ModelError
from bonebalance.numeric import Array

__all__ = ["STEP", "Cable", "crossings", "march", "squid", "squid_velocity"]

STEP = 0.005
"""Time step, ms."""

_PIECES = 250


@dataclass(frozen=True)
class Cable:
    """A row of potentials, and what joins them.

    Row k of `capacity` and of `passive` holds what joins unknown i to unknown i + k, as LAPACK
    stores the lower half of a symmetric band.

    Attributes
    ----------
    capacity : ndarray of shape (b + 1, n)
        Capacitances, nF.
    passive : ndarray of shape (b + 1, n)
        Conductances, µS.
    leak : ndarray of shape (n,)
        Constant current of passive membranes, nA.
    rest : ndarray of shape (n,)
        Potentials at the start, mV.
    active : ndarray of shape (a,)
        Which unknowns are potentials of a membrane with channels.
    area : ndarray of shape (a,)
        Area of that membrane, cm².
    sodium : ndarray of shape (a,)
        Share of its sodium channels that is left.
    """

    capacity: Array
    passive: Array
    leak: Array
    rest: Array
    active: np.ndarray[tuple[int], np.dtype[np.intp]]
    area: Array
    sodium: Array


def march(
    cable: Cable,
    membrane: Membrane,
    celsius: Array | float,
    stimulus: Array,
    where: np.ndarray[tuple[int], np.dtype[np.intp]],
    step: float = STEP,
) -> Array:
    """Follow the potentials in time.

    Parameters
    ----------
    cable : Cable
        What is solved.
    membrane : Membrane
        Channels of its active places.
    celsius : float or ndarray of shape (a,)
        Temperature, degrees Celsius.
    stimulus : ndarray of shape (m, w)
        Current that enters in each time step, nA.
    where : ndarray of shape (w,)
        At which unknowns it enters.
    step : float
        Time step, ms.

    Returns
    -------
    ndarray of shape (m + 1, a)
        Membrane potential of the active places at the start and after each step, mV.

    Raises
    ------
    ModelError
        If the equations have no solution, as with a negative capacity.
    """
    v = cable.rest.copy()
    fixed = cable.capacity / step + cable.passive
    charge = cable.capacity / step
    # Area in cm² times S/cm² is S; µS throughout.
    scales = {
        name: 1e6 * cable.area * one.conductance * (cable.sodium if one.sodium else 1.0)
        for name, one in membrane.channels.items()
    }
    gates = {name: a / (a + b) for name, (a, b) in membrane.rates(v[cable.active], celsius).items()}
    out = np.empty((len(stimulus) + 1, cable.active.size))
    out[0] = v[cable.active]
    for k, entering in enumerate(stimulus):
        right = charge[0] * v + cable.leak
        for off in range(1, len(charge)):
            right[:-off] += charge[off, :-off] * v[off:]
            right[off:] += charge[off, :-off] * v[:-off]
        right[where] += entering
        matrix = fixed.copy()
        for name, one in membrane.channels.items():
            conductance = scales[name] * one.open_share(gates)
            matrix[0, cable.active] += conductance
            right[cable.active] += conductance * one.reversal
        _, v, failed = dpbsv(matrix, right, lower=1, overwrite_ab=1, overwrite_b=1)
        if failed:
            message = (
                f"the cable has no solution at step {k}: its capacities, areas and shares of "
                "sodium must be finite and not negative"
            )
            raise ModelError(message)
        out[k + 1] = v[cable.active]
        for name, (a, b) in membrane.rates(out[k + 1], celsius).items():
            target = a / (a + b)
            gates[name] = target + (gates[name] - target) * np.exp(-step * (a + b))
    return out


def crossings(trace: Array, step: float = STEP, threshold: float = -20.0) -> Array:
    """Return the times at which a potential rises through a threshold.

    Parameters
    ----------
    trace : ndarray of shape (m,)
        Membrane potential at equal time steps from 0 on, mV.
    step : float
        Time step, ms.
    threshold : float
        In mV.

    Returns
    -------
    ndarray of shape (s,)
        Times, interpolated between steps, ms.
    """
    below = trace < threshold
    at = np.flatnonzero(below[:-1] & ~below[1:])
    part = (threshold - trace[at]) / (trace[at + 1] - trace[at])
    times: Array = step * (at + part)
    return times


def squid(
    celsius: float = 18.5,
    diameter_um: float = 476.0,
    resistivity: float = 35.4,
    *,
    length_cm: float = 5.0,
    duration: float = 5.0,
) -> Array:
    """Send a spike along the squid's axon.

    Parameters
    ----------
    celsius : float
        Temperature, degrees Celsius.
    diameter_um : float
        Diameter, µm.
    resistivity : float
        Of the inside, Ω cm.
    length_cm : float
        Length, cut into 250 pieces, cm.
    duration : float
        How long it is followed, ms.

    Returns
    -------
    ndarray of shape (m, 250)
        Membrane potential of each piece after each step of 0.005 ms, mV.

    Raises
    ------
    ModelError
        If a number is not positive, or the temperature not between 0 and 40 degrees.

    Notes
    -----
    Hodgkin and Huxley, J Physiol 1952;117:500-544: equations, 476 µm, 35.4 Ω cm, 18.5 degrees.
    """
    given = (diameter_um, resistivity, length_cm, duration)
    if min(given) <= 0 or not 0 <= celsius <= 40:
        message = (
            "a squid's axon needs a positive diameter, resistivity, length and duration, and 0 to "
            f"40 degrees Celsius, not {given} at {celsius} degrees"
        )
        raise ModelError(message)
    pieces = _PIECES
    size, radius = length_cm / pieces, diameter_um * 1e-4 / 2
    area = np.full(pieces, 2 * pi * radius * size)
    capacity = np.vstack([1e3 * SQUID.capacitance * area, np.zeros(pieces)])
    passive = np.zeros((2, pieces))
    joint = 1e6 * pi * radius**2 / (resistivity * size)
    passive[1, :-1] = -joint
    passive[0] = 2 * joint
    passive[0, [0, -1]] = joint
    row = Cable(
        capacity, passive, np.zeros(pieces), np.full(pieces, SQUID.rest),
        np.arange(pieces), area, np.ones(pieces),
    )  # fmt: skip
    stimulus = np.zeros((round(duration / STEP), 1))
    # Ten times what is needed at this diameter, so that a spike starts at any temperature at which
    # one can travel.
    stimulus[: round(0.2 / STEP)] = 20e3 * (diameter_um / 476) ** 1.5
    return march(row, SQUID, celsius, stimulus, np.array([0]))


def squid_velocity(
    celsius: float = 18.5, diameter_um: float = 476.0, resistivity: float = 35.4
) -> float:
    """Return how fast a spike travels along the squid's axon.

    Parameters
    ----------
    celsius : float
        Temperature, degrees Celsius.
    diameter_um : float
        Diameter, µm.
    resistivity : float
        Of the inside, Ω cm.

    Returns
    -------
    float
        Velocity in the middle part, m/s; not a number if no spike arrives.
    """
    length = 5.0 * np.sqrt(diameter_um / 476)
    trace = squid(celsius, diameter_um, resistivity, length_cm=length)
    near, far = (crossings(trace[:, int(share * _PIECES)]) for share in (0.4, 0.8))
    if not (near.size and far.size):
        return float("nan")
    return float(10 * 0.4 * length / (far[0] - near[0]))
