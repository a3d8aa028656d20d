"""The guides for instructors and students agree with the chapters and the assignments."""

import re
from pathlib import Path

import nbformat
import pytest

from bonebalance import models
from tools import objectives
from tools.assignments import course

ROOT = Path(__file__).parents[1]
TEACHING = (ROOT / "exercises" / "teaching.md").read_text(encoding="utf-8")
GUIDE = objectives.GUIDE.read_text(encoding="utf-8")
CHAPTERS = re.findall(
    r"file: (chapters/[\w-]+/(?!index\b)[\w-]+)$",
    (ROOT / "_toc.yml").read_text("utf-8"),
    re.MULTILINE,
)
MINUTES = {"an hour": 60}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_guide_names_each_chapter_with_its_minutes(chapter):
    text = "\n".join(cell.source for cell in nbformat.read(ROOT / f"{chapter}.ipynb", 4).cells)
    told = re.search(r"In about (?:(\d+) minutes|(an hour)) you will", text)
    minutes = int(told[1]) if told[1] else MINUTES[told[2]]
    slug = chapter.rsplit("/", 1)[1]
    assert re.search(rf"^`{slug}`, {minutes} minutes, needs ", TEACHING, re.MULTILINE)


def test_guide_names_no_chapter_that_is_not_there():
    told = re.findall(r"^`([\w-]+)`, \d+ minutes", TEACHING, re.MULTILINE)
    assert sorted(told) == sorted(chapter.rsplit("/", 1)[1] for chapter in CHAPTERS)


@pytest.mark.parametrize("weeks", ["Six", "Twelve"])
def test_a_syllabus_plans_chapters_and_assignments_that_exist(weeks):
    syllabus = re.search(rf"## {weeks} weeks\n(.*?)\n## ", TEACHING, re.DOTALL)[1]
    known = {chapter.rsplit("/", 1)[1] for chapter in CHAPTERS} | set(course.assignment_names())
    planned = set(re.findall(r"`([\w-]+)`", syllabus))
    assert planned <= known
    rows = [line for line in syllabus.splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(rows) == {"Six": 6, "Twelve": 12}[weeks]
    if weeks == "Twelve":
        assert planned == known, "twelve weeks are the whole book"


def test_map_of_objectives_is_up_to_date():
    assert objectives.PAGE.read_text(encoding="utf-8") == objectives.page(GUIDE)


def test_there_are_twelve_assignments_in_three_levels_with_points_as_told():
    rows = re.findall(
        r"^\| `(\w+)` \| .+? \| (\d) \| (\d+) \| (\d+) \| (\d+) \|$", GUIDE, re.MULTILINE
    )
    assert len(rows) >= 12
    assert {level for _, level, *_ in rows} == set(objectives.LEVELS)
    for name, _, _, points, by_hand in rows:
        notebook = nbformat.read(course.source_notebook(name), 4)
        marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
        graded = [mark for mark in marks if mark.get("grade")]
        assert sum(mark["points"] for mark in graded) == int(points), name
        texts = [mark for mark in graded if mark.get("solution")]
        assert sum(mark["points"] for mark in texts) == int(by_hand), name


@pytest.mark.parametrize(
    ("guide", "message"),
    [
        (
            GUIDE.replace("## The assignment `balance`", "## Balance"),
            "no section on the assignment",
        ),
        (GUIDE.replace("| `euler_step`, ", "| `euler_stop`, "), "defines the answer 'euler_stop'"),
        (GUIDE.replace("| `steady_state`, `half_life` |", "| `half_life` |"), "steady-state-test"),
        (GUIDE.replace("| `balance` |", "| `balanse` |"), "differ in balance, balanse"),
    ],
)
def test_a_guide_that_does_not_fit_is_told_where(guide, message):
    with pytest.raises(objectives.ObjectivesError, match=message):
        objectives.page(guide)


@pytest.mark.parametrize(("site", "share"), [("hip", "w_h"), ("spine", "w_s")])
def test_assignment_on_the_mix_quotes_the_paces_of_its_chapter(site, share):
    p = {name: one.value for name, one in models.lifetime.parameters.items()}
    pace = 365 * (p[share] * p["k_t"] + (1 - p[share]) * p["k_c"])
    cells = {cell.id: cell for cell in nbformat.read(course.source_notebook("mix"), 4).cells}
    said = rf"the {site}(?: goes toward its level)? at ([\d.]+) a year"
    told = re.search(said, cells["task-2"].source, re.IGNORECASE)
    assert told[1] == f"{pace:.2f}"
    assert f"-{told[1]} * given.years" in cells["dials-test"].source
