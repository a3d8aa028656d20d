"""The crane against a ruler and a balance, one man's disc, and the strength of bone."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np
import pytest
from pybtex.database import parse_file

from bonebalance import ModelError, models, posture, simulate
from bonebalance.crane import (
    PARAMETERS,
    TASKS,
    WILKE,
    Person,
    Task,
    factor_of_risk,
    force_from,
    forces,
    load,
    settings,
)
from bonebalance.evidence import number
from bonebalance.strength import strength_at
from tools.fingerprint import ROOT

VOLUNTEER = Person(age=45, sex="man", weight=70)
BEND = Task("bending", lean=50)
WOMAN = Person(age=75)


def by_hand(weight: float, lean: float, mass: float, reach: float, lever: float = 0.055) -> float:
    """The statics of the course's source, written once more."""
    up, held, angle = 0.45 * weight * 9.81, mass * 9.81, radians(lean)
    moment = up * (0.02 * cos(angle) + 0.22 * sin(angle)) + held * reach
    return moment / lever + (up + held) * cos(angle)


def test_every_parameter_has_a_known_source():
    known = parse_file(ROOT / "references.bib").entries
    used = {p.source for p in (*PARAMETERS.values(), *models.crane.parameters.values())}
    assert used - set(known) == set()


@pytest.mark.parametrize("weight", [45, 70, 110])
@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_load_is_that_of_a_lever(task, weight):
    strong = Person(weight=weight, muscle=1.5)
    assert load(strong, task) == pytest.approx(by_hand(weight, task.lean, task.mass, task.reach))


@pytest.mark.parametrize("name", ["flexed", "round-back", "close"])
def test_loaded_tasks_agree_with_the_pressure_in_one_disc(name):
    seen = force_from(number(f"wilke1999.{name}").value)
    assert 0.75 < load(VOLUNTEER, WILKE[name]) / seen < 1.3


def test_standing_and_bent_knees_miss_the_pressure_by_a_quarter_and_more():
    # Shown on the page: without muscles that pull against each other, standing is too light.
    ratio = {name: load(VOLUNTEER, task) / force_from(number(f"wilke1999.{name}").value)
             for name, task in WILKE.items()}  # fmt: skip
    assert ratio["standing"] == pytest.approx(0.70, abs=0.01)
    assert ratio["bent-knees"] == pytest.approx(1.26, abs=0.01)


def test_pressure_becomes_force():
    assert force_from(2.3) == pytest.approx(2760)
    assert force_from([0, 1.1]) == pytest.approx([0, 1320])


@pytest.mark.parametrize(("sex", "exponent"), [("woman", None), ("woman", 1.56), ("man", None), ("man", 3)])  # fmt: skip
def test_strength_of_the_crane_is_that_of_the_library(sex, exponent):
    ages = np.array([20, 35, 50, 55, 60, 75, 90, 97])
    person = Person(sex=sex, exponent=exponent)
    run = simulate(models.crane, ages, parameters=settings(person, TASKS["standing"]))
    assert run["S"] == pytest.approx(strength_at(ages, sex, exponent=exponent), rel=1e-12)
    assert [Person(age=a, sex=sex, exponent=exponent).strength for a in ages] == pytest.approx(
        run["S"]
    )


@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
@pytest.mark.parametrize("sex", ["woman", "man"])
def test_factor_of_risk_only_rises_with_age(task, sex):
    ages = np.linspace(20, 100, 81)
    run = simulate(models.crane, ages, parameters=settings(Person(sex=sex), task))
    assert np.all(np.diff(run["phi"]) > 0)
    assert np.ptp(run["L"]) == 0
    assert run["phi"][55] == pytest.approx(factor_of_risk(Person(age=75, sex=sex), task))


