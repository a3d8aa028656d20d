"""Offer each chapter as a notebook that reads well without the book.

The chapter's own notebook is the book's source: its text holds references, terms and numbers that
only the book's tools resolve. When a page is written, this extension writes the same page as a
notebook in plain Markdown, and lets the page's links lead there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import nbformat
from docutils.nodes import make_id  # type: ignore[import-untyped]
from sphinx.errors import ExtensionError

from .citations import citations
from .markdown import UnknownNodeError, Writer
from .notebook import DownloadError, code_cell, markdown_cell, readers_copy

if TYPE_CHECKING:
    from docutils.nodes import document
    from nbformat import NotebookNode
    from sphinx.application import Sphinx

FOLDER = "_downloads"
SUFFIX = ".ipynb"
# Later than the theme's handlers (501), which make the buttons.
AFTER_THEME = 900
# Colab knows nothing of the library; where it is installed, nothing happens.
INSTALL = """# Install the library unless it is here already.
import importlib.util

if importlib.util.find_spec("bonebalance") is None:
    {line}"""


def offer_copy(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Write the reader's copy of a chapter and let the page's links lead to it."""
    if doctree is None or context.get("page_source_suffix") != SUFFIX:
        return
    name = file_name(app, pagename)
    _write(app, pagename, context.get("chapter_files", {}), doctree)
    address = context["pathto"](f"{FOLDER}/{name}", 1)
    if "chapter_files" in context:
        context["chapter_files"]["notebook"] = address
    for button in _flat(context.get("header_buttons", ())):
        if button.get("label") == "download-source-button":
            button["url"] = address
            button["tooltip"] = "Download this chapter as a notebook"


def file_name(app: Sphinx, pagename: str) -> str:
    """Return the name of a chapter's copy, such as ``bone-in-balance-1-balance.ipynb``.

    A chapter without a number has the name of its folder instead.
    """
    page = PurePosixPath(pagename)
    number = ".".join(map(str, app.env.toc_secnumbers.get(pagename, {}).get("", ())))
    parts = [make_id(app.config.project), number or page.parent.name, page.name]
    return "-".join(filter(None, parts)) + SUFFIX


def _write(app: Sphinx, pagename: str, offered: dict[str, Any], page: document) -> None:
    base = str(app.config.html_baseurl or "")
    entries = app.env.get_domain("cite").bibdata.data.entries  # type: ignore[attr-defined]
    writer = Writer(
        numbers=app.env.toc_fignumbers.get(pagename, {}),
        cited=citations(page, entries),
        address=base and urljoin(base.rstrip("/") + "/", app.builder.get_target_uri(pagename)),
    )
    source = nbformat.read(app.env.doc2path(pagename), as_version=4)  # type: ignore[no-untyped-call]
    preface = _preface(app, writer.address, offered)
    try:
        copy = readers_copy(source, page, writer, preface, Path(app.srcdir))
    except (DownloadError, UnknownNodeError) as error:
        message = f"{pagename}{SUFFIX}: {error}"
        raise ExtensionError(message) from error
    path = Path(app.outdir, FOLDER, file_name(app, pagename))
    path.parent.mkdir(exist_ok=True)
    text = nbformat.writes(copy)  # type: ignore[no-untyped-call]
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _preface(app: Sphinx, address: str, offered: dict[str, Any]) -> list[NotebookNode]:
    """Return what a reader must do before the first cell runs."""
    book = f"[*{app.config.project}*]({address})" if address else f"*{app.config.project}*"
    wheel = PurePosixPath(offered.get("wheel") or "").name
    how = f" (`pip install {wheel}`; the page of this chapter offers the file)" if wheel else ""
    text = f"A chapter of {book}. To run it, install its library once{how}; then run all cells."
    cells = [markdown_cell("how-to-run", text)]
    if offered.get("install"):
        code = INSTALL.format(line=offered["install"])
        cells.append(code_cell("install-library", code, jupyter={"source_hidden": True}))
    return cells


def _flat(buttons: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return buttons and those inside of groups."""
    return [x for button in buttons for x in (button, *_flat(button.get("buttons", ())))]


def remove_stale(app: Sphinx, exception: Exception | None) -> None:
    """Remove copies of chapters that are gone or have another number; refuse two of one name."""
    if exception is not None or app.builder.format != "html":
        return
    made: dict[str, str] = {}
    for page in sorted(app.env.found_docs):
        if app.env.doc2path(page, base=False).endswith(SUFFIX):
            name = file_name(app, page)
            if name in made:
                message = f"{made[name]} and {page} would both be downloaded as {name}: rename one"
                raise ExtensionError(message)
            made[name] = page
    for path in Path(app.outdir, FOLDER).glob(f"*{SUFFIX}"):
        if path.name not in made:
            path.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the reader's copy to the pages."""
    app.connect("html-page-context", offer_copy, priority=AFTER_THEME)
    app.connect("build-finished", remove_stale)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
