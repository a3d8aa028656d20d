"""Diseases as documented sets of changes to a model of bone, read from one file each.

>>> from bonebalance import diseases
>>> arthritis = diseases.named("rheumatoid-arthritis")
>>> print(arthritis.changes[0].quantity, arthritis.changes[0].value)
activity 1.0
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType
from typing import Any, get_args

from bonebalance.errors import ModelError, unknown_name
from bonebalance.page import Markdown
from bonebalance.quantities import Status, checked_value
from bonebalance.units import parse_unit

__all__ = ["Change", "Disease", "Dose", "Treatment", "every", "named"]

OUTSIDE = {
    "falls": "how often the person falls, against people without the disease",
    "fracture": "risk of fracture that neither density nor falls explain",
}
"""What a disease may change that no model of bone has, as multipliers that are 1 at rest."""


@dataclass(frozen=True)
class Change:
    """One thing that a disease or a treatment changes.

    Attributes
    ----------
    quantity : str
        A parameter of a model, such as ``"load"``, or one of `OUTSIDE`.
    value : float
        What it becomes, in `unit`.
    unit : str
        Unit, ``"1"`` for a pure number.
    status : {"measured", "fitted", "assumed"}
        How the value is known.
    source : str
        Key of its reference in ``references.bib``.
    note : str
        Why this value, in a sentence.
    years : float
        Time in which it comes about in a straight line; at once if 0.
    """

    quantity: str
    value: float
    unit: str
    status: Status
    source: str
    note: str
    years: float = 0.0

    def __post_init__(self) -> None:
        """Raise `ModelError` if a field is impossible."""
        _check(self, "quantity", "value", "years")


@dataclass(frozen=True)
class Dose:
    """A drug that belongs to a treatment, at its usual dose.

    Attributes
    ----------
    drug : str
        A drug that the model knows.
    amount : float
        One dose, in `unit`.
    unit : str
        Unit of the amount.
    every : float
        Days from dose to dose.
    status : {"measured", "fitted", "assumed"}
        How the dose is known.
    source, note : str
        As for `Change`.
    """

    drug: str
    amount: float
    unit: str
    every: float
    status: Status
    source: str
    note: str

    def __post_init__(self) -> None:
        """Raise `ModelError` if a field is impossible."""
        _check(self, "drug", "amount", "every")
        if self.every == 0:
            message = f"every of {self.drug} must be longer than 0 days"
            raise ModelError(message)


@dataclass(frozen=True)
class Treatment:
    """What is done about a disease: what it changes while it lasts, and its drugs.

    Attributes
    ----------
    name : str
        Its name within the disease.
    says : str
        What it is, in a sentence.
    changes : tuple of Change
        What quantities become as long as it lasts; each replaces what the disease does.
    doses : tuple of Dose
        Drugs that the model knows by name.
    """

    name: str
    says: str
    changes: tuple[Change, ...] = ()
    doses: tuple[Dose, ...] = ()


@dataclass(frozen=True)
class Disease:
    """A documented set of changes.

    Attributes
    ----------
    id : str
        Name of its file, for example ``"rheumatoid-arthritis"``.
    name : str
        As a reader says it.
    says : str
        What it does to bone, in a sentence.
    changes : tuple of Change
        What it does by itself, without any drug.
    treatments : dict of str to Treatment
        What is usually done about it, by name. Nothing of it happens to a patient unless asked
        for, so that the price of a drug and that of the disease stay apart.
    """

    id: str
    name: str
    says: str
    changes: tuple[Change, ...]
    treatments: Mapping[str, Treatment]

    def treatment(self, name: str) -> Treatment:
        """Return one of its treatments, or raise the `ModelError` that names those it has."""
        if name not in self.treatments:
            raise unknown_name("treatment", name, self.treatments, self.id)
        return self.treatments[name]

    def table(self) -> Markdown:
        """Return what it changes, with status and source, as a table.

        Returns
        -------
        Markdown
            One row a change; changes that share value and reason stand in one row, treatments
            below the disease.
        """
        rows = [["What", "Becomes", "Known", "Why"], [":--", "--:", ":--", ":--"]]
        rows += _rows("", self.changes)
        for treatment in self.treatments.values():
            rows += _rows(f"{treatment.name}: ", treatment.changes)
            rows += [_dose_row(treatment.name, dose) for dose in treatment.doses]
        return Markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))


def named(id: str) -> Disease:  # noqa: A002, the word that the data use
    """Return a disease.

    Parameters
    ----------
    id : str
        Name of its file without the ending.

    Returns
    -------
    Disease
        The disease.

    Raises
    ------
    ModelError
        If there is none of that name; the message names those there are.
    """
    if not isinstance(id, str) or id not in every():
        raise unknown_name("disease", id, every(), "the library")
    return every()[id]


@cache
def every() -> Mapping[str, Disease]:
    """Return all diseases by name.

    Returns
    -------
    dict of str to Disease
        In alphabetical order.

    Raises
    ------
    ModelError
        If a file is incomplete; the message names the file and the entry.
    """
    folder = files("bonebalance") / "data" / "diseases"
    texts = {path.name: path for path in folder.iterdir() if path.name.endswith(".toml")}
    return MappingProxyType(
        {
            name.removesuffix(".toml"): parsed(
                name.removesuffix(".toml"), texts[name].read_text(encoding="utf-8")
            )
            for name in sorted(texts)
        }
    )


def parsed(id: str, text: str) -> Disease:  # noqa: A002
    """Return the disease that a text in TOML describes.

    Parameters
    ----------
    id : str
        Its name.
    text : str
        Keys ``name`` and ``says``; tables ``[[change]]`` and ``[[treatment]]``, the latter with
        its own ``change`` and ``dose``. ``quantity`` may be a list of names that change alike.

    Returns
    -------
    Disease
        The disease.

    Raises
    ------
    ModelError
        If the text is no TOML, a key is missing or unknown, or a value impossible.
    """
    try:
        entry = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{id} is no TOML: {error}"
        raise ModelError(message) from error
    _check_keys(id, entry, ("name", "says", "change"), ("treatment",))
    _check_heads(id, entry)
    treatments = [_treatment(id, one) for one in _tables(id, "treatment", entry)]
    _check_once(f"{id} has the treatment", (one.name for one in treatments))
    return Disease(
        id,
        entry["name"],
        entry["says"],
        _changes(id, _tables(id, "change", entry)),
        MappingProxyType({one.name: one for one in treatments}),
    )


def _treatment(owner: str, entry: Mapping[str, Any]) -> Treatment:
    _check_keys(f"a treatment of {owner}", entry, ("name", "says"), ("change", "dose"))
    _check_heads(f"a treatment of {owner}", entry)
    place = f"{owner}, {entry['name']}"
    doses = _tables(place, "dose", entry)
    for dose in doses:
        _check_keys(f"a dose of {place}", dose, [one.name for one in fields(Dose)])
    return Treatment(
        entry["name"],
        entry["says"],
        _changes(place, _tables(place, "change", entry)),
        tuple(Dose(**dose) for dose in doses),
    )


def _changes(owner: str, entries: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    needed = [one.name for one in fields(Change) if one.default is MISSING]
    made: list[Change] = []
    for entry in entries:
        _check_keys(f"a change of {owner}", entry, needed, ("years",))
        names = entry["quantity"] if isinstance(entry["quantity"], list) else [entry["quantity"]]
        if not names:
            message = f"a change of {owner} names no quantity"
            raise ModelError(message)
        made += [Change(**{**entry, "quantity": name}) for name in names]
    _check_once(f"{owner} changes", (change.quantity for change in made))
    return tuple(made)


def _tables(owner: str, key: str, entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the tables under a key, none if it is missing."""
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        message = f"{key} of {owner} must be a list of tables: write [[{key}]], not {found!r}"
        raise ModelError(message)
    return found


