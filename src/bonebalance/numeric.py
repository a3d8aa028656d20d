"""Equations as NumPy functions: rates, Jacobian and definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import NDArray

from bonebalance.equations import Equations
from bonebalance.quantities import State

Array = NDArray[np.float64]
Function = Callable[[Array | Sequence[Array], Array | Sequence[Array]], Array]


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
    found = slopes(equations)
    places = [(i, j) for i in range(len(rates)) for j in range(len(rates))]
    jacobian = [found.get(place, sympy.Integer(0)) for place in places]
    definitions = [equations.expand(expression) for expression in equations.definitions.values()]
    size = len(equations.states)
    return NumericEquations(
        rates=array_function(equations, rates, (size,)),
        jacobian=array_function(equations, jacobian, (size, size)),
        definitions=array_function(equations, definitions, (len(definitions),)),
    )


def smooth(expression: sympy.Expr) -> sympy.Expr:
    """Write Max and Min by cases, whose slope is a plain choice between two slopes."""
    return (
        expression.rewrite(sympy.Piecewise) if expression.has(sympy.Max, sympy.Min) else expression
    )


def slopes(equations: Equations) -> dict[tuple[int, int], sympy.Expr]:
    """Return the slope of each rate with each state on which it depends.

    Definitions are followed by the chain rule, one at a time: written out first, a large model
    would take minutes to differentiate.

    Parameters
    ----------
    equations : Equations
        The model.

    Returns
    -------
    dict of (int, int) to sympy.Expr
        By row (rate) and column (state), definitions expanded.
    """
    known: dict[tuple[sympy.Symbol, State], sympy.Expr] = {}

    def total(expression: sympy.Expr, state: State) -> sympy.Expr:
        inner = [one for one in equations.definitions if expression.has(one)]
        through = [
            slope(expression, one) * known[one, state] for one in inner if (one, state) in known
        ]
        return sum(through, slope(expression, state) if expression.has(state) else 0)

    for definition, meaning in equations.definitions.items():
        for state in equations.states:
            if (found := total(meaning, state)) != 0:
                known[definition, state] = found
    return {
        (i, j): equations.expand(found)
        for i, row in enumerate(equations.states)
        for j, state in enumerate(equations.states)
        if (found := total(equations.rates[row], state)) != 0
    }


def slope(expression: sympy.Expr, symbol: sympy.Symbol) -> sympy.Expr:
    """Return a derivative in which ``x**g/x`` is ``x**(g - 1)``, defined where x is zero."""
    return sympy.powsimp(sympy.diff(smooth(expression), symbol), deep=True, combine="exp")


def array_function(
    equations: Equations, expressions: Sequence[sympy.Expr], shape: tuple[int, ...]
) -> Function:
    """Compile expressions of states and parameters into one function.

    Parameters
    ----------
    equations : Equations
        The model whose states and parameters occur, definitions expanded.
    expressions : sequence of sympy.Expr
        What to compute, in row-major order of `shape`.
    shape : tuple of int
        Shape of one result.

    Returns
    -------
    callable
        Takes states (s, ...) and parameters (p, ...), or sequences of arrays that broadcast.
    """
    arguments = [list(equations.states), list(equations.parameters.values())]
    compiled = sympy.lambdify(arguments, list(expressions), modules="numpy", cse=True)

    def evaluate(states: Array | Sequence[Array], parameters: Array | Sequence[Array]) -> Array:
        values = compiled(states, parameters)
        if isinstance(states, np.ndarray) and isinstance(parameters, np.ndarray):
            common = np.broadcast_shapes(states.shape[1:], parameters.shape[1:])
        else:
            common = np.broadcast_shapes(*(np.shape(a) for a in (*states, *parameters)))
        out = np.empty((len(values), *common))
        for row, value in enumerate(values):
            out[row] = value
        return out.reshape(*shape, *common)

    return evaluate
