"""Grade one submission, in a process of its own.

The folder holds `job.json`, `received.ipynb`, `release.ipynb` and a clean `gradebook.db`. It gets
nbgrader's `autograded/` and `feedback/`, and `result.json`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tools.assignments import guard, mend, steps
from tools.assignments.course import AssignmentError
from tools.assignments.notebook import read_notebook, write_notebook
from tools.assignments.pages import FeedbackPage

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

STUDENT = "student"  # the real id may hold characters that nbgrader takes for a pattern


def work(folder: Path) -> None:
    """Grade the submission in a folder; the result file tells what happened.

    Parameters
    ----------
    folder : Path
        The folder.
    """
    event.listen(Engine, "connect", _hurry)
    job = json.loads((folder / "job.json").read_text())
    _bound(job["memory"], job["file"])
    result = _grade(folder, job)
    unfinished = folder / "result.part"
    unfinished.write_text(json.dumps(result))
    unfinished.replace(folder / "result.json")


def _hurry(connection: Any, _: object) -> None:  # noqa: ANN401 - SQLite's
    """Spare the disk: this database is thrown away when its scores have been read."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")


def _bound(memory: int, file: int) -> None:
    if resource is None:
        return
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, file)):
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (allowed, hard))
        except (ValueError, OSError):  # macOS knows the limit but does not let one set it
            continue


def _grade(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    name = job["assignment"]
    release = read_notebook(folder / "release.ipynb")
    try:
        notebook, notes = mend.mend(mend.read(folder / "received.ipynb"), release)
    except mend.UnreadableError as error:
        return {"status": "unreadable", "notes": [str(error)], "cells": {}}
    declared = mend.declared_id(notebook)
    if job["platform"]:
        notes += [f"the platform's {job['student']} typed student_id {(declared or '')[:40]!r}"]
    elif declared is not None and declared.strip().lower() != job["student"].strip().lower():
        notes.append(f"student_id is {declared[:40]!r}, but {job['student']!r} handed this in")
    submitted = folder / "submitted" / STUDENT / name / f"{name}.ipynb"
    submitted.parent.mkdir(parents=True)
    write_notebook(notebook, submitted)
    settings = steps.config(folder, name, STUDENT)
    desk = folder / "desk"  # all that the notebook can change
    desk.mkdir()
    settings.KernelManager.connection_file = str(desk / "kernel.json")
    if sys.platform != "win32":
        # Two kernels that start at once may pick the same TCP ports, and then neither answers.
        settings.KernelManager.transport = "ipc"
        settings.KernelManager.ip = str(desk / "s")
    if job["kernels"]:
        settings.WarmKernelManager.address = job["kernels"]
        limits = {what: job[what] for what in ("memory", "file", "disk")}
        settings.WarmKernelManager.job = limits | {"desk": str(desk), "walls": job["confined"]}
    settings.Autograde.autograde_preprocessors = guard.GUARDED_PREPROCESSORS
    settings.GuardedExecute.timeout = job["cell"]
    settings.GuardedExecute.notebook_seconds = job["notebook"]
    settings.GuardedExecute.output_limit = job["output"]
    late = f"{guard.TOO_LONG} (over {job['cell']:g} s): does a loop never end?"
    settings.GuardedExecute.error_on_timeout = {
        "ename": "CellTimeoutError",
        "evalue": late,
        "traceback": [f"CellTimeoutError: {late}"],
    }
    try:
        steps.run(Autograde, settings)
        settings.GenerateFeedback.exporter_class = FeedbackPage
        settings.FeedbackPage.sanitize_html = True  # what a student prints runs in no browser
        steps.run(GenerateFeedback, settings)
    except AssignmentError as error:
        return {"status": "failed", "notes": [*notes, str(error)[-2000:]], "cells": {}}
    graded = read_notebook(folder / "autograded" / STUDENT / name / f"{name}.ipynb")
    notes += guard.GuardedExecute.incidents + _incidents(graded)
    return {"status": "graded", "notes": notes, "cells": _scores(folder, name, graded)}


def _incidents(graded: NotebookNode) -> list[str]:
    """Collect what a reader of the results should know although no test says it."""
    found = []
    for cell in graded.cells:
        text = _error(cell)
        serious = (
            "CellTimeoutError",
            "MemoryError",
            "this cell ended Python",
            "RuntimeError: stopped",
            "SystemExit",
            "RecursionError",
        )
        if text.startswith(serious):
            found.append(f"cell {_grade_id(cell) or cell.get('id', '')}: {text}")
    return found


def _scores(folder: Path, name: str, graded: NotebookNode) -> dict[str, dict[str, Any]]:
    hints = {_grade_id(cell): _error(cell) for cell in graded.cells}
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        submission = book.find_submission_notebook(name, name, STUDENT)
        comments = {comment.name: comment.auto_comment for comment in submission.comments}
        return {
            grade.name: {
                "score": grade.auto_score,
                "manual": bool(grade.needs_manual_grade),
                "comment": comments.get(grade.name),
                "hint": hints.get(grade.name, ""),
            }
            for grade in submission.grades
        }


def _grade_id(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _error(cell: NotebookNode) -> str:
    """Say in a line why a cell failed: a time limit before any error, an error before a warning."""
    outputs = cell.get("outputs", [])
    errors = [one for one in outputs if one.output_type == "error"]
    late = [one for one in errors if one.ename == "CellTimeoutError"]
    if errors:
        error = (late or errors)[0]
        plain = error.ename in {"AssertionError", "ChecksChanged", "NotRun", "PythonEnded"}
        return str(error.evalue if plain else f"{error.ename}: {error.evalue}")[:400]
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            return f"printed to stderr: {output.text}"[:400]
    return ""
