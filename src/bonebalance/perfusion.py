"""What pressure does to a nerve root: vessels close, axons run short, and myelin is hurt.

Two things go on at once. Where arterioles close, axons live on what is left to them, and come
back within an hour once blood does. Above a pressure of its own, squeezing adds up to a dose that
strips myelin and fades over weeks. The closing pressures were measured in pigs; nearly all the
rest is assumed, and chosen so that the order of a few acute experiments in animals comes out.

>>> from bonebalance import perfusion
>>> shut = perfusion.closed(50)
>>> print(f"{shut.venules:.2f} {shut.capillaries:.2f} {shut.arterioles:.2f}")
0.97 0.95 0.01
>>> root = perfusion.squeezed(100, hours=2)
>>> print(f"{root.blocked:.2f} blocked, myelin {root.myelin:.2f}, sodium {root.sodium:.2f}")
0.37 blocked, myelin 0.21, sodium 0.24
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy
from numpy.typing import ArrayLike

from bonebalance.errors import ModelError
from bonebalance.evidence import number
from bonebalance.model import Model
from bonebalance.numeric import Array, definitions_at
from bonebalance.quantities import Definition, Parameter, State, real_numbers, require_one_shape

__all__ = ["Closed", "Squeezed", "closed", "model", "squeezed"]

# Beyond this a number is more likely a wrong unit than a pressure in a body, mmHg.
_MOST_PRESSURE = 3000.0
_MOST_HOURS = 24.0 * 365 * 10

# ---- the model -----------------------------------------------------------------------------------

_OWN = "thiscourse"
_pig = number("olmarker1989-flow.pressure").value  # their mean arterial pressure


def _own(name: str, unit: str, what: str, value: float, source: str = _OWN) -> Parameter:
    return Parameter(name, unit, what, value=value, source=source, status="assumed")


def _seen(name: str, what: str, vessels: str, *, spread: bool, share: bool = False) -> Parameter:
    """Return a closing pressure of pigs, or its spread; for arterioles over arterial pressure."""
    found = number(f"olmarker1989-flow.{vessels}")
    value = found.value if not spread else found.error or 0.0
    unit, scale = ("1", _pig) if share else ("mmHg", 1.0)
    return Parameter(
        name, unit, what, value=value / scale, source="olmarker1989", status="measured"
    )


P = _own("P", "mmHg", "pressure on the root", 50)
MAP = _own("MAP", "mmHg", "mean arterial pressure", 95)
t_off = _own("t_off", "hour", "end of the squeeze", 2)
t_let = _own("t_let", "hour", "time in which the pressure leaves", 0.02)
p_v = _seen("p_v", "pressure that closes half of the venules", "venules", spread=False)
s_v = _seen("s_v", "its standard deviation", "venules", spread=True)
p_c = _seen("p_c", "pressure that closes half of the capillaries", "capillaries", spread=False)
s_c = _seen("s_c", "its standard deviation", "capillaries", spread=True)
r_a = _seen(
    "r_a", "pressure that closes half of the arterioles, as a share of the arterial one",
    "arterioles", spread=False, share=True,
)  # fmt: skip
s_a = _seen("s_a", "its standard deviation", "arterioles", spread=True, share=True)
f = _own("f", "1", "supply that comes along the root and from the fluid around it", 0.5)
tau_F = _own("tau_F", "hour", "time in which blood flow follows", 0.03, "olmarker1989")
tau_E = _own("tau_E", "hour", "time in which axons run down and recover", 0.3, "ischemicblock1985")
P_0 = _own("P_0", "mmHg", "pressure that a root bears without harm", 60)
tau_D = _own("tau_D", "hour", "time in which the dose fades: three weeks", 504)
D_50 = _own("D_50", "mmHg*hour", "dose that blocks half of the axons", 170)
n = _own("n", "1", "steepness with the dose", 2)
E_50 = _own("E_50", "1", "supply at which half of the axons fail", 0.45)
m = _own("m", "1", "steepness with the supply", 8)
y_b = _own("y_b", "1", "share of myelin at which an axon of 10 micrometers stops", 0.036)
g_b = _own("g_b", "1", "share of sodium channels at which it stops", 0.17)

F = State("F", "1", "blood flow", initial=1, role="bone")
E = State("E", "1", "supply of axons", initial=1, role="nerve")
D = State("D", "mmHg*hour", "dose", initial=0, role="guide")
B = State("B", "1", "axons blocked", initial=0, role="nerve")
t = State("t", "hour", "time", initial=0, clock=True)

p = Definition("p", "mmHg", "pressure now")
c_v = Definition("c_v", "1", "venules closed")
c_c = Definition("c_c", "1", "capillaries closed")
c_a = Definition("c_a", "1", "arterioles closed")
b_E = Definition("b_E", "1", "axons that fail for want of supply")
b_D = Definition("b_D", "1", "axons that fail from the dose")
b = Definition("b", "1", "axons that fail from either")
y = Definition("y", "1", "myelin left")
g = Definition("g", "1", "sodium channels left")

# A logistic curve with the same mean and spread as the measured closing pressures.
_LOGISTIC = sympy.pi / sympy.sqrt(3)


def _share(mean: sympy.Expr, spread: sympy.Expr) -> sympy.Expr:
    return 1 / (1 + sympy.exp(_LOGISTIC * (mean - p) / spread))


model = Model(
    "Squeezed root",
    time_unit="hour",
    states=[F, E, D, B, t],
    parameters=[
        P, MAP, t_off, t_let, p_v, s_v, p_c, s_c, r_a, s_a, f, tau_F, tau_E, P_0, tau_D, D_50, n,
        E_50, m, y_b, g_b,
    ],
    definitions={
        p: P / (1 + sympy.exp((t - t_off) / t_let)),
        c_v: _share(p_v, s_v),
        c_c: _share(p_c, s_c),
        c_a: _share(r_a * MAP, s_a * MAP),
        b_E: E_50**m / (E_50**m + E**m),
        b_D: D**n / (D_50**n + D**n),
        b: 1 - (1 - b_E) * (1 - b_D),
        y: y_b ** (D / D_50),
        g: g_b ** (sympy.log(E) / sympy.log(E_50)),
    },
    rates={
        F: ((1 - c_v) * (1 - c_c) * (1 - c_a) - F) / tau_F,
        E: (f + (1 - f) * (1 - c_a) - E) / tau_E,
        D: sympy.Max(p - P_0, 0) - D / tau_D,
        B: (b - B) / tau_F,
        t: sympy.Integer(1),
    },
    summary=(
        "Pressure closes vessels by their size. Where arterioles close, axons run short of supply "
        "and recover with it; above P_0 pressure adds to a dose that fades over weeks."
    ),
    source=_OWN,
    limits=(
        "Closing pressures are those of pigs under anesthesia, squeezed for minutes to hours.",
        "Vessels close in series and independently of each other; none adapts, swells or grows.",
        "What axons live on besides their arterioles is a guess, and so is every block.",
        "Want of supply leaves no harm. In pigs with a low arterial pressure some was left.",
        "How fast the pressure comes on does not matter here. In pigs it did.",
        "One segment is squeezed. Two at once starve what lies between them.",
        "Myelin falls with the dose at once; in a nerve this takes days.",
    ),
)  # fmt: skip


# ---- what follows from it ------------------------------------------------------------------------


@dataclass(frozen=True)
class Closed:
    """Shares of the vessels of a squeezed segment that are closed.

    Attributes
    ----------
    venules, capillaries, arterioles : float or ndarray
        Each between 0 and 1.
    """

    venules: Array
    capillaries: Array
    arterioles: Array

    @property
    def flow(self) -> Array:
        """Share of the segment's blood flow that is left, if vessels stand in series."""
        return (1 - self.venules) * (1 - self.capillaries) * (1 - self.arterioles)


