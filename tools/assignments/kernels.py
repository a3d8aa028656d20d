"""How the grading gets its kernels from the warm process (`warm.py`)."""

import json
import signal
import socket
import subprocess
import time
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Dict, Unicode


class WarmProcess:
    """A kernel that the warm process forked, with the methods of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, address: str, job: dict[str, Any]) -> None:
        self.returncode: int | None = None
        self.why = ""
        self._talk = socket.socket(socket.AF_UNIX)
        self._talk.connect(address)
        self._talk.sendall(json.dumps(job).encode() + b"\n")
        self._talk.setblocking(False)

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""
        if self.returncode is None:
            try:
                told = self._talk.recv(4096)
            except BlockingIOError:
                return None
            except OSError:
                told = b""
            ended: dict[str, Any] = (
                json.loads(told) if told else {"code": -signal.SIGKILL, "why": ""}
            )
            self.returncode, self.why = ended["code"], ended["why"]
            self._talk.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit status."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        """Interrupt it, or end it with all that it started."""
        if self.poll() is None:
            try:
                self._talk.sendall(f"{int(number)} ".encode())
            except OSError as error:
                raise ProcessLookupError from error

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    terminate = kill


class WarmProvisioner(LocalProvisioner):
    """Jupyter's own way to a local kernel, except that the kernel is forked."""

    async def launch_kernel(self, cmd: list[str], **_: Any) -> Any:  # noqa: ANN401, ARG002
        """Ask the warm process for a kernel.

        Parameters
        ----------
        cmd : list of str
            What would start one anew; not used.

        Returns
        -------
        dict
            Where the kernel listens.
        """
        manager: Any = self.parent
        job = dict(manager.job) | {"connection": manager.connection_file}
        process: Any = WarmProcess(manager.address, job)
        self.process = process
        return self.connection_info


class WarmKernelManager(AsyncKernelManager):
    """A kernel manager that asks the warm process."""

    address = Unicode(help="socket of the warm process").tag(config=True)
    job = Dict(help="limits and the folder of a kernel").tag(config=True)

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self.provisioner = WarmProvisioner(kernel_id="", kernel_spec=self.kernel_spec, parent=self)

    @property
    def why(self) -> str:
        """Say why the kernel was ended, if that was done to it."""
        return str(getattr(getattr(self.provisioner, "process", None), "why", ""))
