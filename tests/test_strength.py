"""Strength of a vertebra: against the published law, closed forms and its own claims."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import ModelError, strength
from bonebalance.evidence import number


def test_modulus_is_morgans_law():
    assert strength.modulus(0.2) == pytest.approx(384, abs=1)
    assert strength.modulus(1.0) == pytest.approx(4730)


def test_a_woman_of_75_carries_one_and_a_half_to_three_kilonewtons():
    for exponent in (None, 1.56, 2.0):
        assert 1500 <= strength.strength_at(75, "woman", exponent=exponent) <= 3000


def test_strength_is_stress_times_area_and_a_tenth_for_the_shell():
    stress = strength.yield_stress(0.2)
    assert stress == pytest.approx(0.0077 * 4730 * 0.2**1.56)
    assert strength.strength(0.2, 1100) == pytest.approx(1.1 * 1100 * stress)
    assert strength.strength(0.2, 2200) == pytest.approx(2 * strength.strength(0.2, 1100))


def test_exponents_part_from_the_young_vertebra():
    young = strength.apparent_density(strength.density(20))
    laws = [strength.strength(young, 1000, exponent=b) for b in (1.0, 1.56, 2.0, 3.7)]
    assert laws == pytest.approx([5499] * 4, rel=1e-3)
    half = [strength.strength(young / 2, 1000, exponent=b) / laws[0] for b in (1.0, 2.0)]
    assert half == pytest.approx([1 / 2, 1 / 4])


def test_density_and_area_say_what_was_measured():
    for sex, who in zip(strength.SEXES, ("women", "men"), strict=True):
        young, middle, old = strength.density([20, 50, 90], sex)
        lost = 100 * (1 - old / young)
        assert lost == pytest.approx(abs(number(f"riggs2004.{who}").value))
        early = number(f"rem-trabecular-early-loss.trabecular-loss-50-{who}").value
        assert 100 * (young - middle) / (young - old) == pytest.approx(early)
        assert strength.area(90, sex) / strength.area(20, sex) == pytest.approx(1.15)
    assert 1.35 <= strength.area(20, "man") / strength.area(20, "woman") <= 1.42
    assert 0.171 <= strength.density(20) <= 0.178  # 74 women of Buchanan et al. 1988


def test_womens_loss_of_density_agrees_with_framingham_and_mens_does_not():
    seen = {sex: number(f"samelson2012.{who}").value for sex, who in (("woman", "women"),
                                                                       ("man", "men"))}  # fmt: skip
    said = {}
    for sex in strength.SEXES:
        young, old = strength.density([40, 75], sex)
        said[sex] = 100 * (old / young - 1)
    assert said["woman"] == pytest.approx(seen["woman"], abs=1)
    assert said["man"] < seen["man"] - 5  # trabecular bone here, the whole body there


@pytest.mark.parametrize("sex", strength.SEXES)
def test_strength_falls_with_age_and_more_for_a_higher_exponent(sex):
    ages = np.linspace(20, 100, 33)
    fall = []
    for exponent in (1.56, 2.0, 3.0):
        carried = strength.strength_at(ages, sex, exponent=exponent)
        assert np.all(np.diff(carried) < 0)
        fall.append(carried[0] / carried[-1])
    assert fall == sorted(fall)
    assert strength.strength_at(ages, sex) == pytest.approx(
        strength.strength_at(ages, sex, exponent=2)
    )


def test_only_an_exponent_of_two_and_more_loses_four_to_six_fold():
    low, high = (getattr(number("mosekilde1993.fold"), end) for end in ("low", "high"))
    for exponent, inside in ((1.56, False), (2.0, True)):
        young, old = strength.strength_at([20, 90], "woman", exponent=exponent)
        assert bool(low <= young / old <= high) is inside


def test_ratio_of_strength_is_a_power():
    assert strength.strength_ratio(1.092) == pytest.approx(1.092**2)
    assert strength.strength_ratio([0.5, 1.0], exponent=3) == pytest.approx([1 / 8, 1])


def test_parameters_have_units_and_sources():
    for name, parameter in strength.PARAMETERS.items():
        assert parameter.name == name
        assert parameter.source
    assumed = {p.name for p in strength.PARAMETERS.values() if p.status == "assumed"}
    assert {"b_organ", "yield_strain", "apparent", "area_woman", "sixty_woman"} <= assumed


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: strength.modulus(0), "density must be above 0 and at most 2"),
        (lambda: strength.modulus([0.2, 175]), "above 0 and at most 2 g/cm³, not 175"),
        (lambda: strength.modulus(float("nan")), "density must be above 0"),
        (lambda: strength.modulus("thin"), "density must be numbers"),
        (lambda: strength.strength(0.2, 11), "area must be at least 100 and at most 5000"),
        (lambda: strength.strength([0.1, 0.2], [900, 1000, 1100]), "do not fit"),
        (lambda: strength.strength(0.2, 1000, exponent=9), "exponent must lie between 0.5 and 6"),
        (lambda: strength.strength_at(8), "age must be at least 20 and at most 100"),
        (lambda: strength.strength_at(70, "female"), "has no sex 'female'"),
        (
            lambda: strength.strength_ratio(9.2),
            "ratio must be at least 0.05 and at most 4, not 9.2",
        ),
        (lambda: strength.apparent_density(175), "mineral must be above 0 and at most 1.25"),
    ],
)
def test_what_cannot_be_is_refused(call, says):
    with pytest.raises(ModelError, match=says):
        call()
