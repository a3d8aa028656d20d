"""Cohorts agree with single runs at every point, in both engines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonebalance import (
    Dosing,
    Drug,
    IntegrationError,
    Model,
    ModelError,
    Parameter,
    Pulse,
    Ramp,
    State,
    Step,
    compiled,
    models,
    simulate,
    simulate_cohort,
)

K = models.komarova2003
# Of each state's largest value, at every output point.
AGREEMENT = 1e-6
ENGINES = ["numpy", "compiled"]


def worst_difference(cohort, runs, names):
    return max(
        np.max(np.abs(cohort[name][i] - run[name])) / np.max(np.abs(run[name]))
        for i, run in enumerate(runs)
        for name in names
    )


def patients(count, seed=7):
    draw = np.random.default_rng(seed)
    return {
        "beta_1": 0.2 * np.exp(0.1 * draw.normal(size=count)),
        "g_11": 0.5 + 0.1 * draw.normal(size=count),
        "k_1": 0.24,
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_every_patient_equals_a_single_run(engine):
    """Parameters, start and every kind of intervention vary; definitions are compared too."""
    count, times = 5, np.linspace(0, 200, 101)
    varied = patients(count)
    start = {"C": np.linspace(1, 12, count)}
    amounts, days = np.linspace(1, 4, count), np.linspace(100, 121, count)
    together = [Step("k_1", 0.3, 20, 50), Ramp("g_21", -0.6, 30, 90), Pulse("C", amounts, days)]
    cohort = simulate_cohort(
        K, times, parameters=varied, initial=start, interventions=together,
        keep=["C", "B", "z", "C_bar"], engine=engine,
    )  # fmt: skip
    runs = [
        simulate(
            K,
            times,
            parameters={k: np.broadcast_to(v, count)[i] for k, v in varied.items()},
            initial={"C": start["C"][i]},
            interventions=[*together[:2], Pulse("C", float(amounts[i]), float(days[i]))],
        )
        for i in range(count)
    ]
    assert worst_difference(cohort, runs, ["C", "B", "z", "C_bar"]) < AGREEMENT


def drug_model():
    A = State("A", "milligram", "antibody", initial=0, role="drug")
    x = State("x", "1", "turnover", initial=1)
    loss, effect, drain = (
        Parameter(n, u, n, value=v, source="none", status="assumed")
        for n, u, v in (
            ("loss", "1/day", 0.05),
            ("effect", "1/milligram", 0.1),
            ("drain", "1/day", 0.2),
        )
    )
    return Model(
        "Drug", "day", [A, x], [loss, effect, drain],
        {A: -loss * A, x: drain * (1 / (1 + effect * A) - x)},
        drugs=[Drug("antibody", "milligram", A)],
    )  # fmt: skip


def test_doses_differ_between_patients():
    model, times = drug_model(), np.linspace(0, 400, 81)
    amounts, every = np.array([0.0, 30, 60, 60]), np.array([90.0, 90, 90, 45])
    cohort = simulate_cohort(
        model, times, interventions=[Dosing("antibody", amounts, every, 10, 300)], engine="numpy"
    )
    runs = [
        simulate(model, times, interventions=[Dosing("antibody", a, e, 10, 300)])
        for a, e in zip(amounts.tolist(), every.tolist(), strict=True)
    ]
    for i, run in enumerate(runs):
        assert cohort["x"][i] == pytest.approx(run["x"], abs=AGREEMENT)
        assert cohort["A"][i] == pytest.approx(run["A"], abs=60 * AGREEMENT)


def test_a_cohort_of_one_equals_one_simulation():
    times = np.linspace(0, 200, 51)
    cohort = simulate_cohort(K, times)
    assert cohort.size == 1
    assert worst_difference(cohort, [simulate(K, times)], K.state_names) < AGREEMENT


def test_more_patients_than_lanes_and_shares(monkeypatch):
    """Patients whose treatments differ in length share lanes and still equal the plain engine."""
    monkeypatch.setattr(compiled, "SHARE", 11)
    count, times = 27, np.linspace(0, 200, 41)
    varied = patients(count)
    start, stop = np.linspace(5, 100, count), np.linspace(60, 190, count)
    together = [Step("k_1", 0.3, start, stop), Ramp("g_21", -0.6, 30, stop)]
    runs = [
        simulate_cohort(
            K, times, parameters=varied, interventions=[*together, Pulse("C", 2.0, 120)],
            keep=["C", "z", "C_bar"], engine=engine,
        )
        for engine in ENGINES
    ]  # fmt: skip
    for name in ("C", "z", "C_bar"):
        assert runs[1][name] == pytest.approx(runs[0][name], rel=AGREEMENT)


def test_batches_do_not_show(monkeypatch):
    times, varied = np.linspace(0, 100, 11), patients(7)
    whole = simulate_cohort(K, times, parameters=varied, engine="numpy")
    monkeypatch.setattr("bonebalance.cohort.BATCH", 3)
    parts = simulate_cohort(K, times, parameters=varied, engine="numpy")
    assert np.array_equal(whole["z"], parts["z"])


def test_tolerance_converges():
    times, varied = np.linspace(0, 200, 101), patients(4)
    runs = [
        simulate(K, times, parameters={k: np.broadcast_to(v, 4)[i] for k, v in varied.items()})
        for i in range(4)
    ]
    errors = [
        worst_difference(
            simulate_cohort(K, times, parameters=varied, tolerance=tolerance, engine="numpy"),
            runs,
            K.state_names,
        )
        for tolerance in (1e-4, 1e-6, 1e-8)
    ]
    assert errors[0] > 5 * errors[1] > 25 * errors[2]


def test_results_are_fixed_and_described():
    cohort = simulate_cohort(K, [0, 10, 20], parameters=patients(3), keep=["z"], engine="numpy")
    with pytest.raises(ValueError, match="read-only"):
        cohort["z"][0, 0] = 1
    assert "Cohort of 3 patients" in repr(cohort)
    low, middle, high = cohort.quantiles("z", (0.1, 0.5, 0.9))
    assert np.all(low <= middle)
    assert np.all(middle <= high)
    with pytest.raises(ModelError, match="no kept state or definition 'C'"):
        cohort["C"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"parameters": {"k1": [1, 2]}}, "no parameter 'k1'"),
        ({"parameters": {"beta_1": [0.1, -0.1]}}, "beta_1 must not be negative"),
        ({"parameters": {"beta_1": [0.1, np.nan]}}, "beta_1 must be finite"),
        ({"parameters": {"beta_1": [0.1, "x"]}}, "beta_1 must be numbers"),
        ({"parameters": {"beta_1": [0.1, 0.2]}, "initial": {"C": [1, 2, 3]}}, "lengths differ"),
        ({"parameters": {"beta_1": [[0.1]]}}, "one row"),
        ({"parameters": {"beta_1": []}}, "at least one patient"),
        ({"initial": {"D": [1, 2]}}, "no state 'D'"),
        ({"keep": ["y"]}, "no state or definition 'y'"),
        ({"engine": "magic"}, "none of auto, numpy, compiled"),
        ({"tolerance": 1}, "tolerance must lie between"),
        ({"interventions": [Step("k_1", np.array([1, -1]), 5)]}, "must not be negative"),
        ({"interventions": [Pulse("C", np.array([1, 2]), np.array([1, 2, 3]))]}, "lengths differ"),
    ],
)
def test_errors_name_culprit_and_remedy(arguments, words):
    with pytest.raises(ModelError) as error:
        simulate_cohort(K, [0, 10], **arguments)
    assert words in str(error.value)


@pytest.mark.parametrize("engine", ENGINES)
def test_one_run_away_is_named(engine):
    with pytest.raises(IntegrationError, match="patient 1 could not be followed beyond") as error:
        simulate_cohort(
            K, [0, 5000], parameters={"g_11": [0.5, 1.8, 0.5], "g_21": 0}, engine=engine
        )
    assert 0 < error.value.time < 5000
    with pytest.raises(IntegrationError, match=r"patient 2.*removes more than there is"):
        simulate_cohort(
            K, [0, 50], interventions=[Pulse("C", np.array([0, -0.1, -90.0]), 5)], engine=engine
        )


@settings(
    max_examples=60, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    values=st.lists(st.one_of(st.floats(), st.floats(0, 2)), min_size=1, max_size=4),
    name=st.sampled_from(["beta_1", "g_11", "k_1", "q"]),
)
def test_any_cohort_gives_whole_results_or_one_clear_error(values, name):
    try:
        cohort = simulate_cohort(K, [0, 20, 40], parameters={name: values}, engine="numpy")
    except (ModelError, IntegrationError) as error:
        assert len(str(error)) > 20
    else:
        assert cohort["z"].shape == (len(values), 3)
        assert np.all(np.isfinite(cohort["z"]))
