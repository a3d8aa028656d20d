"""What a vertebra carries in daily life: people, tasks and the model of the crane.

The equations stand in `bonebalance.models.crane`, and everything here evaluates them.

>>> from bonebalance.crane import TASKS, Person, Task, factor_of_risk, load
>>> woman = Person(age=75, weight=65)
>>> lifting = Task("lifting a crate", lean=60, mass=20, reach=0.45)
>>> print(f"{load(woman, lifting):.0f} N, factor of risk {factor_of_risk(woman, lifting):.1f}")
2898 N, factor of risk 1.5
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bonebalance import strength
from bonebalance.errors import ModelError, unknown_name
from bonebalance.models.crane import model
from bonebalance.numeric import definitions_at
from bonebalance.quantities import Parameter, checked_value, real_numbers

__all__ = [
    "PARAMETERS", "TASKS", "WILKE", "Forces", "Person", "Task", "factor_of_risk", "force_from",
    "forces", "load", "settings",
]  # fmt: skip

Array = NDArray[np.float64] | float

_HERE = "the crane"
_YOUNGEST, _OLDEST = 20.0, 100.0
_SIZES = {"woman": 35.0, "man": 50.0}  # cm² of back muscle, assumed

PARAMETERS = MappingProxyType({
    p.name: p
    for p in (
        Parameter("disc_area", "centimeter**2", "area of the disc L4-5", value=18,
                  source="thiscourse", status="assumed"),
        Parameter("disc_factor", "1", "pressure in the disc's center over force per area",
                  value=1.5, source="thiscourse", status="assumed"),
    )
})  # fmt: skip


def _between(name: str, value: object, low: float, high: float) -> None:
    found = checked_value(name, value, signed=True)
    if not low <= found <= high:
        message = f"{_HERE}: {name} must lie between {low:g} and {high:g}, not {found:g}"
        raise ModelError(message)


@dataclass(frozen=True)
class Person:
    """Whose spine it is.

    Parameters
    ----------
    age : float
        Years, from 20 to 100; sets the strength of the vertebra.
    sex : {"woman", "man"}
        Sex; sets the strength of the vertebra and the size of the back muscles.
    weight : float
        Body mass in kilograms, from 20 to 300.
    muscle : float
        Strength of the back muscles as a share of full strength, above 0 and at most 1.5. Weak
        muscles are a lower ceiling: up to it nothing changes, beyond it ligaments and deep
        muscles help on a shorter lever, and the load rises. A smaller ceiling alone would take
        load off the bone, and a model of 600 strands of muscle finds the same order: little until
        much strength is gone (ignasiak2018).
    lever : float, optional
        Lever of the back muscles in meters, from 0.02 to 0.1; the model's 0.055 without it. For
        the other way in which thin muscles could raise the load.
    exponent : float, optional
        Exponent of density in the strength of the vertebra, from 0.5 to 6, as in
        `bonebalance.strength`.

    Raises
    ------
    ModelError
        If a value is no number or out of range, or there is no such sex.
    """

    age: float = 75.0
    sex: str = "woman"
    weight: float = 65.0
    muscle: float = 1.0
    lever: float | None = None
    exponent: float | None = None

    def __post_init__(self) -> None:
        _between("age", self.age, _YOUNGEST, _OLDEST)
        _between("weight", self.weight, 20, 300)
        _between("muscle", self.muscle, 0.01, 1.5)
        if self.lever is not None:
            _between("lever", self.lever, 0.02, 0.1)
        if self.exponent is not None:
            _between("exponent", self.exponent, 0.5, 6)
        if not isinstance(self.sex, str) or self.sex not in _SIZES:
            raise unknown_name("sex", self.sex, _SIZES, _HERE)

    @property
    def strength(self) -> float:
        """Strength of L3, in newtons."""
        return float(strength.strength_at(self.age, self.sex, exponent=self.exponent))


@dataclass(frozen=True)
class Task:
    """What is done: a posture, and what the hands hold.

    Parameters
    ----------
    name : str
        What it is, in plain words.
    lean : float
        Forward lean of the trunk in degrees, from 0 to 90.
    mass : float
        Kilograms in the hands, from 0 to 200.
    reach : float
        How far in front of L3 the mass is, in meters, from 0 to 1: its lever.

    Raises
    ------
    ModelError
        If a value is no number or out of range.
    """

    name: str
    lean: float = 0.0
    mass: float = 0.0
    reach: float = 0.45

    def __post_init__(self) -> None:
        _between("lean", self.lean, 0, 90)
        _between("mass", self.mass, 0, 200)
        _between("reach", self.reach, 0, 1)


def _by_name(*tasks: Task) -> Mapping[str, Task]:
    return MappingProxyType({task.name: task for task in tasks})


# Angles and reaches are assumed, in ranges in which people do these things.
TASKS = _by_name(
    Task("standing"),
    Task("carrying 5 kg in each hand", mass=10, reach=0.05),
    Task("holding a child of 10 kg", lean=5, mass=10, reach=0.25),
    Task("tying shoes", lean=70),
    Task("picking up 5 kg", lean=50, mass=5),
    Task("lifting 10 kg off the floor", lean=60, mass=10),
    Task("lifting 20 kg off the floor", lean=60, mass=20),
)
"""Tasks of daily life by name, from light to heavy."""

WILKE = MappingProxyType(
    {
        "standing": Task("standing"),
        "flexed": Task("standing, bent forward", lean=50),
        "close": Task("holding 20 kg close", mass=20, reach=0.22),
        "bent-knees": Task("lifting 20 kg, bent knees", lean=45, mass=20, reach=0.35),
        "round-back": Task("lifting 20 kg, round back", lean=60, mass=20, reach=0.42),
    }
)
"""Tasks in which a disc's pressure was measured (wilke1999), by their name in the evidence."""


