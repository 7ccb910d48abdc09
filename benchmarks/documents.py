"""How fast a PDF with headings, paragraphs and tables becomes a document, beside pypdf on the same pages.

Both are timed in CPU seconds in this one process, in interleaved pairs; a figure is the median over the pairs. For
both, megabytes are those of the text (UTF-8) that our reader gives. pypdf reads fewer pages of the same make, since its
cost per page is even; `ratio_pypdf` is its CPU time per megabyte over ours. The PDF is generated here, from random
words, and checked: every heading and every row of every table must come out.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from _bench import close, paired, repeats

from benchwright.documents import read
from benchwright.seeding import rng

PAGES = 300
PEER_PAGES = 30
SYLLABLES = ("ba", "den", "fi", "gor", "ka", "lun", "me", "nas", "or", "pel", "qui", "ras", "sto", "tam", "ver", "wil")


@dataclass(frozen=True)
class Made:
    """A generated PDF and what must be found in it."""

    path: Path
    headings: tuple[str, ...]
    rows: tuple[str, ...]


def words(count: int, *parts: int) -> str:
    """Random words, the same for the same parts."""
    stream = rng("benchmark of documents", *parts)
    return " ".join("".join(stream.choices(SYLLABLES, k=stream.randint(1, 4))) for _ in range(count))


def make_pdf(path: Path, pages: int) -> Made:
    """A report of `pages` pages with a running header, two headings, five paragraphs and a table on each."""
    platypus = import_module("reportlab.platypus")
    styles = import_module("reportlab.lib.styles").getSampleStyleSheet()
    story: list[Any] = []  # Any: reportlab has no types
    headings, rows = [], []
    for page in range(pages):
        for part in range(2):
            headings.append(f"{page + 1}.{part + 1} {words(3, page, part)}".title())
            story.append(platypus.Paragraph(headings[-1], styles[f"Heading{part + 1}"]))
            story += [platypus.Paragraph(words(96, page, part, at), styles["BodyText"]) for at in range(2 + part)]
        table = [[words(1, page, row, column, 7) for column in range(4)] for row in range(8)]
        rows += [" | ".join(row) for row in table]
        story += [platypus.Table(table), platypus.PageBreak()]

    def decorate(canvas: Any, _: Any) -> None:
        canvas.drawString(72, 805, "Report of the Works")
        canvas.drawString(280, 30, f"Page {canvas.getPageNumber()}")

    platypus.SimpleDocTemplate(str(path)).build(story, onFirstPage=decorate, onLaterPages=decorate)
    return Made(path, tuple(headings), tuple(rows))


def megabytes(made: Made) -> float:
    """Size of the extracted text, once it is known to be whole."""
    document = read(made.path)
    found = {heading.text for heading in document.headings}
    lines = set(document.text.split("\n"))
    lost = [text for text in made.headings if text not in found] + [row for row in made.rows if row not in lines]
    if lost:
        raise SystemExit(f"{len(lost)} headings or rows are not in the text, the first of them {lost[0]!r}")
    return len(document.text.encode()) / 1e6


def cpu_seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def peer(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def measure(folder: Path, pairs: int) -> dict[str, float]:
    whole = make_pdf(folder / "whole.pdf", PAGES)
    part = make_pdf(folder / "part.pdf", PEER_PAGES)
    size, part_size = megabytes(whole), megabytes(part)
    peer(part.path)  # both have been imported and run once before they are timed
    ours, _, ratio = paired(
        lambda: cpu_seconds(lambda: read(whole.path)) / size,
        lambda: cpu_seconds(lambda: peer(part.path)) / part_size,
        pairs,
    )
    return {"pdf_mb_per_s": 1 / ours, "ratio_pypdf": 1 / ratio, "pdf_text_mb": size}


def main() -> None:
    pairs = repeats("Speed of reading PDF files.")
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), pairs)
    close("documents", figures, {"pdf_mb_per_s": 1.0}, at_least={"pdf_mb_per_s"})


if __name__ == "__main__":
    main()
