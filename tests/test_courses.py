"""Courses of inflammation: their shape, their burden, and what they do to a model."""

import numpy as np
import pytest

from bonebalance import ModelError, courses, models, simulate
from bonebalance.courses import Course, flares, random_flares, treat_to_target

YEAR = 365.0


def test_flares_come_go_and_merge():
    course = flares([0, 50, 80], 40, height=2, between=0.5)
    assert course.times == (0, 40, 50, 120)
    assert course.levels == (2, 0.5, 2, 0.5)
    # At a change the new level holds; before the first there is health.
    assert course.at([-1, 0, 39, 40, 110, 130]).tolist() == [0, 2, 2, 0.5, 2, 0.5]


def test_burden_is_the_area_within_the_span():
    course = flares([10, 50], 20, height=3, between=1)
    assert course.burden(0, 100) == pytest.approx(3 * 40 + 20 + 30)
    assert course.burden(15, 55) == pytest.approx(3 * 15 + 20 + 3 * 5)
    assert course.burden(-20, 5) == 0


def test_a_short_memory_counts_what_is_recent():
    early, late = flares([0], 30), flares([300], 30)
    days = np.linspace(0, 365, 365_001)
    for course in (early, late):
        weighted = np.trapezoid(course.at(days) * np.exp((days - 365) / 100), days)
        assert course.burden(0, 365, memory=100) == pytest.approx(weighted, rel=1e-4)
    assert early.burden(0, 365) == pytest.approx(late.burden(0, 365))


def test_treatment_halves_until_the_target_and_stops():
    course = treat_to_target(100, delay=60, every=90, response=0.5, target=0.2)
    assert course.times == (100, 160, 250, 340)
    assert course.levels == (1, 0.5, 0.25, 0.125)


def test_chance_keeps_its_mean_and_its_seed():
    course = random_flares(0, 400_000, length=60, gap=240, seed=4)
    assert course == random_flares(0, 400_000, length=60, gap=240, seed=4)
    assert course != random_flares(0, 400_000, length=60, gap=240, seed=5)
    # A share of 60/300; its error over 1,300 flares is below 4 percent.
    assert course.burden(0, 400_000) == pytest.approx(80_000, rel=0.1)
    assert course.levels[-1] == 0
    assert course.times[-1] <= 400_000


def test_steps_move_every_driver_in_proportion():
    steps = flares([10], 5, height=0.5, between=0.25).steps(courses.SPONDYLITIS)
    assert {(one.parameter, one.value, one.start, one.stop) for one in steps} == {
        ("TNF", 1.5, 10, 15), ("IL17", 1.5, 10, 15),
        ("TNF", 1.25, 15, None), ("IL17", 1.25, 15, None),
    }  # fmt: skip
    assert flares([10], 5).steps(courses.ACTIVITY)[0].value == 1
    assert flares([10, 30], 5).steps(courses.ACTIVITY, last=20)[-1].start == 10


def test_drivers_are_parameters_of_their_models():
    # The coupled model keeps the names of the network, and takes long to make.
    assert set(courses.ACTIVITY) <= set(models.immune.parameters)
    for drivers in (courses.ARTHRITIS, courses.SPONDYLITIS):
        for name, (rest, active) in drivers.items():
            assert models.lifetime.parameters[name].value == rest < active


def test_a_flare_costs_bone_while_it_lasts_and_returns_some():
    days = YEAR * np.array([25, 40, 41, 42, 45])
    given = flares([40 * YEAR], YEAR).steps(courses.ARTHRITIS)
    sick = simulate(models.lifetime, days, interventions=given)["BMD_spine"]
    well = simulate(models.lifetime, days)["BMD_spine"]
    apart = sick / well - 1
    assert apart[1] == pytest.approx(0, abs=1e-6)
    assert apart[2] < -0.01
    assert apart[2] < apart[3] < apart[4] < 0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Course((0, 1), (1,)), "a level for each time"),
        (lambda: Course((1, 1), (1, 0)), "must increase"),
        (lambda: Course((0,), (-1,)), "level of a course"),
        (lambda: flares([], 10), "increasing starts"),
        (lambda: flares([5, 5], 10), "increasing starts"),
        (lambda: flares([0], 0), "length must be above 0"),
        (lambda: treat_to_target(0, delay=30, response=1), "response must be"),
        (lambda: treat_to_target(0, delay=0), "delay must be above 0"),
        (lambda: treat_to_target(0, delay=9, response=0.9999), "needs more than 10000 visits"),
        (lambda: random_flares(0, 1e9, length=1, gap=1, seed=1), "more than 10000"),
        (lambda: random_flares(5, 5, length=1, gap=1, seed=1), "last - first"),
        (lambda: flares([0], 5).burden(3, 3), "first < last"),
    ],
)
def test_an_impossible_course_is_refused(make, words):
    with pytest.raises(ModelError, match=words):
        make()
