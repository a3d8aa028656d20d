"""Quantities in the words that a reader sees on axes and sliders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bonebalance.quantities import Quantity

_SHORT = {
    "percent": "%", "1": "", "millimeter": "mm", "centimeter": "cm", "newton": "N", "degree": "°",
    "millivolt": "mV", "millisecond": "ms", "kilogram": "kg", "meter": "m",
}  # fmt: skip
_COUNTED = {"cell", "day", "hour", "millisecond", "minute", "month", "second", "week", "year"}


def plural(unit: str) -> str:
    """Return the plural of a unit that is counted, such as days; other units stay as they are."""
    return f"{unit}s" if unit in _COUNTED else unit


def unit_words(unit: str) -> str:
    """Return a unit in words.

    Parameters
    ----------
    unit : str
        As a model writes it.

    Returns
    -------
    str
        In words, empty if dimensionless.

    Examples
    --------
    >>> unit_words("percent/(cell*day)")
    '% per cell per day'
    >>> unit_words("1/year"), unit_words("cell"), unit_words("1")
    ('per year', 'cells', '')
    """
    match = re.fullmatch(r"(\w+)(?:/(?:(\w+)|\((\w+(?:\*\w+)*)\)))?", unit)
    power = re.fullmatch(r"(\w+)\*\*([23])", unit)
    if power:
        return _SHORT.get(power[1], power[1]) + {"2": "²", "3": "³"}[power[2]]
    if not match:  # other powers have no short name
        return unit.replace("**", "^").replace("*", " ")
    top, single, several = match.groups()
    below = [single] if single else several.split("*") if several else []
    words = [_SHORT.get(top, plural(top)), *(f"per {name}" for name in below)]
    return " ".join(word for word in words if word)


def label(quantity: Quantity) -> str:
    """Return a quantity's name in words: its description up to the first comma or bracket."""
    text = re.split(r"[,(;]", quantity.description)[0].strip()
    return text[:1].upper() + text[1:]


def title(quantities: Sequence[Quantity]) -> str:
    """Return what an axis shows: the names of quantities and their common unit.

    Parameters
    ----------
    quantities : sequence of Quantity
        One or more, all of one unit.

    Returns
    -------
    str
        Such as ``"Osteoclasts and osteoblasts (cells)"``.
    """
    names = [
        label(quantities[0]),
        *(_inside(label(quantity)) for quantity in quantities[1:]),
    ]
    joined = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    unit = unit_words(quantities[0].unit)
    return f"{joined} ({unit})" if unit else joined


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; RANKL and DKK1 keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