def _check_heads(owner: str, entry: Mapping[str, Any]) -> None:
    for key in ("name", "says"):
        if not isinstance(entry[key], str) or not entry[key]:
            message = f"{key} of {owner} must be a text that is not empty"
            raise ModelError(message)


def _check_once(owner: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        message = f"{owner} {', '.join(twice)} twice; say it once"
        raise ModelError(message)


def _check_keys(
    owner: str, entry: Mapping[str, Any], needed: Iterable[str], allowed: Iterable[str] = ()
) -> None:
    needed, allowed = list(needed), list(allowed)
    missing = [key for key in needed if key not in entry]
    if missing:
        message = f"{owner} lacks {', '.join(missing)}"
        raise ModelError(message)
    for key in entry:
        if key not in (*needed, *allowed):
            raise unknown_name("key", key, [*needed, *allowed], owner)


def _check(owner: Change | Dose, title: str, *numbers: str) -> None:
    """Raise `ModelError` if a text is empty, a number impossible, or unit or status unknown."""
    what = getattr(owner, title)
    for name in (title, "unit", "source", "note"):
        text = getattr(owner, name)
        if not isinstance(text, str) or not text:
            message = f"{name} of {what} must be a text that is not empty"
            raise ModelError(message)
    if owner.status not in get_args(Status):
        raise unknown_name("status", owner.status, get_args(Status), what)
    parse_unit(owner.unit)
    for name in numbers:
        number = checked_value(f"{name} of {what}", getattr(owner, name), signed=False)
        object.__setattr__(owner, name, number)


def _rows(prefix: str, changes: Iterable[Change]) -> list[list[str]]:
    rows = []
    for _, group in groupby(changes, key=lambda c: (c.value, c.unit, c.status, c.source, c.note)):
        alike = list(group)
        one = alike[0]
        unit = "" if one.unit == "1" else f" {one.unit}"
        pace = f" within {one.years:g} years" if one.years else ""
        names = ", ".join(change.quantity for change in alike)
        why = f"{one.note} {{footcite:p}}`{one.source}`"
        rows.append([f"{prefix}{names}", f"{one.value:g}{unit}{pace}", one.status, why])
    return rows


def _dose_row(treatment: str, dose: Dose) -> list[str]:
    why = f"{dose.note} {{footcite:p}}`{dose.source}`"
    rate = f"{dose.amount:g} {dose.unit} every {dose.every:g} days".replace("every 1 days", "a day")
    return [f"{treatment}: {dose.drug}", rate, dose.status, why]
