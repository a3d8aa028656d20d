"""Rules that hold across the whole project; each message says what to do."""

from __future__ import annotations

import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_file

from bonebalance import Model, models
from tools.fingerprint import ROOT

FILE_LINES = 400
MEDIAN_LINES = 150
FUNCTION_LINES = 60
DEPTH = 2

# From the ground up: a module of the library imports only from layers above its own line here.
LAYERS = (
    ("errors",),
    ("units",),
    ("quantities",),
    ("equations",),
    ("codegen", "numeric", "latex", "words", "interventions", "plotting", "grading", "lattice",
     "roots", "channels"),
    ("evidence", "courses", "regimens", "cable"),
    ("javascript", "sbml", "instructions", "rosenbrock", "page", "trajectory", "studies",
     "strength", "hazard", "cascade", "fibre"),
    ("model", "kernel", "program", "comparison", "fits", "excerpts", "diseases", "axon"),
    ("coupling",),
    ("stepper", "controls", "models", "remodeling", "patients", "workup"),
    ("compiled", "crane", "posture", "canal"),
    ("simulation", "kyphosis"),
    ("cohort", "stills", "trials", "timetable"),
    ("proof", "predictions", "openbonemin", "risk", "perfusion", "live"),
    ("bands", "town"),
    ("__init__",),
)  # fmt: skip
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}

# An import inside a function says on its line why: what it imports is slow, and most runs skip it.
LATE = re.compile(r"# noqa: PLC0415 - \w+")

SKIPPED = {".git", ".venv", "_build", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis",
           ".pytest_cache", ".ipynb_checkpoints"}  # fmt: skip
LIBRARY = ROOT / "src" / "bonebalance"
MODELS = {name: model for name in dir(models) if isinstance(model := getattr(models, name), Model)}
FIGURES = sorted(path for path in (ROOT / "figures").glob("*.py") if path.stem != "pen")


def project_files():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from (Path(folder, name) for name in names)


FILES = sorted(project_files())
PYTHON = [path for path in FILES if path.suffix == ".py"]
SOURCES = [path for path in PYTHON if path.is_relative_to(LIBRARY)]


def name(path):
    return path.relative_to(ROOT).as_posix()


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]


def length(function):
    """Return the lines of a function, without those of its docstring."""
    first = function.body[0]
    described = ast.get_docstring(function) is not None
    words = first.end_lineno - first.lineno + 1 if described else 0
    return function.end_lineno - function.lineno + 1 - words


# ---- size and shape ------------------------------------------------------------------------------


def test_files_are_short():
    code = [path for path in FILES if path.suffix in {".py", ".js", ".lua", ".typ", ".css"}]
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {path: count for path, count in lines.items() if count >= FILE_LINES} == {}
    assert statistics.median(lines.values()) < MEDIAN_LINES


def test_functions_are_short():
    long = [
        f"{name(path)}: {function.name} has {length(function)} lines; split it"
        for path in PYTHON
        for function in functions(path)
        if length(function) >= FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("top", ["src/bonebalance", "tools", "tests"])
def test_folders_are_flat(top):
    deep = [path for path in PYTHON if path.is_relative_to(ROOT / top)
            and len(path.relative_to(ROOT / top).parts) > DEPTH]  # fmt: skip
    assert deep == []


def test_library_imports_at_the_top_of_a_file_and_by_name():
    kinds = (ast.Import, ast.ImportFrom)
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").splitlines()
        hidden = [inner.lineno for function in functions(path) for inner in ast.walk(function)
                  if isinstance(inner, kinds) and not LATE.search(lines[inner.lineno - 1])]  # fmt: skip
        assert hidden == [], f"{name(path)}: imports inside a function without saying why"
    for path in PYTHON:
        stars = [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)
                 if node.names[0].name == "*"]  # fmt: skip
        assert stars == [], f"{name(path)}: imports *"


def _layer(module):
    """Return the name under which a module of the library stands in LAYERS."""
    return module.split(".")[0] if module else "__init__"


