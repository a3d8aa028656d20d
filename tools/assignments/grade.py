"""Grade a folder of submissions: one process each, bounded, and a result for every one."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools.assignments import course
from tools.assignments.launch import run_bounded
from tools.assignments.notebook import read_notebook
from tools.assignments.release import generate, release, released_course


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds, bytes and characters."""

    cell: float = 30
    notebook: float = 120
    submission: float = 180
    memory: int = 4 * 1024**3
    file: int = 100 * 1024**2
    output: int = 1_000_000


@dataclass(frozen=True)
class Result:
    """One line of `results.csv`.

    `score` counts what tests decided; `open_points` wait for a person; `reason` says why points are
    missing, or why there is no score.
    """

    student: str
    assignment: str
    status: str
    score: float
    possible: float
    open_points: float
    reason: str
    cells: dict[str, dict[str, object]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Submission:
    """A notebook that somebody handed in."""

    student: str
    assignment: str
    path: Path


def grade(
    submissions: Path,
    output: Path = course.GRADES,
    limits: Limits | None = None,
    *,
    jobs: int = 0,
    build: Path = course.BUILD,
    say: Callable[[str], None] = lambda _: None,
) -> list[Result]:
    """Grade every submission in a folder laid out as ``STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``.

    A submission that was graded before and has not changed keeps its result, so an interrupted run
    goes on where it stopped.

    Parameters
    ----------
    submissions : Path
        The folder.
    output : Path
        Folder for `results.csv`, `gradebook.db`, `autograded/` and `feedback/`.
    limits : Limits, optional
        Bounds for one submission.
    jobs : int
        Submissions at a time; as many as there are cores, at most four, unless given.
    build : Path
        Build folder with the released assignments.
    say : callable
        Called with a line about each result.

    Returns
    -------
    list of Result
        One for each submission, and one for each folder without any.

    Raises
    ------
    AssignmentError
        If the folder is missing or empty.
    """
    limits = limits or Limits()
    found, results = find(submissions)
    release(sorted({one.assignment for one in found}), build=build)
    output.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(jobs or min(4, os.cpu_count() or 1)) as pool:
        waiting = [pool.submit(_grade_one, one, output, limits, build) for one in found]
        try:
            for number, done in enumerate(as_completed(waiting), 1):
                one = done.result()
                results.append(one)
                what = f"{one.student} {one.assignment}: {one.status}, {one.score:g} points"
                say(f"{number}/{len(found)} {what}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    results.sort(key=lambda one: (one.assignment, one.student))
    _write_table(results, output / "results.csv")
    _keep_in_gradebook(results, output, build)
    return results


def find(submissions: Path) -> tuple[list[Submission], list[Result]]:
    """List the submissions in a folder.

    Parameters
    ----------
    submissions : Path
        The folder.

    Returns
    -------
    tuple
        The submissions, and a result for everything that is none, so that nobody is lost.

    Raises
    ------
    AssignmentError
        If the folder is missing or empty.
    """
    if not submissions.is_dir() or not any(submissions.iterdir()):
        msg = f"no submissions in {submissions}; expected STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb there"
        raise course.AssignmentError(msg)
    names = course.assignment_names()
    found, odd = [], []
    for entry in sorted(submissions.iterdir()):
        if entry.name.startswith("."):
            continue
        mine = []
        for name in names:
            exact = entry / name / f"{name}.ipynb"
            others = sorted((entry / name).glob("*.ipynb")) if (entry / name).is_dir() else []
            if exact.is_file() or len(others) == 1:
                path = exact if exact.is_file() else others[0]
                mine.append(Submission(entry.name, name, path))
        found += mine
        if not mine:
            reason = f"no notebook found; expected {entry.name}/ASSIGNMENT/ASSIGNMENT.ipynb"
            odd.append(Result(entry.name, "", "missing", 0, 0, 0, reason))
    return found, odd


def _grade_one(one: Submission, output: Path, limits: Limits, build: Path) -> Result:
    released = released_course(one.assignment, build)
    kept = output / "results" / one.assignment / f"{one.student}.json"
    code = sorted(Path(__file__).parent.glob("*.py"))
    stamp = course.fingerprint(one.path, released / "fingerprint.json", *code) + str(limits)
    if kept.is_file():
        before = json.loads(kept.read_text())
        if before["stamp"] == stamp:
            return Result(**before["result"])
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        release_copy = released / "release" / one.assignment / f"{one.assignment}.ipynb"
        shutil.copy(one.path, folder / "received.ipynb")
        shutil.copy(release_copy, folder / "release.ipynb")
        shutil.copy(released / "gradebook.db", folder / "gradebook.db")
        job = {"student": one.student, "assignment": one.assignment, "cell_seconds": limits.cell}
        job |= {"notebook_seconds": limits.notebook, "output": limits.output}
        job |= {"memory": limits.memory, "file": limits.file}
        (folder / "job.json").write_text(json.dumps(job))
        ended = run_bounded(folder, limits.submission)
        result = _result(one, folder, ended)
        for step in ("autograded", "feedback"):
            made = folder / step / "student" / one.assignment
            if made.is_dir():
                shutil.copytree(
                    made, output / step / one.student / one.assignment, dirs_exist_ok=True
                )
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(".part")
    unfinished.write_text(json.dumps({"stamp": stamp, "result": asdict(result)}, indent=1))
    unfinished.replace(kept)
    return result


def _result(one: Submission, folder: Path, ended: str) -> Result:
    release_notebook = read_notebook(folder / "release.ipynb")
    tests: dict[str, float] = {}
    by_hand: dict[str, float] = {}
    for cell in release_notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade"):
            (by_hand if marks["solution"] else tests)[marks["grade_id"]] = float(marks["points"])
    possible = sum(tests.values())
    try:
        report = json.loads((folder / "result.json").read_text())
    except (OSError, ValueError):
        reason = ended or "the grading process left no result"
        return Result(one.student, one.assignment, "stopped", 0, possible, 0, reason)
    cells = report["cells"]
    reasons = list(report["notes"])
    score = 0.0
    for name, points in tests.items():
        mine = cells.get(name, {})
        score += float(mine.get("score") or 0)
        if float(mine.get("score") or 0) < points and report["status"] == "graded":
            reasons.append(f"{name}: {mine.get('hint') or 'no result'}")
    waiting = sum(points for name, points in by_hand.items() if cells.get(name, {}).get("manual"))
    reason = " | ".join(" ".join(text.split()) for text in reasons)
    return Result(
        one.student, one.assignment, report["status"], score, possible, waiting, reason, cells
    )


def _write_table(results: list[Result], path: Path) -> None:
    columns = ["student", "assignment", "status", "score", "possible", "open_points", "reason"]
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(columns)
        for one in results:
            table.writerow([getattr(one, column) for column in columns])
    unfinished.replace(path)


def _keep_in_gradebook(results: list[Result], output: Path, build: Path) -> None:
    """Put the scores into one nbgrader gradebook, where a person can add the manual ones."""
    database = output / "gradebook.db"
    for name in sorted({one.assignment for one in results if one.assignment}):
        released = released_course(name, build)
        now = course.fingerprint(released / "fingerprint.json")
        mark = output / "results" / name / ".in-gradebook"
        if mark.is_file() and mark.read_text() == now and database.is_file():
            continue
        if database.is_file():
            generate(output, name)
            (output / "results" / ".stored").unlink(missing_ok=True)
        else:
            shutil.copy(released / "gradebook.db", database)
        mark.write_text(now)
    settings = f'c = get_config()\nc.CourseDirectory.source_directory = r"{course.SOURCE}"\n'
    settings += 'c.CourseDirectory.course_id = "bone-in-balance"\n'
    (output / "nbgrader_config.py").write_text(settings)  # so nbgrader's commands work there
    scores = [asdict(one) for one in results if one.assignment]
    kept = output / "results" / ".stored"
    now = json.dumps(scores)
    if kept.is_file() and kept.read_text() == now:
        return
    command = [sys.executable, "-m", "tools.assignments.gradebook", str(database)]
    done = subprocess.run(
        command, cwd=course.ROOT, input=now, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise course.AssignmentError(done.stderr.strip())
    kept.write_text(now)
