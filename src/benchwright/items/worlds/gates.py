"""What a draft must pass before it is an item: each gate gives a `Check`, and the first that fails drops the draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchwright.items.worlds.families.draft import Draft
from benchwright.items.worlds.families.two_part import MISSING
from benchwright.items.worlds.oblique import shared
from benchwright.items.worlds.query import View
from benchwright.items.worlds.settings import WorldSettings
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
        return _counted(int(answer.values[0]), [int(text) for text in re.findall(r"\d+", said)], len(told))
    if answer.type in {"list", "set"}:
        return all(value == MISSING or value.split()[-1].lower() in said for value in answer.values)
    return bool(told) == (answer.type == "choice")  # no-info has no evidence at all


def _counted(value: int, numbers: Sequence[int], told: int) -> bool:
    """Whether a number is stated, counted, or the sum of two that are stated."""
    return value in numbers or value == told or any(value - number in numbers for number in numbers)


def leak(draft: Draft) -> Check:
    """The question does not contain its answer."""
    spellings = (*draft.answer.values, *draft.answer.accepted) if draft.answer.type == "text" else ()
    spoilt = any(re.search(rf"\b{re.escape(text)}\b", draft.question, re.IGNORECASE) for text in spellings)
    return Check(gate="leak", passed=not spoilt, detail="the question contains its answer" if spoilt else "")


def distance(draft: Draft, telling: Telling, least: float) -> Check:
    """What needs several passages needs them from far apart."""
    quotes = telling.evidence(draft.needs)
    apart = (quotes[-1].start - quotes[0].start) / len(telling.document.text) if len(quotes) > 1 else 1.0
    detail = "" if apart >= least else f"its passages are {apart:.2f} of the document apart, not {least}"
    return Check(gate="distance", passed=apart >= least, detail=detail)


def distractors(draft: Draft, view: View, least: int) -> Check:
    """Enough other statements of the kind compete with the evidence."""
    others = view.stated[draft.like] - 1
    detail = "" if others >= least else f"{others} other statements of {draft.like!r}, not {least}"
    return Check(gate="distractors", passed=others >= least, detail=detail)


def vocabulary(draft: Draft, view: View, telling: Telling) -> Check:
    """The question has no content word in common with the evidence, save for the statements of aliases.

    Nor does it call anything by its plain name: where others go by an alias, that would tell a no-info question.
    """
    if plain := view.plain_names(draft.question):
        return Check(gate="vocabulary", passed=False, detail=f"calls {plain[0]} by its plain name")
    quotes = [quote.quote for quote in telling.evidence(mark for mark in draft.needs if mark not in view.aliases)]
    words = shared(draft.question, quotes)
    detail = f"shares {', '.join(sorted(words))} with its evidence" if words else ""
    return Check(gate="vocabulary", passed=not words, detail=detail)


@dataclass
class Gates:
    """The gates of one world, which remember what was asked."""

    settings: WorldSettings
    view: View
    telling: Telling
    asked: set[tuple[str, ...]] = field(default_factory=set)

    def check(self, draft: Draft) -> tuple[Check, ...]:
        """Every gate that the settings ask for."""
        again = (draft.kind, *draft.key) in self.asked
        checks = [
            unique(draft),
            evidence(draft, self.telling),
            leak(draft),
            Check(gate="duplicate", passed=not again, detail="asked before in other words" if again else ""),
        ]
        if self.settings.distance:
            checks.append(distance(draft, self.telling, self.settings.distance))
        if self.settings.distractors:
            checks.append(distractors(draft, self.view, self.settings.distractors))
        if not self.settings.shared_words:
            checks.append(vocabulary(draft, self.view, self.telling))
        return tuple(checks)

    def passed(self, draft: Draft) -> None:
        """Remember what is asked now."""
        self.asked.add((draft.kind, *draft.key))
