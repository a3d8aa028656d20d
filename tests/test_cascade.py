"""Wedges and cascades agree with statics by hand, with exact probabilities and with what was seen."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

from bonebalance import ModelError, evidence, kyphosis, simulate
from bonebalance.cascade import OVERLOAD, Story, follow

FRAIL, FEEDBACK = Story(spread=0.3), Story(feedback=0.25)
BOTH = Story(spread=0.25, feedback=0.04)
FADING = Story(spread=0.25, transient=0.15)


# ---- wedge and load ------------------------------------------------------------------------------


def test_wedge_angle_and_shift_are_those_of_the_triangle():
    lost = np.array([0, 20, 25, 33, 40, 50])
    angle = np.degrees(np.arctan(lost / 100 * 27 / 32))
    np.testing.assert_allclose(kyphosis.wedge_angle(lost), angle)
    np.testing.assert_allclose(angle[1:], [9.6, 11.9, 15.6, 18.6, 22.9], atol=0.05)
    np.testing.assert_allclose(
        kyphosis.forward_shift(lost, compensation=70), 0.06 * np.sin(np.radians(angle))
    )


def test_load_rises_by_the_statics_written_by_hand():
    # Standing: the load is weight times (lever / lever of the muscle + 1).
    shift = 0.2 * np.sin(np.arctan(0.25 * 27 / 32))
    by_hand = 100 * (((0.02 + shift) / 0.055 + 1) / (0.02 / 0.055 + 1) - 1)
    assert kyphosis.load_rise(25) == pytest.approx(by_hand)
    assert kyphosis.muscle_rise(25) == pytest.approx(100 * shift / 0.02)


def test_a_quarter_of_the_height_raises_the_load_as_a_finite_element_model_says():
    alone, helped = kyphosis.load_rise(25), kyphosis.load_rise(25, compensation=70)
    assert 45 < alone < 65
    assert 12 < helped < 25
    # Neither number of Rohlmann et al. 2006 was fitted.
    assert alone == pytest.approx(evidence.number("rohlmann2006.pressure").value, rel=0.2)
    assert helped == pytest.approx(
        evidence.number("rohlmann2006.pressure-compensated").value, rel=0.25
    )
    assert kyphosis.muscle_rise(25) == pytest.approx(
        evidence.number("rohlmann2006.muscle").value, rel=0.1
    )


def test_the_same_wedge_adds_a_smaller_share_to_a_larger_load():
    tasks = [(0, 0), (30, 0), (60, 0), (60, 10)]
    rises = [kyphosis.load_rise(25, lean=lean, held=held) for lean, held in tasks]
    assert rises == sorted(rises, reverse=True)
    assert 8 < rises[-1] < 13


def test_grades_begin_where_genant_put_them():
    np.testing.assert_array_equal(
        kyphosis.grade([0, 19.9, 20, 24.9, 25, 40, 40.1]), [0, 0, 1, 1, 2, 2, 3]
    )


def test_the_model_of_the_live_figure_ends_where_the_functions_are():
    run = simulate(kyphosis.wedge, [0, 26, 2000])
    assert run["rise"][0] == pytest.approx(0, abs=1e-9)
    assert run["rise"][-1] == pytest.approx(kyphosis.load_rise(25, compensation=70))
    assert run["rise"][1] > run["rise"][-1]  # the vertebra settles before the posture follows


@pytest.mark.parametrize("function", [kyphosis.wedge_angle, kyphosis.load_rise, kyphosis.grade])
@pytest.mark.parametrize("loss", [-1, 101, np.nan, "25"])
def test_an_impossible_loss_is_refused(function, loss):
    with pytest.raises(ModelError, match="height_loss must be"):
        function(loss)


def test_an_impossible_compensation_is_refused():
    with pytest.raises(ModelError, match="compensation must be from 0 to 100"):
        kyphosis.load_rise(25, compensation=120)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lean": 120}, "lean must lie between 0 and 90"),
        ({"held": -1}, "mass must lie between 0 and 200"),
        ({"compensation": [0, 50, 70]}, "do not fit together"),
    ],
)
def test_an_impossible_task_or_shape_is_refused(given, words):
    with pytest.raises(ModelError, match=words):
        kyphosis.load_rise([20, 25], **given)


# ---- frailty alone: exact ------------------------------------------------------------------------


def chance_of(pattern: list[int], level: float, spread: float) -> float:
    """Return the chance of a pattern of years, by an integral over strength."""

    def at(z):
        p = norm.cdf((level - spread * z) / 0.4)
        return norm.pdf(z) * np.prod([p if broke else 1 - p for broke in pattern])

    return quad(at, -8, 8, limit=200)[0]


@pytest.fixture(scope="module")
def frail():
    return follow(FRAIL, people=60_000)


def test_level_of_the_load_gives_the_base_rate(frail):
    exact = brentq(lambda level: chance_of([1], level, 0.3) - 0.066, -3, 0)
    assert frail.level == pytest.approx(exact, abs=0.01)
    assert frail.risk() == pytest.approx(0.066, abs=1e-4)


def test_frailty_gives_the_risk_that_an_integral_gives(frail):
    none = chance_of([0] * 9, frail.level, 0.3)
    without = chance_of([0] * 10, frail.level, 0.3)
    exact = 1 - without / none
    assert frail.risk(frail.count() == 0) == pytest.approx(exact, rel=0.05)
    broken = (0.066 - (none - without)) / (1 - none)
    assert frail.risk(frail.count() > 0) == pytest.approx(broken, rel=0.05)


def test_the_rate_is_met_by_any_story_however_strong():
    for story in (Story(spread=5), Story(feedback=5), Story(spread=0.3, transient=5, fading=1e6)):
        for rate in (0.001, 0.066, 0.9):
            assert follow(story, rate=rate, people=5_000).risk() == pytest.approx(rate, abs=2e-3)


def test_by_frailty_the_order_of_years_tells_nothing(frail):
    one, since = frail.count() == 1, frail.since()
    recent, old = frail.risk(one & (since <= 3)), frail.risk(one & (since >= 7))
    error = np.sqrt(0.08 * 0.92 * (1 / (one & (since <= 3)).sum() + 1 / (one & (since >= 7)).sum()))
    assert abs(recent - old) < 3 * error
    assert error < 0.008  # else the line above could not fail


def test_after_a_first_fracture_risk_falls_by_selection_alone():
    women = follow(FRAIL, people=100_000, years=10)
    first = (women.count(0) == 0) & (women.count(1) == 1)
    early = women.risk(first & (women.count(2) == 1), 2)
    late = women.risk(first & (women.count(9) == 1), 9)
    assert early > 1.3 * late


# ---- feedback ------------------------------------------------------------------------------------


def test_without_spread_or_feedback_fractures_do_not_know_of_each_other():
    women = follow(Story(), people=60_000)
    assert women.risk(women.count() > 0) == pytest.approx(women.risk(women.count() == 0), rel=0.1)


def test_feedback_alone_makes_risk_depend_on_the_count_alone():
    women = follow(FEEDBACK, people=60_000)
    for number in range(3):
        raised = women.level + np.log(1 + 0.25 * number)
        exact = norm.cdf(raised / 0.4)
        assert women.risk(women.count() == number) == pytest.approx(exact, rel=0.12)


@pytest.mark.parametrize("story", [FRAIL, FEEDBACK, BOTH], ids=["frailty", "feedback", "both"])
def test_each_story_gives_the_fivefold_risk_that_was_seen(story):
    women = follow(story, people=60_000)
    broken = women.count() > 0
    seen = evidence.number("fx-vertebral-cascade.rr")
    assert seen.low < women.risk(broken) / women.risk(~broken) < seen.high


def test_a_little_feedback_gives_the_next_year_that_was_seen():
    women = follow(BOTH, people=60_000)
    assert 0.136 < women.risk(women.since(1) == 1, 1) < 0.248


def test_every_story_exceeds_what_was_seen_with_three_fractures():
    seen = evidence.number("fx-cascade-dose.new-vertebral-fracture-21m-3").value / 100
    for story in (FRAIL, FEEDBACK, BOTH):
        women = follow(story, rate=0.018, people=60_000)
        assert women.risk(women.count() >= 3, 0, 2) > 1.15 * seen


def test_a_rise_that_fades_makes_a_recent_fracture_worse_than_an_old_one():
    women = follow(FADING, people=60_000)
    one, since = women.count() == 1, women.since()
    assert women.risk(one & (since == 1)) > 1.4 * women.risk(one & (since >= 5))


def test_a_transient_rise_is_whole_in_the_next_year_and_then_fades():
    # Everyone breaks in the first year at a level this high; two years on, 1/e of the rise is left.
    story = Story(transient=0.5, fading=1.0, chance=1e-3)
    women = follow(story, rate=0.999, people=200, before=0, years=3)
    over = women.overload.mean(axis=0)
    assert over[1] - over[0] == pytest.approx(np.log(1.5), abs=1e-2)
    assert over[2] - over[0] == pytest.approx(np.log(1.5 + 0.5 / np.e), abs=1e-2)


def test_a_graded_rise_grows_with_the_overload():
    women = follow(Story(feedback=0.5, chance=1e-3, graded=True), rate=0.999, people=200, before=0)
    first = women.overload[:, 0]
    expected = first + np.log1p(0.5 * first / OVERLOAD)
    np.testing.assert_allclose(women.overload[:, 1], expected, atol=0.01)


def test_runs_are_reproducible_and_share_their_luck():
    first, again = follow(BOTH, people=500), follow(BOTH, people=500)
    np.testing.assert_array_equal(first.overload, again.overload)
    np.testing.assert_allclose(follow(FRAIL, people=500).strength, first.strength * 0.3 / 0.25)
    assert not np.array_equal(follow(BOTH, people=500, seed=1).overload, first.overload)


# ---- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Story(spread=-0.1), "spread must not be negative"),
        (lambda: Story(chance=0), "chance must be above 0"),
        (lambda: Story(fading=0), "fading must be above 0"),
        (lambda: Story(feedback=25), "feedback must be 5 or less, not 25; 25 percent is 0.25"),
        (lambda: follow("frailty"), "story must be a cascade.Story"),
        (lambda: follow(Story(), seed=-1), "seed must be a whole number of 0 or more"),
        (lambda: follow(Story(), rate=0), "rate must lie between 0 and 1"),
        (lambda: follow(Story(), rate=1.2), "rate must lie between 0 and 1"),
        (lambda: follow(Story(), people=0), "people must be a whole number of 1 or more"),
        (lambda: follow(Story(), people=50).count(7), "the study has 3 years"),
        (lambda: follow(Story(), people=50).risk(None, 2, 2), "the study has 3 years"),
        (lambda: follow(Story(), people=50).risk(np.zeros(50, bool)), "nobody is chosen"),
        (lambda: follow(Story(), people=50).risk(np.ones(50)), "yes or no for each of the 50"),
    ],
)
def test_what_cannot_be_is_refused(make, words):
    with pytest.raises(ModelError, match=words):
        make()
