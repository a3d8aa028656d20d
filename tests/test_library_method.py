"""The cohorts' method has its orders, takes long steps on stiff problems and knows every function."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy

from bonebalance import (
    IntegrationError,
    Model,
    ModelError,
    Parameter,
    Ramp,
    State,
    models,
    rosenbrock,
    simulate,
    simulate_cohort,
)
from bonebalance.instructions import Evaluation
from bonebalance.rosenbrock import _try_step, between_steps, integrate


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
        y, _, bends, _ = _try_step(problem, t, y, h, np.array([0]))
        t = t + h
    middle, _ = between_steps(0.5, before, y, bends)
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
def test_the_method_has_order_five_at_steps_and_four_between(problem, start, exact):
    at_steps, between = observed_order(problem, start, exact, 4.0, [16, 24, 32, 48])
    assert at_steps == pytest.approx(5, abs=0.25)
    assert between > 3.8


def trees(nodes):
    """Return the rooted trees with so many nodes, each the sorted tuple of its branches."""
    if nodes == 1:
        return {()}

    def forests(left):
        if left == 0:
            return {()}
        return {
            tuple(sorted((tree, *others)))
            for size in range(1, left + 1)
            for tree in trees(size)
            for others in forests(left - size)
        }

    return forests(nodes - 1)


def nodes(tree):
    return 1 + sum(map(nodes, tree))


def density(tree):
    return nodes(tree) * math.prod(map(density, tree))


class Tableau:
    """The method with its usual coefficients, from those for which no matrix is multiplied."""

    def __init__(self):
        count = rosenbrock.STAGES
        A, C = (np.array([[*row, *[0] * (count - len(row))] for row in rows])
                for rows in (rosenbrock.A, rosenbrock.C))  # fmt: skip
        self.gamma = np.linalg.inv(np.eye(count) / rosenbrock.GAMMA - C)
        self.alpha = A @ self.gamma
        self.last = np.append(A[-1, :-1], 1.0)

    def condition(self, weights, tree, share=1.0):
        """Return how far weights of the stages are from the condition that belongs to a tree."""
        found = weights @ self.gamma @ self._stages(tree)
        return abs(found * density(tree) / share ** nodes(tree) - 1)

    def _stages(self, tree):
        # One branch goes through the linear system too, several only through the equation.
        if len(tree) == 1:
            return (self.alpha + self.gamma) @ self._stages(tree[0])
        found = np.ones(len(self.alpha))
        for branch in tree:
            found = found * (self.alpha @ self._stages(branch))
        return found

    def worst(self, weights, order, share=1.0):
        return max(self.condition(weights, tree, share) for tree in trees(order))


def test_the_coefficients_meet_the_conditions_of_their_orders():
    """Conditions as in Hairer and Wanner 1996, section IV.7; one for each rooted tree."""
    method = Tableau()
    embedded = method.last - np.eye(rosenbrock.STAGES)[-1]
    assert [len(trees(order)) for order in range(1, 7)] == [1, 1, 2, 4, 9, 20]
    assert all(method.worst(method.last, order) < 1e-12 for order in range(1, 6))
    assert method.worst(method.last, 6) > 0.1
    assert all(method.worst(embedded, order) < 1e-12 for order in range(1, 5))
    assert method.worst(embedded, 5) > 0.1
    for s in (0.2, 0.7):
        bends = np.array([1, s, s**2]) @ np.array(rosenbrock.DENSE)
        inside = s * method.last + s * (1 - s) * bends
        assert all(method.worst(inside, order, s) < 1e-11 for order in range(1, 5))
        assert method.worst(inside, 5, s) > 0.1
    assert method.alpha.sum(axis=1) == pytest.approx(rosenbrock.ALPHA, abs=1e-13)
    assert method.gamma.sum(axis=1) == pytest.approx(rosenbrock.DELTA, abs=1e-13)


def test_what_decays_at_once_is_gone_after_a_step():
    method = Tableau()
    both = method.alpha + method.gamma
    for weights in (method.last, method.last - np.eye(rosenbrock.STAGES)[-1]):
        z = -1e9
        left = 1 + z * weights @ method.gamma @ np.linalg.solve(
            np.eye(rosenbrock.STAGES) - z * both, np.ones(rosenbrock.STAGES)
        )
        assert abs(left) < 1e-6


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


def test_every_kind_of_expression_has_machine_code():
    x, y = (State(n, "1", n, initial=v, signed=True) for n, v in (("x", 1.3), ("y", 0.4)))
    k, g = (
        Parameter(n, u, n, value=v, source="none", status="assumed")
        for n, u, v in (("k", "1/day", 0.5), ("g", "1", 1.7))
    )
    named = [sympy.exp, sympy.log, sympy.tanh, sympy.sin, sympy.cos, sympy.sqrt]
    z = x**2 / (3 + x**2)
    cases = sympy.Piecewise(
        (x, sympy.And(x > 1, y <= 0)), (y, sympy.Or(x < -1, sympy.Not(y >= 1))), (z, True)
    )
    smooth = sum(function(z + 1) for function in named) + z**g + (z + 1) ** -2 + z**7
    model = Model(
        "All", "day", [x, y], [k, g],
        {x: k * (cases + sympy.Max(x, y) - 3 * x), y: k * (smooth / 20 - 2 - y)},
    )  # fmt: skip
    plain, fast = (
        simulate_cohort(
            model, [0, 0.7, 4], initial={"x": [1.3, -2.0, 0.1], "y": -0.4}, engine=engine
        )
        for engine in ("numpy", "compiled")
    )
    for name in ("x", "y"):
        assert fast[name] == pytest.approx(plain[name], abs=1e-6)
    with pytest.raises(ModelError, match=r"erf\(x\) has no machine code; choose another engine"):
        Evaluation(None, {}, {}, set())(sympy.erf(x))


def test_parameters_that_move_are_followed_through_definitions():
    moves = [Ramp("S_P", 500, 10, 80), Ramp("C_s", 0.01, 20, 60)]
    plain, fast = (
        simulate_cohort(
            models.lemaire2004, [0, 15, 50, 100], parameters={"D_A": [0.6, 0.7]},
            interventions=moves, engine=engine,
        )
        for engine in ("numpy", "compiled")
    )  # fmt: skip
    for name in models.lemaire2004.state_names:
        assert fast[name] == pytest.approx(plain[name], rel=1e-7)


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_states_without_a_finite_slope_at_zero_leave_it(engine):
    """At zero the root of a state has an infinite slope, and its product with nothing has none."""
    times = np.array([0, 2, 20.0])
    roots = {"f_34": [0.83, 1.0, 1.0], "f_23": [1.0, 0.9, 1.0], "g_42": [1.0, 1.0, 0.8]}
    changed = [Ramp("g_32", 0.9, 5, 10)]
    cohort = simulate_cohort(
        models.graham2013, times, parameters=roots, interventions=changed, engine=engine
    )
    for i in range(3):
        own = {name: values[i] for name, values in roots.items()}
        run = simulate(
            models.graham2013, times, parameters=own, interventions=changed, engine="scipy"
        )
        for name in run.model.state_names:
            assert cohort[name][i] == pytest.approx(run[name], rel=1e-6, abs=1e-9), name


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_a_rate_that_jumps_back_and_forth_is_an_error(engine, monkeypatch):
    monkeypatch.setattr(rosenbrock, "MOST_STEPS", 200)
    x = State("x", "1", "level", initial=1)
    k = Parameter("k", "1/day", "speed", value=1, source="none", status="assumed")
    rate = k * sympy.Piecewise((-1, x > 0.5), (1, True))
    with pytest.raises(IntegrationError, match=r"where x = 0\.5: the steps became too small"):
        simulate_cohort(Model("Switch", "day", [x], [k], {x: rate}), [0, 10], engine=engine)


def test_an_error_between_steps_that_is_no_number_refuses_the_step():
    kernel = pytest.importorskip("bonebalance.kernel")
    rows = kernel.Rows.laid_out(1, 0, 0, rosenbrock.STAGES, 1)
    table, marks = np.ones((rows.height, 1)), np.zeros((kernel.MARKS, 1), np.int64)
    table[[rows.t, rows.norm, rows.begin], 0] = 0
    marks[kernel.READS, 0], marks[kernel.STATE, 0] = 1, kernel.RUNNING
    control = kernel.Control(0.9, 0.2, 6.0, 5.0, 1e-14, 0.25, 10)
    out = np.zeros((1, 1, 2))
    for between, reached in ((np.nan, 0.0), (2.0, 0.0), (0.5, 1.0)):
        table[rows.between, 0] = between
        kernel._conclude(table, rows, 0, marks, np.array([0.5, 1.0]), out, control)
        assert table[rows.t, 0] == reached
