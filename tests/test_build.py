"""The build itself, on a book of three pages: it fails when it should, each time, and not after."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
import yaml
from lxml import html as lxml_html

from tools import build, fingerprint

STEPS = ("notebooks", "site")
PATIENCE = 120  # seconds: longer than any busy machine needs
TOC = """
format: jb-book
root: intro
chapters:
  - file: chapters/1-remodeling/index
  - file: chapters/1-remodeling/one
  - file: chapters/1-remodeling/two
"""


class Book:
    """A small book with the real settings, which the tests spoil and mend."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("_config.yml", "references.bib", "requirements.lock", "pyproject.toml"):
            shutil.copy(fingerprint.ROOT / name, root)
        shutil.copytree(fingerprint.ROOT / "_static", root / "_static")
        (root / "tools").symlink_to(fingerprint.ROOT / "tools")
        self.write("_toc.yml", TOC)
        self.write("src/empty.py", "")
        self.write("intro.md", "# Intro\n\nSee [the part](chapters/1-remodeling/index.md).\n")
        self.write("chapters/1-remodeling/index.md", "# Part\n\nWords.\n")
        self.chapter("one", "print('first')")
        self.chapter("two", "print('second')")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def chapter(self, name: str, code: str, *, title: str = "A chapter") -> Path:
        cells = [
            nbformat.v4.new_markdown_cell(f"# {title}", id="title"),
            nbformat.v4.new_code_cell(code, id="the-cell"),
        ]
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
        return self.write(f"chapters/1-remodeling/{name}.ipynb", nbformat.writes(notebook))

    def set_address(self, address: str) -> None:
        path = self.root / "_config.yml"
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
        settings["repository"]["url"] = address
        path.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")

    def build(self) -> float:
        """Build; return the seconds of work, which does not count what others compute."""
        start = sum(os.times()[:4])
        build.build(self.root, steps=STEPS)
        return sum(os.times()[:4]) - start

    def fails(self) -> str:
        with pytest.raises(build.BuildError) as caught:
            self.build()
        return str(caught.value)

    def page(self, name: str) -> Path:
        return self.root / "_build" / "html" / f"{name}.html"

    def text(self, name: str) -> str:
        return lxml_html.parse(self.page(name)).getroot().text_content()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    small = Book(tmp_path_factory.mktemp("book"))
    small.build()
    return small


def test_nothing_changed_is_fast(book, capsys):
    book.build()
    assert book.build() < 2
    assert "Nothing changed" in capsys.readouterr().out


def test_missing_page_is_built_again(book):
    book.build()
    book.page("intro").unlink()
    book.build()
    assert "Intro" in book.text("intro")


def test_failing_notebook_fails_until_mended(book):
    book.chapter("one", "print('before')\nraise ValueError('spilled')")
    for _ in range(2):
        said = book.fails()
        assert "chapters/1-remodeling/one.ipynb, code cell 1 (the-cell)" in said
        assert "ValueError: spilled" in said
        assert "two.ipynb" not in said
    assert "first" in book.text("chapters/1-remodeling/one"), "the last good site stays"
    book.chapter("one", "print('mended')")
    book.build()
    assert "mended" in book.text("chapters/1-remodeling/one")


def test_warnings_fail_until_mended(book):
    book.build()
    spoiled = (
        "# Part\n\n{cite:p}`nobody1900` [nowhere](nowhere.md) {ref}`no-such-label`\n\n"
        "{footcite:p}`komarova2003`\n\n```{footbibliography}\n```\n\n{footcite:p}`parfitt1994`\n"
    )
    page = book.write("chapters/1-remodeling/index.md", spoiled)
    for _ in range(2):
        said = book.fails()
        assert "chapters/1-remodeling/index.md" in said
        for culprit in ("nobody1900", "nowhere.md", "no-such-label", "cites parfitt1994"):
            assert culprit in said
        assert "cites komarova2003" not in said
    page.write_text("# Part\n\nWords again.\n", encoding="utf-8")
    book.build()


def test_changed_library_runs_the_notebooks_again(book):
    book.chapter("one", "from pathlib import Path\nprint(Path('../../src/empty.py').read_text())")
    book.build()
    book.write("src/empty.py", "# changed")
    book.build()
    assert "# changed" in book.text("chapters/1-remodeling/one")


