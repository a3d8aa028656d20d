"""Models with one deliberate mistake, to prove that a check can fail."""

from __future__ import annotations

import sympy

from bonebalance import Model, Parameter


def with_parameter(
    model: Model, name: str, *, value: float | None = None, unit: str | None = None
) -> Model:
    """Return a copy of a model in which one parameter has another value or unit."""
    parameters = [
        Parameter(
            old.name,
            unit if unit and old.name == name else old.unit,
            old.description,
            value=value if value is not None and old.name == name else old.value,
            source=old.source,
            status=old.status,
            signed=old.signed,
        )
        for old in model.parameters.values()
    ]
    return Model(
        model.name, model.time_unit, model.states, parameters, model.rates, model.definitions
    )


def terms(model: Model) -> list[tuple[int, sympy.Expr]]:
    """Return every term of every rate, whose sign could be wrong, with the number of its state."""
    return [
        (row, term)
        for row, state in enumerate(model.states)
        for term in sympy.Add.make_args(model.rates[state])
    ]
