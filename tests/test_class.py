"""A class of two hundred: right, wrong, blank, late, and what goes wrong in as many ways as we know.

All of them are graded in one batch, which is killed half-way and goes on. Nobody is lost, nobody
stops the others, everybody gets the points that are due and a reason that can be read.
"""

import csv
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import bad_files
import bad_kinds
import exercise_harness as harness
import psutil
import pytest

from tools.assignments import course, launch, warm
from tools.assignments.grade import Limits, grade
from tools.assignments.notebook import read_notebook
from tools.assignments.release import release
from tools.assignments.results import Result

NAME = "orders"  # the quickest: three answers with code, one in words
SIZE = 200
LIMITS = Limits(
    cell=8, notebook=40, submission=120, memory=2 * 1024**3, file=20 * 1024**2, disk=50 * 1024**2
)
SECRET = "a-secret-of-the-environment"
BLANK, LATE = 6, 6
DEADLINE = """
[orders]
due = 2027-03-05T18:00:00+01:00
percent_a_day = 10
most_percent = 50
[orders.extensions]
late-3 = 2027-03-12
"""
# When they came, and the days that had begun since it was due.
ARRIVED = [
    ("2027-03-05 17:00:00.000000 UTC", 0),
    ("2027-03-05 17:00:01.000000 UTC", 1),
    ("2027-03-07T12:00:00+01:00", 2),
    ("2027-03-12T20:00:00+00:00", 0),
    ("2027-06-01 00:00:00 UTC", 88),
    ("no time at all", 0),
]


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    release([NAME], build=folder)
    return folder


@pytest.fixture(scope="module")
def one(build) -> harness.Assignment:
    return harness.load(NAME, build / "assignments" / f"{NAME}.ipynb")


