"""What a draft must pass before it is an item. Each gate is a function to a `Check`; the first that fails drops the draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from benchwright.items.worlds.families.draft import Draft
from benchwright.items.worlds.query import View
from benchwright.items.worlds.telling import Telling
from benchwright.records import Check


def unique(draft: Draft) -> Check:
    """No statement of the world supports another answer."""
    detail = f"{draft.rivals} statements support another answer" if draft.rivals else ""
    return Check(gate="unique", passed=not draft.rivals, detail=detail)


def evidence(draft: Draft, view: View, telling: Telling) -> Check:
    """Every statement that is needed is quoted from its place, and names what it is about; no-info needs none."""
    names = {fact.id: (fact.value,) for fact in view.world.facts} if draft.needs else {}
    found = telling.evidence(draft.needs)
    text = telling.document.text
    exact = all(text[quote.start : quote.end] == quote.quote for quote in found)
    spoken = " ".join(quote.quote.lower() for quote in found)
    said = all(value.lower() in spoken or value.split()[0].lower() in spoken
               for mark in draft.needs for value in names.get(mark, ()))  # fmt: skip
    present = bool(found) == bool(draft.needs)
    return Check(
        gate="evidence", passed=exact and said and present, detail="" if exact and said else "not at its offsets"
    )


def leak(draft: Draft) -> Check:
    """The question does not contain its answer."""
    spoilt = draft.answer.type == "text" and any(
        re.search(rf"\b{re.escape(value)}\b", draft.question, re.IGNORECASE)
        for value in (*draft.answer.values, *draft.answer.accepted)
    )
    return Check(gate="leak", passed=not spoilt, detail="the question contains its answer" if spoilt else "")


def duplicate(draft: Draft, made: Mapping[str, Sequence[Draft]]) -> Check:
    """The world is not asked the same in other words."""
    again = any(draft.key == other.key for drafts in made.values() for other in drafts)
    return Check(gate="duplicate", passed=not again, detail="asked before in other words" if again else "")


def check(draft: Draft, view: View, telling: Telling, made: Mapping[str, Sequence[Draft]]) -> tuple[Check, ...]:
    """Every gate."""
    return unique(draft), evidence(draft, view, telling), leak(draft), duplicate(draft, made)
