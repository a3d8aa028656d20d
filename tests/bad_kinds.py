"""What goes wrong in a class, in code: for each kind the points it is due and what must be said.

The code stands in the second of three answers (`orders`: 3, 3 and 2 points), below a correct one.
So all points are due where only this cell fails, 3 where nothing after it could run, and 6 where a
cheat should have saved the third answer, which is wrong then.
"""

from dataclasses import dataclass

ALL, BEFORE, HONEST = 8, 3, 6


@dataclass(frozen=True)
class Kind:
    """Code that a student might hand in."""

    code: str
    points: float = ALL
    reason: str = ""


ENDED = "this cell ended Python"
# Whoever gets through says so; no output may hold the word. It is not written out, since the
# notebook that holds the code is an output as well.
GOT = "print('GOT' + 'THROUGH')"
THROUGH = "GOTTHROUGH"


def _try(*attempts: str) -> str:
    """Try each; say so if one gets through."""
    lines = "\n".join(
        f"try:\n    found = {attempt}\n    {GOT}\nexcept OSError:\n    pass" for attempt in attempts
    )
    return f"import glob, os, pathlib, shutil, socket, subprocess, urllib.request\n{lines}"


# Waits to be ended, so that it does not matter how soon.
WAIT = "while True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass"

RUNS_WILD = {
    "endless": Kind("while True:\n    pass", ALL, "ran too long (over 8 s)"),
    "sleepy": Kind("import time\ntime.sleep(1000)", ALL, "ran too long (over 8 s)"),
    "stubborn": Kind(
        f"import time\n{WAIT}",
        BEFORE,
        "ran too long and did not react",
    ),
    "recursion": Kind("def deep(n):\n    return deep(n + 1)\ndeep(0)", ALL, "RecursionError"),
    "exit": Kind("exit()", ALL, "SystemExit: exit() was called"),
    "sys-exit": Kind("import sys\nsys.exit(3)", ALL, "SystemExit: 3"),
    "os-exit": Kind("import os\nos._exit(0)", BEFORE, ENDED),
    "abort": Kind("import os\nos.abort()", BEFORE, ENDED),
    "crash": Kind("import ctypes\nctypes.string_at(0)", BEFORE, ENDED),
    "kills-itself": Kind("import os\nos.kill(os.getpid(), 9)", BEFORE, ENDED),
    "kills-grader": Kind("import os\nos.kill(os.getppid(), 9)"),
    "kills-all": Kind("import os\nos.kill(-1, 9)"),
    "kills-group": Kind("import os\nos.killpg(0, 9)", BEFORE, ENDED),
    "gigabyte": Kind("print('x' * 1_000_000_000)", ALL, "prints more than 1,000,000 characters"),
    "chatty": Kind("while True:\n    print('x' * 99)", ALL, "prints more than 1,000,000"),
    "floods-a-pipe": Kind("import os\nfor _ in range(30):\n    os.write(1, b'x' * 65536)"),
    "memory-bomb": Kind("hoard = [bytearray(10**7) for _ in range(10**6)]", ALL, "MemoryError"),
    "large-array": Kind("np.ones(10**13)", ALL, "Unable to allocate"),
    "forked-memory": Kind(
        "import os, time\nfor _ in range(5):\n    if not os.fork():\n"
        f"        hoard = b'x' * 600_000_000\n        time.sleep(99)\n{WAIT}",
        BEFORE,
        "cell calmed: ",
    ),
    "many-processes": Kind(
        "import subprocess, time\n"
        "crowd = [subprocess.Popen(['sleep', '99']) for _ in range(120)]\n"
        f"{WAIT}",
        BEFORE,
        "started too many processes",
    ),
    "fork-bomb": Kind(
        "import os, time\nfor _ in range(7):\n    os.fork()\ntime.sleep(60)",
        BEFORE,
        "cell calmed: ",
    ),
    "thread-bomb": Kind(
        "import threading, time\nfor _ in range(1000):\n"
        "    threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
    ),
    "large-file": Kind("with open('a', 'wb') as file:\n    file.write(bytes(10**9))"),
    "many-files": Kind(
        f"import time\nfor i in range(4):\n    open(str(i), 'wb').write(bytes(15_000_000))\n{WAIT}",
        BEFORE,
        "too many or too large files",
    ),
    "input": Kind("name = input('Who are you? ')"),
    "syntax": Kind("def broken(:", 5, "calmed-test: NameError"),
    "no-such-module": Kind("import a_module_that_nobody_has"),
    "warnings-are-errors": Kind("import warnings\nwarnings.simplefilter('error')"),
    "no-stdout": Kind(
        "import sys\nsys.stdout = sys.stderr = None", BEFORE, "Python no longer answers"
    ),
    "strict-numpy": Kind("np.seterr(all='raise')"),
    "left-behind": Kind(
        "import atexit, sys, threading, time\natexit.register(time.sleep, 99)\n"
        "sys.settrace(lambda *_: None)\n"
        "threading.Thread(target=time.sleep, args=(99,)).start()"
    ),
    "elsewhere": Kind("import os\nos.makedirs('a/b')\nos.chdir('a/b')"),
    "swept": Kind("import shutil\nshutil.rmtree('.', ignore_errors=True)"),
    "magic": Kind("!ls / && sleep 0\n%matplotlib inline"),
    "closed-doors": Kind("import os\nfor i in range(3, 12):\n    pass\nos.umask(0o777)"),
}

