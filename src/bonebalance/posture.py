"""The crane as a stick figure: someone who leans and holds, with what pulls and presses at L3.

Lengths of the body are in meters, for a person of middle height (assumed). Forces are drawn in
parts of the strength of L3, so that the arrow of the load is longer than the bar of strength
where the factor of risk is above one.
"""

from __future__ import annotations

from sympy import Expr, Max, cos, pi, sin, sqrt

from bonebalance.controls import Drawing, Outline
from bonebalance.model import Model
from bonebalance.models.crane import model as _crane
from bonebalance.quantities import Definition, Parameter, Role

__all__ = ["drawing", "model"]

Point = tuple[str | float, str | float]

_TRUNK, _SHOULDER, _ARM, _HEAD = 0.52, 0.45, 0.62, 0.1
_STRENGTH = 0.4
"""Length of the bar that stands for strength; every force is drawn on its scale."""

_known = {q.name: q for q in (*_crane.definitions, *_crane.parameters.values())}
_meter = Parameter(
    "one_m", "meter", "one meter, in which the drawing is measured",
    value=1, source="thiscourse", status="assumed",
)  # fmt: skip
_made: dict[Definition, Expr] = {}


def _point(name: str, x: Expr, y: Expr) -> tuple[str, str]:
    """Name a point of the drawing and return its two names."""
    names = (f"x_{name}", f"y_{name}")
    for own, where in zip(names, (x, y), strict=True):
        _made[Definition(own, "1", f"place of the {name}, in meters")] = where
    return names


def _beside(name: str, along: Expr, front: Expr) -> tuple[str, str]:
    """Name a point so far along the trunk from L3, and so far in front of it."""
    lean = _known["theta"]
    return _point(
        name, along * sin(lean) + front * cos(lean), along * cos(lean) - front * sin(lean)
    )


def _word(text: str, role: Role, up: tuple[float, float], level: tuple[float, float]) -> Outline:
    """Write a word where nothing else stands: a line without length has a label, too.

    A word is level however the trunk leans, so that its place along the trunk and in front of it
    is given twice: upright, and with the trunk level.
    """
    lies = sin(_known["theta"]) ** 4
    along, front = (high + (low - high) * lies for high, low in zip(up, level, strict=True))
    place = _beside(f"{text}_word", along, front)
    return Outline([place, place], role=role, label=text)


def _arrow(name: str, length: Expr, front: float, role: Role) -> list[Outline]:
    """Draw an arrow that presses down along the trunk, and name its parts."""
    tail, tip = _beside(f"{name}_tail", length, front), _beside(f"{name}_tip", 0, front)
    sides = [_beside(f"{name}_{k}", 0.06, front + k * 0.03 - 0.06) for k in (1, 3)]
    return [
        Outline([tip, tail], role=role),
        Outline([sides[0], tip, sides[1]], role=role, closed=True, filled=True),
    ]


def _body() -> list[Outline]:
    """Draw the body: legs and the floor stand still, trunk, arms and head move."""
    neck, shoulder = _beside("neck", _TRUNK, 0), _beside("shoulder", _SHOULDER, 0)
    center = _TRUNK + _HEAD
    head = [
        _beside(f"head_{k}", center + _HEAD * cos(k * pi / 8), _HEAD * sin(k * pi / 8))
        for k in range(16)
    ]
    reach = _known["d"] / _meter
    lean = _known["theta"]
    drop = sqrt(Max(_ARM**2 - (reach - _SHOULDER * sin(lean)) ** 2, 0))
    low = _SHOULDER * cos(lean) - drop
    hand = _point("hand", reach, low)
    # A crate is as wide as the third root of its weight asks for.
    half = 0.11 * (_known["P"] / _known["W"]) ** (1 / 3)
    corners = [
        _point(f"crate_{k}", reach + side * half, low - down * half)
        for k, (side, down) in enumerate(((-1, 0), (1, 0), (1, 2), (-1, 2)))
    ]
    hip: Point = (-0.02, -0.12)
    return [
        Outline([(-0.45, -0.96), (0.95, -0.96)], role="guide"),
        Outline([hip, (0.04, -0.52), (-0.03, -0.93), (0.17, -0.95)], role="bone"),
        Outline([hip, (0.0, 0.0), neck], role="bone"),
        Outline([shoulder, hand], role="bone"),
        Outline(head, role="bone", closed=True, filled=True),
        Outline(corners, role="osteocytes", closed=True, filled=True),
    ]


def _forces() -> list[Outline]:
    """Draw the vertebra, the pull of the muscle, the load and the strength beside it."""
    scale = _STRENGTH / _known["S"]
    bar = [_beside(f"bar_{k}", k * _STRENGTH, 0.2) for k in (1, 0)]
    square: list[Point] = [(-0.035, -0.035), (0.035, -0.035), (0.035, 0.035), (-0.035, 0.035)]
    return [
        Outline(square, role="resorption", closed=True, filled=True),
        *_arrow("muscle", scale * _known["F_m"], -0.1, "formation"),
        _word("muscle", "formation", (0.15, -0.42), (0.12, -0.18)),
        *_arrow("load", scale * _known["L"], 0.12, "resorption"),
        _word("load", "resorption", (0.5, 0.17), (0.58, 0.18)),
        Outline(bar, role="bone"),
        _word("strength", "bone", (-0.16, 0.2), (0.06, 0.27)),
    ]


drawing = Drawing(
    "The crane at the last age",
    outlines=[*_body(), *_forces()],
    x=(-0.5, 1.0),
    y=(-1.0, 0.8),
)
"""The panel of a live figure that draws `model`."""

model = Model(
    "The spine as a crane, drawn",
    time_unit=_crane.time_unit,
    states=_crane.states,
    parameters=[*_crane.parameters.values(), _meter],
    rates=_crane.rates,
    definitions={**_crane.definitions, **_made},
    summary=_crane.summary,
    source=_crane.source,
    limits=_crane.limits,
)
"""The crane, with the places of its stick figure as definitions."""