def test_changed_title_shows_on_every_page(book):
    book.chapter("two", "print('second')", title="Another name")
    book.build()
    assert "Another name" in book.text("intro")


def test_removed_page_leaves_nothing_behind(book):
    book.chapter("three", "print('third')", title="Soon gone")
    book.write("_toc.yml", TOC + "  - file: chapters/1-remodeling/three\n")
    book.build()
    assert "Soon gone" in book.text("intro")
    (book.root / "chapters/1-remodeling/three.ipynb").unlink()
    book.write("_toc.yml", TOC)
    book.build()
    assert "Soon gone" not in book.text("intro")
    assert not book.page("chapters/1-remodeling/three").exists()


def test_interrupted_build_can_be_repeated(book):
    book.build()
    before = book.page("intro").read_text(encoding="utf-8")
    book.chapter(
        "one", "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)"
    )
    pid = book.root / "chapters/1-remodeling/pid"
    deaf = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")  # as a shell starts what runs behind it
    asked = ("-m", "tools.build", "--root", str(book.root), "--only", *STEPS)
    command = [*deaf, sys.executable, *asked]
    started = subprocess.Popen(
        command, cwd=fingerprint.ROOT, start_new_session=True, stderr=subprocess.PIPE, text=True
    )
    _until(lambda: pid.exists() and pid.read_text())
    os.killpg(started.pid, signal.SIGINT)
    assert "Interrupted" in started.communicate(timeout=PATIENCE)[1]
    kernel = Path("/proc", pid.read_text())
    pid.unlink()
    _until(lambda: not kernel.exists())  # the notebook's kernel ends with the build
    _until(lambda: _left_behind(book.root) == [])
    assert book.page("intro").read_text(encoding="utf-8") == before
    book.chapter("one", "print('after')")
    book.build()
    assert "after" in book.text("chapters/1-remodeling/one")


def test_a_step_that_outlives_its_build_keeps_others_from_writing(book):
    wait = "import pathlib, time\npathlib.Path('on').touch()\n"
    book.chapter("one", wait + "while not pathlib.Path('off').exists():\n    time.sleep(0.05)")
    folder = book.root / "chapters/1-remodeling"
    command = [sys.executable, "-m", "tools.build", "--root", str(book.root), "--only", "notebooks"]
    killed = subprocess.Popen(command, cwd=fingerprint.ROOT, stdout=subprocess.DEVNULL)
    _until((folder / "on").exists)
    killed.kill()
    killed.wait()
    with (book.root / "_build" / ".lock").open() as lock:
        assert _left_behind(book.root)
        assert not _taken(lock)
        (folder / "off").touch()
        _until(lambda: _taken(lock))
    for name in ("on", "off"):
        (folder / name).unlink()
    book.chapter("one", "print('first')")


def _taken(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _until(done):
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _left_behind(root):
    """Return the command lines of processes that still work for a book."""
    lines = (
        " ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])
    )
    return [line for line in lines if f"--root {root}" in line]


def _links(book):
    page = lxml_html.parse(book.page("chapters/1-remodeling/one")).getroot()
    return [link.get("href") for link in page.iter("a") if link.get("href")]


def test_repository_address_switches_every_button(book):
    book.chapter("one", "print('first')")
    book.set_address("https://github.com/someone/somewhere")
    book.build()
    links = _links(book)
    place = "someone/somewhere"
    page = "chapters/1-remodeling/one.ipynb"
    for host in ("mybinder.org", "colab.research.google.com"):
        assert [x for x in links if host in x and place in x and x.endswith(page)], host
    assert "https://github.com/someone/somewhere" in links
    assert "%pip install" in book.text("chapters/1-remodeling/one")

    book.set_address("")
    book.build()
    links = _links(book)
    known = ("../", "#", "https://creativecommons.org/", "one.html", "two.html", "index.html")
    assert [x for x in links if not x.startswith(known)] == []
    assert "%pip install" not in book.text("chapters/1-remodeling/one")
    assert "../../_downloads/bone-in-balance-1-remodeling-one.ipynb" in links


def test_record_tells_the_seconds_of_each_step(book):
    book.build()
    record = json.loads((book.root / build.RECORD).read_text(encoding="utf-8"))
    assert set(record["seconds"]) == set(STEPS)
