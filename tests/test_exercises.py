"""Assignments end to end: planted answers lose what they should, nothing else.

Everything that is handed in for one assignment goes through nbgrader, and of each other one the
reference. The other answers meet the same tests without it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import exercise_harness as harness
import numpy as np
import pytest
from nbformat.notebooknode import NotebookNode

from bonebalance.grading import draw, expect
from tools.assignments import course
from tools.assignments.collect import find
from tools.assignments.grade import Limits, grade
from tools.assignments.notebook import read_notebook
from tools.assignments.release import release, released_course
from tools.assignments.results import Result

NAMES = course.assignment_names()
LIMITS = Limits(cell=30, notebook=60, submission=150)

# Static, so that pytest can name each of them; the released notebook itself comes from the fixture.
WRONG = [one for name in NAMES for one in harness.load(name, course.source_notebook(name)).wrong]


# Of this assignment all goes through nbgrader, from its release on.
WHOLE = "orders"


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Path:
    """Release what the book has not released; what it has is taken if it is of these sources."""
    folder = tmp_path_factory.mktemp("build")
    for name in NAMES:
        made = released_course(name)
        if made.is_dir() and name != WHOLE:
            shutil.copytree(made, released_course(name, folder))
    release(build=folder)
    return folder


@pytest.fixture(scope="module")
def assignments(build) -> dict[str, harness.Assignment]:
    return {name: harness.load(name, build / "assignments" / f"{name}.ipynb") for name in NAMES}


@pytest.fixture(scope="module")
def handed_in(assignments) -> dict[str, tuple[harness.Assignment, NotebookNode]]:
    """A class that handed in everything: right, wrong and blank."""
    found = {}
    for name, one in assignments.items():
        found[f"{name}-untouched"] = one, one.release
        # Two ids and two correct solutions, with which the wrong ones below are filled up in turn.
        given = {f"{name}-ada": one.answers, f"{name}-grace": one.second}
        given |= {f"{name}-wrong-{number}": one.batch(number) for number in range(one.batches)}
        for student, answers in given.items():
            found[student] = one, one.fill(student, answers)
    return found


SAMPLE = re.compile(rf"{WHOLE}-.+|.+-ada")


@pytest.fixture(scope="module")
def folder(handed_in, tmp_path_factory) -> Path:
    """What goes through nbgrader; what is broken goes there in `test_class`."""
    submissions = tmp_path_factory.mktemp("submissions")
    for student, (one, notebook) in handed_in.items():
        if SAMPLE.fullmatch(student):
            harness.hand_in(submissions, student, one.name, notebook)
    return submissions


@pytest.fixture(scope="module")
def output(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("grades")


@pytest.fixture(scope="module")
def graded(folder, output, build) -> dict[str, Result]:
    """What nbgrader says of the sample."""
    return {one.student: one for one in grade(folder, output, LIMITS, jobs=3, build=build)}


@pytest.fixture(scope="module")
def asked(handed_in) -> dict[str, Result]:
    """What the tests say of everything that a class may hand in."""
    return harness.ask_tests(handed_in)


@pytest.fixture(scope="module")
def results(asked, graded) -> dict[str, Result]:
    return asked | graded


def _feedback(output: Path, student: str, name: str) -> str:
    html = (output / "feedback" / student / name / f"{name}.html").read_text()
    shown = re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", "", html, flags=re.DOTALL)
    for code, character in (("&#39;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">")):
        shown = shown.replace(code, character)
    return shown


def _seconds_of_work():
    """Return what this process and its finished children have computed, whoever else computes."""
    return sum(os.times()[:4])


def test_tests_alone_say_what_nbgrader_says(asked, graded, assignments):
    sample = asked.keys() & graded.keys()
    assert {asked[student].assignment for student in sample} == set(NAMES)
    for student in sample:
        quick, whole = asked[student], graded[student]
        for what in ("status", "score", "possible", "open_points"):
            assert getattr(quick, what) == getattr(whole, what), (student, what)
        for test in assignments[whole.assignment].tests:
            for what in ("score", "hint"):
                assert quick.cells[test][what] == whole.cells[test][what], (student, test)


@pytest.mark.parametrize("name", NAMES)
def test_released_copy_holds_no_solution_and_no_hidden_test(name, assignments):
    one = assignments[name]
    text = "\n".join(cell.source for cell in one.release.cells)
    assert "SOLUTION" not in text
    assert "HIDDEN" not in text
    for cell, answer in one.answers.items():
        for line in answer.splitlines():
            plain = line.strip()
            assert not (plain.startswith("return ") and plain in text), f"{cell} shows {plain!r}"
    assert one.answers.keys() == one.second.keys(), "each answer needs a second, correct one"
    assert all(not cell.get("outputs") for cell in one.release.cells)


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_has_three_planted_mistakes(name, assignments):
    one = assignments[name]
    for cell in one.answers.keys() - one.manual.keys():
        count = sum(planted.cell == cell for planted in one.wrong)
        assert count >= 3, f"{cell} has {count} planted mistakes; three are the least"


@pytest.mark.parametrize("name", NAMES)
def test_untouched_copy_gets_nothing(name, results):
    one = results[f"{name}-untouched"]
    assert (one.status, one.score, one.open_points) == ("graded", 0, 0)


@pytest.mark.parametrize("student", ["ada", "grace"])
@pytest.mark.parametrize("name", NAMES)
def test_correct_answers_get_full_points(name, student, results, assignments):
    one = results[f"{name}-{student}"]
    assert one.reason == ""
    assert one.score == one.possible == assignments[name].possible
    assert one.open_points == sum(assignments[name].manual.values())


@pytest.mark.parametrize("name", NAMES)
def test_two_students_have_different_numbers(name, asked, output, graded):
    shown = {one: asked[f"{name}-{one}"].cells["numbers"]["value"] for one in ("ada", "grace")}
    assert shown["ada"] != shown["grace"]
    assert graded[f"{name}-ada"].status == "graded"
    path = output / "autograded" / f"{name}-ada" / name / f"{name}.ipynb"
    cells = {cell.id: cell for cell in read_notebook(path).cells}
    assert cells["numbers"].outputs[0].data["text/plain"] == shown["ada"]


@pytest.mark.parametrize("planted", WRONG, ids=lambda one: f"{one.cell}: {one.mistake}")
def test_planted_mistake_loses_what_it_should_and_gets_its_hint(
    planted, results, assignments, output, graded
):
    one = assignments[planted.assignment]
    student = f"{planted.assignment}-wrong-{planted.batch}"
    cells = results[student].cells
    concerned = {test for test, answer in one.tests.items() if answer == planted.cell}
    lost = {test for test in concerned if cells[test]["score"] < one.points[test]}
    assert lost == planted.loses
    assert any(planted.hint in cells[test]["hint"] for test in lost), cells
    if student in graded:
        assert planted.hint in _feedback(output, student, planted.assignment)


@pytest.mark.parametrize("name", NAMES)
def test_planted_mistakes_add_up(name, results, assignments):
    one = assignments[name]
    for number in range(one.batches):
        lost = frozenset().union(*(p.loses for p in one.wrong if p.batch == number))
        expected = one.possible - sum(one.points[test] for test in lost)
        assert results[f"{name}-wrong-{number}"].score == expected


def test_gradebook_holds_the_same_scores(graded, output):
    code = (
        "import json, sys; from nbgrader.api import Gradebook\n"
        "with Gradebook('sqlite:///' + sys.argv[1]) as book:\n"
        "    print(json.dumps({s.student.id: s.score for a in book.assignments"
        " for s in book.assignment_submissions(a.name)}))"
    )
    command = [sys.executable, "-c", code, str(output / "gradebook.db")]
    kept = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert kept == {one.student: one.score for one in graded.values() if one.assignment}


def test_release_does_nothing_when_nothing_changed(build):
    student = build / "assignments" / "balance.ipynb"
    before = student.stat().st_mtime_ns
    begun = _seconds_of_work()
    release(build=build)
    assert _seconds_of_work() - begun < 1
    assert student.stat().st_mtime_ns == before
    assert not list((build / "nbgrader" / "released").glob(".new-*"))


def test_release_brings_back_a_spoiled_copy(build):
    student = build / "assignments" / "balance.ipynb"
    right = student.read_bytes()
    student.write_text("{}")
    release(["balance"], build=build)
    assert student.read_bytes() == right


def test_errors_name_the_culprit_and_the_remedy(tmp_path, build):
    with pytest.raises(
        course.AssignmentError, match=r"no assignment 'balanse'; there is: arthritis, balance,"
    ):
        release(["balanse"], build=build)
    with pytest.raises(course.AssignmentError, match=r"expected STUDENT/ASSIGNMENT/ASSIGNMENT"):
        find(tmp_path, tmp_path)


def test_numbers_are_drawn_from_the_id_alone():
    ranges = {"F": (2.0, 5.0, 0.1), "k": (0.03, 0.06, 0.001), "dt": (0.25, 1.0, 0.05)}
    drawn = [draw(f"student{i}", "balance", **ranges) for i in range(300)]
    assert len(set(drawn)) > 290
    assert draw("Ada ", "balance", **ranges) == draw("ada", "balance", **ranges)
    assert draw("ada", "balance", **ranges) != draw("ada", "other", **ranges)
    assert {one.F for one in drawn} == {round(2 + 0.1 * i, 10) for i in range(31)}
    for missing in ("", "  ", "...", None):
        with pytest.raises(ValueError, match=r"student_id is missing: write your id"):
            draw(missing, "balance", **ranges)
    with pytest.raises(ValueError, match=r"range of k is empty"):
        draw("ada", "balance", k=(2, 1, 1))


@pytest.mark.parametrize(
    ("got", "correct", "hint"),
    [
        (None, 1, "forget `return`"),
        ("five", 5, "Numbers were expected"),
        (-3, 3, "sign is the wrong way round"),
        (0.03, 3, "looks like a fraction"),
        (300, 3, "hundred times too large"),
        (3 * 365.25, 3, "days where years"),
        (3 / 365, 3, "per day"),
        (1 / 3, 3, "upside down"),
        ([2, 3], [1, 2, 3], "initial value is missing"),
        ([1, 2], [1, 2, 3], "last value is missing"),
        (3, [1, 2, 3], "Only the last value"),
        ([2, 4, 4], [1, 2, 4], "one place too early"),
        ([1, 1, 2], [1, 2, 4], "one place too late"),
        ([1, 2, 3, 4], [1, 2, 3], "It should be 3 numbers"),
        (np.nan, 3, "divided by zero"),
        (3.1, 3, "none of the usual mistakes"),
    ],
)
def test_usual_mistakes_get_their_hint(got, correct, hint):
    with pytest.raises(AssertionError, match=re.escape(hint)):
        expect("the answer", got, correct)


def test_hints_of_a_task_come_first_and_near_misses_are_told():
    with pytest.raises(AssertionError, match=r"^Swapped\. \(it is -3\.\)$"):
        expect("it", -3, 3, mistakes={"Swapped.": -3})
    with pytest.raises(AssertionError, match=r"Almost, but not exact enough\. Shorter steps\."):
        expect("it", 3.01, 3, nearly="Shorter steps.")
    expect("it", [1, 2], (1.0, 2.0), mistakes={"Swapped.": [2, 1]})