def _imported(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bonebalance"):
            inner = node.module.removeprefix("bonebalance").lstrip(".")
            yield from [_layer(inner)] if inner else [alias.name for alias in node.names]


def test_library_has_layers():
    for path in SOURCES:
        own = _layer(".".join(path.relative_to(LIBRARY).with_suffix("").parts))
        assert own in LAYER, f"{name(path)}: give it a place in LAYERS of {name(Path(__file__))}"
        for other in _imported(path):
            if own == other == "models":
                continue
            assert LAYER[other] < LAYER[own], f"{name(path)} imports {other}, which is not below it"


# ---- what is written -----------------------------------------------------------------------------


def test_no_file_names_a_package_host_or_a_machine():
    hosts = ("pypi" + ".org", "python" + "hosted", "npm" + "js.", "cdn.", "jsdelivr", "unpkg")
    places = (str(ROOT) + "/", "/ho" + "me/", "/Use" + "rs/", "/ro" + "ot/")
    for path in FILES:
        if path.suffix in {".png", ".ico", ".woff2"} or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8")
        found = [word for word in (*hosts, *places) if word in text]
        assert found == [], name(path)


def _run(*command):
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", [("ruff", "check", "--output-format", "concise"), ("ruff", "format", "--check", "--output-format", "concise", *map(str, PYTHON)), ("mypy",)],
    ids=["ruff check", "ruff format", "mypy"],
)  # fmt: skip
def test_tool_finds_no_fault(command):
    status, said = _run(*command)
    assert status == 0, said


def test_lock_holds_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(line for group in project["dependency-groups"].values() for line in group),
        *(line for group in project["project"].get("optional-dependencies", {}).values()
          for line in group),
    ]  # fmt: skip
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE))
    names = {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in asked}
    assert names - locked == set(), "run: make lock"
    entries = re.findall(r"^\S+==.+?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_version_is_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == project["version"]


@pytest.mark.parametrize("script", FIGURES, ids=lambda path: path.stem)
def test_drawing_is_what_its_script_draws(script, tmp_path):
    for source in (ROOT / "figures").glob("*.py"):
        shutil.copy(source, tmp_path)
    subprocess.run([sys.executable, tmp_path / script.name], cwd=tmp_path, check=True)
    drawn = tmp_path.with_name(tmp_path.name) / f"{script.stem}.svg"
    kept = script.with_suffix(".svg")
    assert drawn.read_text() == kept.read_text(), f"run: .venv/bin/python {name(script)}"


# ---- what is claimed -----------------------------------------------------------------------------


def test_citation_keys_are_known_and_unique():
    entries = parse_file(ROOT / "references.bib").entries
    lower = [key.lower() for key in entries]
    assert len(lower) == len(set(lower))
    cited = {
        key.strip()
        for path in [*FILES]
        if path.suffix in {".md", ".ipynb"} and path.name not in {"README.md", "CONTRIBUTING.md"}
        for keys in re.findall(r"\{(?:foot)?cite(?::\w+)?\}`([^`]+)`", path.read_text("utf-8"))
        for key in keys.split(",")
    }
    assert cited - set(entries) == set()


def test_incomplete_records_are_named_at_the_head_of_the_references():
    head = (ROOT / "references.bib").read_text(encoding="utf-8").partition("@")[0]
    head = re.sub(r"\s*%?\s+", " ", head)
    named = {kind: set(keys.split(", ")) for kind, keys in re.findall(r"(\w+): ([\w, ]+)\.", head)}
    entries = parse_file(ROOT / "references.bib").entries
    assert named["authors"] == {k for k, e in entries.items() if not e.persons.get("author")}
    assert named["journal"] == {
        k for k, e in entries.items() if e.type == "article" and "journal" not in e.fields
    }
    assert named["year"] == {k for k, e in entries.items() if "year" not in e.fields}


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_every_parameter_says_where_it_comes_from(model):
    known = parse_file(ROOT / "references.bib").entries
    for parameter in model.parameters.values():
        assert parameter.unit, parameter.name
        assert parameter.description, parameter.name
        assert parameter.status in {"measured", "fitted", "assumed"}, parameter.name
    sources = {parameter.source for parameter in model.parameters.values()}
    assert sources - set(known) == set(), "add them to references.bib"
