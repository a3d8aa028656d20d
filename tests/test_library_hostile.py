"""What must not slip through: odd types, numbers at the edge, requests without sense."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

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
from bonebalance.latex import unit_latex

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
