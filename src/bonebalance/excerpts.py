"""Chosen equations of a model, typeset for a page that builds it block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sympy

from bonebalance.equations import Equations
from bonebalance.errors import unknown_name
from bonebalance.latex import latex
from bonebalance.page import Markdown
from bonebalance.quantities import Quantity

__all__ = ["excerpt", "symbol"]

# A product of more factors than this is broken into quotients that belong together, and a line
# holds so many of these.
_FACTORS, _A_LINE = 5, 3
# A name of several letters that is not a command of LaTeX.
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z][A-Za-z0-9]*[A-Za-z0-9](?![A-Za-z])")
# A word and the factor after it, which would run together.
_CLOSE = re.compile(r"(\\mathrm\{\w+\}(?:_\{\w+\})?) (?=[A-Za-z]|\\mathrm)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end|mathrm)\{[^}]*\}")


def excerpt(model: Equations, *names: str) -> Markdown:
    """Return some of a model's equations, typeset.

    Parameters
    ----------
    model : Equations
        The model.
    *names : str
        States, whose rates are printed, and definitions, in the order of the page.

    Returns
    -------
    Markdown
        A displayed equation, one line a name; a long product takes several lines.

    Raises
    ------
    ModelError
        If the model has neither a state nor a definition of that name.
    """
    known = {quantity.name: quantity for quantity in (*model.rates, *model.definitions)}
    order = [*model.parameters.values(), *model.definitions, *model.states]
    lines = []
    for name in names:
        if name not in known:
            raise unknown_name("state or definition", name, known, model.name)
        lines += _lines(model, known[name], order)
    body = " \\\\[0.5em]\n".join(lines)
    return Markdown(f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$")


def symbol(quantity: Quantity) -> str:
    """Return a quantity as LaTeX, set as in an excerpt.

    Parameters
    ----------
    quantity : Quantity
        A state, parameter or definition.

    Returns
    -------
    str
        LaTeX for math mode.
    """
    return _upright(latex(quantity))


def _lines(model: Equations, quantity: Quantity, order: list[Quantity]) -> list[str]:
    left = symbol(quantity)
    if quantity in model.rates:
        left, right = rf"\frac{{\mathrm{{d}}{left}}}{{\mathrm{{d}}t}}", model.rates[quantity]
    else:
        right = model.definitions[quantity]
    factors = sympy.Mul.make_args(right)
    if len(factors) <= _FACTORS:
        return [f"{left} &= {_upright(latex(right, order))}"]
    parts = [_upright(latex(part, order)) for part in _quotients(factors)]
    # A sum that stands alone as a factor needs its brackets.
    parts = [rf"\left({part}\right)" if _is_sum(part) else part for part in parts]
    rows = [r" \cdot ".join(parts[i : i + _A_LINE]) for i in range(0, len(parts), _A_LINE)]
    return [f"{left} &= {rows[0]}", *(rf"&\quad \cdot {row}" for row in rows[1:])]


def _quotients(factors: tuple[sympy.Expr, ...]) -> Iterator[sympy.Expr]:
    """Put each divisor below the factors with which it shares a constant; plain ones go first."""
    above = [factor for factor in factors if not _divides(factor)]
    below = [factor for factor in factors if _divides(factor)]
    groups: list[list[sympy.Expr]] = [[], *([divisor] for divisor in below)]
    for factor in above:
        shared = [len(factor.free_symbols & divisor.free_symbols) for divisor in below]
        best = max(shared, default=0)
        groups[shared.index(best) + 1 if best else 0].append(factor)
    first, *rest = groups
    yield from first
    yield from (sympy.Mul(*group) for group in rest)


def _divides(factor: sympy.Expr) -> bool:
    base, power = factor.as_base_exp()
    return bool(power == -1 and base.is_Add)


def _is_sum(text: str) -> bool:
    """Return whether LaTeX has a plus or minus outside all brackets."""
    depth = 0
    for sign in text:
        depth += (sign in "{(") - (sign in "})")
        if sign in "+-" and depth == 0:
            return True
    return False


def _upright(text: str) -> str:
    """Set names of several letters upright, so that they do not read as products."""
    kept = iter(_ENVIRONMENT.findall(text))
    parts = _ENVIRONMENT.split(text)
    done = [_WORD.sub(lambda found: rf"\mathrm{{{found[0]}}}", part) for part in parts]
    return _CLOSE.sub(r"\1\\, ", "".join(part + next(kept, "") for part in done))
