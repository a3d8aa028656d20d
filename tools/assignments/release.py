"""Student versions: the source notebook without its solutions and hidden tests."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.assignments import course


def release(names: list[str] | None = None, *, build: Path = course.BUILD) -> dict[str, Path]:
    """Write the student versions, unless they are up to date.

    They are made in a temporary folder and moved when all are whole, so an interruption leaves the
    former versions in place.

    Parameters
    ----------
    names : list of str, optional
        Assignments; all of them unless given.
    build : Path
        Folder for `assignments/` and for nbgrader's course folder.

    Returns
    -------
    dict of str to Path
        Each assignment's student notebook.

    Raises
    ------
    AssignmentError
        If there is no such assignment, or nbgrader refuses one.
    """
    chosen = list(names or course.assignment_names())
    stamps = {name: _stamp(name) for name in chosen}
    stale = [name for name in chosen if not _is_current(name, stamps[name], build)]
    if stale:
        _make(stale, stamps, build)
    students = {name: build / "assignments" / f"{name}.ipynb" for name in chosen}
    for name, student in students.items():
        made = _made(name, build)
        if not (student.is_file() and student.read_bytes() == made.read_bytes()):
            _put(made, student)
    return students


def released_course(name: str, build: Path = course.BUILD) -> Path:
    """Locate the folder in which nbgrader released one assignment.

    Parameters
    ----------
    name : str
        The assignment.
    build : Path
        Folder that was given to `release`.

    Returns
    -------
    Path
        Course folder with `release/` and `gradebook.db`.
    """
    return build / "nbgrader" / "released" / name


def _made(name: str, build: Path) -> Path:
    return released_course(name, build) / "release" / name / f"{name}.ipynb"


def _stamp(name: str) -> str:
    source = course.source_notebook(name)
    return course.fingerprint(source, course.EXERCISES / "nbgrader_config.py", Path(__file__))


def _is_current(name: str, stamp: str, build: Path) -> bool:
    kept, made = released_course(name, build) / "fingerprint.json", _made(name, build)
    before = json.loads(kept.read_text()) if kept.is_file() else {}
    return bool(before == {"source": stamp, "student": course.fingerprint(made)})


def _make(names: list[str], stamps: dict[str, str], build: Path) -> None:
    home = released_course("", build)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".new-") as scratch:
        roots = [(Path(scratch) / name, name) for name in names]
        for root, _ in roots:
            root.mkdir()
        generate(roots)
        for new, name in roots:
            kept = released_course(name, build)
            notebook = new / "release" / name / f"{name}.ipynb"
            fingerprints = {"source": stamps[name], "student": course.fingerprint(notebook)}
            (new / "fingerprint.json").write_text(json.dumps(fingerprints))
            if kept.exists():
                kept.rename(Path(scratch) / f"former-{name}")
            new.rename(kept)


def _put(made: Path, student: Path) -> None:
    student.parent.mkdir(parents=True, exist_ok=True)
    unfinished = student.with_suffix(".part")
    shutil.copy(made, unfinished)
    unfinished.replace(student)


def generate(roots: list[tuple[Path, str]]) -> None:
    """Run nbgrader's generate_assignment.

    Parameters
    ----------
    roots : list of (Path, str)
        The course folder of each assignment, where nbgrader writes `release/` and `gradebook.db`,
        and its name.

    Raises
    ------
    AssignmentError
        If nbgrader refuses a notebook, with its log.
    """
    # A process of its own: nbgrader takes two seconds to import, and most runs have nothing to do.
    command = [sys.executable, "-m", "tools.assignments.steps"]
    command += [str(part) for pair in roots for part in pair]
    done = subprocess.run(command, cwd=course.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise course.AssignmentError(done.stderr.strip())
