"""The first sentence of a caption is set apart: where it ends, and where a stop goes on."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from tools.captions import mark_claims


def claim_of(*children):
    """Return the sentence that is set apart in a figure's caption."""
    caption = nodes.caption("", "", *children)
    document = new_document("a page")
    document += nodes.figure("", caption)
    whole = caption.astext()
    mark_claims(None, document, "a page")
    assert caption.astext() == whole, "no word is lost"
    return caption[0].astext()


@pytest.mark.parametrize(
    ("caption", "claim"),
    [
        ("Cracks weaken the material. Drawn are nine beams.", "Cracks weaken the material."),
        ("After Komarova et al. The arrows are messages.", "After Komarova et al. The arrows are messages."),
        ("Wild type vs. Knockout. Of mice.", "Wild type vs. Knockout."),
        ("A gain of 2.8 percent. Then none.", "A gain of 2.8 percent."),
        ("Who measured the hole? Nobody.", "Who measured the hole?"),
        ("One sentence only.", "One sentence only."),
    ],
)  # fmt: skip
def test_claim_is_the_first_sentence(caption, claim):
    assert claim_of(nodes.Text(caption)) == claim


def test_claim_may_hold_a_formula():
    parts = nodes.Text("At rest "), nodes.math("", "x. Y"), nodes.Text(" is one. It stays.")
    assert claim_of(*parts) == "At rest x. Y is one."
