"""Release the assignments (as without a command), or grade a folder of submissions."""

import argparse
import sys
from pathlib import Path

from tools.assignments import course
from tools.assignments.grade import Limits, grade
from tools.assignments.release import release


def main(arguments: list[str] | None = None) -> int:
    """Release assignments or grade submissions.

    Parameters
    ----------
    arguments : list of str, optional
        Command line; the process's own unless given.

    Returns
    -------
    int
        Exit status: 0 when every assignment was released or every submission has its result.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.assignments", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("release", help="write the student versions to _build/assignments/")
    grading = commands.add_parser("grade", help="grade a folder of submissions")
    grading.add_argument("submissions", type=Path, help="folder with STUDENT/ASSIGNMENT/*.ipynb")
    grading.add_argument("--output", type=Path, default=course.GRADES, help="where results go")
    grading.add_argument("--minutes", type=float, default=3.0, help="limit for one submission")
    grading.add_argument("--jobs", type=int, default=0, help="submissions at a time")
    options = parser.parse_args(arguments)
    try:
        return _grade(options) if options.command == "grade" else _release()
    except course.AssignmentError as error:
        print(f"assignments: {error}", file=sys.stderr)
        return 2


def _release() -> int:
    for path in release().values():
        print(path.relative_to(course.ROOT))
    return 0


def _grade(options: argparse.Namespace) -> int:
    limits = Limits(submission=60 * options.minutes)
    results = grade(
        options.submissions, options.output, limits=limits, jobs=options.jobs, say=print
    )
    print(f"{len(results)} results in {options.output / 'results.csv'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
