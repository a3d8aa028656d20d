"""Published findings, each with its numbers, population, design and reference.

A finding is what one study reports: a sentence in plain words and the numbers behind it.

>>> from bonebalance import evidence
>>> loss = evidence.number("gc-laan.loss")
>>> print(loss)
-8.2 (-12.7 to -3.7) percent
>>> print(loss.what)
trabecular spine density, change in 20 weeks
>>> evidence.finding("gc-laan").source
'laan1993'
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from math import log
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from bonebalance.errors import ModelError, unknown_name

__all__ = ["Finding", "Number", "finding", "findings", "number", "series", "topics"]

Use = Literal["calibrate", "validate", "context"]
Interval = Literal["95% CI", "range", ""]
Spread = Literal["SE", "SD", "unstated", ""]
Relation = Literal["", "about", "<", ">", "between"]

_CI95_IN_SE = 3.92  # a 95 percent interval is this many standard errors wide
_HERE = "the evidence"


@dataclass(frozen=True)
class Number:
    """One number of a finding.

    Attributes
    ----------
    id : str
        Name of the finding, a dot, and its own name, for example
        ``"gc-cohen1999.spine-placebo"``.
    what : str
        What was measured, where, when and in whom.
    value : float
        The number.
    unit : str
        Unit as the library reads it, ``"1"`` for a pure number; ``"SD"`` and ``"HU"`` stand
        for themselves. A change in percent and a difference in percentage points both have
        ``"percent"``.
    low, high : float or None
        Ends of the interval.
    interval : {"95% CI", "range", ""}
        What `low` and `high` are.
    error : float or None
        Printed after the ± sign or in brackets.
    kind : {"SE", "SD", "unstated", ""}
        What `error` is; unstated where the source does not say.
    relation : {"", "about", "<", ">", "between"}
        Whether the number is as printed, about right, a bound, or the middle of a range of
        which only the ends are printed.
    ratio : bool
        Whether it is a ratio of risks, which is compared on a logarithmic scale.
    derived : bool
        Whether it was computed from printed numbers instead of printed itself.
    use : {"calibrate", "validate", "context"}
        What a model may do with it; nothing is fitted to a number that is then predicted.
    """

    id: str
    what: str
    value: float
    unit: str
    use: Use
    low: float | None = None
    high: float | None = None
    interval: Interval = ""
    error: float | None = None
    kind: Spread = ""
    relation: Relation = ""
    ratio: bool = False
    derived: bool = False

    @property
    def standard_error(self) -> float | None:
        """Standard error, or None if the source does not give enough to know it.

        A 95 percent confidence interval is taken as 3.92 standard errors wide; that of a
        ratio on the scale of its natural logarithm.
        """
        if self.kind == "SE":
            return self.error
        if self.interval != "95% CI" or self.low is None or self.high is None:
            return None
        if self.ratio:
            return log(self.high / self.low) / _CI95_IN_SE if self.low > 0 else None
        return (self.high - self.low) / _CI95_IN_SE

    def __str__(self) -> str:
        unit = "" if self.unit == "1" else f" {self.unit}"
        if self.relation == "between":
            return f"{self.low:g} to {self.high:g}{unit}"
        spread = ""
        if self.interval:
            spread = f" ({self.low:g} to {self.high:g})"
        elif self.kind in ("SE", "SD"):
            spread = f" ({self.kind} {self.error:g})"
        return f"{self.relation} {self.value:g}{spread}{unit}".lstrip()


@dataclass(frozen=True)
class Finding:
    """What one study found.

    Attributes
    ----------
    id : str
        Its name.
    topic : str
        One of `topics`.
    says : str
        The finding in a sentence.
    population : str
        In whom, and how many.
    n : int or None
        Number of people, where it is one number.
    period : str
        Over which time; empty where it does not apply.
    design : str
        For example ``"randomized trial"``.
    use : {"calibrate", "validate", "context"}
        What a model may do with its numbers.
    source : str
        Key of its reference in ``references.bib``.
    note : str
        What to know before using it; often empty.
    numbers : dict of str to Number
        Its numbers by name; empty if only the direction of an effect was read in the source.
    """

    id: str
    topic: str
    says: str
    population: str
    design: str
    use: Use
    source: str
    numbers: Mapping[str, Number]
    n: int | None = None
    period: str = ""
    note: str = ""

    @property
    def qualitative(self) -> bool:
        """Whether it comes without a number."""
        return not self.numbers

    def __getitem__(self, name: str) -> Number:
        """Return one of its numbers.

        Parameters
        ----------
        name : str
            Its name within the finding.

        Returns
        -------
        Number
            The number.

        Raises
        ------
        ModelError
            If the finding has no such number; the message names those that it has.
        """
        if name not in self.numbers:
            raise unknown_name("number", name, self.numbers, self.id)
        return self.numbers[name]


def topics() -> tuple[str, ...]:
    """Return the topics under which findings stand.

    Returns
    -------
    tuple of str
        In alphabetical order.
    """
    return tuple(dict.fromkeys(item.topic for item in _all().values()))


def finding(id: str) -> Finding:  # noqa: A002, the word that the data use
    """Return one finding.

    Parameters
    ----------
    id : str
        Its name.

    Returns
    -------
    Finding
        The finding.

    Raises
    ------
    ModelError
        If there is none of that name; the message names the nearest.
    """
    if not isinstance(id, str) or id not in _all():
        raise _unknown(id)
    return _all()[id]


def number(id: str) -> Number:  # noqa: A002
    """Return one number.

    Parameters
    ----------
    id : str
        Name of the finding, a dot, and the name of the number. The name of the finding is
        enough if it has one number only.

    Returns
    -------
    Number
        The number.

    Raises
    ------
    ModelError
        If there is none of that name; the message names the nearest, or the numbers of the
        finding.
    """
    found = finding(id.partition(".")[0] if isinstance(id, str) else id)
    name = id.partition(".")[2]
    if name:
        return found[name]
    if len(found.numbers) == 1:
        return next(iter(found.numbers.values()))
    choice = ", ".join(item.id for item in found.numbers.values()) or "it says only a direction"
    message = f"{found.id} stands for {len(found.numbers)} numbers: {choice}"
    raise ModelError(message)


def findings(topic: str = "", *, use: Use | None = None) -> Mapping[str, Finding]:
    """Return findings by name.

    Parameters
    ----------
    topic : str
        One of `topics`; all if empty.
    use : {"calibrate", "validate", "context"}, optional
        Only those with this use.

    Returns
    -------
    dict of str to Finding
        In the order of the data.

    Raises
    ------
    ModelError
        If there is no such topic or use.
    """
    if topic and topic not in topics():
        raise unknown_name("topic", topic, topics(), _HERE)
    _check_use(use)
    return MappingProxyType(
        {
            name: item
            for name, item in _all().items()
            if topic in ("", item.topic) and use in (None, item.use)
        }
    )


def series(
    study: str = "",
    *,
    arm: str = "",
    observable: str = "",
    site: str = "",
    use: Use | None = None,
) -> pd.DataFrame:
    """Return values by study, arm and time.

    Parameters
    ----------
    study, arm, observable, site : str
        Keep only rows with exactly this; all if empty.
    use : {"calibrate", "validate", "context"}, optional
        Keep only rows with this use.

    Returns
    -------
    pandas.DataFrame
        Columns ``study``, ``arm``, ``observable``, ``site``, ``unit``, ``since`` (what the
        change is counted from), ``months``, ``value``, ``se`` (standard error, not a number
        where it is unknown), ``low``, ``high`` (95 percent confidence interval, where
        printed), ``sd``, ``n``, ``use`` and ``source`` (key in ``references.bib``).

    Raises
    ------
    ModelError
        If nothing has this value; the message names what there is.
    """
    table = _series()
    _check_use(use)
    wanted = {"study": study, "arm": arm, "observable": observable, "site": site, "use": use}
    for column, value in wanted.items():
        if value is None or (isinstance(value, str) and not value):
            continue
        if not isinstance(value, str) or not (table[column] == value).any():
            present = [str(one) for one in table[column].dropna().unique()]
            raise unknown_name(column, value, present, "this part of the series")
        table = table[table[column] == value]
    return table.reset_index(drop=True)


def _check_use(use: object) -> None:
    allowed = ("calibrate", "validate", "context")
    if use is not None and use not in allowed:
        raise unknown_name("use", use, allowed, _HERE)


def _unknown(name: object) -> ModelError:
    # There are hundreds of names, so the message has the nearest ones only.
    near = get_close_matches(str(name), _all(), n=5, cutoff=0.4)
    hint = f"the nearest are {', '.join(near)}" if near else "evidence.findings() has them all"
    return ModelError(f"the evidence has no finding {name!r}; {hint}")


@cache
def _all() -> Mapping[str, Finding]:
    return MappingProxyType({item.id: item for item in _read()})


def _read() -> Iterator[Finding]:
    folder = files("bonebalance") / "data" / "evidence"
    texts = {path.name: path for path in folder.iterdir() if path.name.endswith(".toml")}
    for name in sorted(texts):
        entries = tomllib.loads(texts[name].read_text(encoding="utf-8"))
        for key, entry in entries.items():
            yield _finding(key, name.removesuffix(".toml"), entry)


def _finding(key: str, topic: str, entry: dict[str, Any]) -> Finding:
    numbers = {
        name: Number(**{"id": f"{key}.{name}", "use": entry["use"], **values})
        for name, values in entry.pop("number", {}).items()
    }
    return Finding(id=key, topic=topic, numbers=MappingProxyType(numbers), **entry)


@cache
def _series() -> pd.DataFrame:
    with (files("bonebalance") / "data" / "evidence" / "series.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file)
    words = ["site", "since"]
    return table.assign(**table[words].fillna(""))