@dataclass(frozen=True)
class Squeezed:
    """A root after a squeeze.

    Attributes
    ----------
    dose : float or ndarray
        Pressure above what a root bears, times time, mmHg h.
    supply : float or ndarray
        Supply of the axons at the site, 1 at rest.
    blocked : float or ndarray
        Share of the axons that do not conduct.
    myelin, sodium : float or ndarray
        Shares of myelin and of sodium channels left at the lesion, in the axon in the middle.
        **Assumed**: they reach the block of one model axon where half of the axons fail.
    """

    dose: Array
    supply: Array
    blocked: Array
    myelin: Array
    sodium: Array


def closed(pressure: object, arterial: object = 95.0) -> Closed:
    """Return which vessels a pressure closes.

    Parameters
    ----------
    pressure : float or array_like
        Pressure on the root, mmHg, from 0 to 3000.
    arterial : float or array_like
        Mean arterial pressure, mmHg, from 20 to 300. Arterioles close in proportion to it.

    Returns
    -------
    Closed
        Shares, with the common shape of the arguments.

    Raises
    ------
    ModelError
        If a value is no number or out of range, or shapes do not fit.

    Notes
    -----
    Means and spreads of 11 or 12 vessels each in the cauda equina of pigs (Olmarker et al. 1989).
    """
    squeeze, blood = _together(
        pressure=(pressure, 0.0, _MOST_PRESSURE), arterial=(arterial, 20.0, 300.0)
    )
    found = _defined(squeeze, blood, np.ones_like(squeeze), np.zeros_like(squeeze))
    return Closed(found["c_v"], found["c_c"], found["c_a"])


