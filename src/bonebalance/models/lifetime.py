"""The lifetime model: age, hormones, inflammation, load and drugs, at the hip and the spine.

Its core is that of Jörg et al. (2022), divided by its own rest so that each state is 1 before
menopause, with repairs: precursors may be lost, RANKL and Wnt are explicit, open cavities and the
age of mineral count in what DXA sees. The calibrated numbers live in a table beside the code.
"""

from sympy import Integer, Max, exp, log

from bonebalance.fits import Fitted
from bonebalance.model import Model
from bonebalance.quantities import Definition, Drug, State

_fit = Fitted("lifetime")
_p = _fit.parameter

# ---- states --------------------------------------------------------------------------------------

P = State("P", "1", "pre-osteoclasts", initial=1, role="resorption")
C = State("C", "1", "osteoclasts", initial=1, role="resorption")
R = State("R", "1", "pre-osteoblasts", initial=1, role="formation")
B = State("B", "1", "osteoblasts", initial=1, role="formation")
Y = State("Y", "1", "osteocytes", initial=1, role="osteocytes")
s = State("s", "1", "sclerostin", initial=1, role="osteocytes")
s_b = State("s_b", "1", "sclerostin bound by an antibody", initial=0, role="osteocytes")
K = State("K", "1", "DKK1", initial=1, role="osteocytes")
V = State("V", "1", "remodeling space: open cavities", initial=1, role="resorption")
m = State("m", "1", "youth of the mineral", initial=1, role="bone")
rho_c = State("rho_c", "1", "cortical bone, relative to its start", initial=1, role="bone")
rho_t = State("rho_t", "1", "trabecular bone, relative to its start", initial=1, role="bone")
a = State("a", "day", "age", initial=0, role="guide", clock=True)
A_denosumab = State("A_denosumab", "milligram", "denosumab", initial=0, role="drug")
A_romosozumab = State("A_romosozumab", "milligram", "romosozumab", initial=0, role="drug")
A_blosozumab = State("A_blosozumab", "milligram", "blosozumab", initial=0, role="drug")
A_alendronate = State(
    "A_alendronate", "milligram", "alendronate on surfaces of bone", initial=0, role="drug"
)
D_alendronate = State(
    "D_alendronate", "milligram", "alendronate buried in bone", initial=0, role="drug"
)
A_zoledronate = State(
    "A_zoledronate", "milligram", "zoledronate on surfaces of bone", initial=0, role="drug"
)
D_zoledronate = State(
    "D_zoledronate", "milligram", "zoledronate buried in bone", initial=0, role="drug"
)
A_etanercept = State("A_etanercept", "milligram", "etanercept", initial=0, role="drug")
A_tocilizumab = State("A_tocilizumab", "milligram", "tocilizumab", initial=0, role="drug")

# ---- drivers: 1 at rest --------------------------------------------------------------------------

estrogen = _p("estrogen", "1", "estrogen of the ovaries, relative to its course with age")
PTH = _p("PTH", "1", "parathyroid hormone")
OPG = _p("OPG", "1", "making of OPG")
RANKL = _p("RANKL", "1", "making of RANKL")
TNF = _p("TNF", "1", "tumor necrosis factor")
IL1 = _p("IL1", "1", "interleukin 1")
IL6 = _p("IL6", "1", "interleukin 6")
IL17 = _p("IL17", "1", "interleukin 17")
IFNg = _p("IFNg", "1", "interferon gamma")
GC = _p("GC", "1", "glucocorticoid: 1 is what the body makes")
load = _p("load", "1", "mechanical load")
supply = _p("supply", "1", "supply of calcium and vitamin D")

# ---- cells ---------------------------------------------------------------------------------------

k_P = _p("k_P", "1/day", "renewal of pre-osteoclasts")
f_P = _p("f_P", "1", "share of pre-osteoclasts that mature, at rest")
eta_C = _p("eta_C", "1/day", "death of osteoclasts")
k_R = _p("k_R", "1/day", "renewal of pre-osteoblasts")
f_R = _p("f_R", "1", "share of pre-osteoblasts that mature, at rest")
eta_B = _p("eta_B", "1/day", "loss of osteoblasts")
eta_Y = _p("eta_Y", "1/day", "death of osteocytes")
kappa_s = _p("kappa_s", "1/day", "loss of sclerostin")
kappa_K = _p("kappa_K", "1/day", "loss of DKK1")

# ---- RANKL and Wnt -------------------------------------------------------------------------------

