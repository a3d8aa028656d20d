"""Find what students handed in, in the folders that nbgrader, Moodle and Canvas leave."""

import re
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from tools.assignments import course

EXPECTED = "STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb"
LARGEST = 25_000_000  # bytes of one file of an archive

# "Ada Lovelace_123_assignsubmission_file/balance.ipynb" is how Moodle names it, and
# "lovelaceada_LATE_123_4567_balance-1.ipynb" is how Canvas does.
_MOODLE = re.compile(r"(?P<name>[^/]+)_(?P<number>\d+)_assignsubmission_file_?/(?P<file>[^/]+)$")
_CANVAS = re.compile(
    r"(?P<name>[^/_]+)_(?P<late>LATE_)?(?P<number>\d+)_(?P<other>\d+)_(?P<file>[^/]+)$"
)


@dataclass(frozen=True)
class Submission:
    """A notebook that somebody handed in.

    `student` is the id, or for a platform's archive the name and number that the platform gives;
    `platform` is then "canvas" or "moodle", and `number` the platform's.
    """

    student: str
    assignment: str
    path: Path
    note: str = ""
    platform: str = ""
    number: str = ""
    marked_late: bool = False


@dataclass(frozen=True)
class Stray:
    """A folder or file in which no submission was found, and why."""

    name: str
    reason: str


def find(submissions: Path, unpacked: Path) -> tuple[list[Submission], list[Stray]]:
    """List the submissions in a folder.

    Parameters
    ----------
    submissions : Path
        The folder: ``STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``, and archives of Moodle or Canvas.
    unpacked : Path
        Where the notebooks of archives are put.

    Returns
    -------
    tuple
        The submissions, and everything that is none, so that nobody is lost.

    Raises
    ------
    AssignmentError
        If the folder is missing or empty.
    """
    if not submissions.is_dir() or not any(submissions.iterdir()):
        msg = f"no submissions in {submissions}; expected {EXPECTED} there"
        raise course.AssignmentError(msg)
    found: list[Submission] = []
    strays: list[Stray] = []
    for entry in sorted(submissions.iterdir()):
        if entry.name.startswith(".") or entry.name == "deadlines.toml":
            continue
        if entry.suffix == ".zip" and entry.is_file():
            mine, odd = _of_archive(entry, unpacked)
        else:
            mine, odd = _of_folder(entry)
        found += mine
        strays += odd
    return found, strays


def _of_folder(entry: Path) -> tuple[list[Submission], list[Stray]]:
    if entry.is_symlink():
        return [], [Stray(entry.name, "this is a link, not a folder")]
    if not entry.is_dir():
        return [], [Stray(entry.name, f"this is a file; expected {EXPECTED}")]
    names = course.assignment_names()
    found, strays = [], []
    for name in names:
        folder = entry / name
        if not folder.is_dir() or folder.is_symlink():
            continue
        there = sorted(folder.glob("*.ipynb"))
        exact = [path for path in there if path.name.lower() == f"{name}.ipynb"]
        others = [path for path in there if path not in exact]
        chosen = exact[:1] or others[:1] if len(others) < 2 or exact else []
        if chosen:
            note = "" if chosen == exact[:1] else f"the file is called {chosen[0].name}"
            if exact and others:
                note = f"other notebooks were not looked at: {', '.join(p.name for p in others)}"
            found.append(Submission(entry.name, name, chosen[0], note))
        elif there:
            which = ", ".join(path.name for path in there)
            strays.append(Stray(entry.name, f"which of these is {name}.ipynb? {which}"))
    if not found and not strays:
        odd = sorted(path.relative_to(entry).as_posix() for path in entry.rglob("*.ipynb"))[:3]
        there_is = f"; there is {', '.join(odd)}" if odd else ""
        reason = f"no notebook found; expected {entry.name}/ASSIGNMENT/ASSIGNMENT.ipynb{there_is}"
        strays.append(Stray(entry.name, reason))
    return found, strays


def _of_archive(archive: Path, unpacked: Path) -> tuple[list[Submission], list[Stray]]:
    """Take the notebooks of a platform's archive; only known names, never a path from inside."""
    found, strays = [], []
    try:
        with zipfile.ZipFile(archive) as opened:
            for member in sorted(opened.infolist(), key=lambda one: one.filename):
                if member.is_dir():
                    continue
                one = _recognize(member.filename)
                if isinstance(one, Stray):
                    strays.append(one)
                    continue
                if member.file_size > LARGEST:
                    strays.append(Stray(one.student, "the file is too large"))
                    continue
                path = unpacked / archive.stem / one.student / f"{one.assignment}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(opened.read(member))
                found.append(replace(one, path=path))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        strays.append(Stray(archive.name, f"the archive cannot be read ({error})"))
    return found, strays


def _recognize(member: str) -> Submission | Stray:
    moodle = _MOODLE.search(member)
    match = moodle or _CANVAS.search(member)
    if match is None:
        return Stray(PurePosixPath(member).name, "neither Moodle nor Canvas names a file like this")
    platform = "moodle" if moodle else "canvas"
    stem = PurePosixPath(match["file"]).stem.lower()
    stem = re.sub(r"(-\d+| ?\(\d+\))$", "", stem)  # a second attempt
    student = re.sub(r"[^\w.-]+", "-", f"{match['name']}-{match['number']}").strip(".-")
    if stem not in course.assignment_names():
        return Stray(student, f"{match['file']} is named after no assignment")
    late = moodle is None and bool(match["late"])
    return Submission(student, stem, Path(), "", platform, match["number"], late)


def handed_in_at(submission: Submission) -> datetime | None:
    """Read when a notebook was handed in.

    Parameters
    ----------
    submission : Submission
        The submission.

    Returns
    -------
    datetime or None
        The time in `timestamp.txt` beside the notebook, where nbgrader writes it; in UTC unless it
        says otherwise. None where there is no such file, or no time in it.
    """
    try:
        text = (submission.path.parent / "timestamp.txt").read_text(encoding="utf-8").strip()
        when = datetime.fromisoformat(re.sub(r" ?UTC$", "+00:00", text))
    except (OSError, ValueError):
        return None
    return when if when.tzinfo else datetime.fromisoformat(f"{when.isoformat()}+00:00")
