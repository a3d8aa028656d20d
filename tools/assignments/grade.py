"""Grade a folder of submissions: one process each, bounded, and a result for every one."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tools.assignments import course
from tools.assignments.collect import Submission, find, handed_in_at
from tools.assignments.lateness import Deadline, read_deadlines
from tools.assignments.launch import run_bounded, warm_kernels
from tools.assignments.mend import LARGEST_FILE
from tools.assignments.notebook import read_notebook
from tools.assignments.release import release, released_course
from tools.assignments.results import Result
from tools.assignments.summary import write_summary
from tools.assignments.tables import keep_in_gradebook, write_tables

# A change of one of these can change a grade, so that all are graded anew.
DECISIVE = ("confine", "guard", "inside", "landlock", "launch", "mend", "steps", "warm", "worker")


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds, bytes and characters."""

    cell: float = 30
    notebook: float = 120
    submission: float = 180
    memory: int = 4 * 1024**3
    file: int = 100 * 1024**2
    disk: int = 500 * 1024**2
    output: int = 1_000_000


def grade(
    submissions: Path,
    output: Path = course.GRADES,
    limits: Limits | None = None,
    *,
    jobs: int = 0,
    build: Path = course.BUILD,
    confined: bool = True,
    say: Callable[[int, int, Result], None] = lambda *_: None,
) -> list[Result]:
    """Grade every submission in a folder, as `collect.find` finds them.

    A submission that was graded before and has not changed keeps its result, so an interrupted run
    goes on where it stopped.

    Parameters
    ----------
    submissions : Path
        The folder, with `deadlines.toml` where lateness is of interest.
    output : Path
        Folder for `results.csv`, `gradebook.db`, `autograded/`, `feedback/` and the rest.
    limits : Limits, optional
        Bounds for one submission.
    jobs : int
        Submissions at a time; as many as there are cores, at most four, unless given.
    build : Path
        Build folder with the released assignments.
    confined : bool
        Whether notebooks run behind walls; else they have all rights of who grades.
    say : callable
        Called with the number of results so far, how many there will be, and each result.

    Returns
    -------
    list of Result
        One for each submission, and one for each folder without any.

    Raises
    ------
    AssignmentError
        If the folder is missing or empty, or if this system cannot confine notebooks.
    """
    limits = limits or Limits()
    deadlines = read_deadlines(submissions)
    found, strays = find(submissions, output / "unpacked")
    results = [Result(one.name, "", "missing", 0, 0, 0, one.reason) for one in strays]
    release(sorted({one.assignment for one in found}), build=build)
    output.mkdir(parents=True, exist_ok=True)
    desk = Desk(output, limits, build, confined=confined)
    waiting = {one: desk.kept(one) for one in found}
    done = 0
    for one, kept in waiting.items():
        if kept is not None:
            done += 1
            results.append(_settle(kept, one, deadlines))
            say(done, len(found), results[-1])
    todo = [one for one, kept in waiting.items() if kept is None]
    for one, result in desk.grade(todo, jobs or min(4, os.cpu_count() or 1)):
        done += 1
        results.append(_settle(result, one, deadlines))
        say(done, len(found), results[-1])
    results.sort(key=lambda one: (one.assignment, one.student))
    totals = keep_in_gradebook(results, output, build)
    write_tables(results, totals, output)
    write_summary(results, output / "summary.html")
    return results


def _settle(result: Result, one: Submission, deadlines: dict[str, Deadline]) -> Result:
    """Add what does not depend on the notebook alone: when and under which name it came."""
    days, penalty = 0, 0.0
    notes = [one.note] if one.note else []
    deadline = deadlines.get(one.assignment)
    if deadline is not None:
        days = deadline.days_late(one.student, handed_in_at(one))
        days = max(days, int(one.marked_late))
        penalty = deadline.penalty(days, result.score)
    if days or one.marked_late:
        cost = f", which costs {penalty:g} points" if penalty else ""
        notes.append(f"late: day {days} after it was due{cost}" if days else "marked late")
    return replace(
        result,
        student=one.student,
        reason=" | ".join([*notes, *([result.reason] if result.reason else [])]),
        days_late=days,
        penalty=penalty,
        platform=one.platform,
        number=one.number,
    )


