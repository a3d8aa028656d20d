"""Write the EPUB 3: one XHTML file a page, MathML, the pictures, the table of contents."""

from __future__ import annotations

import re
import uuid
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tools.print.dom import find, text
from tools.print.formulas import mathml
from tools.print.xhtml import body_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.print.book import Book
    from tools.print.dom import Element
    from tools.print.pages import Page

_CSS = Path(__file__).parent / "epub.css"
_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
_OPF = 'xmlns="http://www.idpf.org/2007/opf"'
_FEATURES = ("alternativeText", "MathML", "structuralNavigation", "tableOfContents",
             "readingOrder", "displayTransformability", "unlocked")  # fmt: skip
_SUMMARY = (
    "Every figure has a text alternative and every formula is MathML with its words. Headings, "
    "tables, notes and answers are marked up and linked."
)


def write_epub(book: Book, pages: Sequence[Page], cover: bytes, target: Path) -> None:
    """Write `pages` as one EPUB to `target`; `cover` is its cover, a PNG.

    Raises
    ------
    PrintError
        If a formula cannot become MathML.
    """
    formulas = mathml(pages)
    files = {str(node.get("id")): page.key for page in pages
             for node in page.body.xpath(".//*[@id]")}  # fmt: skip
    entries: dict[str, bytes] = {}
    maths = set()
    for page in pages:
        content = body_of(page, formulas, files)
        if "<math" in content:
            maths.add(page.key)
        kind = _kind(page)
        markup = f'<section epub:type="{kind}" class="{kind}">\n{content}\n</section>'
        entries[f"{page.key}.xhtml"] = _xhtml(book, text(page.title), markup)
    pictures = {name: data for page in pages for name, data in sorted(page.images.items())}
    used = {str(node.get("src")) for page in pages for node in page.body.iter("img")}
    for name in sorted(used & set(pictures)):
        entries[f"images/{name}"] = pictures[name]
    entries["images/cover.png"] = cover
    entries["cover.xhtml"] = _xhtml(
        book, "Cover", '<section epub:type="cover" class="cover">'
        f'<img src="images/cover.png" alt="{escape(book.title)}, cover"/></section>',
    )  # fmt: skip
    entries["nav.xhtml"] = _nav(book, pages)
    entries["book.css"] = _CSS.read_bytes()
    entries["package.opf"] = _package(book, pages, entries, maths)
    _zip(book, entries, target)


def _kind(page: Page) -> str:
    if page.place.part:
        return "part"
    if find(page.body, "glossary"):
        return "glossary"
    if page.name == "answers":
        return "appendix"
    return "chapter"


