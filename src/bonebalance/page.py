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
        A table, one row a parameter.
    """
    rows = [
        "| Symbol | Meaning | Value | Unit | Status | Source |",
        "|:--|:--|--:|:--|:--|:--|",
    ]
    for parameter in model.parameters.values():
        unit = unit_latex(parameter.unit)
        shown = f"${unit}$" if unit else "none"
        cited = f"{{footcite:p}}`{parameter.source}`"
        rows.append(
            f"| ${latex(parameter)}$ | {parameter.description} | {parameter.value:g} "
            f"| {shown} | {parameter.status} | {cited} |"
        )
    return Markdown("\n".join(rows))


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
