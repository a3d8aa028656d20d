"""Doses enter exactly when they are given."""

from __future__ import annotations

import time

import numpy as np
import pytest
from sympy import log

from bonebalance import (
    Dosing,
    Drug,
    Model,
    ModelError,
    Parameter,
    Pulse,
    State,
    Step,
    UnitError,
    models,
    simulate,
)  # fmt: skip

HALF_LIFE = 10.0

A = State("A", "milligram", "antibody in the body", initial=0, role="drug")
D = State("D", "milligram", "tablets in the body", initial=0, role="drug")
T = Parameter("T", "day", "half-life", value=HALF_LIFE, source="none", status="assumed")
intake = Parameter(
    "intake", "milligram/day", "intake of tablets", value=0, source="none", status="assumed"
)


def toy(*drugs):
    rates = {A: -log(2) / T * A, D: intake - log(2) / T * D}
    return Model("Toy", "day", [A, D], [T, intake], rates, drugs=drugs)


MODEL = toy(Drug("antibody", "milligram", A), Drug("tablet", "milligram", intake))


def test_doses_of_an_antibody_add_up_at_their_times():
    times = np.array([0.0, 5, 29.999, 30, 61, 90, 100])
    run = simulate(MODEL, times, interventions=[Dosing("antibody", 60, 30, 5, 90)])
    given = np.array([5.0, 35, 65])
    expected = [sum(60 * 0.5 ** ((t - g) / HALF_LIFE) for g in given if t >= g) for t in times]
    assert run["A"] == pytest.approx(expected, rel=1e-8, abs=1e-12)
    assert run["A"][1] == 60


def test_tablets_enter_at_their_mean_rate_and_end():
    times = np.linspace(0, 60, 61)
    run = simulate(MODEL, times, interventions=[Dosing("tablet", 70, 7, 10, 40)])
    loss = np.log(2) / HALF_LIFE
    during = np.clip(times - 10, 0, 30)
    full = 10 / loss * (1 - np.exp(-loss * during))
    expected = full * np.exp(-loss * np.clip(times - 40, 0, None))
    assert run["D"] == pytest.approx(expected, rel=1e-8, abs=1e-12)


def test_dosing_equals_its_pulses_and_a_dose_of_zero_equals_none():
    times = np.linspace(0, 50, 26)
    dosing = simulate(MODEL, times, interventions=[Dosing("antibody", 3, 10, 0, 31)])
    pulses = simulate(MODEL, times, interventions=[Pulse("A", 3, t) for t in (0, 10, 20, 30)])
    assert np.array_equal(dosing.states, pulses.states)
    zero = simulate(
        MODEL, times, initial={"A": 1},
        interventions=[Dosing("antibody", 0, 10, 0, 31), Dosing("tablet", 0, 1, 3, 9)],
    )  # fmt: skip
    none = simulate(MODEL, times, initial={"A": 1})
    assert zero.states == pytest.approx(none.states, rel=1e-9)


def test_daily_doses_over_years_all_arrive():
    times = np.array([0.0, 730, 731])
    run = simulate(MODEL, times, interventions=[Dosing("antibody", 1, 1, 0, 730)])
    ratio = 0.5 ** (1 / HALF_LIFE)
    assert run["A"][1] == pytest.approx(ratio * (1 - ratio**730) / (1 - ratio), rel=1e-7)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Dosing("antibodi", 1, 1, 0, 9), "no drug 'antibodi'. Did you mean antibody"),
        (Dosing("antibody", -1, 1, 0, 9), "must not be negative"),
        (Dosing("antibody", np.nan, 1, 0, 9), "must be finite"),
        (Dosing("antibody", 1, 0, 0, 9), "positive time from dose to dose"),
        (Dosing("antibody", 1, -1, 0, 9), "must not be negative"),
        (Dosing("antibody", 1, 1, 9, 9), "must start before it stops"),
        (Dosing("antibody", 1, 1, 0, np.inf), "must be finite"),
        (Dosing("antibody", 1, 30, 200, 300), "must start inside the run"),
        (Dosing("antibody", 1, 30, -5, 90), "must start inside the run"),
        (Dosing("antibody", 1, 1e-300, 0, 9), "more than 100000 doses"),
        (Dosing("antibody", "10", 1, 0, 9), "amount of Dosing"),
        (Dosing("antibody", 1, 1, None, 9), "start of Dosing"),
    ],
)
def test_impossible_dosing_is_an_error(item, words):
    with pytest.raises(ModelError) as error:
        simulate(MODEL, [0, 100], interventions=[item])
    assert words in str(error.value)


def test_two_courses_of_one_tablet_must_not_overlap():
    with pytest.raises(ModelError, match="at the same time"):
        simulate(
            MODEL, [0, 100],
            interventions=[Dosing("tablet", 1, 1, 0, 9), Step("intake", 2.0, 5)],
        )  # fmt: skip


def test_a_drug_must_fit_its_model():
    with pytest.raises(UnitError, match="tablet needs intake to be in gram/day"):
        toy(Drug("tablet", "gram", intake))
    with pytest.raises(UnitError, match="antibody needs A to be in mole"):
        toy(Drug("antibody", "mole", A))
    stranger = State("S", "milligram", "elsewhere", initial=0)
    with pytest.raises(ModelError, match="enters by S, which is not listed"):
        toy(Drug("antibody", "milligram", stranger))


def test_doses_after_the_end_are_left_out_and_none_is_added_by_rounding():
    times = np.array([0.0, 0.1, 0.2, 0.3, 0.35])
    planned = simulate(MODEL, times, interventions=[Dosing("antibody", 1, 0.1, 0, 0.3)])
    three = simulate(MODEL, times, interventions=[Pulse("A", 1, 0.1 * i) for i in range(3)])
    assert np.array_equal(planned.states, three.states)
    longer = simulate(MODEL, [0, 10, 25], interventions=[Dosing("antibody", 1, 10, 0, 400)])
    assert longer["A"][2] == pytest.approx(sum(0.5 ** ((25 - t) / 10) for t in (0, 10, 20)))


def test_a_life_with_a_dose_a_month_takes_milliseconds():
    """Machine code against SciPy at the end of the first doses, and its time for all of them."""
    model, month, years = models.jorg2022, 30.4, 90
    times = np.linspace(0, years * 365.0, years * 12 + 1)
    doses = [Dosing("denosumab", 10, month, 100, times[-1])]
    few = times[times < 100 + 20 * month]
    exact = simulate(model, few, interventions=doses, engine="scipy")
    life = simulate(model, times, interventions=doses)
    for name in model.state_names:
        found, size = life[name][: few.size], np.max(np.abs(exact[name])) or 1.0
        assert np.max(np.abs(found - exact[name])) < 1e-6 * size, name

    def seconds():
        begin = time.process_time()
        simulate(model, times, interventions=doses)
        return time.process_time() - begin

    best = min(seconds() for _ in range(5))
    print(f"{len(range(100, int(times[-1]), 30))} doses in {best * 1000:.1f} ms")
    # Without a restart for each dose in machine code it takes seconds.
    assert best < 0.2