x_C = _p("x_C", "1", "estrogen that half restrains RANKL")
x_s = _p("x_s", "1", "estrogen that half restrains sclerostin")
d_E = _p("d_E", "1", "rise of TNF when estrogen is gone")
w_T = _p("w_T", "1", "RANKL that TNF calls for, against what needs no cytokine")
w_1 = _p("w_1", "1", "RANKL that interleukin 1 calls for")
w_6 = _p("w_6", "1", "RANKL that interleukin 6 calls for")
w_17 = _p("w_17", "1", "RANKL that interleukin 17 calls for")
w_P = _p("w_P", "1", "RANKL that PTH calls for, against what needs no PTH")
w_G = _p("w_G", "1", "largest rise of RANKL by glucocorticoid")
n_g = _p("n_g", "1", "how steeply interferon gamma restrains maturing")
n_v = _p("n_v", "1", "how steeply PTH answers to supply")
o_K = _p("o_K", "1", "share of OPG that binds RANKL, against the rest of its fate")
a_R = _p("a_R", "1", "saturation of RANK at rest")
epsilon = _p("epsilon", "1", "share of RANKL out of an antibody's reach")
sigma_C = _p("sigma_C", "1", "sclerostin at rest, relative to what half drives osteoclasts")
sigma_B = _p("sigma_B", "1", "Wnt restraint at rest, relative to what half stops maturing")
sigma_F = _p("sigma_F", "1", "Wnt restraint that half stops formation")
w_K = _p("w_K", "1", "share of DKK1 in the restraint of Wnt")
nu_K = _p("nu_K", "1", "share of DKK1 that answers to Wnt")
d_T = _p("d_T", "1", "DKK1 that TNF calls for, against the rest")
l_s = _p("l_s", "1", "rise of sclerostin when load is gone")

# ---- bone ----------------------------------------------------------------------------------------

chi = _p("chi", "1", "share of formation that follows resorption")
r_C = _p("r_C", "1", "osteoclasts that half drive it")
tau_V = _p("tau_V", "day", "time in which a cavity is filled")
gamma_m = _p("gamma_m", "1/day", "speed at which mineral ages")
n_c = _p("n_c", "1", "how steeply resorption falls as cortical bone is lost")
n_rho = _p("n_rho", "1", "how steeply resorption falls as trabecular bone is lost")
k_c = _p("k_c", "1/day", "turnover of cortical bone")
k_t = _p("k_t", "1/day", "turnover of trabecular bone")
b_0 = _p("b_0", "1", "formation per resorption at rest")
w_a = _p("w_a", "1/day", "share of it that is lost with each day of age")
a_p = _p("a_p", "day", "age at peak bone mass")
w_o = _p("w_o", "1/day", "share of it that is lost with each day of old age, besides")
a_o = _p("a_o", "day", "age at which old age begins")
n_t = _p("n_t", "1", "share of trabecular formation that rises with its square")
w_h = _p("w_h", "1", "trabecular share of the hip's density")
w_s = _p("w_s", "1", "trabecular share of the spine's density")
mu = _p("mu", "1", "density that young mineral costs at rest")
q_v = _p("q_v", "1", "exponent of what QCT sees of trabecular bone")
q_CTX = _p("q_CTX", "1", "exponent of CTX")
q_P1NP = _p("q_P1NP", "1", "exponent of P1NP")
p_P1NP = _p("p_P1NP", "1", "share of P1NP at rest that remodeling does not make")
T_h = _p("T_h", "1", "standard deviation of young women's hip density, over its mean")
T_s = _p("T_s", "1", "standard deviation of young women's spine density, over its mean")
a_e = _p("a_e", "day", "age at which estrogen begins to fall")
tau_e = _p("tau_e", "day", "time in which estrogen falls to half")

# ---- drugs ---------------------------------------------------------------------------------------

