"""What students get: one archive an assignment, with all that is needed to work on it."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.assignments import course
from tools.assignments.notebook import read_notebook
from tools.assignments.release import release

README = """{title}

1. Install Python 3.11 or newer from https://www.python.org/downloads/ and open a terminal here.
2. Type, once:

     python -m venv bone
     source bone/bin/activate          (on Windows: bone\\Scripts\\activate)
     python -m pip install jupyterlab ./{wheel}

3. Type `jupyter lab` and open {name}.ipynb. Write your id into the first code cell.
4. Work through the tasks. The cell below an answer tests it: it prints nothing if it found no
   mistake, and a hint if it did.
5. Before you hand in: restart the kernel, run all cells, save. Hand in {name}.ipynb under
   this name, and nothing else.
"""
MOMENT = (2000, 1, 1, 0, 0, 0)  # the same content makes the same archive, whenever it is made


def handouts(names: list[str] | None = None, *, build: Path = course.BUILD) -> list[Path]:
    """Write an archive for each assignment: notebook, instructions and the library.

    Parameters
    ----------
    names : list of str, optional
        Assignments; all of them unless given.
    build : Path
        Build folder; the archives go to `handouts/` in it.

    Returns
    -------
    list of Path
        The archives.

    Raises
    ------
    AssignmentError
        If there is no such assignment, or the library cannot be packed.
    """
    notebooks = release(names, build=build)
    wheel, packed = _wheel()
    folder = build / "handouts"
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, notebook in notebooks.items():
        title = read_notebook(notebook).cells[0].source.splitlines()[0].lstrip("# ")
        text = README.format(title=title, name=name, wheel=wheel)
        unfinished = folder / f".{name}.part"
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in (
                (notebook.name, notebook.read_bytes()),
                ("README.txt", text.encode()),
                (wheel, packed),
            ):
                archive.writestr(zipfile.ZipInfo(f"{name}/{path}", MOMENT), content)
        made.append(unfinished.replace(folder / f"{name}.zip"))
    return made


def _wheel() -> tuple[str, bytes]:
    """Pack the library, beside whatever the book does with its own."""
    with tempfile.TemporaryDirectory() as folder:
        code = f"import hatchling.build as build; build.build_wheel({folder!r})"
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=course.ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise course.AssignmentError(done.stderr.strip())
        [wheel] = Path(folder).glob("*.whl")
        return wheel.name, wheel.read_bytes()
