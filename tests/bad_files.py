"""What goes wrong in a class, in files: notebooks that are broken, odd, misnamed or changed."""

import copy
import json
import os
from pathlib import Path

import exercise_harness as harness
from nbformat.notebooknode import NotebookNode

from tools.assignments.mend import LARGEST_FILE
from tools.assignments.notebook import new_cell

ALL = 8
# For each kind the status, the points it is due and what must be said.
EXPECTED: dict[str, tuple[str, float, str]] = {
    "not-json": ("unreadable", 0, "not valid JSON"),
    "cut-short": ("unreadable", 0, "not valid JSON"),
    "empty": ("unreadable", 0, "the file is empty"),
    "a-number": ("unreadable", 0, "JSON but not a notebook"),
    "no-cells": ("unreadable", 0, "JSON but not a notebook"),
    "odd-cells": ("unreadable", 0, "JSON but not a notebook"),
    "nested": ("unreadable", 0, "not valid JSON"),
    "binary": ("unreadable", 0, "not UTF-8 text"),
    "latin-1": ("unreadable", 0, "not UTF-8 text"),
    "html": ("unreadable", 0, "not valid JSON"),
    "utf-16": ("unreadable", 0, "not UTF-8 text"),
    "byte-mark": ("graded", ALL, ""),
    "huge-file": ("unreadable", 0, "larger than 50 MB: clear its outputs"),
    "huge-images": ("graded", ALL, ""),
    "link": ("unreadable", 0, "a link to another file"),
    "linked-folder": ("missing", 0, "this is a link"),
    "folder-as-file": ("unreadable", 0, "this is no file"),
    "no-folder": ("missing", 0, "this is a file; expected STUDENT/ASSIGNMENT"),
    "nothing": ("missing", 0, "no notebook found"),
    "wrong-name": ("graded", ALL, "the file is called final (2).ipynb"),
    "capitals": ("graded", ALL, ""),
    "two-files": ("graded", ALL, "other notebooks were not looked at: draft.ipynb"),
    "two-drafts": ("missing", 0, "which of these is orders.ipynb?"),
    "wrong-folder": ("missing", 0, "there is homework/orders.ipynb"),
    "other-assignment": ("graded", 0, "was missing and was put back"),
    "others-id": ("graded", ALL, "student_id is 'somebody-else', but 'others-id' handed this in"),
    "no-id": ("graded", 0, "student_id is missing"),
    "other-kernel": ("graded", ALL, ""),
    "no-cell-ids": ("graded", ALL, ""),
    "version-4.0": ("graded", ALL, ""),
    "version-3": ("graded", ALL, ""),
    "version-9": ("unreadable", 0, "JSON but not a notebook"),
    "no-marks": ("graded", ALL, ""),
    "tests-deleted": ("graded", 6, "cell needed-block-test was missing and was put back"),
    "tests-edited": ("graded", 6, "needed-block-test:"),
    "tests-doubled": ("graded", 6, "cell needed-block-test was there 2 times"),
    "tests-as-text": ("graded", 6, "needed-block-test:"),
    "points-raised": ("graded", 6, "needed-block-test:"),
    "numbers-edited": ("graded", ALL, ""),
    "reversed": ("graded", 0, "knock-out-test:"),
    "answers-doubled": ("graded", ALL, "cell calmed was there 2 times"),
    "all-deleted": ("graded", 0, "was missing and was put back"),
}


def hand_in(folder: Path, one: harness.Assignment, solution: Path) -> None:
    """Put one of each kind into the folder of submissions."""
    good = {name: one.fill(name, one.second) for name in EXPECTED}
    name = one.name
    path = _hand_in_bytes(folder, name, good)
    (folder / "link" / name).mkdir(parents=True)
    (folder / "link" / name / f"{name}.ipynb").symlink_to(solution)
    (folder / "linked-folder").symlink_to(path.parents[1], target_is_directory=True)
    (folder / "folder-as-file" / name / f"{name}.ipynb" / "x").mkdir(parents=True)
    (folder / "no-folder").write_text(json.dumps(good["no-folder"]))
    (folder / "nothing").mkdir()
    harness.hand_in(folder, "wrong-name", name, good["wrong-name"])
    (folder / "wrong-name" / name / f"{name}.ipynb").rename(
        folder / "wrong-name" / name / "final (2).ipynb"
    )
    harness.hand_in(folder, "capitals", name, good["capitals"])
    place = folder / "capitals" / name
    (place / f"{name}.ipynb").rename(place / "Orders.ipynb")
    harness.hand_in(folder, "two-files", name, good["two-files"])
    (folder / "two-files" / name / "draft.ipynb").write_text("{}")
    harness.hand_in(folder, "two-drafts", name, "{}")
    place = folder / "two-drafts" / name
    (place / f"{name}.ipynb").rename(place / "draft.ipynb")
    (place / "final.ipynb").write_text("{}")
    harness.hand_in(folder, "wrong-folder", "homework", good["wrong-folder"])
    (folder / "wrong-folder" / "homework" / "homework.ipynb").rename(
        folder / "wrong-folder" / "homework" / f"{name}.ipynb"
    )
    for kind, notebook in _notebooks(one, good).items():
        harness.hand_in(folder, kind, name, notebook)


