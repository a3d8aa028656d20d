"""Expressions as machine instructions on vectors that hold one number for each of some patients.

LLVM, which comes with Numba, compiles them. A vector is as wide as the processor likes, so four or
eight patients cost little more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import sympy
from llvmlite import ir  # type: ignore[import-untyped]
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from bonebalance.errors import ModelError

# A value of LLVM, whose package carries no types.
Vector = Any

_DOUBLE = ir.DoubleType()
# A multiplication followed by an addition may be done at once.
_FUSED = ("contract",)
# Functions that are called number by number, by their name in the library of C.
_BY_NAME = {
    sympy.exp: "exp", sympy.log: "log", sympy.tanh: "tanh", sympy.sin: "sin", sympy.cos: "cos",
}  # fmt: skip
_RELATIONS = {
    sympy.StrictLessThan: "<", sympy.LessThan: "<=", sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=", sympy.Equality: "==", sympy.Unequality: "!=",
}  # fmt: skip
_MOST_FACTORS = 16


class Instructions:
    """Writes one function that works on the rows of a table, each row one number a lane.

    Parameters
    ----------
    module : llvmlite.ir.Module
        Receives the function.
    name : str
        Its name; it takes the address of the table.
    lanes : int
        Numbers in a row.
    """

    def __init__(self, module: ir.Module, name: str, lanes: int) -> None:
        self._module, self._lanes = module, lanes
        self.kind = _DOUBLE if lanes == 1 else ir.VectorType(_DOUBLE, lanes)
        function = ir.Function(module, ir.FunctionType(ir.VoidType(), [_DOUBLE.as_pointer()]), name)
        self._table = function.args[0]
        self._do = ir.IRBuilder(function.append_basic_block())

    def load(self, row: int) -> Vector:
        """Return a row of the table."""
        return self._do.load(self._address(row), align=8)

    def loaded(self, first: int, count: int) -> list[Vector]:
        """Return rows that follow each other."""
        return [self.load(row) for row in range(first, first + count)]

    def store(self, first: int, *values: Vector) -> None:
        """Write values to rows that follow each other."""
        for row, value in enumerate(values, first):
            self._do.store(value, self._address(row), align=8)

    def _address(self, row: int) -> ir.Value:
        begin = self._do.gep(self._table, [ir.Constant(ir.IntType(64), row * self._lanes)])
        return self._do.bitcast(begin, self.kind.as_pointer())

    def end(self) -> None:
        """Return from the function."""
        self._do.ret_void()

    def constant(self, value: float) -> Vector:
        """Return a number that is the same in all lanes."""
        one = float(value)
        return ir.Constant(self.kind, one if self._lanes == 1 else [one] * self._lanes)

    def add(self, a: Vector, b: Vector) -> Vector:
        """Return a + b."""
        return self._do.fadd(a, b, flags=_FUSED)

    def subtract(self, a: Vector, b: Vector) -> Vector:
        """Return a - b."""
        return self._do.fsub(a, b, flags=_FUSED)

    def multiply(self, a: Vector, b: Vector) -> Vector:
        """Return a b."""
        return self._do.fmul(a, b, flags=_FUSED)

    def inverse(self, a: Vector) -> Vector:
        """Return 1 / a."""
        return self._do.fdiv(self.constant(1), a)

    def weighted(
        self, weights: Iterable[float], values: Iterable[Vector], start: Vector | None = None
    ) -> Vector:
        """Return start + sum of weight times value, or just the sum."""
        parts = [
            value if weight == 1 else self.multiply(self.constant(weight), value)
            for weight, value in zip(weights, values, strict=True)
            if weight
        ]
        return reduce(self.add, parts if start is None else [start, *parts])

    def root(self, a: Vector) -> Vector:
        """Return the square root."""
        return self._intrinsic("sqrt", a)

    def size(self, a: Vector) -> Vector:
        """Return the value without its sign."""
        return self._intrinsic("fabs", a)

    def finite(self, a: Vector) -> Vector:
        """Return the value, or zero if it is infinite or no number."""
        return self.select(
            self.compare("<", self.size(a), self.constant(float("inf"))), a, self.constant(0)
        )

    def larger(self, a: Vector, b: Vector) -> Vector:
        """Return the larger of two values; b if one is no number."""
        return self._do.select(self._do.fcmp_ordered(">", a, b), a, b)

    def norm(self, values: Sequence[Vector]) -> Vector:
        """Return the root of the mean square."""
        total = reduce(self.add, (self.multiply(value, value) for value in values))
        return self.root(self.multiply(total, self.constant(1 / len(values))))

    def _intrinsic(self, name: str, a: Vector) -> Vector:
        ending = "f64" if self._lanes == 1 else f"v{self._lanes}f64"
        return self._do.call(self._function(f"llvm.{name}.{ending}", self.kind, 1), [a])

    def _function(self, name: str, kind: ir.Type, arguments: int) -> ir.Function:
        known = self._module.globals.get(name)
        if known is None:
            known = ir.Function(self._module, ir.FunctionType(kind, [kind] * arguments), name)
            # Equal arguments give equal results, so the compiler may call once instead of twice.
            for promise in ("readnone", "nounwind"):
                known.attributes.add(promise)
        return known

    def called(self, name: str, *arguments: Vector) -> Vector:
        """Return a function of the library of C, called for one lane after the other."""
        function = self._function(name, _DOUBLE, len(arguments))
        if self._lanes == 1:
            return self._do.call(function, arguments)
        result = ir.Constant(self.kind, ir.Undefined)
        for lane in range(self._lanes):
            at = ir.Constant(ir.IntType(32), lane)
            inputs = [self._do.extract_element(argument, at) for argument in arguments]
            result = self._do.insert_element(result, self._do.call(function, inputs), at)
        return result

    def select(self, condition: Vector, a: Vector, b: Vector) -> Vector:
        """Return a where the condition holds, else b."""
        return self._do.select(condition, a, b)

    def compare(self, relation: str, a: Vector, b: Vector) -> Vector:
        """Return where a relation holds."""
        return self._do.fcmp_ordered(relation, a, b)

    def truth(self, value: bool) -> Vector:
        """Return a condition that holds everywhere or nowhere."""
        bit = ir.IntType(1)
        one = int(value)
        if self._lanes == 1:
            return ir.Constant(bit, one)
        return ir.Constant(ir.VectorType(bit, self._lanes), [one] * self._lanes)

    def both(self, a: Vector, b: Vector) -> Vector:
        """Return where both conditions hold."""
        return self._do.and_(a, b)

    def either(self, a: Vector, b: Vector) -> Vector:
        """Return where one of the conditions holds."""
        return self._do.or_(a, b)

    def opposite(self, a: Vector) -> Vector:
        """Return where a condition does not hold."""
        return self._do.xor(a, self.truth(True))


class Evaluation:
    """Values of expressions, each part that occurs twice computed once.

    Parameters
    ----------
    write : Instructions
        Writes the instructions.
    values : mapping of sympy.Symbol to Vector
        What the symbols stand for.
    definitions : mapping of sympy.Symbol to sympy.Expr
        Symbols that stand for expressions, computed when they are met.
    fixed : set of sympy.Symbol
        Symbols that change seldom. Parts of these alone are kept together, so that the compiler
        finds that they are the same in every stage.
    """

    def __init__(
        self,
        write: Instructions,
        values: Mapping[sympy.Symbol, Vector],
        definitions: Mapping[sympy.Symbol, sympy.Expr],
        fixed: set[sympy.Symbol],
    ) -> None:
        self._write, self._definitions, self._fixed = write, definitions, fixed
        self._known: dict[sympy.Basic, Vector] = dict(values)

    def __call__(self, expression: sympy.Basic) -> Vector:
        """Return the value of an expression, or raise `ModelError`."""
        if expression not in self._known:
            self._known[expression] = self._computed(expression)
        return self._known[expression]

    def _computed(self, expression: sympy.Basic) -> Vector:
        if expression in self._definitions:
            return self(self._definitions[expression])
        if expression.is_number:
            return self._write.constant(float(expression))
        for kind, compute in self._kinds().items():
            if isinstance(expression, kind):
                return compute(expression)
        if expression.func in _BY_NAME:
            arguments = [self(argument) for argument in expression.args]
            return self._write.called(_BY_NAME[expression.func], *arguments)
        if expression.func in _RELATIONS:
            a, b = (self(argument) for argument in expression.args)
            return self._write.compare(_RELATIONS[expression.func], a, b)
        message = f"{expression} has no machine code; choose another engine"
        raise ModelError(message)

    def _kinds(self) -> dict[type[sympy.Basic], Callable[..., Vector]]:
        write = self._write
        return {
            sympy.Add: self._sum,
            sympy.Mul: self._product,
            sympy.Pow: self._power,
            sympy.Piecewise: self._cases,
            sympy.And: lambda e: reduce(write.both, map(self, e.args)),
            sympy.Or: lambda e: reduce(write.either, map(self, e.args)),
            sympy.Not: lambda e: write.opposite(self(e.args[0])),
            BooleanTrue: lambda _: write.truth(True),
            BooleanFalse: lambda _: write.truth(False),
        }

    def _apart(self, expression: sympy.Expr) -> list[sympy.Expr]:
        """Return the parts of a sum or product, first all that is fixed, as one."""
        fixed = [part for part in expression.args if part.free_symbols <= self._fixed]
        moving = [part for part in expression.args if part not in fixed]
        if not moving or len(fixed) < 2:
            return [*fixed, *moving]
        return [expression.func(*fixed), *moving]

    def _sum(self, expression: sympy.Expr) -> Vector:
        total = None
        for part in sorted(self._apart(expression), key=sympy.Expr.could_extract_minus_sign):
            if total is None:
                total = self(part)
            elif part.could_extract_minus_sign():
                total = self._write.subtract(total, self(-part))
            else:
                total = self._write.add(total, self(part))
        return total

    def _product(self, expression: sympy.Expr) -> Vector:
        return reduce(self._write.multiply, map(self, self._apart(expression)))

    def _power(self, expression: sympy.Pow) -> Vector:
        base, exponent = expression.args
        if exponent.is_number and exponent.is_negative:
            return self._write.inverse(self(base**-exponent))
        if exponent == sympy.Rational(1, 2):
            return self._write.root(self(base))
        if exponent.is_Integer and exponent <= _MOST_FACTORS:
            half = self(base ** (exponent // 2))
            square = self._write.multiply(half, half)
            return square if exponent % 2 == 0 else self._write.multiply(square, self(base))
        return self._write.called("pow", self(base), self(exponent))

    def _cases(self, expression: sympy.Piecewise) -> Vector:
        result = self._write.constant(float("nan"))
        for value, condition in reversed(expression.args):
            result = (
                self(value)
                if condition == sympy.true
                else self._write.select(self(condition), self(value), result)
            )
        return result
