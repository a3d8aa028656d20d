"""Komarova et al. 2003: osteoclasts and osteoblasts that talk to themselves and each other."""

from sympy import Max

from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, State

C = State("C", "cell", "osteoclasts", initial=11.06, role="resorption")
B = State("B", "cell", "osteoblasts", initial=212.13, role="formation")
z = State(
    "z", "percent", "bone mass, in percent of its start", initial=100, role="bone", signed=True
)


def _parameter(
    name: str, unit: str, description: str, value: float, *, signed: bool = False
) -> Parameter:
    return Parameter(
        name, unit, description,
        value=value, source="komarova2003", status="assumed", signed=signed,
    )  # fmt: skip


alpha_1 = _parameter(
    "alpha_1", "cell**(1 - g_11 - g_21)/day", "rate constant of osteoclast gain", 3
)
alpha_2 = _parameter(
    "alpha_2", "cell**(1 - g_12 - g_22)/day", "rate constant of osteoblast gain", 4
)
beta_1 = _parameter("beta_1", "1/day", "share of osteoclasts lost each day", 0.2)
beta_2 = _parameter("beta_2", "1/day", "share of osteoblasts lost each day", 0.02)
g_11 = _parameter("g_11", "1", "osteoclasts acting on osteoclasts (autocrine)", 0.5, signed=True)
g_21 = _parameter("g_21", "1", "osteoblasts acting on osteoclasts (paracrine)", -0.5, signed=True)
g_12 = _parameter("g_12", "1", "osteoclasts acting on osteoblasts (paracrine)", 1, signed=True)
g_22 = _parameter("g_22", "1", "osteoblasts acting on osteoblasts (autocrine)", 0, signed=True)
k_1 = _parameter("k_1", "percent/(cell*day)", "bone removed by one osteoclast in a day", 0.24)
k_2 = _parameter("k_2", "percent/(cell*day)", "bone added by one osteoblast in a day", 0.0017)

Gamma = Definition("Gamma", "1", "strength of the feedback loop")
C_bar = Definition("C_bar", "cell", "osteoclasts at rest")
B_bar = Definition("B_bar", "cell", "osteoblasts at rest")

model = Model(
    "Komarova et al. 2003",
    time_unit="day",
    states=[C, B, z],
    parameters=[alpha_1, alpha_2, beta_1, beta_2, g_11, g_21, g_12, g_22, k_1, k_2],
    rates={
        C: alpha_1 * C**g_11 * B**g_21 - beta_1 * C,
        B: alpha_2 * C**g_12 * B**g_22 - beta_2 * B,
        z: k_2 * Max(B - B_bar, 0) - k_1 * Max(C - C_bar, 0),
    },
    definitions={
        Gamma: g_12 * g_21 - (1 - g_11) * (1 - g_22),
        C_bar: (beta_1 / alpha_1) ** ((1 - g_22) / Gamma) * (beta_2 / alpha_2) ** (g_21 / Gamma),
        B_bar: (beta_1 / alpha_1) ** (g_12 / Gamma) * (beta_2 / alpha_2) ** ((1 - g_11) / Gamma),
    },
    summary="One remodeling unit: two cell populations, coupled by power laws, and their bone.",
    source="komarova2003",
    limits=(
        "No hormones, drugs or loads: whatever acts on bone must be put in through the exponents.",
        "The exponents sum up many signals and cannot be measured one by one.",
        "Only cells in excess of the resting number change bone mass, and nothing bounds it.",
        "Cells are real numbers: a population can fall far below one cell and come back.",
    ),
    errata=(
        (
            "The paper's formula for osteoblasts at rest is misprinted. Its second exponent is "
            "(1 - g_11)/Gamma here, as in the curated encodings, so that all rates vanish at rest."
        ),
        (
            "The curated encoding BIOMD0000000148 starts from C = 11 and B = 212, and loses the "
            "first resorption of bone: an event that is already true at the start never fires "
            "there. Its cells are repeated here from that start, its bone is not."
        ),
        (
            "The oscillation of the curated encoding BIOMD0000000279 is g_11 = 1.1, k_1 = 0.093 "
            "and k_2 = 0.0008 from C = 11.16 and B = 231.72."
        ),
    ),
)
