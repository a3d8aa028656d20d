"""States, parameters and definitions: symbols that carry their meaning."""

from __future__ import annotations

import keyword
import math
import re
import warnings
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import sympy
from numpy.typing import NDArray

from bonebalance.errors import ModelError

Status = Literal["measured", "fitted", "assumed"]
Role = Literal[
    "resorption", "formation", "bone", "osteocytes", "immune", "drug", "nerve", "data", "guide"
]


class Quantity(sympy.Symbol):  # type: ignore[misc]
    """A named, real-valued symbol with a unit and a meaning.

    Two quantities of the same kind and name compare equal, as SymPy symbols do; a model
    therefore always looks up values in its own lists, never on a symbol found in an expression.

    Attributes
    ----------
    name : str
        Name as in the paper, for example ``"beta_1"``.
    unit : str
        Unit, read by `bonebalance.units.parse_unit`.
    description : str
        What it is, in a few words.
    """

    unit: str
    description: str

    def __new__(cls, name: str, unit: str, description: str, **fields: object) -> Quantity:
        """Raise `ModelError` for an impossible name or a missing unit or description."""
        if not all(isinstance(text, str) for text in (name, unit, description)):
            message = (
                "name, unit and description of a quantity must be texts, not "
                f"{name!r}, {unit!r} and {description!r}"
            )
            raise ModelError(message)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or keyword.iskeyword(name):
            message = f"{name!r} is no name for a quantity: use letters, digits and underscores"
            raise ModelError(message)
        if not unit or not description:
            message = f'{name} needs a unit ("1" if it has none) and a description'
            raise ModelError(message)
        quantity = sympy.Symbol.__xnew__(cls, name, real=True)
        for field, value in {"unit": unit, "description": description, **fields}.items():
            object.__setattr__(quantity, field, value)
        quantity._fields = fields
        return quantity  # type: ignore[no-any-return]

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.name, self.unit, self.description, self._fields)

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return self.__reduce__()


def _rebuilt(
    kind: type[Quantity], name: str, unit: str, description: str, fields: dict[str, Any]
) -> Quantity:
    return kind(name, unit, description, **fields)


def _require_role(whose: str, role: object) -> None:
    if role not in get_args(Role):
        message = f"{whose}: role {role!r} is none of {', '.join(get_args(Role))}"
        raise ModelError(message)


class State(Quantity):
    """A variable that the model integrates.

    Attributes
    ----------
    initial : float
        Value at the first time, in `unit`.
    role : str
        What it stands for, which decides color and line style (`bonebalance.plotting`).
    signed : bool
        Whether the model lets it fall below zero, as books kept on bone without a bound do.
    clock : bool
        Whether it tells the time, as age does: a run starts it at its own first time, or at 0
        if that is negative. Its rate is 1.
    """

    initial: float
    role: Role
    signed: bool
    clock: bool

    def __new__(
        cls,
        name: str,
        unit: str,
        description: str,
        *,
        initial: float,
        role: Role = "guide",
        signed: bool = False,
        clock: bool = False,
    ) -> State:
        """Raise `ModelError` if the initial value is negative, not finite, or a clock's not 0."""
        _require_role(f"state {name}", role)
        value = checked_value(name, initial, signed=False)
        if clock and value != 0:
            message = f"state {name} tells the time, so its initial value must be 0, not {value:g}"
            raise ModelError(message)
        fields = {"initial": value, "role": role, "signed": signed, "clock": clock}
        return super().__new__(cls, name, unit, description, **fields)


class Parameter(Quantity):
    """A constant of the model, with where its value comes from.

    Attributes
    ----------
    value : float
        Value in `unit`.
    source : str
        Key of the reference in ``references.bib``.
    status : {"measured", "fitted", "assumed"}
        How the value came about: measured or fitted if the source says so; assumed if the
        source chose it, or if how it came about was not checked here.
    signed : bool
        Whether a negative value makes sense.
    """

    value: float
    source: str
    status: Status
    signed: bool

    def __new__(
        cls,
        name: str,
        unit: str,
        description: str,
        *,
        value: float,
        source: str,
        status: Status,
        signed: bool = False,
    ) -> Parameter:
        """Raise `ModelError` for a missing source, an unknown status or an impossible value."""
        if status not in get_args(Status):
            message = (
                f"parameter {name}: status {status!r} is none of {', '.join(get_args(Status))}"
            )
            raise ModelError(message)
        if not isinstance(source, str) or not source:
            message = f"parameter {name} needs a source: the key of a reference"
            raise ModelError(message)
        number = checked_value(name, value, signed=signed)
        fields = {"value": number, "source": source, "status": status, "signed": signed}
        return super().__new__(cls, name, unit, description, **fields)


