"""Fill released notebooks with planted answers, and break them in the ways that students do."""

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import warm_cells
from nbformat.notebooknode import NotebookNode

from tools.assignments import course
from tools.assignments.notebook import read_notebook
from tools.assignments.results import Result

PLANTED = course.EXERCISES / "planted"
MARK = re.compile(r"^# %% (second|wrong: (?P<mistake>.+))$", re.MULTILINE)


@dataclass(frozen=True)
class Planted:
    """A wrong answer to one answer cell, and what it must cost."""

    assignment: str
    cell: str
    mistake: str
    source: str
    loses: frozenset[str]
    hint: str
    batch: int


@dataclass
class Assignment:
    """An assignment's source with everything that is planted for it."""

    name: str
    release: NotebookNode
    answers: dict[str, str] = field(default_factory=dict)  # the reference
    second: dict[str, str] = field(default_factory=dict)
    wrong: list[Planted] = field(default_factory=list)
    tests: dict[str, str] = field(default_factory=dict)  # test cell -> the answer cell it tests
    checks: dict[str, str] = field(default_factory=dict)  # test cell -> its source, nothing hidden
    points: dict[str, float] = field(default_factory=dict)
    manual: dict[str, float] = field(default_factory=dict)

    @property
    def possible(self) -> float:
        return sum(self.points.values())

    @property
    def batches(self) -> int:
        return max(planted.batch for planted in self.wrong) + 1

    def batch(self, number: int) -> dict[str, str]:
        """One planted mistake in each answer, where there are that many; else a correct answer."""
        mine = {planted.cell: planted.source for planted in self.wrong if planted.batch == number}
        return (self.answers, self.second)[number % 2] | mine

    def fill(self, student: str, answers: dict[str, str]) -> NotebookNode:
        notebook = copy.deepcopy(self.release)
        for cell in notebook.cells:
            if cell.id == "student-id":
                cell.source = f'student_id = "{student}"'
            elif cell.id in answers:
                cell.source = answers[cell.id]
        return notebook


def load(name: str, release: Path) -> Assignment:
    """Read an assignment: its source, its released notebook and its planted answers."""
    found = Assignment(name, read_notebook(release))
    answer = ""
    for cell in read_notebook(course.source_notebook(name)).cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            answer = cell.id
            lines = cell.source.splitlines()
            found.answers[answer] = "\n".join(line for line in lines if " SOLUTION" not in line)
            if marks["grade"]:
                found.manual[answer] = marks["points"]
        elif marks.get("grade"):
            found.tests[cell.id] = answer
            found.checks[cell.id] = cell.source
            found.points[cell.id] = marks["points"]
    for path in sorted((PLANTED / name).iterdir()):
        if path.suffix == ".md":
            found.second[path.stem] = path.read_text()
        elif path.suffix == ".py":
            _read_planted(found, path)
    return found


def _read_planted(found: Assignment, path: Path) -> None:
    text = path.read_text()
    marks = list(MARK.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.end() : end].strip("\n")
        if not mark["mistake"]:
            found.second[path.stem] = body
            continue
        header = dict(re.findall(r"^# (loses|hint): (.+)$", body, re.MULTILINE))
        number = sum(one.cell == path.stem for one in found.wrong)
        loses = frozenset(header["loses"].split())
        # No header in the submission: the hint must come from a test, not from the answer itself.
        code = re.sub(r"^# (loses|hint): .+\n", "", body, flags=re.MULTILINE)
        one = Planted(found.name, path.stem, mark["mistake"], code, loses, header["hint"], number)
        found.wrong.append(one)


def ask_tests(
    handed_in: Mapping[str, tuple[Assignment, NotebookNode]],
) -> dict[str, Result]:
    """Grade notebooks by their tests alone, without nbgrader: sound and some ten times as quick.

    What nbgrader does beside this (mend, guard, keep, tell) does not depend on the answer, so that
    a sample shows it; `test_exercises` holds both ways to the same results there.
    """
    told = warm_cells.said(
        {
            student: [
                [cell.id, one.checks.get(cell.id, cell.source)]
                for cell in notebook.cells
                if cell.cell_type == "code"
            ]
            for student, (one, notebook) in handed_in.items()
        }
    )
    return {
        student: _result(student, *about, told[student]) for student, about in handed_in.items()
    }


def _result(
    student: str, one: Assignment, notebook: NotebookNode, told: dict[str, dict[str, str]]
) -> Result:
    cells = {
        name: {
            "score": 0.0 if said["error"] else one.points.get(name, 0.0),
            "hint": said["error"],
            "value": said["value"],
        }
        for name, said in told.items()
    }
    lost = [name for name in one.tests if told[name]["error"]]
    reason = " | ".join(" ".join(f"{name}: {told[name]['error']}".split()) for name in lost)
    blank = {cell.id: cell.source for cell in one.release.cells}
    written = {cell.id for cell in notebook.cells if cell.source != blank[cell.id]}
    waiting = sum(points for name, points in one.manual.items() if name in written)
    score = one.possible - sum(one.points[name] for name in lost)
    return Result(student, one.name, "graded", score, one.possible, waiting, reason, cells)


def hand_in(folder: Path, student: str, name: str, content: NotebookNode | str | bytes) -> None:
    """Put a submission where the grader looks for it."""
    path = folder / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:  # as it is: nbformat would put right what the grader has to cope with
        path.write_text(content if isinstance(content, str) else json.dumps(content))


def place(notebook: NotebookNode, cell: str) -> int:
    """Find a cell by its id."""
    return next(i for i, one in enumerate(notebook.cells) if one.id == cell)
