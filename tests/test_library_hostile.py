"""What must not slip through: odd types, numbers at the edge, requests without sense."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bonebalance import (
    Dosing,
    IntegrationError,
    Model,
    ModelError,
    Parameter,
    Pulse,
    Ramp,
    State,
    Step,
    UnitError,
    models,
    simulate,
    simulate_cohort,
)
from bonebalance.interventions import Schedule
from bonebalance.latex import unit_latex
from bonebalance.simulation import checked_times
from bonebalance.units import Unit, convert, parse_unit

K, T = models.komarova2003, np.linspace(0, 100, 11)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: simulate("komarova2003", T), "must be a Model"),
        (lambda: simulate(K, np.array([0, 1 + 2j, 3])), "must be numbers"),
        (lambda: simulate(K, pd.to_timedelta([0, 1, 2], unit="D")), "must be numbers"),
        (
            lambda: simulate(K, T, parameters={"k_1": np.complex128(0.1 + 1j)}),
            "k_1 must be a number",
        ),
        (lambda: simulate(K, T, parameters={"k_1": "0.1"}), "k_1 must be a number"),
        (lambda: simulate(K, T, parameters={K.parameters["k_1"]: 1}), "by its name, as text"),
        (lambda: simulate(K, T, initial={"c": 1}), "Did you mean C"),
        (lambda: simulate(K, T, interventions=Pulse("C", 1, 5)), "must be a list"),
        (lambda: simulate(K, T, interventions=[None]), "is no intervention"),
        (lambda: simulate(K, T, interventions=[Pulse("C", "5", 20)]), "amount of Pulse"),
        (lambda: simulate(K, T, interventions=[Pulse("C", 5, None)]), "at of Pulse"),
        (lambda: simulate(K, T, interventions=[Step("k_1", "0.3", 20)]), "value of Step"),
        (lambda: simulate(K, T, interventions=[Step("k_1", 0.3, 20, "50")]), "stop of Step"),
        (lambda: simulate(K, T, interventions=[Step(["k_1"], 0.3, 20)]), "must be a name"),
        (lambda: simulate(K, T, interventions=[Ramp("k_1", 0.3, 10, np.inf)]), "stop of Ramp"),
        (lambda: simulate(K, T, interventions=[Ramp("k_1", 0.3, 10, None)]), "stop of Ramp"),
        (lambda: simulate(K, T, interventions=[Dosing("x", 1, 1, 0, 9)]), "no drug 'x'"),
        (lambda: simulate_cohort(K, T, interventions=[None]), "is no intervention"),
        (lambda: simulate_cohort(K, T, keep="C_bar"), "must be a list of names"),
        (lambda: simulate_cohort(K, T, keep=[]), "must be a list of names"),
        (lambda: simulate_cohort(K, T, tolerance="x"), "tolerance must lie between"),
        (lambda: simulate_cohort(K, T, parameters={"k_1": np.array([1j])}), "must be numbers"),
        (lambda: K.rates_at({"C": 0, "B": 0}), "no finite value"),
        (lambda: K.jacobian({"C": 0, "B": 0}), "no finite value"),
        (lambda: K.steady_state({"alpha_1": 0}), "no steady state found"),
    ],
)
def test_one_clear_error(call, words):
    with pytest.raises(ModelError) as error:
        call()
    assert words in str(error.value)


def test_numbers_of_other_kinds_are_numbers():
    plain = simulate(K, T, interventions=[Pulse("C", 5.0, 20.0)])
    odd = simulate(
        K, pd.Series(T), interventions=(p for p in [Pulse("C", np.int64(5), np.array(20.0))])
    )
    assert np.array_equal(plain.states, odd.states)
    changed = simulate(K, T, parameters=pd.Series({"k_1": 0.3}))
    assert changed.parameters["k_1"][0] == 0.3


def test_patients_are_counted_by_position_whatever_their_labels():
    listed = simulate_cohort(K, T, interventions=[Step("k_1", [0.2, 0.3], 5)], engine="numpy")
    labeled = pd.Series([0.2, 0.3], index=[1, 0])
    found = simulate_cohort(K, T, interventions=[Step("k_1", labeled, 5)], engine="numpy")
    assert np.array_equal(listed["z"], found["z"])


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_a_cohort_that_cannot_start_ends(engine):
    with pytest.raises(IntegrationError, match="patient 0"):
        simulate_cohort(K, [0, 10], initial={"C": 0.0, "B": 0}, engine=engine)


def test_pulses_of_one_time_act_together_in_one_run_and_in_many():
    exchange = [Pulse("C", -20, 20), Pulse("C", 30, 20)]
    one = simulate(K, T, interventions=exchange)
    many = simulate_cohort(K, T, interventions=exchange, engine="numpy")
    assert many["z"][0] == pytest.approx(one["z"], rel=1e-6)


def test_errors_cross_process_borders():
    with pytest.raises(IntegrationError) as caught:
        simulate(K, [0, 5000], parameters={"g_11": 1.8, "g_21": 0})
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value)
    assert copy.state == caught.value.state


def test_results_cannot_be_changed():
    with pytest.raises(TypeError):
        simulate(K, T).parameters["k_1"] = None


def test_a_value_with_a_unit_meets_the_exponent_that_changes_with_it():
    given = {"alpha_1": (3 * 7, "cell**0.4/week"), "g_11": 1.1}
    assert K.parameter_values(given)["alpha_1"] == pytest.approx(3)
    with pytest.raises(UnitError, match="alpha_1 is measured in"):
        K.parameter_values({"alpha_1": (21, "cell**0.4/week")})


def test_units_of_the_export_have_their_sizes():
    text = K.to_sbml()
    assert 'kind="second" exponent="-1.0" scale="0" multiplier="86400.0"' in text
    assert 'kind="dimensionless" exponent="1.0" scale="0" multiplier="0.01"' in text
    charge = State("q", "ampere", "a current", initial=1)
    k = Parameter("k", "1/day", "k", value=1, source="s", status="assumed")
    with pytest.raises(UnitError, match="knows no unit of ampere"):
        Model("2003 model", "day", [charge], [k], {charge: -k * charge}).to_sbml()
    x = State("x", "cell", "cells", initial=1)
    named = Model("2003 model", "day", [x], [k], {x: -k * x})
    assert 'id="_2003_model"' in named.to_sbml()


def test_units_are_typeset_with_what_divides_last():
    assert unit_latex("1/(cell*day)*percent") == r"\%\,\mathrm{cell}^{-1}\,\mathrm{day}^{-1}"


# ---- thousands of inputs, none of which is integrated ---------------------------------------------


def examples(number):
    return settings(
        max_examples=number, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


NUMBERS = st.one_of(st.floats(), st.floats(-10, 20), st.integers(), st.integers(-3, 12))
# What people and programs hand over in the place of a number.
ODD = st.one_of(
    NUMBERS, st.text(max_size=4), st.none(), st.booleans(), st.complex_numbers(), st.binary(max_size=3),
    st.decimals(), st.fractions(), st.lists(NUMBERS, max_size=3),
    NUMBERS.map(np.array), st.floats(width=32).map(np.float32), st.integers(-9, 9).map(np.int8),
    st.sampled_from([
        {}, (), (1,), (1, 2), (1, "day"), (0.2, "1/week"), (5, "cell"), (1, "cell", 2), object(),
        np.array([1.0, 2.0]), np.datetime64("2026-01-01"), dt.timedelta(days=1), pd.NA, K, int,
        "0.1", Decimal("0.1"), Fraction(1, 7), np.ma.masked, range(3),
    ]),
)  # fmt: skip
SOME = {"komarova2003": K, "lemaire2004": models.lemaire2004, "jorg2022": models.jorg2022}
NAMES = sorted({n for m in SOME.values() for n in (*m.parameters, *m.state_names, *m.drugs)})


def hashable(value):
    try:
        hash(value)
    except TypeError:  # never reaches the library as the key of a dictionary
        return False
    return True


ANY_NAME = st.one_of(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.text(max_size=5), ODD.filter(hashable)
)


def refused(call):
    """Return what a call gives, or None if it is refused with an error that has words."""
    try:
        return call()
    except ModelError as error:
        assert str(error)
        return None


@examples(1500)
@given(st.sampled_from(list(SOME.values())), ANY_NAME, ODD, st.booleans())
@example(K, "k_1", float("nan"), False)
@example(K, "C", np.array([5.0]), True)
def test_a_value_is_a_finite_number_of_its_quantity_or_an_error(model, name, value, starts):
    ask = model.initial_values if starts else model.parameter_values
    try:
        given_back = ask({name: value})
    except ModelError as error:
        said = str(error)
        assert (name if isinstance(name, str) else repr(name)) in said or repr(name) in said, said
        return
    plain = ask({})
    assert given_back.keys() == plain.keys()
    quantity = {s.name: s for s in model.states} if starts else model.parameters
    for key, number in given_back.items():
        assert type(number) is float
        assert math.isfinite(number)
        assert number >= 0 or quantity[key].signed
        assert key == name or number == plain[key]


@examples(1500)
@given(st.one_of(st.lists(NUMBERS, max_size=6), st.lists(st.one_of(NUMBERS, ODD), max_size=4), ODD))
@example([0, 1, 1])
@example([0, 5e-324])
def test_times_increase_or_are_refused(times):
    grid = refused(lambda: checked_times(times, "day"))
    if grid is not None:
        assert grid.dtype == np.float64
        assert grid.ndim == 1
        assert grid.size >= 2
        assert np.all(np.isfinite(grid))
        assert np.all(np.diff(grid) > 0)


TIMES = st.one_of(st.floats(0, 10), st.integers(0, 10), ODD)
PLAIN = st.one_of(st.floats(0, 50), NUMBERS, ODD)
CHANGES = st.one_of(
    st.builds(Step, ANY_NAME, PLAIN, TIMES, st.one_of(st.none(), TIMES)),
    st.builds(Ramp, ANY_NAME, PLAIN, TIMES, TIMES),
    st.builds(Pulse, ANY_NAME, PLAIN, TIMES),
    st.builds(Dosing, ANY_NAME, PLAIN, st.one_of(st.floats(0.01, 20), PLAIN), TIMES, TIMES),
    ODD,
)


@examples(2000)
@given(st.sampled_from(list(SOME.values())), st.lists(CHANGES, max_size=3))
@example(models.jorg2022, [Dosing("denosumab", 60, 1e-300, 0, 10)])
@example(models.lemaire2004, [Dosing("PTH", 1e300, 1e-300, 0, 10)])
def test_interventions_lie_inside_the_run_or_are_refused(model, changes):
    schedule = refused(lambda: Schedule(model, changes, 0.0, 10.0))
    if schedule is None:
        return
    assert schedule.breaks[0] == 0
    assert schedule.breaks[-1] == 10
    assert all(a < b for a, b in zip(schedule.breaks[:-1], schedule.breaks[1:], strict=True))
    for time, pulses in schedule.pulses.items():
        assert 0 <= time <= 10
        assert all(p.state in model.state_names and math.isfinite(p.amount) for p in pulses)
    for change in schedule.changes:
        parameter = model.parameters[change.parameter]
        for time in (0.0, 2.5, change.start, 10.0):
            level = schedule.level(change.parameter, time, parameter.value)
            assert math.isfinite(level), change
            assert level >= 0 or parameter.signed


WORDS = st.sampled_from(
    [
        "day",
        "1/day",
        "cell",
        "percent",
        "picomolar",
        "year",
        "week",
        "g_11",
        "kelvin",
        "degC",
        "dB",
        "µg",
    ]
)
SIGNS = st.sampled_from(
    ["*", "/", "**", "(", ")", " ", "-", "+", "2", "0", "1e9", "0.5", "**-1", ".", ",", "^", "%"]
)


@examples(1000)
@given(
    st.one_of(st.lists(st.one_of(WORDS, SIGNS), max_size=6).map("".join), st.text(max_size=6)),
    st.one_of(WORDS, st.text(max_size=4)),
    st.floats(),
)
def test_a_unit_is_read_or_refused(text, wanted, value):
    assert refused(lambda: parse_unit(text)) is None or isinstance(parse_unit(text), Unit)
    converted = refused(lambda: convert(value, text, wanted, {"g_11": 0.5}))
    assert converted is None or isinstance(converted, float)


@examples(1000)
@given(
    st.one_of(st.sampled_from(["x", "k_1", "lambda", "x y"]), ODD),
    st.one_of(WORDS, ODD),
    ODD,
    ODD,
    ODD,
)
def test_a_quantity_is_complete_or_refused(name, unit, words, value, source):
    state = refused(lambda: State(name, unit, words, initial=value))
    if state is not None:
        assert math.isfinite(state.initial)
        assert state.initial >= 0
        assert str(state.unit)
    parameter = refused(
        lambda: Parameter(name, unit, words, value=value, source=source, status="assumed")
    )
    if parameter is not None:
        assert math.isfinite(parameter.value)
        assert parameter.value >= 0
        assert isinstance(parameter.source, str)
        assert parameter.source