def test_weak_muscles_raise_the_load_only_beyond_what_they_can_hold():
    lift = TASKS["lifting 10 kg off the floor"]
    full = load(WOMAN, lift)
    shares = np.array([1.0, 0.8, 0.71, 0.6, 0.48, 0.36, 0.24])
    loads = np.array([load(Person(muscle=share), lift) for share in shares])
    assert loads[:3] == pytest.approx([full] * 3)
    assert np.all(np.diff(loads[2:]) > 0)
    weak = forces(Person(muscle=0.36), lift)
    assert weak.effort == pytest.approx(1)
    assert weak.muscle == weak.most == pytest.approx(0.36 * 75.5 * 35)
    # What muscle and helpers hold together is the moment.
    assert 0.055 * weak.muscle + 0.035 * weak.helpers == pytest.approx(weak.moment)
    assert load(Person(muscle=0.36), TASKS["standing"]) == load(WOMAN, TASKS["standing"])


def test_a_lever_that_is_a_tenth_shorter_costs_more_in_a_task_that_leans():
    short = Person(lever=0.9 * 0.055)
    rise = {name: load(short, task) / load(WOMAN, task) for name, task in TASKS.items()}
    assert rise["standing"] == pytest.approx((1 + 0.02 / 0.0495) / (1 + 0.02 / 0.055))
    assert rise["tying shoes"] > 1.09 > rise["standing"]


def test_a_shift_forward_adds_its_moment_and_may_be_many():
    shifts = np.array([[0.0, 0.02], [0.041, 0.1]])
    found = forces(WOMAN, TASKS["standing"], shift=shifts)
    weight = 0.45 * 65 * 9.81
    calm = load(WOMAN, TASKS["standing"])
    assert found.load == pytest.approx(calm + weight * shifts / 0.055)
    assert found.factor_of_risk.shape == (2, 2)
    assert isinstance(load(WOMAN, BEND, shift=0.01), float)


@pytest.mark.parametrize(("lean", "held"), [(0, 0), (45, 10), (90, 30)])
def test_figure_stands_as_the_crane_does(lean, held):
    given = {"lean": lean, "m_h": held, "d": 0.4}
    run = simulate(posture.model, [20, 80], parameters=given)
    plain = simulate(models.crane, [20, 80], parameters=given)
    for quantity in models.crane.definitions:
        assert run[quantity.name] == pytest.approx(plain[quantity.name])

    def length(first: str, last: str) -> float:
        return np.hypot(*(run[f"{axis}_{first}"] - run[f"{axis}_{last}"] for axis in "xy"))

    # The arrow of the load is as long, in bars of strength, as the factor of risk is large.
    assert length("load_tail", "load_tip") / length("bar_0", "bar_1") == pytest.approx(run["phi"])
    assert length("shoulder", "hand") == pytest.approx([0.62, 0.62])
    assert run["x_hand"] == pytest.approx([0.4, 0.4])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Person(age=15), "age must lie between 20 and 100, not 15"),
        (lambda: Person(weight=1000), "weight must lie between 20 and 300"),
        (lambda: Person(muscle=0), "muscle must lie between 0.01 and 1.5"),
        (lambda: Person(muscle=60), "muscle must lie between 0.01 and 1.5"),
        (lambda: Person(lever=5.5), "lever must lie between 0.02 and 0.1"),
        (lambda: Person(sex="female"), "has no sex 'female'"),
        (lambda: Person(sex=["woman"]), "by its name, as text"),  # type: ignore[arg-type]
        (lambda: Person(exponent=9), "exponent must lie between 0.5 and 6, not 9"),
        (lambda: load("me", BEND), "give a Person, not 'me'"),  # type: ignore[arg-type]
        (lambda: load(WOMAN, "standing"), "give a Task, not 'standing'"),  # type: ignore[arg-type]
        (lambda: Task("x", lean=100), "lean must lie between 0 and 90"),
        (lambda: Task("x", reach=45), "reach must lie between 0 and 1, not 45"),
        (lambda: Task("x", mass=float("nan")), "mass must be finite"),
        (lambda: forces(WOMAN, BEND, shift=4.1), "shift must lie between -0.2 and 1 meter"),
        (lambda: forces(WOMAN, BEND, shift="far"), "shift must be numbers"),
        (lambda: forces(WOMAN, BEND, shift=[]), "shift must lie between"),
        (lambda: load(WOMAN, TASKS["standing"], shift=-0.1), "shift -0.1 tips the trunk backward"),
        (lambda: force_from(-1), "pressure must be at least 0"),
    ],
)
def test_errors_name_the_culprit(make, words):
    with pytest.raises(ModelError, match=words):
        make()
