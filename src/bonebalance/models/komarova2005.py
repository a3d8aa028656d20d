"""Komarova 2005: the remodeling unit of 2003 with parathyroid hormone."""

from sympy import Max

from bonebalance.model import Model
from bonebalance.models.komarova2003 import Gamma, beta_1, beta_2, g_11, g_12, g_21, g_22, z
from bonebalance.quantities import Definition, Parameter, State

C = State("C", "1", "number of osteoclasts", initial=1.06066, role="resorption")
B = State("B", "1", "number of osteoblasts", initial=212.132, role="formation")


def _parameter(name: str, unit: str, description: str, value: float) -> Parameter:
    return Parameter(name, unit, description, value=value, source="komarova2005", status="assumed")


alpha_1 = _parameter("alpha_1", "1/day", "rate constant of osteoclast gain", 3)
alpha_2 = _parameter("alpha_2", "1/day", "rate constant of osteoblast gain", 4)
k_1 = _parameter("k_1", "percent/day", "bone removed by one osteoclast in a day", 0.24)
k_2 = _parameter("k_2", "percent/day", "bone added by one osteoblast in a day", 0.0017)
g_P = _parameter("g_P", "1", "how far PTH raises g_21, by more RANKL from osteoblasts", 0)

C_bar = Definition("C_bar", "1", "osteoclasts at rest without PTH")
B_bar = Definition("B_bar", "1", "osteoblasts at rest without PTH")

model = Model(
    "Komarova 2005",
    time_unit="day",
    states=[C, B, z],
    parameters=[alpha_1, alpha_2, beta_1, beta_2, g_11, g_21, g_12, g_22, g_P, k_1, k_2],
    rates={
        C: alpha_1 * C**g_11 * B ** (g_21 + g_P) - beta_1 * C,
        B: alpha_2 * C**g_12 * B**g_22 - beta_2 * B,
        z: k_2 * Max(B - B_bar, 0) - k_1 * Max(C - C_bar, 0),
    },
    definitions={
        Gamma: g_12 * g_21 - (1 - g_11) * (1 - g_22),
        C_bar: (beta_1 / alpha_1) ** ((1 - g_22) / Gamma) * (beta_2 / alpha_2) ** (g_21 / Gamma),
        B_bar: (beta_1 / alpha_1) ** (g_12 / Gamma) * (beta_2 / alpha_2) ** ((1 - g_11) / Gamma),
    },
    summary=(
        "The remodeling unit of Komarova et al. 2003. PTH does one thing: it makes osteoblasts "
        "call more osteoclasts. A short course of it is a step of g_P that ends, for example by "
        "0.65 for one day with g_12 = 1.4 and k_2 = 0.00075, which gains bone."
    ),
    source="komarova2005",
    limits=(
        "PTH acts on osteoclasts alone; its direct effect on osteoblasts is left out on purpose.",
        "The strength of PTH is a change of an exponent and has no dose.",
        "Only cells in excess of the resting number change bone mass, and nothing bounds it.",
        "Cells are real numbers: a population can fall far below one cell and come back.",
    ),
    errata=(
        (
            "Cells at rest are those without PTH. In the curated encoding BIOMD0000000279 they "
            "follow g_21, jump to 225 osteoclasts while PTH acts, and so switch resorption off "
            'just then. A step of g_21 itself repeats it: `Step("g_21", 0, start=1, stop=2)`.'
        ),
        (
            "That choice matters. With the constants above, a step of g_P by 0.5 for one day ends "
            "at a loss of 0.3 percent, where the encoding ends at a gain of 0.2; and lasting PTH "
            "can gain bone here, where the paper reports a loss."
        ),
        "The encoding starts at rest, after its curators changed 10.06066 osteoclasts to 1.06066.",
        (
            "Since PTH changes an exponent of cell numbers, the gain constants have no fixed unit "
            "in cells. Cells are therefore counted here as pure numbers."
        ),
    ),
)
