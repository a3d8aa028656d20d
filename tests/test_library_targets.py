"""Every target of a model agrees with its equations at fifty digits."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from functools import cache

import mpmath
import numpy as np
import pytest
import sympy
from py_mini_racer import MiniRacer

from bonebalance import Model, models
from bonebalance.latex import latex
from bonebalance.numeric import compile_equations

DIGITS = 50
AGREEMENT = 1e-12  # of the largest term that enters a rate
POINTS = 20
MODELS = {name: getattr(models, name) for name in models.__all__}
# Where a state is tried if its initial value is no guide to its size.
TYPICAL = {
    ("graham2013", "S"): 60.0,
    ("graham2013", "P"): 100.0,
    ("crane", "a"): 60.0,
    ("jorg2022", "a"): 20000.0,
}


def points(model: Model):
    """Draw states and parameters within a factor of three of the published ones."""
    draw = np.random.default_rng(20030805)
    name = next(name for name, known in MODELS.items() if known is model)
    state = np.array([TYPICAL.get((name, s.name), s.initial or 1.0) for s in model.states])
    values = np.array([p.value for p in model.parameters.values()])
    for index in range(POINTS):
        # Parameters that are zero, such as an intake, stay so in every second point.
        moved = np.where(values == 0, index % 2 * draw.uniform(0, 0.1, values.size), values)
        yield (
            state * np.exp(draw.uniform(-1.1, 1.1, state.size)),
            moved * np.exp(draw.uniform(-0.1, 0.1, values.size)),
        )


@cache
def high_precision(model: Model, expressions):
    """Return a function of states and parameters that computes in mpmath's precision."""
    symbols = [list(model.states), list(model.parameters.values())]
    return sympy.lambdify(symbols, list(expressions), modules="mpmath")


def exact(model: Model, expressions, state, values):
    """Evaluate with fifty digits from exact copies of the floating-point inputs."""
    with mpmath.workdps(DIGITS):
        inputs = [[mpmath.mpf(x) for x in row] for row in (state, values)]
        return np.array(high_precision(model, tuple(expressions))(*inputs))


def largest_terms(model: Model, state, values):
    """Return the size of the largest term of each rate: what rounding is measured against."""
    terms = [sympy.Add.make_args(rate) for rate in model.expanded_rates]
    sizes = [np.max(np.abs(exact(model, parts, state, values))) for parts in terms]
    return np.maximum(np.array(sizes, dtype=float), 1e-300)


@pytest.fixture(scope="module", params=MODELS)
def model(request):
    return MODELS[request.param]


def test_numpy_rates(model):
    for state, values in points(model):
        truth = exact(model, model.expanded_rates, state, values)
        found = compile_equations(model).rates(state, values)
        assert np.all(np.abs(found - truth) < AGREEMENT * largest_terms(model, state, values))


def test_jacobian(model):
    for state, values in points(model):
        found = compile_equations(model).jacobian(state, values)
        terms = largest_terms(model, state, values)
        for column in range(state.size):
            slopes = difference(model, column, state, values)
            # Where a slope is the small rest of large ones, it is measured against those.
            assert found[:, column] == pytest.approx(slopes, rel=1e-9, abs=0) or np.all(
                np.abs(found[:, column] - slopes) < AGREEMENT * terms / state[column]
            )


def test_jacobian_where_a_population_is_zero():
    start = models.graham2013.jacobian()
    assert np.all(np.isfinite(start))
    names = models.graham2013.state_names
    value = models.graham2013.parameter_values()
    grown = value["alpha_3"] * (1 - 180 / value["K_S"]) - value["delta"]
    assert start[names.index("P"), names.index("P")] == pytest.approx(grown, rel=1e-12)


def difference(model, column, state, values):
    """Return a central difference at fifty digits, which knows nothing of derivatives."""
    with mpmath.workdps(DIGITS):
        step = mpmath.mpf(1e-15) * mpmath.mpf(state[column])
        around = [[mpmath.mpf(x) for x in state] for _ in range(2)]
        around[0][column] += step
        around[1][column] -= step
        up, down = (exact(model, model.expanded_rates, point, values) for point in around)
        return ((up - down) / (2 * step)).astype(float)


def test_javascript(model):
    engine = MiniRacer()
    engine.eval(f"const model = {model.javascript()};")
    described = json.loads(engine.eval("JSON.stringify(model)"))
    assert [s["name"] for s in described["states"]] == list(model.state_names)
    assert {p["name"]: p["value"] for p in described["parameters"]} == model.parameter_values()
    for state, values in points(model):
        call = f"const out = []; model.rates(0, {state.tolist()}, {values.tolist()}, out); out"
        found = np.array(
            json.loads(engine.eval(f"(() => {{ {call}; return JSON.stringify(out) }})()"))
        )
        truth = exact(model, model.expanded_rates, state, values)
        assert np.all(np.abs(found - truth) < AGREEMENT * largest_terms(model, state, values))


def test_rates_broadcast_over_patients(model):
    functions = compile_equations(model)
    drawn = list(points(model))
    states = np.array([state for state, _ in drawn]).T
    values = np.array([value for _, value in drawn]).T
    together = functions.rates(states, values)
    slopes = functions.jacobian(states, values)
    for index, (state, value) in enumerate(drawn):
        assert together[:, index] == pytest.approx(functions.rates(state, value), rel=1e-13)
        assert slopes[..., index] == pytest.approx(functions.jacobian(state, value), rel=1e-13)


def test_typeset_equations_hold_every_symbol(model):
    text = model.latex()
    used = set().union(
        *(r.free_symbols for r in (*model.rates.values(), *model.definitions.values()))
    )
    for quantity in (*used, *model.states, *model.definitions):
        assert latex(quantity) in text, quantity
    assert text.count(r"\mathrm{d}t") == len(model.states)


def test_gains_stand_before_losses_in_the_order_of_the_paper():
    first = re.sub(r"\s", "", models.komarova2003.latex().splitlines()[1])
    assert first.startswith(
        r"\frac{\mathrm{d}C}{\mathrm{d}t}&=\alpha_{1}C^{g_{11}}B^{g_{21}}-\beta_{1}C"
    )


def test_models_can_be_sent_to_another_process(model):
    copy = pickle.loads(pickle.dumps(model))
    assert copy.javascript() == model.javascript()
    assert copy.parameter_values() == model.parameter_values()


def test_models_cannot_be_changed(model):
    name = next(iter(model.parameters))
    with pytest.raises(TypeError):
        model.parameters[name] = None
    with pytest.raises(AttributeError):
        model.name = "another"


def tokens(text):
    """Count what a formula holds, whatever the order of its terms and factors."""
    text = re.sub(r"(\w+)_\{bar\}", r"\\bar{\1}", text)
    return Counter(re.findall(r"\\[A-Za-z]+|[^\s+]", text))


def test_typesetting_changes_the_order_and_nothing_else(model):
    for expression in (*model.rates.values(), *model.definitions.values()):
        plain = sympy.latex(sympy.sympify(expression), order="none", ln_notation=True)
        assert tokens(latex(expression)) == tokens(plain), expression


def test_a_fraction_stays_a_fraction():
    k = models.balance.parameters["k"]
    assert latex(1 / (1 + k)) == r"\frac{1}{1 + k}"
    assert latex(k ** sympy.Rational(-3, 2)) == r"\frac{1}{k^{\frac{3}{2}}}"
