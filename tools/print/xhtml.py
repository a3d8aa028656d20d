"""Turn a cleaned page into the XHTML of the EPUB."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from tools.print.dom import append, element, elements, find, first, has, move_content, replace

if TYPE_CHECKING:
    from tools.print.dom import Element
    from tools.print.pages import Page

_KEPT = {"id", "href", "src", "alt", "colspan", "rowspan", "start", "title"}
_FORMULA = {"data-tex", "data-number", "data-alt"}
_CLASSES = {"math", "admonition", "exercise", "answer", "solution", "title", "number", "references",
            "reference", "code", "output", "equation", "note-mark", "glossary", "term", "right",
            "center", "answer-link", "listing"}  # fmt: skip


def body_of(page: Page, formulas: dict[tuple[str, bool], str], files: dict[str, str]) -> str:
    """Return the XHTML of `page`.

    Parameters
    ----------
    page : Page
        A cleaned page with resolved links.
    formulas : dict
        The MathML of each formula, by TeX and whether it is displayed.
    files : dict
        The name of the file, without its suffix, in which each id of the book is.
    """
    body = deepcopy(page.body)
    _headings(body, page)
    _boxes(body)
    _notes(body)
    _figures(body)
    for node in body.iter("pre"):
        code = element("code")
        move_content(node, code)
        node.append(code)
    _links(body, page, files)
    _clean(body)
    _formulas(body, formulas)
    for child in body:
        child.tail = "\n"
    return "".join(etree.tostring(child, method="xml", encoding="unicode") for child in body)


def _number(node: Element, number: str | None) -> None:
    """Put a number in front of what `node` holds."""
    if number:
        span = element("span", number, class_="number")
        span.tail, node.text = " " + (node.text or ""), None
        node.insert(0, span)


def _headings(body: Element, page: Page) -> None:
    for node in [n for n in elements(body) if n.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]:
        title = has(node, "page-title")
        _number(node, page.place.part if title and page.place.part else node.get("data-number"))
        node.tag = f"h{max(1, int(str(node.tag)[1]) - page.place.level + 1)}"


def _boxes(body: Element) -> None:
    for node in find(body, "exercise"):
        node.tag = "section"
        title = first(node, "title")
        if title is None:
            title = element("p", class_="title")
            node.insert(0, title)
        _number(title, node.get("data-number"))
        if answer := node.get("data-answer"):
            link = element("a", "Answer", href=answer)
            node.append(element("p", link, class_="answer-link"))
    for node in find(body, "answer"):
        node.tag = "section"
        link = element("a", node.get("data-number") or "", href=node.get("data-exercise") or "")
        title = element("p", link, class_="title")
        append(title, " " + (node.get("data-title") or ""))
        title.tail, node.text = node.text, None
        node.insert(0, title)
    for node in find(body, "admonition", "solution"):
        node.tag = "aside"


def _notes(body: Element) -> None:
    for item in find(body, "reference"):
        mark = item.get("data-mark") or ""
        if not mark:
            continue
        use = item.get("data-use")
        shown = element("a", mark, href=use) if use else element("span", mark)
        shown.set("class", "number")
        target = (
            item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        )
        shown.tail, target.text = " " + (target.text or ""), None
        target.insert(0, shown)
    for link in find(body, "note-mark"):
        link.set("title", "note")


def _figures(body: Element) -> None:
    for node in list(body.iter("figure")):
        caption = node.find("figcaption")
        if caption is None and node.get("data-number"):
            caption = element("figcaption")
            node.append(caption)
        if caption is not None:
            target = caption.find("p")
            _number(caption if target is None else target, node.get("data-number"))
    for node in body.iter("img"):
        node.set("src", f"images/{node.get('src')}")
    for table in body.iter("table"):
        caption = table.find("caption")
        if caption is not None:
            _number(caption, table.get("data-number"))
    for cell in [c for c in elements(body) if c.tag in {"td", "th"}]:
        if align := cell.get("data-align"):
            cell.set("class", align)


def _links(body: Element, page: Page, files: dict[str, str]) -> None:
    for link in body.iter("a"):
        target = link.get("href") or ""
        if target.startswith("#"):
            file = files[target[1:]]
            link.set("href", target if file == page.key else f"{file}.xhtml{target}")


def _clean(body: Element) -> None:
    for node in elements(body):
        kinds = [name for name in (node.get("class") or "").split()
                 if name in _CLASSES or (node.tag == "span" and len(name) <= 2)]  # fmt: skip
        kind = node.get("data-kind")
        if kind and has(node, "admonition"):
            kinds.append(kind)
        math = {
            k: v for k, v in node.attrib.items() if k in {"data-tex", "data-number", "data-alt"}
        }
        if not has(node, "math", "equation"):
            math = {}
        if has(node, "math"):
            kinds.append("math")
        kept = {k: v for k, v in node.attrib.items() if k in _KEPT and k != "class"} | math
        node.attrib.clear()
        node.attrib.update(kept)
        if kinds:
            node.set("class", " ".join(dict.fromkeys(kinds)))


def _formulas(body: Element, formulas: dict[tuple[str, bool], str]) -> None:
    for node in find(body, "math", "equation"):
        display = has(node, "equation")
        math = etree.fromstring(formulas[str(node.attrib.pop("data-tex")), display])
        math.set("alttext", node.attrib.pop("data-alt"))
        number = node.attrib.pop("data-number", None)
        if display:
            node.append(math)  # type: ignore[arg-type]
            if number:
                node.append(element("span", number, class_="number"))
        else:
            replace(node, math)  # type: ignore[arg-type]
