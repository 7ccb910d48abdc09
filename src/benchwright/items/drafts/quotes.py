"""Where a quote stands in a document: verbatim, white space aside, or nowhere.

Both are cut into units (words with their digits, other signs one by one, runs of white space as one) and the quote's
units are searched among the document's, so that `5 years` is not found in `15 years` or in `1.5 years`. The offsets
are those of the document as it stands: `document.text[start:end] == evidence.quote`. Linear in the text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from functools import lru_cache

from benchwright.records import Document, Evidence

_WORD = r"\dA-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u058f"
"""Letters of scripts that part words by spaces; signs of others are units of their own."""
_UNITS = re.compile(rf"\s+|[{_WORD}]+(?:(?<=\d)[.,]\d+)*|.", re.DOTALL)
_BETWEEN = "\0"
_MARKS = "\"'`“”„‟‘’‚‛«»‹›「」『』…"
_ELLIPSES = ("[...]", "[…]", "...")


def locate(quote: str, document: Document, within: tuple[int, int] | None = None) -> Evidence | None:
    """The passage that a quote is, word for word.

    Quotation marks and ellipses around the quote are looked past where the document does not have them. A quote that
    stands in several places, as short ones do, is taken to be the first of them.

    Args:
        quote: as a model gave it.
        document: where it is searched.
        within: the span (start, end) that it must lie in; the whole text by default.

    Returns:
        The evidence; none where the quote is not there, or has neither a letter nor a digit.
    """
    start, end = within or (0, len(document.text))
    text = document.text if (start, end) == (0, len(document.text)) else document.text[start:end]
    whole = quote.strip()
    for form in dict.fromkeys((whole, _bare(whole))):
        found = _find(form, text)
        if found is not None:
            first, last = start + found[0], start + found[1]
            return Evidence(document=document.id, start=first, end=last, quote=document.text[first:last])
    return None


def _bare(quote: str) -> str:
    """Without the marks around it."""
    before = None
    while quote != before:
        before = quote
        for mark in _ELLIPSES:
            quote = quote.removeprefix(mark).removesuffix(mark)
        quote = quote.strip(_MARKS).strip()
    return quote


def _find(quote: str, text: str) -> tuple[int, int] | None:
    if (
        not any(map(str.isalnum, quote)) or max(quote.split(), key=len) not in text
    ):  # the second: cheap, and mostly true
        return None
    units = [" " if unit.isspace() else unit for unit in _UNITS.findall(quote)]
    joined, places, starts = _index(text)
    at = joined.find(_BETWEEN + _BETWEEN.join(units) + _BETWEEN)
    if at < 0:
        return None
    first = bisect_left(places, at + 1)
    start, end = starts[first], starts[first + len(units)]
    return (start, end) if text[start:end].split() == quote.split() else None


@lru_cache(maxsize=16)
def _index(text: str) -> tuple[str, array[int], array[int]]:
    """The text's units, joined; where each stands there; and where each stands in the text, with its end."""
    units, places, starts, at = [], array("L"), array("L"), 1
    for match in _UNITS.finditer(text):
        unit = " " if match[0].isspace() else match[0]
        units.append(unit)
        places.append(at)
        starts.append(match.start())
        at += len(unit) + 1
    starts.append(len(text))
    return f"{_BETWEEN}{_BETWEEN.join(units)}{_BETWEEN}", places, starts