T_denosumab = _p("T_denosumab", "day", "half-life at high levels")
V_denosumab = _p("V_denosumab", "milligram/day", "largest clearance by its target")
M_denosumab = _p("M_denosumab", "milligram", "amount that half saturates that clearance")
E_denosumab = _p("E_denosumab", "1/milligram", "efficacy")
T_romosozumab = _p("T_romosozumab", "day", "half-life")
E_romosozumab = _p("E_romosozumab", "1/milligram", "efficacy")
T_blosozumab = _p("T_blosozumab", "day", "half-life")
E_blosozumab = _p("E_blosozumab", "1/milligram", "efficacy")
T_alendronate = _p("T_alendronate", "day", "half-life on surfaces of bone")
E_alendronate = _p("E_alendronate", "1/milligram", "efficacy")
T_zoledronate = _p("T_zoledronate", "day", "half-life on surfaces of bone")
E_zoledronate = _p("E_zoledronate", "1/milligram", "efficacy")
phi_b = _p("phi_b", "1", "share of bisphosphonates that leaves a surface into bone")
T_b = _p("T_b", "day", "half-life of bisphosphonates buried in bone")
beta_b = _p("beta_b", "1", "largest rise of osteoclast death by bisphosphonates")
y_b = _p("y_b", "1", "largest fall of formation by bisphosphonates, besides")
E_teriparatide = _p("E_teriparatide", "day/microgram", "efficacy")
E_abaloparatide = _p("E_abaloparatide", "day/microgram", "efficacy")
y_abaloparatide = _p("y_abaloparatide", "1", "its drive of resorption, relative to teriparatide")
beta_B = _p("beta_B", "1", "largest effect of PTH receptors on osteoblast survival")
beta_F = _p("beta_F", "1", "largest effect of PTH receptors on osteoblast vigor")
beta_C = _p("beta_C", "1", "largest effect of PTH receptors on maturing osteoclasts")
E_estradiol = _p("E_estradiol", "day/milligram", "estrogen that a daily dose replaces")
T_etanercept = _p("T_etanercept", "day", "half-life")
E_etanercept = _p("E_etanercept", "1/milligram", "efficacy")
T_tocilizumab = _p("T_tocilizumab", "day", "half-life at high levels")
V_tocilizumab = _p("V_tocilizumab", "milligram/day", "largest clearance by its target")
M_tocilizumab = _p("M_tocilizumab", "milligram", "amount that half saturates that clearance")
E_tocilizumab = _p("E_tocilizumab", "1/milligram", "efficacy")
E_prednisolone = _p("E_prednisolone", "day/milligram", "dose in units of the body's own making")
g_G = _p("g_G", "1", "excess of glucocorticoid that has half of its effect")
h_G = _p("h_G", "1", "how steeply that effect rises")
beta_A = _p("beta_A", "1", "largest fall of osteoblast vigor by glucocorticoid")
phi_G = _p("phi_G", "1", "share of that fall that leaves cavities unfilled for good")
beta_G = _p("beta_G", "1", "largest rise of osteoblast loss by glucocorticoid")
I_alendronate = _p("I_alendronate", "milligram/day", "intake")
I_teriparatide = _p("I_teriparatide", "microgram/day", "intake")
I_abaloparatide = _p("I_abaloparatide", "microgram/day", "intake")
I_estradiol = _p("I_estradiol", "milligram/day", "intake")
I_prednisolone = _p("I_prednisolone", "milligram/day", "intake")

# ---- definitions ---------------------------------------------------------------------------------

e = Definition("e", "1", "estrogen, relative to the years before menopause")
G = Definition("G", "1", "glucocorticoid beyond what the body makes")
g = Definition("g", "1", "effect of glucocorticoid, 0 to 1")
T_a = Definition("T_a", "1", "active TNF")
J_a = Definition("J_a", "1", "active interleukin 6")
H_a = Definition("H_a", "1", "PTH, as supply sets it")
N_a = Definition("N_a", "1", "share of maturing that interferon gamma leaves")
psi_d = Definition("psi_d", "1", "share of reachable RANKL that denosumab binds")
psi_b = Definition("psi_b", "1", "effect of bisphosphonates, 0 to 1")
psi_B = Definition("psi_B", "1", "PTH receptors that a daily dose engages, osteoblasts")
psi_C = Definition("psi_C", "1", "PTH receptors that a daily dose engages, RANKL")
Psi_s = Definition("Psi_s", "1", "exposure to antibodies against sclerostin")
L = Definition("L", "1", "free RANKL")
pi_R = Definition("pi_R", "1", "RANK that is occupied")
Phi_C = Definition("Phi_C", "1", "drive that makes osteoclasts mature")
u = Definition("u", "1", "restraint of Wnt")
Phi_B = Definition("Phi_B", "1", "drive that makes osteoblasts mature")
A_B = Definition("A_B", "1", "vigor of an osteoblast")
A_V = Definition("A_V", "1", "speed at which cavities close")
F = Definition("F", "1", "formation of bone")
b = Definition("b", "1", "bone formed where one unit was resorbed")
W = Definition("W", "1", "wall: bone put back into one cavity")
BMD_hip = Definition("BMD_hip", "1", "mineral density of the hip, relative to its start")
BMD_spine = Definition("BMD_spine", "1", "mineral density of the spine, relative to its start")
vBMD_spine = Definition(
    "vBMD_spine", "1", "mineral density of trabecular bone in the spine, as QCT sees it"
)
T_hip = Definition("T_hip", "1", "T-score of the hip")
T_spine = Definition("T_spine", "1", "T-score of the spine")
CTX = Definition("CTX", "1", "marker of resorption, relative to rest")
P1NP = Definition("P1NP", "1", "marker of formation, relative to rest")

