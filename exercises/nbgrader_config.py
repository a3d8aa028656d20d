"""nbgrader's settings, for its own commands and for `python -m tools.assignments`."""

from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader defines it

# Nothing derived is kept beside the sources: all of it goes to _build/nbgrader.
c.CourseDirectory.course_id = "bone-in-balance"
c.CourseDirectory.root = str(Path(__file__).resolve().parents[1] / "_build" / "nbgrader")
c.CourseDirectory.source_directory = str(Path(__file__).resolve().parent / "source")

# A test cell that a student deleted comes back before grading.
c.OverwriteCells.add_missing_cells = True

# One cell may run half a minute, and fill a screen or two.
c.Execute.timeout = 30
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 20
