"""Small helpers for trees of HTML elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = html.HtmlElement


def element(tag: str, *children: Element | str, **attributes: str) -> Element:
    """Return a new element; an underscore in an attribute's name stands for a hyphen."""
    made = html.Element(tag, {})
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), value)
    for child in children:
        append(made, child)
    return made


def append(parent: Element, child: Element | str) -> None:
    """Add a child, an element or text, at the end of `parent`."""
    if not isinstance(child, str):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child


def has(node: Element, *names: str) -> bool:
    """Tell whether `node` has one of the classes."""
    return not set(names).isdisjoint((node.get("class") or "").split())


def find(node: Element, *names: str) -> list[Element]:
    """Return the descendants of `node` that have one of the classes, in reading order."""
    return [child for child in node.iterdescendants() if isinstance(child.tag, str)
            and has(child, *names)]  # fmt: skip


def first(node: Element, *names: str) -> Element | None:
    """Return the first descendant with one of the classes, or nothing."""
    found = find(node, *names)
    return found[0] if found else None


def replace(old: Element, new: Element) -> None:
    """Put `new` where `old` stands; the text after it stays."""
    parent = old.getparent()
    assert parent is not None
    new.tail, old.tail = old.tail, None
    parent.replace(old, new)


def move_content(source: Element, target: Element) -> None:
    """Move text and children of `source` to the end of `target`."""
    if source.text:
        append(target, source.text)
    source.text = None
    for child in list(source):
        target.append(child)


def text(node: Element) -> str:
    """Return the text of `node`, its white space folded."""
    return " ".join(str(node.text_content()).split())


def elements(node: Element) -> Iterator[Element]:
    """Yield `node` and its descendants, without comments."""
    return (child for child in node.iter() if isinstance(child.tag, str))


def describe(node: Element) -> str:
    """Return a name of `node` for error messages: its tag, id and first words."""
    identifier = f' id="{node.get("id")}"' if node.get("id") else ""
    words = text(node)[:40]
    return f"<{node.tag!s}{identifier}>" + (f' "{words}"' if words else "")
