"""A joint in arthritis: the bone beside it, the erosion at its edge and the space between its ends.

Three losses with three causes. Bone beside the joint is remodeled faster and refilled less;
erosion needs inflammation and RANKL; cartilage needs inflammation alone.
"""

from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, State, Status

C_h = State("C_h", "1", "osteoclasts in the bone beside the joint", initial=1, role="resorption")
V_h = State("V_h", "1", "open cavities in that bone", initial=1, role="guide")
rho_h = State("rho_h", "1", "bone beside the joint, relative to its start", initial=1, role="bone")
N_h = State("N_h", "1", "osteoclasts at the joint's edge", initial=0, role="resorption")
S_e = State("S_e", "1", "erosion score gained", initial=0, role="resorption")
S_n = State("S_n", "1", "narrowing score gained", initial=0, role="immune")

_made: list[Parameter] = []


def _p(
    name: str, unit: str, description: str, value: float,
    status: Status = "assumed", source: str = "thiscourse",
) -> Parameter:  # fmt: skip
    _made.append(Parameter(name, unit, description, value=value, status=status, source=source))
    return _made[-1]


activity = _p("activity", "1", "activity: 0 calm, 1 untreated early arthritis", 0)
D_h = _p("D_h", "milligram", "denosumab in the body", 0)
E_h = _p("E_h", "1/milligram", "its efficacy at the joint", 0.25, "fitted", "takeuchi2019")
eta_h = _p("eta_h", "1/day", "death of osteoclasts", 0.1)
v_h = _p("v_h", "1", "osteoclasts beside the joint that full activity adds", 1)
tau_h = _p("tau_h", "day", "time in which a cavity is filled", 75)
k_h = _p("k_h", "1/day", "turnover of the bone beside the joint", 6.57e-4, "fitted", "deodhar2010")
f_h = _p("f_h", "1", "share of the refill that full activity takes", 0.18, "fitted", "deodhar2010")
k_e = _p("k_e", "1/day", "erosion at full activity", 8.17e-3, "fitted", "takeuchi2019")
k_n = _p("k_n", "1/day", "narrowing at full activity", 4.25e-3, "fitted", "takeuchi2019")

free_h = Definition("free_h", "1", "share of the joint's RANKL that is free")

model = Model(
    "A joint in arthritis",
    time_unit="day",
    states=[C_h, V_h, rho_h, N_h, S_e, S_n],
    parameters=_made,
    rates={
        C_h: eta_h * ((1 + v_h * activity) * free_h - C_h),
        V_h: (C_h - V_h) / tau_h,
        rho_h: k_h * ((1 - f_h * activity) * V_h - C_h),
        N_h: eta_h * (activity * free_h - N_h),
        S_e: k_e * N_h,
        S_n: k_n * activity,
    },
    definitions={free_h: 1 / (1 + E_h * D_h)},
    summary=(
        "Inflammation feeds osteoclasts beside a joint and at its edge, keeps holes from being "
        "refilled, and wears cartilage. An antibody against RANKL stops the first two only."
    ),
    source="takeuchi2019",
    limits=(
        "Scores of all joints of hands and feet are one number, the mean of a group.",
        ("Damage is proportional to activity, without a threshold; nothing heals, and an eroded "
        "joint is not more at risk than a sound one."),
        ("Activity is clinical: a linear scale from 0 at a DAS28 of 2.6 to 1 at 5.4. Swelling that "
        "nobody feels counts as calm."),
        ("Cartilage has no cells here. That its loss needs no osteoclast is put in, because trials "
        "of denosumab found it so; the model does not explain it."),
        "The amount of denosumab is given from outside, for instance by the lifetime model.",
    ),
)  # fmt: skip
