"""Errors that name the culprit and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any


class ModelError(ValueError):
    """A model, a value or a request does not fit: the message says what and what is allowed."""


class UnitError(ModelError):
    """Units do not balance, or a given unit cannot be turned into the one that is needed."""


class IntegrationError(RuntimeError):
    """The solver could not reach the last time.

    Attributes
    ----------
    time : float
        Last time reached, in the model's time unit.
    state : dict of str to float
        State at that time.
    """

    def __init__(self, message: str, time: float, state: Mapping[str, float]) -> None:
        super().__init__(message)
        self.time = time
        self.state = dict(state)

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross process borders too, with all that they carry.
        return type(self), (str(self), self.time, self.state)


def unknown_name(kind: str, name: object, allowed: Iterable[str], owner: str) -> ModelError:
    """Return the error for a name that `owner` does not have, with close matches.

    Parameters
    ----------
    kind : str
        What was named, such as "parameter".
    name : object
        The name as given.
    allowed : iterable of str
        The names that exist.
    owner : str
        Whose names they are, such as the model's name.

    Returns
    -------
    ModelError
        To be raised by the caller.
    """
    names = list(allowed)
    if not isinstance(name, str):
        return ModelError(f"{owner}: give the {kind} {name!r} by its name, as text")
    close = get_close_matches(name, names, n=3, cutoff=0.5)
    close += [other for other in names if other.lower() == name.lower() and other not in close]
    hint = f"Did you mean {' or '.join(close)}? " if close else ""
    return ModelError(
        f"{owner} has no {kind} {name!r}. {hint}It has: {', '.join(names) or 'none'}."
    )
