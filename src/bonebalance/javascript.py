"""Equations as JavaScript, for figures that solve the model inside the page."""

from __future__ import annotations

import json

from sympy.printing.jscode import JavascriptCodePrinter

from bonebalance.codegen import IndexedSymbols, assignments, indexed_names
from bonebalance.equations import Equations


class _Printer(IndexedSymbols, JavascriptCodePrinter):  # type: ignore[misc]
    def __init__(self, equations: Equations) -> None:
        super().__init__({"contract": False})
        self.names = indexed_names(equations)


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
    printer = _Printer(equations)
    targets = [f"out[{index}]" for index in range(len(equations.states))]
    shared, rates = assignments(printer, equations.expanded_rates, targets)
    lines = [f"const {name} = {code};" for name, code in shared]
    lines += [f"{target} = {code};" for target, code in rates]
    body = "\n".join(f"    {line}" for line in lines)
    return f"function (t, y, p, out) {{\n{body}\n  }}"
