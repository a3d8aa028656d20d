"""Rules of Linux' Landlock: from here on, this process opens what is listed and nothing else.

Any process may bind itself, and none gets loose again. Numbers and structures are those of
linux/landlock.h; the three calls have the same numbers on all machines.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_NO_NEW_PRIVILEGES = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
# How many rights on files each version of the interface knows.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS = 16
_SINCE_NETWORK, _SINCE_SCOPES = 4, 6

_libc: Any = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scopes")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def check(result: int, what: str) -> int:
    """Turn a failed call of the C library into an error.

    Parameters
    ----------
    result : int
        What the call returned.
    what : str
        What it should have done.

    Returns
    -------
    int
        The same number.

    Raises
    ------
    OSError
        If it is negative.
    """
    if result < 0:
        number = ctypes.get_errno()
        msg = f"{what}: {os.strerror(number)}"
        raise OSError(number, msg)
    return result


def version() -> int:
    """Ask which version of Landlock this system offers.

    Returns
    -------
    int
        1 or more, or 0 where there is none.
    """
    return max(0, int(_libc.syscall(_CREATE, None, ctypes.c_size_t(0), 1)))


def restrict(read: Iterable[Path], devices: Iterable[Path], write: Path) -> None:
    """Bind this process and all that it will start.

    It may list, read and run what lies beneath `read`, use `devices`, and do as it likes beneath
    `write`. It opens no TCP port and, from version 6 on, signals nobody outside.

    Parameters
    ----------
    read : iterable of Path
        Folders and files; those that do not exist are left out.
    devices : iterable of Path
        Files that are read and written.
    write : Path
        One folder.

    Raises
    ------
    OSError
        If the system has no Landlock, or refuses.
    """
    known = version()
    everything = (1 << _RIGHTS.get(known, _NEWEST_RIGHTS)) - 1
    ruleset = _Ruleset(everything, 3 * (known >= _SINCE_NETWORK), 3 * (known >= _SINCE_SCOPES))
    size = 8 * (1 + (known >= _SINCE_NETWORK) + (known >= _SINCE_SCOPES))
    rules = check(
        _libc.syscall(_CREATE, ctypes.byref(ruleset), ctypes.c_size_t(size), 0), "Landlock"
    )
    try:
        for path in read:
            _allow(rules, path, _EXECUTE | _READ_FILE | _READ_DIR)
        for path in devices:
            _allow(rules, path, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & everything)
        _allow(rules, write, everything)
        check(_libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no new privileges")
        check(_libc.syscall(_RESTRICT, rules, 0), "Landlock")
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not path.is_dir():
            rights &= _ON_FILES
        beneath = _Beneath(rights, place)
        check(_libc.syscall(_ADD, rules, 1, ctypes.byref(beneath), 0), f"Landlock on {path}")
    finally:
        os.close(place)
