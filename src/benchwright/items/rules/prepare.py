"""From a document to candidates: drafted by every rule, passed through every gate, dealt to one split.

A draft that falls is a `Rejection` with the gate and the reason. What remains is the stock to choose from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from benchwright.items.rules.absent import twins
from benchwright.items.rules.catalogue import RULES
from benchwright.items.rules.deal import Dealer
from benchwright.items.rules.draft import Draft
from benchwright.items.rules.gates import Field, passed
from benchwright.items.rules.reading import Reading
from benchwright.items.rules.words import is_english
from benchwright.records import Check, Document, Rejection


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
    dealer = Dealer(reading, splits)
    mine = [one for one in (*answerable, *nothing) if dealer.split_of(one.draft) == split]
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
