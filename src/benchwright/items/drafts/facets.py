"""What a section is about, facet by facet: asked once per section, whatever the number of jobs that need it.

A question is drafted about a named facet whose summary the author has made first, never about `this chapter` (two-step
steering: Yan, An LLM-as-judge for long-context Q&A, 2025). Each facet comes with a sentence of the text, so that what
was read earlier can be quoted later without being shown again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import anyio

from benchwright.items.drafts._prompts import filled, language, material
from benchwright.items.drafts.asking import side_by_side
from benchwright.items.drafts.draft import Desk, Section
from benchwright.items.drafts.quotes import locate
from benchwright.items.drafts.replies import clean, read_objects
from benchwright.models.calls import Call
from benchwright.records import Document, Evidence
from benchwright.retrieval.passages import passages

MOST = 8
"""Facets kept of one section."""
TRIES = 2
"""Replies that cannot be read, after which a section is given up."""
LONGEST = 500
"""Characters kept of one summary."""
TELLING = 20
"""Characters of a sentence that stands for a facet, at least."""
PIECE = 240
"""Characters of a piece that is chosen in its place, at most."""
_TOKENS = 700
_NEEDED = {
    "type": "object",
    "properties": {
        "facets": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("facet", "quote", "summary")},
                "required": ["facet", "quote", "summary"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["facets"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Facet:
    """One thing that a section has."""

    name: str
    summary: str
    quote: Evidence | None = None
    """A sentence of the section: the author's where it stands there, else the piece that is nearest to the summary."""

    @property
    def told(self) -> str:
        """For the author."""
        quote = f'"{" ".join(self.quote.quote.split())}" ' if self.quote else ""
        return f"{self.name}: {quote}{self.summary}"


@dataclass(frozen=True)
class Facets:
    """Of one section."""

    found: tuple[Facet, ...] = ()
    failure: str = ""
    """Why there are none; empty where there are some."""
    final: bool = True
    """Whether asking again would give the same."""


@dataclass
class _Slot:
    """A section's facets on their way."""

    done: anyio.Event = field(default_factory=anyio.Event)
    facets: Facets | None = None


async def facets_of(section: Section, desk: Desk) -> Facets:
    """The facets of a section, by one call however many jobs ask; where it failed, later jobs call again."""
    key = f"facets {section.document} {section.id}"
    slot = desk.cache.get(key)
    while isinstance(slot, _Slot):
        await slot.done.wait()
        if slot.facets is not None:
            return slot.facets
        slot = desk.cache.get(key)  # the job that was at it was cancelled
    slot = desk.cache[key] = _Slot()
    try:
        slot.facets = await _asked(section, desk)
    finally:
        if slot.facets is None or not slot.facets.final:
            del desk.cache[key]
        slot.done.set()
    return slot.facets


async def all_facets(sections: Sequence[Section], desk: Desk) -> list[Facets]:
    """The facets of several sections, side by side."""
    return await side_by_side(lambda section: facets_of(section, desk), sections)


async def _asked(section: Section, desk: Desk) -> Facets:
    document = desk.documents[section.document]
    shown = material(section, document)
    asks = filled("facets", language=language(desk.language))
    for draw in range(TRIES):
        call = Call("facets", (shown, asks), _TOKENS, draw=draw, shared=True, schema=_NEEDED)
        reply = await desk.author(call)
        if reply.failure:
            return Facets(failure=reply.reason or reply.failure, final=False)
        if found := _read(reply.text, asks, section, document):
            return Facets(tuple(found)[:MOST])
    return Facets(failure=f"no facet with a summary could be read from the reply {clean(reply.text)[:80]!r}")


def _read(text: str, asks: str, section: Section, document: Document) -> list[Facet]:
    """The facets of a reply, each name once; those alone whose quote stands there, or else all with another."""
    found: dict[str, Facet] = {}
    for raw in read_objects(text, "facet").found:
        name, summary = clean(raw["facet"])[:80], clean(raw.get("summary"))[:LONGEST]
        if name and summary and summary not in asks:  # an echo of the form that was shown is none
            quote = clean(raw.get("quote"))
            at = locate(quote, document, (section.start, section.end)) if len(quote) >= TELLING else None
            found.setdefault(name.casefold(), Facet(name, summary, at))
    grounded = [facet for facet in found.values() if facet.quote]
    return grounded or [replace(facet, quote=_nearest(facet, section)) for facet in found.values()]


def _nearest(facet: Facet, section: Section) -> Evidence | None:
    """The piece of the section that shares most words with a facet, for an author who did not copy one."""
    told = _words(facet.told)
    pieces = passages(section.text, size=PIECE)
    best = max(pieces, key=lambda piece: len(told & _words(piece.text)), default=None)
    if best is None or not told & _words(best.text):
        return None
    start, end = section.start + best.start, section.start + best.end
    return Evidence(document=section.document, start=start, end=end, quote=best.text)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))
