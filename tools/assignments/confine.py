"""Walls around a student's notebook, of what Linux gives to anybody without special rights.

Namespaces take away the network, other processes and the right to change a mounted file; Landlock
(`landlock.py`) takes away reading; a filter of system calls takes away what both leave open, such
as the sockets by which services on the same machine are asked.
"""

import ctypes
import os
import platform
import signal
import socket
import struct
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from tools.assignments import landlock
from tools.assignments.landlock import check

PROCESSES = 400  # at least 301, the least that the system takes

# CLONE_NEW… of sched.h: host name, messages, users, processes, network; mounts
_APART = 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
_MOUNTS_APART = 0x00020000
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000  # MS_… of sys/mount.h
_MOUNT_SETATTR, _HERE, _ALL_BENEATH, _READ_ONLY = 442, -100, 0x8000, 1
_CAPABILITIES = 0x20080522

_SYSTEM = [Path(f"/{name}") for name in ("usr", "lib", "lib32", "lib64", "bin", "sbin")]
_SETTINGS = [
    Path("/etc") / name
    for name in ("ld.so.cache", "localtime", "fonts", "mime.types", "ssl/certs", "nsswitch.conf")
]
_MACHINE = [Path("/sys/devices/system/cpu"), Path("/proc")]
_RANDOM = [Path("/dev/urandom"), Path("/dev/random")]
_DEVICES = [Path("/dev/null"), Path("/dev/zero"), Path("/dev/full")]

# Numbers of system calls: x86-64, ARM64. `socket` is let through for UNIX stream sockets alone.
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SOCKET = {"x86_64": 41, "aarch64": 198}
_REFUSED = {
    "connect": (42, 203),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "unshare": (272, 97),
    "setns": (308, 268),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
}

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def readable() -> list[Path]:
    """List what a notebook needs to read: the system, Python with its packages, the library.

    Returns
    -------
    list of Path
        Folders and files.
    """
    import bonebalance  # noqa: PLC0415 - slow, and needed in the notebooks' own process only

    python = [Path(place) for place in (sys.prefix, sys.base_prefix, sys.base_exec_prefix)]
    library = [Path(place) for place in bonebalance.__path__]
    return [*_SYSTEM, *_SETTINGS, *_MACHINE, *_RANDOM, *python, *library]


def separate() -> None:
    """Leave the network and the other processes; the next process forked is the first of its own.

    Raises
    ------
    OSError
        If the system refuses.
    """
    user, group = os.getuid(), os.getgid()
    check(_libc.unshare(_APART), "namespaces")
    # Inside nobody is root, so that no program gets rights by being started.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user or 1000} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group or 1000} {group} 1")


def enclose(desk: Path, read: list[Path]) -> None:
    """Shut this process in; the first one after `separate`, before anything of a student runs.

    Parameters
    ----------
    desk : Path
        The one folder that can be changed.
    read : list of Path
        What can be read, as from `readable`.

    Raises
    ------
    OSError
        If the system refuses one of the walls.
    """
    place = os.fsencode(desk)
    check(_libc.prctl(1, signal.SIGKILL, 0, 0, 0), "end with who supervises")
    check(_libc.unshare(_MOUNTS_APART), "mounts apart")
    check(_libc.mount(None, b"/", None, _RECURSIVE | _PRIVATE, None), "mounts apart")
    with suppress(OSError):  # a container may hide its own; then Landlock hides all of it
        check(_libc.mount(b"proc", b"/proc", b"proc", 0, None), "own /proc")
    own = Path("/proc/self").exists() and str(Path("/proc/self").readlink()) == str(os.getpid())
    for name, most in (("kernel/pid_max", PROCESSES), ("user/max_user_namespaces", 0)):
        with suppress(OSError):  # Linux before 6.14; what supervises it counts as well
            (Path("/proc/sys") / name).write_text(str(most))
    check(_libc.mount(place, place, None, _BIND, None), "own folder")
    _set_mount(b"/", _READ_ONLY, 0, _ALL_BENEATH)
    _set_mount(place, 0, _READ_ONLY, 0)
    os.chdir(desk)
    landlock.restrict([one for one in read if own or one != Path("/proc")], _DEVICES, desk)
    _drop_rights()
    _filter_calls()