LN2 = log(2)

model = Model(
    "The lifetime model",
    time_unit="day",
    states=[
        P, C, R, B, Y, s, s_b, K, V, m, rho_c, rho_t, a, A_denosumab, A_romosozumab, A_blosozumab,
        A_alendronate, D_alendronate, A_zoledronate, D_zoledronate, A_etanercept, A_tocilizumab,
    ],
    parameters=_fit.made,
    rates={
        P: k_P * (1 - f_P * Phi_C * P - (1 - f_P) * P),
        C: eta_C * (Phi_C * P - (1 + beta_b * psi_b) * C),
        R: k_R * (1 - f_R * Phi_B * R - (1 - f_R) * R),
        B: eta_B * (Phi_B * R - (1 + beta_G * g) / (1 + beta_B * psi_B) * B),
        Y: eta_Y * (B - Y),
        s: kappa_s * ((1 + 1 / x_s) / (1 + e / x_s) * (1 + l_s) / (1 + l_s * load) * Y
                      - s - Psi_s * s + s_b),
        s_b: kappa_s * (Psi_s * s - 2 * s_b),
        K: kappa_K * ((1 + d_T * T_a) / (1 + d_T) / (1 - nu_K + nu_K * u) - K),
        V: (C - A_V * V) / tau_V,
        m: gamma_m * (V - m),
        rho_c: k_c * (b * F - C * (1 - n_c + n_c * rho_c)),
        rho_t: k_t * (b * (1 - n_t + n_t * F) * F - C * (1 - n_rho + n_rho * rho_t)),
        a: Integer(1),
        A_denosumab: -LN2 / T_denosumab * A_denosumab
        - V_denosumab * A_denosumab / (M_denosumab + A_denosumab),
        A_romosozumab: -LN2 / T_romosozumab * A_romosozumab,
        A_blosozumab: -LN2 / T_blosozumab * A_blosozumab,
        A_alendronate: I_alendronate - LN2 / T_alendronate * A_alendronate
        + LN2 / T_b * D_alendronate,
        D_alendronate: phi_b * LN2 / T_alendronate * A_alendronate - LN2 / T_b * D_alendronate,
        A_zoledronate: LN2 / T_b * D_zoledronate - LN2 / T_zoledronate * A_zoledronate,
        D_zoledronate: phi_b * LN2 / T_zoledronate * A_zoledronate - LN2 / T_b * D_zoledronate,
        A_etanercept: -LN2 / T_etanercept * A_etanercept,
        A_tocilizumab: -LN2 / T_tocilizumab * A_tocilizumab
        - V_tocilizumab * A_tocilizumab / (M_tocilizumab + A_tocilizumab),
    },
    definitions={
        e: estrogen / (1 + Max(a - a_e, 0) / tau_e) + E_estradiol * I_estradiol,
        G: GC - 1 + E_prednisolone * I_prednisolone,
        g: Max(G, 0) ** h_G / (g_G**h_G + Max(G, 0) ** h_G),
        T_a: (TNF + d_E * (1 - e)) / (1 + E_etanercept * A_etanercept),
        J_a: IL6 / (1 + E_tocilizumab * A_tocilizumab),
        H_a: PTH * supply**-n_v,
        N_a: IFNg**-n_g,
        psi_d: E_denosumab * A_denosumab / (1 + E_denosumab * A_denosumab),
        psi_b: (E_alendronate * A_alendronate + E_zoledronate * A_zoledronate)
        / (1 + E_alendronate * A_alendronate + E_zoledronate * A_zoledronate),
        psi_B: (E_teriparatide * I_teriparatide + E_abaloparatide * I_abaloparatide)
        / (1 + E_teriparatide * I_teriparatide + E_abaloparatide * I_abaloparatide),
        psi_C: (E_teriparatide * I_teriparatide
                + y_abaloparatide * E_abaloparatide * I_abaloparatide)
        / (1 + E_teriparatide * I_teriparatide
           + y_abaloparatide * E_abaloparatide * I_abaloparatide),
        Psi_s: E_romosozumab * A_romosozumab + E_blosozumab * A_blosozumab,
        L: RANKL * (1 + 1 / x_C) / (1 + e / x_C)
        * (1 + w_T * T_a + w_1 * IL1 + w_6 * J_a + w_17 * IL17) / (1 + w_T + w_1 + w_6 + w_17)
        * (1 + w_P * H_a) / (1 + w_P) * (1 + w_G * g)
        * (1 + o_K) / (1 + o_K * OPG) * (1 - (1 - epsilon) * psi_d),
        pi_R: (1 + a_R) * L / (1 + a_R * L),
        Phi_C: pi_R * N_a * (1 + sigma_C) * s / (1 + sigma_C * s) * (1 + beta_C * psi_C),
        u: (1 - w_K) * s + w_K * K,
        Phi_B: (1 + sigma_B) / (1 + sigma_B * u),
        A_B: (1 - beta_A * g) * (1 + beta_F * psi_B),
        A_V: (1 - (1 - phi_G) * beta_A * g) * (1 + beta_F * psi_B),
        F: (1 - y_b * psi_b) * A_B * (1 + 1 / sigma_F) / (1 + u / sigma_F)
        * (1 - chi + chi * V * (1 + r_C) / (V + r_C)) * B,
        b: b_0 * (1 - w_a * Max(a - a_p, 0) - w_o * Max(a - a_o, 0)),
        W: b * F / (A_V * V),
        BMD_hip: ((1 - w_h) * rho_c + w_h * rho_t) * exp(-mu * (m - 1)),
        BMD_spine: ((1 - w_s) * rho_c + w_s * rho_t) * exp(-mu * (m - 1)),
        vBMD_spine: rho_t**q_v * exp(-mu * (m - 1)),
        T_hip: (BMD_hip - 1) / T_h,
        T_spine: (BMD_spine - 1) / T_s,
        CTX: C**q_CTX,
        P1NP: p_P1NP + (1 - p_P1NP) * F**q_P1NP,
    },
    drugs=[
        Drug("alendronate", "milligram", I_alendronate),
        Drug("zoledronate", "milligram", A_zoledronate),
        Drug("denosumab", "milligram", A_denosumab),
        Drug("teriparatide", "microgram", I_teriparatide),
        Drug("abaloparatide", "microgram", I_abaloparatide),
        Drug("romosozumab", "milligram", A_romosozumab),
        Drug("blosozumab", "milligram", A_blosozumab),
        Drug("estradiol", "milligram", I_estradiol),
        Drug("etanercept", "milligram", A_etanercept),
        Drug("tocilizumab", "milligram", A_tocilizumab),
        Drug("prednisolone", "milligram", I_prednisolone),
    ],
    summary=(
        "Age, estrogen, cytokines, glucocorticoid, load, supply and eleven drugs act on the cells "
        "of bone; density at hip and spine, T-scores and two markers come out."
    ),
    source="jorg2022",
    limits=(
        "It is fitted to women in trials and cohorts; men, children and pregnancy are not in it.",
        ("Fitted numbers are what makes this model agree with its data. They are not measurements "
        "of the things they are named after."),
        ("How strongly interleukins, interferon gamma, PTH, supply and tocilizumab act is assumed; "
        "only TNF, estrogen, glucocorticoid and load are held to data."),
        ("Levels of cytokines in disease are units of the model: an inflammation of two is twice "
        "the healthy drive by definition, not by any assay."),
        ("One set of cells serves the whole skeleton. Hip and spine differ by their share of "
        "trabecular bone alone; a local lesion, an erosion or a bony spur is not in it."),
        ("Density is not strength. No fracture, geometry or quality of bone is in it."),
        ("Teriparatide's early gain at the spine, the first loss under glucocorticoid, the thin "
        "walls that it leaves and the loss of the hip in bed rest are larger in people than here."),
        ("Loss speeds up after 75 by a term that names no cause and rests on two numbers."),
        ("A daily drug acts as its mean: the hours after a tablet or an injection are not seen."),
        ("A buried bisphosphonate goes on acting for decades here; no one cited was followed for "
        "more than seven years after the last tablet."),
    ),
    errata=(
        ("With every precursor maturing, one tissue, no lag between resorption and formation and "
        "no aging deficit it is the model of Jörg et al. (2022) divided by its state at rest, but "
        "for two things: osteoclasts die at a rate that estrogen does not change, and teriparatide "
        "divides the loss of osteoblasts instead of reducing it, so that no dose makes it "
        "negative."),
    ),
)  # fmt: skip