class Desk:
    """Where submissions are graded, and where their results are kept."""

    def __init__(self, output: Path, limits: Limits, build: Path, *, confined: bool) -> None:
        self.output, self.limits, self.build, self.confined = output, limits, build, confined
        self._code = [Path(__file__).parent / f"{name}.py" for name in DECISIVE]

    def kept(self, one: Submission) -> Result | None:
        """Return the result of an earlier run if nothing has changed since."""
        path = self._place(one)
        if not path.is_file():
            return None
        before = json.loads(path.read_text())
        return Result(**before["result"]) if before["stamp"] == self._stamp(one) else None

    def grade(self, todo: list[Submission], jobs: int) -> Iterator[tuple[Submission, Result]]:
        """Grade submissions, some at a time; give each result when it is there and kept."""
        if not todo:
            return
        with warm_kernels(confined=self.confined) as address, ThreadPoolExecutor(jobs) as pool:
            waiting = {pool.submit(self._grade_one, one, address): one for one in todo}
            try:
                for done in as_completed(waiting):
                    yield waiting[done], done.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _place(self, one: Submission) -> Path:
        return self.output / "results" / one.assignment / f"{one.student}.json"

    def _stamp(self, one: Submission) -> str:
        released = released_course(one.assignment, self.build) / "fingerprint.json"
        if one.path.is_symlink() or one.path.stat().st_size > LARGEST_FILE:
            return "refused"
        return course.fingerprint(one.path, released, *self._code) + str(self.limits)

    def _grade_one(self, one: Submission, kernels: str) -> Result:
        refused = _refusal(one.path)
        if refused:
            released = released_course(one.assignment, self.build)
            possible = sum(
                _points(released / "release" / one.assignment / f"{one.assignment}.ipynb")[
                    0
                ].values()
            )
            result = Result(one.student, one.assignment, "unreadable", 0, possible, 0, refused)
        else:
            try:
                result = replace(self._run(one, kernels), confined=self.confined)
            except (OSError, EOFError, ValueError) as error:  # the others go on; a new run retries
                reason = f"grading failed, which should be reported: {error!r}"
                return Result(one.student, one.assignment, "stopped", 0, 0, 0, reason)
        kept = self._place(one)
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(".part")
        text = json.dumps({"stamp": self._stamp(one), "result": asdict(result)}, indent=1)
        unfinished.write_text(text)
        unfinished.replace(kept)
        return result

    def _run(self, one: Submission, kernels: str) -> Result:
        released, limits = released_course(one.assignment, self.build), self.limits
        with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch)
            release_copy = released / "release" / one.assignment / f"{one.assignment}.ipynb"
            shutil.copy(one.path, folder / "received.ipynb")
            shutil.copy(release_copy, folder / "release.ipynb")
            shutil.copy(released / "gradebook.db", folder / "gradebook.db")
            job: dict[str, object] = {"student": one.student, "assignment": one.assignment}
            job |= {"kernels": kernels, "confined": self.confined, "platform": one.platform}
            job |= asdict(limits)
            (folder / "job.json").write_text(json.dumps(job))
            ended = run_bounded(folder, limits.submission)
            result = _result(one, folder, ended)
            for step in ("autograded", "feedback"):
                made = folder / step / "student" / one.assignment
                if made.is_dir():
                    goal = self.output / step / one.student / one.assignment
                    shutil.copytree(made, goal, dirs_exist_ok=True)
        return result


def _refusal(path: Path) -> str:
    """Say why a file is not even opened."""
    if path.is_symlink():
        return "the notebook is a link to another file, which was not followed"
    if not path.is_file():
        return "this is no file"
    if path.stat().st_size > LARGEST_FILE:
        most = LARGEST_FILE // 1_000_000
        return f"the file is larger than {most} MB: clear its outputs and save it again"
    return ""


def _points(path: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Read what each test gives, and what a person gives."""
    tests: dict[str, float] = {}
    by_hand: dict[str, float] = {}
    for cell in read_notebook(path).cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade"):
            (by_hand if marks["solution"] else tests)[marks["grade_id"]] = float(marks["points"])
    return tests, by_hand


def _result(one: Submission, folder: Path, ended: str) -> Result:
    tests, by_hand = _points(folder / "release.ipynb")
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
