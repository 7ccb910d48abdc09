"""What a draft must pass before it is an item: each gate gives a `Check`, and the first that fails drops the draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from benchwright.items.worlds.families.draft import Draft
from benchwright.items.worlds.telling import Telling
from benchwright.records import Check, Evidence


def unique(draft: Draft) -> Check:
    """No statement of the world supports another answer."""
    detail = f"{draft.rivals} statements support another answer" if draft.rivals else ""
    return Check(gate="unique", passed=not draft.rivals, detail=detail)


def evidence(draft: Draft, telling: Telling) -> Check:
    """Every statement that is needed is quoted from its place, and the quotes bear the answer out."""
    quotes, text = telling.evidence(draft.needs), telling.document.text
    if any(text[quote.start : quote.end] != quote.quote for quote in quotes):
        return Check(gate="evidence", passed=False, detail="a quote is not at its offsets")
    borne = _borne(draft, quotes)
    return Check(gate="evidence", passed=borne, detail="" if borne else "the quotes do not bear the answer out")


def _borne(draft: Draft, quotes: Sequence[Evidence]) -> bool:
    answer, told = draft.answer, [mark for mark in draft.needs if not mark.startswith("@")]
    said = " ".join(quote.quote for quote in quotes).lower()
    if answer.type == "text":
        return any(spelling.lower() in said for spelling in (*answer.values, *answer.accepted))
    if answer.type == "number":
        return answer.values[0] in re.findall(r"\d+", said) or int(answer.values[0]) == len(told)
    if answer.type == "list":
        return all(value.split()[0].lower() in said for value in answer.values)
    return len(told) == len(answer.options)  # one statement for each option of a choice; none at all for no-info


def leak(draft: Draft) -> Check:
    """The question does not contain its answer."""
    spellings = (*draft.answer.values, *draft.answer.accepted) if draft.answer.type == "text" else ()
    spoilt = any(re.search(rf"\b{re.escape(text)}\b", draft.question, re.IGNORECASE) for text in spellings)
    return Check(gate="leak", passed=not spoilt, detail="the question contains its answer" if spoilt else "")


def duplicate(draft: Draft, made: Mapping[str, Sequence[Draft]]) -> Check:
    """The world is not asked the same in other words."""
    again = any(draft.key == other.key for drafts in made.values() for other in drafts)
    return Check(gate="duplicate", passed=not again, detail="asked before in other words" if again else "")


def check(draft: Draft, telling: Telling, made: Mapping[str, Sequence[Draft]]) -> tuple[Check, ...]:
    """Every gate."""
    return unique(draft), evidence(draft, telling), leak(draft), duplicate(draft, made)
