"""Start what grades: a watched process for each submission, and one from which kernels come."""

import ctypes
import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from tools.assignments.course import ROOT, AssignmentError

# What a notebook does not need to know, it does not get.
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")
KEPT_BY_WORKERS = (*KEPT_VARIABLES, "HOME", "TMPDIR")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
WORKER = "tools.assignments.worker"

# nbgrader takes two seconds to import: once, in a process from which each worker is forked.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_starting = threading.Lock()


def run_bounded(folder: Path, seconds: float) -> str:
    """Run the worker on a folder; end it, with all that it started, when its time is up.

    Parameters
    ----------
    folder : Path
        The worker's folder.
    seconds : float
        Time for everything.

    Returns
    -------
    str
        Why it did not finish, or nothing.
    """
    with _starting:
        context = _context()
        worker = context.Process(target=_begin, args=(str(folder),))
        worker.start()
    late = _watch(worker, time.monotonic() + seconds)
    if late:
        return f"not finished after {seconds:g} s"
    if worker.exitcode == 0:
        return ""
    if worker.exitcode is not None and worker.exitcode > 0:
        said = (folder / "worker.log").read_text(errors="replace").strip().splitlines()
        return f"grading failed, which should be reported: {said[-1][-300:] if said else ''}"
    return "the grading process was ended from inside the notebook"


def _context() -> Any:  # noqa: ANN401 - its methods differ with the system
    context: Any = multiprocessing.get_context(_METHOD)
    if _METHOD == "forkserver":
        context.set_forkserver_preload([WORKER, "tools.assignments.pages"])
        forkserver.ensure_running()
    return context


def _begin(folder: str) -> None:
    if sys.platform == "linux":  # nobody would wait for it any more: PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
    log = os.open(Path(folder) / "worker.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    for name in list(os.environ):
        if name not in KEPT_BY_WORKERS:
            del os.environ[name]
    os.environ.update(ONE_THREAD)
    importlib.import_module(WORKER).work(Path(folder))
    sys.stdout.flush()


def _watch(worker: BaseProcess, deadline: float) -> bool:
    started: dict[int, psutil.Process] = {}
    try:
        while worker.is_alive() and time.monotonic() < deadline:
            with suppress(psutil.NoSuchProcess):
                family = psutil.Process(worker.pid).children(recursive=True)
                started |= {child.pid: child for child in family}
            worker.join(0.2)
        return worker.is_alive()
    finally:
        # psutil compares start times, so a number that was given to another process is safe.
        for process in started.values():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        worker.kill()
        worker.join()


@contextmanager
def warm_kernels(*, confined: bool) -> Iterator[str]:
    """Start the warm process for as long as kernels are needed.

    Parameters
    ----------
    confined : bool
        Whether notebooks are run behind walls.

    Yields
    ------
    str
        Its address, or nothing where kernels have to be started anew.

    Raises
    ------
    AssignmentError
        If notebooks should be confined and this system cannot.
    """
    if sys.platform != "linux":
        if confined:
            _refuse(f"{sys.platform} has no namespaces and no Landlock")
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="kernels-") as folder:
        address = os.path.join(folder, "warm")  # noqa: PTH118 - text is what everybody takes
        command = [sys.executable, "-m", "tools.assignments.warm", address]
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environment |= ONE_THREAD | {"HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(
            command if confined else [*command, "--unconfined"],
            cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        with _starting:
            _context()  # meanwhile
        try:
            told = process.stdout.readline().strip() if process.stdout else ""
            if told != "ready":
                _refuse(told or "the process for kernels did not start")
            while not Path(address).exists():
                time.sleep(0.01)
            yield address
        finally:
            if process.stdin and process.stdout:
                process.stdin.close()
                process.stdout.close()
            process.wait()


def _refuse(why: str) -> None:
    msg = (
        f"submissions cannot be confined on this system: {why}. Grade on a Linux system that can, "
        "or say --unconfined (make grade CONFINE=no): then they run with all of your rights"
    )
    raise AssignmentError(msg)