@pytest.fixture(scope="module")
def folder(one, tmp_path_factory) -> Path:
    """Everything that the class has handed in."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "deadlines.toml").write_text(DEADLINE)
    for student, code in _codes(folder).items():
        answers = dict(one.second)
        if student in bad_kinds.CHEATS | bad_kinds.FORGED:
            answers["needed-block"] = _mistaken(one, student)
        answers["calmed"] += f"\n\n{code}"
        harness.hand_in(folder, student, NAME, one.fill(student, answers))
    bad_files.hand_in(folder, one, course.source_notebook(NAME))
    for number, (arrived, _) in enumerate(ARRIVED):
        harness.hand_in(folder, f"late-{number}", NAME, one.fill(f"late-{number}", one.answers))
        (folder / f"late-{number}" / NAME / "timestamp.txt").write_text(arrived)
    for number in range(BLANK):
        harness.hand_in(folder, f"blank-{number}", NAME, one.release)
    for number in range(one.batches):
        student = f"wrong-{number}"
        harness.hand_in(folder, student, NAME, one.fill(student, one.batch(number)))
    number = 0
    while len(list(folder.iterdir())) < SIZE + 1:
        student, answers = f"ada-{number}", (one.answers, one.second)[number % 2]
        harness.hand_in(folder, student, NAME, one.fill(student, answers))
        number += 1
    return folder


def _codes(folder: Path) -> dict[str, str]:
    home = str(Path.home())
    return (
        {student: kind.code for student, kind in bad_kinds.RUNS_WILD.items()}
        | bad_kinds.CHEATS
        | bad_kinds.FORGED
        | bad_kinds.forbidden(str(course.SOURCE), str(folder), home)
    )


def _mistaken(one: harness.Assignment, student: str) -> str:
    wrong = next(planted for planted in one.wrong if planted.cell == "needed-block").source
    dressed = bad_kinds.DRESSED.get(student)
    return f"def needed_block(fall, trace):\n    {dressed}" if dressed else wrong


@pytest.fixture(scope="module")
def output(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("grades")


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Path]:
    """Where the grading has its temporary files, for this module alone."""
    place = tmp_path_factory.mktemp("t")
    before, tempfile.tempdir = tempfile.tempdir, str(place)
    yield place
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def killed(folder, build, output, place) -> dict[Path, int]:
    """Kill the grading half-way; return the results that were there, with their times."""
    code = (
        "import sys; from pathlib import Path; from test_class import LIMITS\n"
        "from tools.assignments.grade import grade\n"
        "folder, output, build = map(Path, sys.argv[1:])\n"
        "if __name__ == '__main__': grade(folder, output, LIMITS, jobs=4, build=build)"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code, folder, output, build],
        env=os.environ
        | {"A_SECRET": SECRET, "PYTHONPATH": f"{course.ROOT}:{course.ROOT}/tests"}
        | {"TMPDIR": str(place)},
    )
    results = output / "results" / NAME
    while run.poll() is None and len(list(results.glob("*.json"))) < SIZE // 2:
        time.sleep(0.2)
    run.send_signal(signal.SIGKILL)
    run.wait()
    return {path: path.stat().st_mtime_ns for path in results.glob("*.json")}


@pytest.fixture(scope="module")
def results(folder, build, output, killed) -> dict[str, Result]:  # noqa: ARG001 - goes first
    """Go on, to the end."""
    found = grade(folder, output, LIMITS, jobs=4, build=build)
    return {one.student: one for one in found}


def test_nobody_is_lost_and_nobody_stops_the_others(folder, results, output):
    students = {path.name for path in folder.iterdir()} - {"deadlines.toml"}
    assert len(students) == SIZE
    assert results.keys() == students
    with (output / "results.csv").open(newline="") as file:
        assert {row["student"] for row in csv.DictReader(file)} == students
    assert not [one for one in results.values() if one.status in {"stopped", "failed"}]
    assert all(one.confined for one in results.values())


def test_a_killed_run_goes_on_where_it_stopped(killed, results):  # noqa: ARG001 - goes on
    assert SIZE // 2 <= len(killed) < SIZE - 20
    assert {path: path.stat().st_mtime_ns for path in killed} == killed


def test_honest_work_gets_its_points(one, results):
    right = [r for student, r in results.items() if student.startswith("ada-")]
    assert len(right) > 40
    for result in right:
        assert (result.score, result.reason) == (one.possible, "")
        assert result.open_points == sum(one.manual.values())
    for number in range(BLANK):
        blank = results[f"blank-{number}"]
        assert (blank.score, blank.open_points) == (0, 0)
        assert "student_id is missing" in blank.reason or "student_id is '...'" in blank.reason
    for number in range(one.batches):
        wrong = results[f"wrong-{number}"]
        planted = [p for p in one.wrong if p.batch == number]
        lost = frozenset().union(*(p.loses for p in planted))
        assert wrong.score == one.possible - sum(one.points[test] for test in lost)
        assert all(p.hint in wrong.reason for p in planted)


@pytest.mark.parametrize("number", range(len(ARRIVED)))
def test_late_work_is_told_and_costs_what_was_announced(number, results, output):
    late, days = results[f"late-{number}"], ARRIVED[number][1]
    assert (late.score, late.days_late) == (bad_kinds.ALL, days)
    assert late.penalty == pytest.approx(bad_kinds.ALL * min(50, 10 * days) / 100)
    assert (f"late: day {days} after it was due" in late.reason) == bool(days)
    with (output / "moodle.csv").open(newline="") as file:
        rows = {row["Username"]: row for row in csv.DictReader(file)}
    total = float(rows[late.student][f"Assignment: {NAME} (Real)"])
    assert total == pytest.approx(late.score - late.penalty)


@pytest.mark.parametrize("kind", bad_kinds.RUNS_WILD)
def test_what_runs_wild_is_stopped_and_told(kind, results):
    due, found = bad_kinds.RUNS_WILD[kind], results[kind]
    assert found.status == "graded"
    assert (found.score, due.reason in found.reason) == (due.points, True), found.reason


@pytest.mark.parametrize("kind", bad_kinds.CHEATS)
def test_cheats_gain_nothing(kind, results):
    found = results[kind]
    assert found.score == bad_kinds.HONEST, found.reason
    assert "needed-block-test:" in found.reason


@pytest.mark.parametrize("kind", bad_kinds.FORGED)
def test_what_can_not_be_trusted_counts_nothing(kind, results):
    found = results[kind]
    assert found.score == bad_kinds.BEFORE, found.reason
    assert "the checks were changed in this notebook" in found.reason


@pytest.mark.parametrize("kind", bad_kinds.forbidden("", "", ""))
def test_notebooks_are_confined(kind, results, output):
    assert (results[kind].score, results[kind].status) == (bad_kinds.ALL, "graded")
    [notebook] = (output / "autograded" / kind).rglob("*.ipynb")
    cells = {cell.id: cell for cell in read_notebook(notebook).cells}
    said = json.dumps(cells["calmed"].outputs)
    assert bad_kinds.THROUGH not in said
    assert SECRET not in said
    if kind != "environment":
        assert not [out for out in cells["calmed"].outputs if out.output_type == "error"], said


@pytest.mark.parametrize("kind", bad_files.EXPECTED)
def test_odd_files_get_a_clear_result(kind, results):
    status, points, reason = bad_files.EXPECTED[kind]
    found = results[kind]
    assert (found.status, found.score) == (status, points), found.reason
    assert reason in found.reason


def test_others_are_untouched(folder, one):
    path = folder / "ada-0" / NAME / f"{NAME}.ipynb"
    assert json.loads(path.read_text()) == json.loads(json.dumps(one.fill("ada-0", one.answers)))
    assert path.stat().st_mode & 0o400


def test_graded_again_from_nothing_they_get_the_same(folder, build, results, tmp_path):
    """A sample, so that no check takes twice its time; what waits for a time limit is left out."""
    sample = [
        *bad_kinds.CHEATS,
        *bad_kinds.FORGED,
        "wrong-0",
        "crash",
        "numbers-edited",
    ]
    few = tmp_path / "few"
    few.mkdir()
    for student in sample[::2]:
        shutil.copytree(folder / student, few / student)
    again = grade(few, tmp_path / "again", LIMITS, jobs=4, build=build)
    assert {one.student: one for one in again} == {one: results[one] for one in sample[::2]}


def test_a_second_run_grades_nothing_and_says_the_same(folder, build, output, results):
    written = {path: path.stat().st_mtime_ns for path in (output / "feedback").rglob("*.html")}
    tables = [(output / f"{name}.csv").read_bytes() for name in ("results", "canvas", "moodle")]
    begun = sum(os.times()[:4])
    again = {one.student: one for one in grade(folder, output, LIMITS, build=build)}
    assert again == results
    assert sum(os.times()[:4]) - begun < 3
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert tables == [
        (output / f"{name}.csv").read_bytes() for name in ("results", "canvas", "moodle")
    ]


def test_canvas_and_moodle_find_their_columns(output, results, one):
    with (output / "canvas.csv").open(newline="") as file:
        canvas = list(csv.reader(file))
    assert canvas[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", NAME]
    possible = one.possible + sum(one.manual.values())
    assert canvas[1][0].strip() == "Points Possible"
    assert float(canvas[1][-1]) == possible
    points = {row[3]: float(row[5]) for row in canvas[2:]}
    assert points == {
        r.student: pytest.approx(r.score - r.penalty) for r in results.values() if r.assignment
    }


def test_everybody_gets_feedback_that_runs_no_script_of_a_student(output, results):
    for result in results.values():
        if result.status == "graded":
            page = output / "feedback" / result.student / NAME / f"{NAME}.html"
            assert page.is_file(), result.student
    text = html.unescape((output / "feedback" / "wrong-0" / NAME / f"{NAME}.html").read_text())
    assert "share is gone, too" in re.sub(r"<[^>]+>", "", text)


def test_the_summary_shows_scores_and_what_was_missed(output, results):
    page = (output / "summary.html").read_text()
    assert 'role="img" aria-label="Histogram of points' in page
    assert "needed-block-test" in page
    assert "http" not in page
    assert "unconfined" not in page
    for result in results.values():
        assert result.status != "missing" or f"<td>{result.student}</td>" in page


def test_nothing_stays_behind(results, place):  # noqa: ARG001 - were there
    """No process of a student outlives the grading."""
    running = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            running.append(path.read_bytes().decode(errors="replace"))
        except OSError:
            continue
    assert not [text for text in running if "assignments.warm" in text and str(place) in text]


def test_without_walls_the_results_say_so(one, build, tmp_path):
    harness.hand_in(tmp_path / "in", "ada", NAME, one.fill("ada", one.answers))
    [result] = grade(tmp_path / "in", tmp_path / "out", LIMITS, build=build, confined=False)
    assert (result.score, result.confined) == (one.possible, False)
    [row] = csv.DictReader((tmp_path / "out" / "results.csv").read_text().splitlines())
    assert row["confined"] == "no"
    assert "1 submissions ran unconfined" in (tmp_path / "out" / "summary.html").read_text()


def test_memory_and_files_of_all_processes_together_are_bounded(tmp_path):
    code = "hoard = b'x' * 60_000_000; print(flush=True); input()"
    command = [sys.executable, "-c", code]
    job = {"memory": 150_000_000, "desk": str(tmp_path), "disk": 1000}
    crowd = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(3)
    ]
    try:
        assert all(process.stdout.readline() for process in crowd)
        family = [psutil.Process(process.pid) for process in crowd]
        assert warm._excess(family, job) == "the notebook used more than 0.1 GB of memory"
        assert warm._excess(family[:1], job) == ""
        (tmp_path / "large").write_bytes(bytes(1001))
        assert "too large files" in warm._excess(family[:1], job)
        assert "too many processes" in warm._excess(family * 30, job)
    finally:
        for process in crowd:
            process.communicate(b"\n")


def test_a_system_without_walls_is_told(monkeypatch, folder, tmp_path, build):
    monkeypatch.setattr(launch.sys, "platform", "darwin")
    with pytest.raises(course.AssignmentError, match=r"cannot be confined .*say --unconfined"):
        grade(folder, tmp_path / "none", LIMITS, build=build)
