"""Not answered right with the document withheld: what a model remembers, or can guess, measures no reading."""

from __future__ import annotations

from collections.abc import Sequence

from benchwright.items.drafts.asking import side_by_side
from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.answers import Outcome, asked_about, outcomes
from benchwright.items.drafts.gates.batching import Entry, golds, lacking
from benchwright.items.drafts.gates.gate import dropped, kind_of, passed, skipped
from benchwright.items.drafts.gates.hearing import Sheet, heard
from benchwright.records import Check

_SHEET = Sheet("closed_book", "closed_book", "answers", times=3)


async def closed_book(drafts: Sequence[Draft], desk: Desk) -> list[Check]:
    """One sample of all, then the others of those that it did not get right; one right sample drops a draft."""
    tried: dict[int, list[Outcome]] = {at: [] for at, draft in enumerate(drafts) if _asked(draft)}
    await _sample(tried, drafts, desk, [0])
    await _sample({at: done for at, done in tried.items() if _harmless(done)}, drafts, desk, range(1, desk.samples))
    return [_check(tried[at]) if at in tried else skipped("closed_book", draft) for at, draft in enumerate(drafts)]


def _asked(draft: Draft) -> bool:
    kind = kind_of(draft)
    return kind is not None and kind.answerable


def _harmless(done: Sequence[Outcome]) -> bool:
    return not any(one.right or one.unread for one in done)


async def _sample(tried: dict[int, list[Outcome]], drafts: Sequence[Draft], desk: Desk, draws: Sequence[int]) -> None:
    chosen = [drafts[at] for at in tried]
    entries = [_entry(draft) for draft in chosen]

    async def drawn(draw: int) -> list[Outcome]:
        return await outcomes(chosen, await heard(_SHEET, entries, desk, draw), "closed_book", desk)

    for sample in await side_by_side(drawn, list(draws)):
        for done, one in zip(tried.values(), sample, strict=True):
            done.append(one)


def _entry(draft: Draft) -> Entry:
    """Not beside a question that gives its answer away."""
    text = asked_about(draft)
    return Entry(text, lacks=lacking(text, golds(draft)))


def _check(done: Sequence[Outcome]) -> Check:
    right = [one for one in done if one.right]
    unread = [one for one in done if one.unread]
    if right:
        return dropped(
            "closed_book", f"answered right without the document in {len(right)} of {len(done)}: {right[0].why}"
        )
    if unread:
        return dropped("closed_book", unread[0].why)
    return passed("closed_book", f"not answered right without the document in {len(done)} of {len(done)}")
