"""What graded assignments share: numbers drawn from a student id, answers met with a hint.

It needs NumPy only, reads no global state, and is imported by students and by the tests alike.
"""

import hashlib
from collections import namedtuple
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["draw", "expect"]

DAYS_PER_YEAR = 365.25


def draw(student_id: str, assignment: str, **ranges: tuple[float, float, float]) -> Any:  # noqa: ANN401
    """Draw one student's own numbers for an assignment.

    The same id always gets the same numbers, on every machine; another id gets others.

    Parameters
    ----------
    student_id : str
        The student's id; capitals and spaces at its ends do not count.
    assignment : str
        The assignment's name, so that two assignments draw independently.
    **ranges : tuple of float
        For each number its lowest value, highest value and step.

    Returns
    -------
    namedtuple
        The numbers by the names of `ranges`. It cannot be changed.

    Raises
    ------
    ValueError
        If the id is missing, or a range is empty.

    Examples
    --------
    >>> draw("ada", "example", k=(1, 9, 1)) == draw(" Ada", "example", k=(1, 9, 1))
    True
    """
    known = student_id.strip().lower() if isinstance(student_id, str) else ""
    if not known.strip("."):
        msg = 'student_id is missing: write your id between the quotes, as in student_id = "ada"'
        raise ValueError(msg)
    values = []
    for name, (low, high, step) in ranges.items():
        if not (step > 0 and high >= low):
            msg = f"range of {name} is empty: give (lowest, highest, step), not {(low, high, step)}"
            raise ValueError(msg)
        digest = hashlib.sha256(f"{assignment}|{name}|{known}".encode()).digest()
        place = int.from_bytes(digest[:8]) % (round((high - low) / step) + 1)
        values.append(round(low + place * step, 10))
    make: Any = namedtuple  # the names are known at run time only
    return make("Numbers", list(ranges))(*values)


def expect(
    what: str,
    got: object,
    correct: ArrayLike,
    *,
    mistakes: Mapping[str, ArrayLike] | None = None,
    nearly: str = "",
    rtol: float = 1e-6,
) -> None:
    """Compare an answer with the correct one; a wrong answer is met with a hint.

    Parameters
    ----------
    what : str
        What was asked for, as the student would write it: ``"half_life(0.04)"``.
    got : object
        The student's answer.
    correct : array_like
        The correct number or array of numbers.
    mistakes : mapping of str to array_like, optional
        For each hint the answer that betrays its mistake. Wrong sign, percent for fraction, per
        day for per year, upside down, off by one and a missing initial value are always looked for.
    nearly : str, optional
        What to do about an answer that is within two percent, but not within `rtol`.
    rtol : float, optional
        Largest difference that is allowed, relative to the largest correct value.

    Raises
    ------
    AssertionError
        If the answer is wrong; its text is the hint.

    Examples
    --------
    >>> expect("half_life(1)", 1.0, 0.6931, mistakes={"That is the time constant.": 1.0}, rtol=1e-3)
    Traceback (most recent call last):
    AssertionError: That is the time constant. (half_life(1) is 1.)
    """
    __tracebackhide__ = True
    if got is None:
        _fail(what, "None", "Did you forget `return`?")
    try:
        value = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        _fail(what, f"a {type(got).__name__}", "Numbers were expected.")
    right = np.asarray(correct, dtype=float)
    if _same(value, right, rtol):
        return
    for hint, wrong in (mistakes or {}).items():
        if _same(value, np.asarray(wrong, dtype=float), rtol):
            _fail(what, _short(value), hint)
    for hint, wrong in _common_mistakes(right):
        if _same(value, wrong, rtol):
            _fail(what, _short(value), hint)
    if nearly and _same(value, right, 0.02):
        _fail(what, _short(value), f"Almost, but not exact enough. {nearly}")
    if value.shape != right.shape:
        _fail(what, _shape(value), f"It should be {_shape(right)}.")
    if not np.all(np.isfinite(value)):
        _fail(
            what, _short(value), "Is something divided by zero, or does a step grow without bound?"
        )
    _fail(what, _short(value), "That is not right, and it is none of the usual mistakes.")


def _same(value: NDArray[np.float64], other: NDArray[np.float64], rtol: float) -> bool:
    if value.shape != other.shape:
        return False
    scale = float(np.max(np.abs(other))) if other.size else 0.0
    return bool(np.allclose(value, other, rtol=0, atol=rtol * scale))


def _common_mistakes(right: NDArray[np.float64]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    yield "The sign is the wrong way round.", -right
    yield "A percentage was asked for; this looks like a fraction.", right / 100
    yield "This is a hundred times too large: percent where a fraction is needed?", right * 100
    for days in (365.0, DAYS_PER_YEAR):
        yield "Check the unit: this looks like days where years are needed.", right * days
        yield (
            "Check the unit: this looks like a rate per day, or years counted as days.",
            right / days,
        )
    if right.ndim == 0 and right != 0:
        yield "This is upside down: one divided by the answer.", 1 / right
    if right.ndim == 1 and right.size > 1:
        yield "The initial value is missing: the array starts after the first step.", right[1:]
        yield "Off by one: the last value is missing.", right[:-1]
        yield "Only the last value is here; all of them were asked for.", right[-1]
        yield "Off by one: each value stands one place too early.", np.append(right[1:], right[-1])
        yield "Off by one: each value stands one place too late.", np.append(right[0], right[:-1])


def _shape(value: NDArray[np.float64]) -> str:
    if value.ndim == 0:
        return "a single number"
    return f"{value.size} numbers" if value.ndim == 1 else f"an array of shape {value.shape}"


def _short(value: NDArray[np.float64]) -> str:
    return np.array2string(value, precision=6, threshold=6, edgeitems=2)


def _fail(what: str, found: str, hint: str) -> NoReturn:
    __tracebackhide__ = True  # IPython then shows the student's own line, not ours
    raise AssertionError(f"{hint} ({what} is {found})") from None