@dataclass(frozen=True)
class Forces:
    """What pulls and presses at L3, in newtons; each has the shape of the forward shift.

    Attributes
    ----------
    moment : float or ndarray
        Moment that tips the trunk forward, newton meters.
    muscle : float or ndarray
        Pull of the back muscles.
    helpers : float or ndarray
        Pull of ligaments and deep muscles, where the back muscles fail.
    most : float
        Most that the back muscles can pull.
    load : float or ndarray
        Compression of the vertebra.
    strength : float
        Load under which the vertebra gives way.
    """

    moment: Array
    muscle: Array
    helpers: Array
    most: float
    load: Array
    strength: float

    @property
    def factor_of_risk(self) -> Array:
        """Load over strength."""
        return self.load / self.strength

    @property
    def effort(self) -> Array:
        """Pull of the back muscles as a share of the most that they can."""
        return self.muscle / self.most


def settings(person: Person, task: Task) -> dict[str, float]:
    """Return a person and a task as parameters of `bonebalance.models.crane`.

    Parameters
    ----------
    person : Person
        Who.
    task : Task
        Does what.

    Returns
    -------
    dict of str to float
        For ``simulate(models.crane, ages, parameters=...)``; the age is the clock of the run.
    """
    known = strength.PARAMETERS
    power = known["b_organ"].value if person.exponent is None else person.exponent
    early = known[f"early_{person.sex}"].value
    # Men have no knot at 60: a straight line joins 50 and 90.
    usual = early + (1 - early) * 10 / 40
    sixty = known[f"sixty_{person.sex}"].value if f"sixty_{person.sex}" in known else usual
    changes = {
        "m_b": person.weight,
        "q": person.muscle,
        "A_m": _SIZES[person.sex],
        "lean": task.lean,
        "m_h": task.mass,
        "d": task.reach,
        "S_20": float(strength.strength_at(_YOUNGEST, person.sex, exponent=power)),
        "b": power,
        "l_90": known[f"loss_{person.sex}"].value,
        "e_50": early,
        "e_60": sixty,
    }
    return changes if person.lever is None else {**changes, "r_m": person.lever}


def forces(person: Person, task: Task, *, shift: object = 0.0) -> Forces:
    """Return what pulls and presses at L3.

    Parameters
    ----------
    person : Person
        Who.
    task : Task
        Does what.
    shift : float or array_like
        How far the trunk's center has moved forward, in meters, from -0.2 to 1: what a bent spine
        does that its owner does not make good.

    Returns
    -------
    Forces
        Numbers, or arrays of the shape of `shift`.

    Raises
    ------
    ModelError
        If a shift is no number or out of range, or moves the trunk so far back that belly muscles,
        which this model lacks, would have to hold it.
    """
    for value, kind in ((person, Person), (task, Task)):
        if not isinstance(value, kind):
            message = f"{_HERE}: give a {kind.__name__}, not {value!r}"
            raise ModelError(message)
    moved = real_numbers("shift", shift)
    if moved.size == 0 or not np.all((moved >= -0.2) & (moved <= 1)):
        message = f"{_HERE}: shift must lie between -0.2 and 1 meter, not {shift!r}"
        raise ModelError(message)
    by_name = definitions_at(model, {"a": person.age}, {**settings(person, task), "s": moved})
    if np.any(by_name["M"] < 0):
        message = f"{_HERE}: shift {shift!r} tips the trunk backward; give one nearer to 0"
        raise ModelError(message)

    def shaped(name: str) -> Array:
        return float(by_name[name]) if moved.ndim == 0 else by_name[name]

    return Forces(
        shaped("M"), shaped("F_m"), shaped("F_p"), float(np.max(by_name["F_top"])), shaped("L"),
        float(np.max(by_name["S"])),
    )  # fmt: skip


def load(person: Person, task: Task, *, shift: object = 0.0) -> Array:
    """Return the compression of L3 in newtons; see `forces` for what is asked."""
    return forces(person, task, shift=shift).load


def factor_of_risk(person: Person, task: Task, *, shift: object = 0.0) -> Array:
    """Return load over strength of L3; see `forces` for what is asked."""
    return forces(person, task, shift=shift).factor_of_risk


def force_from(pressure: object) -> Array:
    """Return the force on a lumbar disc from the pressure in its center.

    Parameters
    ----------
    pressure : float or array_like
        In megapascals, at least 0.

    Returns
    -------
    float or ndarray
        In newtons: pressure times area, over one and a half, because the center of a disc is
        under more pressure than its rim. Area and factor are assumed.

    Raises
    ------
    ModelError
        If a pressure is no number or negative.
    """
    given = real_numbers("pressure", pressure)
    if not np.all((given >= 0) & (given < np.inf)):
        message = f"{_HERE}: pressure must be at least 0, not {pressure!r}"
        raise ModelError(message)
    area = 100 * PARAMETERS["disc_area"].value  # mm², and a megapascal is a newton per mm²
    force = given * area / PARAMETERS["disc_factor"].value
    return float(force) if force.ndim == 0 else force