class Definition(Quantity):
    """A named expression of states and parameters that rates build on, or that a figure shows.

    Attributes
    ----------
    role : str
        What it stands for, which decides color and line style (`bonebalance.plotting`).
    """

    role: Role

    def __new__(cls, name: str, unit: str, description: str, *, role: Role = "guide") -> Definition:
        """Raise `ModelError` if there is no such role."""
        _require_role(f"definition {name}", role)
        return super().__new__(cls, name, unit, description, role=role)


@dataclass(frozen=True)
class Drug:
    """How doses of one drug enter a model.

    Parameters
    ----------
    name : str
        Name by which `bonebalance.Dosing` finds it, for example ``"denosumab"``.
    unit : str
        Unit of an amount, for example ``"milligram"``.
    target : State or Parameter
        A state receives each dose at once. A parameter, which must be a rate in `unit` per
        time, holds the mean amount per time as long as the dosing goes on: right for doses
        that follow each other faster than bone responds.
    """

    name: str
    unit: str
    target: State | Parameter


def checked_value(name: str, value: object, *, signed: bool) -> float:
    """Return a value as float, or raise the error that says what is wrong with it.

    Parameters
    ----------
    name : str
        Whose value it is.
    value : object
        The value as given.
    signed : bool
        Whether it may be negative.

    Returns
    -------
    float
        The value.

    Raises
    ------
    ModelError
        If the value is no number, not finite, or negative where it must not be.
    """
    try:
        # A text that looks like a number, or a number with an imaginary part, is a mistake.
        if isinstance(value, str | bytes) or np.iscomplexobj(value):  # type: ignore[arg-type]
            raise TypeError
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, Warning) as error:
        message = f"{name} must be a number, not {value!r}"
        raise ModelError(message) from error
    if not math.isfinite(number):
        message = f"{name} must be finite, not {number}"
        raise ModelError(message)
    if number < 0 and not signed:
        message = f"{name} must not be negative, but is {number:g}"
        raise ModelError(message)
    return number


def whole_number(name: str, value: object, *, least: int) -> int:
    """Return a whole number, or raise the error that says what is wrong with it.

    Parameters
    ----------
    name : str
        Whose value it is.
    value : object
        The value as given.
    least : int
        The smallest that is allowed.

    Returns
    -------
    int
        The value.

    Raises
    ------
    ModelError
        If the value is no whole number, or too small.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        message = f"{name} must be a whole number of {least} or more, not {value!r}"
        raise ModelError(message)
    return int(value)


def real_numbers(name: str, values: object) -> NDArray[np.float64]:
    """Return numbers as an array, or raise the error that says they are none.

    Parameters
    ----------
    name : str
        What they are.
    values : object
        As given: a list, an array, a column of a table.

    Returns
    -------
    ndarray
        As float64, of the given shape.

    Raises
    ------
    ModelError
        If they are texts, dates, imaginary, or of unequal lengths.
    """
    try:
        # NumPy warns where a number is lost, such as a masked one or one beyond all floats.
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = np.asarray(values)
            if found.dtype.kind not in "biuf" and not (found.dtype.kind == "O" and found.size):
                raise TypeError
            return found.astype(np.float64)
    except (TypeError, ValueError, ArithmeticError, Warning) as error:
        message = f"{name} must be numbers, not {values!r}"
        raise ModelError(message) from error


def require_one_shape(**given: object) -> None:
    """Raise the error that names the shapes which do not go together.

    Parameters
    ----------
    **given : array_like
        Numbers by their names.

    Raises
    ------
    ModelError
        If they do not broadcast, or are no numbers.
    """
    shapes = {name: real_numbers(name, values).shape for name, values in given.items()}
    try:
        np.broadcast_shapes(*shapes.values())
    except ValueError as error:
        sizes = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        message = f"these shapes do not fit together: {sizes}; give arrays of one shape"
        raise ModelError(message) from error
