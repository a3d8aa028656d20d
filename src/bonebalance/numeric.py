"""Equations as NumPy functions: rates, Jacobian and definitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import NDArray

from bonebalance.equations import Equations

Array = NDArray[np.float64]
Function = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class NumericEquations:
    """Compiled right-hand sides.

    All take states of shape (s, ...) and parameters of shape (p, ...) in the model's order and
    its units, and broadcast over further axes.

    Attributes
    ----------
    rates : callable
        Returns shape (s, ...), state units per time unit.
    jacobian : callable
        Returns shape (s, s, ...): row i, column j is the slope of rate i with state j.
    definitions : callable
        Returns shape (d, ...), in the order of the model's definitions.
    """

    rates: Function
    jacobian: Function
    definitions: Function


@lru_cache(maxsize=64)
def compile_equations(equations: Equations) -> NumericEquations:
    """Turn equations into NumPy functions, once per model.

    Parameters
    ----------
    equations : Equations
        The model.

    Returns
    -------
    NumericEquations
        Its compiled functions.
    """
    rates = equations.expanded_rates
    slopes = [sympy.diff(_smooth(rate), state) for rate in rates for state in equations.states]
    definitions = [equations.expand(expression) for expression in equations.definitions.values()]
    size = len(equations.states)
    return NumericEquations(
        rates=_function(equations, rates, (size,)),
        jacobian=_function(equations, slopes, (size, size)),
        definitions=_function(equations, definitions, (len(definitions),)),
    )


def _smooth(expression: sympy.Expr) -> sympy.Expr:
    """Write Max and Min by cases, whose slope is a plain choice between two slopes."""
    return (
        expression.rewrite(sympy.Piecewise) if expression.has(sympy.Max, sympy.Min) else expression
    )


def _function(
    equations: Equations,
    expressions: list[sympy.Expr] | tuple[sympy.Expr, ...],
    shape: tuple[int, ...],
) -> Function:
    arguments = [list(equations.states), list(equations.parameters.values())]
    compiled = sympy.lambdify(arguments, list(expressions), modules="numpy", cse=True)

    def evaluate(states: Array, parameters: Array) -> Array:
        values = compiled(states, parameters)
        common = np.broadcast_shapes(np.shape(states)[1:], np.shape(parameters)[1:])
        out = np.empty((len(values), *common))
        for row, value in enumerate(values):
            out[row] = value
        return out.reshape(*shape, *common)

    return evaluate
