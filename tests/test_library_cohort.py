"""Cohorts agree with single runs at every point, in both engines; the method has its order."""

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
    models,
    simulate,
    simulate_cohort,
)
from bonebalance.rosenbrock import _try_step, integrate

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


class Forced:
    """y' = -a (y - sin t) + cos t: stiff for large a, depends on time, exact solution sin t."""

    def __init__(self, a):
        self.a = a

    def rates(self, time, states, _patients):
        return -self.a * (states - np.sin(time)) + np.cos(time)

    def jacobian(self, _time, states, _patients):
        return np.full((1, *states.shape), -self.a)

    def drift(self, time, states, _patients):
        return np.full_like(states, 1.0) * (self.a * np.cos(time) - np.sin(time))


class Logistic:
    def rates(self, _time, states, _patients):
        return states * (1 - states)

    def jacobian(self, _time, states, _patients):
        return (1 - 2 * states)[None]

    def drift(self, _time, _states, _patients):
        return None


def fixed_steps(problem, start, end, count):
    """Return the error at the end and in the middle of the last step, with equal steps."""
    y, t, h = np.array([[start]]), np.zeros(1), np.array([end / count])
    for _ in range(count):
        before = y
        y, _, dense, _ = _try_step(problem, t, y, h, np.array([0]))
        t = t + h
    s = 0.5
    middle = (1 - s) * before + s * (y + (1 - s) * (dense[0] + s * dense[1]))
    return y[0, 0], middle[0, 0], float(t[0] - h[0] / 2)


def observed_order(problem, start, exact, end, counts):
    ends, middles = [], []
    for count in counts:
        last, middle, when = fixed_steps(problem, start, end, count)
        ends.append(abs(last - exact(end)))
        middles.append(abs(middle - exact(when)))
    steps = np.log(1 / np.array(counts))
    return np.polyfit(steps, np.log(ends), 1)[0], np.polyfit(steps, np.log(middles), 1)[0]


@pytest.mark.parametrize(
    ("problem", "start", "exact"),
    [
        (Logistic(), 0.1, lambda t: 1 / (1 + 9 * np.exp(-t))),
        (Forced(2.0), 0.0, np.sin),
    ],
)
def test_the_method_has_order_four_at_steps_and_between(problem, start, exact):
    at_steps, between = observed_order(problem, start, exact, 4.0, [16, 24, 32, 48])
    assert at_steps == pytest.approx(4, abs=0.2)
    assert between > 3.8


def test_a_stiff_problem_takes_long_steps():
    count = [0]

    class Counted(Forced):
        def jacobian(self, time, states, patients):
            count[0] += 1
            return super().jacobian(time, states, patients)

    grid = np.linspace(0, 10, 11)
    out = np.empty((1, 1, 11))
    end = np.array([10.0])
    done = integrate(
        Counted(1e6), np.zeros((1, 1)), np.zeros(1), end, grid, out, np.ones((1, 1)), 1e-6
    )
    assert done.states[0, 0] == pytest.approx(np.sin(10), abs=1e-6)
    assert out[0, 0, :10] == pytest.approx(np.sin(grid[:10]), abs=1e-5)
    # An explicit method would need millions of steps.
    assert count[0] < 500


def test_robertson_against_the_published_solution():
    """Kinetics of Robertson 1966; values as printed for the standard example of LSODE and CVODE."""
    y = [State(f"y{i}", "1", f"species {i}", initial=1.0 if i == 1 else 0.0) for i in (1, 2, 3)]
    a, b, c = (
        Parameter(n, "1/second", n, value=v, source="none", status="assumed")
        for n, v in (("a", 0.04), ("b", 1e4), ("c", 3e7))
    )
    first, second, third = y
    slow, back, fast = a * first, b * second * third, c * second**2
    model = Model(
        "Robertson", "second", y, [a, b, c],
        {first: -slow + back, second: slow - back - fast, third: fast},
    )  # fmt: skip
    cohort = simulate_cohort(model, [0, 0.4, 40], engine="numpy", tolerance=1e-9)
    assert cohort["y1"][0, 1:] == pytest.approx([0.98517, 0.71583], abs=5e-6)
    assert cohort["y2"][0, 1:] == pytest.approx([3.3864e-5, 9.1855e-6], rel=1e-4)


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


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
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
