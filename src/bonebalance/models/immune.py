"""The immune network: what an inflamed joint tells the cells of bone, and what leaks out of it.

Every level is 1 in health. Full activity is scaled so that each cytokine is then 2, which makes
the unknown amounts shares: which part of one cytokine's rise another one causes.
"""

from __future__ import annotations

from sympy import Max

from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, State, Status

# What each assumed number may lie between, for `page` and for sweeps: name to (low, high).
RANGES: dict[str, tuple[float, float]] = {}

# ---- states --------------------------------------------------------------------------------------


def _level(name: str, description: str) -> State:
    return State(name, "1", description, initial=1, role="immune")


TNF_j = _level("TNF_j", "TNF, in the joint")
IL1_j = _level("IL1_j", "interleukin 1, in the joint")
IL6_j = _level("IL6_j", "interleukin 6, in the joint")
H_j = _level("H_j", "Th17 cells, in the joint")
IL17_j = _level("IL17_j", "interleukin 17, in the joint")
IFNg_j = _level("IFNg_j", "interferon gamma, in the joint")
MCSF_j = _level("MCSF_j", "M-CSF, in the joint")
RANKL_j = _level("RANKL_j", "RANKL, in the joint")
OPG_j = _level("OPG_j", "OPG, in the joint")
DKK1_j = State("DKK1_j", "1", "DKK1, in the joint", initial=1, role="osteocytes")
SOST_j = State("SOST_j", "1", "sclerostin, in the joint", initial=1, role="osteocytes")
P_j = State("P_j", "1", "naive precursors of osteoclasts", initial=1, role="resorption")
D_j = State("D_j", "1", "precursors that RANKL has primed", initial=1, role="resorption")
C_j = State("C_j", "1", "osteoclasts, at the joint", initial=1, role="resorption")
B_j = State("B_j", "1", "osteoblasts, at the joint", initial=1, role="formation")
E_j = State("E_j", "1", "erosion, in years of active disease", initial=0, role="bone", signed=True)

# ---- parameters ----------------------------------------------------------------------------------

_made: list[Parameter] = []


def _p(
    name: str, unit: str, description: str, value: float,
    between: tuple[float, float] | None = None, *,
    source: str = "thiscourse", status: Status = "assumed", signed: bool = False,
) -> Parameter:  # fmt: skip
    if between is not None:
        RANGES[name] = between
        description = f"{description} ({between[0]:g} to {between[1]:g})"
    found = Parameter(
        name, unit, description, value=value, source=source, status=status, signed=signed
    )
    _made.append(found)
    return found


activity = _p("activity", "1", "activity: 0 healthy, 1 active untreated rheumatoid arthritis", 0)
ACPA = _p("ACPA", "1", "antibodies against citrullinated proteins: 0 absent, 1 present", 0)
x_TNF = _p("x_TNF", "1", "TNF from outside the network, as from a transgene", 0)
x_IL1 = _p("x_IL1", "1", "interleukin 1 from outside the network", 0)
x_IL6 = _p("x_IL6", "1", "interleukin 6 from outside the network", 0)
x_IL17 = _p("x_IL17", "1", "interleukin 17 from outside the network", 0)
x_IFNg = _p("x_IFNg", "1", "interferon gamma from outside the network", 0)
x_OPG = _p("x_OPG", "1", "OPG from outside the network", 0)
has_TNF = _p("has_TNF", "1", "TNF gene: 1 present, 0 knocked out", 1)
has_IL1 = _p("has_IL1", "1", "interleukin 1 gene: 1 present, 0 knocked out", 1)
has_IL17 = _p("has_IL17", "1", "interleukin 17 gene: 1 present, 0 knocked out", 1)
has_RANKL = _p("has_RANKL", "1", "RANKL gene: 1 present, 0 knocked out", 1)
has_osteoclasts = _p("has_osteoclasts", "1", "osteoclasts: 1 can form, 0 cannot", 1)
anti_TNF = _p("anti_TNF", "1", "share of TNF that a drug binds", 0)
anti_IL1 = _p("anti_IL1", "1", "share of interleukin 1 that a drug keeps from its receptor", 0)
anti_IL6R = _p("anti_IL6R", "1", "share of interleukin 6 that a drug keeps from its receptor", 0)
anti_IL17 = _p("anti_IL17", "1", "share of interleukin 17 that a drug binds", 0)
anti_RANKL = _p("anti_RANKL", "1", "share of RANKL that a drug binds", 0)
anti_DKK1 = _p("anti_DKK1", "1", "share of DKK1 that a drug binds", 0)

