"""The immune network that drives the lifetime model: one number of activity, bone of a life."""

from sympy import Expr

from bonebalance.coupling import couple
from bonebalance.models import immune as _immune
from bonebalance.models import lifetime as _lifetime

_network = {quantity.name: quantity for quantity in (*_immune.states, *_immune.definitions)}
_life = {
    quantity.name: quantity
    for quantity in (*_lifetime.states, *_lifetime.parameters.values(), *_lifetime.definitions)
}


def _bound(drug: str) -> Expr:
    """Return the share that a drug binds where one unit of exposure binds half."""
    exposure = _life[f"E_{drug}"] * _life[f"A_{drug}"]
    return exposure / (1 + exposure)


model = couple(
    "Immune network and lifetime model",
    _immune,
    _lifetime,
    {
        # The lifetime model blocks TNF and interleukin 6 by itself, so it gets them unblocked.
        "TNF": _network["TNF_out"],
        "IL6": _network["IL6_out"],
        **{name: _network[name] for name in ("IL1", "IL17", "IFNg", "RANKL", "OPG")},
    },
    back={
        "anti_TNF": _bound("etanercept"),
        "anti_IL6R": _bound("tocilizumab"),
        "anti_RANKL": (1 - _life["epsilon"]) * _life["psi_d"],
    },
    summary=(
        "What leaks out of an inflamed joint drives the bone of a life, and a dose of etanercept, "
        "tocilizumab or denosumab acts in the joint as in the skeleton."
    ),
    source="thiscourse",
    limits=(
        "Bone does not act back on inflammation, and of the drugs only three reach the joint.",
    ),
)
