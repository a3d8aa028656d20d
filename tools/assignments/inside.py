"""What is put into a student's kernel before the first cell: as text, and under a secret name.

It bounds what is printed, makes `exit()` end a cell and not Python, and puts NumPy, SciPy, the
library and the functions of locked cells back in place before each test.
"""

import builtins
import importlib
import sys
from collections.abc import Callable, Iterable
from functools import partial
from types import ModuleType
from typing import Any, NoReturn

WATCHED = ("numpy", "scipy", "bonebalance", "math", "builtins", "operator")
EXCHANGED = ("input", "getpass")  # Jupyter itself puts others there for each cell
HELPERS = "bonebalance.grading"

# Where something callable stands, how it is put there, and what stood there at first.
Place = tuple[str, Any, Callable[[str, object], None], list[tuple[str, object]]]

shell: Any = None
_kept: list[Place] = []
_locked: dict[str, Any] = {}
_lists: list[tuple[list[object], list[object]]] = []
_passed = 0


def begin(most: int) -> None:
    """Set everything up.

    Parameters
    ----------
    most : int
        Characters that the notebook may print.
    """
    global shell, _show  # noqa: PLW0603 - there is one kernel
    shell = vars(builtins)["get_ipython"]()
    _show = shell.display_pub.publish
    for name in (HELPERS, "scipy.integrate"):
        importlib.import_module(name)
    readers = shell.input_transformer_manager
    reading = (
        shell.ast_transformers,
        shell.input_transformers_post,
        readers.cleanup_transforms,
        readers.line_transforms,
        readers.token_transformers,
    )
    _lists.extend((one, list(one)) for one in reading)
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in WATCHED and isinstance(module, ModuleType):
            _keep_module(name, module)
    for name in ("exit", "quit"):
        setattr(builtins, name, leave)
        shell.user_ns[name] = leave
    shell.events.register("pre_run_cell", partial(_limit, most))
    shell.InteractiveTB.set_mode("Plain")  # the richer one takes half a minute over deep recursion


def _show(_: dict[str, str]) -> None:
    """Send something to who grades; `begin` puts Jupyter's own way here."""


def leave(*_: object) -> NoReturn:
    """End a cell."""
    msg = "exit() was called"
    raise SystemExit(msg)


def _limit(most: int, _: object) -> None:
    # IPython puts a new `write` in place for each cell, so this is done for each cell.
    for stream in (sys.stdout, sys.stderr):
        stream.write = partial(_write, stream.write, most)  # type: ignore[method-assign]


def _write(send: Callable[[str], int], most: int, text: str) -> int:
    global _passed  # noqa: PLW0603 - of all cells together
    _passed += len(text)
    if _passed > most:
        msg = f"stopped: this notebook prints more than {most:,} characters"
        raise RuntimeError(msg)
    return send(text)


def _keep_module(name: str, module: ModuleType) -> None:
    place = vars(module)
    _keep(name, place, place.__setitem__)
    for one in list(place.values()):
        if isinstance(one, type) and one.__module__ == name and "bonebalance" in name:
            _keep(f"{name}.{one.__name__}", vars(one), partial(setattr, one))


def _keep(name: str, place: Any, put: Callable[[str, object], None]) -> None:  # noqa: ANN401
    mine = [(key, one) for key, one in place.items() if callable(one) and key not in EXCHANGED]
    _kept.append((name, place, put, mine))


def keep(names: Iterable[str]) -> None:
    """Remember what a locked cell has defined.

    Parameters
    ----------
    names : iterable of str
        Functions and modules.
    """
    for name in names:
        value = shell.user_ns.get(name)
        if callable(value) or isinstance(value, ModuleType):
            _locked[name] = value


def put_back() -> None:
    """Put everything back in place, and show what was not there."""
    found = []
    here = shell.user_ns
    for owner, place, put, mine in [*_kept, ("", here, here.__setitem__, list(_locked.items()))]:
        for key, value in mine:
            if place.get(key) is not value:
                put(key, value)
                found.append(f"{owner}.{key}".strip("."))
    # The helpers as they are on disk, for a part of theirs may have been exchanged.
    sys.modules.pop(HELPERS, None)
    fresh = importlib.import_module(HELPERS)
    for name, value in _locked.items():
        if getattr(value, "__module__", "") == HELPERS:
            _locked[name] = here[name] = getattr(fresh, value.__name__)
    for now, before in _lists:
        if now != before:
            now[:] = before
            found.append("the way in which cells are read")
    sys.settrace(None)
    sys.setprofile(None)
    _show({"text/plain": repr(found[:5])})
