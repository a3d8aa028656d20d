"""Formulas for studies agree with studies that are drawn one by one."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import ModelError, studies

RNG = np.random.default_rng(308)


@pytest.mark.parametrize(("effect", "people"), [(0.2, 40), (0.5, 25), (-0.3, 60), (1.2, 15)])
def test_power_and_luck_agree_with_drawn_people(effect, people):
    groups = RNG.standard_normal((2, 20_000, people)).mean(axis=2)
    found = groups[0] - groups[1] + effect
    error = studies.difference_error(people, people)
    seen = found[studies.p_value(found, error) < 0.05]
    assert studies.power(effect, error) == pytest.approx(seen.size / found.size, abs=0.012)
    size = np.mean(np.abs(seen)) / abs(effect)
    assert studies.exaggeration(effect, error) == pytest.approx(size, rel=0.02)
    wrong = np.mean(np.sign(seen) != np.sign(effect))
    assert studies.wrong_sign(effect, error) == pytest.approx(wrong, abs=0.012)


def test_error_of_log_odds_agrees_with_drawn_counts():
    cases, controls = RNG.binomial(400, 0.6, 20_000), RNG.binomial(300, 0.7, 20_000)
    odds = np.log(cases / (400 - cases)) - np.log(controls / (300 - controls))
    assert studies.log_odds_error([240, 160], [210, 90]) == pytest.approx(odds.std(), rel=0.02)


def test_overlap_and_area_agree_with_drawn_people():
    one, other = RNG.standard_normal((2, 200_000))
    assert studies.area_under_curve(0.8) == pytest.approx(np.mean(one + 0.8 > other), abs=0.004)
    # Cut halfway: what lies on the wrong side of the cut, on both sides, is shared.
    assert studies.overlap(0.8) == pytest.approx(2 * np.mean(one > 0.4), abs=0.006)
    assert studies.overlap(-0.8) == studies.overlap(0.8)


def test_people_needed_reach_the_chance_and_no_fewer_do():
    needed = studies.people_needed(0.25, chance=0.9)
    chances = [studies.power(0.25, studies.difference_error(n, n)) for n in (needed - 1, needed)]
    assert chances[0] < 0.9 <= chances[1]


def test_pooled_is_what_one_large_study_would_say():
    people = np.array([20, 50, 130])
    errors = studies.difference_error(people, people)
    mean, error = studies.pooled([0.4, 0.1, 0.2], errors)
    assert mean == pytest.approx(np.average([0.4, 0.1, 0.2], weights=people))
    assert error == pytest.approx(studies.difference_error(200, 200))


def test_believable_counts_true_and_false_alarms():
    # Of 1000 effects 100 are real: 80 are found, and 45 of the other 900 are found by chance.
    assert studies.believable(0.1, 0.8) == pytest.approx(80 / 125)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: studies.power(0.1, 0), "error must be above 0"),
        (lambda: studies.power(0.1, 1, level=5), "5 percent is 0.05"),
        (lambda: studies.exaggeration(0, 1), "effect must not be 0"),
        (lambda: studies.overlap(np.nan), "effect must be finite"),
        (lambda: studies.log_odds_error([1, 2, 3], [1, 2]), "two counts each"),
        (lambda: studies.difference_error(0, 5), "first must be above 0"),
    ],
)
def test_errors_name_the_culprit(call, message):
    with pytest.raises(ModelError, match=message):
        call()
