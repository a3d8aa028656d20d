"""Where the assignments live."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = ROOT / "exercises"
SOURCE = EXERCISES / "source"
BUILD = ROOT / "_build"
GRADES = BUILD / "grades"


class AssignmentError(Exception):
    """A message for the person at the terminal: what is wrong, and what to do."""


def assignment_names() -> list[str]:
    """Name every assignment that has a source notebook.

    Returns
    -------
    list of str
        Sorted names.
    """
    return sorted(path.stem for path in SOURCE.glob("*/*.ipynb") if path.parent.name == path.stem)


def source_notebook(name: str) -> Path:
    """Locate an assignment's source notebook.

    Parameters
    ----------
    name : str
        The assignment.

    Returns
    -------
    Path
        Its notebook with solutions and hidden tests.

    Raises
    ------
    AssignmentError
        If there is no such assignment.
    """
    path = SOURCE / name / f"{name}.ipynb"
    if not path.is_file():
        msg = f"no assignment {name!r}; there is: {', '.join(assignment_names()) or 'none'}"
        raise AssignmentError(msg)
    return path


def fingerprint(*paths: Path) -> str:
    """Sum up the content of files, so that unchanged work is not done again.

    Parameters
    ----------
    *paths : Path
        Files to read.

    Returns
    -------
    str
        A hash that changes with any of them.
    """
    total = hashlib.sha256()
    for path in paths:
        if not path.is_file():
            continue
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
