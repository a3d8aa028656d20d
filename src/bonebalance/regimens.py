"""Drugs against bone loss in their usual doses, and sequences of them, as doses for a model.

>>> from bonebalance import regimens
>>> first, second = regimens.sequence([("teriparatide", 2), ("denosumab", 2)], start=65)
>>> print(second.drug, second.start / 365, second.stop / 365)
denosumab 67.0 69.0
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bonebalance.errors import ModelError, unknown_name
from bonebalance.interventions import Dosing
from bonebalance.quantities import checked_value

__all__ = ["USUAL", "Usual", "sequence"]

YEAR = 365.0


@dataclass(frozen=True)
class Usual:
    """The usual dose of a drug.

    Attributes
    ----------
    amount : float
        One dose, in milligram; microgram for teriparatide and abaloparatide.
    every : float
        Days from dose to dose.
    source : str
        Key of a trial or label that gave it.
    """

    amount: float
    every: float
    source: str


USUAL: Mapping[str, Usual] = MappingProxyType({
    "alendronate": Usual(70, 7, "saag2017"),
    "zoledronate": Usual(5, YEAR, "black2007"),
    "denosumab": Usual(60, YEAR / 2, "cummings2009"),
    "teriparatide": Usual(20, 1, "forteomedinfo"),
    "abaloparatide": Usual(80, 1, "tymloslabel"),
    "romosozumab": Usual(210, YEAR / 12, "evenitylabel"),
})  # fmt: skip
"""Dose, days from dose to dose and source of each drug."""


def sequence(drugs: Iterable[tuple[str, float]], start: float) -> list[Dosing]:
    """Return drugs given one after another as doses for the lifetime model.

    Parameters
    ----------
    drugs : iterable of (str, float)
        Name and years, in order. ``"none"`` is a pause, ``"teriparatide+denosumab"`` both at
        once.
    start : float
        Age in years at which the first begins.

    Returns
    -------
    list of Dosing
        Times are ages in days, with years of 365 days.

    Raises
    ------
    ModelError
        If a drug is unknown, or years or the age are not above 0.

    Examples
    --------
    >>> len(sequence([("denosumab", 2), ("none", 1), ("zoledronate", 1)], start=70))
    2
    """
    at = _positive("age at the start", start)
    listed = []
    for names, years in drugs:
        end = at + _positive(f"years of {names}", years)
        for name in [] if names == "none" else names.split("+"):
            if name not in USUAL:
                raise unknown_name("drug", name, [*USUAL, "none"], "the regimens")
            dose = USUAL[name]
            listed.append(Dosing(name, dose.amount, dose.every, YEAR * at, YEAR * end))
        at = end
    return listed


def _positive(what: str, value: float) -> float:
    number = checked_value(what, value, signed=False)
    if number == 0:
        message = f"{what} must be above 0"
        raise ModelError(message)
    return number
