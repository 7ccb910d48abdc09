"""Small files of every format, written for a test."""

from __future__ import annotations

import io
import zipfile

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="x"/></rootfiles></container>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def package(chapters: list[str], *, title="A Book", language="en", prolog="") -> str:
    item = '<item id="c{}" href="{}" media-type="application/xhtml+xml"/>'
    items = "".join(item.format(at, name) for at, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(chapters)))
    return (
        f'<?xml version="1.0"?>{prolog}<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        f"<dc:language>{language}</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )


def epub(chapters: dict[str, str], **about: str) -> bytes:
    """A book whose spine names the chapters in the order given."""
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": package([name.replace(" ", "%20") for name in chapters], **about),
            **{f"OEBPS/{name}": body for name, body in chapters.items()},
        }
    )


def word(write) -> bytes:
    """A Word file, filled by `write(document)`."""
    document = docx.Document()
    document.core_properties.title = ""
    write(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(*pages, **options) -> bytes:
    """A PDF; each page is a list of (x, y, text) with, if need be, a size and a font, or a function of the canvas."""
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pagesize=A4, invariant=True, **options)
    for page in pages:
        for mark in [page] if callable(page) else page:
            _draw(paper, mark)
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def _draw(paper, mark) -> None:
    if callable(mark):
        mark(paper)
        return
    x, y, text, size, font = (*mark, 10, "Helvetica")[:5] if len(mark) == 3 else (*mark, "Helvetica")[:5]
    paper.setFont(font, size)
    paper.drawString(x, y, text)


def lines(text: str, *, top=700, left=72, leading=12) -> list[tuple[float, float, str]]:
    """The lines of `text`, one under the other."""
    return [(left, top - leading * at, line) for at, line in enumerate(text.split("\n")) if line]
