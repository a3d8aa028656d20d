"""Jörg et al. 2022: hip bone of women from birth to old age, and the drugs of four classes."""

from sympy import Integer, Max, log

from bonebalance.model import Model
from bonebalance.quantities import Definition, Drug, Parameter, State, Status

# The authors count ages in years of 365 days.
YEAR = 365

rho_pC = State("rho_pC", "1", "pre-osteoclasts", initial=1723.9936825471411, role="resorption")
rho_C = State("rho_C", "1", "osteoclasts", initial=41.98649849928339, role="resorption")
rho_pB = State("rho_pB", "1", "pre-osteoblasts", initial=215.93901700786398, role="formation")
rho_B = State("rho_B", "1", "osteoblasts", initial=107.49898977824357, role="formation")
rho_Y = State("rho_Y", "1", "osteocytes", initial=612.4457451479228, role="osteocytes")
s = State("s", "1", "sclerostin", initial=11092.855927303257, role="osteocytes")
s_b = State("s_b", "1", "sclerostin bound by an antibody", initial=0, role="osteocytes")
rho_b = State("rho_b", "1", "bone density, relative to its start", initial=1, role="bone")
c_b = State("c_b", "1", "mineral content of bone", initial=0.8, role="bone")
a = State("a", "day", "age", initial=0, role="guide", clock=True)
A_denosumab = State("A_denosumab", "milligram", "denosumab", initial=0, role="drug")
A_romosozumab = State("A_romosozumab", "milligram", "romosozumab", initial=0, role="drug")
A_blosozumab = State("A_blosozumab", "milligram", "blosozumab", initial=0, role="drug")
A_alendronate = State("A_alendronate", "milligram", "alendronate", initial=0, role="drug")
A_teriparatide = State("A_teriparatide", "microgram", "teriparatide", initial=0, role="drug")


def _parameter(
    name: str, unit: str, description: str, value: float, status: Status = "fitted"
) -> Parameter:
    return Parameter(name, unit, description, value=value, source="jorg2022", status=status)


mu_pC = _parameter("mu_pC", "1/day", "new pre-osteoclasts, which sets their scale", 1, "assumed")
omega_pC = _parameter("omega_pC", "1/day", "pre-osteoclasts become osteoclasts", 0.930890444)
e_pC = _parameter("e_pC", "1", "estrogen that half holds this back", 0.937654795)
s_pC = _parameter("s_pC", "1", "sclerostin that half drives this", 8603687.044)
eta_C = _parameter("eta_C", "1/day", "death of osteoclasts", 0.023815993)
nu_C = _parameter("nu_C", "1", "largest effect of estrogen and resorption on it", 0.000123164)
e_C = _parameter("e_C", "1", "estrogen that half drives it", 0.990728213)
r_C = _parameter("r_C", "1", "osteoclasts that half drive it", 10.12488334)
mu_pB = _parameter("mu_pB", "1/day", "new pre-osteoblasts, which sets their scale", 1, "assumed")
omega_pB = _parameter("omega_pB", "1/day", "pre-osteoblasts become osteoblasts", 0.319241069)
s_pB = _parameter("s_pB", "1", "sclerostin that half holds this back", 163.2824648)
eta_B = _parameter("eta_B", "1/day", "death of osteoblasts", 0.00867806)
omega_B = _parameter("omega_B", "1/day", "osteoblasts become osteocytes", 0.000624353)
eta_Y = _parameter("eta_Y", "1/day", "death of osteocytes", 0.000109589, "assumed")
p_s = _parameter("p_s", "1/day", "sclerostin from one osteocyte, its scale", 1, "assumed")
e_s = _parameter("e_s", "1", "estrogen that half holds sclerostin back", 9.595406602)
kappa_s = _parameter("kappa_s", "1/day", "loss of sclerostin", 0.05, "assumed")
delta_s = _parameter("delta_s", "1/day", "antibody leaves sclerostin", 0.05, "assumed")
lambda_C = _parameter("lambda_C", "1/day", "resorption by one osteoclast", 3.82e-6)
lambda_B = _parameter("lambda_B", "1/day", "formation by one osteoblast", 1.29e-6)
s_Omega = _parameter("s_Omega", "1", "sclerostin that half stops formation", 3039.645954)
r_Omega = _parameter("r_Omega", "1", "osteoclasts that half drive formation", 1024.4198)
nu_Omega = _parameter("nu_Omega", "1", "largest effect of osteoclasts on formation", 107.5332737)
gamma = _parameter("gamma", "1/day", "speed at which mineral content settles", 0.006654662)
c_0 = _parameter("c_0", "1", "mineral content at rest", 0.8, "assumed")
a_e = _parameter("a_e", "day", "age at which estrogen begins to fall", 50 * YEAR, "assumed")
tau_e = _parameter("tau_e", "day", "time in which estrogen falls to half", 2.6 * YEAR)
q_CTX = _parameter("q_CTX", "1", "exponent of CTX", 1.160526444)
q_P1NP = _parameter("q_P1NP", "1", "exponent of P1NP", 1.453273548)
q_BSAP = _parameter("q_BSAP", "1", "exponent of BSAP", 0.923890022)
E_denosumab = _parameter("E_denosumab", "1/milligram", "efficacy", 4339.630194)
T_denosumab = _parameter("T_denosumab", "day", "half-life", 10, "measured")
beta_pC = _parameter("beta_pC", "1", "largest effect of denosumab on osteoclasts", 0.873373525)
beta_b = _parameter("beta_b", "1", "largest effect of denosumab on mineral", 0.015764123)
E_romosozumab = _parameter(
    "E_romosozumab", "1/milligram", "efficacy, taken from blosozumab", 0.013104958, "assumed"
)
T_romosozumab = _parameter("T_romosozumab", "day", "half-life", 7, "measured")
E_blosozumab = _parameter("E_blosozumab", "1/milligram", "efficacy", 0.013104958)
T_blosozumab = _parameter("T_blosozumab", "day", "half-life", 7, "assumed")
E_alendronate = _parameter("E_alendronate", "1/milligram", "efficacy", 2.97e-5)
T_alendronate = _parameter("T_alendronate", "day", "effective half-life", 152.710497)
eta_Cbp = _parameter("eta_Cbp", "1/day", "death of osteoclasts by alendronate", 1.000665052)
E_teriparatide = _parameter("E_teriparatide", "1/microgram", "efficacy", 0.265529542)
T_teriparatide = _parameter("T_teriparatide", "day", "half-life", 0.0417, "measured")
beta_B = _parameter("beta_B", "1", "largest effect of teriparatide on osteoblasts", 1.305332076)
beta_pCt = _parameter("beta_pCt", "1", "largest effect of it on osteoclasts", 4.282514877)
I_alendronate = _parameter("I_alendronate", "milligram/day", "intake", 0, "assumed")
I_teriparatide = _parameter("I_teriparatide", "microgram/day", "intake", 0, "assumed")

