"""A process from which notebooks' kernels are forked: ``python -m tools.assignments.warm``.

Python, NumPy and the library take two seconds to import. Here that is done once, in a process that
knows no solution, no test and no secret of its environment. Each kernel is a fork of it, behind the
walls of `confine`, and is watched by a second fork outside of them. Linux only.
"""

import argparse
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import psutil  # type: ignore[import-untyped]

from tools.assignments import confine

WARM = (
    "bonebalance.grading",
    "ipykernel.kernelapp",
    "ipykernel.pylab.backend_inline",
    "matplotlib.pyplot",
    "pandas",
    "scipy.integrate",
    "scipy.optimize",
    "scipy.stats",
)
LOOK = 0.5  # seconds from one look at what a notebook uses to the next
NO_WALLS = 97  # exit status
MOST_FILES = 10_000
MOST_PROCESSES = 64


def serve(address: str, *, walls: bool) -> int:
    """Fork a kernel for every connection until standard input ends.

    Parameters
    ----------
    address : str
        Path of the UNIX socket to listen at.
    walls : bool
        Whether kernels are confined.

    Returns
    -------
    int
        Exit status: 1 if they cannot be confined here; a line on standard output says why.
    """
    for name in WARM:
        with suppress(ImportError):
            importlib.import_module(name)
    # Nothing of the course beside the library can be imported by a notebook.
    root = Path(__file__).resolve().parents[2]
    sys.path[:] = [place for place in sys.path if place and Path(place) != root]
    read = confine.readable()
    refusal = confine.obstacle(read) if walls else ""
    print(refusal or "ready", flush=True)
    if refusal:
        return 1
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(64)
        while True:
            ready, _, _ = select.select([door, sys.stdin], [], [])
            if sys.stdin in ready:
                return 0
            talk, _ = door.accept()
            if not os.fork():
                door.close()
                _supervise(talk, read if walls else None)
            talk.close()


def _supervise(talk: socket.socket, read: list[Path] | None) -> NoReturn:
    """Start one kernel, pass signals on to it, end it when it uses too much or nobody waits."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        job = json.loads(talk.makefile().readline())
        if read is not None:
            confine.separate()
        first = os.fork()
        if not first:
            talk.close()
            _become(job, read)
        try:
            why = _wait_for(talk, first, job, behind=read is not None)
        finally:
            os.kill(first, signal.SIGKILL)
        _, ended = os.waitpid(first, 0)
        if os.waitstatus_to_exitcode(ended) == NO_WALLS:
            why = "the notebook was not run, for it could not be confined"
        with suppress(OSError):
            talk.sendall(
                json.dumps({"code": os.waitstatus_to_exitcode(ended), "why": why}).encode()
            )
        status = 0
    finally:
        os._exit(status)


def _become(job: dict[str, Any], read: list[Path] | None) -> NoReturn:
    """Become the kernel or, behind walls, the first process there, which starts it."""
    status = NO_WALLS
    try:
        if read is not None:
            confine.enclose(Path(job["desk"]), read)
            kernel = os.fork()
            if kernel:
                # The first process adopts what others leave behind. When it ends, all end.
                while (done := os.wait())[0] != kernel:
                    pass
                os._exit(min(255, abs(os.waitstatus_to_exitcode(done[1]))))
        status = 1
        _kernel(job)
        status = 0
    finally:
        os._exit(status)


def _kernel(job: dict[str, Any]) -> None:
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - slow; warm by now

    desk = job["desk"]
    limits = {resource.RLIMIT_AS: job["memory"], resource.RLIMIT_FSIZE: job["file"]}
    limits |= {resource.RLIMIT_CORE: 0}
    if job["walls"]:  # elsewhere it would count all processes of this user
        limits[resource.RLIMIT_NPROC] = confine.PROCESSES
    for limit, most in limits.items():
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))
    os.setsid()
    os.chdir(desk)
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        os.environ[name] = desk
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    log = os.open("kernel.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["ipykernel", "-f", job["connection"], "--HistoryManager.enabled=False"]
    app: Any = IPKernelApp.instance()
    app.initialize(sys.argv[1:])
    app.start()


def _wait_for(talk: socket.socket, first: int, job: dict[str, Any], *, behind: bool) -> str:
    """Wait for a kernel's end; return why it had to be ended, or nothing."""
    ended = os.pidfd_open(first)
    both: list[Any] = [talk, ended]
    looked = time.monotonic()
    why = ""
    seen: dict[int, psutil.Process] = {}
    while True:
        ready, _, _ = select.select(both, [], [], LOOK)
        if ended in ready:
            break
        if talk in ready:
            asked = talk.recv(4096)
            if not asked:
                break
            for number in map(int, asked.split()):
                _pass_on(number, first, behind=behind)
        if time.monotonic() - looked >= LOOK:
            why = _excess(_family(first, seen), job)
            looked = time.monotonic()
            if why:
                break
    for process in [*_family(first, seen), *seen.values()]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    return why


def _family(first: int, seen: dict[int, psutil.Process]) -> list[psutil.Process]:
    """List the first process and all that it started; remember those that may go astray."""
    with suppress(psutil.NoSuchProcess):
        one = psutil.Process(first)
        family = [one, *one.children(recursive=True)]
        seen |= {process.pid: process for process in family}
        return family
    return []


def _pass_on(number: int, first: int, *, behind: bool) -> None:
    with suppress(psutil.NoSuchProcess, ProcessLookupError):
        target = psutil.Process(first)
        if behind and number == signal.SIGINT:
            target = min(target.children(), key=psutil.Process.create_time, default=target)
        target.send_signal(number if number == signal.SIGINT else signal.SIGKILL)


def _excess(family: list[psutil.Process], job: dict[str, Any]) -> str:
    if len(family) > MOST_PROCESSES:
        return "the notebook started too many processes"
    memory = 0
    for process in family:
        with suppress(psutil.NoSuchProcess):
            memory += process.memory_info().rss
    if memory > job["memory"] and _shared_out(family) > job["memory"]:
        return f"the notebook used more than {job['memory'] / 1e9:.1f} GB of memory"
    files = size = 0
    for folder, _, names in os.walk(job["desk"]):
        for name in names:
            with suppress(OSError):
                size += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118 - many
        files += len(names)
        if files > MOST_FILES or size > job["disk"]:
            return "the notebook wrote too many or too large files"
    return ""


def _shared_out(family: list[psutil.Process]) -> int:
    """Add up memory so that what forks share counts once; too slow to do it always."""
    memory = 0
    for process in family:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            memory += process.memory_full_info().pss
    return memory


def main() -> int:
    """Listen at the address given on the command line.

    Returns
    -------
    int
        Exit status of `serve`.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.assignments.warm", description=__doc__)
    parser.add_argument("address", help="UNIX socket to listen at")
    parser.add_argument("--unconfined", action="store_true", help="put up no walls")
    options = parser.parse_args()
    return serve(options.address, walls=not options.unconfined)


if __name__ == "__main__":
    raise SystemExit(main())
