"""What the checker is shown of the documents: quotes with what stands around them, and none of what was taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import cast

from benchwright.items.drafts.draft import Desk, Draft, Section
from benchwright.items.drafts.sections import section_size, sections_of
from benchwright.records import Document, Evidence

CONTEXT = 300
"""Characters before and after a quote."""
_GAP = "[...]"


def quotes_shown(draft: Draft, desk: Desk, without: Evidence | None = None) -> str:
    """The draft's quotes in their surroundings, document by document; `without` one of them, it is cut out."""
    kept = [one for one in draft.evidence if one != without]
    homes = list(dict.fromkeys(one.document for one in kept))
    parts = []
    for home in homes:
        document = desk.documents[home]
        spans = _windows(document, [one for one in kept if one.document == home])
        if without is not None and without.document == home:
            spans = [piece for span in spans for piece in _cut(span, (without.start, without.end))]
        text = f"\n{_GAP}\n".join(document.text[start:end].strip() for start, end in spans if end > start)
        parts.append(f"From {document.title!r}:\n{text}" if len(draft.documents) > 1 else text)
    return "\n\n".join(parts)


def _windows(document: Document, quotes: Iterable[Evidence]) -> list[tuple[int, int]]:
    """Spans around the quotes, those that meet joined, none beginning or ending within a word."""
    found: list[tuple[int, int]] = []
    for one in sorted(quotes, key=lambda each: (each.start, each.end)):
        start, end = _widened(document.text, one)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _widened(text: str, quote: Evidence) -> tuple[int, int]:
    start, end = max(0, quote.start - CONTEXT), min(len(text), quote.end + CONTEXT)
    while 0 < start < quote.start and not text[start - 1].isspace():
        start += 1
    while quote.end < end < len(text) and not text[end].isspace():
        end -= 1
    return start, end


def _cut(span: tuple[int, int], hole: tuple[int, int]) -> list[tuple[int, int]]:
    """What is left of a span around a hole."""
    pieces = [(span[0], min(span[1], hole[0])), (max(span[0], hole[1]), span[1])]
    return [(start, end) for start, end in pieces if end > start]


def places(draft: Draft, desk: Desk) -> int:
    """In how many sections, of all its documents, the quotes lie."""
    return len({(one.document, _section_at(_sections(desk, one.document), one.start)) for one in draft.evidence})


def _sections(desk: Desk, document: str) -> Sequence[Section]:
    name = f"gates/sections/{document}"
    if name not in desk.cache:
        desk.cache[name] = sections_of(desk.documents[document], section_size(desk.documents[document]))
    return cast("Sequence[Section]", desk.cache[name])


def _section_at(sections: Sequence[Section], at: int) -> int:
    """Which section a character lies in, or after."""
    starts = [section.start for section in sections]
    return next((number for number, (_, after) in enumerate(pairwise(starts)) if at < after), len(starts) - 1)
