"""Due dates and what lateness costs, as an instructor writes them into `deadlines.toml`."""

import math
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tools.assignments.course import AssignmentError, assignment_names

DAY = 86_400
KNOWN = {"due", "percent_a_day", "most_percent", "extensions"}


@dataclass(frozen=True)
class Deadline:
    """When an assignment is due, and what each day that has begun since then costs, in percent."""

    due: datetime
    percent_a_day: float = 0.0
    most_percent: float = 100.0
    extensions: dict[str, datetime] = field(default_factory=dict)

    def days_late(self, student: str, handed_in: datetime | None) -> int:
        """Count the days that had begun since the student's deadline.

        Parameters
        ----------
        student : str
            Whose deadline.
        handed_in : datetime, optional
            When; unknown counts as in time.

        Returns
        -------
        int
            0 in time, 1 up to a day later, and so on.
        """
        if handed_in is None:
            return 0
        late = (handed_in - self.extensions.get(student, self.due)).total_seconds()
        return max(0, math.ceil(late / DAY))

    def penalty(self, days: int, score: float) -> float:
        """Tell how many points lateness costs.

        Parameters
        ----------
        days : int
            As from `days_late`.
        score : float
            Points before.

        Returns
        -------
        float
            Points to take away, in hundredths.
        """
        return round(score * min(self.most_percent, days * self.percent_a_day) / 100, 2)


def read_deadlines(folder: Path) -> dict[str, Deadline]:
    """Read `deadlines.toml` in the folder of submissions.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    dict of str to Deadline
        By assignment; empty without the file.

    Raises
    ------
    AssignmentError
        If the file says something that is not known.
    """
    path = folder / "deadlines.toml"
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _deadline(name, entry) for name, entry in table.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
        msg = f"{path}: {error}"
        raise AssignmentError(msg) from error


def _deadline(name: str, entry: dict[str, Any]) -> Deadline:
    if name not in assignment_names():
        msg = f"no assignment {name!r}; there is: {', '.join(assignment_names())}"
        raise ValueError(msg)
    if "due" not in entry or entry.keys() - KNOWN:
        msg = f"[{name}] takes due, and where wanted {', '.join(sorted(KNOWN - {'due'}))}"
        raise ValueError(msg)
    extended = {student: _moment(when) for student, when in entry.get("extensions", {}).items()}
    rest = {what: float(entry[what]) for what in ("percent_a_day", "most_percent") if what in entry}
    if any(not 0 <= value <= 100 for value in rest.values()):
        msg = f"[{name}] percentages lie between 0 and 100"
        raise ValueError(msg)
    return Deadline(_moment(entry["due"]), extensions=extended, **rest)


def _moment(when: object) -> datetime:
    """Take a date for its end, and a time without a zone for one in UTC."""
    if isinstance(when, datetime):
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    if isinstance(when, date):
        return datetime.combine(when, time.max, UTC)
    msg = f"{when!r} is no date; write 2027-03-05 or 2027-03-05T18:00:00+01:00"
    raise ValueError(msg)