kappa_j = _p("kappa_j", "1/day", "turnover of cytokines in the joint", 0.5, (0.2, 5))
kappa_H = _p("kappa_H", "1/day", "turnover of Th17 cells", 0.07, (0.03, 0.2))
kappa_D = _p("kappa_D", "1/day", "priming of precursors", 0.5, (0.2, 1))
kappa_P = _p("kappa_P", "1/day", "turnover of precursors", 0.2, (0.1, 0.5))
eta_c = _p("eta_c", "1/day", "death of osteoclasts at the joint", 0.1, (0.05, 0.2))
eta_b = _p("eta_b", "1/day", "loss of osteoblasts at the joint", 0.02, (0.01, 0.05))

z_T17 = _p("z_T17", "1", "part of TNF's rise that interleukin 17 causes", 0.2, (0, 0.5))
z_1T = _p("z_1T", "1", "part of interleukin 1's rise that TNF causes", 0.7, (0.3, 0.9))
z_6T = _p("z_6T", "1", "part of interleukin 6's rise that TNF causes", 0.4, (0.1, 0.5))
z_61 = _p("z_61", "1", "part of interleukin 6's rise that interleukin 1 causes", 0.2, (0, 0.3))
z_617 = _p("z_617", "1", "part of interleukin 6's rise that interleukin 17 causes", 0.2, (0, 0.2))
z_H6 = _p("z_H6", "1", "part of the rise of Th17 cells that interleukin 6 causes", 0.3, (0, 0.7))
f_g = _p("f_g", "1", "rise of interferon gamma at full activity", 0.3, (0, 1))
f_o = _p("f_o", "1", "rise of OPG at full activity", 0, (-0.5, 0.5), signed=True)
f_s = _p("f_s", "1", "rise of sclerostin that TNF causes", 0, (-0.4, 0.4), signed=True)
m_T = _p("m_T", "1", "rise of M-CSF that TNF causes", 0.5, (0, 1))

l_T = _p("l_T", "1", "rise of RANKL that TNF causes", 0.6, (0.2, 2))
l_1 = _p("l_1", "1", "rise of RANKL that interleukin 1 causes", 0.6, (0.2, 2))
l_6 = _p("l_6", "1", "rise of RANKL that interleukin 6 causes", 0.4, (0.1, 1.5))
l_17 = _p("l_17", "1", "rise of RANKL that interleukin 17 causes", 0.8, (0.2, 2))
l_H = _p("l_H", "1", "rise of RANKL that Th17 cells carry themselves", 0.6, (0.1, 2))
o_j = _p("o_j", "1", "share of OPG that binds RANKL, against the rest of its fate", 1, (0.3, 3))
a_j = _p("a_j", "1", "saturation of RANK at rest", 0.1, (0.02, 0.5))
n_j = _p("n_j", "1", "how steeply interferon gamma restrains osteoclasts", 0.3, (0, 1))
epsilon_p = _p(
    "epsilon_p", "1", "RANKL that primes half of the precursors", 0.003, (0.0003, 0.01),
    source="lam2000",
)  # fmt: skip
q_T = _p("q_T", "1", "part of TNF's own action that needs no RANKL", 0, (0, 1))
y_T = _p("y_T", "1", "osteoclasts that TNF itself makes", 0.6, (0.2, 2), source="zwerina2004",
         status="fitted")  # fmt: skip
