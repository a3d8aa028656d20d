"""Probability of a fracture: closed forms, a simulated cohort, and gradients that were seen."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import ModelError, hazard
from bonebalance.evidence import number


def test_half_of_all_break_where_load_equals_strength():
    assert hazard.probability(1) == 0.5
    assert hazard.probability(1, strength=0, load=3) == 0.5
    # At 1.2816 standard deviations a tenth is left.
    assert hazard.probability(np.exp(-1.2816 * 0.5), strength=0.3, load=0.4) == pytest.approx(
        0.1, abs=1e-5
    )


def test_probability_is_the_share_of_a_drawn_population():
    draw = np.random.default_rng(12)
    strength = 2000 * np.exp(0.25 * draw.standard_normal(400_000))
    load = 1200 * np.exp(0.40 * draw.standard_normal(400_000))
    assert np.mean(load > strength) == pytest.approx(hazard.probability(0.6), rel=0.02)


def test_typical_factor_is_the_inverse():
    for base in (1e-4, 0.01, 0.066, 0.5, 0.9):
        assert hazard.probability(hazard.typical_factor(base)) == pytest.approx(base)
    given = {"strength": 0.1, "load": 0.2}
    assert hazard.probability(hazard.typical_factor([0.01, 0.3], **given), **given) == (
        pytest.approx([0.01, 0.3])
    )


def test_gradient_of_density_at_one_percent_a_year():
    found = hazard.gradient_of_risk(0.01, strength=0.25, load=0.40, correlation=0.62)
    assert 2.2 < found < 2.6
    assert found == hazard.gradient_of_risk(correlation=0.62)


@pytest.mark.parametrize(
    ("load", "gradients"),
    [
        (0.15, (9.9, 4.1, 5.1, 7.2)), (0.25, (6.5, 3.2, 3.8, 5.0)), (0.30, (5.5, 2.9, 3.3, 4.4)),
        (0.40, (4.1, 2.4, 2.7, 3.4)), (0.50, (3.3, 2.1, 2.3, 2.8)),
    ],
)  # fmt: skip
def test_gradients_of_the_table(load, gradients):
    found = hazard.gradient_of_risk(0.01, load=load, correlation=[1, 0.62, 0.71, 0.86])
    assert found == pytest.approx(gradients, abs=0.1)


@pytest.mark.parametrize(("r", "gradients"), [(0.62, (2.41, 2.11, 1.89)), (0.71, (2.73, 2.34, 2.08))])  # fmt: skip
def test_gradient_falls_with_the_base_rate(r, gradients):
    found = hazard.gradient_of_risk([0.01, 0.03, 0.066], correlation=r)
    assert found == pytest.approx(gradients, abs=0.015)


def test_gradient_is_what_a_cohort_shows():
    draw = np.random.default_rng(7)
    seen, hidden, heavy = draw.standard_normal((3, 2_000_000))
    strength = 0.25 * (0.62 * seen + np.sqrt(1 - 0.62**2) * hidden)
    broken = 0.40 * heavy - strength > -np.log(hazard.typical_factor(0.01))
    # With a normal predictor, the slope of a log-linear model is the distance of the broken.
    slope = seen.mean() - seen[broken].mean()
    assert np.exp(slope) == pytest.approx(hazard.gradient_of_risk(correlation=0.62), rel=0.02)


def test_one_pair_of_spreads_lies_in_both_published_intervals():
    marshall = number("meas-marshall.spine")
    assert marshall.low < hazard.gradient_of_risk(correlation=0.62) < marshall.high
    men = number("wang2012-mros.hr-strength")
    assert men.low < hazard.gradient_of_risk() < men.high


@pytest.mark.parametrize(("reduction", "gain"), [(0.47, 0.11), (0.68, 0.21), (0.73, 0.24), (0.86, 0.37)])  # fmt: skip
def test_strength_that_a_reduction_asks_for(reduction, gain):
    found = hazard.strength_gain(reduction)
    assert found == pytest.approx(gain, abs=0.006)
    assert hazard.relative_risk(found) == pytest.approx(1 - reduction)


def test_more_strength_is_asked_for_where_fractures_are_common():
    assert hazard.strength_gain(0.68, [0.01, 0.066]) == pytest.approx([0.21, 0.28], abs=0.006)
    assert hazard.strength_gain(0) == pytest.approx(0)
    assert hazard.relative_risk(-0.1) > 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: hazard.probability(0), "factor must be above 0"),
        (lambda: hazard.probability(0.5, strength=0, load=0), "one of them above"),
        (lambda: hazard.probability(0.5, load=-1), "spreads of strength and load"),
        (lambda: hazard.typical_factor(1), "base must lie between 0 and 1, as a share"),
        (lambda: hazard.gradient_of_risk(1.5), "base must lie between 0 and 1, as a share"),
        (lambda: hazard.gradient_of_risk(correlation=62), "correlation must lie between 0 and 1"),
        (lambda: hazard.relative_risk(-1), "gain must be above -1"),
        (lambda: hazard.strength_gain(68), "reduction must be a share below 1"),
        (lambda: hazard.gradient_of_risk(strength=np.nan), "spreads of strength and load"),
        (lambda: hazard.relative_risk([0.1, 0.2], [0.01, 0.02, 0.03]), "arrays of one shape"),
    ],
)
def test_errors_name_the_culprit(make, words):
    with pytest.raises(ModelError, match=words):
        make()
