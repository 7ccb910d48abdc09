"""Quotes, without asking anyone: that they stand where the draft says, and are as many as its kind needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from benchwright.grading import key
from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.gate import kind_of, verdict
from benchwright.items.drafts.gates.showing import places
from benchwright.items.rules.words import FUNCTION, WORD, words
from benchwright.records import Check

_LITERAL = {"fact", "definition"}
"""Kinds whose answers are said in so many words."""
_SPREAD = {"sections", "documents"}


async def quote(drafts: Sequence[Draft], desk: Desk) -> list[Check]:
    """Every quote at its offsets; enough of them, of enough places; and the gold's numbers and names among them."""
    return [_check(draft, desk) for draft in drafts]


def _check(draft: Draft, desk: Desk) -> Check:
    problem = _homeless(draft, desk) or _misplaced(draft, desk) or _too_few(draft, desk) or _unsaid(draft)
    return verdict("quote", problem, f"{len(draft.evidence)} quotes at their offsets")


def _homeless(draft: Draft, desk: Desk) -> str:
    if kind_of(draft) is None:
        return f"there is no kind {draft.kind!r}"
    unknown = [key for key in draft.documents if key not in desk.documents]
    return "" if draft.documents and not unknown else "it is about no document that is at hand"


def _misplaced(draft: Draft, desk: Desk) -> str:
    for one in draft.evidence:
        if one.document not in draft.documents:
            return "a quote is from a document that the question is not given with"
        if not one.quote.strip() or desk.documents[one.document].text[one.start : one.end] != one.quote:
            return f"the quote is not at {one.start} to {one.end}: {one.quote!r}"
    return ""


def _too_few(draft: Draft, desk: Desk) -> str:
    kind = kind_of(draft)
    if kind is None:
        return ""
    spans = {(one.document, one.start, one.end) for one in draft.evidence}
    if len(spans) < kind.quotes:
        return f"it has {len(spans)} quotes; {draft.kind} needs {kind.quotes}"
    homes = len({one.document for one in draft.evidence})
    if kind.reads == "documents" and homes < kind.quotes:
        return f"its quotes are of {homes} documents; {draft.kind} needs {kind.quotes}"
    if kind.reads in _SPREAD and places(draft, desk) < kind.quotes:
        return f"its quotes all lie in one section; {draft.kind} needs {kind.quotes}"
    return ""


def _unsaid(draft: Draft) -> str:
    """A number or a name of a literal answer that no quote holds: each word by itself, in whatever order."""
    if draft.kind not in _LITERAL or draft.answer.type in {"rubric", "none", "choice", "checked"}:
        return ""
    quotes = " ".join(one.quote for one in draft.evidence)
    held = {*key(quotes).split(), *quotes.casefold().split(), *words(quotes)}
    missing = [word for value in draft.answer.values for word in marked(value) if word not in held]
    return f"no quote holds {missing[0]!r} of the answer" if missing else ""


def marked(text: str) -> list[str]:
    """Keys of the words that are numbers or names: with a digit, or a capital letter."""
    names = [key(word) for word in WORD.findall(text) if word != word.lower() and word.lower() not in FUNCTION]
    numbers = [word for word in key(text).split() if re.search(r"\d", word)]
    return [part for word in (*names, *numbers) for part in word.split()]
