"""A disease is a documented set of changes; a patient turns it into what happens in a run."""

from __future__ import annotations

import math

import pytest
from pybtex.database import parse_file

from bonebalance import (
    Dosing,
    Model,
    ModelError,
    Parameter,
    State,
    Step,
    UnitError,
    diseases,
    models,
    simulate,
)
from bonebalance.diseases import OUTSIDE, Change, Disease, parsed
from bonebalance.interventions import Schedule
from bonebalance.patients import Patient
from bonebalance.units import parse_unit
from tools.fingerprint import ROOT

YEAR = 365.0
SOURCES = set(parse_file(ROOT / "references.bib").entries)
EVERY = diseases.every()

TEXT = """
name = "a test"
says = "It unloads slowly, starves at once and makes people fall."
change = [
  { quantity = "load", value = 0.5, unit = "1", status = "assumed", source = "a", note = "b", years = 4 },
  { quantity = ["supply", "falls"], value = 0.6, unit = "1", status = "fitted", source = "a", note = "b" },
]
[[treatment]]
name = "diet"
says = "Food returns within a year."
change = [{ quantity = "supply", value = 1, unit = "1", status = "assumed", source = "a", note = "b", years = 1 }]
[[treatment]]
name = "exercise"
says = "Load is set."
change = [{ quantity = "load", value = 0.9, unit = "1", status = "assumed", source = "a", note = "b" }]
[[treatment]]
name = "pills"
says = "A drug."
dose = [{ drug = "prednisolone", amount = 0.0075, unit = "gram", every = 1, status = "assumed", source = "a", note = "b" }]
"""
TEST = parsed("test", TEXT)
PEN = Dosing("teriparatide", 20, 1, 50 * YEAR, 52 * YEAR)


def levels(patient, name, *ages):
    """Return a parameter of the lifetime model at some ages, as a run would take it."""
    model = models.lifetime
    plan = Schedule(model, patient.interventions(model), 25 * YEAR, patient.age * YEAR)
    rest = model.parameters[name].value
    return [plan.level(name, age * YEAR, rest) for age in ages]


# ---- the diseases that the course has ------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_disease_is_documented(name):
    disease = EVERY[name]
    doses = [dose for one in disease.treatments.values() for dose in one.doses]
    changes = [*disease.changes, *(c for one in disease.treatments.values() for c in one.changes)]
    assert disease.says.endswith(".")
    assert all(one.says.endswith(".") for one in disease.treatments.values())
    for item in (*changes, *doses):
        assert item.source in SOURCES, item
        assert item.note.endswith("."), item
        parse_unit(item.unit)
    for change in changes:
        assert change.quantity in {"activity", *OUTSIDE, *models.lifetime.parameters}, change
    assert "{footcite:p}" in str(disease.table())


@pytest.mark.parametrize("name", EVERY)
def test_disease_can_be_had(name):
    treatments = dict.fromkeys(EVERY[name].treatments)
    for treatment in [None, *treatments]:
        given = {} if treatment is None else {treatment: 45}
        ill = Patient(age=46, disease=name, onset=44, treatments=given)
        found = ill.interventions(models.lifetime)
        Schedule(models.lifetime, found, 25 * YEAR, 46 * YEAR)
        assert found or all(change.quantity in OUTSIDE for change in EVERY[name].changes)


def test_arthritis_costs_bone_and_half_of_it_costs_less():
    ages = [45 * YEAR, 46 * YEAR]
    lost = []
    for severity in (0.0, 0.5, 1.0):
        ill = Patient(46, "rheumatoid-arthritis", 45, severity=severity)
        run = simulate(models.lifetime, ages, interventions=ill.interventions(models.lifetime))
        lost.append(run["BMD_spine"][0] - run["BMD_spine"][1])
    healthy = simulate(models.lifetime, ages)["BMD_spine"]
    assert lost[0] == pytest.approx(healthy[0] - healthy[1], rel=1e-6)
    assert lost[0] + 0.01 < lost[1] < lost[2] - 0.01


# ---- what happens when ---------------------------------------------------------------------------


