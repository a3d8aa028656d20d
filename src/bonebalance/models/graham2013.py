"""Graham et al. 2013: osteocytes that die call for new bone, and fall silent once replaced."""

from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, State

S = State("S", "cell", "osteocytes", initial=180, role="osteocytes")
P = State("P", "cell", "pre-osteoblasts", initial=0, role="formation")
B = State("B", "cell", "osteoblasts", initial=0, role="formation")
C = State("C", "cell", "osteoclasts", initial=0, role="resorption")
z = State(
    "z", "percent", "bone volume, in percent of its start", initial=100, role="bone", signed=True
)


def _parameter(
    name: str, unit: str, description: str, value: float, *, signed: bool = False
) -> Parameter:
    return Parameter(
        name, unit, description,
        value=value, source="graham2013", status="assumed", signed=signed,
    )  # fmt: skip


K_S = _parameter("K_S", "cell", "osteocytes at which their call falls silent", 200)
alpha_1 = _parameter("alpha_1", "cell**(1 - g_31)/day", "osteoblasts become osteocytes", 0.5)
alpha_2 = _parameter("alpha_2", "cell**(1 - g_21)/day", "osteocytes call pre-osteoblasts", 0.1)
alpha_3 = _parameter("alpha_3", "cell**(1 - g_32)/day", "pre-osteoblasts multiply", 0.1)
alpha_4 = _parameter(
    "alpha_4", "cell**(1 - g_41 - g_42 - g_43)/day",
    "osteocytes and pre-osteoblasts call osteoclasts, by RANKL", 0.1,
)  # fmt: skip
beta_1 = _parameter(
    "beta_1", "cell**(1 - f_12 - f_14)/day", "pre-osteoblasts mature under osteoclasts", 0.1
)
beta_2 = _parameter("beta_2", "cell**(1 - f_23)/day", "osteoblasts die", 0.1)
beta_3 = _parameter("beta_3", "cell**(1 - f_34)/day", "osteoclasts die", 0.1)
delta = _parameter("delta", "1/day", "share of pre-osteoblasts lost each day", 0.1)
epsilon = _parameter("epsilon", "cell", "keeps the call finite without osteoblasts", 1)
k_1 = _parameter("k_1", "percent/(cell*day)", "bone removed by one osteoclast in a day", 0.7)
k_2 = _parameter("k_2", "percent/(cell*day)", "bone added by one osteoblast in a day", 0.015445)
g_31 = _parameter("g_31", "1", "osteoblasts on their turning into osteocytes", 1, signed=True)
g_21 = _parameter("g_21", "1", "osteocytes on the call for pre-osteoblasts", 2, signed=True)
g_22 = _parameter("g_22", "1", "sclerostin on the call for pre-osteoblasts", 1, signed=True)
g_32 = _parameter("g_32", "1", "pre-osteoblasts on their own number", 1, signed=True)
g_41 = _parameter("g_41", "1", "osteocytes on osteoclasts", 1, signed=True)
g_42 = _parameter("g_42", "1", "pre-osteoblasts on osteoclasts", 1, signed=True)
g_43 = _parameter("g_43", "1", "osteoblasts on osteoclasts, by OPG", -1, signed=True)
g_44 = _parameter("g_44", "1", "sclerostin on osteoclasts", 1, signed=True)
f_12 = _parameter("f_12", "1", "pre-osteoblasts on their maturing", 1, signed=True)
f_14 = _parameter("f_14", "1", "osteoclasts on the maturing of pre-osteoblasts", 1, signed=True)
f_23 = _parameter("f_23", "1", "osteoblasts on their death", 1, signed=True)
f_34 = _parameter("f_34", "1", "osteoclasts on their death", 1, signed=True)

u = Definition("u", "1", "share of osteocytes missing, whose sclerostin is missed")
M = Definition("M", "cell/day", "pre-osteoblasts that mature")
E = Definition("E", "cell/day", "osteoblasts that turn into osteocytes")

model = Model(
    "Graham et al. 2013",
    time_unit="day",
    states=[S, P, B, C, z],
    parameters=[
        K_S, alpha_1, alpha_2, alpha_3, alpha_4, beta_1, beta_2, beta_3, delta, epsilon, k_1, k_2,
        g_31, g_21, g_22, g_32, g_41, g_42, g_43, g_44, f_12, f_14, f_23, f_34,
    ],
    rates={
        S: E,
        P: alpha_2 * S**g_21 * u**g_22 + alpha_3 * P**g_32 * u - M - delta * P,
        B: M - beta_2 * B**f_23 - E,
        C: alpha_4 * S**g_41 * P**g_42 * (epsilon + B) ** g_43 * u**g_44 - beta_3 * C**f_34,
        z: k_2 * B - k_1 * C,
    },
    definitions={
        u: 1 - S / K_S,
        M: beta_1 * P**f_12 * C**f_14,
        E: alpha_1 * B**g_31 * u,
    },
    summary=(
        "One targeted repair. Osteocytes die; those left, with less sclerostin among them, call "
        "pre-osteoblasts, these call osteoclasts, and osteoblasts fill the hole and become the "
        "osteocytes that end the call."
    ),
    source="graham2013",
    limits=(
        "Sclerostin, RANKL and OPG are not counted; exponents of cell numbers stand for them.",
        "Osteocytes never die while the model runs; their death is its start.",
        "Bone volume has no lower or upper bound.",
        "The exponents sum up many signals and cannot be measured one by one.",
        "With more osteocytes than K_S the model has no meaning.",
    ),
    errata=(
        ("The curated encoding BIOMD0000000721 multiplies by g_22; here it is an exponent, as its "
        "name and its siblings say. At g_22 = 1 the two are the same."),
        ("The number rho of osteocytes that die, 20 in the encoding, is the start here: S = K_S - "
        "rho."),
        ("With the published k_1 = 0.7 one repair ends at 99.75 percent of the bone. With 0.6983, "
        "used by a later encoding of the same model, it closes."),
    ),
)  # fmt: skip
