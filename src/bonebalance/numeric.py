"""Equations as NumPy functions: rates, Jacobian and definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray

from bonebalance.equations import Equations

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
    jacobian = [slope for row in expanded_slopes(equations, equations.states) for slope in row]
    definitions = [equations.expand(expression) for expression in equations.definitions.values()]
    size = len(equations.states)
    return NumericEquations(
        rates=array_function(equations, rates, (size,)),
        jacobian=array_function(equations, jacobian, (size, size)),
        definitions=array_function(equations, definitions, (len(definitions),)),
    )


def definitions_at(
    equations: Equations, states: Mapping[str, ArrayLike], parameters: Mapping[str, ArrayLike]
) -> dict[str, Array]:
    """Return what every definition is, without a run.

    Parameters
    ----------
    equations : Equations
        The model.
    states : mapping of str to array_like
        Value of each state.
    parameters : mapping of str to array_like
        Values of parameters; of the others their own. All shapes must fit together.

    Returns
    -------
    dict of str to ndarray
        By name, each of the common shape.
    """
    own = {parameter.name: parameter.value for parameter in equations.parameters.values()}
    known = own | dict(parameters)
    found = compile_equations(equations).definitions(
        [np.asarray(states[name], dtype=np.float64) for name in equations.state_names],
        [np.asarray(known[name], dtype=np.float64) for name in equations.parameters],
    )
    names = (definition.name for definition in equations.definitions)
    return dict(zip(names, found, strict=True))


def smooth(expression: sympy.Expr) -> sympy.Expr:
    """Write Max and Min by cases, whose slope is a plain choice between two slopes."""
    return (
        expression.rewrite(sympy.Piecewise) if expression.has(sympy.Max, sympy.Min) else expression
    )


def slopes(
    equations: Equations, symbols: Sequence[sympy.Symbol]
) -> tuple[dict[sympy.Symbol, sympy.Expr], dict[tuple[int, int], sympy.Expr]]:
    """Return the slope of each rate with each of some states and parameters.

    Definitions are followed by the chain rule, one at a time: written out first, a large model
    would take minutes to differentiate. The slope of a definition gets a symbol of its own.

    Parameters
    ----------
    equations : Equations
        The model.
    symbols : sequence of sympy.Symbol
        States or parameters of the model.

    Returns
    -------
    parts : dict of sympy.Symbol to sympy.Expr
        Slopes of definitions, in an order in which each builds on earlier ones only.
    found : dict of (int, int) to sympy.Expr
        Slopes by row (rate) and column (symbol), where they are not zero.
    """
    parts: dict[sympy.Symbol, sympy.Expr] = {}
    rates = [equations.rates[state] for state in equations.states]
    # Definitions that no rate builds on are only shown.
    needed = set().union(*(rate.free_symbols for rate in rates))
    for key in reversed(list(equations.definitions)):
        if key in needed:
            needed |= equations.definitions[key].free_symbols

    def named(key: sympy.Symbol, symbol: sympy.Symbol) -> sympy.Symbol:
        # No quantity has a name with a space.
        return sympy.Symbol(f"slope of {key.name} with {symbol.name}", real=True)

    def total(expression: sympy.Expr, symbol: sympy.Symbol) -> sympy.Expr:
        inside = expression.free_symbols
        through = [
            slope(expression, key) * inner
            for key in equations.definitions
            if key in inside and (inner := named(key, symbol)) in parts
        ]
        return sum(through, slope(expression, symbol) if symbol in inside else sympy.Integer(0))

    for key in equations.definitions:
        for symbol in symbols if key in needed else ():
            if (found := total(equations.definitions[key], symbol)) != 0:
                parts[named(key, symbol)] = found
    return parts, {
        (i, j): found
        for i, rate in enumerate(rates)
        for j, symbol in enumerate(symbols)
        if (found := total(rate, symbol)) != 0
    }


def expanded_slopes(
    equations: Equations, symbols: Sequence[sympy.Symbol]
) -> list[list[sympy.Expr]]:
    """Return the slope of each rate with each symbol, in states and parameters alone.

    Parameters
    ----------
    equations : Equations
        The model.
    symbols : sequence of sympy.Symbol
        States or parameters of the model.

    Returns
    -------
    list of list of sympy.Expr
        A row for each rate, a column for each symbol.
    """
    parts, found = slopes(equations, symbols)
    written: dict[sympy.Symbol, sympy.Expr] = {}
    for part, meaning in parts.items():
        written[part] = meaning.xreplace(written)
    return [
        [
            equations.expand(found.get((i, j), sympy.Integer(0)).xreplace(written))
            for j in range(len(symbols))
        ]
        for i in range(len(equations.states))
    ]


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
