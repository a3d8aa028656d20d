"""An axon of a few nodes, small enough for a page to solve while a slider moves.

Each internode is a resistor along the inside, and a capacitor and a leak through its myelin, shared
between the two nodes at its ends. There is no space under the myelin. The thin internodes and the
poor nodes lie in the middle.
"""

from sympy import Expr, Integer, exp

from bonebalance.channels import NODE
from bonebalance.fibre import Fibre, lumped
from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, State, Status

NODES, THIN, POOR = 9, (3, 4, 5), (2, 3, 4, 5, 6)
"""Nodes of the chain, its internodes with less myelin, and its nodes with fewer channels."""

_made: list[Parameter] = []


def _p(
    name: str, unit: str, description: str, value: float,
    status: Status = "assumed", source: str = "mcintyre2002", *, signed: bool = False,
) -> Parameter:  # fmt: skip
    _made.append(
        Parameter(name, unit, description, value=value, status=status, source=source, signed=signed)
    )
    return _made[-1]


_sizes = lumped(Fibre(10.0))
f = _p("f", "percent", "share of the myelin that is left on three internodes", 100)
s = _p("s", "percent", "share of the sodium channels that is left in five nodes", 100)
T = _p("T", "1", "temperature, degrees Celsius", 37)
C_n = _p("C_n", "picofarad", "capacitance of a node", _sizes.node)
C_m = _p("C_m", "picofarad", "capacitance of a whole sheath", _sizes.sheath)
g_m = _p("g_m", "nanosiemens", "leak through a whole sheath", _sizes.leak)
g_a = _p("g_a", "nanosiemens", "conductance along the inside, node to node", _sizes.inside)
g_Na = _p("g_Na", "nanosiemens", "sodium channels of a node, all open", _sizes.sodium)
g_L = _p("g_L", "nanosiemens", "leak of a node", _sizes.rest)
hundred = _p("hundred", "percent", "percent in a whole", 100)
mV = _p("mV", "millivolt", "a millivolt", 1)
ms = _p("ms", "millisecond", "a millisecond", 1)

# Measured from a potential that no node reaches, so that errors relative to it stay small.
_ZERO = 120
_REST = int(-NODE.rest)
_E = int(NODE.channels["sodium"].reversal)
_L = int(-NODE.channels["leak"].reversal)

_u = [
    State(f"u{i}", "millivolt", f"potential of node {i}, above -{_ZERO} mV", role="nerve",
          initial=_ZERO if i == 0 else _ZERO - _REST)
    for i in range(NODES)
]  # fmt: skip
_resting = NODE.resting_gates(37.0)
_m, _h = (
    [
        State(f"{gate}{i}", "1", f"{what} of node {i} that are open", initial=_resting[gate])
        for i in range(NODES)
    ]
    for gate, what in (("m", "opening gates"), ("h", "closing gates"))
)


def _place(i: int) -> str:
    side = "in" if i in POOR else "beyond" if i > max(POOR) else "before"
    return f"{side} the lesion"


V = [Definition(f"V{i}", "millivolt", f"node {i} {_place(i)}", role="nerve") for i in range(NODES)]

_thin = [f / hundred if i in THIN else Integer(1) for i in range(NODES - 1)]


def _d(name: str, unit: str, description: str, meaning: Expr) -> Definition:
    definition = Definition(name, unit, description)
    _meant[definition] = meaning
    return definition


_meant: dict[Definition, Expr] = {V[i]: _u[i] - _ZERO * mV for i in range(NODES)}
# Named, so that a rate and its slopes are short expressions.
_warm = {
    gate: _d(f"q_{gate}", "1", f"how warmth speeds gate {gate}", NODE.warmth(gate, T))
    for gate in ("m", "h")
}


def _gates(i: int) -> dict[State, Expr]:
    rates = NODE.formula(_u[i] / mV - _ZERO, exp)
    found = {}
    for name, gate in (("m", _m[i]), ("h", _h[i])):
        opening, closing = (
            _d(f"{way}_{name}{i}", "1", f"{word} of gate {gate}", rate)
            for way, word, rate in zip("ab", ("opening", "closing"), rates[name], strict=True)
        )
        found[gate] = _warm[name] * (opening * (1 - gate) - closing * gate) / ms
    return found


def _potential(i: int) -> Expr:
    beside = [k for k in (i - 1, i) if 0 <= k < NODES - 1]
    capacity = C_n + sum(C_m / (2 * _thin[k]) for k in beside)
    sheath = sum(g_m / (2 * _thin[k]) for k in beside)
    along = sum(g_a * (_u[j] - _u[i]) for j in (i - 1, i + 1) if 0 <= j < NODES)
    sodium = g_Na * (s / hundred if i in POOR else 1) * _m[i] ** 3 * _h[i]
    inward = (
        sodium * ((_ZERO + _E) * mV - _u[i])
        + g_L * ((_ZERO - _L) * mV - _u[i])
        + sheath * ((_ZERO - _REST) * mV - _u[i])
    )
    return (along + inward) / capacity


model = Model(
    "Chain of nodes",
    time_unit="millisecond",
    states=[*_u, *_m, *_h],
    parameters=_made,
    rates={_u[i]: _potential(i) for i in range(NODES)}
    | {gate: rate for i in range(NODES) for gate, rate in _gates(i).items()},
    definitions=_meant,
    summary="A spike is handed from node to node, through internodes that may have lost myelin.",
    source="mcintyre2002",
    limits=(
        "An internode is one capacitor and one leak at its ends: there is no space under it.",
        "Nodes have no slow potassium and no persistent sodium channels.",
        "The axon has nine nodes, and the spike is put into the first.",
    ),
)
