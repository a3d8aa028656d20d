"""Two models in one: quantities of the one take the place of parameters of the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy

from bonebalance.equations import Equations
from bonebalance.errors import ModelError, UnitError, unknown_name
from bonebalance.model import Model
from bonebalance.quantities import Definition, Parameter, Quantity
from bonebalance.units import parse_unit, require_unit

Through = Mapping[str, sympy.Expr]


def couple(
    name: str,
    first: Model,
    second: Model,
    through: Through,
    *,
    summary: str,
    source: str,
    limits: Iterable[str] = (),
    back: Through | None = None,
) -> Model:
    """Return one model that has the states, parameters, definitions and drugs of two.

    Parameters
    ----------
    name : str
        Name of the whole.
    first, second : Model
        The parts, in one unit of time. No name may occur in both.
    through : mapping of str to sympy.Expr
        For each parameter of `second` that `first` sets: what it becomes, in quantities of
        `first`. A single quantity takes the parameter's place at once; a longer expression
        becomes a definition that bears the parameter's name.
    summary, source : str
        What the whole describes, and the key of its reference.
    limits : iterable of str
        What it leaves out, ahead of what the parts leave out.
    back : mapping of str to sympy.Expr, optional
        The same in the other direction: parameters of `first`, in quantities of `second`.

    Returns
    -------
    Model
        The whole. Parameters that were replaced are none any more.

    Raises
    ------
    ModelError
        If the units of time differ, a name occurs in both parts or is unknown, an expression
        holds no quantity or foreign ones, or a drug enters by a parameter that is replaced.
    UnitError
        If an expression has another unit than the parameter that it replaces.
    """
    if parse_unit(first.time_unit) != parse_unit(second.time_unit):
        message = (
            f"{name}: {first.name} counts time in {first.time_unit}, {second.name} in "
            f"{second.time_unit}; write both in one unit"
        )
        raise ModelError(message)
    into_second = _replacements(name, first, second, through)
    into_first = _replacements(name, second, first, back or {})
    _require_apart(name, _kept(first, into_first), _kept(second, into_second))
    _require_apart(name, list(first.drugs), list(second.drugs))
    _require_open(name, first, into_first)
    _require_open(name, second, into_second)
    parts = ((first, into_first), (second, into_second))
    swap = {
        old: new if new.is_Symbol else _named(old)
        for _, replaced in parts
        for old, new in replaced.items()
    }
    return Model(
        name,
        first.time_unit,
        [*first.states, *second.states],
        [p for model, replaced in parts for p in model.parameters.values() if p not in replaced],
        {key: rate.xreplace(swap) for model, _ in parts for key, rate in _plain(model.rates)},
        {
            **{_named(old): new for _, replaced in parts for old, new in replaced.items()
               if not new.is_Symbol},
            **{key: meaning.xreplace(swap) for model, _ in parts
               for key, meaning in _plain(model.definitions)},
        },
        summary,
        source,
        (*limits, *first.limits, *second.limits),
        (*first.errata, *second.errata),
        {**first.drugs, **second.drugs},
    )  # fmt: skip


def _plain(
    equations: Mapping[Quantity, sympy.Expr],
) -> Iterable[tuple[Quantity, sympy.Expr]]:
    return ((key, sympy.sympify(expression)) for key, expression in equations.items())


def _named(parameter: Parameter) -> Definition:
    return Definition(parameter.name, parameter.unit, parameter.description)


def _replacements(
    name: str, giver: Equations, taker: Equations, through: Through
) -> dict[Parameter, sympy.Expr]:
    """Return what replaces which parameter of `taker`, checked."""
    known = {q: q for q in (*giver.states, *giver.parameters.values(), *giver.definitions)}
    units = {quantity: parse_unit(quantity.unit) for quantity in known}
    texts = {sympy.Symbol(quantity.name, real=True): quantity for quantity in known}
    found: dict[Parameter, sympy.Expr] = {}
    for key, given in through.items():
        if key not in taker.parameters:
            raise unknown_name("parameter", key, taker.parameters, taker.name)
        parameter = taker.parameters[key]
        expression = sympy.sympify(given)
        for symbol in sorted(expression.free_symbols - units.keys(), key=str):
            names = [quantity.name for quantity in known]
            raise unknown_name("quantity", symbol.name, names, f"{giver.name}, asked for {key},")
        if not expression.free_symbols:
            message = (
                f"{name}: {key} would be {expression} for ever; give it as a parameter to a run, "
                f"or in quantities of {giver.name}"
            )
            raise ModelError(message)
        try:
            require_unit(expression, parse_unit(parameter.unit), units, texts)
        except UnitError as error:
            message = f"{name}: {key} of {taker.name} is in {parameter.unit}: {error}"
            raise UnitError(message) from error
        found[parameter] = expression
    return found


def _kept(model: Equations, replaced: Mapping[Parameter, sympy.Expr]) -> list[str]:
    """Return the names that a part brings along; a replaced parameter may leave a definition."""
    parameters = [
        p.name for p in model.parameters.values() if p not in replaced or not replaced[p].is_Symbol
    ]
    return [*model.state_names, *parameters, *(key.name for key in model.definitions)]


def _require_apart(name: str, first: list[str], second: list[str]) -> None:
    shared = [one for one in first if one in second]
    if shared:
        message = f"{name}: both parts have {', '.join(shared)}; rename them in one of the two"
        raise ModelError(message)


def _require_open(name: str, model: Model, replaced: Mapping[Parameter, sympy.Expr]) -> None:
    for drug in model.drugs.values():
        if drug.target in replaced:
            message = f"{name}: {drug.name} enters by {drug.target}, which must not be replaced"
            raise ModelError(message)
