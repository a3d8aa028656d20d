"""From a wedge to the load: a vertebra that loses height in front moves the trunk forward.

A vertebra that is lower in front than behind tilts all that stands on it. The trunk's center moves
forward, and the back muscles must pull harder on their short lever. Posture may move it back.

>>> from bonebalance import kyphosis
>>> print(f"{kyphosis.load_rise(25):.0f} and {kyphosis.load_rise(25, compensation=70):.0f} percent")
55 and 17 percent
"""

from __future__ import annotations

import numpy as np
import sympy
from sympy import atan, pi, sin

from bonebalance.crane import Task
from bonebalance.errors import ModelError
from bonebalance.model import Model
from bonebalance.models.crane import model as crane
from bonebalance.numeric import Array, definitions_at
from bonebalance.quantities import Definition, Parameter, State, real_numbers, require_one_shape

__all__ = ["GRADES", "forward_shift", "grade", "load_rise", "muscle_rise", "wedge", "wedge_angle"]

GRADES = (20.0, 25.0, 40.0)
"""Height lost at which the grades 1, 2 and 3 of Genant et al. 1993 begin, percent."""

_OF_CRANE = {symbol.name: symbol for symbol in (*crane.parameters.values(), *crane.definitions)}
_NEEDED = ("m_b", "w", "g_n", "x_c", "h_c", "lean", "m_h", "d", "r_m", "r_p", "sigma_m", "A_m", "q")

h = State("h", "percent", "height lost in front", initial=0, role="bone")
c = State("c", "percent", "shift that the posture makes up for", initial=0, role="formation")


def _p(name: str, unit: str, description: str, value: float) -> Parameter:
    return Parameter(name, unit, description, value=value, source="thiscourse", status="assumed")


h_end = _p("h_end", "percent", "height lost in the end", 25)
c_end = _p("c_end", "percent", "made up for in the end", 70)
t_h = _p("t_h", "week", "time in which the vertebra settles", 4)
t_c = _p("t_c", "week", "time in which the posture follows", 26)
H_f = _p("H_f", "meter", "height of the vertebra in front", 0.027)
D_v = _p("D_v", "meter", "depth of the vertebra", 0.032)
L_c = _p("L_c", "meter", "how far the trunk's center lies above the wedge", 0.2)
all_ = _p("all", "percent", "the whole", 100)

front = Definition("front", "meter", "height that is left in front", role="bone")
alpha = Definition("alpha", "1", "wedge angle, in degrees")
shift = Definition("shift", "meter", "forward shift of the trunk")
lever = Definition("lever", "meter", "how far the trunk's center lies in front of the spine")
pull = Definition("pull", "newton", "pull of the back muscles")
pull_0 = Definition("pull_0", "newton", "pull of the back muscles before the fracture")
load = Definition("load", "newton", "load after", role="resorption")
load_0 = Definition("load_0", "newton", "load before")
rise = Definition("rise", "percent", "rise of the load", role="resorption")
harder = Definition("harder", "percent", "rise of the muscles' pull")


def _crane(name: str, moved: sympy.Expr) -> sympy.Expr:
    """Return a quantity of the crane, written out, with the trunk moved forward."""
    written = crane.expand(_OF_CRANE[name])
    return written.subs(_OF_CRANE["s"], moved)


wedge = Model(
    "A wedge and the load",
    time_unit="week",
    states=[h, c],
    parameters=[
        h_end, c_end, t_h, t_c, H_f, D_v, L_c, all_,
        *(crane.parameters[name] for name in _NEEDED),
    ],
    rates={h: (h_end - h) / t_h, c: (c_end - c) / t_c},
    definitions={
        front: H_f * (1 - h / all_),
        alpha: atan(H_f * h / all_ / D_v) * 180 / pi,
        shift: L_c * sin(alpha * pi / 180) * (1 - c / all_),
        lever: _OF_CRANE["x_c"] + shift,
        pull: _crane("F_m", shift),
        pull_0: _crane("F_m", sympy.Integer(0) * L_c),
        load: _crane("L", shift),
        load_0: _crane("L", sympy.Integer(0) * L_c),
        rise: all_ * (load / load_0 - 1),
        harder: all_ * (pull / pull_0 - 1),
    },
    summary=(
        "A vertebra settles in front within weeks and tilts the trunk forward. The posture makes "
        "up for a part of the shift within months. The crane says what that does to the load."
    ),
    source="thiscourse",
    limits=(
        "How fast a vertebra settles and a posture follows is assumed, and so is how far.",
        "The spine below and above stays straight: one hinge does all the bending.",
        "Only wedges bend the spine. A vertebra that is lost evenly makes it shorter.",
    ),
)  # fmt: skip


