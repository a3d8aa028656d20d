"""The smallest balance of resorption and formation."""

from bonebalance.model import Model
from bonebalance.quantities import Parameter, State

z = State("z", "percent", "bone mass, in percent of its start", initial=100, role="bone")

F = Parameter(
    "F",
    "percent/year",
    "formation: bone added each year, here equal to what is removed from a full store",
    value=5.85,
    source="jorg2022",
    status="assumed",
)
k = Parameter(
    "k",
    "1/year",
    "resorption: share of the bone removed each year",
    value=0.0585,
    source="jorg2022",
    status="fitted",
)

model = Model(
    "Smallest balance",
    time_unit="year",
    states=[z],
    parameters=[F, k],
    rates={z: F - k * z},
    summary="Bone is added at a constant rate and removed in proportion to what is there.",
    source="jorg2022",
    limits=(
        "Bone has no age, place or shape: spongy and compact bone are one pool.",
        "Resorption and formation do not know of each other, so there is no coupling.",
        "Holes that are open for a while, the remodeling space, do not count as missing bone.",
        "Both rates jump when they are told to, while estrogen falls over years.",
        (
            "The share removed is derived from a larger model, fitted to hip density: what its "
            "osteoclasts remove before menopause, taken as a share of the full bone. That model "
            "itself ties resorption to osteoclasts and not to the bone that is left."
        ),
    ),
)
