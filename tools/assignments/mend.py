"""Turn what a student handed in into a notebook that nbgrader can grade, or say why not."""

import ast
import json
import warnings
from copy import deepcopy
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from tools.assignments.notebook import new_cell, new_notebook, parse_notebook

LARGEST_FILE = 50_000_000


class UnreadableError(Exception):
    """The file is no notebook; the text is the reason that the student gets."""


def read(path: Path) -> NotebookNode:
    """Read a submission, however odd.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    NotebookNode
        Its cells, without outputs.

    Raises
    ------
    UnreadableError
        If it is empty, not text, not JSON or not a notebook.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        msg = "the file is not UTF-8 text"
        raise UnreadableError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"the file is not valid JSON: {error}" if path.stat().st_size else "the file is empty"
        raise UnreadableError(msg) from error
    try:
        for cell in raw.get("cells", []):
            if "outputs" in cell:
                cell["outputs"] = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what nbformat repairs is not worth a word
            return parse_notebook(json.dumps(raw))
    except Exception as error:  # any shape of JSON may come
        msg = f"the file is JSON but not a notebook ({type(error).__name__})"
        raise UnreadableError(msg) from error


def mend(received: NotebookNode, release: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Bring back what nbgrader needs: marks on cells, each of them once, locked cells present.

    Parameters
    ----------
    received : NotebookNode
        The submission.
    release : NotebookNode
        The student version as it was released.

    Returns
    -------
    tuple
        A notebook that nbgrader accepts, and what was mended.
    """
    notes: list[str] = []
    originals = {cell.id: cell for cell in release.cells}
    cells = [_clean(cell, originals) for cell in received.cells]
    _keep_one_of_each(cells, originals, notes)
    _bring_back(cells, release.cells, notes)
    seen: set[str] = set()
    for cell in cells:
        if cell.id in seen:
            cell.id = new_cell("code", "").id
        seen.add(cell.id)
    return new_notebook(cells, deepcopy(release.metadata)), notes


def declared_id(notebook: NotebookNode) -> str | None:
    """Find the student id that a notebook sets.

    Parameters
    ----------
    notebook : NotebookNode
        The submission.

    Returns
    -------
    str or None
        The last constant given to `student_id`.
    """
    found = None
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            statements = ast.parse(cell.source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for statement in statements:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
                if "student_id" in names:
                    found = str(statement.value.value)
    return found


def _grade_id(cell: NotebookNode) -> str | None:
    marks = cell.metadata.get("nbgrader")
    return marks.get("grade_id") if isinstance(marks, dict) else None


def _clean(cell: NotebookNode, originals: dict[str, NotebookNode]) -> NotebookNode:
    """Make a plain copy; marks come from the release, never from the submission."""
    name = _grade_id(cell) or cell.get("id")
    original = originals.get(name) if isinstance(name, str) else None
    kind = original.cell_type if original is not None else cell.cell_type
    fresh = new_cell(kind, str(cell.get("source", "")))
    if original is not None:
        fresh.id = original.id
        fresh.metadata = deepcopy(original.metadata)
    return fresh


def _keep_one_of_each(
    cells: list[NotebookNode], originals: dict[str, NotebookNode], notes: list[str]
) -> None:
    """Of several copies of a marked cell the last one that was worked on counts."""
    for name, original in originals.items():
        copies = [cell for cell in cells if cell.id == name and _grade_id(cell)]
        if len(copies) > 1:
            worked = [cell for cell in copies if cell.source != original.source]
            chosen = (worked or copies)[-1]
            for copy in copies:
                if copy is not chosen:
                    copy.metadata = new_cell("code", "").metadata
            notes.append(f"cell {name} was there {len(copies)} times")


def _bring_back(cells: list[NotebookNode], wanted: list[NotebookNode], notes: list[str]) -> None:
    """Put missing tests and locked cells back after the released cell that precedes them."""
    for place, original in enumerate(wanted):
        marks = original.metadata.get("nbgrader", {})
        needed = marks.get("grade") or marks.get("locked")
        if not needed or any(_grade_id(cell) == original.id for cell in cells):
            continue
        before = {cell.id for cell in wanted[:place]}
        last = max((i for i, cell in enumerate(cells) if cell.id in before), default=-1)
        cells.insert(last + 1, deepcopy(original))
        notes.append(f"cell {original.id} was missing and was put back")