def test_slow_change_grows_and_treatment_takes_its_place():
    ill = Patient(age=60, disease=TEST, onset=40, treatments={"exercise": (42, 43)})
    assert levels(ill, "load", 39, 41, 41.999) == pytest.approx([1, 0.875, 0.750125])
    # The treatment sets its own value; after it the disease goes on to where it leads.
    assert levels(ill, "load", 42.5, 43.5, 44, 59) == pytest.approx([0.9, 0.7, 0.5, 0.5])
    assert levels(ill, "supply", 39.9, 40, 59) == pytest.approx([1, 0.6, 0.6])


def test_treatment_works_slowly_and_stops():
    ill = Patient(age=60, disease=TEST, onset=40, treatments={"diet": (50, 55)})
    assert levels(ill, "supply", 49, 50, 50.5, 51, 54.9, 55.1) == pytest.approx(
        [0.6, 0.6, 0.8, 1, 1, 0.6]
    )


def test_treatment_from_the_onset_leaves_no_trace_of_the_disease():
    ill = Patient(age=60, disease=TEST, onset=40, treatments={"exercise": 40})
    assert levels(ill, "load", 39.9, 40, 59) == pytest.approx([1, 0.9, 0.9])


def test_severity_scales_what_the_disease_does():
    ill = Patient(age=60, disease=TEST, onset=40, severity=0.5)
    assert levels(ill, "supply", 50) == pytest.approx([0.8])
    assert ill.multiplier("falls") == pytest.approx(0.8)
    assert ill.multiplier("fracture") == 1
    assert Patient(age=60).multiplier("falls") == 1


def test_doses_are_in_the_unit_of_the_model_and_end_with_the_story():
    ill = Patient(age=60, disease=TEST, onset=40, treatments={"pills": 50})
    doses = [one for one in ill.interventions(models.lifetime) if isinstance(one, Dosing)]
    assert doses == [Dosing("prednisolone", 7.5, 1.0, 50 * YEAR, 60 * YEAR)]


def test_course_takes_the_place_of_the_disease():
    flare = Step("supply", 0.9, 45 * YEAR, 46 * YEAR)
    ill = Patient(age=60, disease=TEST, onset=40, course=(flare,))
    assert levels(ill, "supply", 44, 45.5, 50) == pytest.approx([1, 0.9, 1])
    assert levels(ill, "load", 50) == pytest.approx([0.5])


def test_own_drugs_come_along():
    dose = Dosing("denosumab", 60, 182.5, 41 * YEAR, 43 * YEAR)
    assert Patient(age=60, drugs=(dose,)).interventions(models.lifetime) == [dose]


def test_activity_stands_for_the_cytokines_and_they_for_it():
    x = State("x", "1", "anything", initial=1)
    k = Parameter("k", "1/day", "pace", value=1, source="gough1994", status="assumed")
    activity = Parameter(
        "activity", "1", "inflammation", value=0, source="gough1994", status="assumed"
    )
    small = Model("Small", time_unit="day", states=[x], parameters=[k, activity],
                  rates={x: k * (activity - x)}, summary="Nothing.", source="gough1994")  # fmt: skip
    ill = Patient(age=46, disease="rheumatoid-arthritis", onset=45)
    assert ill.interventions(small) == [Step("activity", 1.0, 45 * YEAR)]
    named = {one.parameter for one in ill.interventions(models.lifetime)}
    assert named == {"TNF", "IL1", "IL6", "IL17"}


# ---- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"disease": "gout", "onset": 40}, "no disease 'gout'"),
        ({"disease": 7, "onset": 40}, "give the disease 7 by its name"),
        ({"drugs": PEN}, "drugs must be a tuple of Dosing, not Dosing("),
        ({"drugs": ("denosumab",)}, "drugs must be a tuple of Dosing, not ('denosumab'"),
        ({"course": (PEN,)}, "must be a tuple of Step, Ramp, Pulse"),
        ({"disease": TEST, "onset": 40, "treatments": ["diet"]}, "treatments must map names"),
        ({"disease": TEST}, "a test needs an onset"),
        ({"disease": TEST, "onset": 61}, "onset at 61 years comes after the age of 60"),
        ({"onset": 40}, "needs a disease"),
        ({"disease": TEST, "onset": 40, "treatments": {"dyet": 41}}, "Did you mean diet"),
        ({"disease": TEST, "onset": 40, "treatments": {"diet": 39}}, "from the onset at 40"),
        ({"disease": TEST, "onset": 40, "treatments": {"diet": (45, 44)}}, "from 45 to 44"),
        ({"disease": TEST, "onset": 40, "treatments": {"diet": (45,)}}, "(start, stop)"),
        ({"disease": TEST, "onset": 40, "treatments": {"diet": 61}}, "to the age of 60"),
        ({"severity": -1}, "severity must not be negative"),
        ({"age": math.nan}, "age must be finite"),
    ],
)
def test_impossible_patient_is_refused(fields, words):
    with pytest.raises(ModelError) as raised:
        Patient(**{"age": 60, **fields})
    assert words in str(raised.value)


