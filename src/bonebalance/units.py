"""Units of symbols and expressions, checked strictly.

A unit is a positive factor times powers of base dimensions. Exponents may be symbolic, because
power-law models need them: the rate constant in ``alpha * C**g`` has the unit
``cell**(1 - g)/day`` whatever the value of ``g``. Names of units come from Pint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from tokenize import TokenError

import pint
import sympy

from bonebalance.errors import UnitError

_SECONDS_A_DAY = sympy.Integer(86400)

# Names, numbers and signs; what SymPy would evaluate beyond these is no unit.
_NAME = r"[A-Za-zμ][A-Za-z0-9_μ]*"
_READABLE = re.compile(rf"(?:{_NAME}|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[ */()+-])*")

Substitution = Mapping[sympy.Symbol, sympy.Expr]


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    registry: pint.UnitRegistry[Fraction] = pint.UnitRegistry(non_int_type=Fraction)
    registry.define("cell = [cell_count]")
    return registry


@dataclass(frozen=True)
class Unit:
    """A factor times powers of base dimensions.

    Parameters
    ----------
    factor : sympy.Expr
        Size in base units; positive, may hold symbolic powers.
    dimensions : mapping of str to sympy.Expr
        Exponent of each base dimension; none is zero.
    """

    factor: sympy.Expr
    dimensions: Mapping[str, sympy.Expr]

    def __mul__(self, other: Unit) -> Unit:
        exponents = dict(self.dimensions)
        for base, power in other.dimensions.items():
            exponents[base] = exponents.get(base, sympy.Integer(0)) + power
        return _unit(self.factor * other.factor, exponents)

    def __pow__(self, power: sympy.Expr) -> Unit:
        exponents = {base: exponent * power for base, exponent in self.dimensions.items()}
        return _unit(self.factor**power, exponents)

    def __truediv__(self, other: Unit) -> Unit:
        inverse: Unit = other ** sympy.Integer(-1)
        return self * inverse

    def ratio_to(self, other: Unit, substitution: Substitution) -> sympy.Expr:
        """Return how many `other` one of this unit is.

        Parameters
        ----------
        other : Unit
            Unit to compare with.
        substitution : mapping of Symbol to Expr
            Definitions or values of the symbols that occur in exponents.

        Returns
        -------
        sympy.Expr
            The factor between the two.

        Raises
        ------
        UnitError
            If the dimensions differ.
        """
        quotient = self / other
        for power in quotient.dimensions.values():
            if sympy.simplify(resolved(power, substitution)) != 0:
                message = f"{self} is not {other}"
                raise UnitError(message)
        return sympy.simplify(resolved(quotient.factor, substitution))

    def __str__(self) -> str:
        powers = " ".join(
            base if power == 1 else f"{base}^({power})"
            for base, power in sorted(self.dimensions.items())
        )
        size = "" if self.factor == 1 and powers else f"{self.factor} "
        return f"[{(size + powers).strip()}]"


DIMENSIONLESS = Unit(sympy.Integer(1), {})


def _unit(factor: sympy.Expr, exponents: Mapping[str, sympy.Expr]) -> Unit:
    expanded = {base: sympy.expand(power) for base, power in exponents.items()}
    return Unit(factor, {base: power for base, power in expanded.items() if power != 0})


def resolved(expression: sympy.Expr, substitution: Substitution) -> sympy.Expr:
    """Substitute until nothing changes, so that definitions may build on definitions."""
    # A number stays what it is; most factors and powers are numbers, and a model has hundreds.
    while expression.free_symbols:
        written_out = expression.subs(substitution)
        if written_out == expression:
            break
        expression = written_out
    return expression


@cache
def parse_unit(text: str) -> Unit:
    """Read a unit such as ``"percent/(cell*day)"`` or ``"cell**(1 - g_11)/day"``.

    Parameters
    ----------
    text : str
        Product of powers of unit names known to Pint, or ``"cell"``; ``"1"`` if dimensionless.

    Returns
    -------
    Unit
        The unit; symbols in exponents are plain real symbols of that name.

    Raises
    ------
    UnitError
        If the text is empty, cannot be read, or holds an unknown unit.
    """
    written = text.replace("\N{MICRO SIGN}", "μ")  # as Python itself reads it
    symbols = {name: sympy.Symbol(name, real=True) for name in re.findall(_NAME, written)}
    try:
        if not _READABLE.fullmatch(written):
            raise SyntaxError
        # Exponents such as 0.4 become exact, so that they cancel without a remainder.
        expression = sympy.nsimplify(sympy.parse_expr(written, local_dict=symbols), rational=True)
    except (SyntaxError, TokenError, TypeError, ValueError, AttributeError) as error:
        message = f'unit {text!r} cannot be read; write it like "percent/(cell*day)", or "1"'
        raise UnitError(message) from error
    return _parsed(expression, text)


def _parsed(expression: sympy.Expr, text: str) -> Unit:
    if isinstance(expression, sympy.Mul):
        product = DIMENSIONLESS
        for factor in expression.args:
            product = product * _parsed(factor, text)
        return product
    if isinstance(expression, sympy.Pow):
        power: Unit = _parsed(expression.base, text) ** expression.exp
        return power
    if isinstance(expression, sympy.Symbol):
        return _named(expression.name, text)
    if isinstance(expression, sympy.Rational) and expression > 0:
        return Unit(expression, {})
    message = f"unit {text!r} must be a product of powers of unit names, with nothing added"
    raise UnitError(message)


def _named(name: str, text: str) -> Unit:
    try:
        quantity = _registry().Quantity(1, name).to_base_units()
        size = Fraction(quantity.magnitude)
    except (pint.PintError, TypeError, ValueError, OverflowError) as error:
        # Pint also takes "nan" for a number, and computes decibels by a logarithm.
        message = f"unit {text!r} holds {name!r}, which is no known unit of measurement"
        raise UnitError(message) from error
    factor = sympy.Rational(size.numerator, size.denominator)
    exponents = {}
    for base, power in quantity.unit_items():
        exponent = sympy.Rational(str(power))
        # Bone keeps time in days, so messages should too.
        factor /= _SECONDS_A_DAY**exponent if base == "second" else 1
        exponents["day" if base == "second" else base] = exponent
    return _unit(factor, exponents)


_SAME_UNIT = (sympy.Add, sympy.Max, sympy.Min)
_PURE_NUMBERS = (sympy.exp, sympy.log, sympy.tanh, sympy.sin, sympy.cos, sympy.atan)


def unit_of(
    expression: sympy.Expr, units: Mapping[sympy.Symbol, Unit], substitution: Substitution
) -> Unit:
    """Return the unit of an expression, or raise if its parts do not fit together.

    Parameters
    ----------
    expression : sympy.Expr
        Built from symbols of `units`, sums, products, powers, Max, Min, Piecewise, exp and log.
    units : mapping of Symbol to Unit
        Unit of each symbol.
    substitution : mapping of Symbol to Expr
        Definitions of the symbols that occur in exponents.

    Returns
    -------
    Unit
        Unit of the whole expression.

    Raises
    ------
    UnitError
        If terms of different units are added or compared, an exponent or the argument of a
        function has a unit, or the expression holds a function whose unit is not known.
    """
    if isinstance(expression, sympy.Symbol):
        return units[expression]
    if expression.is_number:
        return DIMENSIONLESS
    parts = [
        part
        for part in (expression.args if not isinstance(expression, sympy.Piecewise) else ())
        if part != 0
    ]
    if isinstance(expression, sympy.Mul):
        product = DIMENSIONLESS
        for part in parts:
            product = product * unit_of(part, units, substitution)
        return product
    if isinstance(expression, sympy.Pow):
        require_unit(expression.exp, DIMENSIONLESS, units, substitution)
        power: Unit = unit_of(expression.base, units, substitution) ** expression.exp
        return power
    if isinstance(expression, _PURE_NUMBERS):
        require_unit(expression.args[0], DIMENSIONLESS, units, substitution)
        return DIMENSIONLESS
    if isinstance(expression, sympy.Piecewise):
        for _, condition in expression.args:
            for relation in condition.atoms(sympy.core.relational.Relational):
                unit_of(sympy.Max(relation.lhs, relation.rhs), units, substitution)
        parts = [value for value, _ in expression.args if value != 0]
    elif not isinstance(expression, _SAME_UNIT):
        message = f"the unit of {expression.func.__name__} in {expression} is not known"
        raise UnitError(message)
    first = unit_of(parts[0], units, substitution)
    for part in parts[1:]:
        require_unit(part, first, units, substitution)
    return first


def require_unit(
    expression: sympy.Expr,
    wanted: Unit,
    units: Mapping[sympy.Symbol, Unit],
    substitution: Substitution,
) -> None:
    """Raise `UnitError` unless the expression has exactly the wanted unit.

    Parameters
    ----------
    expression : sympy.Expr
        Expression to check.
    wanted : Unit
        Unit that it must have, factor included.
    units : mapping of Symbol to Unit
        Unit of each symbol.
    substitution : mapping of Symbol to Expr
        Definitions of the symbols that occur in exponents.

    Raises
    ------
    UnitError
        Naming the part that does not fit.
    """
    found = unit_of(expression, units, substitution)
    try:
        ratio = found.ratio_to(wanted, substitution)
    except UnitError as error:
        message = f"{expression} has the unit {found} where {wanted} is needed"
        raise UnitError(message) from error
    if ratio != 1:
        message = f"{expression} has the unit {found}, {ratio} times the {wanted} that is needed"
        raise UnitError(message)


def convert(value: float, given: str, wanted: str, exponents: Mapping[str, float]) -> float:
    """Convert a number from one unit to another.

    Parameters
    ----------
    value : float
        Number in the unit `given`.
    given, wanted : str
        Units, read by `parse_unit`.
    exponents : mapping of str to float
        Values of the parameters that occur in exponents of `wanted`.

    Returns
    -------
    float
        The number in the unit `wanted`.

    Raises
    ------
    UnitError
        If the two measure different things.
    """
    substitution = {
        sympy.Symbol(name, real=True): sympy.nsimplify(number, rational=True)
        for name, number in exponents.items()
    }
    try:
        ratio = parse_unit(given).ratio_to(parse_unit(wanted), substitution)
    except UnitError as error:
        message = f"a value in {given} cannot be turned into {wanted}"
        raise UnitError(message) from error
    return value * float(ratio)
