"""The house rules of a notebook that a program can check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from nbformat import NotebookNode

CELL_LINES = 10
HIDDEN_LINES = 3
HIDING_TAGS = {"hide-cell", "hide-input", "remove-cell", "remove-input"}
FIGURE_TEXT = re.compile(r"<Figure size .+ with \d+ Axes>")
GLUED_NAME = re.compile(r"\{glue:(?:text|md)?\}`([^`:]+)(?::[^`]*)?`")
CODE_IN_PROSE = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
TELLING_DIGITS = 3  # a shorter number may stand in the text by chance


def violations(notebooks: Mapping[str, NotebookNode]) -> list[str]:
    """Return one line for each breach of a rule, with notebook, cell and what to do.

    Parameters
    ----------
    notebooks
        Notebooks as read by nbformat, by the name that the messages use.
    """
    single = chain.from_iterable(_of_one(name, book) for name, book in notebooks.items())
    return [*single, *_defined_twice(notebooks)]


def _of_one(name: str, notebook: NotebookNode) -> Iterator[str]:
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            place = f"{name}, cell {number} ({cell.get('id', 'without id')})"
            yield from (f"{place}: {complaint}" for complaint in _of_code(cell))
    yield from (f"{name}: {complaint}" for complaint in _of_prose(notebook))


def _of_code(cell: NotebookNode) -> Iterator[str]:
    """Yield what is wrong with one code cell."""
    lines = [line for line in cell.source.splitlines() if line.strip()]
    tags = set(cell.metadata.get("tags", []))
    if len(lines) > CELL_LINES:
        yield f"{len(lines)} lines; split it or move a helper to the library ({CELL_LINES} at most)"
    if tags & HIDING_TAGS and not cell.outputs and len(lines) > HIDDEN_LINES:
        yield f"a hidden set-up of {len(lines)} lines; show it or shorten it to {HIDDEN_LINES}"
    if any(output.get("name") == "stderr" for output in cell.outputs):
        yield "prints a warning to stderr; mend its cause"
    if _draws(cell) and "raises-exception" not in tags:
        settings = cell.metadata.get("mystnb", {})
        given = {**settings.get("figure", {}), **settings.get("image", {})}
        for key in ("name", "caption", "alt"):
            if not str(given.get(key, "")).strip():
                yield f"draws a figure without {key}; add it to the cell's metadata (mystnb)"


def _draws(cell: NotebookNode) -> bool:
    """Tell whether a cell has an image among its outputs, stored or stripped."""
    for output in cell.outputs:
        data = output.get("data", {})
        if any(kind.startswith("image/") for kind in data):
            return True
        if FIGURE_TEXT.search(str(data.get("text/plain", ""))):
            return True
    return False


def _of_prose(notebook: NotebookNode) -> Iterator[str]:
    """Yield what is wrong between the prose and the computed values that it shows."""
    values = _glued(notebook)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for asked in GLUED_NAME.findall(prose):
        if asked not in values:
            yield f"the text shows {asked!r}, which no cell glues; known are {sorted(values)}"
    plain = CODE_IN_PROSE.sub(" ", prose)
    for key, value in values.items():
        for number in NUMBER.findall(value):
            if len(number.replace(".", "").lstrip("0")) < TELLING_DIGITS:
                continue
            if re.search(rf"(?<![\w.]){re.escape(number)}(?![\w]|\.\d)", plain):
                yield f"{number} is typed in the text but computed as {key!r}; show it with glue"


def _glued(notebook: NotebookNode) -> dict[str, str]:
    """Return the text of each value that the notebook glues, by name."""
    return {
        output.metadata["scrapbook"]["name"]: "".join(map(str, output.data.values()))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "scrapbook" in output.get("metadata", {})
    }


def _defined_twice(notebooks: Mapping[str, NotebookNode]) -> Iterator[str]:
    """Yield each helper that two notebooks define: its place is the library."""
    owners: dict[str, str] = {}
    for name, notebook in notebooks.items():
        for helper in sorted(_helpers(notebook)):
            if helper in owners:
                yield f"{name}: {helper} is also in {owners[helper]}; move it to the library"
            owners.setdefault(helper, name)


def _helpers(notebook: NotebookNode) -> set[str]:
    found: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.source.lstrip().startswith("%"):
            tree = ast.parse(cell.source)
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            found.update(node.name for node in ast.walk(tree) if isinstance(node, kinds))
    return found
