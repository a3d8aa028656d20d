"""Remodeling units drawn one by one agree with what they must add up to on average."""

from __future__ import annotations

import numpy as np
import pytest

from bonebalance import ModelError, Step, simulate
from bonebalance.remodeling import DAYS_PER_YEAR, PERIODS, simulate_units, space

A, DEPTH, WALL, SITES = 0.24, 62.0, 58.5, 20_000
DIG, WAIT, FILL = (days / DAYS_PER_YEAR for days in PERIODS)
# Looks one cycle apart meet different units, so their errors are independent.
APART = 1.001 * (DIG + WAIT + FILL)
TIMES = np.arange(60) * APART
USUAL = {"activation": A, "depth": DEPTH, "wall": WALL, "sites": SITES}


def hole_moment(power: int) -> float:
    """Integrate a unit's open hole, or its square, over the unit's life, by fine steps."""
    age = (np.arange(200_000) + 0.5) / 200_000 * (DIG + WAIT + FILL)
    hole = np.interp(age, [0, DIG, DIG + WAIT, DIG + WAIT + FILL], [0, DEPTH, DEPTH, DEPTH - WALL])
    return float(np.mean(hole**power) * (DIG + WAIT + FILL))


@pytest.fixture(scope="module")
def units():
    return simulate_units(TIMES, **USUAL, seed=2004)


@pytest.mark.parametrize(
    ("stage", "years"), [("digging", DIG), ("waiting", WAIT), ("refilling", FILL)]
)
def test_shares_of_the_surface_are_frequency_times_period(units, stage, years):
    expected, found = A * years, getattr(units, stage)
    error = np.sqrt(expected / SITES / TIMES.size)  # of a Poisson count
    assert abs(found.mean() - expected) < 4 * error
    assert np.std(found) == pytest.approx(np.sqrt(expected / SITES), rel=0.4)


def test_open_holes_are_frequency_times_what_a_unit_keeps_open(units):
    closed_form = A * (DEPTH * (DIG / 2 + WAIT + FILL) - WALL * FILL / 2)
    assert A * hole_moment(1) == pytest.approx(closed_form, rel=1e-6)
    error = np.sqrt(A * hole_moment(2) / SITES / TIMES.size)
    assert abs(units.open.mean() - closed_form) < 4 * error
    assert error < 0.005 * closed_form  # else the line above could not fail


def test_loss_is_frequency_times_negative_balance(units):
    span = TIMES[-1] - TIMES[0]
    counted = A * span * SITES
    expected = A * span * (DEPTH - WALL)
    assert units.lost[0] == 0
    assert abs(units.lost[-1] - expected) < 4 * expected / np.sqrt(counted)
    np.testing.assert_allclose(units.missing, units.open + units.lost)


def test_units_and_model_agree_on_both_levels(units):
    after = simulate(space, [0.0, 1.0], parameters={"a": 100 * A, "d": DEPTH, "w": WALL})
    assert after["R"][-1] == pytest.approx(100 * units.digging.mean(), rel=0.02)
    assert after["F"][-1] == pytest.approx(100 * units.refilling.mean(), rel=0.02)
    yearly = units.lost[-1] / TIMES[-1] / space.parameters["h"].value * 100
    assert after["z"][0] - after["z"][1] == pytest.approx(yearly, rel=0.02)


def test_model_gives_back_the_space_when_units_stop_starting():
    """With a wall as thick as the hole is deep, all that is open comes back."""
    depth, half = 60.0, space.parameters["h"].value
    values = {"d": depth, "w": depth}
    run = simulate(space, [0, 0.5, 5.0], parameters=values, interventions=[Step("a", 0, 0.5)])
    expected = 100 * A * depth * (DIG / 2 + WAIT + FILL / 2) / half
    # The library rounds the periods to a ten-thousandth of a year.
    assert run["z"][-1] - run["z"][1] == pytest.approx(expected, rel=2e-3)


def test_a_frequency_that_changes_starts_as_many_units_as_its_integral():
    def rising(years):
        return 0.1 + 0.05 * np.maximum(years, 0)

    found = simulate_units([0, 10], **(USUAL | {"activation": rising}), seed=1)
    expected = SITES * (0.1 * (10 + DIG + WAIT + FILL) + 0.05 * 50)
    assert abs(found.started - expected) < 4 * np.sqrt(expected)


def test_depth_and_wall_are_those_of_the_time_when_a_unit_starts():
    found = simulate_units(
        [0, 0.9, 3.0], **(USUAL | {"wall": lambda years: np.where(years < 1, DEPTH, 0)}), seed=1
    )
    assert found.lost[1] == 0
    closed = 3.0 - 1 - DIG - WAIT - FILL
    assert found.lost[2] == pytest.approx(A * closed * DEPTH, rel=0.05)


def test_same_seed_same_units():
    first, again, other = (simulate_units([0, 1, 2], **USUAL, seed=s) for s in (3, 3, 4))
    np.testing.assert_array_equal(first.missing, again.missing)
    assert not np.array_equal(first.missing, other.missing)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"times": [0, 0]}, r"^times must be finite years that increase$"),
        ({"times": [[0, 1]]}, r"^times must be finite years that increase$"),
        ({"activation": -0.1}, r"^activation must be .* not negative, but is -0.1 in year -0.3"),
        ({"wall": lambda years: years - 0.1}, r"^wall must be finite and not negative"),
        ({"depth": np.nan}, r"^depth must be finite and not negative, but is nan"),
        ({"periods": (27, 0, 89)}, r"^period 2 must last longer than 0 days$"),
        ({"sites": 0}, r"^sites must be a whole number of 1 or more, not 0$"),
        ({"sites": 1.5}, r"^sites must be a whole number of 1 or more, not 1.5$"),
        ({"seed": -1}, r"^seed must be a whole number of 0 or more, not -1$"),
        ({"seed": None}, r"^seed must be a whole number of 0 or more, not None$"),
        ({"times": []}, r"^times must be finite years that increase$"),
        ({"periods": (27, 8)}, r"^periods must be the days of three stages, not \(27, 8\)$"),
        ({"depth": [1, 2]}, r"^depth must be one number, or a function that returns one for each"),
        ({"wall": "thick"}, r"^wall must be numbers, not 'thick'$"),
        ({"activation": 1e6}, r"units would start, 20000000 are allowed: take fewer sites"),
    ],
)
def test_errors_name_culprit_and_remedy(changes, words):
    with pytest.raises(ModelError, match=words):
        simulate_units(**({"times": [0, 1], **USUAL, "seed": 1} | changes))
