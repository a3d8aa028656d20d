"""Keep the words of a wide table together: ``class="long-second"``.

In a table of many columns a browser makes the column that says what a row is a word wide. A style
sheet cannot see how long a cell is, so this extension marks the tables whose second column is
long; ``_static/book.css`` gives that column its width.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MANY_COLUMNS = 4
LONG = 20  # letters: what needs the width that the style sheet gives


def mark_long_columns(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Mark each wide table whose second column holds more than a few words."""
    for table in doctree.findall(nodes.table):
        rows = [list(row.findall(nodes.entry)) for row in table.findall(nodes.row)]
        wide = [row for row in rows if len(row) >= MANY_COLUMNS]
        if any(len(row[1].astext()) > LONG for row in wide):
            table["classes"].append("long-second")


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at tables once all references in them are resolved."""
    app.connect("doctree-resolved", mark_long_columns)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
