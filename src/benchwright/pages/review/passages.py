"""A document in pieces, with the evidence of an item marked.

Offsets are counted here, in characters; a browser counts otherwise. The page is given runs of text with the numbers of
the quotes that cover each, and where the piece begins and ends, which it hands back to ask for what comes next.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Any

from benchwright.records import Document, Evidence, Item

PIECE = 6_000
"""Characters of a piece."""
LONGEST = 24_000
_AROUND = 1_800
_SNAP = 240


def around(document: Document, item: Item, number: int) -> dict[str, Any]:
    """The piece with the quote of that number (from 1); the beginning where there is none."""
    quotes = _numbered(document, item)
    if number not in quotes:
        return piece(document, item, 0, PIECE)
    quote = quotes[number]
    start = max(0, quote.start - _AROUND)
    end = min(quote.end + _AROUND, start + LONGEST)
    return piece(document, item, start, max(end, start + PIECE // 2))


def before(document: Document, item: Item, end: int) -> dict[str, Any]:
    """The piece that ends there."""
    end = min(max(end, 0), len(document.text))
    return _cut(document, item, _line_start(document.text, max(0, end - PIECE)), end)


def after(document: Document, item: Item, start: int) -> dict[str, Any]:
    """The piece that begins there."""
    start = min(max(start, 0), len(document.text))
    return _cut(document, item, start, _line_end(document.text, start + PIECE))


def piece(document: Document, item: Item, start: int, end: int) -> dict[str, Any]:
    """From about `start` to about `end`, in whole lines where lines are short."""
    return _cut(document, item, _line_start(document.text, start), _line_end(document.text, end))


def place(document: Document, offset: int, length: int) -> str:
    """Where an offset lies in a document of that length, in words: the page and the heading above it."""
    page = next((one.number for one in document.pages if one.start <= offset < one.end), None)
    above = bisect_right([one.start for one in document.headings], offset) - 1
    words = [f"page {page}"] if page is not None else []
    words += [document.headings[above].text] if above >= 0 else []
    share = f"{100 * offset / max(1, length):.0f} % in"
    return " · ".join([*words, share])


def _numbered(document: Document, item: Item) -> dict[int, Evidence]:
    return {number: one for number, one in enumerate(item.evidence, 1) if one.document == document.id}


def _cut(document: Document, item: Item, start: int, end: int) -> dict[str, Any]:
    quotes = {number: one for number, one in _numbered(document, item).items() if one.start < end and one.end > start}
    edges = {start, end} | {edge for one in quotes.values() for edge in (one.start, one.end) if start < edge < end}
    cuts = sorted(edges)
    runs = [
        {
            "text": document.text[low:high],
            "quotes": [number for number, one in quotes.items() if one.start <= low and high <= one.end],
            "first": [number for number, one in quotes.items() if one.start == low],
        }
        for low, high in pairwise(cuts)
    ]
    return {"document": document.id, "start": start, "end": end, "length": len(document.text), "runs": runs}


def _line_start(text: str, offset: int) -> int:
    """The beginning of the line, or else of the word, that the offset lies in, where it is near."""
    if offset <= 0:
        return 0
    for sign in ("\n", " "):
        found = text.rfind(sign, max(0, offset - _SNAP), offset)
        if found >= 0:
            return found + 1
    return offset


def _line_end(text: str, offset: int) -> int:
    if offset >= len(text):
        return len(text)
    for sign in ("\n", " "):
        found = text.find(sign, offset, offset + _SNAP)
        if found >= 0:
            return found + 1
    return offset
