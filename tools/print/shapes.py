"""Turn what Sphinx, MyST-NB and the theme wrote into the small vocabulary of print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.print.dom import append, element, elements, find, first, has, move_content, replace, text
from tools.print.errors import PrintError
from tools.print.formulas import plain_tex
from tools.print.speech import speak

if TYPE_CHECKING:
    from tools.print.dom import Element

_PYTHON = {"ipython3", "ipython", "python", "python3", "py", "pycon"}
_PLAIN = {"default", "none", "text", "myst-ansi", "output"}
# Ids that Sphinx repeats on a page and nothing links to.
_REPEATED = {"exercise-content", "solution-content"}
_MARKERS = {"cell", "cell_input", "cell_output", "pst-scrollable-table-container", "compound"}


def normalise(article: Element, page: str, level: int) -> None:
    """Clean `article` in place; its title becomes a heading of `level`."""
    for node in [n for n in elements(article) if n.get("id") in _REPEATED]:
        del node.attrib["id"]
    _formulas(article, page)
    _code(article)
    _boxes(article)
    _figures(article, page)
    _tables(article)
    _references(article)
    _terms(article)
    for node in find(article, "claim"):
        node.tag = "strong"
    _sections(article, level)
    _unwrap(article)
    article[0].set("class", "page-title")


def _formulas(article: Element, page: str) -> None:
    for node in find(article, "math"):
        number = first(node, "eqno")
        if number is not None:
            node.set("data-number", text(number))
            number.drop_tree()
        tex = str(node.text_content()).strip()
        display = tex.startswith("\\[")
        if tex[:2] not in {"\\(", "\\["} or tex[-2:] not in {"\\)", "\\]"}:
            raise PrintError(page, f"formula {tex[:60]!r} has no delimiters",
                             "Write it between dollar signs or as a math block.")  # fmt: skip
        tex = plain_tex(tex[2:-2].strip())
        new = element("div" if display else "span", class_="equation" if display else "math")
        for name in ("id", "data-number"):
            if value := node.get(name):
                new.set(name, value)
        new.set("data-tex", tex)
        new.set("data-alt", speak(tex))
        replace(node, new)
    # A displayed formula stands between paragraphs, never inside one.
    for node in find(article, "equation"):
        parent = node.getparent()
        if parent is not None and parent.tag == "p":
            _split(parent, node)


def _split(paragraph: Element, node: Element) -> None:
    """Close `paragraph` before `node` and open a new one after it."""
    parent = paragraph.getparent()
    assert parent is not None
    at = parent.index(paragraph)
    after = element("p", node.tail or "")
    for sibling in list(node.itersiblings()):
        after.append(sibling)
    after.tail, paragraph.tail, node.tail = paragraph.tail, None, None
    parent.insert(at + 1, node)
    if text(after) or len(after):
        parent.insert(at + 2, after)
    else:
        append(parent, after.tail or "")
    if not text(paragraph) and not len(paragraph):
        paragraph.drop_tree()


def _code(article: Element) -> None:
    for node in [n for n in elements(article) if n.tag == "div"]:
        names = (node.get("class") or "").split()
        language = next((n[10:] for n in names if n.startswith("highlight-")), None)
        pre = node.find(".//pre")
        if language is None or pre is None or node.getparent() is None:
            continue
        inside = any(has(above, "cell_output") for above in node.iterancestors())
        new = element("pre", class_="output" if inside else "code")
        if not inside:
            lang = "python" if language in _PYTHON else language
            new.set("data-lang", "" if lang in _PLAIN else lang)
        move_content(pre, new)
        for child in list(new):
            if child.tag == "span" and not child.text_content():
                child.drop_tree()  # pygments marks the start of a block so
        caption = first(node, "code-block-caption")
        replace(
            node, element("div", caption, new, class_="listing") if caption is not None else new
        )


def _boxes(article: Element) -> None:
    for node in [n for n in elements(article) if n.tag == "details"]:
        summary = node.attrib.pop("data-title", "")
        if has(node, "hide"):  # a code cell that the screen folds
            node.tag = "div"
            node.set("class", "cell")
            continue
        box = element(
            "div", element("p", summary or "More", class_="title"), class_="admonition note"
        )
        box.set("data-kind", "note")
        move_content(node, box)
        replace(node, box)
    for node in find(article, "admonition"):
        title = first(node, "admonition-title")
        if title is not None:
            title.set("class", "title")
        if has(node, "exercise"):
            _exercise(node)
        elif has(node, "solution"):
            node.set("class", "solution folded" if has(node, "dropdown") else "solution")
        else:
            names = (node.get("class") or "").split()
            kinds = [n for n in names if not n.startswith(("admonition", "dropdown", "toggle"))]
            node.set("data-kind", kinds[0] if kinds else "note")
            node.set("class", f"admonition {node.get('data-kind')}")


def _exercise(node: Element) -> None:
    title = first(node, "title")
    number = first(node, "caption-number")
    if title is not None and number is not None:
        node.set("data-number", text(number))
        number.drop_tree()
        words = str(title.text_content()).strip()
        if len(title) == 0 and words.startswith("(") and words.endswith(")"):
            title.text = words[1:-1]
    node.set("class", "exercise")


def _figures(article: Element, page: str) -> None:
    for node in list(article.iter("figure")):
        picture = node.find(".//img")
        if picture is None:
            raise PrintError(page, f"figure {node.get('id')} has no picture",
                             "Give it a static picture.")  # fmt: skip
        new = element("figure")
        if identifier := node.get("id"):
            new.set("id", identifier)
        if any(has(above, "cell_output") for above in node.iterancestors()):
            new.set("data-output", "true")
        if has(node, "live-figure"):
            new.set("data-live", "true")
        new.append(_bare_picture(picture))
        caption = node.find(".//figcaption")
        if caption is not None:
            number = first(caption, "caption-number")
            if number is not None:
                new.set("data-number", text(number))
                number.drop_tree()
            new.append(caption)
            caption.tail = None
        replace(node, new)
    for picture in list(article.iter("img")):
        parent = picture.getparent()
        if parent is not None and parent.tag != "figure":
            replace(picture, _bare_picture(picture))


def _bare_picture(picture: Element) -> Element:
    new = element("img", src=picture.get("src") or "", alt=" ".join(picture.get("alt", "").split()))
    style = dict(
        part.split(":", 1) for part in (picture.get("style") or "").split(";") if ":" in part
    )
    width = (picture.get("width") or style.get("width") or style.get(" width") or "").strip()
    if width.endswith("%"):
        new.set("data-width", width)
    return new


def _tables(article: Element) -> None:
    for table in list(article.iter("table")):
        caption = table.find("caption")
        if caption is not None:
            number = first(caption, "caption-number")
            if number is not None:
                table.set("data-number", text(number))
                number.drop_tree()
        frame = has(table, "dataframe")
        for cell in [c for c in elements(table) if c.tag in {"td", "th"}]:
            row = cell.getparent()
            style = cell.attrib.pop("style", "") + (
                row.get("style") or "" if row is not None else ""
            )
            right = has(cell, "text-right") or "right" in style or (frame and cell.tag == "td")
            center = has(cell, "text-center") or "center" in style
            align = "right" if right else "center" if center else ""
            cell.set("data-align", align)
            cell.attrib.pop("class", None)
            cell.attrib.pop("halign", None)
        if frame:
            _flatten_header(table)
        for node in elements(table):
            if node.tag in {"table", "thead", "tbody", "tr", "td", "th", "col", "colgroup"}:
                for name in ("border", "style", "class", "width"):
                    node.attrib.pop(name, None)


def _flatten_header(table: Element) -> None:
    """Merge the two header rows that pandas writes where the index has a name."""
    rows = table.findall("thead/tr")
    if len(rows) == 2 and all(not (text(a) and text(b)) for a, b in zip(*rows, strict=False)):
        for above, below in zip(*rows, strict=False):
            if text(below):
                move_content(below, above)
        rows[1].drop_tree()
    for cell in table.findall("thead/tr/th")[:1]:
        cell.set("data-align", "")


def _references(article: Element) -> None:
    """Footnotes and bibliographies become lists whose entries carry their mark."""
    uses: dict[str, str] = {}
    for link in find(article, "footnote-reference"):
        link.set("class", "note-mark")
        words = text(link)
        link.set("data-mark", words)
        for child in list(link):
            child.drop_tree()
        link.text = words
        target = (link.get("href") or "").lstrip("#")
        if link.get("id"):
            uses.setdefault(target, str(link.get("id")))
    for aside in find(article, "footnote-list", "citation-list"):
        if aside.tag not in {"aside", "div"}:
            continue
        new = element("ol", class_="references")
        for note in [n for n in aside if has(n, "footnote", "citation")]:
            identifier = note.get("id") or ""
            label = first(note, "label")
            mark = text(label) if label is not None else ""
            if label is not None:
                label.drop_tree()
            item = element("li", data_mark=mark, id=identifier, class_="reference")
            if identifier in uses:
                item.set("data-use", "#" + uses[identifier])
            move_content(note, item)
            new.append(item)
        replace(aside, new)
    for node in list(article.iter("ul")):
        # A bibliography set as a bullet list: each entry has an id that citations lead to.
        if node.get("id") and len(node) and all(item.get("id") for item in node):
            node.tag = "ol"
            node.set("class", "references")
            for item in node:
                item.set("class", "reference")


def _terms(article: Element) -> None:
    for glossary in find(article, "glossary"):
        glossary.set("class", "glossary")
    for span in find(article, "std-term"):
        link = span.getparent()
        if link is not None and link.tag == "a":
            link.set("class", "term")


def _sections(article: Element, level: int) -> None:
    """Give each heading its level in the book and the id of its section."""
    for section in [n for n in elements(article) if n.tag == "section"]:
        depth = sum(1 for a in section.iterancestors() if a.tag == "section")
        heading = next((n for n in section if n.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}), None)
        if heading is None:
            continue
        aliases = []
        for child in list(section):
            if child is heading:
                break
            if child.tag == "span" and child.get("id") and not text(child):
                aliases.append(str(child.get("id")))
                child.drop_tree()
        heading.tag = f"h{min(level + depth, 6)}"
        if section.get("id"):
            heading.set("id", section.attrib.pop("id"))
        if aliases:
            heading.set("data-aliases", " ".join(aliases))
        number = first(heading, "section-number")
        if number is not None:
            heading.set("data-number", text(number).rstrip("."))
            number.drop_tree()
            heading.text = (heading.text or "").lstrip()


def _unwrap(article: Element) -> None:
    for node in [n for n in elements(article) if n is not article]:
        if node.getparent() is None:
            continue
        wrapper = node.tag == "section" or (
            node.tag == "div"
            and not has(node, "equation", "admonition", "exercise", "solution", "listing", "answer")
        )
        bare_span = node.tag == "span" and not has(node, "math", "anchor")
        if not (wrapper or bare_span):
            continue
        if node.get("id"):
            # Only the id matters: it becomes an anchor in front of what it held.
            anchor = element("span", id=str(node.get("id")), class_="anchor")
            node.addprevious(anchor)
        node.drop_tag()
    for node in [n for n in elements(article) if n.tag == "code"]:
        node.attrib.pop("class", None)
    for dt in list(article.iter("dt")):
        dt.attrib.pop("class", None)
        described = dt.getparent()
        if dt.get("id") and described is not None and not has(described, "glossary"):
            # Print has no list entries with names: the name goes before what the entry says.
            anchor = element("span", id=str(dt.attrib.pop("id")), class_="anchor")
            anchor.tail, dt.text = dt.text, None
            dt.insert(0, anchor)