def _hand_in_bytes(folder: Path, name: str, good: dict[str, NotebookNode]) -> Path:
    whole = {kind: json.dumps(notebook) for kind, notebook in good.items()}
    content = {
        "not-json": b"# %%\nprint('hello')",
        "cut-short": whole["cut-short"][:5000].encode(),
        "empty": b"",
        "a-number": b"7",
        "no-cells": b'{"cells": 3}',
        "odd-cells": b'{"cells": [1, null, {"source": {}}], "metadata": [], "nbformat": 4}',
        "nested": b"[" * 200_000,
        "binary": bytes(range(256)) * 40,
        "latin-1": whole["latin-1"].replace("YOUR", "K\u00f6nnen").encode("latin-1")
        + "\u00e9".encode("latin-1"),
        "html": b"<!doctype html><title>Sign in</title>",
        "utf-16": whole["utf-16"].encode("utf-16"),
        "byte-mark": whole["byte-mark"].encode("utf-8-sig"),
    }
    for kind, data in content.items():
        harness.hand_in(folder, kind, name, data)
    harness.hand_in(folder, "huge-file", name, b"")
    path = folder / "huge-file" / name / f"{name}.ipynb"
    os.truncate(path, LARGEST_FILE + 1)  # takes no room on the disk
    return path


def _notebooks(one: harness.Assignment, good: dict[str, NotebookNode]) -> dict[str, NotebookNode]:
    images = good["huge-images"]
    picture = {
        "data": {"image/png": "A" * 8_000_000},
        "metadata": {},
        "output_type": "display_data",
    }
    images.cells[harness.place(images, "calmed")].outputs = [picture] * 2
    good["other-kernel"].metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    for cell in good["no-cell-ids"].cells:
        del cell["id"]
    for kind, minor in (("version-4.0", 0), ("no-cell-ids", 4)):
        good[kind].nbformat_minor = minor
    for cell in good["version-4.0"].cells:
        del cell["id"]
    good["version-9"].nbformat = 9
    for cell in good["no-marks"].cells:
        cell.metadata.pop("nbgrader", None)
    strange = new_cell("code", "def knock_out(*args):\n    return 0")
    made = {
        "huge-images": images,
        "other-kernel": good["other-kernel"],
        "no-cell-ids": good["no-cell-ids"],
        "version-4.0": good["version-4.0"],
        "version-3": _version_3(good["version-3"]),
        "version-9": good["version-9"],
        "no-marks": good["no-marks"],
        "others-id": one.fill("somebody-else", one.second),
        "no-id": one.fill("...", one.second),
        "all-deleted": copy.deepcopy(good["reversed"]) | {"cells": []},
        "other-assignment": copy.deepcopy(good["reversed"]) | {"cells": [strange]},
        "reversed": good["reversed"],
    }
    good["reversed"].cells.reverse()
    return made | _changed(one, good)


def _changed(one: harness.Assignment, good: dict[str, NotebookNode]) -> dict[str, NotebookNode]:
    """Change tests below a wrong answer, and other cells around right ones."""
    mistake = next(wrong for wrong in one.wrong if wrong.cell == "needed-block").source
    kinds = ("tests-deleted", "tests-edited", "tests-doubled", "tests-as-text", "points-raised")
    made = {kind: one.fill(kind, one.second | {"needed-block": mistake}) for kind in kinds}
    tests = {
        kind: made[kind].cells[harness.place(made[kind], "needed-block-test")] for kind in kinds
    }
    deleted = made["tests-deleted"]
    deleted.cells = [cell for cell in deleted.cells if cell.id not in one.points]
    tests["tests-edited"].source = "pass"
    tests["points-raised"].source = "pass"
    tests["points-raised"].metadata.nbgrader.points = 200
    tests["tests-as-text"].cell_type = "markdown"
    tests["tests-as-text"].pop("outputs", None)
    tests["tests-as-text"].pop("execution_count", None)
    again = copy.deepcopy(tests["tests-doubled"])
    again.source = "pass"
    made["tests-doubled"].cells += [again, new_cell("code", "needed_block = None")]
    numbers = good["numbers-edited"].cells[harness.place(good["numbers-edited"], "numbers")]
    numbers.source = "def numbers(student_id):\n    return None\ngiven = None"
    doubled = good["answers-doubled"]
    place = harness.place(doubled, "calmed")
    draft = copy.deepcopy(doubled.cells[place])
    draft.source = "def calmed(*args, **kwargs):\n    return 0"
    doubled.cells.insert(place, draft)
    return made | {"numbers-edited": good["numbers-edited"], "answers-doubled": doubled}


def _version_3(notebook: NotebookNode) -> dict:
    """Write a notebook as IPython did in 2014."""
    cells = []
    for cell in notebook.cells:
        text = "input" if cell.cell_type == "code" else "source"
        old = {"cell_type": cell.cell_type, "metadata": cell.metadata, text: cell.source}
        if cell.cell_type == "code":
            old |= {"language": "python", "outputs": [], "collapsed": False}
        cells.append(old)
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells, "metadata": {}}],
    }
