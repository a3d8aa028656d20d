"""Set the book: pandoc turns each page into Typst source, Typst sets them as one PDF/UA-1."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc
import typst

from tools.print.errors import PrintError
from tools.print.lower import glossary_terms, pandoc_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.print.book import Book
    from tools.print.pages import Page

HERE = Path(__file__).parent
# The drawing at the top of the site, which the cover shows too.
COVER = HERE.parents[1] / "figures" / "cover.svg"
TEMPLATES = ("book.typ", "matter.typ", "cover.typ", "code.tmTheme")
# Pandoc reads and writes pages independently of each other; two processes fill two cores.
PROCESSES = 2


def write_pdf(book: Book, pages: Sequence[Page], work: Path, target: Path) -> None:
    """Set `pages` and write the PDF to `target`; sources and pictures go to the folder `work`.

    Raises
    ------
    PrintError
        If a page holds what pandoc or Typst cannot set.
    """
    prepare(book, pages, work)
    compiler = _compiler(work)
    try:
        content, warnings = compiler.compile_with_warnings(
            input=str(work / "main.typ"),
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(book.date.timestamp()),
        )
    except typst.TypstError as error:
        raise PrintError(_page_of(error.diagnostic), error.diagnostic.strip(),
                         "Correct the page.") from error  # fmt: skip
    if warnings:
        text = warnings[0].diagnostic.strip()
        raise PrintError(_page_of(text), text, "Typst warns; a warning fails the build.")
    target.write_bytes(_bytes(content))


def write_cover(book: Book, work: Path) -> bytes:
    """Return the cover as a PNG; `prepare` must have filled the folder `work`."""
    source = (
        '#import "book.typ": *\n#import "cover.typ": cover\n'
        f"#let settings = {_settings(book)}\n"
        "#set page(width: 170mm, height: 240mm, margin: 0pt)\n#cover(settings)\n"
    )
    path = work / "cover-page.typ"
    path.write_text(source, "utf-8")
    content = _compiler(work).compile(input=str(path), format="png", ppi=150)
    return _bytes(content)


def _bytes(content: object) -> bytes:
    """Return what Typst made, which is one file."""
    assert isinstance(content, bytes)
    return content


def _compiler(work: Path) -> typst.Compiler:
    """Return a compiler that sees the folder `work` and the fonts inside Typst, nothing else."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(root=str(work), font_paths=fonts, ignore_system_fonts=True)


def prepare(book: Book, pages: Sequence[Page], work: Path) -> None:
    """Write everything that Typst reads to the folder `work`."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "pages").mkdir(parents=True)
    (work / "images").mkdir()
    for name in TEMPLATES:
        shutil.copyfile(HERE / name, work / name)
    shutil.copyfile(COVER, work / "cover.svg")
    for page in pages:
        for name, content in page.images.items():
            (work / "images" / name).write_bytes(content)
    terms = glossary_terms(list(pages))
    with ThreadPoolExecutor(PROCESSES) as pool:
        sources = list(pool.map(lambda page: typst_source(page, terms), pages))
    for page, source in zip(pages, sources, strict=True):
        text = f'#import "/book.typ": *\n\n{source}'
        (work / "pages" / f"{page.key}.typ").write_text(text, "utf-8")
    (work / "main.typ").write_text(_main(book, pages), "utf-8")


def typst_source(page: Page, terms: dict[str, str]) -> str:
    """Return `page` as Typst source.

    Raises
    ------
    PrintError
        If pandoc fails or warns, for example at a formula that it cannot read.
    """
    pandoc = pypandoc.get_pandoc_path()
    command = [pandoc, "--from=html", "--to=typst", "--wrap=none", "--fail-if-warnings",
               f"--lua-filter={HERE / 'filter.lua'}"]  # fmt: skip
    run = subprocess.run(
        command, input=pandoc_html(page, terms), capture_output=True, text=True, check=False
    )
    if run.returncode:
        formula = re.search(r"FORMULA (.*?)(?:\nstack traceback|$)", run.stderr, re.DOTALL)
        what = f"formula {formula.group(1).strip()!r}" if formula else run.stderr.strip()
        raise PrintError(
            page.name, f"pandoc cannot read {what}", "Write it in plainer TeX or HTML."
        )
    return run.stdout


def _main(book: Book, pages: Sequence[Page]) -> str:
    includes = []
    for number, page in enumerate(pages):
        includes.append(f'#include "pages/{page.key}.typ"')
        if number == 0:
            includes.insert(0, "#contents[Contents]")
    return "\n".join(
        [
            '#import "book.typ": *',
            '#import "cover.typ": cover',
            '#import "matter.typ": contents, term-index, title-pages',
            f"#let settings = {_settings(book)}",
            "#show: body => book(settings, body)",
            "#title-pages(cover(settings), settings)",
            *includes,
            "#term-index[Index]",
            "",
        ]
    )


def _settings(book: Book) -> str:
    date = f"datetime(year: {book.date.year}, month: {book.date.month}, day: {book.date.day})"
    names = ("title", "subtitle", "author", "language", "version", "rights", "notice")
    texts = {name: getattr(book, name) for name in names}
    pairs = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in texts.items()]
    return f"({', '.join([*pairs, f'date: {date}'])})"


def _page_of(diagnostic: str) -> str:
    found = re.search(r"pages/([^:\s]+)\.typ", diagnostic)
    return found.group(1).replace(".", "/") if found else "the book"
