"""Student versions: the source notebook without its solutions and hidden tests."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.assignments import course


def release(names: list[str] | None = None, *, build: Path = course.BUILD) -> dict[str, Path]:
    """Write the student versions, unless they are up to date.

    Each is made in a temporary folder and moved when it is whole, so an interruption leaves the
    former version in place.

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
        If there is no such assignment.
    """
    chosen = list(names or course.assignment_names())
    # Each waits for a process of its own, so that as many as there are processors work at once.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = list(pool.map(lambda name: _release_one(name, build), chosen))
    return dict(zip(chosen, made, strict=True))


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


def _release_one(name: str, build: Path) -> Path:
    source = course.source_notebook(name)
    student = build / "assignments" / f"{name}.ipynb"
    kept = released_course(name, build)
    stamp = kept / "fingerprint.json"
    now = course.fingerprint(source, course.EXERCISES / "nbgrader_config.py", Path(__file__))
    made = kept / "release" / name / f"{name}.ipynb"
    before = json.loads(stamp.read_text()) if stamp.is_file() else {}
    if before == {"source": now, "student": course.fingerprint(made)}:
        if not (student.is_file() and student.read_bytes() == made.read_bytes()):
            _put(made, student)
        return student
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".new-") as scratch:
        root = Path(scratch) / name
        root.mkdir()
        generate(root, name)
        new = root / "release" / name / f"{name}.ipynb"
        fingerprints = {"source": now, "student": course.fingerprint(new)}
        (root / "fingerprint.json").write_text(json.dumps(fingerprints))
        if kept.exists():
            kept.rename(Path(scratch) / "former")
        root.rename(kept)
    _put(kept / "release" / name / f"{name}.ipynb", student)
    return student


def _put(made: Path, student: Path) -> None:
    student.parent.mkdir(parents=True, exist_ok=True)
    unfinished = student.with_suffix(".part")
    shutil.copy(made, unfinished)
    unfinished.replace(student)


def generate(root: Path, name: str) -> None:
    """Run nbgrader's generate_assignment in a course folder.

    Parameters
    ----------
    root : Path
        Course folder; nbgrader writes `release/` and `gradebook.db` there.
    name : str
        The assignment.

    Raises
    ------
    AssignmentError
        If nbgrader refuses the notebook, with its log.
    """
    # A process of its own: nbgrader takes two seconds to import, and most runs have nothing to do.
    command = [sys.executable, "-m", "tools.assignments.steps", str(root), name]
    done = subprocess.run(command, cwd=course.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise course.AssignmentError(done.stderr.strip())
