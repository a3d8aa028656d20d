"""Equations as JavaScript, for figures that solve the model inside the page."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sympy
from sympy.printing.jscode import JavascriptCodePrinter

from bonebalance.codegen import IndexedSymbols, assignments, indexed_names
from bonebalance.equations import Equations


class _Printer(IndexedSymbols, JavascriptCodePrinter):  # type: ignore[misc]
    def __init__(self, equations: Equations) -> None:
        super().__init__({"contract": False})
        self.names = indexed_names(equations)


def javascript(equations: Equations, outputs: Sequence[str] = ()) -> str:
    """Return the model as a JavaScript object literal.

    Parameters
    ----------
    equations : Equations
        The model.
    outputs : sequence of str, optional
        Definitions to compute as well.

    Returns
    -------
    str
        An object with ``name``, ``time``, ``states``, ``parameters`` and
        ``rates: function (t, y, p, out)``, which writes the rates of the states `y` under the
        parameters `p` (arrays in the order listed) into the array `out`; with `outputs` also
        ``outputs: function (t, y, p, out)``, which writes their values.
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
        f"  rates: {_function(equations, equations.expanded_rates)}"
        f"{_outputs(equations, outputs)}\n"
        "}"
    )


def _outputs(equations: Equations, names: Sequence[str]) -> str:
    if not names:
        return ""
    meanings = {key.name: meaning for key, meaning in equations.definitions.items()}
    written = [equations.expand(meanings[name]) for name in names]
    return f",\n  outputs: {_function(equations, written)}"


def _function(equations: Equations, expressions: Sequence[sympy.Expr]) -> str:
    printer = _Printer(equations)
    targets = [f"out[{index}]" for index in range(len(expressions))]
    shared, results = assignments(printer, expressions, targets)
    lines = [f"const {name} = {code};" for name, code in shared]
    lines += [f"{target} = {code};" for target, code in results]
    body = "\n".join(f"    {line}" for line in lines)
    return f"function (t, y, p, out) {{\n{body}\n  }}"
