"""A lumbar vertebra that gives way over weeks: what is left of its height, canal and foramen.

Its clock counts the weeks since the fracture. Everything that a figure draws is a definition, so
the outlines that move under a reader's hand and the numbers of `bonebalance.canal` are the same
expressions. From the side x runs from front to back and y upwards from the lower edge; from above x
runs across and y forwards from the back wall, so that the canal lies below zero. In millimeters.
"""

from sympy import Expr, Integer, Piecewise, Rational, atan, cos, exp, pi, sin, sqrt

from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, Role, State, Status

c = State("c", "1", "share of the collapse that is over", initial=0, role="resorption")

_made: list[Parameter] = []
_meant: dict[Definition, Expr] = {}


def _p(
    name: str, unit: str, description: str, value: float,
    status: Status = "assumed", source: str = "thiscourse",
) -> Parameter:  # fmt: skip
    _made.append(Parameter(name, unit, description, value=value, status=status, source=source))
    return _made[-1]


def _d(name: str, unit: str, description: str, meaning: Expr, role: Role = "bone") -> Definition:
    definition = Definition(name, unit, description, role=role)
    _meant[definition] = meaning
    return definition


loss = _p("loss", "percent", "height that the front loses in the end", 40)
back = _p("back", "percent", "share of that loss that the back wall takes too", 40)
lower = _p("lower", "percent", "share of the collapse at the lower endplate", 80)
push = _p("push", "millimeter", "how far bone moves into the canal in the end", 4)
tau = _p("tau", "week", "time in which two thirds of the collapse happen", 3)

H = _p("H", "millimeter", "height of the body", 27)
D = _p("D", "millimeter", "depth of the body, front to back", 32)
d_c = _p("d_c", "millimeter", "depth of the canal, front to back", 16)
w_c = _p("w_c", "millimeter", "width of the canal", 23)
b_c = _p("b_c", "1", "width of the displaced bone, as a share of the canal's", 0.9)
kappa = _p("kappa", "1", "share of the canal that the dural sac fills", 0.7)
A_c = _p("A_c", "millimeter**2", "area of the sac at which its pressure first rises, L2",
         76.9, "measured", "schonstrom1984")  # fmt: skip
P_0 = _p("P_0", "mmHg", "pressure scale of the squeezed sac", 12.8, "fitted", "schonstrom1988")
k_P = _p("k_P", "1", "steepness of that pressure", 8.36, "fitted", "schonstrom1988")
F_0 = _p("F_0", "millimeter", "height of a foramen before the fracture", 18)
hundred = _p("hundred", "percent", "percent in a whole", 100)
radian = _p("radian", "degree", "degrees in a radian", 57.29577951308232)

_LOWEST = Rational(7, 20)  # where the pedicle's lower edge is, as a share of the body's height
_GAP, _PEDICLE = 9, 12  # millimeters of disc, and of a pedicle from back wall to facet: drawing

h_f = _d("h_f", "millimeter", "height of the front", H * (1 - c * loss / hundred))
l_b = _d("l_b", "millimeter", "height lost at the back wall",
         H * c * loss * back / hundred**2, "resorption")  # fmt: skip
h_b = _d("h_b", "millimeter", "height of the back wall", H - l_b)
wedge = _d("wedge", "degree", "wedge angle", radian * atan((h_b - h_f) / D))
r = _d("r", "millimeter", "bone in the canal, front to back", c * push, "resorption")
left = _d("left", "millimeter", "depth of the canal that is left", d_c - r, "nerve")
occ = _d("occ", "1", "share of canal filled", b_c * r / d_c, "resorption")
A_canal = _d("A_canal", "millimeter**2", "area of the canal that is left",
             pi / 4 * d_c * w_c * (1 - occ))  # fmt: skip
A_d = _d("A_d", "millimeter**2", "area of the dural sac", kappa * A_canal, "nerve")
P = _d("P", "mmHg", "pressure in the sac",
       Piecewise((P_0 * (exp(k_P * (1 - A_d / A_c)) - 1), A_d < A_c), (Integer(0), True)),
       "nerve")  # fmt: skip
F_low = _d("F_low", "millimeter", "height of the foramen below",
           F_0 - lower / hundred * l_b, "nerve")  # fmt: skip
F_up = _d("F_up", "millimeter", "height of the foramen above",
          F_0 - (1 - lower / hundred) * l_b, "guide")  # fmt: skip

