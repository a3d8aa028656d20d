"""Equations typeset in the order a paper would print them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sympy
from sympy.printing.latex import LatexPrinter

from bonebalance.equations import Equations
from bonebalance.quantities import Parameter, Quantity, State


class _PaperPrinter(LatexPrinter):  # type: ignore[misc]
    """Gains before losses; in a product, parameters before states, each in the paper's order."""

    def __init__(self, order: Sequence[Quantity] = ()) -> None:
        super().__init__({"order": "none", "ln_notation": True})
        self._position = {quantity: index for index, quantity in enumerate(order)}

    def _print_Symbol(self, expr: sympy.Symbol, style: str = "plain") -> str:
        name = expr.name
        if name.endswith("_bar"):
            return rf"\bar{{{latex(sympy.Symbol(name.removesuffix('_bar')))}}}"
        return str(super()._print_Symbol(expr, style))

    def _print_Mul(self, expr: sympy.Expr) -> str:
        # SymPy sends fractions such as 1/x here too, though they are powers.
        if not isinstance(expr, sympy.Mul):
            return str(super()._print_Mul(expr))
        factors = sorted(expr.args, key=self._rank)
        return str(super()._print_Mul(sympy.Mul(*factors, evaluate=False)))

    def _print_Max(self, expr: sympy.Expr, exp: str | None = None) -> str:
        parts = sorted(expr.args, key=lambda part: part.is_number)
        power = f"^{{{exp}}}" if exp else ""
        return rf"\max\left({', '.join(self._print(part) for part in parts)}\right){power}"

    def _as_ordered_terms(self, expr: sympy.Expr, order: str | None = None) -> list[sympy.Expr]:
        terms = super()._as_ordered_terms(expr, order=order)
        return sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))

    def _rank(self, factor: sympy.Expr) -> tuple[int, int]:
        base = factor.as_base_exp()[0]
        position = self._position.get(base, 0)
        if base.is_number:
            return 0, position
        if isinstance(base, Parameter):
            return 1, position
        return (3 if isinstance(base, State) else 2), position


def latex(expression: sympy.Expr, order: Sequence[Quantity] = ()) -> str:
    """Return an expression as LaTeX.

    Parameters
    ----------
    expression : sympy.Expr
        Built from quantities.
    order : sequence of Quantity
        Order in which the factors of a product are printed.

    Returns
    -------
    str
        LaTeX for math mode.
    """
    return str(_PaperPrinter(order).doprint(expression))


def equations_latex(equations: Equations) -> str:
    """Return the rates and the definitions they build on as one aligned block.

    Parameters
    ----------
    equations : Equations
        The model.

    Returns
    -------
    str
        A LaTeX ``aligned`` environment.
    """
    order = [*equations.parameters.values(), *equations.definitions, *equations.states]
    lines = [
        rf"\frac{{\mathrm{{d}}{latex(state)}}}{{\mathrm{{d}}t}} &= "
        + latex(equations.rates[state], order)
        for state in equations.states
    ]
    lines += [
        f"{latex(key)} &= {latex(value, order)}" for key, value in equations.definitions.items()
    ]
    body = " \\\\[0.5em]\n".join(lines)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def unit_latex(unit: str) -> str:
    """Return a unit as LaTeX: upright names, powers instead of fractions.

    Parameters
    ----------
    unit : str
        As written in a model.

    Returns
    -------
    str
        LaTeX for math mode; empty for a pure number.
    """
    names = {name: sympy.Symbol(name, real=True) for name in re.findall(r"[A-Za-zµ]\w*", unit)}
    parts = []
    for factor in sympy.Mul.make_args(sympy.parse_expr(unit, local_dict=names)):
        base, power = factor.as_base_exp()
        if base == 1:
            continue
        name = r"\%" if str(base) == "percent" else rf"\mathrm{{{base}}}"
        shown = name if power == 1 else f"{name}^{{{latex(power)}}}"
        parts.append((bool(power.could_extract_minus_sign()), shown))
    return r"\,".join(text for _, text in sorted(parts, key=lambda part: part[0]))
