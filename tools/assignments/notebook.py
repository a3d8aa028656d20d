"""Typed doors to nbformat, which carries no types of its own."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import nbbase

_untyped: Any = nbformat
_base: Any = nbbase


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook that we wrote ourselves."""
    notebook: NotebookNode = _untyped.read(path, as_version=4)
    return notebook


def parse_notebook(text: str) -> NotebookNode:
    """Read a notebook from text."""
    notebook: NotebookNode = _untyped.reads(text, as_version=4)
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook."""
    _untyped.write(notebook, path)


def new_notebook(cells: list[NotebookNode], metadata: dict[str, Any]) -> NotebookNode:
    """Make a notebook of cells."""
    notebook: NotebookNode = _base.new_notebook(cells=cells, metadata=metadata)
    return notebook


def new_cell(kind: str, source: str) -> NotebookNode:
    """Make a code or Markdown cell with a new id."""
    make = _base.new_code_cell if kind == "code" else _base.new_markdown_cell
    cell: NotebookNode = make(source)
    return cell


def error_output(name: str, text: str) -> NotebookNode:
    """Make the output of a cell that failed."""
    output: NotebookNode = _base.new_output(
        "error", ename=name, evalue=text, traceback=[f"{name}: {text}"]
    )
    return output
