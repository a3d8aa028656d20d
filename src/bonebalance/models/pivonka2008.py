"""Pivonka et al. 2008: which cells must carry RANKL and OPG for remodeling to be controlled."""

from bonebalance.model import Model
from bonebalance.quantities import Definition, Drug, Parameter, State

OB_p = State(
    "OB_p", "picomolar", "osteoblast precursors", initial=6.196390627918603e-4, role="formation"
)
OB_a = State(
    "OB_a", "picomolar", "active osteoblasts", initial=5.583931899482344e-4, role="formation"
)
OC_a = State(
    "OC_a", "picomolar", "active osteoclasts", initial=8.069635262731931e-4, role="resorption"
)
BV = State(
    "BV", "percent", "bone volume, in percent of its start", initial=100, role="bone", signed=True
)


def _parameter(name: str, unit: str, description: str, value: float) -> Parameter:
    return Parameter(name, unit, description, value=value, source="pivonka2008", status="assumed")


D_OBu = _parameter("D_OBu", "picomolar/day", "formation of osteoblast precursors", 7e-4)
D_OBp = _parameter("D_OBp", "1/day", "differentiation of precursors", 0.2674077909527713)
A_OBa = _parameter("A_OBa", "1/day", "share of active osteoblasts lost each day", 0.189)
D_OCp = _parameter("D_OCp", "picomolar/day", "formation of osteoclasts", 2.1e-3)
A_OCa = _parameter("A_OCa", "1/day", "death of osteoclasts under TGF-beta", 0.7)
a = _parameter("a", "1", "TGF-beta set free by one osteoclast", 1)
K_Ta = _parameter("K_Ta", "picomolar", "TGF-beta that half activates", 4.545454545454545e-3)
K_Tr = _parameter("K_Tr", "picomolar", "TGF-beta that half represses", 1.415624253823446e-3)
beta_PTH = _parameter("beta_PTH", "picomolar/day", "secretion of PTH", 250)
delta_PTH = _parameter("delta_PTH", "1/day", "share of PTH lost each day", 86)
K_Pa = _parameter("K_Pa", "picomolar", "PTH that half activates RANKL", 150)
K_Pr = _parameter("K_Pr", "picomolar", "PTH that half represses OPG", 0.2225814277099542)
beta_OPG = _parameter("beta_OPG", "1/day", "OPG made by one osteoblast", 1.624900337835679e8)
OPG_max = _parameter("OPG_max", "picomolar", "OPG at which its making stops", 2e8)
delta_OPG = _parameter("delta_OPG", "1/day", "share of OPG lost each day", 0.35)
beta_L = _parameter("beta_L", "picomolar/day", "making of RANKL", 168.4195714712206)
delta_L = _parameter("delta_L", "1/day", "share of RANKL lost each day", 10.132471014805027)
R_L = _parameter("R_L", "1", "most RANKL that one osteoblast carries", 2.703476379131062e6)
RANK = _parameter("RANK", "picomolar", "RANK, the receptor of RANKL", 10)
K_O = _parameter("K_O", "1/picomolar", "binding of OPG to RANKL", 1e-3)
K_R = _parameter("K_R", "1/picomolar", "binding of RANK to RANKL", 0.03411764705882353)
K_L = _parameter(
    "K_L", "picomolar", "RANK filled by RANKL that half drives osteoclasts", 4.457452802710724
)
s_Lp = _parameter("s_Lp", "1", "whether precursors carry RANKL", 1)
s_La = _parameter("s_La", "1", "whether active osteoblasts carry RANKL", 0)
s_Op = _parameter("s_Op", "1", "whether precursors make OPG", 0)
s_Oa = _parameter("s_Oa", "1", "whether active osteoblasts make OPG", 1)
k_form = _parameter("k_form", "percent/(picomolar*day)", "bone added by osteoblasts", 1.571)
k_res = _parameter("k_res", "percent/(picomolar*day)", "bone removed by osteoclasts", 200)
OB_0 = _parameter("OB_0", "picomolar", "active osteoblasts at rest", OB_a.initial)
OC_0 = _parameter("OC_0", "picomolar", "active osteoclasts at rest", OC_a.initial)
P_PTH = _parameter("P_PTH", "picomolar/day", "infusion of PTH", 0)
P_OPG = _parameter("P_OPG", "picomolar/day", "infusion of OPG", 0)
P_L = _parameter("P_L", "picomolar/day", "infusion of RANKL", 0)