def squeezed(
    pressure: object, hours: object, arterial: object = 95.0, *, rest: object = 0.0
) -> Squeezed:
    """Return what a squeeze at constant pressure leaves of a root.

    Parameters
    ----------
    pressure : float or array_like
        Pressure on the root, mmHg, from 0 to 3000.
    hours : float or array_like
        How long, up to ten years. Beyond a day nothing supports the model.
    arterial : float or array_like
        Mean arterial pressure, mmHg, from 20 to 300.
    rest : float or array_like
        Hours since the pressure was taken off.

    Returns
    -------
    Squeezed
        With the common shape of the arguments.

    Raises
    ------
    ModelError
        If a value is no number or out of range, or shapes do not fit.

    Notes
    -----
    The exact solution of `perfusion.model` for a pressure that comes and goes at once. For one
    that changes, such as standing and sitting, solve the model with steps of ``"P"``.
    """
    squeeze, long, blood, after = _together(
        pressure=(pressure, 0.0, _MOST_PRESSURE), hours=(hours, 0.0, _MOST_HOURS),
        arterial=(arterial, 20.0, 300.0), rest=(rest, 0.0, _MOST_HOURS),
    )  # fmt: skip
    shut = closed(squeeze, blood).arterioles
    level = f.value + (1 - f.value) * (1 - shut)
    least = level + (1 - level) * np.exp(-long / tau_E.value)
    supply = 1 - (1 - least) * np.exp(-after / tau_E.value)
    above = np.maximum(squeeze - P_0.value, 0.0)
    full = above * tau_D.value * -np.expm1(-long / tau_D.value)
    dose = full * np.exp(-after / tau_D.value)
    found = _defined(squeeze, blood, supply, dose)
    return Squeezed(dose[()], supply[()], found["b"], found["y"], found["g"])


def _defined(squeeze: Array, blood: Array, supply: Array, dose: Array) -> dict[str, Array]:
    """Return the model's definitions while the pressure lasts."""
    # A time far before the end, so that the pressure is whole.
    states: dict[str, ArrayLike] = {"F": 1.0, "E": supply, "D": dose, "B": 0.0, "t": -9.0}
    found = definitions_at(model, states, {"P": squeeze, "MAP": blood, "t_off": 1.0})
    return {name: values[()] for name, values in found.items()}


def _together(**given: tuple[object, float, float]) -> list[Array]:
    """Return values in range, broadcast to one shape."""
    found = []
    for name, (values, least, most) in given.items():
        one = real_numbers(name, values)
        if not np.all((one >= least) & (one <= most)):
            message = f"{name} must be from {least:g} to {most:g}, not {values!r}"
            raise ModelError(message)
        found.append(one)
    require_one_shape(**dict(zip(given, found, strict=True)))
    return [np.array(one) for one in np.broadcast_arrays(*found)]
