"""The one error that printing raises: what cannot be printed, where it stands, what to do."""

from __future__ import annotations


class PrintError(Exception):
    """Something in the book cannot be printed.

    Parameters
    ----------
    page : str
        The page, by its name in ``_toc.yml``, or the file at fault.
    problem : str
        What cannot be printed, with the element at fault.
    remedy : str
        What the author can do.
    """

    def __init__(self, page: str, problem: str, remedy: str) -> None:
        super().__init__(f"{page}: {problem}\n  {remedy}")
