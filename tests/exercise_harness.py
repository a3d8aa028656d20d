"""Fill released notebooks with planted answers, and break them in the ways that students do."""

import copy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from tools.assignments import course
from tools.assignments.notebook import read_notebook

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