def _set_mount(place: bytes, put: int, take: int, how: int) -> None:
    settings = struct.pack("QQQQ", put, take, 0, 0)
    what = f"mount of {os.fsdecode(place)}"
    check(_libc.syscall(_MOUNT_SETATTR, _HERE, place, how, settings, len(settings)), what)


def _drop_rights() -> None:
    header, nothing = struct.pack("Ii", _CAPABILITIES, 0), bytes(24)
    check(_libc.capset(header, nothing), "rights")


def _filter_calls() -> None:
    """Let the kernel refuse some calls, with "not permitted", from here on."""
    machine = platform.machine()
    if machine not in _AUDIT:
        msg = f"no list of system calls for {machine}"
        raise OSError(msg)
    refused = [numbers[machine == "aarch64"] for numbers in _REFUSED.values()]
    load, equal, least, mask, give = 0x20, 0x15, 0x35, 0x54, 0x06
    allow, deny = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
    # Jumps are counted in instructions; all of them lead to one of the two last.
    steps = [
        (load, 4, None, None),
        (equal, _AUDIT[machine], None, "deny"),
        (load, 0, None, None),
        (least, 0x40000000, "deny", None),  # the second numbering of x86-64
        *((equal, number, "deny", None) for number in refused),
        (equal, _SOCKET[machine], None, "allow"),
        (load, 16, None, None),
        (equal, 16, "allow", None),  # AF_NETLINK: a list of the network that is not there
        (equal, 1, None, "deny"),  # AF_UNIX
        (load, 24, None, None),
        (mask, 0xF, None, None),
        (equal, 1, None, "deny"),  # SOCK_STREAM
        (give, allow, None, None),
        (give, deny, None, None),
    ]
    ends = {"allow": len(steps) - 2, "deny": len(steps) - 1}
    code = b""
    for place, (what, value, yes, no) in enumerate(steps):
        jumps = [ends[goal] - place - 1 if goal else 0 for goal in (yes, no)]
        code += struct.pack("HBBI", what, *jumps, value)
    program = ctypes.create_string_buffer(code, len(code))
    filtered = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program))
    check(_libc.prctl(38, 1, 0, 0, 0), "no new privileges")
    check(_libc.prctl(22, 2, filtered, 0, 0), "filter of system calls")


def obstacle(read: list[Path]) -> str:
    """Put up all walls around a process that ends at once, and try them.

    Parameters
    ----------
    read : list of Path
        What could be read, as from `readable`.

    Returns
    -------
    str
        What stands in the way of confining notebooks on this system, or nothing.
    """
    if _libc is None:
        return f"{platform.system()} has no namespaces and no Landlock"
    if not landlock.version():
        return "this Linux kernel has no Landlock"
    with tempfile.TemporaryDirectory() as desk:
        hear, say = os.pipe()
        child = os.fork()
        if not child:
            told = "the walls do not hold"
            try:
                told = _walls_of_a_child(Path(desk), read)
            except OSError as error:
                told = str(error.strerror or error)
            finally:
                os.write(say, told.encode())
                os._exit(0)
        os.close(say)
        os.waitpid(child, 0)
        with os.fdopen(hear) as told_here:
            return told_here.read()


def _walls_of_a_child(desk: Path, read: list[Path]) -> str:
    separate()
    hear, say = os.pipe()
    if not os.fork():
        told = ""
        try:
            enclose(desk, read)
            (desk / "mine").write_text("")
            told = _hole()
        except OSError as error:
            told = str(error.strerror or error)
        finally:
            os.write(say, told.encode())
            os._exit(0)
    os.close(say)
    os.wait()
    with os.fdopen(hear) as told_here:
        return told_here.read()


def _hole() -> str:
    """Look for a hole from the inside."""
    for place in (Path(__file__), Path.home()):
        with suppress(OSError):
            list(place.iterdir()) if place.is_dir() else place.read_bytes()
            return f"{place} could still be read from inside"
    with suppress(OSError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        return "the network could still be reached"
    return ""
