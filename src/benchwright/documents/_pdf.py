"""PDF: text page by page, with running lines removed, paragraphs rejoined, tables kept readable and headings found.

`_pdf_lines` measures the lines of a page, `_pdf_furniture` finds running headers and footers, `_pdf_headings` says
which lines are headings, and `_pdf_layout` puts lines together.
"""

from __future__ import annotations

import re
import threading
from typing import Any

import pypdfium2

from benchwright.documents._pdf_furniture import running_lines
from benchwright.documents._pdf_headings import Mark, find_headings
from benchwright.documents._pdf_layout import Layout
from benchwright.documents._pdf_lines import Line, page_lines
from benchwright.documents._source import Extracted, Source, plural
from benchwright.documents._text import one_line
from benchwright.errors import BenchwrightError

ONE_AT_A_TIME = threading.Lock()
"""PDFium may not be called from two threads at once."""
NO_TITLES = frozenset({"untitled", "(anonymous)", "unspecified", "(unspecified)"})
"""What programs write where the author gave no title."""
UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd]")


def extract(source: Source) -> Extracted:
    """The text layer of all pages.

    Raises:
        DocumentError: damaged, protected by a password, without a text layer, or of too many pages.
    """
    with ONE_AT_A_TIME:
        document = _open(source)
        try:
            pages, notes = _all_lines(source, document)
            marks = _bookmarks(document)
            title = _title(one_line(document.get_metadata_value("Title")))
        finally:
            document.close()
    empty = [str(number) for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise source.error(
            f"its {plural(len(pages), 'page')} have no text layer (scanned images?); run OCR over it first"
        )
    if empty:
        more = ", ..." if len(empty) > 10 else ""
        notes.append(f"pages without text (blank, or images that need OCR): {', '.join(empty[:10])}{more}")
    removed = running_lines(pages)
    pages = [[line for line in lines if id(line) not in removed.lines] for lines in pages]
    layout = Layout(pages, find_headings(pages, marks))
    return Extracted(
        layout.text(),
        title=title,
        pages=tuple(layout.pages),
        headings=tuple(layout.headings),
        notes=tuple(filter(None, [*notes, _cut_off(source), removed.note, _rejoined(layout.rejoined)])),
        metadata={"pages": str(len(pages))},
    )


def _title(declared: str) -> str:
    title = declared.removeprefix("Microsoft Word - ")
    return "" if title.lower() in NO_TITLES else title


def _open(source: Source) -> Any:  # Any: pypdfium2 has no types
    try:
        document = pypdfium2.PdfDocument(source.data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise source.error("it is protected by a password; ask for a copy without one") from error
        raise source.error("it is cut off or damaged; fetch the file again, or print it to a new PDF") from error
    if 0 < count <= source.limits.pages:
        return document
    document.close()
    if not count:
        raise source.error("it has no pages; fetch the file again")
    raise source.error(f"it has {count:,} pages; at most {source.limits.pages:,} are read (Limits.pages)")


def _all_lines(source: Source, document: Any) -> tuple[list[list[Line]], list[str]]:
    pages: list[list[Line]] = []
    broken: list[str] = []
    for index in range(len(document)):
        try:
            pages.append(_lines(document, index))
        except pypdfium2.PdfiumError:
            pages.append([])
            broken.append(str(index + 1))
    if len(broken) == len(pages):
        raise source.error("none of its pages can be opened; fetch the file again, or print it to a new PDF")
    unmapped = sum(len(UNMAPPED.findall(line.text)) for lines in pages for line in lines)
    notes = [f"damaged pages, which were left out: {', '.join(broken[:10])}"] if broken else []
    notes += [f"{plural(unmapped, 'character')} whose meaning its fonts do not tell"] if unmapped else []
    return pages, notes


def _lines(document: Any, index: int) -> list[Line]:
    page = document[index]
    try:
        textpage = page.get_textpage()
        try:
            return page_lines(textpage)
        finally:
            textpage.close()
    finally:
        page.close()


def _bookmarks(document: Any) -> list[Mark]:
    marks: list[Mark] = []
    try:
        for bookmark in document.get_toc(max_depth=9):
            destination = bookmark.get_dest()
            index = destination.get_index() if destination else None
            title = one_line(bookmark.get_title())
            if index is not None and title:
                marks.append(Mark(index, bookmark.level + 1, title))
    except (pypdfium2.PdfiumError, BenchwrightError):  # a damaged outline costs nothing but itself
        return marks
    return marks


def _cut_off(source: Source) -> str:
    whole = b"%%EOF" in source.data[-2048:]
    return "" if whole else "the file does not end as a PDF does: it is cut off, and text may be missing"


def _rejoined(count: int) -> str:
    return f"{plural(count, 'word')} parted by a hyphen at the end of a line put together" if count else ""
