"""Every target of a model agrees with its equations at fifty digits."""

from __future__ import annotations

import json
import pickle
import re

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


def points(model: Model):
    """Draw states and parameters within a factor of three of the published ones."""
    draw = np.random.default_rng(20030805)
    for _ in range(POINTS):
        state = np.array([s.initial for s in model.states])
        values = np.array([p.value for p in model.parameters.values()])
        yield (
            state * np.exp(draw.uniform(-1.1, 1.1, state.size)),
            values * np.exp(draw.uniform(-0.1, 0.1, values.size)),
        )


def exact(model: Model, expressions, state, values):
    """Evaluate with fifty digits from exact copies of the floating-point inputs."""
    inputs = dict(zip(model.states, state, strict=True))
    inputs |= dict(zip(model.parameters.values(), values, strict=True))
    with mpmath.workdps(DIGITS):
        exactly = {
            key: sympy.Float(mpmath.mpf(float(value)), DIGITS) for key, value in inputs.items()
        }
        return np.array([float(e.subs(exactly).evalf(DIGITS)) for e in expressions])


def largest_terms(model: Model, state, values):
    """Return the size of the largest term of each rate: what rounding is measured against."""
    sizes = []
    for rate in model.expanded_rates:
        terms = exact(model, sympy.Add.make_args(rate), state, values)
        sizes.append(np.max(np.abs(terms)))
    return np.maximum(sizes, 1e-300)


@pytest.fixture(scope="module", params=MODELS)
def model(request):
    return MODELS[request.param]


def test_numpy_rates(model):
    for state, values in points(model):
        truth = exact(model, model.expanded_rates, state, values)
        found = compile_equations(model).rates(state, values)
        assert np.all(np.abs(found - truth) < AGREEMENT * largest_terms(model, state, values))


def test_jacobian(model):
    rates = model.expanded_rates
    for state, values in points(model):
        found = compile_equations(model).jacobian(state, values)
        for row, rate in enumerate(rates):
            for column, name in enumerate(model.states):
                # A central difference at fifty digits knows nothing of symbolic derivatives.
                with mpmath.workdps(DIGITS):
                    step = 1e-15 * state[column]
                    slope = difference(model, rate, name, state, values, step)
                scale = max(abs(slope), 1e-3)
                assert found[row, column] == pytest.approx(slope, rel=1e-9, abs=1e-9 * scale)


def difference(model, rate, name, state, values, step):
    inputs = dict(zip(model.states, state, strict=True))
    inputs |= dict(zip(model.parameters.values(), values, strict=True))
    exactly = {key: sympy.Float(float(value), DIGITS) for key, value in inputs.items()}
    up = rate.subs(exactly | {name: exactly[name] + sympy.Float(step, DIGITS)}).evalf(DIGITS)
    down = rate.subs(exactly | {name: exactly[name] - sympy.Float(step, DIGITS)}).evalf(DIGITS)
    return float((up - down) / (2 * sympy.Float(step, DIGITS)))


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
