"""Write a finished page as plain Markdown that Jupyter, Colab and VS Code show alike.

The input is the page's document tree after Sphinx resolved it: computed numbers are text, and
references carry their numbers. So nothing of the book's own syntax has to be read again here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from docutils import nodes  # type: ignore[import-untyped]
from lxml import html as lxml_html

from .citations import Citation

# What would be read as markup inside of a line, or at its start.
SPECIAL = re.compile(r"[\\`*_\[\]$<]")
OPENING = re.compile(r"^(#{1,6}|[-+>]|\d{1,9}[.)])(?=\s|$)")
LIVE = "live in the book, where sliders solve the model again while you move them."


class UnknownNodeError(Exception):
    """A page holds something that has no plain Markdown yet."""


@dataclass
class Writer:
    """Writes nodes of one page.

    Attributes
    ----------
    numbers
        Numbers of the page's figures, tables, equations and exercises, by kind and id.
    cited
        How each reference is cited, by the id of its footnote.
    address
        Address of the page if the book has one: links lead there. Else they are plain text.
    images
        Pictures of the page that were written so far and not yet taken, by attachment name.
    depth
        Level of the current heading.
    """

    numbers: Mapping[str, Mapping[str, tuple[int, ...]]]
    cited: Mapping[str, Citation]
    address: str = ""
    images: dict[str, str] = field(default_factory=dict)
    depth: int = 1
    _one_line: int = field(default=0, init=False)
    _in_table: bool = field(default=False, init=False)
    _anchors: list[bool] = field(default_factory=list, init=False)

    # ---- blocks ----------------------------------------------------------------------------------

    def blocks(self, children: Iterable[nodes.Node]) -> str:
        """Return blocks, parted by empty lines."""
        return "\n\n".join(filter(None, map(self.block, children)))

    def block(self, node: nodes.Node) -> str:
        """Return one block."""
        name = node.tagname
        if name in QUIET:
            return ""
        if name in NOTES:
            return self._admonition(node, NOTES[name])
        write = getattr(self, f"_block_{name}", None)
        if write is None:
            if isinstance(node, nodes.Text | nodes.Inline):
                return self.inline([node]).strip()
            raise self._unknown(node)
        return str(write(node))

    def heading(self, text: str, extra: int = 0) -> str:
        """Return a heading, `extra` levels below the current one."""
        return f"{'#' * min(6, self.depth + extra)} {text}"

    def label(self, kind: str, node: nodes.Element) -> str:
        """Return the number of a figure, an equation or the like; nothing if it has none."""
        found = (self.numbers.get(kind, {}).get(name) for name in node["ids"])
        return ".".join(map(str, next(filter(None, found), ())))

    def _block_paragraph(self, node: nodes.Element) -> str:
        return OPENING.sub(_escape_opening, self.inline(node).strip())

    def _block_section(self, node: nodes.Element) -> str:
        return self.blocks(node)

    _block_container = _block_compound = _block_section

    def _block_bullet_list(self, node: nodes.Element) -> str:
        return self._items(node, lambda _: "- ")

    def _block_enumerated_list(self, node: nodes.Element) -> str:
        first = int(node.get("start", 1))
        return self._items(node, lambda at: f"{first + at}. ")

    def _items(self, node: nodes.Element, mark: Callable[[int], str]) -> str:
        items = [_indent(self.blocks(item), mark(at)) for at, item in enumerate(node)]
        return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)

    def _block_definition_list(self, node: nodes.Element) -> str:
        items = []
        for item in node:
            terms = [self.inline(part) for part in item if part.tagname == "term"]
            meaning = self.blocks(part for part in item if part.tagname == "definition")
            items.append(_indent(f"**{', '.join(terms)}**: {meaning}", "- "))
        return "\n".join(items)

    _block_definition = _block_section

    def _block_block_quote(self, node: nodes.Element) -> str:
        return self._quoted(lambda: self.blocks(node))

    def _block_attribution(self, node: nodes.Element) -> str:
        return f"({self.inline(node)})"

    def _block_literal_block(self, node: nodes.Element) -> str:
        text = node.astext()
        language = node.get("language", "")
        longest = max(map(len, re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}{'' if language in {'none', 'default'} else language}\n{text}\n{fence}"

    def _block_math_block(self, node: nodes.Element) -> str:
        tex = node.astext().strip()
        number = self.label("displaymath", node)
        tag = f"\\tag{{{number}}}" if number else ""
        if node.get("nowrap"):  # an environment of its own, which takes the number inside
            before, end, name = tex.rpartition("\\end{")
            lines = [f"{before.rstrip()} {tag}" if tag else before.rstrip(), end + name]
        else:
            if "\\\\" in tex and not tex.startswith("\\begin{"):
                tex = f"\\begin{{split}}\n{tex}\n\\end{{split}}"
            lines = ["$$", *filter(None, [tex, tag]), "$$"]
        text = "\n".join(lines)
        # In a quotation each line begins with a mark, which Jupyter would take into the formula.
        return " ".join(text.split()) if self._one_line else text

    def _block_figure(self, node: nodes.Element) -> str:
        inside = (part for part in node if part.tagname not in {"caption", "legend"})
        notes = (part for part in node if part.tagname == "legend")
        parts = (self.blocks(inside), self.caption(node, "figure"), self.blocks(notes))
        return "\n\n".join(filter(None, parts))

    _block_legend = _block_section

    def caption(self, node: nodes.Element, kind: str) -> str:
        """Return the caption of a figure or table with its number."""
        words = {"figure": "Figure", "table": "Table"}
        text = next((self.inline(x) for x in node if x.tagname in {"caption", "title"}), "")
        if "live-figure" in node.get("classes", ()):
            text = LIVE  # Its output shows the caption already.
        number = self.label(kind, node)
        return f"**{words[kind]} {number}:** {text}".strip() if number else text

    def _block_image(self, node: nodes.Element) -> str:
        return self._image(node)

    def _block_table(self, node: nodes.Element) -> str:
        self._in_table = True
        rows = [[self._cell(entry) for entry in row] for row in node.findall(nodes.row)]
        first = next(iter(node.findall(nodes.row)))
        marks = [_alignment(entry) for entry in first]
        self._in_table = False
        lines = ["| " + " | ".join(row) + " |" for row in [rows[0], marks, *rows[1:]]]
        caption = self.caption(node, "table")
        return "\n\n".join(filter(None, [caption, "\n".join(lines)]))

    def _cell(self, entry: nodes.Element) -> str:
        return " ".join(self.inline(part).strip() for part in entry)

    def _block_admonition(self, node: nodes.Element) -> str:
        return self._admonition(node, "Note")

    def _admonition(self, node: nodes.Element, name: str) -> str:
        title = next((self.inline(part) for part in node if part.tagname == "title"), name)
        inside = [part for part in node if part.tagname != "title"]
        if "dropdown" in node.get("classes", ()):
            return self._folded(title, inside)
        return self._quoted(lambda: f"**{title.strip()}**\n\n{self.blocks(inside)}")

    def _quoted(self, write: Callable[[], str]) -> str:
        self._one_line += 1
        text = write()
        self._one_line -= 1
        return "\n".join(f"> {line}".rstrip() for line in text.splitlines())

    def _folded(self, title: str, inside: Iterable[nodes.Node]) -> str:
        head = f"<details><summary>{title.strip()}</summary>"
        return f"{head}\n\n{self.blocks(inside)}\n\n</details>"

    def _block_exercise_enumerable_node(self, node: nodes.Element) -> str:
        title = next((self.inline(part).strip() for part in node if part.tagname == "title"), "")
        number = self.label("exercise", node)
        if number:
            title = f"Exercise {number} {title}".strip()
        inside = (part for part in node if part.tagname != "title")
        return f"{self.heading(title or 'Exercise', 1)}\n\n{self.blocks(inside)}"

    _block_exercise_node = _block_exercise_enumerable_node

    def _block_solution_node(self, node: nodes.Element) -> str:
        return self._folded("Answer", [part for part in node if part.tagname != "title"])

    def _block_footnote(self, node: nodes.Element) -> str:
        label, *rest = node.children
        cited = [self.cited[name] for name in node["ids"] if name in self.cited]
        name = str(cited[0]) if cited else label.astext()
        return _indent(f"**{name.rstrip('.')}.** {self.blocks(rest)}", "- ")

    def references(self, node: nodes.Element) -> str:
        """Return a list of references, in the order of their names."""
        return "\n".join(sorted(map(self.block, node), key=_alphabetical))

    def _block_rubric(self, node: nodes.Element) -> str:
        return f"**{self.inline(node)}**"

    def _block_transition(self, _node: nodes.Element) -> str:
        return "---"

    def _block_raw(self, node: nodes.Element) -> str:
        return self._inline_raw(node)

    # ---- inside of a line ------------------------------------------------------------------------

    def inline(self, children: Iterable[nodes.Node]) -> str:
        """Return what stands in one line of text."""
        text = ""
        for node in children:
            if isinstance(node, nodes.footnote_reference):
                text = self._cite(text, node)
                continue
            name = "text" if isinstance(node, nodes.Text) else node.tagname
            if name in QUIET - {"target"}:
                continue
            write = getattr(self, f"_inline_{name}", None)
            if write is None:
                raise self._unknown(node)
            text += write(node)
        return text

    def _inline_text(self, node: nodes.Text) -> str:
        text = SPECIAL.sub(r"\\\g<0>", " ".join(re.split(r"[ \t]*\n[ \t]*", node.astext())))
        return text.replace("|", "\\|") if self._in_table else text

    def _inline_inline(self, node: nodes.Element) -> str:
        return self.inline(node)

    _inline_target = _inline_abbreviation = _inline_generated = _inline_inline
    _inline_number_reference = _inline_download_reference = _inline_paragraph = _inline_inline

    def _inline_emphasis(self, node: nodes.Element) -> str:
        return _wrap(self.inline(node), "*")

    _inline_title_reference = _inline_emphasis

    def _inline_strong(self, node: nodes.Element) -> str:
        return _wrap(self.inline(node), "**")

    def _inline_literal(self, node: nodes.Element) -> str:
        text = " ".join(node.astext().split("\n"))
        longest = max(map(len, re.findall("`+", text)), default=0)
        fence, pad = "`" * (longest + 1), " " if longest else ""
        text = text.replace("|", "\\|") if self._in_table else text
        return f"{fence}{pad}{text}{pad}{fence}"

    def _inline_math(self, node: nodes.Element) -> str:
        tex = " ".join(node.astext().split())
        if self._in_table:
            tex = tex.replace("\\|", "\\Vert ").replace("|", "\\vert ")
        return f"${tex}$"

    def _inline_subscript(self, node: nodes.Element) -> str:
        return f"<sub>{self.inline(node)}</sub>"

    def _inline_superscript(self, node: nodes.Element) -> str:
        return f"<sup>{self.inline(node)}</sup>"

    def _inline_image(self, node: nodes.Element) -> str:
        return self._image(node)

    def _inline_reference(self, node: nodes.Element) -> str:
        text, target = self.inline(node), self._reachable(node.get("refuri", ""))
        return f"[{text}]({target})" if target else text

    def _inline_raw(self, node: nodes.Element) -> str:
        if "html" not in node.get("format", "").split():
            return ""
        text = str(node.astext()).strip()
        if text == "</a>" and self._anchors:
            return "</a>" if self._anchors.pop() else ""
        if not text.startswith("<a "):
            return text
        link = lxml_html.fragment_fromstring(text)
        target = self._reachable(str(link.get("href") or ""))
        self._anchors.append(bool(target))
        return f'<a href="{target}">' if target else ""

    def _reachable(self, target: str) -> str:
        """Return a link's address as seen from a notebook on its own; nothing if there is none."""
        if urlsplit(target).scheme:
            return target
        reachable = self.address and target and not target.startswith("#")
        return urljoin(self.address, target) if reachable else ""

    def _image(self, node: nodes.Element) -> str:
        source = next(iter(node.get("candidates", {}).values()), node["uri"])
        stem = source.rpartition("/")[2].rpartition(".")[0]
        self.images[f"{stem}.png"] = source
        alt = SPECIAL.sub(r"\\\g<0>", " ".join(node.get("alt", "").split()))
        return f"![{alt}](attachment:{stem}.png)"

    def _cite(self, text: str, node: nodes.Element) -> str:
        """Return `text` with a citation at its end, joined with one that already stands there."""
        cited = self.cited.get(node.get("refid", ""))
        if cited is None:
            return f"{text} [{node.astext()}]"
        plain = text.rstrip().replace("*", "")
        if plain.endswith(cited.names):
            return f"{text.rstrip()} ({cited.year})"
        last = next((x for x in self.cited.values() if plain.endswith(f"{x})")), None)
        if last and plain.endswith((f"({last})", f"; {last})")):
            return f"{text.rstrip()[:-1]}; {cited})"
        return f"{text.rstrip()} ({cited})" if plain else f"({cited})"

    def _unknown(self, node: nodes.Node) -> UnknownNodeError:
        message = (
            f"no plain Markdown for {node.tagname!r} ({node.astext()[:60]!r}): "
            "teach it to tools/download/markdown.py or write it in another way"
        )
        return UnknownNodeError(message)


# What a reader's copy does without, and the notes that carry no title of their own.
QUIET = {"comment", "index", "pending", "substitution_definition", "target", "compact_paragraph",
         "label", "colspec"}  # fmt: skip
NOTES = {name: name.capitalize() for name in ("attention", "caution", "danger", "error", "hint",
         "important", "note", "tip", "warning")} | {"seealso": "See also"}  # fmt: skip


def _alphabetical(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _wrap(text: str, mark: str) -> str:
    """Put marks around a text, inside of its outer spaces."""
    inner = text.strip()
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def _indent(text: str, mark: str) -> str:
    """Begin a block with `mark` and indent its other lines accordingly."""
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace(" " * len(mark) + "\n", "\n")


def _escape_opening(found: re.Match[str]) -> str:
    mark = found[0]
    return f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}"


def _alignment(entry: nodes.Element) -> str:
    marks = {"text-left": ":--", "text-right": "--:", "text-center": ":-:"}
    return next((marks[name] for name in entry.get("classes", ()) if name in marks), "---")
