"""Set the first sentence of each caption apart: it says what the figure or table shows.

The house style puts the message of a figure into the first sentence of its caption. A style sheet
cannot find a sentence, so this extension wraps it: ``<span class="claim">…</span>``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The end of a sentence: a stop, then space and a capital; "et al. 2003" and "2.8 percent" go on.
STOP = re.compile(r"(?<=[.?!])(?<!\bal\.)(?<!\bvs\.)\s+(?=[A-Z“\"(])")


def mark_claims(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Wrap the first sentence of each caption of a figure or table."""
    for caption in doctree.findall(nodes.caption):
        _mark(caption)
    for table in doctree.findall(nodes.table):
        for title in table.findall(nodes.title):
            _mark(title)


def _mark(caption: nodes.Element) -> None:
    """Move what stands before the first end of a sentence into a span."""
    claim = nodes.inline(classes=["claim"])
    rest = list(caption.children)
    caption.clear()
    while rest:
        child = rest.pop(0)
        parts = STOP.split(child.astext(), maxsplit=1) if isinstance(child, nodes.Text) else [""]
        if len(parts) == 1:
            claim += child
            continue
        claim += nodes.Text(parts[0])
        rest.insert(0, nodes.Text(" " + parts[1]))
        break
    caption += claim
    caption += rest


def setup(app: Sphinx) -> dict[str, Any]:
    """Mark captions once all references in them are resolved."""
    app.connect("doctree-resolved", mark_claims)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
