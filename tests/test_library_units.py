"""Units balance, and a wrong one is named."""

from __future__ import annotations

import pytest
import sympy
from mutants import with_parameter

from bonebalance import Definition, Model, ModelError, Parameter, State, UnitError, models
from bonebalance.units import convert, parse_unit

x = State("x", "cell", "cells", initial=1)
rate = Parameter("rate", "1/day", "loss", value=0.1, source="none", status="assumed")
power = Parameter("power", "1", "exponent", value=0.5, source="none", status="assumed")
gain = Parameter(
    "gain", "cell**(1 - power)/day", "gain", value=2, source="none", status="assumed"
)  # fmt: skip


def one(expression, parameters, definitions=None):
    return Model("Toy", "day", [x], parameters, {x: expression}, definitions)


def test_a_balanced_equation_with_a_symbolic_exponent_is_accepted():
    assert one(gain * x**power - rate * x, [gain, power, rate]).state_names == ("x",)


@pytest.mark.parametrize(
    ("expression", "culprit"),
    [
        (rate * x**2, "dx/dt"),
        (rate, "dx/dt"),
        (rate * x + 1, "dx/dt"),
        (rate * x * sympy.exp(x), "x has the unit"),
        (rate * x * sympy.log(rate), "rate has the unit"),
        (rate * x**x, "x has the unit"),
        (gain * x ** (2 * power), "dx/dt"),
        (rate * sympy.Max(x, rate), "has the unit"),
        (rate * sympy.Piecewise((x, x > rate), (0, True)), "has the unit"),
        (rate * x * sympy.gamma(power), "gamma"),
    ],
)
def test_an_unbalanced_equation_is_named(expression, culprit):
    with pytest.raises(UnitError, match=culprit) as error:
        one(expression, [rate, power, gain])
    assert "the equation of dx/dt does not balance" in str(error.value)


def test_the_message_shows_both_units_in_days():
    with pytest.raises(
        UnitError, match=r"unit \[cell\^\(2\) day\^\(-1\)\] where \[cell day\^\(-1\)\]"
    ):
        one(rate * x**2, [rate])


@pytest.mark.parametrize("name", ["alpha_1", "beta_1", "beta_2", "alpha_2", "k_1", "k_2"])
@pytest.mark.parametrize("wrong", ["{}/24", "({})*cell", "({})*gram"])
def test_one_wrong_unit_in_a_published_model_is_found(name, wrong):
    model = models.komarova2003
    unit = wrong.format(model.parameters[name].unit)
    with pytest.raises(UnitError, match="does not balance"):
        with_parameter(model, name, unit=unit)


def test_a_wrong_definition_is_named():
    wrong = Definition("wrong", "cell", "a rate that claims to be a number of cells")
    with pytest.raises(UnitError, match="the equation of wrong does not balance"):
        one(rate * wrong, [rate], {wrong: rate * x})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "cannot be read"),
        ("cell per day", "cannot be read"),
        ("cell + day", "nothing added"),
        ("celll/day", "no known unit"),
        ("-1/day", "nothing added"),
        ("(", "cannot be read"),
        ("day.name", "cannot be read"),
        ("__import__('os')", "cannot be read"),
        ("1/NAN", "no known unit"),
        ("dB/day", "no known unit"),
    ],
)
def test_unreadable_units(text, reason):
    with pytest.raises(UnitError, match=reason):
        parse_unit(text)


@pytest.mark.parametrize(
    ("value", "given", "wanted", "expected"),
    [
        (0.2, "1/day", "1/week", 1.4),
        (1, "1/year", "1/day", 1 / 365.25),
        (24, "1/day", "1/hour", 1),
        (2, "nanomolar", "picomolar", 2000),
        (1, "percent/(cell*week)", "percent/(cell*day)", 1 / 7),
        (20, "µg", "milligram", 0.02),  # micro sign
        (20, "μg", "milligram", 0.02),  # Greek mu
    ],
)
def test_conversion(value, given, wanted, expected):
    assert convert(value, given, wanted, {}) == pytest.approx(expected, rel=1e-14)


def test_conversion_with_a_symbolic_exponent():
    given, wanted = "cell**0.5/hour", "cell**(1 - power)/day"
    assert convert(1, given, wanted, {"power": 0.5}) == pytest.approx(24, rel=1e-14)
    with pytest.raises(UnitError, match="cannot be turned into"):
        convert(1, given, wanted, {"power": 0.7})


def test_values_may_come_in_another_unit():
    model = models.komarova2003
    values = model.parameter_values({"beta_1": (1.4, "1/week"), "g_11": 1.1})
    assert values["beta_1"] == pytest.approx(0.2)
    with pytest.raises(UnitError, match="beta_1 is measured in 1/day"):
        model.parameter_values({"beta_1": (1.4, "cell")})
    with pytest.raises(ModelError, match="beta_1 must be a number or"):
        model.parameter_values({"beta_1": (1.4, 7)})