CHEATS = {
    "own-expect": "def expect(*args, **kwargs):\n    pass",
    "patched-expect": "import bonebalance.grading\n"
    "bonebalance.grading.expect = lambda *args, **kwargs: None\n"
    "expect = bonebalance.grading.expect",
    "patched-helper": "import bonebalance.grading\nbonebalance.grading._same = lambda *_: True",
    "fake-module": "import sys, types\nsys.modules['bonebalance.grading'] = types.SimpleNamespace("
    "expect=lambda *args, **kwargs: None, draw=None)\nfrom bonebalance.grading import expect",
    "patched-allclose": "np.allclose = lambda *args, **kwargs: True",
    "patched-deep": "import numpy._core.numeric as deep\n"
    "deep.isclose = lambda *args, **kwargs: np.True_\nnp.all = lambda *args: True",
    "patched-asarray": "np.asarray = lambda *args, **kwargs: np.float64(0)",
    "patched-numbers": "numbers = lambda student_id: None",
    "patched-builtins": "import builtins\nbuiltins.AssertionError = builtins.Warning\n"
    "builtins.abs = lambda value: 0.0",
    "own-numpy": "class Nothing:\n    def __getattr__(self, name):\n"
    "        return lambda *args, **kwargs: True\nnp = Nothing()",
    "dropped-checks": "import ast\nclass Drop(ast.NodeTransformer):\n"
    "    def visit_Expr(self, node):\n        return ast.Pass()\n"
    "    visit_Assert = visit_Expr\nget_ipython().ast_transformers.append(Drop())",
    "skipped-cells": "shell = get_ipython()\nrun = shell.run_cell_async\n"
    "async def skip(source, *args, **kwargs):\n    return await run('None', *args, **kwargs)\n"
    "shell.run_cell_async = skip\nshell.kernel.shell.should_run_async = lambda *_, **__: True",
    "hidden-errors": "get_ipython().showtraceback = lambda *args, **kwargs: None",
    "lying-equal": "class Right(float):\n    def __eq__(self, other):\n        return True\n"
    "    __ne__ = __lt__ = __gt__ = lambda self, other: False\n    __hash__ = None",
    "lying-array": "class Right(np.ndarray):\n    def __array_function__(self, *args):\n"
    "        return True\n    def __array_ufunc__(self, *args, **kwargs):\n        return self\n"
    "    def __sub__(self, other):\n        return np.zeros(1)",
    "lying-number": "class Right(float):\n    def __sub__(self, other):\n        return 0.0\n"
    "    __rsub__ = __sub__\n    def __abs__(self):\n        return 0.0",
}
# How the third answer, wrong as it is, is dressed up; as it stands otherwise.
DRESSED = {
    "lying-equal": "return Right(7.0)",
    "lying-array": "return np.array([7.0]).view(Right)",
    "lying-number": "return Right(7.0)",
}
# Of these the tests cannot be saved: what comes after them counts nothing.
FORGED = {
    "forged-replies": "session = get_ipython().kernel.session\nsend = session.send\n"
    "def forge(stream, kind, content=None, *args, **kwargs):\n"
    "    if kind == 'error':\n        return None\n"
    "    if kind == 'execute_reply':\n        content = {'status': 'ok', 'execution_count': 1,"
    " 'payload': [], 'user_expressions': {}}\n"
    "    return send(stream, kind, content, *args, **kwargs)\nsession.send = forge",
    "cut-checks": "get_ipython().input_transformers_cleanup.append("
    "lambda lines: [line for line in lines if 'expect' not in line and 'needed' not in line][:1])",
}


def forbidden(sources: str, others: str, home: str) -> dict[str, str]:
    """List what must not be possible: whoever succeeds says so."""
    return {
        "reads-solution": _try(
            f"open({sources!r} + '/orders/orders.ipynb').read()", f"os.listdir({sources!r})"
        ),
        "reads-others": _try(
            f"os.listdir({others!r})",
            f"open({others!r} + '/ada-0/orders/orders.ipynb').read()",
        ),
        "spoils-others": _try(
            f"open({others!r} + '/ada-0/orders/orders.ipynb', 'w')",
            f"os.unlink({others!r} + '/ada-0/orders/orders.ipynb')",
            f"os.chmod({others!r} + '/ada-0/orders/orders.ipynb', 0)",
            f"os.rename({others!r} + '/ada-0', {others!r} + '/nobody')",
            f"os.utime({others!r} + '/ada-0/orders/orders.ipynb')",
        ),
        "reads-gradebook": _try(
            "open('../gradebook.db', 'rb').read()", "os.listdir('..')", "open('../release.ipynb')"
        ),
        "reads-home": _try(f"os.listdir({home!r})", "open('/etc/shadow')", "os.listdir('/tmp')"),
        "reads-processes": "import os\nif sum(name.isdigit() for name in os.listdir('/proc')) > 5:"
        f"\n    {GOT}\n"
        + _try("open('/proc/kcore')", "open('/proc/sys/kernel/core_pattern', 'w')"),
        "runs-others": _try(
            f"subprocess.run(['cat', {sources!r} + '/orders/orders.ipynb'], check=True)"
        ).replace("OSError", "(OSError, subprocess.CalledProcessError)"),
        "network": _try(
            "socket.create_connection(('127.0.0.1', 80), 2)",
            "urllib.request.urlopen('http://192.0.2.1/', timeout=2)",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
            "socket.socket().bind(('', 0))",
        ),
        "services": _try("socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')").replace(
            "except OSError", "except FileNotFoundError:\n    " + GOT + "\nexcept OSError"
        ),
        "links": _try(f"os.symlink({sources!r}, 'here') or os.listdir('here')"),
        "mounts": _try("subprocess.run(['unshare', '-Ur', 'true'], check=True)").replace(
            "OSError", "(OSError, subprocess.CalledProcessError)"
        ),
        "environment": "import os\nprint(sorted(os.environ.values()))",
    }
