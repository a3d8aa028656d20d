"""Copy results into an nbgrader gradebook: ``python -m tools.assignments.gradebook DATABASE``."""

import json
import sys
from typing import Any

from nbgrader.api import Gradebook


def main(arguments: list[str]) -> int:
    """Read results as JSON from standard input and store them.

    Scores that a person gave are kept.

    Parameters
    ----------
    arguments : list of str
        Path of the database.

    Returns
    -------
    int
        Always 0.
    """
    with Gradebook(f"sqlite:///{arguments[0]}", "bone-in-balance") as book:
        for result in json.load(sys.stdin):
            _store(book, result)
        book.db.commit()
    return 0


def _store(book: Gradebook, result: dict[str, Any]) -> None:
    student, name = result["student"], result["assignment"]
    book.update_or_create_student(student)
    book.update_or_create_submission(name, student)
    notebook = book.find_submission_notebook(name, name, student)
    notebook.late_submission_penalty = result["penalty"]
    for grade in notebook.grades:
        mine = result["cells"].get(grade.name, {"score": 0, "manual": False})
        grade.auto_score = mine["score"]
        if grade.manual_score is None:
            grade.needs_manual_grade = mine["manual"]
    for comment in notebook.comments:
        comment.auto_comment = result["cells"].get(comment.name, {}).get("comment")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
