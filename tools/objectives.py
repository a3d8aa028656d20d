"""What each task tests: one table of objectives, tasks and tests, written from their sources.

The objectives stand in `exercises/instructors.md`, task by task, and the tests in the assignments'
notebooks. ``python -m tools.objectives`` joins them into `exercises/map.md`; with ``check`` it says
whether that page is up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode

from tools.assignments import course
from tools.assignments.notebook import read_notebook

GUIDE = course.EXERCISES / "instructors.md"
PAGE = course.EXERCISES / "map.md"
LEVELS = {"1": "compute", "2": "build and test", "3": "project"}

_SECTION = re.compile(r"^## The assignment `(\w+)`$", re.MULTILINE)
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| [\d +.]+ \|$", re.MULTILINE)
_LISTED = re.compile(r"^\| `(\w+)` \| (.+?) \| (\d) \|", re.MULTILINE)

_HEAD = """# What each task tests

Every task of every graded assignment, with its objective and the test cells that decide.
Tests that are named `by hand` wait for a person and a rubric, on [For instructors](instructors.md).

Level 1 computes with an equation that is given. Level 2 builds something and tests it.
Level 3 is a project of two weeks.
"""


class ObjectivesError(Exception):
    """Objectives and tests do not fit together; the message names the culprit."""


@dataclass(frozen=True)
class Task:
    """A task of an assignment: its number, its objective and the cells that test it."""

    number: str
    objective: str
    answers: tuple[str, ...]
    tests: tuple[str, ...]


def tasks(name: str, guide: str) -> list[Task]:
    """Return the tasks of an assignment in the order of the guide.

    Parameters
    ----------
    name : str
        The assignment.
    guide : str
        Text of the page for instructors.

    Returns
    -------
    list of Task
        One for each row of its table.

    Raises
    ------
    ObjectivesError
        If it has no table, a row names an answer that no cell defines, or a test has no row.
    """
    starts = {match.group(1): match.end() for match in _SECTION.finditer(guide)}
    if name not in starts:
        message = f"{GUIDE.name} has no section on the assignment {name!r}; write one"
        raise ObjectivesError(message)
    section = re.split(r"^## ", guide[starts[name] :], maxsplit=1, flags=re.MULTILINE)[0]
    rows = _ROW.findall(section)
    tested = _tests(read_notebook(course.source_notebook(name)).cells)
    found = [
        Task(number, objective, tuple(_names(answer)), tuple(_of(name, answer, tested)))
        for number, objective, answer in rows
    ]
    missing = {test for _, tests in tested.values() for test in tests}
    missing -= {test for task in found for test in task.tests}
    if missing:
        message = f"{GUIDE.name}: no task of {name!r} has the tests {', '.join(sorted(missing))}"
        raise ObjectivesError(message)
    return found


def _names(answer: str) -> list[str]:
    return re.findall(r"`(\w+)`", answer) or ["text"]


def _tests(cells: list[NotebookNode]) -> dict[str, tuple[str, list[str]]]:
    """Return source and tests of each answer cell; a text's test is a person."""
    found: dict[str, tuple[str, list[str]]] = {}
    answer = ""
    for cell in cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution") and marks.get("grade"):
            found[cell.id] = "text", [f"{cell.id} (by hand)"]
        elif marks.get("solution"):
            answer = cell.id
            found[answer] = cell.source, []
        elif marks.get("grade"):
            found[answer][1].append(cell.id)
    return found


def _of(assignment: str, answer: str, tested: Mapping[str, tuple[str, list[str]]]) -> Iterator[str]:
    for name in _names(answer):
        defined = re.compile(rf"^(def {name}\(|{name}\b.*=)|^text$", re.MULTILINE)
        cells = [
            tests for source, tests in tested.values()
            if (source == "text") == (name == "text") and defined.search(source)
        ]  # fmt: skip
        if not cells:
            message = f"{GUIDE.name}: no cell of {assignment!r} defines the answer {name!r}"
            raise ObjectivesError(message)
        for tests in cells:
            yield from tests


def page(guide: str) -> str:
    """Return the page: a table for each assignment, by level.

    Parameters
    ----------
    guide : str
        Text of the page for instructors.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    ObjectivesError
        If an assignment is not listed with its level, or its tasks and tests do not fit.
    """
    levels = {name: (chapter, level) for name, chapter, level in _LISTED.findall(guide)}
    unlisted = sorted(set(course.assignment_names()) ^ set(levels))
    if unlisted:
        message = f"{GUIDE.name}: the first table and the sources differ in {', '.join(unlisted)}"
        raise ObjectivesError(message)
    parts = [_HEAD]
    for level, words in LEVELS.items():
        parts.append(f"## Level {level}: {words}\n")
        for name, (chapter, its) in levels.items():
            if its == level:
                parts += [f"### `{name}`\n", f"{chapter}\n", _table(tasks(name, guide))]
    return "\n".join(parts)


def _table(rows: list[Task]) -> str:
    lines = ["| task | objective | answers | tests |", "|---|---|---|---|"]
    for row in rows:
        answers = ", ".join(name if name == "text" else f"`{name}`" for name in row.answers)
        tests = ", ".join(f"`{t}`" if " " not in t else t for t in dict.fromkeys(row.tests))
        lines.append(f"| {row.number} | {row.objective} | {answers} | {tests} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is up to date.

    Parameters
    ----------
    arguments : list of str
        ``["check"]``, or nothing.

    Returns
    -------
    int
        Exit status: 1 if the page is out of date.
    """
    text = page(GUIDE.read_text(encoding="utf-8"))
    if arguments == ["check"]:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        if not same:
            print("exercises/map.md is out of date: python -m tools.objectives", file=sys.stderr)
        return int(not same)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
