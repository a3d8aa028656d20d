"""Read the pages of the built site and clean them for print.

A cleaned page is a small HTML vocabulary that both the PDF and the EPUB understand: headings of the
level they have in the book, ``figure``, ``table``, ``pre.code`` and ``pre.output``, ``.equation``
and ``.math`` that carry their TeX and its words, ``.admonition``, ``.exercise``, ``.solution``,
``ol.references`` and ``dl.glossary``. Page furniture is gone. Ids are unique in the whole book and
each link leads to an id of the book or out of it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import html

from tools.print import shapes
from tools.print.dom import describe, element, elements, first, has, text
from tools.print.errors import PrintError

if TYPE_CHECKING:
    from pathlib import Path

    from tools.print.book import Book, Place
    from tools.print.dom import Element

_FURNITURE = ("headerlink", "toctree-wrapper", "footnotes", "copybtn", "backrefs", "no-print",
              "noprint", "live-controls", "thebe-status")  # fmt: skip
_NEVER = ("script", "style", "button", "input", "select", "output", "noscript", "template", "link")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {"a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark",
           "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var"}  # fmt: skip
_BLOCKS = {"article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "div", "dl", "dt",
           "figcaption", "figure", "hr", "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot",
           "th", "thead", "tr", "ul"}  # fmt: skip
_ALLOWED = _HEADINGS | _INLINE | _BLOCKS
_WITH_ID = _HEADINGS | {"figure", "table", "dt"}
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL | re.IGNORECASE)
_SUFFIX = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}


@dataclass
class Page:
    """A cleaned page.

    Attributes
    ----------
    place : Place
        Where it stands in the book.
    body : Element
        The ``<article>``, cleaned; its first child is the title, a heading.
    images : dict
        The content of each picture by its name in the book, an ``img``'s ``src``.
    """

    place: Place
    body: Element
    images: dict[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name in ``_toc.yml``."""
        return self.place.docname

    @property
    def key(self) -> str:
        """Its name as it starts ids and file names."""
        return self.name.replace("/", ".")

    @property
    def title(self) -> Element:
        """The heading at its top."""
        return self.body[0]


def read_pages(book: Book, site: Path) -> list[Page]:
    """Return the cleaned pages of the book from the built site in `site`.

    Raises
    ------
    PrintError
        If a page is missing or holds what cannot be printed.
    """
    return [read_page(place, site) for place in book.places]


def read_page(place: Place, site: Path) -> Page:
    """Return the page at `place`, cleaned, its links not yet resolved."""
    path = site / f"{place.docname}.html"
    if not path.is_file():
        raise PrintError(place.docname, f"{path} does not exist", "Run make book.")
    drawings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        # An HTML parser spoils SVG (it lowers viewBox), so drawings wait aside as text.
        drawings.append(match.group(0))
        return f'<img class="inline-svg" data-svg="{len(drawings) - 1}">'

    tree = html.fromstring(_SVG.sub(keep, path.read_text("utf-8")))
    articles = tree.xpath("//article[contains(@class, 'bd-article')]")
    if len(articles) != 1:
        raise PrintError(place.docname, f"{len(articles)} article elements", "Run make book.")
    article = articles[0]
    page = Page(place, article)
    _strip(article)
    _pictures(page, path, site, drawings)
    shapes.normalise(article, place.docname, place.level)
    _check(page)
    return page


def _strip(article: Element) -> None:
    """Remove what belongs to the screen."""
    for comment in article.xpath("//comment()"):
        comment.drop_tree()
    for node in [n for n in elements(article) if n.tag in _NEVER or has(n, *_FURNITURE)]:
        if node.getparent() is not None:
            node.drop_tree()
    for node in article.xpath(".//*[@hidden]"):
        node.drop_tree()
    for node in [n for n in elements(article) if n.tag == "summary"]:
        title = first(node, "sd-summary-text")
        parent = node.getparent()
        if title is not None and parent is not None:
            parent.set("data-title", text(title))
        node.drop_tree()


def _pictures(page: Page, path: Path, site: Path, drawings: list[str]) -> None:
    """Name each picture of the page after its content and keep the content."""
    for node in list(page.body.iter("img")):
        suffix, content = ".svg", b""
        source = node.get("src") or ""
        if has(node, "inline-svg"):
            drawing = drawings[int(node.get("data-svg") or 0)]
            node.set("alt", node.get("alt") or _svg_alt(drawing))
            if not node.get("alt"):
                node.drop_tree()  # A decoration of the theme, hidden from readers.
                continue
            content = _standalone(drawing).encode()
        elif source.startswith("data:"):
            kind, _, data = source[5:].partition(",")
            suffix = _SUFFIX.get(kind.split(";")[0], "")
            content = base64.b64decode(data) if kind.endswith("base64") else data.encode()
        else:
            content = _file(page, (path.parent / source.split("?")[0]).resolve(), site, source)
            suffix = "." + source.split("?")[0].rpartition(".")[2].lower()
        if suffix not in _SUFFIX.values():
            raise PrintError(page.name, f"picture {source[:60]} is no SVG, PNG or JPEG",
                             "Print knows only these three; save it as SVG.")  # fmt: skip
        if not (node.get("alt") or "").strip():
            raise PrintError(page.name, f"picture {source[:60]} has no alt text",
                             "Write an :alt: or, for a plot, image.alt in the cell.")  # fmt: skip
        name = hashlib.sha256(content).hexdigest()[:16] + suffix
        page.images[name] = content
        node.set("src", name)


