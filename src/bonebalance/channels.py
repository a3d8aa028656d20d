"""Ion channels of two membranes: the squid's of 1952 and the node of a mammal's motor axon.

How fast a gate opens and closes is a formula of the membrane potential. It is written here once,
for numbers and for symbols alike: pass `numpy.exp` or `sympy.exp`.

>>> from bonebalance.channels import SQUID
>>> opening, closing = SQUID.rates(-65.0, 6.3)["n"]
>>> print(f"{opening:.3f} {closing:.3f} per ms")
0.058 0.125 per ms
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["NODE", "SQUID", "Channel", "Membrane"]

# A potential, a temperature and an exponential function, as numbers, arrays or SymPy expressions;
# what comes back is of the same kind.
Rates = dict[str, tuple[Any, Any]]
Formula = Callable[[Any, Callable[[Any], Any]], Rates]


@dataclass(frozen=True)
class Channel:
    """One kind of channel.

    Attributes
    ----------
    conductance : float
        With all gates open, S/cm².
    reversal : float
        Potential at which no current flows, mV.
    gates : mapping of str to int
        How many gates of each name must be open at once; none for a leak.
    sodium : bool
        Whether it lets sodium in, so that a loss of sodium channels removes it.
    """

    conductance: float
    reversal: float
    gates: Mapping[str, int] = field(default_factory=dict)
    sodium: bool = False

    def open_share(self, gates: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Return the share of these channels that is open, given the share of open gates."""
        share: Any = 1
        for name, count in self.gates.items():
            share = share * gates[name] ** count
        return share


@dataclass(frozen=True)
class Membrane:
    """A membrane that makes spikes.

    Attributes
    ----------
    name : str
        What it is, in words.
    rest : float
        Resting potential, mV.
    capacitance : float
        In µF/cm².
    channels : mapping of str to Channel
        By name.
    formula : callable
        ``formula(v, exp)`` gives opening and closing rate of every gate, 1/ms, where its warmth
        is one.
    warming : mapping of str to (float, float)
        For each gate, by how much ten degrees speed it, and the temperature for which its formula
        is written, degrees Celsius.
    source : str
        Key of the reference.
    """

    name: str
    rest: float
    capacitance: float
    channels: Mapping[str, Channel]
    formula: Formula
    warming: Mapping[str, tuple[float, float]]
    source: str

    def warmth(self, gate: str, celsius: Any) -> Any:  # noqa: ANN401
        """Return how many times as fast as in its formula a gate is.

        Parameters
        ----------
        gate : str
            Its name.
        celsius : float, ndarray or sympy.Expr
            Temperature, degrees Celsius.

        Returns
        -------
        float, ndarray or sympy.Expr
            The factor of both rates.
        """
        times, at = self.warming[gate]
        return times ** ((celsius - at) / 10)

    def rates(self, v: Any, celsius: Any, exp: Callable[[Any], Any] = np.exp) -> Rates:  # noqa: ANN401
        """Return the rates at which gates open and close.

        Parameters
        ----------
        v : float, ndarray or sympy.Expr
            Membrane potential, inside minus outside, mV.
        celsius : float, ndarray or sympy.Expr
            Temperature, degrees Celsius.
        exp : callable
            The exponential function of that kind of value.

        Returns
        -------
        dict of str to (rate, rate)
            Opening and closing rate of each gate, 1/ms.
        """
        warmth = {gate: self.warmth(gate, celsius) for gate in self.warming}
        pairs = self.formula(v, exp).items()
        return {gate: (warmth[gate] * a, warmth[gate] * b) for gate, (a, b) in pairs}

    def resting_gates(self, celsius: float) -> dict[str, float]:
        """Return the share of open gates at rest.

        Parameters
        ----------
        celsius : float
            Temperature, degrees Celsius.

        Returns
        -------
        dict of str to float
            By gate.
        """
        pairs = self.rates(self.rest, celsius).items()
        return {name: float(a / (a + b)) for name, (a, b) in pairs}


def _ramp(x: Any, width: float, exp: Callable[[Any], Any]) -> Any:  # noqa: ANN401
    # Close to x for large x, to 0 for very negative x. It has a value at zero, too, which the
    # quotient has not; no potential in a run comes so close that this shift shows.
    x = x + 1e-9
    return x / (1 - exp(-x / width))


def _squid(v: Any, exp: Callable[[Any], Any]) -> Rates:  # noqa: ANN401
    return {
        "m": (0.1 * _ramp(v + 40, 10, exp), 4 * exp(-(v + 65) / 18)),
        "h": (0.07 * exp(-(v + 65) / 20), 1 / (1 + exp(-(v + 35) / 10))),
        "n": (0.01 * _ramp(v + 55, 10, exp), 0.125 * exp(-(v + 65) / 80)),
    }


def _node(v: Any, exp: Callable[[Any], Any]) -> Rates:  # noqa: ANN401
    # The paper prints 20.4 in the first line; its figures were made with 21.4, its authors say.
    return {
        "m": (1.86 * _ramp(v + 21.4, 10.3, exp), 0.086 * _ramp(-(v + 25.7), 9.16, exp)),
        "h": (0.062 * _ramp(-(v + 114), 11, exp), 2.3 / (1 + exp(-(v + 31.8) / 13.4))),
        "p": (0.01 * _ramp(v + 27, 10.2, exp), 0.00025 * _ramp(-(v + 34), 10, exp)),
        "s": (0.3 / (1 + exp(-(v + 53) / 5)), 0.03 / (1 + exp(-(v + 90)))),
    }


SQUID = Membrane(
    "giant axon of the squid",
    rest=-65.0,
    capacitance=1.0,
    channels={
        "sodium": Channel(0.12, 50.0, {"m": 3, "h": 1}, sodium=True),
        "potassium": Channel(0.036, -77.0, {"n": 4}),
        "leak": Channel(0.0003, -54.387),
    },
    formula=_squid,
    warming=dict.fromkeys(("m", "h", "n"), (3.0, 6.3)),
    source="hodgkin1952",
)

NODE = Membrane(
    "node of a myelinated axon",
    rest=-80.0,
    capacitance=2.0,
    channels={
        "sodium": Channel(3.0, 50.0, {"m": 3, "h": 1}, sodium=True),
        "persistent sodium": Channel(0.01, 50.0, {"p": 3}, sodium=True),
        "slow potassium": Channel(0.08, -90.0, {"s": 1}),
        "leak": Channel(0.007, -90.0),
    },
    formula=_node,
    warming={"m": (2.2, 20.0), "h": (2.9, 20.0), "p": (2.2, 20.0), "s": (3.0, 36.0)},
    source="mcintyre2002",
)
