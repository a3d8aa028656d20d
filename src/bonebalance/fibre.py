"""What a myelinated fiber is made of: 31 nodes, and ten compartments between two of them.

Each compartment has a potential inside and one in the narrow space under the myelin. All sizes and
constants are those of McIntyre, Richardson and Grill, J Neurophysiol 2002;87:995-1006.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import pi

import numpy as np

from bonebalance.cable import Cable
from bonebalance.channels import NODE, Membrane
from bonebalance.errors import ModelError
from bonebalance.numeric import Array
from bonebalance.quantities import Parameter

__all__ = [
    "DIAMETERS",
    "NODES",
    "PARAMETERS",
    "Fibre",
    "Lumped",
    "double_cable",
    "lumped",
    "side_by_side",
]

NODES = 31
"""Nodes of an axon."""

# Diameter: spacing of nodes, diameter of node and paranode, diameter of the axon under the myelin,
# length of the second compartment (all µm), lamellae.
_TABLE = {
    5.7: (500, 1.9, 3.4, 35, 80),
    7.3: (750, 2.4, 4.6, 38, 100),
    8.7: (1000, 2.8, 5.8, 40, 110),
    10.0: (1150, 3.3, 6.9, 46, 120),
    11.5: (1250, 3.7, 8.1, 50, 130),
    12.8: (1350, 4.2, 9.2, 54, 135),
    14.0: (1400, 4.7, 10.4, 56, 140),
    15.0: (1450, 5.0, 11.5, 58, 145),
    16.0: (1500, 5.5, 12.7, 60, 150),
}
DIAMETERS = tuple(_TABLE)
"""Outer diameters for which the paper gives a geometry, µm."""


def _p(name: str, unit: str, what: str, value: float) -> Parameter:
    return Parameter(name, unit, what, value=value, source="mcintyre2002", status="assumed")


PARAMETERS = {
    one.name: one
    for one in (
        _p("node_length", "micrometer", "length of a node", 1),
        _p("paranode_length", "micrometer", "length of a paranode", 3),
        _p("resistivity", "ohm*centimeter", "inside the axon and under the myelin", 70),
        _p("inner_capacity", "microfarad/centimeter**2", "the axon's membrane under myelin", 2),
        _p(
            "lamella_capacity", "microfarad/centimeter**2", "one of two membranes of a lamella", 0.1
        ),
        _p("lamella_leak", "siemens/centimeter**2", "one membrane of a lamella, of two", 1e-3),
        _p("paranode_leak", "siemens/centimeter**2", "membrane of the paranode", 1e-3),
        _p("internode_leak", "siemens/centimeter**2", "membrane between paranodes", 1e-4),
        _p("paranode_gap", "micrometer", "width of the space under the paranode", 0.002),
        _p("internode_gap", "micrometer", "width of the space between paranodes", 0.004),
    )
}
"""Constants of all fibers, taken over from the paper; channels are in `bonebalance.channels`."""

_value = {name: one.value for name, one in PARAMETERS.items()}
_NODE_LENGTH, _PARANODE = _value["node_length"], _value["paranode_length"]
_RESISTIVITY = 0.01 * _value["resistivity"]  # MΩ µm
_INNER = _value["inner_capacity"]
_LAMELLA_C, _LAMELLA_G = _value["lamella_capacity"], _value["lamella_leak"]
# Of paranode, of second compartment and of the six between: membrane S/cm², gap µm.
_LEAKS = tuple(_value[f"{place}_leak"] for place in ("paranode", "internode", "internode"))
_GAPS = tuple(_value[f"{place}_gap"] for place in ("paranode", "internode", "internode"))
_KINDS = (0, 1, 2, 2, 2, 2, 2, 2, 1, 0)
_BETWEEN = len(_KINDS)
_SHORT = 1e9  # µS: the outside of a node is the outside
_SQUARE = 1e-8  # cm² in a µm²


@dataclass(frozen=True)
class Fibre:
    """A myelinated fiber.

    Attributes
    ----------
    diameter : float
        With its myelin, one of `DIAMETERS`, µm.
    spacing : float
        From node to node, µm.
    node : float
        Diameter of node and paranode, µm.
    inner : float
        Diameter of the axon between them, µm.
    second : float
        Length of the compartment next to the paranode, µm.
    lamellae : int
        Turns of myelin.

    Raises
    ------
    ModelError
        If the paper has no such diameter.
    """

    diameter: float
    spacing: float = field(init=False)
    node: float = field(init=False)
    inner: float = field(init=False)
    second: float = field(init=False)
    lamellae: int = field(init=False)

    def __post_init__(self) -> None:
        if self.diameter not in _TABLE:
            known = ", ".join(f"{one:g}" for one in DIAMETERS)
            message = f"there is no fiber of {self.diameter!r} µm; the published ones are {known}"
            raise ModelError(message)
        names = ("spacing", "node", "inner", "second", "lamellae")
        for name, value in zip(names, _TABLE[self.diameter], strict=True):
            object.__setattr__(self, name, value)

    @property
    def length_mm(self) -> float:
        """From first to last node, mm."""
        return (NODES - 1) * self.spacing / 1000

    @property
    def compartments(self) -> tuple[Array, Array]:
        """Length and axon diameter of the ten compartments between two nodes, µm."""
        rest = self.spacing - _NODE_LENGTH - 2 * _PARANODE - 2 * self.second
        length = np.array([_PARANODE, self.second, rest / 6])[list(_KINDS)]
        return length, np.array([self.node, self.inner, self.inner])[list(_KINDS)]


def double_cable(fibre: Fibre, myelin: Array, sodium: Array, membrane: Membrane) -> Cable:
    """Build the double cable of a fiber.

    Parameters
    ----------
    fibre : Fibre
        The fiber.
    myelin : ndarray of shape (30,)
        Share of the lamellae that is left on each internode.
    sodium : ndarray of shape (31,)
        Share of the sodium channels that is left in each node.
    membrane : Membrane
        Channels of the nodes.

    Returns
    -------
    Cable
        Unknown 2 i is the potential inside compartment i, 2 i + 1 the one under its myelin.
    """
    total = NODES + (NODES - 1) * _BETWEEN
    nodes = np.arange(NODES) * (_BETWEEN + 1)
    length, inner = (np.empty(total) for _ in range(2))
    inside, gap, leak = (np.empty(total) for _ in range(3))
    turns = fibre.lamellae * np.repeat(myelin, _BETWEEN)
    between = np.setdiff1d(np.arange(total), nodes)
    kinds = np.tile(_KINDS, NODES - 1)
    long, wide = fibre.compartments
    length[between], inner[between] = np.tile(long, NODES - 1), np.tile(wide, NODES - 1)
    gap[between], leak[between] = np.array(_GAPS)[kinds], np.array(_LEAKS)[kinds]
    length[nodes], inner[nodes], gap[nodes], leak[nodes] = _NODE_LENGTH, fibre.node, _GAPS[0], 0

    area = pi * inner * length * _SQUARE
    own = 1e3 * np.where(leak > 0, _INNER, membrane.capacitance) * area  # nF
    through = 1e6 * leak * area  # µS
    sheath = pi * fibre.diameter * length[between] * _SQUARE / (2 * turns)
    outer = np.zeros(total)
    out = np.full(total, _SHORT)
    outer[between], out[between] = 1e3 * _LAMELLA_C * sheath, 1e6 * _LAMELLA_G * sheath

    # Half a compartment to each side; MΩ, so conductances are µS.
    inside = _RESISTIVITY * length / 2 / (pi / 4 * inner**2)
    ring = pi * ((inner / 2 + gap) ** 2 - (inner / 2) ** 2)
    under = _RESISTIVITY * length / 2 / ring
    capacity, passive = np.zeros((3, 2 * total)), np.zeros((3, 2 * total))
    capacity[0, ::2], capacity[0, 1::2], capacity[1, ::2] = own, own + outer, -own
    passive[0, ::2], passive[0, 1::2], passive[1, ::2] = through, through + out, -through
    for row, half in ((0, inside), (1, under)):
        joint = 1 / (half[:-1] + half[1:])
        passive[2, row:-2:2] = -joint
        passive[0, row:-2:2] += joint
        passive[0, row + 2 :: 2] += joint
    current, rest = np.zeros(2 * total), np.zeros(2 * total)
    current[::2], current[1::2] = through * membrane.rest, -through * membrane.rest
    rest[::2] = membrane.rest
    return Cable(capacity, passive, current, rest, 2 * nodes, area[nodes], sodium)


def side_by_side(cables: Sequence[Cable]) -> Cable:
    """Put cables of one kind into one system of equations; nothing joins them.

    Parameters
    ----------
    cables : sequence of Cable
        At least one.

    Returns
    -------
    Cable
        All of them.
    """
    size = cables[0].rest.size
    return Cable(
        np.hstack([one.capacity for one in cables]),
        np.hstack([one.passive for one in cables]),
        np.concatenate([one.leak for one in cables]),
        np.concatenate([one.rest for one in cables]),
        np.concatenate([one.active + i * size for i, one in enumerate(cables)]),
        np.concatenate([one.area for one in cables]),
        np.concatenate([one.sodium for one in cables]),
    )


@dataclass(frozen=True)
class Lumped:
    """A fiber as a chain of nodes: what one node and one internode amount to.

    Attributes
    ----------
    node : float
        Capacitance of a node, pF.
    sheath : float
        Capacitance through the whole myelin of an internode, pF.
    leak : float
        Conductance through it, nS.
    inside : float
        Conductance along the inside from node to node, nS.
    sodium : float
        Sodium channels of a node, all open, nS.
    rest : float
        What else is open in a node at rest, nS.
    """

    node: float
    sheath: float
    leak: float
    inside: float
    sodium: float
    rest: float


def lumped(fibre: Fibre) -> Lumped:
    """Return what one node and one internode of a fiber amount to.

    Parameters
    ----------
    fibre : Fibre
        The fiber.

    Returns
    -------
    Lumped
        Capacitances and conductances.
    """
    area = pi * fibre.node * _NODE_LENGTH * _SQUARE
    sheath = pi * fibre.diameter * (fibre.spacing - _NODE_LENGTH) * _SQUARE / (2 * fibre.lamellae)
    long, wide = fibre.compartments
    resistance = _RESISTIVITY * float(np.sum(long / (pi / 4 * wide**2)))
    gates = NODE.resting_gates(37.0)
    open_at_rest = sum(
        one.conductance * float(one.open_share(gates))
        for one in NODE.channels.values()
        if not one.sodium
    )
    return Lumped(
        node=1e6 * NODE.capacitance * area,
        sheath=1e6 * _LAMELLA_C * sheath,
        leak=1e9 * _LAMELLA_G * sheath,
        inside=1e3 / resistance,
        sodium=1e9 * NODE.channels["sodium"].conductance * area,
        rest=1e9 * open_at_rest * area,
    )
