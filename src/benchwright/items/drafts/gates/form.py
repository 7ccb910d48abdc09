"""How a question reads, without asking anyone: whether it is one, stands by itself, and keeps its answer back.

The words it looks for are English; questions of other languages are held to their length, their marks, and their gold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.batching import golds, spaced
from benchwright.items.drafts.gates.gate import verdict
from benchwright.items.rules.words import FUNCTION, words
from benchwright.records import Check
from benchwright.retrieval import tokens

SHORTEST, LONGEST = 4, 90
"""Words of a question."""
_MARKS = "?\uff1f\u061f\u037e"
_IMPERATIVE = re.compile(
    r"(?:name|list|give|state|describe|explain|summari[sz]e|compare|identify|define|calculate|count|outline|find|say)\b",
    re.IGNORECASE,
)
_PIECE = (
    r"(?:passage|section|text|chapter|excerpt|extract|paragraph|sentence|snippet|quote|quotation|facet|context|page)"
)
_POINTS = re.compile(
    rf"\b(?:this|these|the (?:above|following|given|provided|preceding|previous|next|current|present)) {_PIECE}s?\b"
    rf"|\b(?:the|that) {_PIECE}s? (?:above|below|here|provided|given|shown|quoted)\b"
    r"|\b(?:the|this|that) (?:excerpt|extract|snippet|facet)s?\b"
    r"|\b(?:according to|based on|in|from|by) the (?:passage|text|context|paragraph|quote|quotation)\b(?! of\b)"
    r"|\b(?:mentioned|described|shown|stated|given|listed|discussed|quoted|as|see) (?:above|below|here)\b",
    re.IGNORECASE,
)
_PRONOUNS = {"he", "she", "they", "him", "her", "them", "his", "their", "hers", "theirs", "its", "this", "these"}
_EXPLETIVE = re.compile(r"\bit\b.*\b(?:to|that|when|if|for|until|before|after|who)\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"\*\*|__|```|\]\(|</?[a-z][^>]*>|&[a-z]+;|\\[nt\"]|\ufffd|[|{}]|[^\S ]|  |\bN/A\b"
    r"|^\W*(?:Q|Question)\s*\d*[:.)]|^\d+[.)]\s",
    re.IGNORECASE,
)
_CUT = re.compile(r"[,;:]\s*[?.]$|\b(?:the|a|an|of|to|and|or)\s*[?.]$", re.IGNORECASE)


async def form(drafts: Sequence[Draft], desk: Desk) -> list[Check]:
    """A question of fit length, that points to nothing outside itself, without markup, without its answer."""
    english = desk.language.partition("-")[0].lower() in {"en", "und", ""}
    return [verdict("form", _problem(draft, english=english), "reads as one whole question") for draft in drafts]


def _problem(draft: Draft, *, english: bool) -> str:
    question = draft.question.strip()
    tests: list[Callable[[], str]] = [lambda: _length(question), lambda: _debris(question), lambda: _leak(draft)]
    if english:
        tests += [lambda: _asks(question), lambda: _points(question), lambda: _pronoun(question)]
    elif question[-1:] not in _MARKS and question[-1:] not in ".\u3002\u0964":
        return "it does not end with a question mark or a full stop"
    return next((problem for test in tests if (problem := test())), "")


def _length(question: str) -> str:
    count = len(tokens(question))
    return "" if SHORTEST <= count <= LONGEST else f"it has {count} words, not {SHORTEST} to {LONGEST}"


def _debris(question: str) -> str:
    found = _MARKUP.search(question)
    if found:
        return f"there is markup in it: {found[0]!r}"
    if question.count('"') % 2 or any(question.count(left) != question.count(right) for left, right in ("()", "[]")):
        return "quotes or brackets are not balanced"
    return "it breaks off" if _CUT.search(question) else ""


def _asks(question: str) -> str:
    marks = sum(question.count(mark) for mark in _MARKS)
    if marks == 1 and question[-1] in _MARKS:
        return ""
    if marks:
        return f"it has {marks} question marks, not one at its end"
    return "" if _IMPERATIVE.match(question) else "it is neither a question nor a request"


def _points(question: str) -> str:
    found = _POINTS.search(question)
    return f"it points to what only its writer saw: {found[0]!r}" if found else ""


def _pronoun(question: str) -> str:
    """A pronoun before anything that it could stand for."""
    for word in words(question):
        if word in {"this", "these"} and ":" in question:
            return ""  # which of these: the one or the other
        if word in _PRONOUNS or (word == "it" and not _EXPLETIVE.search(question)):
            return f"nothing in it says what {word!r} stands for"
        if word not in FUNCTION:
            return ""
    return "it names nothing that it asks about"


def _leak(draft: Draft) -> str:
    values = golds(draft)
    if draft.answer.type in {"choice", "list"} or (draft.kind == "comparison" and re.search(r"\bor\b", draft.question)):
        return ""  # which of several, all named; in which order they come
    asked = spaced(draft.question)
    told = [value for value in values if spaced(value) and spaced(value) in asked]
    whole = len(told) == len(values) if draft.answer.type == "set" else bool(told)
    return f"the question holds the answer {told[0]!r}" if told and whole else ""
