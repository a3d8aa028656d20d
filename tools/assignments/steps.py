"""nbgrader's own steps, run on a folder of our choice."""

import io
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from tools.assignments.course import EXERCISES, AssignmentError


def config(root: Path, assignment: str, student: str = "*") -> Config:
    """Set up nbgrader for one assignment in one course folder.

    Parameters
    ----------
    root : Path
        Course folder: nbgrader's database and steps are in it.
    assignment : str
        The assignment.
    student : str
        One student's id, or all.

    Returns
    -------
    Config
        `exercises/nbgrader_config.py`, with these folders.
    """
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(EXERCISES)).load_config()
    settings.CourseDirectory.root = str(root)
    settings.CourseDirectory.assignment_id = assignment
    settings.CourseDirectory.student_id = student
    return Config(settings)


def run(converter: type[BaseConverter], settings: Config) -> None:
    """Run one of nbgrader's steps.

    Parameters
    ----------
    converter : type
        nbgrader's class for the step, such as ``GenerateAssignment``.
    settings : Config
        What `config` returned.

    Raises
    ------
    AssignmentError
        If the step fails, with nbgrader's own log.
    """
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    step = converter(coursedir=CourseDirectory(config=settings), config=settings)
    step.log.addHandler(handler)
    step.log.propagate = False
    try:
        with _environment_on_path():
            step.start()
    except Exception as error:
        lines = [line for line in log.getvalue().strip().splitlines() if line.strip()]
        msg = f"nbgrader's {converter.__name__} failed ({error}):\n" + "\n".join(lines[-30:])
        raise AssignmentError(msg) from error
    finally:
        step.log.removeHandler(handler)


@contextmanager
def _environment_on_path() -> Iterator[None]:
    """Let nbgrader find the command `alembic` although the environment is not activated."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before


def generate(roots: list[tuple[Path, str]]) -> None:
    """Run generate_assignment for some assignments.

    Parameters
    ----------
    roots : list of (Path, str)
        The course folder of each assignment, which may hold a gradebook, and its name.

    Raises
    ------
    AssignmentError
        If nbgrader refuses a notebook.
    """
    with tempfile.TemporaryDirectory() as scratch:
        # To make an empty gradebook takes twenty times as long as to use one: it is copied.
        empty = Path(scratch) / "gradebook.db"
        for root, name in roots:
            book = root / empty.name
            if not book.is_file():
                if not empty.is_file():
                    with _environment_on_path(), Gradebook(f"sqlite:///{empty}"):
                        pass
                shutil.copy(empty, book)
            settings = config(root, name)
            settings.GenerateAssignment.force = True
            run(GenerateAssignment, settings)


def main(arguments: list[str]) -> int:
    """Run generate_assignment: ``python -m tools.assignments.steps FOLDER ASSIGNMENT ...``.

    Parameters
    ----------
    arguments : list of str
        Course folders, each followed by its assignment.

    Returns
    -------
    int
        0, or 1 after an error.
    """
    try:
        generate(list(zip(map(Path, arguments[::2]), arguments[1::2], strict=True)))
    except AssignmentError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
