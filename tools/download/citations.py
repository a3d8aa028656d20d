"""Name a chapter's references by authors and year, as a reader without the book can follow them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from pybtex.database import Entry, Person  # type: ignore[import-untyped]

# How sphinxcontrib-bibtex names the footnote of a reference.
PREFIX = "footcite-"
TITLE_WORDS = 4
NO_BRACES = str.maketrans("", "", "{}")


class Citation(NamedTuple):
    """A reference as the text cites it, such as ``Garnero et al.`` and ``1996``."""

    names: str
    year: str

    def __str__(self) -> str:
        return f"{self.names} {self.year}"


def citations(document: nodes.document, entries: Mapping[str, Entry]) -> dict[str, Citation]:
    """Return how each reference of a chapter is cited, by the id of its footnote.

    References that would be cited alike get a letter: 2003a, 2003b.
    """
    known = {PREFIX + nodes.make_id(key): entry for key, entry in entries.items()}
    found = {
        name: Citation(_names(known[name]), str(known[name].fields.get("year", "n.d.")))
        for footnote in document.findall(nodes.footnote)
        for name in footnote["ids"]
        if name in known
    }
    count = Counter(found.values())
    letters = {citation: iter(ascii_lowercase) for citation, times in count.items() if times > 1}
    return {
        name: citation._replace(year=citation.year + next(letters[citation]))
        if citation in letters
        else citation
        for name, citation in found.items()
    }


def _names(entry: Entry) -> str:
    persons = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_last(person) for person in persons if str(person) != "others"]
    if not names:
        return _short_title(entry)
    if len(names) < len(persons) or len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)


def _short_title(entry: Entry) -> str:
    """Return the first words of the title of what nobody signed, in quotation marks."""
    words = str(entry.fields.get("title", "Anonymous")).translate(NO_BRACES).split()
    rest = "…" if len(words) > TITLE_WORDS else ""
    return f"“{' '.join(words[:TITLE_WORDS])}{rest}”"


def _last(person: Person) -> str:
    parts: Iterable[object] = [*person.rich_prelast_names, *person.rich_last_names]
    return " ".join(str(part) for part in parts)