def wedge_angle(height_loss: object) -> Array:
    """Return by how much a wedge tilts what stands on it.

    Parameters
    ----------
    height_loss : float or array_like
        Height lost in front, in percent of the height before, from 0 to 100.

    Returns
    -------
    float or ndarray
        Degrees.

    Raises
    ------
    ModelError
        If a value is not between 0 and 100.
    """
    return _evaluated("alpha", height_loss, 0.0, 0.0, 0.0)


def forward_shift(height_loss: object, *, compensation: object = 0.0) -> Array:
    """Return how far the trunk's center moves forward.

    Parameters
    ----------
    height_loss : float or array_like
        Height lost in front, percent.
    compensation : float or array_like
        Share of the shift that the posture makes up for, percent.

    Returns
    -------
    float or ndarray
        Meters.

    Raises
    ------
    ModelError
        If a value is not between 0 and 100.
    """
    return _evaluated("shift", height_loss, compensation, 0.0, 0.0)


def load_rise(
    height_loss: object, *, compensation: object = 0.0, lean: float = 0.0, held: float = 0.0
) -> Array:
    """Return by how much the load on a lumbar vertebra rises after a wedge fracture.

    Parameters
    ----------
    height_loss : float or array_like
        Height lost in front, percent.
    compensation : float or array_like
        Share of the shift that the posture makes up for, percent.
    lean : float
        Forward lean of the trunk before and after, degrees, from 0 to 90.
    held : float
        Mass held in the hands, kilograms, from 0 to 200.

    Returns
    -------
    float or ndarray
        Percent of the load before the fracture.

    Raises
    ------
    ModelError
        If a loss or compensation is not between 0 and 100, or a task is impossible.
    """
    return _evaluated("rise", height_loss, compensation, lean, held)


def muscle_rise(height_loss: object, *, compensation: object = 0.0) -> Array:
    """Return by how much harder the back muscles pull, standing, after a wedge fracture.

    Parameters
    ----------
    height_loss : float or array_like
        Height lost in front, percent.
    compensation : float or array_like
        Share of the shift that the posture makes up for, percent.

    Returns
    -------
    float or ndarray
        Percent of the pull before the fracture.

    Raises
    ------
    ModelError
        If a value is not between 0 and 100.
    """
    return _evaluated("harder", height_loss, compensation, 0.0, 0.0)


def grade(height_loss: object) -> Array:
    """Return the grade of a fracture: 0 for none, 1 mild, 2 moderate, 3 severe.

    Parameters
    ----------
    height_loss : float or array_like
        Height lost, percent.

    Returns
    -------
    int or ndarray
        By the limits in `GRADES`.

    Raises
    ------
    ModelError
        If a value is not between 0 and 100.
    """
    lost = _percent("height_loss", height_loss)
    mild, moderate, severe = GRADES
    found: Array = (lost >= mild).astype(int) + (lost >= moderate) + (lost > severe)
    return found[()]


def _evaluated(
    name: str, height_loss: object, compensation: object, lean: float, held: float
) -> Array:
    """Return a definition of the model; its equations are the only place where it is written."""
    lost, made_up = _percent("height_loss", height_loss), _percent("compensation", compensation)
    require_one_shape(height_loss=lost, compensation=made_up)
    # The crane's own check of a task says what a person can do.
    task = Task("after a wedge", lean=lean, mass=held, reach=0.45)
    states = {"h": lost, "c": made_up}
    found: Array = definitions_at(wedge, states, {"lean": task.lean, "m_h": task.mass})[name][()]
    return found


def _percent(name: str, values: object) -> Array:
    found = real_numbers(name, values)
    if not np.all((found >= 0) & (found <= 100)):
        message = f"{name} must be from 0 to 100 percent, not {values!r}"
        raise ModelError(message)
    return found
