"""From open slots to jobs for the author: which sections are shown, and how many drafts of each kind are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchwright.items.drafts.draft import Job, Section
from benchwright.items.drafts.kinds import KINDS, Reads
from benchwright.items.drafts.slots import Slot, lying_in
from benchwright.records import Document
from benchwright.seeding import rng

MOST = 8
"""Drafts asked for in one go."""
EARLIER = 12
"""Sections of which a reader is reminded, at most, evenly spread over what comes before."""
FIRST, LAST = 1.25, 4.0
"""Drafts per open slot: before anything is known, and at most."""


@dataclass(frozen=True)
class Ground:
    """What can be asked about."""

    documents: Mapping[str, Document]
    sections: Mapping[str, Sequence[Section]]
    """By document."""
    key: str
    """Part of every random stream."""

    @property
    def names(self) -> dict[str, str]:
        """Of the documents' files."""
        return {key: one.source for key, one in self.documents.items()}


def surplus(drafted: int, kept: float) -> float:
    """Drafts to ask for per open slot, by the share that was kept so far."""
    return FIRST if not drafted else min(LAST, max(1.1, 1.1 * drafted / max(kept, 1)))


def jobs_for(ground: Ground, open_slots: Counter[Slot], *, wave: int, first: int, rate: float) -> list[Job]:
    """One wave of jobs.

    Args:
        ground: documents and their sections.
        open_slots: how many items of each slot are missing.
        wave: its number, so that each shows other sections.
        first: number of the first job.
        rate: drafts per open slot.
    """
    groups: dict[tuple[str, int, Reads], Counter[str]] = {}
    owed = 0.0  # many slots are open for one item: a draft more for each would be twice as many
    for slot, count in sorted(open_slots.items()):
        owed += count * rate
        drafts = max(count, int(owed))
        owed -= drafts
        groups.setdefault((slot.document, slot.quarter, KINDS[slot.kind].reads), Counter())[slot.kind] += drafts
    found: list[Job] = []
    asked: set[tuple[object, ...]] = set()
    for (document, quarter, reads), wanted in groups.items():
        draw = rng("drafts", "sections", ground.key, document, quarter, reads)
        shown = _shown(ground, document, quarter, reads)
        draw.shuffle(shown)
        parts = list(_parts(wanted))
        for turn, part in enumerate(parts):
            at = shown[(wave * len(parts) + turn) % len(shown)]
            picked = _with_partners(ground, at, reads, rng("drafts", "partner", ground.key, at.id, wave, turn))
            number = first + len(found)
            call = (*(one.id for one in picked), *sorted(part.items()))
            found.append(Job(number, part, picked, draw=number if wave or call in asked else 0))
            asked.add(call)
    return found


def _shown(ground: Ground, document: str, quarter: int, reads: Reads) -> list[Section]:
    """Sections that can come last in what such a job shows."""
    sections = ground.sections[document]
    fit = lying_in(sections, ground.documents[document], quarter)
    if reads in {"sections", "so far"}:
        fit = [one for one in fit if one != sections[0]] or [sections[-1]]
    return fit


def _with_partners(ground: Ground, last: Section, reads: Reads, draw: Random) -> tuple[Section, ...]:
    """The sections of a job, the one that its quarter is about last."""
    sections = list(ground.sections[last.document])
    before = sections[: sections.index(last)]
    if reads == "so far":
        return (*before[:: -(-len(before) // EARLIER) or 1], last)
    if reads == "sections":
        return (draw.choice(before or [one for one in sections if one != last]), last)
    if reads == "documents":
        other = draw.choice([key for key in sorted(ground.sections) if key != last.document])
        return (draw.choice(list(ground.sections[other])), last)
    return (last,)


def _parts(wanted: Counter[str]) -> Iterator[dict[str, int]]:
    """Shares of at most `MOST` drafts, kinds mixed."""
    waiting = Counter(wanted)
    while waiting.total():
        part: Counter[str] = Counter()
        while part.total() < MOST and waiting.total():
            name = max(waiting, key=lambda each: (waiting[each], each))
            part[name] += 1
            waiting[name] -= 1
        yield {name: part[name] for name in KINDS if part[name]}


def bundles(jobs: Iterable[Job], together: int) -> list[list[Job]]:
    """Jobs in their order, in groups that ask for at least `together` drafts."""
    found: list[list[Job]] = []
    count = together
    for job in jobs:
        if count >= together:
            found.append([])
            count = 0
        found[-1].append(job)
        count += drafts_in([job])
    return found


def drafts_in(jobs: Iterable[Job]) -> int:
    """Drafts asked for."""
    return sum(sum(job.wanted.values()) for job in jobs)
