"""A document with some words replaced: the new text, and where everything else of it has moved to.

Replacements are of single words or numerals, so that no page, heading or quote begins or ends inside one unless it cuts
a word; white space between words is never touched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from benchwright.records import Document, Evidence, Heading, Page

_ARTICLE = re.compile(r"\b([Aa])(n?)(\s+)$")
_VOWEL = re.compile(
    r"(?:8|11(?!\d)|18(?!\d)|11,|18,)|(?!(?:one|once|uni|use|usu|eu|ew)(?![nm]i?n))[aeiou]|(?:hour|honest|heir)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hit:
    """A form of the old value, and what takes its place."""

    start: int
    end: int
    new: str


class Swap(Protocol):
    """One value for another, in all the forms that a text may give it."""

    @property
    def old(self) -> str:
        """For people."""
        ...

    @property
    def new(self) -> str:
        """For people."""
        ...

    def hits(self, text: str) -> list[Hit]:
        """Every form of the old value in a text, in order, none over another."""
        ...

    def left(self, text: str) -> str:
        """What still stands of the old value in an edited text, with its surroundings; empty where nothing does."""
        ...


@dataclass(frozen=True)
class Edited:
    """A text with its hits replaced, and how offsets move."""

    text: str
    hits: tuple[Hit, ...]
    ends: tuple[int, ...]
    """Of the hits, in the old text."""
    shifts: tuple[int, ...]
    """By how much what follows the first n hits has moved."""

    def moved(self, offset: int) -> int:
        """The new place of an old offset; one inside a replaced word goes to its start."""
        at = bisect_right(self.ends, offset)
        if at < len(self.hits) and self.hits[at].start < offset:
            offset = self.hits[at].start
        return offset + self.shifts[at]

    def cut(self, start: int, end: int) -> bool:
        """Whether the span begins or ends inside a replaced word."""
        return any(hit.start < edge < hit.end for edge in (start, end) for hit in self._near(edge))

    def inside(self, start: int, end: int) -> tuple[Hit, ...]:
        """The hits that the span shares characters with."""
        first = bisect_right(self.ends, start)
        last = first
        while last < len(self.hits) and self.hits[last].start < end:
            last += 1
        return self.hits[first:last]

    def _near(self, offset: int) -> tuple[Hit, ...]:
        at = bisect_right(self.ends, offset)
        return self.hits[at : at + 1]


def replaced(text: str, hits: Sequence[Hit]) -> Edited:
    """The text with the hits replaced; `a` or `an` before one is made to fit."""
    whole = _with_articles(text, hits)
    parts, at = [], 0
    for hit in whole:
        parts += [text[at : hit.start], hit.new]
        at = hit.end
    shifts = accumulate((len(hit.new) - (hit.end - hit.start) for hit in whole), initial=0)
    return Edited("".join([*parts, text[at:]]), tuple(whole), tuple(hit.end for hit in whole), tuple(shifts))


def _with_articles(text: str, hits: Sequence[Hit]) -> list[Hit]:
    found: list[Hit] = []
    for hit in hits:
        match = _ARTICLE.search(text, max(0, hit.start - 6), hit.start)
        vowel = bool(_VOWEL.match(hit.new))
        if match and bool(_VOWEL.match(text[hit.start : hit.end])) == bool(match[2]) != vowel:
            found.append(Hit(match.start(), match.start(3), match[1] + "n" * vowel))
        found.append(hit)
    return found


def document_of(document: Document, edited: Edited, swap: Swap) -> Document:
    """The edited document: headings and pages moved, the title and the headings' texts edited too."""
    pages = tuple(_page(page, edited) for page in document.pages)
    headings = tuple(_heading(heading, edited, document.text, swap) for heading in document.headings)
    told = document.model_dump() | {
        "text": edited.text, "pages": pages, "headings": headings, "title": applied(document.title, swap),
        "metadata": {**document.metadata, "edits": f"{swap.old} -> {swap.new}"},
    }  # fmt: skip
    return Document(**told)


def _page(page: Page, edited: Edited) -> Page:
    return page.model_copy(update={"start": edited.moved(page.start), "end": edited.moved(page.end)})


def _heading(heading: Heading, edited: Edited, text: str, swap: Swap) -> Heading:
    start, end = edited.moved(heading.start), edited.moved(heading.end)
    same = text[heading.start : heading.end] == heading.text
    told = edited.text[start:end] if same else applied(heading.text, swap)
    return heading.model_copy(update={"start": start, "end": end, "text": told})


def evidence_of(evidence: Evidence, edited: Edited, document: str) -> Evidence:
    """The same passage of the edited document."""
    start, end = edited.moved(evidence.start), edited.moved(evidence.end)
    return Evidence(document=document, start=start, end=end, quote=edited.text[start:end])


def applied(text: str, swap: Swap) -> str:
    """A short text with the swap made."""
    return replaced(text, swap.hits(text)).text


def paragraph(text: str, start: int, end: int, most: int = 1500) -> tuple[int, int]:
    """Where the paragraph around a span begins and ends: at empty lines, or `most` characters away."""
    floor, ceiling = max(0, start - most), min(len(text), end + most)
    before = max(text.rfind(gap, floor, start) for gap in ("\n\n", "\n \n", "\f"))
    after = [at for gap in ("\n\n", "\n \n", "\f") if (at := text.find(gap, end, ceiling)) >= 0]
    return (floor if before < 0 else before + 1), min(after, default=ceiling)


def around(text: str, start: int, end: int, room: int = 40) -> str:
    """A span with a little of what stands around it, on one line."""
    return " ".join(text[max(0, start - room) : end + room].split())
