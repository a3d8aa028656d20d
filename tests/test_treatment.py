"""Treatment: schedules of drugs, and a rebound that comes out of the model by itself."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import ModelError, models, regimens, simulate, timetable

START, YEAR = 65, 365


def markers(given: list[tuple[str, float]], years: np.ndarray, **changes: float) -> np.ndarray:
    """CTX relative to the day before treatment."""
    days = np.concatenate([[25 * YEAR, START * YEAR - 1], YEAR * (START + years)])
    doses = regimens.sequence(given, start=START)
    run = simulate(models.lifetime, days, parameters=changes, interventions=doses)
    return run["CTX"][2:] / run["CTX"][1]


def test_every_usual_drug_is_one_of_the_lifetime_model():
    assert regimens.USUAL.keys() <= models.lifetime.drugs.keys()


def test_a_sequence_runs_on_without_a_gap_or_an_overlap():
    given = [("teriparatide+denosumab", 1.5), ("none", 0.5), ("zoledronate", 2)]
    first, both, last = regimens.sequence(given, start=START)
    assert (first.drug, both.drug, last.drug) == ("teriparatide", "denosumab", "zoledronate")
    assert first.stop == both.stop == 66.5 * YEAR
    assert (last.start, last.stop) == (67 * YEAR, 69 * YEAR)
    assert (both.amount, both.every) == (60, 182.5)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([("denosumap", 1)], "no drug 'denosumap'.*denosumab"),
        ([("none", 0)], "years of none must be above 0"),
        ([("alendronate", -1)], "years of alendronate"),
    ],
)
def test_impossible_sequences_are_named(given, message):
    with pytest.raises(ModelError, match=message):
        regimens.sequence(given, start=START)


def test_the_rebound_needs_the_memory_of_the_precursor_pool():
    after = np.arange(2.0, 4.0, 0.1)
    fitted = markers([("denosumab", 2)], after).max()
    # A pool that forgets within days cannot overshoot: nothing else in the model remembers.
    forgetful = markers([("denosumab", 2)], after, k_P=1.0).max()
    assert fitted > 1.08
    assert forgetful < 1.05


def test_no_rebound_after_a_drug_that_fades_slowly():
    after = np.arange(2.0, 4.0, 0.1)
    assert markers([("alendronate", 2)], after).max() < 1.02


def test_nothing_but_time_starts_at_zero_in_the_timetable():
    # The page's solver knows no absolute error: an amount that leaves zero would stop it.
    run = timetable.designer(age=START).simulate([0, 1], ("alendronate", "none", "none"))
    assert [name for name in run.model.state_names if run[name][0] == 0] == ["t"]
    assert run["Y_alendronate"][1] > 100


def test_the_timetable_follows_the_doses():
    plan = timetable.designer(age=START)
    years = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8.0])
    choices = ("denosumab", "none", "alendronate")
    said = plan.simulate(years, choices)["hip"]
    days = np.concatenate([[25 * YEAR, START * YEAR - 1], YEAR * (START + years)])
    doses = regimens.sequence([(name, 2) for name in choices], start=START)
    run = simulate(models.lifetime, days, interventions=doses)["BMD_hip"]
    # The hip moves by five percent in this run; the timetable may miss one.
    assert np.abs(said - run[2:] / run[1]).max() < 0.01
    with pytest.raises(ModelError, match="no drug 'denosumap'"):
        plan.simulate(years, ("denosumap", "none", "none"))
    with pytest.raises(ModelError, match="3 blocks, not 2"):
        plan.simulate(years, ("denosumab", "none"))