y_1 = _p("y_1", "1", "osteoclasts that interleukin 1 itself makes", 0.85, (0.2, 2))
u_T = _p("u_T", "1", "how strongly TNF delays priming", 3, (1, 10))
p_A = _p("p_A", "1", "rise of precursors by the antibodies", 0.3, (0, 1))
w_j = _p("w_j", "1", "share of DKK1 in the restraint of Wnt at the joint", 0.5, (0.2, 0.8))
d_j = _p("d_j", "1", "rise of DKK1 that TNF causes", 1, (0.3, 3))
sigma_j = _p("sigma_j", "1", "Wnt restraint of osteoblasts at rest", 4, (1, 10))
b_17 = _p("b_17", "1", "restraint of osteoblasts by interleukin 17", 0.2, (0, 1))
chi_j = _p("chi_j", "1", "share of formation that follows resorption", 0.85, (0.5, 0.95))
k_E = _p("k_E", "1/day", "erosion by one unit of net resorption", 0.001)

v_1 = _p("v_1", "1", "weight of interleukin 1 in inflammation", 0.35, (0.2, 0.5))
v_6 = _p("v_6", "1", "weight of interleukin 6 in inflammation", 0.1, (0, 0.3))
v_17 = _p("v_17", "1", "weight of interleukin 17 in inflammation", 0.1, (0, 0.3))
k_I = _p("k_I", "1", "drive at which inflammation is half its largest", 0.35, (0.2, 1))
n_I = _p("n_I", "1", "how steeply inflammation rises with its drive", 4, (1, 6))
spill = _p(
    "spill", "1", "share of the joint's rise that reaches the skeleton", 0.4, (0.1, 1),
    source="gough1994", status="fitted",
)  # fmt: skip

# ---- definitions ---------------------------------------------------------------------------------

t_j = Definition("t_j", "1", "active TNF in the joint, beyond health")
i_j = Definition("i_j", "1", "active interleukin 1 in the joint, beyond health")
j_j = Definition("j_j", "1", "active interleukin 6 in the joint, beyond health")
q_j = Definition("q_j", "1", "active interleukin 17 in the joint, beyond health")
h_j = Definition("h_j", "1", "Th17 cells in the joint, beyond health")
L_j = Definition("L_j", "1", "free RANKL in the joint")
pi_j = Definition("pi_j", "1", "RANK that is occupied at the joint")
g_j = Definition("g_j", "1", "precursors that this RANKL would prime")
u_j = Definition("u_j", "1", "restraint of Wnt at the joint")
F_j = Definition("F_j", "1", "formation at the joint")
d_I = Definition("d_I", "1", "drive of inflammation")
inflammation = Definition("inflammation", "1", "inflammation of the joint: 0 in health")
TNF_out = Definition("TNF_out", "1", "TNF outside the joint, before any drug")
IL6_out = Definition("IL6_out", "1", "interleukin 6 outside the joint, before any drug")
TNF = Definition("TNF", "1", "active TNF outside the joint")
IL1 = Definition("IL1", "1", "active interleukin 1 outside the joint")
IL6 = Definition("IL6", "1", "active interleukin 6 outside the joint")
IL17 = Definition("IL17", "1", "active interleukin 17 outside the joint")
IFNg = Definition("IFNg", "1", "interferon gamma outside the joint")
RANKL = Definition("RANKL", "1", "RANKL outside the joint, without what cytokines call for")
OPG = Definition("OPG", "1", "OPG outside the joint")

