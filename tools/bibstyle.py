"""The book's bibliography style: short author lists, titles as printed, one link at the end.

pybtex's own styles lower the case of titles (``RANKL`` would become ``rankl``), print every
author of a long list and every private ``note``. This style leaves titles alone, shortens a list
of more than six authors to three and "et al.", prints no note, and ends with a link to
the DOI, or to PubMed where an article has no DOI.

A page lists the sources that it named so far. What it cites below that list would have a mark that
leads nowhere, so the build says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes  # type: ignore[import-untyped]
from pybtex.plugin import register_plugin  # type: ignore[import-untyped]
from pybtex.richtext import Text  # type: ignore[import-untyped]
from pybtex.style.formatting import toplevel  # type: ignore[import-untyped]
from pybtex.style.formatting.plain import Style as Plain  # type: ignore[import-untyped]
from pybtex.style.formatting.unsrt import dashify  # type: ignore[import-untyped]
from pybtex.style.template import (  # type: ignore[import-untyped]
    Node,
    field,
    first_of,
    href,
    join,
    node,
    optional,
    sentence,
    tag,
)
from sphinx.util.logging import getLogger

if TYPE_CHECKING:
    from pybtex.database import BibliographyData, Entry  # type: ignore[import-untyped]
    from pybtex.style import FormattedEntry  # type: ignore[import-untyped]
    from sphinx.application import Sphinx

LOG = getLogger(__name__)
MOST_AUTHORS = 6
AUTHORS_KEPT = 3


@node  # type: ignore[untyped-decorator]
def short_names(_children: list[Node], context: dict[str, Any], role: str) -> Text:
    """Typeset the persons of `role`, a long list as its first three and "et al."."""
    style = context["style"]
    persons = context["entry"].persons.get(role, [])
    known = [person for person in persons if str(person) != "others"]
    names = [
        style.format_name(person, style.abbreviate_names).format_data(context) for person in known
    ]
    if len(known) > MOST_AUTHORS:
        names = names[:AUTHORS_KEPT]
    if len(names) < len(persons):
        names.append(Text("et al"))
    return Text(", ").join(names)


class BookStyle(Plain):  # type: ignore[misc]
    """Plain style with titles as printed, short author lists and one link."""

    def format_names(self, role: str, as_sentence: bool = True) -> Node:
        """Return the template of an author or editor list."""
        names = short_names(role)
        return sentence[names] if as_sentence else names

    def format_title(self, _entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Return the template of a title, its capitals as the source has them."""
        title = field(which_field)
        return sentence[title] if as_sentence else title

    def get_article_template(self, e: Entry) -> Node:  # the name that pybtex looks up
        """Return the template of an article; what is not known of it is left out."""
        # An issue says nothing without its volume, and pages then need a word before them.
        pages = field("pages", apply_func=dashify)
        volume = join[field("volume"), optional["(", field("number"), ")"], optional[":", pages]]
        where = first_of[optional[volume], optional["pages ", pages], ""]
        return toplevel[
            optional[self.format_names("author")],
            self.format_title(e, "title"),
            sentence[optional[tag("em")[field("journal")]], where, optional[field("year")]],
            self.format_web_refs(e),
        ]

    def format_web_refs(self, _entry: Entry) -> Node:
        """Return the template of the closing link: DOI, else PubMed, else address."""
        doi, pmid, url = (field(name, raw=True) for name in ("doi", "pmid", "url"))
        # Older names hold signs such as "<", which no address may.
        safe = field("doi", raw=True, apply_func=lambda name: quote(name, safe="/:;()"))
        pubmed = join["https://pubmed.ncbi.nlm.nih.gov/", pmid, "/"]
        return first_of[
            optional[href[join["https://doi.org/", safe], join["doi:", doi]]],
            optional[href[pubmed, join["PMID ", pmid]]],
            optional[href[url, url]],
            "",
        ]

    def format_entry(
        self, label: str, entry: Entry, bib_data: BibliographyData | None = None
    ) -> FormattedEntry:
        """Format one entry; a private note is left out."""
        entry.fields.pop("note", None)
        return super().format_entry(label, entry, bib_data)


def name_unlisted(_app: Sphinx, doctree: nodes.document) -> None:
    """Warn of each citation that stands below its page's list of sources, or has none."""
    listed = {name for node in doctree.findall(nodes.footnote) for name in node["ids"]}
    for mark in doctree.findall(nodes.footnote_reference):
        if mark.get("refid") not in listed:
            LOG.warning(
                "cites %s, but no list of sources follows; move the passage above the page's "
                "footbibliography",
                mark.get("refid", "").removeprefix("footcite-"),
                location=mark,
            )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the style under the name ``book``."""
    register_plugin("pybtex.style.formatting", "book", BookStyle)
    app.connect("doctree-read", name_unlisted)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
