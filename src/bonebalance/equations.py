"""The equations of a model as they stand in the paper, checked when they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import sympy
from numpy.typing import NDArray

from bonebalance.errors import ModelError, UnitError, unknown_name
from bonebalance.quantities import Definition, Drug, Parameter, Quantity, State, checked_value
from bonebalance.units import Unit, convert, parse_unit, require_unit

Value = float | tuple[float, str]
# Share of a state's size below which a negative value is an error of rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Equations:
    r"""Ordinary differential equations with meaning, units and sources.

    .. math:: \frac{\mathrm{d}y_i}{\mathrm{d}t} = f_i(y, d, p), \qquad d_j = g_j(y, d, p)

    for states :math:`y`, definitions :math:`d` and parameters :math:`p`. Everything else in the
    package (numbers, typeset equations, JavaScript) is derived from this one object.

    Parameters
    ----------
    name : str
        Whose model it is, for example ``"Komarova et al. 2003"``.
    time_unit : str
        Unit of time, for example ``"day"``.
    states, parameters : sequence of State, of Parameter
        In the order of the paper.
    rates : mapping of State to sympy.Expr
        Right-hand side of each state.
    definitions : mapping of Definition to sympy.Expr
        Named parts of the rates; each may build on any other, but not in a circle.
    summary, source : str
        What the model describes, and the key of its reference.
    limits, errata : tuple of str
        What the model leaves out, and where this encoding departs from print and why.
    drugs : mapping of str to Drug
        Drugs by name, each with the state or parameter through which it enters.

    Raises
    ------
    ModelError
        If names clash, a rate is missing, or a symbol is not declared.
    UnitError
        If an equation does not balance; the message names the equation.
    """

    name: str
    time_unit: str
    states: tuple[State, ...]
    parameters: Mapping[str, Parameter]
    rates: Mapping[State, sympy.Expr]
    definitions: Mapping[Definition, sympy.Expr] = field(default_factory=dict)
    summary: str = ""
    source: str = ""
    limits: tuple[str, ...] = ()
    errata: tuple[str, ...] = ()
    drugs: Mapping[str, Drug] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._require_unique_names()
        self._require_rates()
        self._require_declared_symbols()
        rates = {state: sympy.sympify(rate) for state, rate in self.rates.items()}  # 1 is no symbol
        object.__setattr__(self, "rates", rates)
        object.__setattr__(self, "definitions", self._ordered_definitions())
        self._require_units()
        self._require_clocks()
        self._require_drugs()
        for name in ("parameters", "rates", "definitions", "drugs"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled, so a copy is rebuilt from plain values.
        fields = [
            self.name, self.time_unit, self.states, dict(self.parameters), dict(self.rates),
            dict(self.definitions), self.summary, self.source, self.limits, self.errata,
            dict(self.drugs),
        ]  # fmt: skip
        return _rebuilt, (type(self), *fields)

    @cached_property
    def state_names(self) -> tuple[str, ...]:
        """Names of the states, in order."""
        return tuple(state.name for state in self.states)

    def sizes(self, start: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the size of each state, against which its errors are measured.

        Parameters
        ----------
        start : ndarray of shape (..., s)
            Initial states of one run or of many.

        Returns
        -------
        ndarray of shape (..., s)
            The larger of the start and the published initial value; 1 where both are zero.
        """
        size = np.maximum(np.abs(start), [state.initial for state in self.states])
        size[size == 0] = 1.0
        return size

    def negative(self, states: NDArray[np.float64], scale: NDArray[np.float64]) -> State | None:
        """Return a state that fell below zero though the model says it cannot, or None.

        Parameters
        ----------
        states : ndarray of shape (s, ...)
            States; what is negative only by rounding is set to zero in place.
        scale : ndarray of shape (s, ...)
            Size of each state, to be broadcast.
        """
        for state, values, size in zip(self.states, states, scale, strict=True):
            if state.signed:
                continue
            if np.any(values < -_ROUNDING * size):
                return state
            np.maximum(values, 0, out=values)
        return None

    @cached_property
    def expanded_rates(self) -> tuple[sympy.Expr, ...]:
        """Rates of states and parameters alone, in the order of `states`."""
        return tuple(self.expand(self.rates[state]) for state in self.states)

    def expand(self, expression: sympy.Expr) -> sympy.Expr:
        """Write out every definition in an expression."""
        return sympy.sympify(expression).xreplace(self._written_out)

    @cached_property
    def _written_out(self) -> dict[Definition, sympy.Expr]:
        """Definitions in states and parameters alone: one pass over an expression replaces all."""
        written: dict[Definition, sympy.Expr] = {}
        for definition, meaning in self.definitions.items():
            written[definition] = meaning.xreplace(written)
        return written

    def parameter_values(self, changes: Mapping[str, Value] | None = None) -> dict[str, float]:
        """Return the value of every parameter after some changes.

        Parameters
        ----------
        changes : mapping of str to float or (float, str), optional
            New values, in the parameter's own unit or with another unit: ``(0.2, "1/hour")``.

        Returns
        -------
        dict of str to float
            In the order of `parameters`, in their own units.

        Raises
        ------
        ModelError
            If a name is unknown or a value negative (where the sign is fixed) or not finite.
        UnitError
            If a given unit measures something else.
        """
        values = {name: parameter.value for name, parameter in self.parameters.items()}
        asked = {} if changes is None else dict(changes)
        for name in asked:
            if name not in self.parameters:
                raise unknown_name("parameter", name, self.parameters, self.name)
        # Values with a unit come last: their unit may depend on an exponent that changes too.
        for name in sorted(asked, key=lambda name: isinstance(asked[name], tuple)):
            values[name] = self._converted(self.parameters[name], asked[name], values)
        return values

    def initial_values(
        self, changes: Mapping[str, Value] | None = None, *, first: float = 0.0
    ) -> dict[str, float]:
        """Return the initial value of every state after some changes.

        Parameters
        ----------
        changes : mapping of str to float or (float, str), optional
            New values, in the state's own unit or with another unit.
        first : float
            First time of the run, at which a state that tells the time starts; if the time is
            negative, it starts at 0.

        Returns
        -------
        dict of str to float
            In the order of `states`, in their own units.

        Raises
        ------
        ModelError
            If a name is unknown or a value negative or not finite.
        UnitError
            If a given unit measures something else.
        """
        states = {state.name: state for state in self.states}
        values = {
            state.name: max(first, 0.0) if state.clock else state.initial for state in self.states
        }
        for name, value in ({} if changes is None else dict(changes)).items():
            if name not in states:
                raise unknown_name("state", name, states, self.name)
            values[name] = self._converted(states[name], value, {})
        return values

    def _converted(self, quantity: Quantity, value: Value, exponents: Mapping[str, float]) -> float:
        signed = bool(getattr(quantity, "signed", False))
        if not isinstance(value, tuple):
            return checked_value(quantity.name, value, signed=signed)
        if len(value) != 2 or not isinstance(value[1], str):
            message = f"{quantity.name} must be a number or (number, unit), not {value!r}"
            raise ModelError(message)
        number = checked_value(quantity.name, value[0], signed=signed)
        try:
            return convert(number, value[1], quantity.unit, exponents)
        except UnitError as error:
            message = f"{quantity.name} is measured in {quantity.unit}: {error}"
            raise UnitError(message) from error

    def _require_unique_names(self) -> None:
        seen: set[str] = set()
        for quantity in (*self.states, *self.parameters.values(), *self.definitions):
            if quantity.name in seen:
                message = f"{self.name}: the name {quantity.name!r} is used twice"
                raise ModelError(message)
            seen.add(quantity.name)

    def _require_clocks(self) -> None:
        for state in self.states:
            # In a unit of another size the rate would be no 1, as the units have shown.
            if state.clock and self.rates[state] != 1:
                message = (
                    f"{self.name}: {state.name} tells the time, so its unit must be the "
                    f"{self.time_unit} and its rate 1, not {self.rates[state]}"
                )
                raise ModelError(message)

    def _require_drugs(self) -> None:
        for drug in self.drugs.values():
            if drug.target not in {*self.states, *self.parameters.values()}:
                message = f"{self.name}: {drug.name} enters by {drug.target}, which is not listed"
                raise ModelError(message)
            unit = drug.unit if isinstance(drug.target, State) else f"{drug.unit}/{self.time_unit}"
            try:
                same = convert(1.0, unit, drug.target.unit, {}) == 1.0
            except UnitError:
                same = False
            if not same:
                message = f"{self.name}: {drug.name} needs {drug.target} to be in {unit}"
                raise UnitError(message)

    def _require_rates(self) -> None:
        for state in self.states:
            if state not in self.rates:
                message = f"{self.name}: state {state.name} has no rate"
                raise ModelError(message)
        for state in self.rates:
            if state not in self.states:
                raise unknown_name("state", state.name, self.state_names, self.name)

    def _require_declared_symbols(self) -> None:
        declared = {*self.states, *self.parameters.values(), *self.definitions}
        for target, expression in {**self.rates, **self.definitions}.items():
            for symbol in sympy.sympify(expression).free_symbols - declared:
                names = [quantity.name for quantity in declared]
                owner = f"{self.name}, equation of {target.name},"
                raise unknown_name("quantity", symbol.name, sorted(names), owner)

    def _ordered_definitions(self) -> dict[Definition, sympy.Expr]:
        """Sort the definitions so that each builds on earlier ones only."""
        waiting = {key: sympy.sympify(expression) for key, expression in self.definitions.items()}
        ordered: dict[Definition, sympy.Expr] = {}
        while waiting:
            ready = [
                key
                for key, expression in waiting.items()
                if not expression.free_symbols & waiting.keys()
            ]
            if not ready:
                circle = " > ".join(key.name for key in waiting)
                message = f"{self.name}: definitions build on each other in a circle: {circle}"
                raise ModelError(message)
            for key in ready:
                ordered[key] = waiting.pop(key)
        return ordered

    def _require_units(self) -> None:
        units: dict[sympy.Symbol, Unit] = {
            quantity: parse_unit(quantity.unit)
            for quantity in (*self.states, *self.parameters.values(), *self.definitions)
        }
        # Units written as text name their exponents by plain symbols; the rates use quantities.
        substitution = {sympy.Symbol(q.name, real=True): q for q in units}
        substitution.update(self.definitions)
        time = parse_unit(self.time_unit)
        for target, expression in {**self.definitions, **self.rates}.items():
            wanted = units[target] / time if target in self.rates else units[target]
            label = f"d{target.name}/dt" if target in self.rates else target.name
            try:
                require_unit(sympy.sympify(expression), wanted, units, substitution)
            except UnitError as error:
                message = f"{self.name}: the equation of {label} does not balance: {error}"
                raise UnitError(message) from error


def _rebuilt(kind: type[Equations], *fields: object) -> Equations:
    return kind(*fields)  # type: ignore[arg-type]
