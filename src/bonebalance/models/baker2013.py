"""Baker et al. 2013: inflammation that, once lit, can keep itself burning."""

from bonebalance.model import Model
from bonebalance.quantities import Parameter, State

a = State("a", "1", "anti-inflammatory cytokines", initial=0.00577667577789773, role="immune")
p = State("p", "1", "pro-inflammatory cytokines", initial=0.0203298264712407, role="immune")


def _parameter(name: str, description: str, value: float) -> Parameter:
    return Parameter(name, "1", description, value=value, source="baker2013", status="assumed")


alpha_1 = _parameter("alpha_1", "making of pro-inflammatory cytokines without stimulus", 0.025)
alpha_2 = _parameter("alpha_2", "making of pro-inflammatory cytokines that they cause", 1)
alpha_3 = _parameter("alpha_3", "inflammation at which the answer is half its largest", 0.5)
alpha_4 = _parameter("alpha_4", "largest making of anti-inflammatory cytokines", 3.5)
gamma = _parameter("gamma", "loss of pro-inflammatory cytokines, relative to the others", 1.25)

model = Model(
    "Baker et al. 2013",
    time_unit="dimensionless",
    states=[a, p],
    parameters=[alpha_1, alpha_2, alpha_3, alpha_4, gamma],
    rates={
        a: alpha_4 * p**2 / (alpha_3**2 + p**2) - a,
        p: (alpha_1 + alpha_2 * p**2 / (1 + p**2)) / (1 + a**2) - gamma * p,
    },
    summary=(
        "Cytokines that drive inflammation call those that quench it, and both act on the first. "
        "Between two strengths of the drive alpha_2, joints can be calm or inflamed, and which it "
        "is depends on the past."
    ),
    source="baker2013",
    limits=(
        "Two numbers stand for all cytokines; neither is a concentration in a unit.",
        "Time is counted in lifetimes of anti-inflammatory cytokines, which the model leaves open.",
        "Cells, joints and bone are absent.",
    ),
    errata=(
        "The paper scales all quantities to pure numbers, and so does this encoding.",
        (
            "Values and start are those of the curated encoding BIOMD0000000550. In its sister "
            "BIOMD0000000549 alpha_4 is 7 and alpha_2 rises with time along a curve, which steps "
            "can only approach."
        ),
    ),
)
