"""Lemaire et al. 2004: osteoblasts steer osteoclasts through RANKL and osteoprotegerin."""

from bonebalance.model import Model
from bonebalance.quantities import Definition, Drug, Parameter, State

R = State(
    "R", "picomolar", "responding osteoblasts",
    initial=7.734377443555432e-4, role="formation",
)  # fmt: skip
B = State(
    "B", "picomolar", "active osteoblasts",
    initial=7.283395929496854e-4, role="formation",
)  # fmt: skip
C = State(
    "C", "picomolar", "active osteoclasts",
    initial=9.127528388901115e-4, role="resorption",
)  # fmt: skip


def _parameter(
    name: str, unit: str, description: str, value: float, *, signed: bool = False
) -> Parameter:
    return Parameter(
        name, unit, description,
        value=value, source="lemaire2004", status="assumed", signed=signed,
    )  # fmt: skip


C_s = _parameter("C_s", "picomolar", "osteoclasts that half activate TGF-beta signaling", 0.005)
f_0 = _parameter("f_0", "1", "TGF-beta signaling without osteoclasts", 0.05)
D_R = _parameter("D_R", "picomolar/day", "formation of responding osteoblasts", 7e-4)
d_B = _parameter("d_B", "1/day", "differentiation of responding osteoblasts", 0.7)
k_B = _parameter("k_B", "1/day", "share of active osteoblasts lost each day", 0.189)
D_C = _parameter("D_C", "picomolar/day", "formation of osteoclasts", 2.1e-3)
D_A = _parameter("D_A", "1/day", "death of osteoclasts under TGF-beta", 0.7)
K = _parameter("K", "picomolar", "RANK, the receptor of RANKL", 10)
k_1 = _parameter("k_1", "1/(picomolar*day)", "OPG binds RANKL", 0.01)
k_2 = _parameter("k_2", "1/day", "OPG leaves RANKL", 10)
k_3 = _parameter("k_3", "1/(picomolar*day)", "RANK binds RANKL", 5.8e-4)
k_4 = _parameter("k_4", "1/day", "RANK leaves RANKL", 0.017)
k_5 = _parameter("k_5", "1/(picomolar*day)", "PTH binds its receptor", 0.02)
k_6 = _parameter("k_6", "1/day", "PTH leaves its receptor", 3)
K_L_P = _parameter("K_L_P", "1", "most RANKL that an active osteoblast can carry", 3e6)
K_O_P = _parameter("K_O_P", "1/day", "least OPG that a responding osteoblast makes", 2e5)
k_O = _parameter("k_O", "1/day", "share of OPG lost each day", 0.35)
k_P = _parameter("k_P", "1/day", "share of PTH lost each day", 86)
S_P = _parameter("S_P", "picomolar/day", "secretion of PTH", 250)
r_L = _parameter("r_L", "picomolar/day", "production and loss of RANKL", 1000)
I_P = _parameter("I_P", "picomolar/day", "infusion of PTH", 0)
I_O = _parameter("I_O", "picomolar/day", "infusion of OPG", 0)
I_L = _parameter("I_L", "picomolar/day", "infusion of RANKL", 0)
a_R = _parameter("a_R", "picomolar/day", "responding osteoblasts added", 0, signed=True)
a_B = _parameter("a_B", "picomolar/day", "active osteoblasts added", 0, signed=True)
a_C = _parameter("a_C", "picomolar/day", "active osteoclasts added", 0, signed=True)

D_B = Definition("D_B", "1/day", "differentiation at full TGF-beta signaling")
pi_C = Definition("pi_C", "1", "TGF-beta signaling, which osteoclasts cause by resorbing")
P_0 = Definition("P_0", "picomolar", "PTH from the parathyroid glands")
P_bar = Definition("P_bar", "picomolar", "PTH from infusion")
P_s = Definition("P_s", "picomolar", "PTH that half fills its receptor")
pi_P = Definition("pi_P", "1", "share of PTH receptors filled")
pi_L = Definition("pi_L", "1", "share of RANK filled by RANKL")

model = Model(
    "Lemaire et al. 2004",
    time_unit="day",
    states=[R, B, C],
    parameters=[
        C_s, f_0, D_R, d_B, k_B, D_C, D_A, K, k_1, k_2, k_3, k_4, k_5, k_6, K_L_P, K_O_P,
        k_O, k_P, S_P, r_L, I_P, I_O, I_L, a_R, a_B, a_C,
    ],
    rates={
        R: D_R * pi_C - D_B * R / pi_C + a_R,
        B: D_B * R / pi_C - k_B * B + a_B,
        C: D_C * pi_L - D_A * pi_C * C + a_C,
    },
    definitions={
        D_B: f_0 * d_B,
        pi_C: (C + f_0 * C_s) / (C + C_s),
        P_0: S_P / k_P,
        P_bar: I_P / k_P,
        P_s: k_6 / k_5,
        pi_P: (P_bar + P_0) / (P_bar + P_s),
        pi_L: k_3 / k_4 * K_L_P * pi_P * B * (1 + I_L / r_L)
        / (1 + k_3 * K / k_4 + k_1 / (k_2 * k_O) * (K_O_P * R / pi_P + I_O)),
    },
    drugs=[
        Drug("PTH", "picomolar", I_P),
        Drug("OPG", "picomolar", I_O),
        Drug("RANKL", "picomolar", I_L),
    ],
    summary=(
        "Young and mature osteoblasts, and osteoclasts. Osteoclasts call osteoblasts by TGF-beta; "
        "osteoblasts call osteoclasts by RANKL and hold them back by OPG; PTH tilts the two."
    ),
    source="lemaire2004",
    limits=(
        "There is no bone mass, only cells.",
        ("PTH, RANKL and OPG follow the cells at once, and a dose given as Dosing is spread evenly "
        "until the next: its peaks are lost unless they are put in as steps of the infusion."),
        ("pi_L, called a share of RANK, is not bounded: under strong PTH or RANKL it exceeds 1, "
        "as in the first hours of 1000 picomolar of PTH a day. Read it as a drive there."),
        "Estrogen, sclerostin and mechanical load are absent.",
        "Cells respond within weeks, far faster than bone of a person does.",
        "Removing more cells than are made drives a population below zero.",
    ),
    errata=(
        ("The start is the exact steady state. The curated encoding BIOMD0000000278 and the CellML "
        "file start from rounded values."),
        "The encoding declares no unit of time; its rates are per day.",
        ("Cells are added or removed by the parameters a_R, a_B and a_C, as in the encodings of "
        "the paper's experiments."),
    ),
)  # fmt: skip
