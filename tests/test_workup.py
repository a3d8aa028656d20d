"""Root, cord or neuropathy: what conducts, what a sign is worth, and which level threatens what."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from bonebalance import ModelError, roots, simulate, workup
from bonebalance.evidence import number

WHOLE = np.inf


def cut(place, share=0.6, axons=1000):
    return np.where(np.arange(axons) < share * axons, place, WHOLE)


@pytest.mark.parametrize("place", [0.0, 1.0, 2.9])
def test_cut_on_the_cord_side_of_the_ganglion_leaves_the_sensory_response_whole(place):
    found = workup.conduction(cut(place))
    assert found.snap == 1
    assert found.cmap == found.felt == found.moved == pytest.approx(0.4)


@pytest.mark.parametrize("place", [workup.GANGLION_CM, 3.1, 40.0, 89.9])
def test_cut_at_or_beyond_the_ganglion_takes_both_responses(place):
    found = workup.conduction(cut(place))
    assert found.snap == found.cmap == found.felt == pytest.approx(0.4)


def test_block_takes_feeling_and_strength_and_neither_response():
    assert workup.conduction(cut(40.0), dies=False) == workup.Conduction(1, 1, 0.4, 0.4)


def test_cut_beyond_the_electrode_and_no_cut_change_nothing():
    whole = workup.Conduction(1, 1, 1, 1)
    assert workup.conduction(WHOLE) == whole
    assert workup.conduction(workup.ELECTRODE_CM + 1) == whole


def test_ganglion_that_lies_further_out_spares_more():
    lesions = np.linspace(0, 10, 101)
    near, far = (workup.conduction(lesions, ganglion_cm=place).snap for place in (2.0, 6.0))
    assert near == pytest.approx(0.2, abs=0.011)
    assert far == pytest.approx(0.6, abs=0.011)


@pytest.mark.parametrize(
    ("cuts", "more", "says"),
    [
        ([-1.0], {}, "from 0 on"),
        ([np.nan], {}, "from 0 on"),
        ([], {}, "from 0 on"),
        ("1 cm", {}, "cut_cm must be numbers"),
        ([[1.0], [2.0, 3.0]], {}, "cut_cm must be numbers"),
        ([1.0], {"electrode_cm": np.inf}, "electrode_cm must be finite"),
        ([1.0], {"ganglion_cm": 90.0}, "between the cord and the electrode"),
    ],
)
def test_impossible_lesion_is_refused(cuts, more, says):
    with pytest.raises(ModelError, match=says):
        workup.conduction(cuts, **more)


def test_loss_by_length_follows_its_closed_form_and_takes_the_longest_first():
    model = workup.polyneuropathy()
    years = np.linspace(0, 10, 5)
    value = {name: parameter.value for name, parameter in model.parameters.items()}
    run = simulate(model, years)
    for place in ("toes", "shin", "fingers", "thigh"):
        length = value[f"l_{place}"] * value["height"]
        exact = 100 * np.exp(-value["a"] * length ** value["p"] * years)
        np.testing.assert_allclose(run[place], exact, rtol=1e-6)
    last = [run[place][-1] for place in ("toes", "shin", "fingers", "thigh")]
    assert last == sorted(last)
    same = simulate(model, years, parameters={"p": 0})
    np.testing.assert_allclose(same["toes"], same["thigh"])


# ---- what a sign is worth ------------------------------------------------------------------------


def test_tap_on_the_spine_moves_four_percent_to_27():
    tap = workup.ratio(0.875, 0.9)
    assert tap == pytest.approx(8.75)
    assert workup.posterior(0.04, tap) == pytest.approx(0.04 * 0.875 / (0.04 * 0.875 + 0.096))
    assert workup.posterior(0.3, tap) == pytest.approx(0.789, abs=5e-4)
    assert workup.posterior(0.04, tap, workup.ratio(0.813, 0.933)) == pytest.approx(0.82, abs=5e-3)


def test_a_finding_and_its_absence_average_to_the_prior():
    sensitivity, specificity, prior = 0.61, 0.63, 0.25
    yes = workup.posterior(prior, workup.ratio(sensitivity, specificity))
    no = workup.posterior(prior, workup.ratio(sensitivity, specificity, positive=False))
    found = prior * sensitivity + (1 - prior) * (1 - specificity)
    assert found * yes + (1 - found) * no == pytest.approx(prior)


def test_update_over_two_causes_is_the_update_of_odds():
    causes = workup.update({"ill": 0.04, "well": 0.96}, {"ill": 0.875, "well": 0.1})
    assert causes["ill"] == pytest.approx(workup.posterior(0.04, workup.ratio(0.875, 0.9)))
    assert sum(causes.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: workup.ratio(1.2, 0.5), "between 0 and 1"),
        (lambda: workup.ratio(0, 1), "occurs in nobody"),
        (lambda: workup.posterior(0.5, -1), "0 or more"),
        (lambda: workup.posterior(0.5, 0, np.inf), "excludes it"),
        (lambda: workup.update({"a": 0.5, "b": 0.6}, {"a": 1, "b": 1}), "add up to 1.1"),
        (lambda: workup.update({"a": 1.0}, {"b": 1}), "only one names: a, b"),
        (lambda: workup.update({"a": 1.0, "b": 0.0}, {"a": 0, "b": 1}), "cannot occur"),
        (lambda: workup.update({"a": 1.0}, {"a": 2.0}), "the finding under a is 2"),
        (lambda: workup.update([0.5, 0.5], {"a": 1.0}), "prior must give a share for each cause"),
        (lambda: workup.posterior(0.5, "2"), "ratios must be numbers"),
        (lambda: workup.posterior(0.5, [2, 3]), "an argument of its own"),
        (lambda: workup.both(0.5, 0.5, -0.1), "negative"),
        (lambda: roots.root("L6"), "no root 'L6'"),
        (lambda: roots.at_risk("C5"), "no level 'C5'"),
        (lambda: roots.at_risk("L1", "L1"), "no place for the end of the cord 'L1'"),
        (lambda: roots.sample_conus(0, np.random.default_rng(1)), "1 or more"),
        (lambda: roots.sample_conus(5, 1), "rng must be numpy.random.default_rng"),
        (lambda: roots.root(["L4"]), "by its name, as text"),
    ],
)
def test_wrong_request_names_what_is_wrong(call, says):
    with pytest.raises(ModelError, match=says):
        call()


def test_certain_signs_and_priors_stay_certain():
    assert workup.posterior(0.3, workup.ratio(0.5, 1)) == 1
    assert workup.posterior(0.0, 100.0) == 0
    assert workup.posterior(1.0, 0.01) == 1


def test_signs_together_run_from_the_product_to_the_rarer_one():
    assert workup.both(0.875, 0.8125) == pytest.approx(0.875 * 0.8125)
    assert workup.both(0.875, 0.8125, 1) == 0.8125
    assert workup.both(0.3, 0.4, 1 - 1e-12) == pytest.approx(0.3, abs=1e-6)
    middle = [workup.both(0.875, 0.8125, r) for r in (0, 0.3, 0.6, 0.9, 1)]
    assert middle == sorted(middle)


def test_correlated_signs_agree_with_a_draw_of_people():
    rng = np.random.default_rng(8)
    shared, own = rng.normal(size=200_000), rng.normal(size=(2, 200_000))
    tendency = np.sqrt(0.6) * shared + np.sqrt(0.4) * own
    drawn = ((tendency[0] < norm.ppf(0.7)) & (tendency[1] < norm.ppf(0.2))).mean()
    assert workup.both(0.7, 0.2, 0.6) == pytest.approx(drawn, abs=4 * 0.0009)


# ---- levels and roots ----------------------------------------------------------------------------


def test_cord_ends_where_504_people_had_it():
    shares = roots.conus_shares()
    assert sum(shares.values()) == pytest.approx(1)
    assert max(shares, key=shares.get) == "lower L1"
    # One person in 504 is at or beyond each end of the range.
    for end in (slice(None, 6), slice(16, None)):
        assert 0.3 < 504 * sum(list(shares.values())[end]) < 4


@pytest.mark.parametrize("place", ["middle-l1", "lower-l1", "disc-l1-l2"])
def test_cord_of_other_people_is_predicted_within_three_points(place):
    names = {"middle-l1": "middle L1", "lower-l1": "lower L1", "disc-l1-l2": "disc L1-L2"}
    said = 100 * roots.conus_shares()[names[place]]
    assert said == pytest.approx(number(f"conus-joo.{place}").value, abs=3)


def test_level_threatens_its_root_and_the_next_and_less_cord_further_down():
    threats = [roots.at_risk(level) for level in roots.LEVELS]
    assert [threat.exiting for threat in threats] == list(roots.LEVELS)
    assert [threat.traversing for threat in threats] == [*roots.LEVELS[1:], "S1"]
    cord = [threat.cord for threat in threats]
    assert cord == sorted(cord, reverse=True)
    assert 0.7 < roots.at_risk("L1").cord < 0.9
    assert roots.at_risk("L4").cord < 1e-6
    assert roots.at_risk("L4").roots == ("L5", "S1")


def test_one_person_has_cord_there_or_not():
    assert roots.at_risk("L1", "lower L1").cord == 1
    assert roots.at_risk("L1", "upper L1").cord == 0
    assert roots.at_risk("L2", "middle L2").cord == 1


def test_drawn_cords_follow_the_shares():
    drawn = roots.sample_conus(40_000, np.random.default_rng(2))
    for place, share in roots.conus_shares().items():
        assert (drawn == place).mean() == pytest.approx(share, abs=4 * 0.0021)


def test_reflexes_are_those_of_l4_and_s1():
    assert {name: one.reflex for name, one in roots.ROOTS.items() if one.reflex} == {
        "L4": "knee",
        "S1": "ankle",
    }