# From the side: four corners, the bulge of the back wall, and the pedicle that rides on the body.
# The vertebra below stays in place and so does the lower edge at the back.
_sink = l_b * lower / hundred
y_f = _d("y_f", "millimeter", "upper front corner", h_f)
y_b = _d("y_b", "millimeter", "upper back corner", h_b)
y_m = _d("y_m", "millimeter", "middle of the back wall", h_b / 2)
x_m = _d("x_m", "millimeter", "tip of the bone in the canal", D + r, "resorption")
x_a = _d("x_a", "millimeter", "back edge of the canal", D + d_c)
y_p = _d("y_p", "millimeter", "lower edge of the pedicle", H * _LOWEST - _sink)
y_q = _d("y_q", "millimeter", "upper edge of the pedicle", H * (_LOWEST + Rational(3, 10)) - _sink)
y_n = _d("y_n", "millimeter", "lower edge of the pedicle of the next vertebra below",
         y_p - F_low - H * Rational(3, 10))  # fmt: skip
y_t = _d("y_t", "millimeter", "upper edge of that pedicle", y_p - F_low)


Place = tuple[str | float, str | float]
"""A corner of an outline: names of definitions, or numbers."""


def _at(name: str, what: str, meaning: Expr, role: Role) -> str | float:
    if meaning == 0:
        return 0.0
    return str(_d(name, "millimeter", what, meaning, role).name)


def _arc(half: Expr, height: Expr, steps: int) -> list[tuple[Expr, Expr]]:
    """Return points on half an ellipse behind the back wall, from its right end to its left."""
    turns = [pi * Rational(k, steps) for k in range(steps + 1)]
    return [(half * cos(turn), -height * sin(turn)) for turn in turns]


def _outline(
    prefix: str, what: str, points: list[tuple[Expr, Expr]], role: Role
) -> tuple[Place, ...]:
    return tuple(
        (_at(f"{prefix}_x{k}", f"{what}, across, point {k}", x, role),
         _at(f"{prefix}_y{k}", f"{what}, forwards, point {k}", y, role))
        for k, (x, y) in enumerate(points)
    )  # fmt: skip


_arch = _arc(w_c / 2, d_c, 12)
_piece = _arc(b_c * w_c / 2, r, 8)
# The sac takes the room that is left, shrunk toward its middle until its share is kappa.
_middle = -(r + d_c) / 2
_sac = [
    (sqrt(kappa) * x, _middle + sqrt(kappa) * (y - _middle)) for x, y in (*_arch, *_piece[::-1])
]

CANAL = _outline("a", "arch of the canal", _arch, "bone")
"""Corners of the canal from above: its arch, from right to left."""

PIECE = _outline("b", "bone in the canal", _piece, "resorption")
"""Corners of the displaced bone from above."""

SAC = _outline("s", "dural sac", _sac, "nerve")
"""Corners of the dural sac from above."""

BODY: tuple[Place, ...] = (
    (0.0, 0.0),
    (D.value, 0.0),
    ("x_m", "y_m"),
    (D.value, "y_b"),
    (0.0, "y_f"),
)
"""Corners of the body from the side, for a `bonebalance.controls.Outline`."""

PEDICLE: tuple[Place, ...] = (
    (D.value, "y_p"), (D.value + _PEDICLE, "y_p"), (D.value + _PEDICLE, "y_q"), (D.value, "y_q"),
)  # fmt: skip
"""Corners of its pedicle from the side."""

NEXT_PEDICLE: tuple[Place, ...] = (
    (D.value, "y_n"), (D.value + _PEDICLE, "y_n"), (D.value + _PEDICLE, "y_t"), (D.value, "y_t"),
)  # fmt: skip
"""Corners of the pedicle of the vertebra below."""

NEXT_BODY: tuple[Place, ...] = (
    (0.0, -24.0),
    (0.0, -float(_GAP)),
    (D.value, -float(_GAP)),
    (D.value, -24.0),
)
"""Upper part of the body of the vertebra below."""

model = Model(
    "A vertebra that gives way",
    time_unit="week",
    states=[c],
    parameters=_made,
    rates={c: (1 - c) / tau},
    definitions=_meant,
    summary=(
        "A vertebral body loses height in front and, in part, at its back wall; bone moves into "
        "the canal; the pedicle sinks with the lower half and the foramen below it grows lower."
    ),
    source="thiscourse",
    limits=(
        ("The shapes are simple: the canal seen from above is half an ellipse, and so is the bone "
        "in it. Their sizes are assumed, near published means of L2."),
        "The sac loses the same share of its area as the canal. Fat around it would yield first.",
        "One time for everything: real collapse comes in steps, and bone can move back.",
        "The disc, the facets and the ligaments keep their shape, and nobody bends.",
        "The pressure is that of a dead person's sac in a round clamp, L2, and not of a cord.",
    ),
)  # fmt: skip
