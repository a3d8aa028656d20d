"""Tables of results: our own, those that Canvas and Moodle import, and nbgrader's gradebook."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from tools.assignments import course
from tools.assignments.release import generate, released_course
from tools.assignments.results import COLUMNS, Result

Totals = dict[tuple[str, str], float]

# By tests and by hand, less what lateness costs: as nbgrader adds it up.
_TOTALS = """
SELECT submitted_assignment.student_id, assignment.name,
       MAX(0, SUM(COALESCE(grade.manual_score, grade.auto_score, 0)
                  + COALESCE(grade.extra_credit, 0))
              - COALESCE(submitted_notebook.late_submission_penalty, 0))
FROM grade
JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN assignment ON submitted_assignment.assignment_id = assignment.id
GROUP BY submitted_notebook.id
"""
_POSSIBLE = """
SELECT assignment.name, SUM(grade_cells.max_score)
FROM grade_cells
JOIN base_cell ON grade_cells.id = base_cell.id
JOIN notebook ON base_cell.notebook_id = notebook.id
JOIN assignment ON notebook.assignment_id = assignment.id
GROUP BY assignment.name
"""


def keep_in_gradebook(results: list[Result], output: Path, build: Path) -> Totals:
    """Put the scores into one nbgrader gradebook, where a person can add the manual ones.

    Parameters
    ----------
    results : list of Result
        All results.
    output : Path
        Folder for `gradebook.db`.
    build : Path
        Build folder with the released assignments.

    Returns
    -------
    dict of tuple to float
        Points of each student and assignment, those by hand included.

    Raises
    ------
    AssignmentError
        If nbgrader refuses.
    """
    database = output / "gradebook.db"
    _add_assignments(sorted({one.assignment for one in results if one.assignment}), output, build)
    settings = f'c = get_config()\nc.CourseDirectory.source_directory = r"{course.SOURCE}"\n'
    settings += 'c.CourseDirectory.course_id = "bone-in-balance"\n'
    (output / "nbgrader_config.py").write_text(settings)  # so nbgrader's commands work there
    scores = [asdict(one) for one in results if one.assignment]
    if not scores:
        return {}
    kept = output / "results" / ".stored"
    now = json.dumps(scores)
    if not (kept.is_file() and kept.read_text() == now):
        command = [sys.executable, "-m", "tools.assignments.gradebook", str(database)]
        done = subprocess.run(
            command, cwd=course.ROOT, input=now, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise course.AssignmentError(done.stderr.strip())
        kept.write_text(now)
    with closing(sqlite3.connect(database)) as book:
        totals = {(student, name): points for student, name, points in book.execute(_TOTALS)}
        possible = {("", name): points for name, points in book.execute(_POSSIBLE)}
    return totals | possible


def _add_assignments(names: list[str], output: Path, build: Path) -> None:
    """Make known to the gradebook what it does not know, or knows as it was."""
    database = output / "gradebook.db"
    new: dict[Path, tuple[str, str]] = {}
    for name in names:
        now = course.fingerprint(released_course(name, build) / "fingerprint.json")
        mark = output / "results" / name / ".in-gradebook"
        if not (mark.is_file() and mark.read_text() == now and database.is_file()):
            new[mark] = name, now
    if not new:
        return
    later = [name for name, _ in new.values()]
    if not database.is_file():
        shutil.copy(released_course(later.pop(0), build) / "gradebook.db", database)
    if later:
        generate([(output, name) for name in later])
    (output / "results" / ".stored").unlink(missing_ok=True)
    for mark, (_, now) in new.items():
        mark.write_text(now)


def write_tables(results: list[Result], totals: Totals, output: Path) -> None:
    """Write `results.csv`, `canvas.csv` and `moodle.csv`.

    Parameters
    ----------
    results : list of Result
        All results.
    totals : dict of tuple to float
        As from `keep_in_gradebook`.
    output : Path
        Where they go.
    """
    rows = [[getattr(one, column) for column in COLUMNS] for one in results]
    _write(output / "results.csv", COLUMNS, rows)
    names = sorted({one.assignment for one in results if one.assignment})
    people: dict[str, dict[str, Result]] = {}
    for one in results:
        if one.assignment:
            people.setdefault(one.student, {})[one.assignment] = one
    _write(output / "canvas.csv", *_canvas(people, names, totals))
    _write(output / "moodle.csv", *_moodle(people, names, totals))


def _canvas(
    people: dict[str, dict[str, Result]], names: list[str], totals: Totals
) -> tuple[list[str], list[list[object]]]:
    """Lay out what Canvas' gradebook imports: five columns about a person, one an assignment."""
    possible: list[object] = ["    Points Possible", "", "", "", ""]
    rows = [possible + [totals.get(("", name), "") for name in names]]
    for student, mine in sorted(people.items()):
        number = next((one.number for one in mine.values() if one.platform == "canvas"), "")
        who = [student, number, "", "" if number else student, ""]
        rows.append([*who, *(totals.get((student, name), "") for name in names)])
    return ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names], rows


def _moodle(
    people: dict[str, dict[str, Result]], names: list[str], totals: Totals
) -> tuple[list[str], list[list[object]]]:
    """Lay out what Moodle imports: whom, then grade and feedback as in its own export."""
    columns = ["Identifier", "Username", "ID number"]
    for name in names:
        columns += [f"Assignment: {name} (Real)", f"Assignment: {name} (Feedback)"]
    rows = []
    for student, mine in sorted(people.items()):
        number = next((one.number for one in mine.values() if one.platform == "moodle"), "")
        row: list[object] = [f"Participant {number}" if number else "", student, student]
        for name in names:
            one = mine.get(name)
            row += [totals.get((student, name), ""), one.reason if one else ""]
        rows.append(row)
    return columns, rows


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(columns)
        table.writerows([_harmless(value) for value in row] for row in rows)
    unfinished.replace(path)


def _harmless(value: object) -> object:
    """Keep a spreadsheet from taking a student's text for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return value
