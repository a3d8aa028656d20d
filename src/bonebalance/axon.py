"""A myelinated axon as a double cable: one along the inside, one under the myelin.

Between two nodes lie ten compartments. Each has a potential inside and one in the narrow space
under the myelin, through which a spike leaks away when the sheath is thin. The axon has 31 nodes,
the lesion sits in its middle, and a spike is started at its first node.

>>> from bonebalance import axon
>>> run = axon.conduct(axon.Fibre(10.0), myelin=0.03, internodes=3)
>>> print(run.arrived)
False
>>> print(f"{run.velocity:.0f} m/s before the lesion")
51 m/s before the lesion

McIntyre, Richardson and Grill, J Neurophysiol 2002;87:995-1006: geometry, channels, constants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Integral

import numpy as np

from bonebalance.cable import STEP, crossings, march
from bonebalance.channels import NODE, Membrane
from bonebalance.errors import ModelError, unknown_name
from bonebalance.fibre import DIAMETERS, NODES, Fibre, double_cable, side_by_side
from bonebalance.numeric import Array

__all__ = ["DIAMETERS", "NODES", "Case", "Conduction", "Fibre", "block_point", "conduct", "follow"]

_PULSE, _CURRENT = 0.1, 4.0  # ms, nA: well above threshold for all diameters
_AT_ONCE = 8  # axons that are tried together


@dataclass(frozen=True)
class Case:
    """One axon with what was done to it.

    Attributes
    ----------
    fibre : Fibre
        The fiber.
    myelin : float
        Share of the lamellae that is left in the lesion, above 0 and at most 1.
    internodes : int
        How many internodes in a row have lost myelin.
    sodium : float
        Share of the sodium channels that is left in the lesion, 0 to 1.
    nodes : int
        How many nodes in a row have lost sodium channels.
    temperature : float
        Temperature, degrees Celsius.
    train : tuple of float
        Times at which a spike is started, ms.
    """

    fibre: Fibre
    myelin: float = 1.0
    internodes: int = 3
    sodium: float = 1.0
    nodes: int = 3
    temperature: float = 37.0
    train: tuple[float, ...] = (0.0,)

    def __post_init__(self) -> None:
        longest = NODES // 2
        lengths = (self.internodes, self.nodes)
        problems = {
            f"myelin must be above 0 and at most 1, not {self.myelin!r}": 0 < self.myelin <= 1,
            f"sodium must be 0 to 1, not {self.sodium!r}": 0 <= self.sodium <= 1,
            f"internodes and nodes must be 1 to {longest}, not {lengths}": all(
                isinstance(one, Integral) and 1 <= one <= longest for one in lengths
            ),
            f"the temperature must be 15 to 45 degrees, not {self.temperature!r}": (
                15 <= self.temperature <= 45
            ),
            f"a train needs times from 0 on that increase, not {self.train!r}": bool(self.train)
            and self.train[0] >= 0
            and bool(np.all(np.diff(self.train) > 0)),
        }
        wrong = [message for message, fits in problems.items() if not fits]
        if wrong:
            raise ModelError(f"{self.fibre.diameter:g} µm fiber: {wrong[0]}")

    @property
    def thin(self) -> range:
        """Which internodes have lost myelin; internode i follows node i."""
        first = (NODES - 1) // 2 - self.internodes // 2
        return range(first, first + self.internodes)

    @property
    def poor(self) -> range:
        """Which nodes have lost sodium channels."""
        first = NODES // 2 - self.nodes // 2
        return range(first, first + self.nodes)

    @property
    def left(self) -> Array:
        """Share of the lamellae of each internode."""
        share = np.ones(NODES - 1)
        share[self.thin.start : self.thin.stop] = self.myelin
        return share

    @property
    def channels(self) -> Array:
        """Share of the sodium channels of each node."""
        share = np.ones(NODES)
        share[self.poor.start : self.poor.stop] = self.sodium
        return share

    @property
    def zone(self) -> tuple[int, int]:
        """Nodes between which the lesion lies; all of the middle if there is none."""
        edges = [
            (lesion.start - shift, lesion.stop - 1 + 1)
            for share, lesion, shift in ((self.myelin, self.thin, 0), (self.sodium, self.poor, 1))
            if share < 1
        ]
        if not edges:
            return self.thin.start, self.thin.stop
        return min(edge[0] for edge in edges), max(edge[1] for edge in edges)


@dataclass(frozen=True)
class Conduction:
    """What became of the spikes.

    Attributes
    ----------
    case : Case
        The axon and its lesion.
    time : ndarray of shape (m,)
        Times, ms.
    potential : ndarray of shape (m, 31)
        Membrane potential of every node, mV.
    spikes : tuple of ndarray
        Times at which a spike passed each node, ms.
    """

    case: Case
    time: Array
    potential: Array
    spikes: tuple[Array, ...]

    @property
    def relayed(self) -> int:
        """How many spikes passed a node well beyond the lesion."""
        return int(self.spikes[NODES - 4].size)

    @property
    def arrived(self) -> bool:
        """Whether every spike that was started passed the lesion."""
        return self.relayed == len(self.case.train)

    @property
    def velocity(self) -> float:
        """Velocity of the first spike before the lesion, m/s; not a number without spike."""
        return self._speed(4, 10)

    @property
    def zone_velocity(self) -> float:
        """Velocity of the first spike across the lesion, m/s; not a number if it is blocked."""
        return self._speed(*self.case.zone)

    @property
    def delay(self) -> float:
        """Time that the lesion costs the first spike, ms; not a number if it is blocked."""
        first, last = 4, NODES - 4
        whole = (last - first) * self.case.fibre.spacing / 1000
        return whole / self._speed(first, last) - whole / self.velocity

    def _speed(self, near: int, far: int) -> float:
        if not (self.spikes[near].size and self.spikes[far].size):
            return float("nan")
        span = float(self.spikes[far][0] - self.spikes[near][0])
        return (far - near) * self.case.fibre.spacing / 1000 / span


def conduct(
    fibre: Fibre,
    *,
    myelin: float = 1.0,
    internodes: int = 3,
    sodium: float = 1.0,
    nodes: int = 3,
    temperature: float = 37.0,
    train: Sequence[float] = (0.0,),
) -> Conduction:
    """Send spikes along one axon.

    Parameters
    ----------
    fibre : Fibre
        The fiber.
    myelin, internodes, sodium, nodes, temperature, train
        As in `Case`.

    Returns
    -------
    Conduction
        Whether they arrived, when and how fast.

    Raises
    ------
    ModelError
        If a value is impossible.
    """
    case = Case(fibre, myelin, internodes, sodium, nodes, temperature, tuple(train))
    return follow([case])[0]


def follow(
    cases: Sequence[Case],
    *,
    membrane: Membrane = NODE,
    duration: float | None = None,
    step: float = STEP,
) -> list[Conduction]:
    """Send spikes along several axons at once, which costs far less than one after the other.

    Parameters
    ----------
    cases : sequence of Case
        The axons.
    membrane : Membrane
        Channels of the nodes; those of the squid make an axon that any simulator can check.
    duration : float, optional
        How long they are followed, ms; by default as long as the slowest needs.
    step : float
        Time step, ms. A fifth of the usual one makes a sound fiber of 10 µm 7.5 percent faster and
        moves its block by 1 to 2 percent of the myelin that is left there.

    Returns
    -------
    list of Conduction
        One for each case.

    Raises
    ------
    ModelError
        If there is no case, or the step or the duration is no positive time.
    """
    if not cases:
        message = "there is no axon to follow; give at least one case"
        raise ModelError(message)
    if not 0 < step <= _PULSE:
        message = f"a time step must be above 0 and at most {_PULSE} ms, not {step!r}"
        raise ModelError(message)
    if duration is not None and not duration >= step:
        message = f"axons are followed for at least one step of {step} ms, not {duration!r} ms"
        raise ModelError(message)
    cable = side_by_side(
        [double_cable(case.fibre, case.left, case.channels, membrane) for case in cases]
    )
    unknowns = cable.rest.size // len(cases)
    celsius = np.repeat([case.temperature for case in cases], NODES)
    steps = round((duration or max(_needed(case) for case in cases)) / step)
    stimulus = np.zeros((steps, len(cases)))
    for column, case in enumerate(cases):
        for start in case.train:
            first = round(start / step)
            stimulus[first : first + round(_PULSE / step), column] = _CURRENT
    where = unknowns * np.arange(len(cases))
    potential = march(cable, membrane, celsius, stimulus, where, step)
    time: Array = step * np.arange(steps + 1, dtype=float)
    return [
        Conduction(case, time, own, tuple(crossings(own[:, node], step) for node in range(NODES)))
        for case, own in zip(cases, np.split(potential, len(cases), axis=1), strict=True)
    ]


def _needed(case: Case) -> float:
    """Return how long a spike may take, with the worst delay in a lesion, in ms."""
    cold: float = 1.8 ** ((37 - case.temperature) / 10)
    return case.train[-1] + (case.fibre.length_mm / (4 * case.fibre.diameter) + 1.2) * cold


def block_point(
    case: Case, what: str = "myelin", *, low: float = 0.002, high: float = 0.5, rounds: int = 2
) -> tuple[float, float]:
    """Find between which shares of myelin or of sodium channels a spike stops arriving.

    Parameters
    ----------
    case : Case
        Fiber, length of the lesion, temperature and the rest.
    what : {"myelin", "sodium"}
        Which share is varied.
    low, high : float
        Shares between which to look: it must be blocked at the first and arrive at the second.
    rounds : int
        How often the interval is cut into seven, on a logarithmic scale.

    Returns
    -------
    (float, float)
        Largest share tried that blocks, smallest that conducts.

    Raises
    ------
    ModelError
        If `what` is something else, `low`, `high` or `rounds` make no search, or there is no such
        point between `low` and `high`.
    """
    if what not in {"myelin", "sodium"}:
        raise unknown_name("share", what, ("myelin", "sodium"), "an axon")
    if not (0 < low < high <= 1 and rounds >= 1):
        message = (
            "a search needs shares 0 < low < high <= 1 and at least one round, not "
            f"{low!r} to {high!r} in {rounds!r}"
        )
        raise ModelError(message)
    for _ in range(rounds):
        shares = np.geomspace(low, high, _AT_ONCE)
        runs = follow([_with(case, what, float(share)) for share in shares])
        passed = [run.arrived for run in runs]
        if passed[0] or not passed[-1]:
            message = (
                f"{case.fibre.diameter:g} µm: a spike {'passes' if passed[0] else 'is blocked'} at "
                f"{low:g} and {'passes' if passed[-1] else 'is blocked'} at {high:g} of the "
                f"{what}; look between a share that blocks and a larger one that conducts"
            )
            raise ModelError(message)
        at = passed.index(True)
        low, high = float(shares[at - 1]), float(shares[at])
    return low, high


def _with(case: Case, what: str, share: float) -> Case:
    return replace(case, myelin=share) if what == "myelin" else replace(case, sodium=share)