model = Model(
    "The immune network",
    time_unit="day",
    states=[
        TNF_j, IL1_j, IL6_j, H_j, IL17_j, IFNg_j, MCSF_j, RANKL_j, OPG_j, DKK1_j, SOST_j,
        P_j, D_j, C_j, B_j, E_j,
    ],
    parameters=_made,
    rates={
        TNF_j: kappa_j * (has_TNF * (1 + x_TNF + (1 - z_T17) * activity + z_T17 * q_j) - TNF_j),
        IL1_j: kappa_j * (has_IL1 * (1 + x_IL1 + (1 - z_1T) * activity + z_1T * t_j) - IL1_j),
        IL6_j: kappa_j * (1 + x_IL6 + (1 - z_6T - z_61 - z_617) * activity
                          + z_6T * t_j + z_61 * i_j + z_617 * q_j - IL6_j),
        H_j: kappa_H * (1 + (1 - z_H6) * activity + z_H6 * j_j - H_j),
        IL17_j: kappa_j * (has_IL17 * (H_j + x_IL17) - IL17_j),
        IFNg_j: kappa_j * (1 + x_IFNg + f_g * activity - IFNg_j),
        MCSF_j: kappa_j * (1 + m_T * t_j - MCSF_j),
        RANKL_j: kappa_j * (has_RANKL * (1 + l_T * t_j + l_1 * i_j + l_6 * j_j + l_17 * q_j
                                         + l_H * h_j) - RANKL_j),
        OPG_j: kappa_j * (1 + x_OPG + f_o * activity - OPG_j),
        DKK1_j: kappa_j * (1 + d_j * t_j - DKK1_j),
        SOST_j: kappa_j * (1 + f_s * t_j - SOST_j),
        P_j: kappa_P * (MCSF_j * (1 + p_A * ACPA) - P_j),
        D_j: kappa_D / (1 + u_T * t_j) * (P_j * g_j - D_j),
        C_j: eta_c * (has_osteoclasts
                      * (D_j * pi_j * IFNg_j**-n_j + y_T * t_j * ((1 - q_T) * D_j + q_T * P_j)
                         + y_1 * i_j * D_j) - C_j),
        B_j: eta_b * ((1 + sigma_j) / (1 + sigma_j * u_j) / (1 + b_17 * q_j) - B_j),
        E_j: k_E * (C_j - F_j),
    },
    definitions={
        t_j: (1 - anti_TNF) * Max(TNF_j - 1, 0),
        i_j: (1 - anti_IL1) * Max(IL1_j - 1, 0),
        j_j: (1 - anti_IL6R) * Max(IL6_j - 1, 0),
        q_j: (1 - anti_IL17) * Max(IL17_j - 1, 0),
        h_j: Max(H_j - 1, 0),
        L_j: RANKL_j * (1 - anti_RANKL) * (1 + o_j) / (1 + o_j * OPG_j),
        pi_j: (1 + a_j) * L_j / (1 + a_j * L_j),
        g_j: (1 + epsilon_p) * L_j / (epsilon_p + L_j),
        u_j: (1 - w_j) * SOST_j + w_j * DKK1_j * (1 - anti_DKK1),
        F_j: B_j * (1 - chi_j + chi_j * C_j),
        d_I: (1 - v_1 - v_6 - v_17) * t_j + v_1 * i_j + v_6 * j_j + v_17 * q_j,
        inflammation: (1 + k_I**n_I) * d_I**n_I / (k_I**n_I + d_I**n_I),
        TNF_out: 1 + spill * (TNF_j - 1),
        IL6_out: 1 + spill * (IL6_j - 1),
        TNF: TNF_out * (1 - anti_TNF),
        IL1: (1 + spill * (IL1_j - 1)) * (1 - anti_IL1),
        IL6: IL6_out * (1 - anti_IL6R),
        IL17: (1 + spill * (IL17_j - 1)) * (1 - anti_IL17),
        IFNg: 1 + spill * (IFNg_j - 1),
        RANKL: has_RANKL * (1 + spill * (l_H * h_j + p_A * ACPA)),
        OPG: 1 + spill * (OPG_j - 1),
    },
    summary=(
        "Cytokines of an inflamed joint call for RANKL, osteoclasts and DKK1, and a part of them "
        "reaches the rest of the skeleton. Genes can be knocked out and drugs given."
    ),
    source="thiscourse",
    limits=(
        ("Levels are units of the model: 1 is health and 2 the active disease, by definition. No "
        "assay is meant, and no two cytokines can be compared."),
        ("Nearly all numbers are assumed, since no human study gives them; the table shows within "
        "which range. What hangs on them must be tried over the whole range."),
        ("Activity is given from outside. What lights the disease, keeps it going and ends it is "
        "not in the model, so nothing that blocks a cytokine can heal it."),
        ("The network has no interleukin 4, 10, 22 or 23, no regulatory T cells, no B cells but "
        "their antibodies, and one joint for all."),
        "Sources disagree on OPG and sclerostin in the disease; here activity leaves both alone.",
        "Cartilage and the shape of an erosion are not in it.",
    ),
)  # fmt: skip
