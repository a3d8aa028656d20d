"""The reference describes what the library offers; the library does what its docstrings show."""

from __future__ import annotations

import doctest
import importlib
import itertools
import pkgutil
import re
import subprocess
import sys
import types

import pytest
from lxml import html as lxml_html

import bonebalance
from bonebalance import Model, models
from tools.fingerprint import ROOT

# The two pages take these modules whole, and describe the rest of the library name by name.
PAGES = sorted((ROOT / "models").glob("api*.md"))
BY_MODULE = [
    name
    for page in PAGES
    for name in re.findall(r"automodule:: bonebalance\.(\w+)", page.read_text(encoding="utf-8"))
]
MODULES = [
    name for _, name, _ in pkgutil.walk_packages(bonebalance.__path__, prefix="bonebalance.")
]


@pytest.fixture(scope="module")
def pages(html):
    """Return the built pages of the reference."""
    return [lxml_html.parse(html / "models" / f"{page.stem}.html").getroot() for page in PAGES]


@pytest.fixture(scope="module")
def described(pages):
    """Return every name that the built pages describe."""
    names = [name for page in pages for name in page.xpath("//dt/@id")]
    return {name for name in names if name.startswith("bonebalance.")}


def public(module: types.ModuleType) -> set[str]:
    listed = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]
    return {f"{module.__name__}.{name}" for name in listed}


def test_every_exported_name_is_described(described):
    exported = public(bonebalance) - {"bonebalance.page", "bonebalance.plotting"}
    assert exported - described == set()


@pytest.mark.parametrize("name", BY_MODULE)
def test_every_public_name_of_a_module_is_described(described, name):
    offered = public(importlib.import_module(f"bonebalance.{name}"))
    offered = {entry for entry in offered if callable(getattr_of(entry))}
    assert offered - described == set()


def getattr_of(path: str) -> object:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def test_nothing_is_described_that_is_gone(described):
    for module in MODULES:
        importlib.import_module(module)
    for path in described:
        owner: object = bonebalance
        for part in path.split(".")[1:]:
            # Attributes of dataclasses without a default are annotations only.
            if part in getattr(owner, "__annotations__", {}):
                break
            owner = getattr(owner, part)


def test_everything_described_says_something(pages):
    described = [page.xpath("//dl[contains(@class, 'py')]/dt[@id]") for page in pages]
    for entry in itertools.chain.from_iterable(described):
        words = " ".join(entry.getnext().text_content().split())
        assert len(words) > 10, entry.get("id")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_models_are_made_when_asked_for_and_are_models_however_imported():
    code = (
        "import sys, bonebalance\n"
        "assert 'bonebalance.models.balance' not in sys.modules\n"
        "from bonebalance.models.balance import model\n"
        "assert bonebalance.models.balance is model\n"
        "assert {'balance', 'lifetime'} < set(dir(bonebalance.models))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="there is no model 'balanse'; known are arthritis"):
        _ = models.balanse


def test_every_model_has_a_page_in_the_contents():
    known = {name for name in models.__all__ if isinstance(getattr(models, name), Model)}
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"file: models/(\w+)", contents)) - {
        "index",
        "proof",
        "api",
        "evidence",
    }
    assert listed == known
    index = (ROOT / "models" / "index.ipynb").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((\w+)\.ipynb\)", index)) - {"proof"} == known


@pytest.mark.parametrize("name", models.__all__)
def test_page_of_a_model_is_printed_from_the_model(name):
    text = (ROOT / "models" / f"{name}.ipynb").read_text(encoding="utf-8")
    model = getattr(models, name)
    shown = ["equations", "parameter_table", "limits"] + ["errata"] * bool(model.errata)
    missing = [what for what in shown if f"page.{what}(models.{name})" not in text]
    if "predictions.fitted_table(" in text and "predictions.given_table(" in text:
        # A model that was fitted here shows its numbers in two tables, with their bands.
        missing.remove("parameter_table")
    assert missing == []
