"""Move the folded solutions to an appendix, each linked with its exercise both ways."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tools.print.book import Place
from tools.print.dom import element, find, first, move_content, text
from tools.print.errors import PrintError
from tools.print.pages import synthetic_page

if TYPE_CHECKING:
    from tools.print.dom import Element
    from tools.print.pages import Page

TITLE = "Answers"
KEY = "answers"


def collect_answers(pages: list[Page]) -> Page | None:
    """Take the folded solutions out of `pages` and return the appendix that holds them.

    The links of the pages must be resolved before, since solutions change their page.

    Raises
    ------
    PrintError
        If a solution belongs to no exercise of the book.
    """
    exercises = {node.get("id"): node for page in pages for node in find(page.body, "exercise")}
    content: list[Element] = []
    images: dict[str, bytes] = {}
    for page in pages:
        solutions = find(page.body, "folded")
        if not solutions:
            continue
        heading = deepcopy(page.title)
        heading.tag = "h2"
        heading.set("id", f"{KEY}:{page.key}")
        heading.attrib.pop("class", None)
        content.append(heading)
        content += [_answer(solution, exercises, page.name) for solution in solutions]
        images |= page.images
    if not content:
        return None
    appendix = synthetic_page(Place(KEY, 1), TITLE, *content)
    appendix.images = images
    return appendix


def _answer(solution: Element, exercises: dict[str | None, Element], page: str) -> Element:
    """Return the solution as an entry of the appendix and link its exercise to it."""
    title = first(solution, "title")
    link = title.find(".//a") if title is not None else None
    exercise = exercises.get((link.get("href") or "").lstrip("#")) if link is not None else None
    if title is None or exercise is None:
        raise PrintError(page, f"solution {solution.get('id')} has no exercise in the book",
                         "Name the label of its exercise after {solution}.")  # fmt: skip
    identifier = str(solution.get("id") or f"{KEY}:{exercise.get('id')}")
    if exercise.get("data-answer"):
        raise PrintError(page, f"exercise {exercise.get('id')} has two folded solutions",
                         "Merge them.")  # fmt: skip
    exercise.set("data-answer", "#" + identifier)
    title.drop_tree()
    answer = element("div", class_="answer", id=identifier)
    answer.set("data-exercise", "#" + str(exercise.get("id")))
    answer.set("data-number", exercise.get("data-number") or "Exercise")
    exercise_title = first(exercise, "title")
    answer.set("data-title", text(exercise_title) if exercise_title is not None else "")
    move_content(solution, answer)
    for heading in answer.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        heading.tag = "h3"
    solution.drop_tree()
    return answer
