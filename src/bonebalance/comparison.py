"""What a model says beside what was found, with the misfit of each number.

>>> from bonebalance import comparison
>>> print(comparison.misfit("gc-cohen1999.spine-placebo", -3.8))
-2.0 SE
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Literal

from bonebalance.errors import ModelError
from bonebalance.evidence import Number, finding, findings, number
from bonebalance.page import Markdown
from bonebalance.quantities import checked_value, whole_number
from bonebalance.units import convert

__all__ = ["Misfit", "compare", "listing", "misfit", "shown"]

_SHOWN = {
    "percent": "%", "percent/year": "%/year", "percent/month": "%/month",
    "1/(1000*year)": "per 1000 person-years", "1/(100*year)": "per 100 person-years",
    "1/(10000*year)": "per 10,000 person-years", "1/(100000*year)": "per 100,000 person-years",
    "1/year": "per year", "g/cm**2": "g/cm²", "g/cm**2/year": "g/cm² per year",
    "mg/cm**2/year": "mg/cm² per year", "mg/cm**3": "mg/cm³", "g/cm**3": "g/cm³",
    "1/mm**2": "per mm²", "um": "µm", "um/day": "µm/day", "1": "",
}  # fmt: skip

_PURPOSE = {"calibrate": "for fitting", "validate": "for testing", "context": "for context"}


@dataclass(frozen=True)
class Misfit:
    """How far a model is from a number that was found.

    Attributes
    ----------
    size : float
        Model minus finding, in the unit below; positive if the model is higher.
    unit : {"SE", "percent", "absolute"}
        Standard errors of the finding where they are known (for a ratio of risks on the
        logarithmic scale); else percent of the finding; else, if it is zero, its own unit.
    """

    size: float
    unit: Literal["SE", "percent", "absolute"]

    def __str__(self) -> str:
        if self.unit == "absolute":
            return f"{self.size:+.2g}"
        digits, unit = (1, "SE") if self.unit == "SE" else (0, "%")
        # Adding zero turns a rounded "-0" into "+0".
        return f"{round(self.size, digits) + 0.0:+.{digits}f} {unit}"


Given = float | tuple[float, str]


def misfit(id: str, model: Given) -> Misfit:  # noqa: A002, the word that the data use
    """Return how far a model is from a number.

    Parameters
    ----------
    id : str
        Name of the number, as in `evidence.number`.
    model : float or (float, str)
        What the model says, in the unit of the number or with its own unit.

    Returns
    -------
    Misfit
        Model minus finding.

    Raises
    ------
    ModelError
        If there is no such number, the model's is no finite number, or a ratio of risks is
        compared with one that is not positive.
    UnitError
        If the unit given cannot be turned into that of the number.
    """
    found = number(id)
    value = _in_unit_of(found, model)
    error = found.standard_error
    if found.ratio and value <= 0:
        message = f"{found.id} is a ratio; compare it with a number above 0, not {value:g}"
        raise ModelError(message)
    if error:
        apart = log(value / found.value) if found.ratio else value - found.value
        return Misfit(apart / error, "SE")
    if found.value:
        return Misfit(100.0 * (value - found.value) / abs(found.value), "percent")
    return Misfit(value, "absolute")


def compare(model: Mapping[str, Given], *, digits: int = 1) -> Markdown:
    """Return a table of model values beside findings, with the misfit of each.

    Parameters
    ----------
    model : mapping of str to float or (float, str)
        What the model says, by the name of the number (`evidence.number`).
    digits : int
        Decimals of the model's values.

    Returns
    -------
    Markdown
        One row a number: what was measured with its reference and use, what was found with its
        interval or error, the model's value and the misfit. For a range the last column says
        whether the model lies in it.

    Raises
    ------
    ModelError
        As `misfit`, or if `model` is empty or `digits` no whole number.
    UnitError
        As `misfit`.
    """
    if not isinstance(model, Mapping) or not model:
        message = 'compare() needs at least one number, such as {"gc-laan.loss": -7.9}'
        raise ModelError(message)
    digits = whole_number("digits", digits, least=0)
    rows = [["Measured", "Found", "Model", "Misfit"], [":--", "--:", "--:", "--:"]]
    for name, given in model.items():
        found = number(name)
        source = finding(found.id.partition(".")[0]).source
        value = _in_unit_of(found, given)
        rows.append(
            [
                f"{found.what} {{footcite:p}}`{source}` ({found.use})",
                shown(found),
                f"{value:.{digits}f}",
                _apart(found, value),
            ]
        )
    return Markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))


def listing(topic: str) -> Markdown:
    """Return the findings of a topic as a list with numbers, people, design and reference.

    Parameters
    ----------
    topic : str
        One of `evidence.topics`.

    Returns
    -------
    Markdown
        One item a finding.

    Raises
    ------
    ModelError
        If there is no such topic.
    """
    items = []
    for item in findings(topic).values():
        # The period stands once, with the people.
        numbers = "; ".join(
            f"{one.what.removesuffix(f', {item.period}')}: {shown(one)}"
            for one in item.numbers.values()
        )
        origin = "; ".join(filter(None, (item.population, item.design, item.period)))
        lines = [
            f"- {item.says} {{footcite:p}}`{item.source}`",
            f"{numbers[:1].upper()}{numbers[1:]}." if numbers else "",
            item.note,
            f"*{origin}; {_PURPOSE[item.use]}.* `{item.id}`",
        ]
        # A backslash at the end of a line breaks it there.
        items.append("\\\n  ".join(line for line in lines if line))
    return Markdown("\n".join(items))


def shown(found: Number) -> str:
    """Return a number for a page, with its unit as a reader writes it.

    Parameters
    ----------
    found : Number
        The number.

    Returns
    -------
    str
        For example ``"-8.2 % (-12.7 to -3.7)"``.
    """
    unit = _SHOWN.get(found.unit, found.unit)
    after = f" {unit}" if unit else ""
    if found.relation == "between":
        return f"{found.low:g} to {found.high:g}{after}"
    sign = {"<": "below ", ">": "over ", "about": "about "}.get(found.relation, "")
    spread = ""
    if found.interval:
        spread = f" ({found.low:g} to {found.high:g})"
    elif found.kind in ("SE", "SD"):
        spread = f" ({found.kind} {found.error:g})"
    return f"{sign}{found.value:g}{after}{spread}"


def _apart(found: Number, value: float) -> str:
    if found.interval == "range" and found.low is not None and found.high is not None:
        if found.low <= value <= found.high:
            return "in range"
        return "above" if value > found.high else "below"
    return str(misfit(found.id, value))


def _in_unit_of(found: Number, given: Given) -> float:
    if not isinstance(given, tuple):
        return checked_value(found.id, given, signed=True)
    if len(given) != 2 or not isinstance(given[1], str):
        message = f"{found.id} must be a number or (number, unit), not {given!r}"
        raise ModelError(message)
    value, unit = checked_value(found.id, given[0], signed=True), given[1]
    return value if unit == found.unit else convert(value, unit, found.unit, {})
