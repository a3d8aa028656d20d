"""What grading one submission said."""

from dataclasses import dataclass, field

COLUMNS = (
    "student",
    "assignment",
    "status",
    "score",
    "possible",
    "open_points",
    "days_late",
    "penalty",
    "confined",
    "reason",
)


@dataclass(frozen=True)
class Result:
    """One line of `results.csv`.

    `score` counts what tests decided; `open_points` wait for a person; `penalty` is what lateness
    takes away from the score; `confined` says whether the notebook ran behind walls (`confine`);
    `reason` says why points are missing, or why there is no score.
    """

    student: str
    assignment: str
    status: str
    score: float
    possible: float
    open_points: float
    reason: str
    cells: dict[str, dict[str, object]] = field(default_factory=dict, repr=False)
    days_late: int = 0
    penalty: float = 0.0
    confined: bool = True
    platform: str = ""
    number: str = ""
