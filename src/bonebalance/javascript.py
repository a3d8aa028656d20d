"""Equations as JavaScript, for figures that solve the model inside the page."""

from __future__ import annotations

import json
from collections.abc import Mapping

import sympy
from sympy.printing.jscode import JavascriptCodePrinter

from bonebalance.equations import Equations
from bonebalance.quantities import Parameter, State


class _IndexPrinter(JavascriptCodePrinter):  # type: ignore[misc]
    """Prints states as y[i] and parameters as p[i], so that no name can clash with JavaScript."""

    def __init__(self, names: Mapping[sympy.Symbol, str]) -> None:
        super().__init__({"contract": False})
        self._names = names

    def _print_Symbol(self, expr: sympy.Symbol) -> str:
        return self._names.get(expr) or str(super()._print_Symbol(expr))

    def _print_State(self, expr: State) -> str:
        return self._print_Symbol(expr)

    def _print_Parameter(self, expr: Parameter) -> str:
        return self._print_Symbol(expr)


def javascript(equations: Equations) -> str:
    """Return the model as a JavaScript object literal.

    Parameters
    ----------
    equations : Equations
        The model.

    Returns
    -------
    str
        An object with ``name``, ``time``, ``states``, ``parameters`` and
        ``rates: function (t, y, p, out)``, which writes the rates of the states `y` under the
        parameters `p` (arrays in the order listed) into the array `out`.
    """
    states = [
        {
            "name": state.name,
            "unit": state.unit,
            "description": state.description,
            "role": state.role,
            "initial": state.initial,
        }
        for state in equations.states
    ]
    parameters = [
        {
            "name": parameter.name,
            "unit": parameter.unit,
            "description": parameter.description,
            "value": parameter.value,
        }
        for parameter in equations.parameters.values()
    ]
    return (
        "{\n"
        f"  name: {json.dumps(equations.name)},\n"
        f"  time: {json.dumps(equations.time_unit)},\n"
        f"  states: {json.dumps(states)},\n"
        f"  parameters: {json.dumps(parameters)},\n"
        f"  rates: {_rates_function(equations)}\n"
        "}"
    )


def _rates_function(equations: Equations) -> str:
    names = {state: f"y[{index}]" for index, state in enumerate(equations.states)}
    names |= {key: f"p[{index}]" for index, key in enumerate(equations.parameters.values())}
    printer = _IndexPrinter(names)
    shared, rates = sympy.cse(equations.expanded_rates, symbols=sympy.numbered_symbols("x"))
    lines = [f"const {key} = {printer.doprint(value)};" for key, value in shared]
    lines += [f"out[{index}] = {printer.doprint(rate)};" for index, rate in enumerate(rates)]
    body = "\n".join(f"    {line}" for line in lines)
    return f"function (t, y, p, out) {{\n{body}\n  }}"
