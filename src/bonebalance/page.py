"""What a chapter shows of a model, and how it hands a computed number to its prose."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from IPython.display import display

from bonebalance.equations import Equations
from bonebalance.errors import ModelError
from bonebalance.latex import equations_latex, latex, unit_latex

# The record that MyST-NB's glue roles look for; written here so that a downloaded notebook runs
# without the tools that build the book.
_RECORD = "application/papermill.record/"
# A citation, which only the tools of the book resolve.
_CITATION = re.compile(r"\{(?:foot)?cite:[pt]\}`([^`]+)`")
_TABLE_RULE = re.compile(r"[|:\- ]+")


@dataclass(frozen=True)
class Markdown:
    """Text in Markdown that a notebook renders.

    The book reads the Markdown. Jupyter knows nothing of citations and is offered HTML, in which
    a citation is the key of its reference, unless there is none in the text.

    Attributes
    ----------
    text : str
        MyST Markdown: paragraphs, tables, lists with hyphens.
    """

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return _html(self.text) if _CITATION.search(self.text) else None

    def __repr__(self) -> str:
        return self.text


def equations(model: Equations, label: str = "") -> Markdown:
    """Return a model's equations, typeset.

    Parameters
    ----------
    model : Equations
        The model.
    label : str
        Label by which the text refers to the block; none by default.

    Returns
    -------
    Markdown
        A displayed equation.
    """
    return Markdown(f"$$\n{equations_latex(model)}\n$$" + (f" ({label})" if label else ""))


def parameter_table(model: Equations) -> Markdown:
    """Return a model's parameters with value, unit, meaning, status and source.

    Parameters
    ----------
    model : Equations
        The model.

    Returns
    -------
    Markdown
        A table, one row a parameter. A status or source that all share stands once, below.
    """
    parameters = list(model.parameters.values())
    cells: dict[str, list[str]] = {
        "Symbol": [f"${latex(p)}$" for p in parameters],
        "Meaning": [p.description for p in parameters],
        "Value": [f"{p.value:g}" for p in parameters],
        "Unit": [f"${unit_latex(p.unit)}$" if unit_latex(p.unit) else "none" for p in parameters],
        "Status": [p.status for p in parameters],
        "Source": [f"{{footcite:p}}`{p.source}`" for p in parameters],
    }
    shared = [key for key in ("Status", "Source") if len(set(cells[key])) == 1 < len(parameters)]
    columns = [key for key in cells if key not in shared]
    rows = [
        columns,
        ["--:" if key == "Value" else ":--" for key in columns],
        *zip(*(cells[key] for key in columns), strict=True),
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    below = "; ".join(f"{key.lower()} of all values: {cells[key][0]}" for key in shared)
    return Markdown(f"{table}\n\n{below[:1].upper()}{below[1:]}" if shared else table)


def limits(model: Equations) -> Markdown:
    """Return what a model leaves out, as a list.

    Parameters
    ----------
    model : Equations
        The model.

    Returns
    -------
    Markdown
        One item a limit.
    """
    return _listed(model.limits)


def errata(model: Equations) -> Markdown:
    """Return where the encoding departs from print, as a list.

    Parameters
    ----------
    model : Equations
        The model.

    Returns
    -------
    Markdown
        One item a departure.
    """
    return _listed(model.errata)


def _listed(items: Iterable[str]) -> Markdown:
    return Markdown("\n".join(f"- {item}" for item in items))


def _html(text: str) -> str:
    """Return the little Markdown that this library writes as HTML."""
    blocks = groupby(
        filter(None, text.splitlines()), lambda line: line[0] if line[0] in "|-" else ""
    )
    return "\n".join(_block(kind, list(lines)) for kind, lines in blocks)


def _block(kind: str, lines: list[str]) -> str:
    if kind == "|":
        rows = [line.strip("| ").split(" | ") for line in lines if not _TABLE_RULE.fullmatch(line)]
        tags = ("th", *("td",) * (len(rows) - 1))
        made = (
            "<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in row) + "</tr>"
            for tag, row in zip(tags, rows, strict=True)
        )
        return f"<table>{''.join(made)}</table>"
    if kind == "-":
        return f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    cited = _CITATION.sub(r"[\1]", text)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(cited, quote=False))


def glue(name: str, text: str) -> None:
    """Hand a computed number to the prose, which shows it with the ``glue:text`` role.

    Parameters
    ----------
    name : str
        Name by which the prose refers to it.
    text : str
        The number as the prose shall print it, rounded to what it can claim.

    Raises
    ------
    ModelError
        If the text is not a string, since rounding is the author's decision.
    """
    if not isinstance(text, str):
        message = f"{name} must be glued as text, rounded by you, not as {text!r}"
        raise ModelError(message)
    display(  # type: ignore[no-untyped-call]
        {f"{_RECORD}text/plain": text},
        metadata={"scrapbook": {"name": name, "mime_prefix": _RECORD}},
        raw=True,
    )
