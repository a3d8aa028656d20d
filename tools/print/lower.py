"""Rewrite a cleaned page for pandoc: what has a function of its own in the Typst template says so.

An element with ``data-call="name"`` becomes ``#name(...)[content]`` in the Typst source. Its
attributes ``data-arg-*`` become named text arguments, its children with ``data-in-slot="name"``
become named content arguments and its ``data-set-label`` becomes the label that links lead to.
``filter.lua`` does it.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import html

from tools.print.dom import append, element, elements, find, has, move_content, replace, text

if TYPE_CHECKING:
    from tools.print.dom import Element
    from tools.print.pages import Page


def pandoc_html(page: Page, terms: dict[str, str]) -> str:
    """Return the HTML of `page` that pandoc reads.

    Parameters
    ----------
    page : Page
        A cleaned page with resolved links.
    terms : dict
        The name in the index of each term of the glossary, by the id of the term.
    """
    body = deepcopy(page.body)
    title = body[0]
    if page.place.part:
        title.set("data-part", page.place.part)
    _lists(body, terms)
    _links(body, terms)
    _blocks(body)
    _headings(body, page)
    for node in [n for n in elements(body) if n.get("id")]:
        # Whatever has no label of its own gets an anchor in front of it.
        _anchor_before(node)
    return html.tostring(body, encoding="unicode")


def _call(node: Element, function: str, /, **arguments: str | None) -> Element:
    node.set("data-call", function)
    for key, value in arguments.items():
        if value:
            node.set(f"data-arg-{key}", value)
    if identifier := node.attrib.pop("id", None):
        node.set("data-set-label", identifier)
    return node


def _slot(source: Element | None, name: str) -> Element:
    slot = element("div", data_in_slot=name)
    if source is not None:
        move_content(source, slot)
    return slot


def _anchor_before(node: Element) -> None:
    anchor = _call(element("span", id=node.attrib.pop("id")), "anchor")
    if node.tag in {"span", "a", "code", "em", "strong", "p", "td", "th", "li", "dd"}:
        # Inside: the anchor stays with its words.
        anchor.tail, node.text = node.text, None
        node.insert(0, anchor)
    else:
        parent = node.getparent()
        if parent is not None:
            node.addprevious(element("p", anchor))


def _links(body: Element, terms: dict[str, str]) -> None:
    for link in list(body.iter("a")):
        target = link.get("href") or ""
        heading = next((a for a in link.iterancestors() if a.tag in _HEADINGS), None)
        if heading is not None:
            link.drop_tag()
            continue
        # The mark of a note is set in one piece: "[3]" must not be parted from its word.
        if has(link, "note-mark"):
            span = _call(element("span", link.text or ""), "note-mark", to=target.lstrip("#"))
            if link.get("id"):
                span.set("data-set-label", str(link.get("id")))
            replace(link, span)
        elif has(link, "term") and target.lstrip("#") in terms:
            span = _call(element("span"), "term", to=target.lstrip("#"), name=terms[target[1:]])
            move_content(link, span)
            replace(link, span)
        elif target.startswith("#"):
            span = _call(element("span"), "cross", to=target[1:])
            if len(link) == 0 and re.fullmatch(r"\w+ [\d.]+", link.text or ""):
                # "Figure 1.2" stays on one line.
                link.text = str(link.text).replace(" ", "\N{NO-BREAK SPACE}")
            move_content(link, span)
            if link.get("id"):
                span.insert(0, _call(element("span", id=str(link.get("id"))), "anchor"))
            replace(link, span)


def _blocks(body: Element) -> None:
    for node in find(body, "admonition"):
        title = node[0] if len(node) and has(node[0], "title") else None
        _call(node, "admonition", kind=node.get("data-kind"))
        node.insert(0, _slot(title, "title"))
        if title is not None:
            title.drop_tree()
    for node in find(body, "exercise"):
        title = node[0] if len(node) and has(node[0], "title") else None
        answer = (node.get("data-answer") or "").lstrip("#")
        _call(node, "exercise", number=node.get("data-number"), answer=answer)
        slot = _slot(title, "title")
        if title is not None:
            title.drop_tree()
        if text(slot) or len(slot):
            node.insert(0, slot)
    for node in find(body, "solution"):
        title = node[0] if len(node) and has(node[0], "title") else None
        _call(node, "admonition", kind="solution")
        node.insert(0, _slot(title, "title"))
        if title is not None:
            title.drop_tree()
    for node in find(body, "answer"):
        _call(node, "answer", number=node.get("data-number"), title=node.get("data-title"),
              exercise=(node.get("data-exercise") or "").lstrip("#"))  # fmt: skip
    for node in find(body, "equation", "math"):
        name = "equation" if has(node, "equation") else "formula"
        _call(node, name, alt=node.get("data-alt"), number=node.get("data-number"))
        node.set("data-tex", node.get("data-tex") or "")
    for node in list(body.iter("pre")):
        lang = node.get("data-lang") or ""
        code = element("pre", element("code", str(node.text_content()).rstrip("\n")))
        lines = str(str(code.text_content()).count("\n") + 1)
        name = "code-output" if has(node, "output") else "code-input"
        after = node.getnext()
        shows = after is not None and after.tag == "pre" and has(after, "output")
        new = _call(element("div", code), name, lang=lang, lines=lines)
        if shows and name == "code-input":
            new.set("data-arg-shows", "true")
        replace(node, new)
    _figures(body)
    _tables(body)


def _figures(body: Element) -> None:
    for node in list(body.iter("figure")):
        caption = node.find("figcaption")
        picture = node.find("img")
        assert picture is not None
        new = element("div", id=node.get("id") or "")
        # A drawing may move to the top or the foot of a page. What a cell shows stays below it,
        # so that no page shows an answer above its question.
        floats = node.get("data-number") and not node.get("data-output")
        _call(
            new,
            "book-figure",
            floats="true" if floats else None,
            number=node.get("data-number"),
            live=node.get("data-live"),
            src=picture.get("src"),
            alt=picture.get("alt"),
            width=picture.get("data-width"),
        )
        if not new.get("data-set-label"):
            new.attrib.pop("data-set-label", None)
        if caption is not None:
            new.append(_slot(caption, "caption"))
        replace(node, new)
    for picture in list(body.iter("img")):
        span = _call(element("span"), "picture", src=picture.get("src"), alt=picture.get("alt"))
        replace(picture, span)


def _tables(body: Element) -> None:
    for table in list(body.iter("table")):
        caption = table.find("caption")
        box = element("div", id=table.attrib.pop("id", ""))
        _call(box, "book-table", number=table.get("data-number"))
        if not box.get("data-set-label"):
            box.attrib.pop("data-set-label", None)
        replace(table, box)
        if caption is not None:
            box.append(_slot(caption, "caption"))
            caption.drop_tree()
        for cell in [c for c in elements(table) if c.tag in {"td", "th"}]:
            if align := cell.attrib.pop("data-align", ""):
                cell.set("style", f"text-align: {align}")
        box.append(table)


def _lists(body: Element, terms: dict[str, str]) -> None:
    for node in find(body, "references"):
        box = _call(element("div"), "references")
        for item in node:
            entry = element("div", id=item.get("id") or "")
            use = (item.get("data-use") or "").lstrip("#")
            _call(entry, "reference", mark=item.get("data-mark"), use=use)
            if not entry.get("data-set-label"):
                entry.attrib.pop("data-set-label", None)
            move_content(item, entry)
            box.append(entry)
        replace(node, box)
    for node in find(body, "glossary"):
        box = _call(element("div"), "glossary")
        slot = None
        for child in list(node):
            if child.tag == "dd":
                entry = _call(element("div"), "glossary-entry")
                if slot is not None:
                    entry.append(slot)
                move_content(child, entry)
                box.append(entry)
                slot = None
            elif child.tag == "dt":
                if slot is None:
                    slot = element("div", data_in_slot="term")
                else:
                    append(slot, ", ")
                key = child.get("id") or ""
                term = _call(
                    element("span", id=key), "defined", name=terms.get(key), own=text(child)
                )
                move_content(child, term)
                slot.append(term)
        replace(node, box)


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _headings(body: Element, page: Page) -> None:
    for node in [n for n in elements(body) if n.tag in _HEADINGS]:
        inside = next((a for a in node.iterancestors() if a.get("data-call")), None)
        new = element("div", id=node.attrib.pop("id", ""))
        _call(new, "book-heading" if inside is None else "run-in", level=str(node.tag)[1],
              number=node.get("data-number"), part=node.get("data-part"),
              opens="true" if has(node, "page-title") else None,
              aside=None if has(node, "page-title") else _aside(node, page))  # fmt: skip
        if not new.get("data-set-label"):
            new.attrib.pop("data-set-label", None)
        new.append(_slot(node, "title"))
        replace(node, new)


def _aside(heading: Element, page: Page) -> str | None:
    """Tell whether a section is left out of the contents.

    The contents list chapters and their sections; not the sections of a part's opening page, nor
    a chapter's list of references.
    """
    after = next((n for n in heading.itersiblings() if text(n)), None)
    references = after is not None and after.get("data-call") == "references"
    deep = int(str(heading.tag)[1]) > page.place.level + 1
    return "true" if references or deep or page.place.part else None


def glossary_terms(pages: list[Page]) -> dict[str, str]:
    """Return the name in the index of each term of the glossary, by the term's id.

    Terms that share a definition share the name of the first.
    """
    names: dict[str, str] = {}
    for glossary in (node for page in pages for node in find(page.body, "glossary")):
        name = ""
        for child in glossary:
            if child.tag == "dt":
                name = name or text(child)
                names[str(child.get("id"))] = name
            else:
                name = ""
    return names