e = Definition("e", "1", "estrogen, relative to the years before menopause")
Psi_d = Definition("Psi_d", "1", "exposure to an antibody against RANKL")
Psi_s = Definition("Psi_s", "1", "exposure to antibodies against sclerostin")
Psi_a = Definition("Psi_a", "1", "exposure to alendronate")
Psi_t = Definition("Psi_t", "1", "exposure to teriparatide")
f_C = Definition("f_C", "1/day", "pre-osteoclasts that become osteoclasts")
h_C = Definition("h_C", "1/day", "share of osteoclasts that die each day")
f_B = Definition("f_B", "1/day", "pre-osteoblasts that become osteoblasts")
h_B = Definition("h_B", "1/day", "share of osteoblasts that die each day")
F = Definition("F", "1/day", "formation of bone")
Q = Definition("Q", "1/day", "resorption of bone")
BMD = Definition("BMD", "1", "bone mineral density of the hip, in units of the model")
CTX = Definition("CTX", "day**(-q_CTX)", "marker of resorption, in units of the model")
P1NP = Definition("P1NP", "day**(-q_P1NP)", "marker of formation, in units of the model")
BSAP = Definition("BSAP", "day**(-q_BSAP)", "marker of formation, in units of the model")

model = Model(
    "Jörg et al. 2022",
    time_unit="day",
    states=[
        rho_pC, rho_C, rho_pB, rho_B, rho_Y, s, s_b, rho_b, c_b, a,
        A_denosumab, A_romosozumab, A_blosozumab, A_alendronate, A_teriparatide,
    ],
    parameters=[
        mu_pC, omega_pC, e_pC, s_pC, eta_C, nu_C, e_C, r_C, mu_pB, omega_pB, s_pB, eta_B, omega_B,
        eta_Y, p_s, e_s, kappa_s, delta_s, lambda_C, lambda_B, s_Omega, r_Omega, nu_Omega, gamma,
        c_0, a_e, tau_e, q_CTX, q_P1NP, q_BSAP, E_denosumab, T_denosumab, beta_pC, beta_b,
        E_romosozumab, T_romosozumab, E_blosozumab, T_blosozumab, E_alendronate, T_alendronate,
        eta_Cbp, E_teriparatide, T_teriparatide, beta_B, beta_pCt, I_alendronate, I_teriparatide,
    ],
    rates={
        rho_pC: mu_pC - f_C,
        rho_C: f_C - h_C * rho_C,
        rho_pB: mu_pB - f_B,
        rho_B: f_B - h_B * rho_B - omega_B * rho_B,
        rho_Y: omega_B * rho_B - eta_Y * rho_Y,
        s: p_s * rho_Y / (1 + e / e_s) + delta_s * s_b - kappa_s * s - kappa_s * Psi_s * s,
        s_b: kappa_s * Psi_s * s - (delta_s + kappa_s) * s_b,
        rho_b: F - Q,
        c_b: gamma * (c_0 + beta_b * Psi_d / (1 + Psi_d) - c_b),
        a: Integer(1),
        A_denosumab: -log(2) / T_denosumab * A_denosumab,
        A_romosozumab: -log(2) / T_romosozumab * A_romosozumab,
        A_blosozumab: -log(2) / T_blosozumab * A_blosozumab,
        A_alendronate: I_alendronate - log(2) / T_alendronate * A_alendronate,
        A_teriparatide: I_teriparatide - log(2) / T_teriparatide * A_teriparatide,
    },
    definitions={
        e: 1 / (1 + Max(a - a_e, 0) / tau_e),
        Psi_d: E_denosumab * A_denosumab,
        Psi_s: E_romosozumab * A_romosozumab + E_blosozumab * A_blosozumab,
        Psi_a: E_alendronate * A_alendronate,
        Psi_t: E_teriparatide * A_teriparatide,
        f_C: omega_pC / (1 + e / e_pC) * s / (s_pC + s) * rho_pC
        * (1 - beta_pC * Psi_d / (1 + Psi_d)) * (1 + beta_pCt * Psi_t / (1 + Psi_t)),
        h_C: eta_C * (1 + nu_C * e / (e_C + e) * rho_C / (r_C + rho_C))
        + eta_Cbp * Psi_a / (1 + Psi_a),
        f_B: omega_pB / (1 + s / s_pB) * rho_pB,
        h_B: eta_B * (1 - beta_B * Psi_t / (1 + Psi_t)),
        F: lambda_B / (1 + s / s_Omega) * (1 + nu_Omega * rho_C / (r_Omega + rho_C)) * rho_B,
        Q: lambda_C * rho_C,
        BMD: rho_b * c_b,
        CTX: Q**q_CTX,
        P1NP: F**q_P1NP,
        BSAP: F**q_BSAP,
    },
    drugs=[
        Drug("denosumab", "milligram", A_denosumab),
        Drug("romosozumab", "milligram", A_romosozumab),
        Drug("blosozumab", "milligram", A_blosozumab),
        Drug("alendronate", "milligram", I_alendronate),
        Drug("teriparatide", "microgram", I_teriparatide),
    ],
    summary=(
        "Cells, sclerostin, bone density and mineral from birth on; estrogen falls after "
        "menopause; drugs of four classes act where they are known to. Fitted to hip density and "
        "markers of trials."
    ),
    source="jorg2022",
    limits=(
        ("Precursors never die, so in the long run all of them become osteoclasts or osteoblasts. "
        "A lasting drive of their maturing therefore fades: 1.5 times the drive raises CTX by 52 "
        "percent after half a year and by 2.5 percent after ten."),
        "After menopause CTX is back at its old level at about 70 years, which people's is not.",
        "Ten years of denosumab lose their effect on CTX, which the model alone predicts.",
        ("Romosozumab raises hip density half as much as in trials, and alendronate in its first "
        "year hardly at all."),
        "It describes the hip of a mean woman; there is no spine and no man.",
        "Glucocorticoids, inflammation, the body's own PTH, RANKL and OPG are absent.",
        ("Bone falls by 0.16 percent a year from birth, since formation and resorption do not "
        "balance before menopause."),
    ),
    errata=(
        ("The paper's table rounds the parameters; with them the model misses density by about ten "
        "percent. Here they have the full precision of the authors' program."),
        ("Alendronate adds to the death of osteoclasts outside the bracket, as in the authors' "
        "program; equation 26 puts it inside. The two differ by less than 1 in 10,000."),
        ("The text lets sclerostin slow the turning of osteoblasts into osteocytes; equation 11 "
        "and the program do not, nor does this model."),
        "The text says that precursors die; equation 12 and the program let none die.",
        "delta_s is a rate of unbinding, as the table says and the text does not.",
        ("The paper scales the making of precursors and of sclerostin to one and drops it. Here "
        "mu_pC, mu_pB and p_s stand for it, so that units balance."),
        ("Exposure is efficacy times the amount of drug in the body, which is the paper's formula "
        "for doses and for intake."),
        ("Dosing of alendronate and teriparatide is a mean intake. The program gives weekly "
        "tablets as single doses, which `Pulse(\"A_alendronate\", 70, day)` repeats, one each."),
        ("beta_pC, beta_b, beta_B, beta_pCt and eta_Cbp are the program's beta_pC_rAb, beta_b_rAb, "
        "beta_B_pth, beta_pC_pth and eta_C_bp; a_e and tau_e are days here, not years."),
        ("Figure 3C says ten years after the end of treatment; the program reads at 82 years, "
        "twelve after it."),
        "A year has 365 days.",
    ),
)  # fmt: skip
