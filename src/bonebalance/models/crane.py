"""The spine as a crane: what a vertebra carries in a posture, against what it can carry at an age.

Statics of one plane at the third lumbar vertebra. Muscles behind the spine hold what leans in
front of it, on a lever of a few centimeters, so that the vertebra carries far more than weighs
on it. The clock is the age: strength falls with the years, load does not.
"""

from sympy import Expr, Integer, Max, Min, cos, pi, sin

from bonebalance.evidence import number
from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, State, Status
from bonebalance.strength import PARAMETERS as _BONE
from bonebalance.strength import strength_at

a = State("a", "year", "age", initial=0, clock=True)

_made: list[Parameter] = []


def _p(
    name: str, unit: str, description: str, value: float,
    status: Status = "assumed", source: str = "thiscourse",
) -> Parameter:  # fmt: skip
    _made.append(Parameter(name, unit, description, value=value, status=status, source=source))
    return _made[-1]


def _bone(name: str, description: str, known: str) -> Parameter:
    """Return a parameter of the strength of bone, with the value and the source that it has."""
    found = _BONE[known]
    return _p(name, found.unit, description, found.value, found.status, found.source)


m_b = _p("m_b", "kilogram", "body mass", 65)
w = _p("w", "1", "share of the body that is above L3", 0.45)
g_n = _p("g_n", "meter/second**2", "acceleration of gravity", 9.81)
x_c = _p("x_c", "meter", "how far the trunk's center lies in front of L3, standing", 0.02)
h_c = _p("h_c", "meter", "how far the trunk's center lies above L3, standing", 0.22)
s = _p("s", "meter", "forward shift of the trunk's center, as a bent spine causes it", 0)
lean = _p("lean", "1", "forward lean of the trunk, in degrees", 0)
m_h = _p("m_h", "kilogram", "mass held in the hands", 0)
d = _p("d", "meter", "how far that mass is in front of L3", 0.45)
r_m = _p("r_m", "meter", "lever of the back muscles", 0.055)
r_p = _p("r_p", "meter", "lever of ligaments and deep muscles that help when they fail", 0.035)
sigma_m = _p(
    "sigma_m", "newton/centimeter**2", "greatest stress of a muscle",
    number("burkhart2018.stress").value, "measured", "burkhart2018",
)  # fmt: skip
A_m = _p("A_m", "centimeter**2", "cross-section of the back muscles, full strength", 35)
q = _p("q", "1", "muscle strength, as a share of full strength", 1)
tau = _p("tau", "year", "one year, in which ages are counted", 1)
S_20 = _p("S_20", "newton", "strength of L3 at 20", float(strength_at(20, "woman")))
b = _bone("b", "exponent of density in the strength of a vertebra", "b_organ")
l_90 = _bone("l_90", "share of density lost from 20 to 90", "loss_woman")
e_50 = _bone("e_50", "share of that loss that is over at 50", "early_woman")
e_60 = _bone("e_60", "share of that loss that is over at 60", "sixty_woman")
a_90 = _bone("a_90", "share by which the cross-section grows from 20 to 90", "growth")

theta = Definition("theta", "1", "forward lean, in radians")
W = Definition("W", "newton", "weight above L3")
P = Definition("P", "newton", "weight of the mass held")
M = Definition("M", "newton*meter", "moment that tips the trunk forward")
F_top = Definition("F_top", "newton", "most that the back muscles can pull")
F_m = Definition("F_m", "newton", "pull of the back muscles")
F_p = Definition("F_p", "newton", "pull of what helps them")
L = Definition("L", "newton", "load on L3", role="resorption")
rho = Definition("rho", "1", "density left, as a share of that at 20")
S = Definition("S", "newton", "strength of L3", role="bone")
phi = Definition("phi", "1", "factor of risk", role="resorption")


def _part(first: int, last: int) -> Expr:
    """Return which share of the years between two ages has passed."""
    past = Max(a - first * tau, 0) - Max(a - last * tau, 0)
    return past / ((last - first) * tau)


model = Model(
    "The spine as a crane",
    time_unit="year",
    states=[a],
    parameters=_made,
    rates={a: Integer(1)},
    definitions={
        theta: lean * pi / 180,
        W: w * m_b * g_n,
        P: m_h * g_n,
        M: W * (x_c * cos(theta) + h_c * sin(theta) + s) + P * d,
        F_top: q * sigma_m * A_m,
        F_m: Min(M / r_m, F_top),
        F_p: (M - F_m * r_m) / r_p,
        L: F_m + F_p + (W + P) * cos(theta),
        rho: 1 - l_90 * (
            e_50 * _part(20, 50) + (e_60 - e_50) * _part(50, 60)
            + (1 - e_60) * Max(a - 60 * tau, 0) / (30 * tau)
        ),
        S: S_20 * rho**b * (1 + a_90 * Max(a - 20 * tau, 0) / (70 * tau)),
        phi: L / S,
    },
    summary=(
        "Back muscles hold the trunk and what the hands hold, on a short lever. The vertebra "
        "carries their pull and the weight above it. Divided by its strength at an age, that is "
        "the factor of risk."
    ),
    source="thiscourse",
    limits=(
        "One plane and one moment: nobody twists, bends sideways, accelerates or slips.",
        ("One muscle and one substitute. Where many muscles share the work, some pull against "
         "each other, and the vertebra carries that too."),
        "The rib cage and the pressure inside the belly hold nothing up here.",
        ("Weak muscles raise the load only where they can no longer hold the trunk. That others "
         "then help on a shorter lever is assumed, and so is how short it is."),
        ("Strength is that of a usual woman of an age. People of one age differ by a quarter "
         "and more."),
    ),
)  # fmt: skip
