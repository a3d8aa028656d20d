"""Patients: an age, a disease with its onset, what was done about it, and drugs.

From these follow the interventions of a run. Times of a run are days of age, years have 365 days.

>>> from bonebalance import models, simulate
>>> from bonebalance.patients import Patient
>>> ill = Patient(age=47, disease="rheumatoid-arthritis", onset=45)
>>> ages = [25 * 365, 45 * 365, 47 * 365]
>>> run = simulate(models.lifetime, ages, interventions=ill.interventions(models.lifetime))
>>> bool(run["BMD_spine"][-1] < run["BMD_spine"][-2])
True
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from bonebalance import diseases
from bonebalance.diseases import OUTSIDE, Change, Disease, Treatment
from bonebalance.equations import Equations
from bonebalance.errors import ModelError, unknown_name
from bonebalance.interventions import Dosing, Intervention, Pulse, Ramp, Step
from bonebalance.quantities import checked_value
from bonebalance.units import convert

__all__ = ["Patient"]

YEAR = 365.0
# A model that makes the cytokines from the activity of the disease does not take them from outside.
_ACTIVITY = "activity"
_CYTOKINES = ("TNF", "IL1", "IL6", "IL17", "IFNg", "RANKL", "OPG")

# A change of a quantity: from which day, to which value, within how many days.
Turn = tuple[float, float, float]


@dataclass(frozen=True)
class Patient:
    """One person.

    Parameters
    ----------
    age : float
        Years at which the story ends.
    disease : str or Disease, optional
        Its name, as in `bonebalance.diseases.every`, or the disease itself.
    onset : float, optional
        Years of age at which it begins; needed with a disease.
    treatments : mapping of str to float or (float, float)
        Treatments of the disease by name, with the age at which each starts, or with those at
        which it starts and stops.
    drugs : tuple of Dosing
        Drugs beyond those, in days of age.
    course : tuple of Step, Ramp or Pulse
        Other changes, in days of age, such as a course with flares. A parameter that is named here
        is left alone by disease and treatments.
    severity : float
        1 is the disease as described; 0.5 moves each quantity half as far from its rest.

    Raises
    ------
    ModelError
        If ages are out of order, a disease lacks its onset, a treatment is not of the disease, or
        drugs or course are something else than interventions.
    """

    age: float
    disease: str | Disease | None = None
    onset: float | None = None
    treatments: Mapping[str, float | tuple[float, float]] = field(default_factory=dict)
    drugs: tuple[Dosing, ...] = ()
    course: tuple[Step | Ramp | Pulse, ...] = ()
    severity: float = 1.0

    def __post_init__(self) -> None:
        """Check everything that does not need a model."""
        age = checked_value("age", self.age, signed=False)
        checked_value("severity", self.severity, signed=False)
        object.__setattr__(self, "drugs", _all_of("drugs", self.drugs, Dosing))
        object.__setattr__(self, "course", _all_of("course", self.course, Step, Ramp, Pulse))
        if not isinstance(self.treatments, Mapping):
            message = f"treatments must map names to ages, not {self.treatments!r}"
            raise ModelError(message)
        if self.disease is None:
            if self.onset is not None or self.treatments:
                message = "an onset or a treatment needs a disease; name it"
                raise ModelError(message)
            return
        if not isinstance(self.disease, Disease):
            object.__setattr__(self, "disease", diseases.named(self.disease))
        if self.onset is None:
            message = f"{self._ill.name} needs an onset: the age at which it began"
            raise ModelError(message)
        onset = checked_value("onset", self.onset, signed=False)
        if onset > age:
            message = f"onset at {onset:g} years comes after the age of {age:g}"
            raise ModelError(message)
        for treatment, start, stop in self._spans():
            if not onset <= start < stop or start > age:
                message = (
                    f"{treatment.name} must start before it stops, from the onset at {onset:g} "
                    f"to the age of {age:g} years; it goes from {start:g} to {stop:g}"
                )
                raise ModelError(message)

    def multiplier(self, name: str) -> float:
        """Return a multiplier of risk that no model of bone has.

        Parameters
        ----------
        name : {"falls", "fracture"}
            A key of `bonebalance.diseases.OUTSIDE`.

        Returns
        -------
        float
            As the disease says it, scaled by severity; 1 without one.

        Raises
        ------
        ModelError
            If there is no such multiplier.
        """
        if name not in OUTSIDE:
            raise unknown_name("multiplier", name, OUTSIDE, "a patient")
        changes = () if self.disease is None else self._ill.changes
        found = [one.value for one in changes if one.quantity == name]
        return 1.0 + self.severity * (found[0] - 1.0) if found else 1.0

    def interventions(self, model: Equations) -> list[Intervention]:
        """Return what happens to the patient, for a run of a model.

        Parameters
        ----------
        model : Model
            Its time is age in days; for example ``models.lifetime``. A model with a parameter
            ``activity`` takes that instead of the levels of cytokines.

        Returns
        -------
        list of Step, Ramp, Pulse, Dosing
            Times are days of age, none later than the patient's age.

        Raises
        ------
        ModelError
            If the model lacks what the disease changes or a drug of the treatment, or two
            treatments change one quantity at the same time.
        UnitError
            If a unit does not fit that of the model.
        """
        if model.time_unit != "day":
            message = f"{model.name} counts in {model.time_unit}; a patient's times are days of age"
            raise ModelError(message)
        found: list[Intervention] = [*self.drugs, *self.course]
        if self.disease is None:
            return found
        taken = {one.parameter for one in self.course if not isinstance(one, Pulse)}
        for name in self._changed(model):
            if name not in taken:
                found += _as_changes(name, model.parameters[name].value, self._turns(model, name))
        for treatment, start, stop in self._spans():
            last = min(stop, self.age) * YEAR
            for dose in treatment.doses:
                if dose.drug not in model.drugs:
                    raise unknown_name("drug", dose.drug, model.drugs, model.name)
                amount = convert(dose.amount, dose.unit, model.drugs[dose.drug].unit, {})
                if start * YEAR < last:
                    found.append(Dosing(dose.drug, amount, dose.every, start * YEAR, last))
        return found

    @property
    def _ill(self) -> Disease:
        """Return the disease, which `__post_init__` has looked up; only where there is one."""
        return cast(Disease, self.disease)

    def _spans(self) -> Iterator[tuple[Treatment, float, float]]:
        """Yield each treatment with the ages at which it starts and stops."""
        for name, given in self.treatments.items():
            treatment = self._ill.treatment(name)
            span = given if isinstance(given, tuple) else (given, math.inf)
            if len(span) != 2:
                message = f"{name} needs the age at which it starts, or (start, stop): {given!r}"
                raise ModelError(message)
            start = checked_value(f"start of {name}", span[0], signed=False)
            stop = span[1]
            if stop != math.inf:
                stop = checked_value(f"stop of {name}", stop, signed=False)
            yield treatment, start, stop

    def _changed(self, model: Equations) -> list[str]:
        """Return the parameters of the model that the disease or a treatment changes."""
        groups = [self._ill.changes, *(treatment.changes for treatment, _, _ in self._spans())]
        names: dict[str, None] = {}
        for changes in groups:
            own = {change.quantity for change in changes} - set(OUTSIDE)
            other = _CYTOKINES if _ACTIVITY in model.parameters else (_ACTIVITY,)
            spoken = own & set(model.parameters) & {_ACTIVITY, *_CYTOKINES}
            for name in (change.quantity for change in changes if change.quantity in own):
                if name in model.parameters:
                    names[name] = None
                elif not (name in other and spoken):
                    raise unknown_name("parameter", name, model.parameters, model.name)
        return list(names)

    def _turns(self, model: Equations, name: str) -> list[Turn]:
        """Return when a quantity turns to which value, in order of time."""
        rest = model.parameters[name].value
        own = _of(self._ill.changes, name)
        begin = float(self.onset or 0.0) * YEAR
        value = rest if own is None else self._scaled(model, own, rest)
        grown = begin + (0.0 if own is None else own.years * YEAR)
        turns: list[Turn] = [] if own is None else [(begin, value, grown - begin)]
        spans = self._effects(name)
        starts = {start for start, _, _ in spans}
        for start, stop, change in spans:
            to = self._scaled(model, change, rest)
            turns = [turn for turn in turns if turn[0] != start * YEAR]
            turns.append((start * YEAR, to, change.years * YEAR))
            if stop not in starts and stop <= self.age:
                turns.append((stop * YEAR, value, max(0.0, grown - stop * YEAR)))
        return turns

    def _effects(self, name: str) -> list[tuple[float, float, Change]]:
        """Return when treatments change a quantity, and how, in order of time."""
        found: list[tuple[float, float, Change]] = []
        before = ""
        for treatment, start, stop in sorted(self._spans(), key=lambda span: span[1]):
            change = _of(treatment.changes, name)
            if change is None:
                continue
            if found and start < found[-1][1]:
                message = (
                    f"{before} and {treatment.name} both change {name} at {start:g} years; "
                    "describe what they do together as one treatment"
                )
                raise ModelError(message)
            found.append((start, stop, change))
            before = treatment.name
        return found

    def _scaled(self, model: Equations, change: Change, rest: float) -> float:
        value = convert(change.value, change.unit, model.parameters[change.quantity].unit, {})
        return rest + self.severity * (value - rest)


def _all_of(name: str, given: object, *kinds: type) -> tuple[object, ...]:
    """Return interventions as a tuple, or raise the `ModelError` that says what they must be."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, kinds) for one in given):
        message = f"{name} must be a tuple of {', '.join(k.__name__ for k in kinds)}, not {given!r}"
        raise ModelError(message)
    return tuple(given)


def _of(changes: tuple[Change, ...], name: str) -> Change | None:
    return next((change for change in changes if change.quantity == name), None)


def _as_changes(name: str, level: float, turns: list[Turn]) -> Iterator[Step | Ramp]:
    """Yield a step for a turn at once, and a ramp, cut off by the next turn, for a slow one."""
    ends = [start for start, _, _ in turns[1:]] + [math.inf]
    for (start, value, within), end in zip(turns, ends, strict=True):
        if within == 0:
            yield Step(name, value, start)
            level = value
            continue
        share = min(1.0, (end - start) / within)
        level += share * (value - level)
        yield Ramp(name, level, start, start + share * within)