T = Definition("T", "picomolar", "TGF-beta")
pi_Ta = Definition("pi_Ta", "1", "activation by TGF-beta")
pi_Tr = Definition("pi_Tr", "1", "what TGF-beta leaves unrepressed")
PTH = Definition("PTH", "picomolar", "PTH")
pi_Pa = Definition("pi_Pa", "1", "activation of RANKL by PTH")
pi_Pr = Definition("pi_Pr", "1", "what PTH leaves of OPG production")
V = Definition("V", "picomolar/day", "making of OPG")
OPG = Definition("OPG", "picomolar", "OPG")
L_max = Definition("L_max", "picomolar", "most RANKL that all cells carry")
RANKL = Definition("RANKL", "picomolar", "free RANKL")
pi_L = Definition("pi_L", "1", "activation of osteoclasts by RANKL")

model = Model(
    "Pivonka et al. 2008",
    time_unit="day",
    states=[OB_p, OB_a, OC_a, BV],
    parameters=[
        D_OBu, D_OBp, A_OBa, D_OCp, A_OCa, a, K_Ta, K_Tr, beta_PTH, delta_PTH, K_Pa, K_Pr,
        beta_OPG, OPG_max, delta_OPG, beta_L, delta_L, R_L, RANK, K_O, K_R, K_L, s_Lp, s_La,
        s_Op, s_Oa, k_form, k_res, OB_0, OC_0, P_PTH, P_OPG, P_L,
    ],
    rates={
        OB_p: D_OBu * pi_Ta - D_OBp * pi_Tr * OB_p,
        OB_a: D_OBp * pi_Tr * OB_p - A_OBa * OB_a,
        OC_a: D_OCp * pi_L - A_OCa * pi_Ta * OC_a,
        BV: k_form * (OB_a - OB_0) - k_res * (OC_a - OC_0),
    },
    definitions={
        T: a * OC_a,
        pi_Ta: T / (K_Ta + T),
        pi_Tr: 1 / (1 + T / K_Tr),
        PTH: (beta_PTH + P_PTH) / delta_PTH,
        pi_Pa: PTH / (PTH + K_Pa),
        pi_Pr: 1 / (1 + PTH / K_Pr),
        V: beta_OPG * (s_Op * OB_p + s_Oa * OB_a) * pi_Pr,
        OPG: (V + P_OPG) / (V / OPG_max + delta_OPG),
        L_max: R_L * (s_Lp * OB_p + s_La * OB_a) * pi_Pa,
        RANKL: L_max * (beta_L + P_L)
        / ((1 + K_R * RANK + K_O * OPG) * (beta_L + delta_L * L_max)),
        pi_L: K_R * RANKL * RANK / (K_L + K_R * RANKL * RANK),
    },
    drugs=[
        Drug("PTH", "picomolar", P_PTH),
        Drug("OPG", "picomolar", P_OPG),
        Drug("RANKL", "picomolar", P_L),
    ],
    summary=(
        "The cells of Lemaire et al. 2004 with bone, and with a choice: RANKL and OPG can sit on "
        "young or on mature osteoblasts. As published, young ones carry RANKL and mature ones "
        "make OPG."
    ),
    source="pivonka2008",
    limits=(
        "PTH, RANKL, OPG and TGF-beta follow the cells at once.",
        "Nothing pulls bone volume back to where it was.",
        "Estrogen, sclerostin and mechanical load are absent.",
        "Formation and resorption count from the cells at the start, OB_0 and OC_0.",
        "OPG stays so far below OPG_max that this parameter has no effect.",
    ),
    errata=(
        ("A translation of the CellML file has the two constants of PTH exchanged and beta_L a "
        "hundredfold. Here K_Pa = 150, K_Pr = 0.2226 and beta_L = 168.4, with which the model "
        "rests where the paper's file starts."),
        ("Infusions are P_PTH, P_OPG and P_L, the last of RANKL; a step of one of them, or a "
        "dosing of PTH, OPG or RANKL, gives them for a while."),
        ("Constants are at the full precision of a published Python encoding; rounded, the start "
        "would not be at rest."),
    ),
)  # fmt: skip
