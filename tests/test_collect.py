"""Around the grading: archives of platforms, deadlines, tables, and what students are handed."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.assignments import course
from tools.assignments.collect import Submission, find, handed_in_at
from tools.assignments.handouts import handouts
from tools.assignments.lateness import Deadline, read_deadlines
from tools.assignments.release import release, released_course
from tools.assignments.results import Result
from tools.assignments.summary import write_summary
from tools.assignments.tables import write_tables


def _archive(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)


def test_archives_of_platforms_are_understood(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    _archive(
        folder / "moodle.zip",
        "Ada Lovelace_123_assignsubmission_file_/balance.ipynb",
        "Grace Hopper_45_assignsubmission_file/balance (2).ipynb",
        "Nobody_6_assignsubmission_file_/essay.docx",
    )
    _archive(
        folder / "canvas.zip",
        "lovelaceada_77_1001_orders.ipynb",
        "hoppergrace_LATE_78_1002_orders-1.ipynb",
        "../../escape.ipynb",
    )
    (folder / "broken.zip").write_bytes(b"PK and nothing else")
    found, strays = find(folder, tmp_path / "out")
    seen = {(one.student, one.assignment, one.platform, one.number) for one in found}
    assert seen == {
        ("Ada-Lovelace-123", "balance", "moodle", "123"),
        ("Grace-Hopper-45", "balance", "moodle", "45"),
        ("lovelaceada-77", "orders", "canvas", "77"),
        ("hoppergrace-78", "orders", "canvas", "78"),
    }
    assert [one.student for one in found if one.marked_late] == ["hoppergrace-78"]
    assert all(one.path.read_text().endswith(".ipynb") for one in found)
    assert all((tmp_path / "out") in one.path.parents for one in found)
    said = {one.name: one.reason for one in strays}
    assert said.keys() == {"Nobody-6", "escape.ipynb", "broken.zip"}
    assert said["Nobody-6"] == "essay.docx is named after no assignment"
    assert said["broken.zip"].startswith("the archive cannot be read")
    assert not list(tmp_path.glob("*.ipynb"))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2027-03-06 10:00:00.000000 UTC", datetime(2027, 3, 6, 10, tzinfo=UTC)),
        ("2027-03-06T11:00:00+01:00\n", datetime(2027, 3, 6, 10, tzinfo=UTC)),
        ("2027-03-06 10:00:00", datetime(2027, 3, 6, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_time_of_handing_in_is_read(text, when, tmp_path):
    (tmp_path / "timestamp.txt").write_text(text)
    assert handed_in_at(Submission("ada", "balance", tmp_path / "balance.ipynb")) == when


def test_lateness_costs_what_was_announced():
    due = datetime(2027, 3, 5, 17, tzinfo=UTC)
    deadline = Deadline(
        due, percent_a_day=15, most_percent=40, extensions={"ada": due.replace(day=9)}
    )
    assert deadline.days_late("grace", due) == 0
    assert deadline.days_late("grace", due.replace(minute=1)) == 1
    assert deadline.days_late("grace", due.replace(day=7)) == 2
    assert deadline.days_late("ada", due.replace(day=7)) == 0
    assert deadline.days_late("grace", None) == 0
    assert [deadline.penalty(days, 8) for days in (0, 1, 2, 3, 99)] == [0, 1.2, 2.4, 3.2, 3.2]
    assert Deadline(due).penalty(5, 8) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[balanse]\ndue = 2027-03-05", "no assignment 'balanse'; there is: arthritis, balance"),
        ("[balance]\nuntil = 2027-03-05", r"\[balance\] takes due, and where wanted extensions"),
        ("[balance]\ndue = 'soon'", "'soon' is no date; write 2027-03-05"),
        ("[balance]\ndue = 2027-03-05\npercent_a_day = 200", "between 0 and 100"),
        ("[balance\n", "deadlines.toml: "),
    ],
)
def test_wrong_deadlines_are_named(text, said, tmp_path):
    (tmp_path / "deadlines.toml").write_text(text)
    with pytest.raises(course.AssignmentError, match=said):
        read_deadlines(tmp_path)


def test_tables_carry_the_platforms_own_numbers_and_no_formula(tmp_path):
    results = [
        Result("lovelaceada-77", "orders", "graded", 8, 8, 0, "", platform="canvas", number="77"),
        Result("Ada-1", "orders", "graded", 3, 8, 3, "=1+1", platform="moodle", number="1"),
        Result("@x", "", "missing", 0, 0, 0, "no notebook found"),
    ]
    totals = {("lovelaceada-77", "orders"): 9.5, ("Ada-1", "orders"): 3.0, ("", "orders"): 11.0}
    write_tables(results, totals, tmp_path)
    canvas, moodle, own = (
        list(csv.DictReader((tmp_path / f"{name}.csv").read_text().splitlines()))
        for name in ("canvas", "moodle", "results")
    )
    rows = {row["Student"]: (row["ID"], row["SIS Login ID"], row["orders"]) for row in canvas[1:]}
    assert rows == {"lovelaceada-77": ("77", "", "9.5"), "Ada-1": ("", "Ada-1", "3.0")}
    assert canvas[0] == {
        "Student": "    Points Possible", "ID": "", "SIS User ID": "", "SIS Login ID": "",
        "Section": "", "orders": "11.0",
    }  # fmt: skip
    assert moodle[0]["Identifier"] == "Participant 1"
    assert moodle[0]["Assignment: orders (Real)"] == "3.0"
    assert moodle[0]["Assignment: orders (Feedback)"] == "'=1+1"
    assert [row["student"] for row in own] == ["lovelaceada-77", "Ada-1", "'@x"]
    assert {row["confined"] for row in own} == {"yes"}


def test_the_summary_escapes_and_warns(tmp_path):
    results = [
        Result("<b>eve", "orders", "unreadable", 0, 8, 0, "<script>", confined=False),
        Result("ada", "orders", "graded", 8, 8, 0, ""),
    ]
    write_summary(results, tmp_path / "summary.html")
    page = (tmp_path / "summary.html").read_text()
    assert "<script>" not in page
    assert "&lt;b&gt;eve" in page
    assert "1 submissions ran unconfined" in page
    assert "from lowest: 1, 0, 0, 0, 0, 0, 0, 0, 0, 1" in page


def test_a_handout_is_whole_and_always_the_same(tmp_path):
    name = "orders"
    released = released_course(name, tmp_path)
    release([name], build=tmp_path)
    [made] = handouts([name], build=tmp_path)
    first = made.read_bytes()
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        inside = {Path(path).name: archive.read(path) for path in archive.namelist()}
        assert all(path.startswith(f"{name}/") for path in archive.namelist())
    [wheel] = [path for path in inside if path.endswith(".whl")]
    assert inside.keys() == {"orders.ipynb", "README.txt", wheel}
    assert inside["orders.ipynb"] == (released / "release" / name / f"{name}.ipynb").read_bytes()
    assert wheel in inside["README.txt"].decode()
    assert (
        inside["README.txt"].decode().splitlines()[0] == "How do immune cells give orders to bone?"
    )
    assert handouts([name], build=tmp_path)[0].read_bytes() == first