def _file(page: Page, target: Path, site: Path, source: str) -> bytes:
    if not target.is_relative_to(site.resolve()) or not target.is_file():
        raise PrintError(page.name, f"picture {source} is not in the built site", "Run make book.")
    return target.read_bytes()


def _svg_alt(drawing: str) -> str:
    head = drawing[: drawing.index(">") + 1]
    label = re.search(r'aria-label="([^"]+)"', head)
    title = re.search(r"<title[^>]*>([^<]+)</title>", drawing)
    found = label or (title if 'role="img"' in head else None)
    return html.fromstring(f"<p>{found.group(1)}</p>").text_content() if found else ""


def _standalone(drawing: str) -> str:
    if "xmlns=" not in drawing[: drawing.index(">")]:
        drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    if "xlink:" in drawing and "xmlns:xlink" not in drawing:
        drawing = drawing.replace("<svg", '<svg xmlns:xlink="http://www.w3.org/1999/xlink"', 1)
    return drawing


def _check(page: Page) -> None:
    if page.title.tag != f"h{page.place.level}":
        raise PrintError(page.name, f"starts with {describe(page.body[0])}", "Start with a title.")
    for node in elements(page.body):
        if node.tag not in _ALLOWED:
            raise PrintError(
                page.name,
                f"{describe(node)} cannot be printed",
                "Use a form that print knows, or give it the class no-print.",
            )


def resolve_links(pages: list[Page], book: Book, site: Path) -> None:
    """Make ids unique in the book and let each link lead to one of them, or out of the book.

    A link to a file of the site that is not a page of the book leads to the site's address, where
    one is set; else its words stay without the link.

    Raises
    ------
    PrintError
        If a link leads nowhere.
    """
    keys = {(site / f"{page.name}.html").resolve(): page for page in pages}
    known: dict[str, str] = {}
    for page in pages:
        _unique_ids(page, known)
    for page in pages:
        here = (site / f"{page.name}.html").resolve()
        for link in list(page.body.iter("a")):
            _resolve(link, page, here, keys, known, book.address)
        for item in page.body.iter("li"):
            if use := item.get("data-use"):
                item.set("data-use", "#" + known[page.key + use])
    _forget_unused_ids(pages)


def _forget_unused_ids(pages: list[Page]) -> None:
    """Remove the ids that no link leads to, since some of them change from build to build."""
    used = {link.get("href") for page in pages for link in page.body.iter("a")}
    used |= {item.get("data-use") for page in pages for item in page.body.iter("li")}
    for node in [node for page in pages for node in elements(page.body)]:
        stays = node.tag in _WITH_ID or has(node, "exercise", "solution")
        if node.get("id") and not stays and f"#{node.get('id')}" not in used:
            del node.attrib["id"]
            if has(node, "anchor"):
                node.drop_tag()


def _unique_ids(page: Page, known: dict[str, str]) -> None:
    title = page.title
    known[page.key] = page.key
    for node in elements(page.body):
        identifier = node.attrib.pop("id", None)
        if node is title:
            node.set("id", page.key)
            known.update({f"{page.key}#{i}": page.key for i in [identifier] if i})
        elif identifier and f"{page.key}#{identifier}" not in known:
            unique = f"{page.key}:{re.sub(r'[^A-Za-z0-9_.-]', '-', identifier)}"
            while unique in known.values():
                unique += "-"
            known[f"{page.key}#{identifier}"] = unique
            node.set("id", unique)
    for node in page.body.xpath(".//*[@data-aliases]"):
        for alias in node.attrib.pop("data-aliases").split():
            known[f"{page.key}#{alias}"] = str(node.get("id"))


def _resolve(
    link: Element,
    page: Page,
    here: Path,
    keys: dict[Path, Page],
    known: dict[str, str],
    address: str,
) -> None:
    target = link.get("href") or ""
    if re.match(r"[a-z]+:", target):
        return
    path, _, fragment = target.partition("#")
    file = (here.parent / path).resolve() if path else here
    if file in keys:
        place = keys[file].key + (f"#{fragment}" if fragment else "")
        if place not in known:
            raise PrintError(page.name, f"link to {target} leads nowhere", "Correct its target.")
        link.set("href", "#" + known[place])
        return
    if not file.is_file():
        raise PrintError(page.name, f"link to {target}: no such file", "Correct its target.")
    if not address:
        link.drop_tag()
        return
    root = next(iter(keys))
    site = root.parents[len(keys[root].name.split("/")) - 1]
    link.set("href", f"{address.rstrip('/')}/{file.relative_to(site).as_posix()}")


def synthetic_page(place: Place, title: str, *content: Element) -> Page:
    """Return a page that the site does not have, such as an appendix; its ids must be unique."""
    heading = element(f"h{place.level}", title, id=place.docname, class_="page-title")
    return Page(place, element("article", heading, *content))
