"""Where several places are needed, each of them is: without any one quote the question is not answered right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.answers import Outcome, asked_about, outcomes
from benchwright.items.drafts.gates.batching import Entry, golds, lacking
from benchwright.items.drafts.gates.gate import dropped, kind_of, line, passed, skipped
from benchwright.items.drafts.gates.hearing import Sheet, heard
from benchwright.items.drafts.gates.showing import places, quotes_shown
from benchwright.records import Check

_SHEET = Sheet("hops", "evidence", "answers")


@dataclass(frozen=True)
class _Probe:
    """A draft with one of its quotes taken out."""

    at: int
    quote: int
    entry: Entry


async def hops(drafts: Sequence[Draft], desk: Desk) -> list[Check]:
    """Every quote is taken out once; a right answer all the same drops the draft."""
    probes = [probe for at, draft in enumerate(drafts) if _spread(draft, desk) for probe in _probes(at, draft, desk)]
    said = await heard(_SHEET, [probe.entry for probe in probes], desk)
    found = await outcomes([drafts[probe.at] for probe in probes], said, "hops", desk)
    tried: dict[int, list[tuple[_Probe, Outcome]]] = {}
    for probe, one in zip(probes, found, strict=True):
        tried.setdefault(probe.at, []).append((probe, one))
    return [_check(draft, tried[at]) if at in tried else skipped("hops", draft) for at, draft in enumerate(drafts)]


def _spread(draft: Draft, desk: Desk) -> bool:
    kind = kind_of(draft)
    if kind is None or not kind.answerable:
        return False
    if draft.composed or kind.reads in {"sections", "documents"}:
        return True
    return draft.kind == "comparison" and places(draft, desk) > 1


def _probes(at: int, draft: Draft, desk: Desk) -> list[_Probe]:
    found = []
    for number, one in enumerate(draft.evidence):
        text = f"Passages:\n{quotes_shown(draft, desk, without=one)}\n{asked_about(draft)}"
        found.append(_Probe(at, number, Entry(text, lacks=lacking(text, [*golds(draft), one.quote]))))
    return found


def _check(draft: Draft, tried: Sequence[tuple[_Probe, Outcome]]) -> Check:
    for probe, one in tried:
        if one.right:
            quote = line(draft.evidence[probe.quote].quote, 80)
            return dropped("hops", f"answered right without quote {probe.quote + 1} ({quote!r}): {one.why}")
    unread = [one for _, one in tried if one.unread]
    if unread:
        return dropped("hops", unread[0].why)
    return passed("hops", f"not answered right without any one of {len(tried)} quotes")
