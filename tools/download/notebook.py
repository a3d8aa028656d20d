"""Make the notebook that a reader takes away: the chapter's code, and its text without the book."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import typst
from docutils import nodes  # type: ignore[import-untyped]
from nbformat import NotebookNode

from .markdown import Writer

# MyST-NB counts 10,000 lines a cell, the first cell from 10,000 on.
CELL_LINES = 10_000
DOTS_PER_INCH = 144
LONGEST_ID = 64
# Jupyter itself acts on this tag; what the other tags say is said in Jupyter's own words below.
KEPT_TAGS = {"raises-exception"}
NO_SOURCE = {"remove-cell", "hide-cell", "remove-input", "hide-input"}
NO_OUTPUT = {"remove-output", "hide-output"}
FRAME = """#set page(width: auto, height: auto, margin: 8pt, fill: white)
#image("picture{suffix}")
"""


class DownloadError(Exception):
    """A chapter cannot be turned into a reader's copy; the message says why."""


@dataclass
class _Text:
    """What a Markdown cell will hold."""

    blocks: list[str] = field(default_factory=list)
    images: dict[str, str] = field(default_factory=dict)


def readers_copy(
    source: NotebookNode, page: nodes.document, writer: Writer, preface: Sequence[NotebookNode],
    folder: Path,
) -> NotebookNode:  # fmt: skip
    """Return the reader's copy of a chapter.

    Parameters
    ----------
    source
        The chapter as it is stored; its code is taken as it stands, without outputs.
    page
        The resolved document of the chapter's page.
    writer
        Writes the page's nodes.
    preface
        Cells that come first.
    folder
        Folder of the book, where the pictures are.

    Raises
    ------
    DownloadError
        If the text of a cell is not found in the page.
    """
    texts: dict[int, _Text] = defaultdict(_Text)
    for index, block in _pieces(page, source.cells, writer):
        texts[index].blocks.append(block)
        texts[index].images |= writer.images
        writer.images.clear()
    cells = list(preface)
    for index, cell in enumerate(source.cells):
        text = texts.get(index)
        if cell.cell_type == "code":
            cells.append(_code(cell))
            if text:
                cells.append(_markdown(f"{cell.id}-caption"[:LONGEST_ID], text, folder))
        elif text:
            cells.append(_markdown(cell.id, text, folder))
        elif cell.cell_type == "markdown" and cell.source.strip():
            message = f"the text of cell {cell.id} is not found in its page"
            raise DownloadError(message)
    kept = ("kernelspec", "language_info")
    metadata = {key: source.metadata[key] for key in kept if key in source.metadata}
    return _node(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def markdown_cell(name: str, text: str) -> NotebookNode:
    """Return a Markdown cell."""
    return _node(cell_type="markdown", id=name, metadata={}, source=text)


def code_cell(name: str, text: str, **metadata: object) -> NotebookNode:
    """Return a code cell that has not run."""
    return _node(
        cell_type="code", id=name, metadata=metadata, source=text, execution_count=None, outputs=[]
    )


def _node(**content: object) -> NotebookNode:
    node: NotebookNode = nbformat.from_dict(content)  # type: ignore[no-untyped-call]
    return node


def _pieces(
    page: nodes.document, cells: Sequence[NotebookNode], writer: Writer
) -> Iterator[tuple[int, str]]:
    """Yield the blocks of a page, each with the number of the cell that it comes from."""
    current = 0
    for depth, node in _top(page, 0):
        if "cell_index" in getattr(node, "attributes", {}):
            current = int(node["cell_index"])
            blocks = list(_said_of_output(node, writer))
        else:
            line = getattr(node, "line", None) or 0
            index = line // CELL_LINES - 1
            # A node without a line of its own belongs to the cell of the one before.
            if current < index < len(cells) and cells[index].cell_type == "markdown":
                current = index
            writer.depth = depth
            blocks = [_block(node, writer)]
        yield from ((current, block) for block in blocks if block)


def _top(node: nodes.Element, depth: int) -> Iterator[tuple[int, nodes.Node]]:
    """Yield headings and blocks with the level of the heading that they stand under."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from _top(child, depth + 1)
        else:
            yield depth, child


def _block(node: nodes.Node, writer: Writer) -> str:
    if isinstance(node, nodes.title):
        return writer.heading(writer.inline(node).strip())
    if isinstance(node, nodes.container) and any(node.findall(nodes.footnote)):
        return writer.references(node)
    return writer.block(node)


def _said_of_output(cell: nodes.Element, writer: Writer) -> Iterator[str]:
    """Yield what the book prints about a cell's output: numbers and captions."""
    for node in cell.findall():
        if isinstance(node, nodes.figure):
            yield writer.caption(node, "figure")
        elif isinstance(node, nodes.table) and writer.label("table", node):
            yield writer.caption(node, "table")
        elif isinstance(node, nodes.math_block):
            number = writer.label("displaymath", node)
            if number:
                yield f"Above: Equation {number}."


def _code(cell: NotebookNode) -> NotebookNode:
    tags = set(cell.metadata.get("tags", ()))
    folded = {"source_hidden": bool(tags & NO_SOURCE), "outputs_hidden": bool(tags & NO_OUTPUT)}
    metadata: dict[str, object] = {}
    if any(folded.values()):
        metadata["jupyter"] = {key: True for key, value in folded.items() if value}
    if tags & KEPT_TAGS:
        metadata["tags"] = sorted(tags & KEPT_TAGS)
    return code_cell(cell.id, cell.source, **metadata)


def _markdown(name: str, text: _Text, folder: Path) -> NotebookNode:
    cell = markdown_cell(name, "\n\n".join(text.blocks))
    if text.images:
        cell.attachments = {
            picture: {"image/png": base64.b64encode(_png(folder / source)).decode()}
            for picture, source in text.images.items()
        }
    return cell


def _png(picture: Path) -> bytes:
    """Return a picture as PNG on white, which every notebook shows, on dark pages too."""
    with tempfile.TemporaryDirectory() as folder:
        frame = Path(folder, "frame.typ")
        frame.write_text(FRAME.format(suffix=picture.suffix), encoding="utf-8")
        shutil.copy(picture, Path(folder, f"picture{picture.suffix}"))
        return bytes(typst.compile(frame, format="png", ppi=DOTS_PER_INCH))
