"""Ayati et al. 2010: bone cells, and a myeloma that turns their messages to its use."""

from sympy import Max, Piecewise, log

from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, State

C = State("C", "1", "number of osteoclasts", initial=15, role="resorption")
B = State("B", "1", "number of osteoblasts", initial=316, role="formation")
T = State("T", "percent", "tumor, in percent of its largest size", initial=1, role="immune")
z = State(
    "z", "percent", "bone mass, in percent of its start", initial=100, role="bone", signed=True
)


def _parameter(
    name: str, unit: str, description: str, value: float, *, signed: bool = False
) -> Parameter:
    return Parameter(
        name, unit, description,
        value=value, source="ayati2010", status="assumed", signed=signed,
    )  # fmt: skip


alpha_1 = _parameter("alpha_1", "1/day", "rate constant of osteoclast gain", 3)
alpha_2 = _parameter("alpha_2", "1/day", "rate constant of osteoblast gain", 4)
beta_1 = _parameter("beta_1", "1/day", "share of osteoclasts lost each day", 0.2)
beta_2 = _parameter("beta_2", "1/day", "share of osteoblasts lost each day", 0.02)
g_11 = _parameter("g_11", "1", "osteoclasts acting on osteoclasts (autocrine)", 1.1, signed=True)
g_21 = _parameter("g_21", "1", "osteoblasts acting on osteoclasts (paracrine)", -0.5, signed=True)
g_12 = _parameter("g_12", "1", "osteoclasts acting on osteoblasts (paracrine)", 1, signed=True)
g_22 = _parameter("g_22", "1", "osteoblasts acting on osteoblasts (autocrine)", 0, signed=True)
r_11 = _parameter("r_11", "1", "how the tumor changes g_11", 0.005, signed=True)
r_21 = _parameter("r_21", "1", "how the tumor changes g_21", 0, signed=True)
r_12 = _parameter("r_12", "1", "how the tumor changes g_12", 0, signed=True)
r_22 = _parameter("r_22", "1", "how the tumor changes g_22", 0.2, signed=True)
gamma_T = _parameter("gamma_T", "1/day", "growth of the tumor", 0.005)
L_T = _parameter("L_T", "percent", "largest size of the tumor", 100)
k_1 = _parameter("k_1", "percent/day", "bone removed by one osteoclast in a day", 0.0748)
k_2 = _parameter("k_2", "percent/day", "bone added by one osteoblast in a day", 0.0006395)
V_1 = _parameter("V_1", "1/day", "treatment that keeps osteoblasts alive", 0)
V_2 = _parameter("V_2", "1/day", "treatment that kills tumor cells", 0)

a_11 = Definition("a_11", "1", "g_11 under the tumor")
a_21 = Definition("a_21", "1", "g_21 under the tumor")
a_12 = Definition("a_12", "1", "g_12 under the tumor")
a_22 = Definition("a_22", "1", "g_22 under the tumor")
Gamma = Definition("Gamma", "1", "strength of the feedback loop at the largest tumor")
C_bar = Definition("C_bar", "1", "osteoclasts that leave bone as it is")
B_bar = Definition("B_bar", "1", "osteoblasts that leave bone as it is")

# Exponents at the largest tumor, which the paper uses for the cells that leave bone as it is.
full_11, full_21 = g_11 * (1 + r_11), g_21 * (1 + r_21)
full_12, full_22 = g_12 / (1 + r_12), g_22 - r_22

model = Model(
    "Ayati et al. 2010",
    time_unit="day",
    states=[C, B, T, z],
    parameters=[
        alpha_1, alpha_2, beta_1, beta_2, g_11, g_21, g_12, g_22, r_11, r_21, r_12, r_22,
        gamma_T, L_T, k_1, k_2, V_1, V_2,
    ],
    rates={
        C: alpha_1 * C**a_11 * B**a_21 - beta_1 * C,
        B: alpha_2 * C**a_12 * B**a_22 - (beta_2 - V_1) * B,
        T: Piecewise(((gamma_T - V_2) * T * log(L_T / T), T > 0), (0, True)),
        z: k_2 * Max(B - B_bar, 0) - k_1 * Max(C - C_bar, 0),
    },
    definitions={
        a_11: g_11 * (1 + r_11 * T / L_T),
        a_21: g_21 * (1 + r_21 * T / L_T),
        a_12: g_12 / (1 + r_12 * T / L_T),
        a_22: g_22 - r_22 * T / L_T,
        Gamma: full_12 * full_21 - (1 - full_11) * (1 - full_22),
        C_bar: (beta_1 / alpha_1) ** ((1 - full_22) / Gamma)
        * (beta_2 / alpha_2) ** (full_21 / Gamma),
        B_bar: (beta_1 / alpha_1) ** (full_12 / Gamma)
        * (beta_2 / alpha_2) ** ((1 - full_11) / Gamma),
    },
    summary=(
        "The oscillating bone of Komarova et al. 2003 with a tumor that grows in it and bends the "
        "exponents. With all four r set to zero it is bone without myeloma. Treatment is a step "
        "of V_1 and V_2."
    ),
    source="ayati2010",
    limits=(
        "The tumor acts on bone, but bone does not act back on the tumor.",
        "The cells that leave bone as it is are those of the largest tumor from the first day.",
        "Nothing bounds bone mass: with the untreated tumor it falls below zero on about day 1200.",
        "Treatment works at full strength from the moment it starts.",
        "The exponents sum up many signals and cannot be measured one by one.",
    ),
    errata=(
        "Equation 4 is printed with the wrong base in its first factor; here it is beta_1/alpha_1.",
        ("Equation 13 is printed with the wrong sign of r_22; here its exponent holds 1 - g_22 + "
        "r_22."),
        ("Equation 14 is printed with the wrong base in its first factor; here it is "
        "beta_1/alpha_1."),
        ("The three corrections stand, with the authors' agreement, in the curated encodings "
        "BIOMD0000000401, 402 and 403."),
        ("BIOMD0000000401 is bone without tumor: T = 0 at the start, all four r zero, g_11 = 0.5, "
        "k_1 = 0.24, k_2 = 0.0017, C = 11.06, B = 212.13. BIOMD0000000403 starts with C = 13 and "
        "B = 300 and treats from day 600 on with V_1 = 0.001 and V_2 = 0.008."),
        ("Since the tumor changes the exponents of cell numbers, the gain constants have no fixed "
        "unit in cells. Cells are therefore counted here as pure numbers."),
        ("Without tumor (T = 0) the tumor's growth, which the paper's formula leaves undefined, "
        "is zero."),
    ),
)  # fmt: skip