def test_one_table_where_a_list_belongs_is_refused():
    head = 'name = "a"\nsays = "B."\nchange = []\n'
    with pytest.raises(ModelError, match=r"treatment of one must be a list of tables: write \[\["):
        parsed("one", head + '[treatment]\nname = "diet"\nsays = "Food."')


def test_two_treatments_of_one_quantity_are_refused():
    both = parsed("both", TEXT + """
[[treatment]]
name = "infusions"
says = "Supply by vein."
change = [{ quantity = "supply", value = 0.8, unit = "1", status = "assumed", source = "a", note = "b" }]
""")  # fmt: skip
    together = Patient(60, both, 40, treatments={"infusions": (41, 43), "diet": 42})
    with pytest.raises(ModelError, match="infusions and diet both change supply at 42 years"):
        together.interventions(models.lifetime)
    after = Patient(60, both, 40, treatments={"infusions": (41, 42), "diet": 42})
    assert levels(after, "supply", 41.5, 42, 42.5, 43) == pytest.approx([0.8, 0.8, 0.9, 1])


def disease(**fields):
    common = {"quantity": "load", "value": 0.5, "unit": "1", "status": "assumed", "source": "a"}
    return Disease("d", "d", "D.", (Change(**{**common, "note": "n", **fields}),), {})


def test_model_must_have_what_changes():
    with pytest.raises(ModelError, match=r"has no parameter 'lode'\. Did you mean load"):
        Patient(60, disease(quantity="lode"), 40).interventions(models.lifetime)
    # Activity alone cannot move a model that has only the cytokines.
    with pytest.raises(ModelError, match="has no parameter 'activity'"):
        Patient(60, disease(quantity="activity"), 40).interventions(models.lifetime)
    with pytest.raises(UnitError, match="cannot be turned into"):
        Patient(60, disease(unit="milligram"), 40).interventions(models.lifetime)
    with pytest.raises(ModelError, match="counts in year"):
        Patient(60).interventions(models.balance)
    with pytest.raises(ModelError, match="no multiplier 'hip'"):
        Patient(60).multiplier("hip")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "a test"\n', "", "test lacks name"),
        ('status = "fitted"', 'status = "guessed"', "no status 'guessed'"),
        ('note = "b", years = 4', "years = 4", "a change of test lacks note"),
        ("years = 4", "year = 4", "Did you mean years"),
        ('"supply", "falls"', '"supply", "load"', "test changes load twice"),
        ("value = 0.5", "value = -0.5", "value of load must not be negative"),
        ('source = "a"', 'source = ""', "source of load must be a text"),
        ("every = 1", "every = 0", "every of prednisolone must be longer than 0 days"),
        ('says = "A drug."', 'sais = "A drug."', "a treatment of test lacks says"),
        ('says = "A drug."', 'says = ""', "says of a treatment of test must be a text"),
        ('name = "a test"', "name = 7", "name of test must be a text"),
        ('name = "a test"', "name = ", "test is no TOML"),
        ('name = "pills"', 'name = "diet"', "test has the treatment diet twice"),
        ('["supply", "falls"]', "[]", "a change of test names no quantity"),
        ("[[treatment]]", "[treatment]", "is no TOML"),
    ],
)
def test_incomplete_text_is_refused(old, new, words):
    assert old in TEXT
    with pytest.raises(ModelError) as raised:
        parsed("test", TEXT.replace(old, new, 1))
    assert words in str(raised.value)
