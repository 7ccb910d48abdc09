"""Answered right from its own passages: what the quotes do not carry is dropped."""

from __future__ import annotations

from collections.abc import Sequence

from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.answers import Outcome, asked_about, by_points, graded, is_open, points
from benchwright.items.drafts.gates.batching import Entry, golds, lacking
from benchwright.items.drafts.gates.gate import dropped, kind_of, passed, skipped
from benchwright.items.drafts.gates.hearing import Sheet, heard
from benchwright.items.drafts.gates.showing import quotes_shown
from benchwright.records import Check

_ANSWERS = Sheet("evidence", "evidence", "answers")
_POINTS = Sheet("evidence", "points", most=30)


async def evidence(drafts: Sequence[Draft], desk: Desk) -> list[Check]:
    """The checker, shown the quotes and what stands around them, gives the gold, or finds every point supported."""
    found = dict.fromkeys(range(len(drafts)), Outcome(right=True, why=""))
    asked = [at for at, draft in enumerate(drafts) if _answerable(draft)]
    short = [at for at in asked if not is_open(drafts[at])]
    long = [at for at in asked if is_open(drafts[at])]
    said = await heard(_ANSWERS, [shown(drafts[at], quotes_shown(drafts[at], desk)) for at in short], desk)
    found.update((at, graded(drafts[at], one)) for at, one in zip(short, said, strict=True))
    said = await heard(_POINTS, [_with_points(drafts[at], desk) for at in long], desk)
    found.update((at, by_points(drafts[at], one)) for at, one in zip(long, said, strict=True))
    return [_check(draft, found[at]) if at in asked else skipped("evidence", draft) for at, draft in enumerate(drafts)]


def _answerable(draft: Draft) -> bool:
    kind = kind_of(draft)
    return kind is not None and kind.answerable


def shown(draft: Draft, passages: str) -> Entry:
    """A question with its passages; not asked beside another that shows its gold, where these do not."""
    text = f"Passages:\n{passages}\n{asked_about(draft)}"
    return Entry(text, lacks=lacking(text, golds(draft)))


def _with_points(draft: Draft, desk: Desk) -> Entry:
    names, listed = points(draft)
    return Entry(f"Passages:\n{quotes_shown(draft, desk)}\n{asked_about(draft)}\nPoints:\n{listed}", names)


def _check(draft: Draft, outcome: Outcome) -> Check:
    if not outcome.right:
        whole = "from its own quotes: " if not outcome.unread else ""
        return dropped("evidence", f"{whole}{outcome.why}")
    return passed("evidence", f"answered right from {len(draft.evidence)} quotes: {outcome.why}")
