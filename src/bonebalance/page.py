"""What a chapter shows of a model, and how it hands a computed number to its prose."""

from __future__ import annotations

from dataclasses import dataclass

from IPython.display import display

from bonebalance.equations import Equations
from bonebalance.errors import ModelError
from bonebalance.latex import equations_latex, latex, unit_latex

# The record that MyST-NB's glue roles look for; written here so that a downloaded notebook runs
# without the tools that build the book.
_RECORD = "application/papermill.record/"


@dataclass(frozen=True)
class Markdown:
    """Text in Markdown that a notebook renders.

    Attributes
    ----------
    text : str
        MyST Markdown.
    """

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

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
    return Markdown("\n".join(f"- {limit}" for limit in model.limits))


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
    return Markdown("\n".join(f"- {item}" for item in model.errata))


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
