"""Print the book: the pages of the built site become one PDF/UA-1 and one EPUB 3.

The chain, one module a step: `book` reads the settings and the order of the pages, `pages` cleans
each page of the site, `answers` moves the folded solutions to an appendix, then `typst` and `pdf`
make the PDF and `epub` the EPUB from the same cleaned pages.
"""