def _xhtml(book: Book, title: str, body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{book.language}" xml:lang="{book.language}">\n'
        f"<head><title>{escape(title)}</title>"
        '<link rel="stylesheet" type="text/css" href="book.css"/></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def _nav(book: Book, pages: Sequence[Page]) -> bytes:
    items = [item for page in pages for item in _headings(page)]
    lines, depth = [], 0
    for level, href, words in items:
        if level > depth:
            lines.append("<ol>" * (level - depth))
        else:
            lines.append("</li>" + "</ol></li>" * (depth - level))
        lines.append(f'<li><a href="{href}">{escape(words)}</a>')
        depth = level
    lines.append("</li></ol>" * depth)
    start = f"{pages[0].key}.xhtml"
    return _xhtml(
        book,
        "Contents",
        '<nav epub:type="toc" id="toc"><h1>Contents</h1>\n' + "\n".join(lines) + "\n</nav>\n"
        '<nav epub:type="landmarks" hidden="hidden"><h2>Landmarks</h2><ol>'
        '<li><a epub:type="cover" href="cover.xhtml">Cover</a></li>'
        '<li><a epub:type="toc" href="nav.xhtml">Contents</a></li>'
        f'<li><a epub:type="bodymatter" href="{start}">Start</a></li></ol></nav>',
    )


def _headings(page: Page) -> Iterator[tuple[int, str, str]]:
    """Yield level, address and words of the title and of the sections right below it."""
    level = page.place.level
    for node in page.body:
        if not re.fullmatch(r"h[1-6]", str(node.tag)) or int(str(node.tag)[1]) > level + 1:
            continue
        fragment = "" if node is page.title else f"#{node.get('id')}"
        yield int(str(node.tag)[1]), f"{page.key}.xhtml{fragment}", _numbered(node, page)


def _numbered(node: Element, page: Page) -> str:
    number = page.place.part if node is page.title else ""
    return f"{number or node.get('data-number') or ''} {text(node)}".strip()


def _package(
    book: Book, pages: Sequence[Page], entries: dict[str, bytes], maths: set[str]
) -> bytes:
    address = book.address or "https://bone-in-balance.invalid"
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{address}/{book.title}/{book.version}")
    modified = book.date.strftime("%Y-%m-%dT%H:%M:%SZ")
    meta = [
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>',
        f"<dc:title>{escape(book.title)}</dc:title>",
        f"<dc:creator>{escape(book.author)}</dc:creator>",
        f"<dc:language>{book.language}</dc:language>",
        f"<dc:description>{escape(book.subtitle)}</dc:description>",
        f"<dc:date>{modified[:10]}</dc:date>",
        f'<meta property="dcterms:modified">{modified}</meta>',
        *[f'<meta property="schema:accessMode">{m}</meta>' for m in ("textual", "visual")],
        '<meta property="schema:accessModeSufficient">textual</meta>',
        *[f'<meta property="schema:accessibilityFeature">{f}</meta>' for f in _FEATURES],
        '<meta property="schema:accessibilityHazard">none</meta>',
        f'<meta property="schema:accessibilitySummary">{_SUMMARY}</meta>',
        '<meta name="cover" content="cover-image"/>',
    ]
    if book.rights or book.notice:
        rights = f"© {book.rights} {book.author}. {book.notice}".strip()
        meta.insert(4, f"<dc:rights>{escape(rights)}</dc:rights>")
    items = [_item(name, maths) for name in sorted(entries) if name != "package.opf"]
    spine = ["cover", "nav", *(page.key for page in pages)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package {_OPF} version="3.0" unique-identifier="id" xml:lang="{book.language}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">', *meta, "</metadata>",
        "<manifest>", *items, "</manifest>",
        "<spine>", *(f'<itemref idref="{_id(name + ".xhtml")}"/>' for name in spine), "</spine>",
        "</package>", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def _id(name: str) -> str:
    return "i-" + re.sub(r"[^A-Za-z0-9_.-]", "-", name)


def _item(name: str, maths: set[str]) -> str:
    suffix = Path(name).suffix
    kind = {".xhtml": "application/xhtml+xml", ".css": "text/css"}.get(suffix) or _TYPES[suffix]
    property_ = (
        "nav" if name == "nav.xhtml"
        else "cover-image" if name == "images/cover.png"
        else "mathml" if name.removesuffix(".xhtml") in maths
        else ""
    )  # fmt: skip
    identifier = "cover-image" if property_ == "cover-image" else _id(name)
    extra = f' properties="{property_}"' if property_ else ""
    return f'<item id="{identifier}" href="{name}" media-type="{kind}"{extra}/>'


def _zip(book: Book, entries: dict[str, bytes], target: Path) -> None:
    """Write the archive; names in order and a fixed time keep its bytes the same."""
    moment = max(book.date.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    files = {"META-INF/container.xml": _CONTAINER.encode()}
    files |= {f"EPUB/{name}": entries[name] for name in sorted(entries)}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        first = zipfile.ZipInfo("mimetype", moment)
        archive.writestr(first, b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            info = zipfile.ZipInfo(name, moment)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
    target.write_bytes(buffer.getvalue())
