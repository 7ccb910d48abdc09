"""From a document to candidates: drafted by every rule, passed through every gate, dealt to one split.

A draft that falls is a `Rejection` with the gate and the reason. What remains is the stock to choose from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchwright.items.rules.absent import twins
from benchwright.items.rules.catalogue import RULES
from benchwright.items.rules.draft import Draft
from benchwright.items.rules.gates import Field, passed
from benchwright.items.rules.reading import Reading
from benchwright.items.rules.words import is_english
from benchwright.records import Check, Document, Rejection
from benchwright.seeding import seed_of

_WINDOW = 4_000  # characters of a document without headings that are dealt together


@dataclass(frozen=True)
class Candidate:
    """A draft that passed, with its checks and its place."""

    draft: Draft
    checks: tuple[Check, ...]
    position: float | None
    """Where its last evidence starts, 0 to 1."""

    @property
    def quarter(self) -> int:
        """The quarter of the document its evidence lies in, 0 to 3; 0 without evidence."""
        return min(3, int((self.position or 0.0) * 4))

    @property
    def form(self) -> str:
        """The rule, and where it asks in several forms, which."""
        draft = self.draft if self.draft.parent is None else self.draft.parent
        return f"{draft.rule} {draft.subject.partition(':')[0] if draft.rule == 'section' else ''}"


@dataclass(frozen=True)
class Stock:
    """What a document offers."""

    candidates: tuple[Candidate, ...] = ()
    rejected: tuple[Rejection, ...] = ()

    def room(self) -> Counter[str]:
        """Candidates per kind."""
        return Counter(candidate.draft.kind for candidate in self.candidates)

    def fallen(self) -> Counter[tuple[str, str]]:
        """Drafts dropped, per kind and gate."""
        return Counter((one.kind, one.gate) for one in self.rejected)


def prepare(document: Document, splits: Mapping[str, float], split: str) -> Stock:
    """The candidates of a document for one split, and what was dropped on the way."""
    if not is_english(document.text, document.language):
        reason = f"rules read English; language {document.language!r}" if document.text.strip() else "the text is empty"
        gone = Rejection(gate="language", reason=reason, question="", kind="document", document=document.id)
        return Stock(rejected=(gone,))
    reading = Reading(document)
    drafts = [draft for rule in RULES.values() for draft in rule.draft(reading)]
    answerable, dropped = _sift(drafts, reading)
    nothing, more = _sift(list(twins(reading, [candidate.draft for candidate in answerable])), reading)
    mine = [one for one in (*answerable, *nothing) if _dealt(one.draft, reading, splits) == split]
    return Stock(tuple(mine), (*dropped, *more))


def _sift(drafts: list[Draft], reading: Reading) -> tuple[list[Candidate], list[Rejection]]:
    field, kept, dropped = Field(tuple(drafts)), list[Candidate](), list[Rejection]()
    for draft in drafts:
        checks = passed(draft, reading, field)
        if checks[-1].passed:
            at = draft.evidence[-1].start / max(1, len(reading.document.text)) if draft.evidence else None
            kept.append(Candidate(draft, checks, at))
        else:
            failed = checks[-1]
            dropped.append(
                Rejection(
                    gate=failed.gate,
                    reason=failed.detail,
                    question=draft.question,
                    kind=draft.kind,
                    document=reading.document.id,
                )
            )
    return kept, dropped


def _dealt(draft: Draft, reading: Reading, splits: Mapping[str, float]) -> str | None:
    """The split a draft belongs to: all evidence of a section goes to one; None where a draft needs two splits' evidence."""
    if not draft.evidence:
        return _split_of(reading.document.id, draft.subject, splits)
    found = {_split_of(reading.document.id, place, splits) for place in _places(draft, reading)}
    return found.pop() if len(found) == 1 else None


def _places(draft: Draft, reading: Reading) -> Iterator[str]:
    for one in draft.evidence:
        for offset in (one.start, one.end - 1):
            section = reading.section_at(offset)
            yield str(section.start) if section else f"window {offset // _WINDOW}"


def _split_of(document: str, place: str, splits: Mapping[str, float]) -> str:
    """Dealt by a hash of the place, so that no seed and no other document has a say."""
    point = seed_of("documents", "split", document, place) / 2**128 * sum(splits.values())
    for name, share in splits.items():
        point -= share
        if point < 0:
            return name
    return next(reversed(splits))
