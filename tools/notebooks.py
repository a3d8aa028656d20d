"""Run notebooks and keep them in one normal form: ``python -m tools.notebooks --help``.

A stored notebook holds its text outputs, so that a change of a printed number shows in a diff and
nbval can compare it. It holds no image, no HTML, no counter and nothing of the machine it ran on.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tools.execute import NotebookError, executed
from tools.fingerprint import PAGES, ROOT, files
from tools.rules import violations

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}

# What editors leave behind and no reader needs.
NOTEBOOK_NOISE = {"colab", "orig_nbformat", "papermill", "signature", "toc", "vscode", "widgets"}
CELL_NOISE = {
    "ExecuteTime", "collapsed", "colab", "deletable", "editable", "execution", "id", "jupyter",
    "outputId", "papermill", "scrolled", "slideshow", "trusted", "vscode",
}  # fmt: skip

# Only text travels in a stored notebook; a glued text travels as a record of its own.
KEPT_TYPE = re.compile(r"(application/papermill\.record/)?text/(plain|markdown)")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]{27})?")


def normal_form(notebook: NotebookNode) -> str:
    """Return the text in which an executed notebook is stored."""
    result = copy.deepcopy(notebook)
    kept = {key: value for key, value in result.metadata.items() if key not in NOTEBOOK_NOISE}
    result.metadata = kept | {"kernelspec": KERNEL, "language_info": LANGUAGE}
    result.nbformat, result.nbformat_minor = 4, 5
    _name_cells(result.cells)
    for cell in result.cells:
        cell.metadata = {
            key: value for key, value in cell.metadata.items() if key not in CELL_NOISE
        }
        cell.source = cell.source.rstrip()
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = _text_outputs(cell.outputs)
    return str(nbformat.writes(result)).rstrip("\n") + "\n"  # type: ignore[no-untyped-call]


def _name_cells(cells: Sequence[NotebookNode]) -> None:
    """Give each cell an id that stays: its own unless random, else one made from its text."""
    taken: set[str] = set()
    for cell in cells:
        name = str(cell.get("id", ""))
        if not name or RANDOM_ID.fullmatch(name) or name in taken:
            short = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
            name = f"cell-{short}"
            while name in taken:
                name += "-again"
        taken.add(name)
        cell.id = name


def _text_outputs(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Keep the text of the outputs."""
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "error":
            output.traceback = []
        elif output.output_type != "stream":
            output.data = {
                kind: text
                for kind, text in output.data.items()
                # A live figure is MyST that carries its picture: an image all the same.
                if KEPT_TYPE.fullmatch(kind) and "data:image/" not in text
            }
            glued = {key: value for key, value in output.metadata.items() if key == "scrapbook"}
            output.metadata = glued
            if not output.data:
                continue
            if "execution_count" in output:
                output.execution_count = None
        kept.append(output)
    return kept


def execute(paths: Sequence[Path], root: Path) -> list[str]:
    """Run the notebooks where the cache has no fresh outputs; nothing is written to them."""
    for _ in executed(paths, root):
        pass
    return []


def normalise(paths: Sequence[Path], root: Path) -> list[str]:
    """Run the notebooks and store them in normal form with their text outputs."""
    for path, notebook in zip(paths, executed(paths, root), strict=True):
        text = normal_form(notebook)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            print(f"normalised {_short(path, root)}")
    return []


def check(paths: Sequence[Path], root: Path) -> list[str]:
    """Name each notebook that is not in normal form, is out of date or breaks a rule."""
    complaints = []
    fresh = {}
    for path, notebook in zip(paths, executed(paths, root), strict=True):
        name = _short(path, root)
        fresh[name] = notebook
        if normal_form(notebook) != path.read_text(encoding="utf-8"):
            complaints.append(
                f"{name}: not as it would be stored after a run. "
                f"Mend it with: .venv/bin/python -m tools.notebooks normalise {name}"
            )
    return complaints + violations(fresh)


def _short(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


ACTIONS: dict[str, Callable[[Sequence[Path], Path], list[str]]] = {
    "execute": execute,
    "normalise": normalise,
    "check": check,
}


def chapters(root: Path) -> list[Path]:
    """Return the notebooks of the book, in the order of their folders."""
    found = [path for folder in PAGES for path in files(root / folder)]
    return [path for path in found if path.suffix == ".ipynb"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.notebooks", description=__doc__)
    parser.add_argument("action", choices=tuple(ACTIONS))
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks; all chapters by default")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the book")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    paths = [path.resolve() for path in options.paths] or chapters(root)
    try:
        complaints = ACTIONS[options.action](paths, root)
    except NotebookError as error:
        complaints = [str(error)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
