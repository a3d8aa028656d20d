"""What the book is and the order of its pages, from the project's own settings."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]
from lxml.html import fromstring

from tools.print.dom import text
from tools.print.errors import PrintError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Printed when neither SOURCE_DATE_EPOCH nor CITATION.cff says when this version appeared. A fixed
# day keeps the files identical from one build to the next.
FALLBACK_DATE = datetime(2026, 1, 1, tzinfo=UTC)

SUBTITLE = (
    "A computational course on bone remodeling, osteoimmunology and autoimmune-linked bone loss"
)


@dataclass(frozen=True)
class Place:
    """Where a page stands in the book.

    Attributes
    ----------
    docname : str
        The page's name in ``_toc.yml``.
    level : int
        The heading level of its title: 1 for parts, front and back matter, 2 for chapters.
    part : str
        The caption of the part that the page opens, or an empty text.
    """

    docname: str
    level: int
    part: str = ""


@dataclass(frozen=True)
class Book:
    """The book's settings and the order of its pages."""

    title: str
    subtitle: str
    author: str
    language: str
    version: str
    rights: str
    notice: str
    address: str
    date: datetime
    places: tuple[Place, ...]


def read_book(root: Path) -> Book:
    """Return the book whose ``_config.yml`` and ``_toc.yml`` stand in the folder `root`.

    Raises
    ------
    PrintError
        If a setting that print needs is missing.
    """
    config = _yaml(root / "_config.yml")
    for key in ("title", "author"):
        if not config.get(key):
            raise PrintError("_config.yml", f"no {key}", f"Set `{key}:`.")
    html = config.get("html") or {}
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    language = ((config.get("sphinx") or {}).get("config") or {}).get("language", "en")
    return Book(
        title=str(config["title"]),
        subtitle=SUBTITLE,
        author=str(config["author"]),
        language=str(language),
        version=str(project["version"]),
        rights=str(config.get("copyright", "")),
        notice=_plain(str(html.get("extra_footer") or "")),
        address=str(html.get("baseurl") or ""),
        date=_date(root),
        places=tuple(_places(_yaml(root / "_toc.yml"))),
    )


def _plain(markup: str) -> str:
    """Return the words of a piece of HTML."""
    return text(fromstring(f"<div>{markup}</div>")) if markup else ""


def _yaml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise PrintError(path.name, "no such file", f"Write {path}.")
    content = yaml.safe_load(path.read_text("utf-8"))
    return dict(content or {})


def _date(root: Path) -> datetime:
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), tz=UTC)
    citation = root / "CITATION.cff"
    released = _yaml(citation).get("date-released") if citation.is_file() else None
    if released:
        return datetime.fromisoformat(str(released)).replace(tzinfo=UTC)
    return FALLBACK_DATE


def _places(toc: dict[str, Any]) -> Iterator[Place]:
    yield Place(str(toc["root"]), 1)
    for part in toc.get("parts") or [{"chapters": toc.get("chapters") or []}]:
        chapters = part.get("chapters") or []
        # A part of the book opens with its own page, named index; other captions only group
        # pages in the navigation, so their pages stand at the top level in print.
        opens = bool(chapters) and _name(chapters[0]).rpartition("/")[2] == "index"
        if opens:
            yield Place(_name(chapters[0]), 1, part=str(part.get("caption") or ""))
            yield from _nested(chapters[0], 2)
            chapters = chapters[1:]
        for chapter in chapters:
            level = 2 if opens else 1
            yield Place(_name(chapter), level)
            yield from _nested(chapter, level + 1)


def _nested(entry: dict[str, Any], level: int) -> Iterator[Place]:
    groups = [entry, *(entry.get("subtrees") or [])]
    for section in (s for group in groups for s in group.get("sections") or []):
        yield Place(_name(section), level)
        yield from _nested(section, level + 1)


def _name(entry: dict[str, Any]) -> str:
    if "file" not in entry:
        raise PrintError("_toc.yml", f"entry {entry} is no file", "Print knows `file:` entries.")
    return str(entry["file"]).removesuffix(".md").removesuffix(".ipynb")
