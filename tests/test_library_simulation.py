"""Runs: invariants that hold for every model, interventions, and errors by their words."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonebalance import (
    Definition,
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
    simulation,
)  # fmt: skip

MODELS = {name: getattr(models, name) for name in models.__all__}
SPAN = {"balance": 20.0}
K = models.komarova2003


# Osteocytes die and are replaced once; a woman grows older; damage adds up: none rests.
RESTLESS = {"arthritis", "crane", "graham2013", "jorg2022", "lifetime"}


def scale_of(trajectory):
    size = np.max(np.abs(trajectory.states), axis=1, keepdims=True)
    return np.where(size > 0, size, 1.0)


@pytest.fixture(params=MODELS)
def case(request):
    return MODELS[request.param], np.linspace(0, SPAN.get(request.param, 200.0), 101)


def test_closed_form():
    times = np.linspace(0, 30, 61)
    F, k, start = 3.0, 0.11, 100.0
    found = simulate(models.balance, times, parameters={"F": F, "k": k}, initial={"z": start})["z"]
    truth = F / k + (start - F / k) * np.exp(-k * times)
    assert found == pytest.approx(truth, rel=1e-9)


def test_states_do_not_become_negative(case):
    model, times = case
    assert np.all(simulate(model, times).states >= 0)


@pytest.mark.parametrize("name", sorted(RESTLESS))
def test_a_model_that_never_rests_says_so(name):
    with pytest.raises(ModelError, match="steady state"):
        MODELS[name].steady_state()


@pytest.mark.parametrize("name", sorted(MODELS.keys() - RESTLESS))
def test_a_steady_state_stays(name):
    model = MODELS[name]
    rest = model.steady_state()
    run = simulate(model, np.linspace(0, SPAN.get(name, 200.0), 101), initial=rest)
    assert np.max(np.abs(run.states - run.states[:, :1]) / scale_of(run)) < 1e-8
    assert max(abs(v) for v in model.rates_at(rest).values()) < 1e-9


def test_splitting_the_span_changes_nothing(case):
    model, times = case
    whole = simulate(model, times)
    half = times.size // 2
    first = simulate(model, times[: half + 1])
    second = simulate(
        model, times[half:], initial=dict(zip(model.state_names, first.states[:, -1], strict=True))
    )
    joined = np.hstack([first.states[:, :-1], second.states])
    assert np.max(np.abs(joined - whole.states) / scale_of(whole)) < 1e-8


def test_more_output_changes_nothing(case):
    model, times = case
    coarse = simulate(model, times)
    fine = simulate(model, np.linspace(times[0], times[-1], 10 * (times.size - 1) + 1))
    assert np.max(np.abs(fine.states[:, ::10] - coarse.states) / scale_of(coarse)) < 1e-8


def test_doing_nothing_equals_no_intervention(case):
    model, times = case
    name = next(iter(model.parameters))
    value = model.parameters[name].value
    middle = float(times[50])
    idle = [Step(name, value, middle), Pulse(model.state_names[0], 0.0, middle)]
    plain = simulate(model, times)
    found = simulate(model, times, interventions=idle)
    assert np.max(np.abs(found.states - plain.states) / scale_of(plain)) < 1e-8


def test_changing_the_time_unit_changes_nothing():
    x = State("x", "cell", "cells", initial=5)
    slow = Parameter("k", "1/day", "loss", value=0.3, source="none", status="assumed")
    fast = Parameter("k", "1/hour", "loss", value=0.3 / 24, source="none", status="assumed")
    days = simulate(Model("Days", "day", [x], [slow], {x: -slow * x}), np.linspace(0, 9, 10))
    hours = simulate(Model("Hours", "hour", [x], [fast], {x: -fast * x}), np.linspace(0, 216, 10))
    assert days["x"] == pytest.approx(hours["x"], rel=1e-9)


def test_a_step_restarts_the_solution_exactly_there():
    times = np.linspace(0, 20, 41)
    run = simulate(models.balance, times, interventions=[Step("k", 0.11, 5.3, 12.7)])
    z = np.full(times.size, 100.0)
    for i, t in enumerate(times):
        rest = 5.85 / 0.11
        during = min(max(t - 5.3, 0), 7.4)
        z[i] = rest + (100 - rest) * np.exp(-0.11 * during)
        z[i] = 100 + (z[i] - 100) * np.exp(-0.0585 * max(t - 12.7, 0))
    assert run["z"] == pytest.approx(z, rel=1e-9)
    assert run.parameters["k"][times == 6.0] == 0.11
    assert run.parameters["k"][-1] == 0.0585


def test_a_ramp_moves_in_a_straight_line():
    times = np.linspace(0, 10, 21)
    run = simulate(
        models.balance, times, parameters={"k": 0}, interventions=[Ramp("F", 0.0, 2.0, 6.0)]
    )

    def added(t):  # area under the falling line
        s = min(max(t - 2, 0), 4)
        return 5.85 * min(t, 2) + 5.85 * (s - s**2 / 8)

    assert run["z"] == pytest.approx([100 + added(t) for t in times], rel=1e-9)
    assert run.parameters["F"][8] == pytest.approx(5.85 / 2)


def test_pulses_add_up_and_show_at_once():
    times = np.linspace(0, 4, 5)
    run = simulate(
        models.balance, times, parameters={"F": 0, "k": 0},
        interventions=[Pulse("z", -10, 2), Pulse("z", 4, 2), Pulse("z", 1, 4), Pulse("z", 2, 0)],
    )  # fmt: skip
    assert run["z"].tolist() == [102, 102, 96, 96, 97]


def test_a_trajectory_knows_its_definitions_and_is_fixed():
    run = simulate(K, [0, 1, 2], interventions=[Step("g_11", 1.1, 1.0)])
    assert run["C_bar"].tolist() == pytest.approx([1.0606601718, 1.1586190184, 1.1586190184])
    with pytest.raises(ValueError, match="read-only"):
        run.times[0] = 5
    table = run.table()
    assert list(table.columns) == ["C", "B", "z"]
    assert table.index.name == "time (day)"
    assert "C, B, z at 3 times, 0 to 2 day" in repr(run)


def test_a_plot_has_units_on_every_axis():
    figure = simulate(K, [0, 1, 2]).plot("C", "z")
    labels = [ax.get_ylabel() for ax in figure.axes]
    assert labels == ["C (cell)", "z (percent)"]
    assert figure.axes[-1].get_xlabel() == "time (day)"


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: simulate(K, [0, 1], parameters={"k1": 1}), ModelError, "no parameter 'k1'. Did you mean k_1"),
        (lambda: simulate(K, [0, 1], parameters={"beta_1": -1}), ModelError, "beta_1 must not be negative"),
        (lambda: simulate(K, [0, 1], parameters={"g_21": np.inf}), ModelError, "g_21 must be finite"),
        (lambda: simulate(K, [0, 1], parameters={"k_1": "much"}), ModelError, "k_1 must be a number"),
        (lambda: simulate(K, [0, 1], parameters={"k_1": (1, "day")}), UnitError, "k_1 is measured in percent"),
        (lambda: simulate(K, [0, 1], initial={"D": 1}), ModelError, "no state 'D'"),
        (lambda: simulate(K, [0, 1], initial={"C": np.nan}), ModelError, "C must be finite"),
        (lambda: simulate(K, [0, 1], initial={"C": -1}), ModelError, "C must not be negative"),
        (lambda: simulate(K, [0]), ModelError, "at least two"),
        (lambda: simulate(K, [[0, 1]]), ModelError, "one row"),
        (lambda: simulate(K, [0, 2, 1]), ModelError, "2 is followed by 1"),
        (lambda: simulate(K, [0, 1, 1]), ModelError, "1 is followed by 1"),
        (lambda: simulate(K, [0, np.nan]), ModelError, "times must be finite"),
        (lambda: simulate(K, ["now", "then"]), ModelError, "times (in day) must be numbers"),
        (lambda: simulate(K, [0, 1])["D"], ModelError, "no state or definition 'D'"),
        (lambda: simulate(K, [0, 1]).plot("C_bar"), ModelError, "no state 'C_bar'"),
        (lambda: simulate(K, [0, 9], interventions=["stop"]), ModelError, "use Step, Ramp, Pulse or Dosing"),
        (lambda: simulate(K, [0, 9], interventions=[Step("g", 1, 1)]), ModelError, "no parameter 'g'"),
        (lambda: simulate(K, [0, 9], interventions=[Step("k_1", -1, 1)]), ModelError, "must not be negative"),
        (lambda: simulate(K, [0, 9], interventions=[Step("k_1", 1, 5, 5)]), ModelError, "before it stops"),
        (lambda: simulate(K, [0, 9], interventions=[Step("k_1", 1, 10)]), ModelError, "outside the run"),
        (lambda: simulate(K, [0, 9], interventions=[Ramp("k_1", 1, -3, 0)]), ModelError, "outside the run"),
        (lambda: simulate(K, [0, 9], interventions=[Pulse("q", 1, 1)]), ModelError, "no state 'q'"),
        (lambda: simulate(K, [0, 9], interventions=[Pulse("C", 1, 10)]), ModelError, "outside the run"),
        (lambda: simulate(K, [0, 9], interventions=[Pulse("C", -99, 1)]), ModelError, "more than there is"),
        (lambda: simulate(K, [0, 9], interventions=[Step("k_1", 1, 2, 5), Step("k_1", 2, 4)]), ModelError, "at the same time"),
        (lambda: simulate(K, [0, 9], interventions=[Step("k_1", 1, 2), Step("k_1", 2, 2)]), ModelError, "at the same time"),
        (lambda: K.steady_state({"g_11": 2.0, "g_21": 0.0}, start={"C": 1e9}), ModelError, "no steady state found"),
        (lambda: K.steady_state(start={"C": 0}), ModelError, "positive"),
        (lambda: K.jacobian({"X": 1}), ModelError, "no state 'X'"),
    ],
)  # fmt: skip
def test_errors_name_culprit_and_remedy(call, kind, words):
    with pytest.raises(kind) as error:
        call()
    assert words in str(error.value)


def test_cells_may_all_but_vanish():
    """Against the quantity that the cells conserve at the neutral center."""
    times = np.linspace(0, 600, 301)
    run = simulate(K, times, parameters={"g_11": 1.1}, initial={"C": 21.06})
    C, B = run["C"], run["B"]
    assert C.min() < 1e-30
    # With C^-0.1 the conserved quantity is ill-conditioned where C vanishes; look where it is not.
    there = C > 1e-2
    H = 6 * B**0.5 - 0.2 * B * C**-0.1 - 40 / 9 * C**0.9
    assert np.ptp(H[there]) < 1e-6 * np.max(np.abs(6 * B[there] ** 0.5))


def test_removing_more_cells_than_are_born_is_an_error():
    model = models.lemaire2004
    with pytest.raises(IntegrationError, match="Lemaire") as error:
        simulate(model, np.linspace(0, 140, 141), interventions=[Step("a_R", -1.2e-3, 20, 80)])
    assert error.value.time >= 20


def test_a_run_away_is_an_error_that_tells_how_far_it_came():
    with pytest.raises(IntegrationError, match="could not be followed beyond") as error:
        simulate(K, np.linspace(0, 5000, 11), parameters={"g_11": 1.8, "g_21": 0})
    assert 0 < error.value.time < 5000
    assert set(error.value.state) == {"C", "B", "z"}
    assert "End the run before that time" in str(error.value)


def test_a_run_that_takes_too_many_steps_is_an_error(monkeypatch):
    times = np.linspace(0, 200, 11)
    monkeypatch.setattr(simulation, "MOST_EVALUATIONS", 2000)
    simulate(K, times)
    monkeypatch.setattr(simulation, "MOST_EVALUATIONS", 100)
    with pytest.raises(IntegrationError, match="the steps became too small to go on") as error:
        simulate(K, times)
    assert 0 < error.value.time < 200


def test_both_engines_agree_and_fail_alike():
    times = np.linspace(0, 100, 26)
    done = [Step("k_1", 0.3, 20.5, 50), Ramp("g_21", -0.6, 30, 90), Pulse("C", 2.0, 60)]
    plain, fast = (
        simulate(K, times, interventions=done, engine=engine) for engine in ("scipy", "compiled")
    )
    assert np.max(np.abs(fast.states - plain.states) / scale_of(plain)) < 1e-7
    assert np.array_equal(fast.parameters["g_21"], plain.parameters["g_21"])
    for engine in ("scipy", "compiled"):
        with pytest.raises(ModelError, match=r"removes more than there is: \d"):
            simulate(K, times, interventions=[Pulse("C", -99, 50)], engine=engine)
        with pytest.raises(IntegrationError, match=r"Lemaire.*End the run"):
            simulate(
                models.lemaire2004, [0, 20, 60, 100], engine=engine,
                interventions=[Step("a_C", -1.2e-3, 20, 80)],
            )  # fmt: skip
    with pytest.raises(ModelError, match="'magic' is none of auto, scipy, compiled"):
        simulate(K, times, engine="magic")


def test_where_machine_code_cannot_go_on_the_exact_solvers_do(monkeypatch):
    def stuck(*_arguments):
        message = "stuck"
        raise IntegrationError(message, 0.0, {})

    monkeypatch.setattr(simulation, "_solve_compiled", stuck)
    monkeypatch.setattr(simulation.compiled, "WORTH_COMPILING", 1)
    model, times = models.balance, [0, 10]
    exact = simulate(model, times, engine="scipy")
    for name in model.state_names:
        assert np.array_equal(simulate(model, times)[name], exact[name])
    with pytest.raises(IntegrationError, match="stuck"):
        simulate(model, times, engine="compiled")


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: State("2x", "1", "x", initial=1), "no name for a quantity"),
        (lambda: State("lambda", "1", "x", initial=1), "no name for a quantity"),
        (lambda: State("x", "", "x", initial=1), "needs a unit"),
        (lambda: State("x", "1", "", initial=1), "and a description"),
        (lambda: State("x", "1", "x", initial=-1), "must not be negative"),
        (lambda: State("x", "1", "x", initial=1, role="sun"), "role 'sun' is none of"),
        (lambda: State("t", "day", "age", initial=1, clock=True), "must be 0, not 1"),
        (lambda: Parameter("k", "1", "k", value=1, source="", status="assumed"), "needs a source"),
        (lambda: Parameter("k", "1", "k", value=1, source="s", status="guessed"), "status 'guessed'"),
        (lambda: Parameter("k", "1", "k", value=None, source="s", status="assumed"), "must be a number"),
    ],
)  # fmt: skip
def test_a_quantity_must_be_complete(build, words):
    with pytest.raises(ModelError, match=words):
        build()


def test_a_model_must_be_complete():
    x, y = State("x", "cell", "x", initial=1), State("y", "cell", "y", initial=1)
    k = Parameter("k", "1/day", "k", value=1, source="s", status="assumed")
    a, b = Definition("a", "cell", "a"), Definition("b", "cell", "b")
    with pytest.raises(ModelError, match="state y has no rate"):
        Model("M", "day", [x, y], [k], {x: -k * x})
    with pytest.raises(ModelError, match="no state 'y'"):
        Model("M", "day", [x], [k], {x: -k * x, y: -k * y})
    with pytest.raises(ModelError, match="no quantity 'y'"):
        Model("M", "day", [x], [k], {x: -k * y})
    with pytest.raises(ModelError, match="circle: a > b"):
        Model("M", "day", [x], [k], {x: -k * a}, {a: b, b: a})
    with pytest.raises(ModelError, match="'x' is used twice"):
        Model("M", "day", [x, x], [k], {x: -k * x})
    with pytest.raises(ModelError, match="listed twice"):
        Model("M", "day", [x], [k, k], {x: -k * x})
    clock = State("t", "day", "age", initial=0, clock=True)
    with pytest.raises(ModelError, match="t tells the time, so its unit must be the day and its"):
        Model("M", "day", [x, clock], [k], {x: -k * x, clock: sympy.Integer(2)})


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    parameters=st.dictionaries(
        st.sampled_from([*K.parameters, "k1", ""]),
        st.one_of(st.floats(allow_nan=True), st.floats(-2, 3), st.none(), st.text(max_size=3)),
        max_size=3,
    ),
    initial=st.dictionaries(
        st.sampled_from(["C", "B", "z", "D"]), st.floats(allow_nan=True), max_size=2
    ),
    times=st.lists(st.floats(-10, 100), max_size=5),
)
def test_any_input_gives_a_whole_trajectory_or_one_clear_error(parameters, initial, times):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            run = simulate(K, times, parameters=parameters, initial=initial)
        except (ModelError, IntegrationError) as error:
            assert len(str(error)) > 20
        else:
            assert run.states.shape == (3, len(times))
            assert np.all(np.isfinite(run.states))
