"""Release the assignments (as without a command), or grade a folder of submissions."""

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from tools.assignments import course
from tools.assignments.grade import Limits, grade
from tools.assignments.handouts import handouts
from tools.assignments.release import release
from tools.assignments.results import Result


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
    commands.add_parser("handouts", help="also an archive of each, to _build/handouts/")
    grading = commands.add_parser("grade", help="grade a folder of submissions")
    grading.add_argument("submissions", type=Path, help="folder with STUDENT/ASSIGNMENT/*.ipynb")
    grading.add_argument("--output", type=Path, default=course.GRADES, help="where results go")
    grading.add_argument("--minutes", type=float, default=3.0, help="limit for one submission")
    grading.add_argument("--jobs", type=int, default=0, help="submissions at a time")
    grading.add_argument(
        "--unconfined",
        action="store_true",
        help="let notebooks run with all of your rights, where the system cannot confine them",
    )
    options = parser.parse_args(arguments)
    try:
        if options.command == "grade":
            return _grade(options)
        return _handouts() if options.command == "handouts" else _release()
    except course.AssignmentError as error:
        print(f"assignments: {error}", file=sys.stderr)
        return 2


def _release() -> int:
    for path in release().values():
        print(path.relative_to(course.ROOT))
    return 0


def _handouts() -> int:
    for path in handouts():
        print(path.relative_to(course.ROOT))
    return 0


def _grade(options: argparse.Namespace) -> int:
    limits = Limits(submission=60 * options.minutes)
    if options.unconfined:
        print("Notebooks run UNCONFINED: with your rights, your files and your network.")
    with tqdm(unit="submission", disable=None) as bar:

        def say(number: int, of: int, one: Result) -> None:
            bar.total = of
            bar.update(number - bar.n)
            what = f"{one.student} {one.assignment}: {one.status}, {one.score:g} points"
            tqdm.write(f"{number}/{of} {what}")

        results = grade(
            options.submissions,
            options.output,
            limits=limits,
            jobs=options.jobs,
            confined=not options.unconfined,
            say=say,
        )
    print(f"{len(results)} results in {options.output / 'results.csv'}")
    print(f"Open {options.output / 'summary.html'} for the class as a whole.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
