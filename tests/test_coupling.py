"""Two models in one: the whole does what both do by hand, and ill-fitting parts are refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
import roadrunner
from py_mini_racer import MiniRacer

from bonebalance import (
    Definition,
    Drug,
    Model,
    ModelError,
    Parameter,
    State,
    UnitError,
    models,
    simulate,
    simulate_cohort,
)
from bonebalance.coupling import couple

WORDS = {"summary": "One fills the other.", "source": "thiscourse"}


def number(name, unit, value):
    return Parameter(name, unit, "a number", value=value, source="thiscourse", status="assumed")


f, k = number("f", "percent/day", 3.0), number("k", "1/day", 0.1)
x = State("x", "percent", "upper tank", initial=10)
out = Definition("out", "percent/day", "what runs out of the upper tank")
UPPER = Model("Upper", "day", [x], [f, k], {x: f - out}, {out: k * x}, limits=["no rain"])

r, d = number("r", "percent/day", 9.0), number("d", "1/day", 0.02)
y = State("y", "percent", "lower tank", initial=5)
LOWER = Model("Lower", "day", [y], [r, d], {y: r - d * y}, limits=["no wind"],
              drugs=[Drug("water", "percent", r)])  # fmt: skip
DRY = Model("Lower", "day", [y], [r, d], {y: r - d * y}, limits=["no wind"])
BOTH = couple("Both", UPPER, DRY, {"r": out}, limits=["no lid"], **WORDS)


def by_hand(times):
    """Solve both tanks in closed form."""
    rest = f.value / k.value
    upper = rest + (x.initial - rest) * np.exp(-k.value * times)
    share = k.value * (x.initial - rest) / (d.value - k.value)
    end = f.value / d.value
    lower = end + share * np.exp(-k.value * times)
    return upper, lower + (y.initial - end - share) * np.exp(-d.value * times)


def test_the_whole_is_both_by_hand():
    times = np.linspace(0, 100, 21)
    run = simulate(BOTH, times)
    upper, lower = by_hand(times)
    assert run["x"] == pytest.approx(upper, rel=1e-9)
    assert run["y"] == pytest.approx(lower, rel=1e-9)
    assert list(BOTH.parameters) == ["f", "k", "d"]
    assert BOTH.limits == ("no lid", "no rain", "no wind")
    many = simulate_cohort(BOTH, times, parameters={"k": np.array([0.1, 0.2])})
    assert many["y"][0] == pytest.approx(lower, rel=1e-6)


def test_a_longer_expression_becomes_a_definition_of_that_name():
    half = couple("Half", UPPER, DRY, {"r": out / 2}, **WORDS)
    assert [key.name for key in half.definitions] == ["out", "r"]
    assert half.rates_at({"x": 10, "y": 0})["y"] == pytest.approx(0.5)
    assert r"r &= \frac{out}{2}" in half.latex()


def test_both_directions():
    loop = couple("Loop", UPPER, DRY, {"r": out}, back={"f": d * y}, **WORDS)
    times = np.linspace(0, 500, 11)
    run = simulate(loop, times)
    assert run["x"] + run["y"] == pytest.approx(np.full(11, 15.0), rel=1e-8)


def test_every_target_knows_the_whole():
    times = np.linspace(0, 100, 11)
    _, lower = by_hand(times)
    simulator = roadrunner.RoadRunner(BOTH.to_sbml())
    found = simulator.simulate(0, 100, 11, ["time", "y"])
    assert found[:, 1] == pytest.approx(lower, rel=1e-4)
    script = MiniRacer()
    script.eval(f"const whole = {BOTH.javascript()};")
    rates = json.loads(
        script.eval("""(() => {
        const rates = [0, 0];
        whole.rates(0, [10, 5], whole.parameters.map(p => p.value ?? p), rates);
        return JSON.stringify(rates);
    })()""")
    )
    assert rates == pytest.approx(list(BOTH.rates_at({"x": 10, "y": 5}).values()), rel=1e-12)


@pytest.mark.parametrize(
    ("second", "through", "words"),
    [
        (UPPER, {}, r"Bad: both parts have x, f, k, out; rename them in one of the two"),
        (DRY, {"q": out}, r"Lower has no parameter 'q'"),
        (DRY, {"r": d * y}, r"Upper, asked for r, has no quantity 'd'"),
        (DRY, {"r": 3}, r"Bad: r would be 3 for ever; give it as a parameter to a run"),
        (DRY, {"r": x}, r"Bad: r of Lower is in percent/day: x has the unit \[1/100\]"),
        (DRY, {"d": k * x}, r"Bad: d of Lower is in 1/day"),
        (LOWER, {"r": out}, r"Bad: water enters by r, which must not be replaced"),
        (models.baker2013, {}, r"Upper counts time in day, Baker et al. 2013 in dimensionless"),
    ],
)
def test_parts_that_do_not_fit(second, through, words):
    kind = UnitError if "of Lower is in" in words else ModelError
    with pytest.raises(kind, match=words):
        couple("Bad", UPPER, second, through, **WORDS)


def test_drugs_of_one_name_are_refused():
    twin = Model("Twin", "day", [State("w", "percent", "tank", initial=1)],
                 [s := number("s", "percent/day", 1)],
                 {State("w", "percent", "tank", initial=1): s},
                 drugs=[Drug("water", "percent", s)])  # fmt: skip
    with pytest.raises(ModelError, match="Bad: both parts have water"):
        couple("Bad", twin, LOWER, {}, **WORDS)
