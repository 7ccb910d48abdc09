"""Self-contained, unambiguous, natural: three questions to the checker, asked apart in one call."""

from __future__ import annotations

from collections.abc import Sequence

from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.answers import asked_about
from benchwright.items.drafts.gates.batching import Entry
from benchwright.items.drafts.gates.gate import dropped, passed
from benchwright.items.drafts.gates.hearing import Hearing, Sheet, heard
from benchwright.records import Check

_FIELDS = ("self_contained", "unambiguous", "natural")
_SHEET = Sheet("rubric", "rubric", most=30, times=2)


async def rubric(drafts: Sequence[Draft], desk: Desk) -> list[Check]:
    """All three must be yes."""
    found = await heard(_SHEET, [Entry(asked_about(draft), _FIELDS) for draft in drafts], desk)
    return [_check(one) for one in found]


def _check(said: Hearing) -> Check:
    if said.problem:
        return dropped("rubric", said.problem)
    bad = [f"not {name.replace('_', ' ')}: {said.fields[name]}" for name in _FIELDS if not said.says(name)]
    return dropped("rubric", "; ".join(bad)) if bad else passed("rubric", "self-contained, unambiguous, natural")
