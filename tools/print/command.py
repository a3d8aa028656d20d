"""Print the whole book: both files from one reading of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.print.answers import collect_answers
from tools.print.book import read_book
from tools.print.epub import write_epub
from tools.print.pages import read_pages, resolve_links
from tools.print.pdf import write_cover, write_pdf

if TYPE_CHECKING:
    from pathlib import Path

NAME = "bone-in-balance"


def print_book(root: Path, site: Path, out: Path) -> list[Path]:
    """Write the PDF and the EPUB of the book in `root` from its built `site` to `out`.

    Returns
    -------
    list of Path
        The two files.

    Raises
    ------
    PrintError
        If something cannot be printed; it names the page and the element.
    """
    book = read_book(root)
    site = site.resolve()
    pages = read_pages(book, site)
    resolve_links(pages, book, site)
    appendix = collect_answers(pages)
    if appendix is not None:
        pages.append(appendix)
    work = out / "print"
    pdf, epub = out / f"{NAME}.pdf", out / f"{NAME}.epub"
    write_pdf(book, pages, work, pdf)
    write_epub(book, pages, write_cover(book, work), epub)
    return [pdf, epub]
