"""Equations as statements of a programming language, by index, shared parts written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy
from sympy.printing.codeprinter import CodePrinter

from bonebalance.equations import Equations


class IndexedSymbols:
    """Printer mixin: states as ``y[i]``, parameters as ``p[i]``, other symbols by their name."""

    names: Mapping[sympy.Symbol, str]

    def _print_Symbol(self, expr: sympy.Symbol) -> str:
        return self.names.get(expr) or str(expr.name)

    _print_State = _print_Symbol
    _print_Parameter = _print_Symbol


def indexed_names(equations: Equations) -> dict[sympy.Symbol, str]:
    """Return ``y[i]`` for each state and ``p[i]`` for each parameter, in the model's order.

    By index no name can clash with a word of the language.
    """
    names = {state: f"y[{index}]" for index, state in enumerate(equations.states)}
    return names | {key: f"p[{index}]" for index, key in enumerate(equations.parameters.values())}


def assignments(
    printer: CodePrinter, expressions: Iterable[sympy.Expr], targets: Iterable[str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (name, code) pairs: first the shared parts, then one for each expression.

    Parameters
    ----------
    printer : CodePrinter
        Prints one expression.
    expressions : iterable of sympy.Expr
        What to compute.
    targets : iterable of str
        Where each result goes.

    Returns
    -------
    shared, results : list of (str, str)
        In an order in which each line builds on earlier ones only.
    """
    shared, reduced = sympy.cse(list(expressions), symbols=sympy.numbered_symbols("x"))
    return (
        [(str(key), printer.doprint(value)) for key, value in shared],
        [(t, printer.doprint(value)) for t, value in zip(targets, reduced, strict=True)],
    )
