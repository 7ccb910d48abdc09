"""What every draft must pass, whoever drafted it: (draft, reading, all drafts) -> Check.

The gates stand in the order in which they are asked; the first that fails drops the draft, and its detail is the reason
on record. They know nothing of how a draft came about, so that a model's drafts can go through the same ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from benchwright.items.rules.absent import numbered, stands
from benchwright.items.rules.catalogue import RULES
from benchwright.items.rules.draft import Draft
from benchwright.items.rules.reading import Reading, plain
from benchwright.items.rules.words import content, number, words
from benchwright.records import Check

_MARKUP = re.compile(r"\*\*|__|```|\]\(|<[a-z/]|&[a-z]+;|\\|\ufffd|[|{}*=<>]|\s{2}|\bN/A\b")
_SHORTEST, _LONGEST = 5, 90  # words of a question
_LONGEST_ANSWER = 30  # words, for the answer or each of its entries


@dataclass(frozen=True)
class Field:
    """The drafts of a document, indexed."""

    drafts: tuple[Draft, ...]

    @cached_property
    def claims(self) -> dict[tuple[str, str], set[str]]:
        """What is claimed of each subject, by rule."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for draft in self.drafts:
            found[draft.rule, draft.subject].add(draft.claim)
        return found

    @cached_property
    def answers(self) -> dict[str, set[tuple[str, ...]]]:
        """The answers given to each question."""
        found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for draft in self.drafts:
            found[" ".join(words(draft.question))].add((draft.answer.type, *draft.answer.values))
        return found

    @cached_property
    def first(self) -> dict[tuple[str, ...], int]:
        """Where each question stands first, near-duplicates counting as one."""
        found: dict[tuple[str, ...], int] = {}
        for at, draft in enumerate(self.drafts):
            found.setdefault(fingerprint(draft.question), at)
        return found


def fingerprint(question: str) -> tuple[str, ...]:
    """What a question is about, whatever its wording: two that differ in a number or a name differ here."""
    return tuple(sorted(content(question))) + tuple(re.findall(r"\d+(?:[.,]\d+)*", question))


Gate = Callable[[Draft, Reading, Field], Check]


def _check(gate: str, problem: str) -> Check:
    return Check(gate=gate, passed=not problem, detail=problem)


def evidence(draft: Draft, reading: Reading, _drafts: Field) -> Check:
    """An answerable draft has evidence, and each quote is found at its offsets."""
    if draft.answer.type == "none":
        return _check("evidence", "a question without an answer has evidence" if draft.evidence else "")
    if not draft.evidence:
        return _check("evidence", "no evidence is given")
    for one in draft.evidence:
        if (
            one.document != reading.document.id
            or reading.document.text[one.start : one.end] != one.quote
            or not one.quote
        ):
            return _check("evidence", f"the quote is not at {one.start}..{one.end}: {one.quote[:60]!r}")
    return _check("evidence", "")


def gold(draft: Draft, _reading: Reading, _drafts: Field) -> Check:
    """The answer is short, of the shape its type asks for, and where it is text it stands in the evidence."""
    answer = draft.answer
    if any(not value.strip() or len(value.split()) > _LONGEST_ANSWER for value in answer.values):
        return _check("gold", f"an answer is empty or longer than {_LONGEST_ANSWER} words")
    if answer.type == "number" and number(answer.values[0]) is None:
        return _check("gold", f"{answer.values[0]!r} is not a number")
    if len({value.casefold() for value in answer.values}) < len(answer.values):
        return _check("gold", "an entry stands twice in the answer")
    return _check("gold", "")


def leak(draft: Draft, _reading: Reading, _drafts: Field) -> Check:
    """The question does not hold its answer."""
    question = words(
        re.sub(r"\bsection [\d.]+", "section", draft.question) if draft.kind == "counting" else draft.question
    )
    for value in draft.answer.values:
        answer = words(value)
        if answer and any(question[at : at + len(answer)] == answer for at in range(len(question))):
            return _check("leak", f"the question holds the answer {value!r}")
    spelt = {number(word) for word in question if draft.answer.type == "number"} - {None}
    return _check(
        "leak", f"the question holds the number {draft.answer.values[0]}" if spelt & set(draft.answer.values) else ""
    )


def unique(draft: Draft, _reading: Reading, drafts: Field) -> Check:
    """No other draft answers the same question otherwise, or says something else of the same subject."""
    claims = drafts.claims[draft.rule, draft.subject]
    if len(claims) > 1:
        return _check("unique", f"the document says {len(claims)} different things of {draft.subject[:60]!r}")
    answers = drafts.answers[" ".join(words(draft.question))]
    return _check("unique", f"{len(answers)} answers to one question" if len(answers) > 1 else "")


def duplicate(draft: Draft, _reading: Reading, drafts: Field) -> Check:
    """No draft before it asks the same, wording aside."""
    at = drafts.first[fingerprint(draft.question)]
    return _check(
        "duplicate", "" if drafts.drafts[at] is draft else f"asks the same as {drafts.drafts[at].question[:80]!r}"
    )


def natural(draft: Draft, _reading: Reading, _drafts: Field) -> Check:
    """The question reads like one: its length, its ends, its brackets and quotes, no markup."""
    question = draft.question
    if not _SHORTEST <= len(question.split()) <= _LONGEST:
        return _check("natural", f"the question has {len(question.split())} words, not {_SHORTEST} to {_LONGEST}")
    if not question[0].isupper() or not question.endswith("?"):
        return _check("natural", "the question does not start with a capital and end with a question mark")
    if question.count('"') % 2 or any(question.count(a) != question.count(b) for a, b in ("()", "[]")):
        return _check("natural", "quotes or brackets are not balanced")
    found = _MARKUP.search(question)
    if found or re.search(r"[,;:]\s*\?$|\b(?:the|a|an|of|to|and|or)\?$", question):
        return _check("natural", f"markup or a cut: {found[0]!r}" if found else "the question breaks off")
    return _check("natural", "")


def agrees(draft: Draft, reading: Reading, _drafts: Field) -> Check:
    """The rule's own second reading of the evidence."""
    rule = RULES.get(draft.rule)
    return _check("agrees", rule.check(draft, reading) if rule else "")


def absent(draft: Draft, reading: Reading, _drafts: Field) -> Check:
    """Where nothing should answer, no passage speaks of what is asked: none holds half of its words."""
    if draft.answer.type != "none":
        return _check("absent", "")
    found = [one for one in draft.missing if stands(one, reading)]
    beyond = draft.subject.removeprefix("section ")
    if found or (beyond != draft.subject and numbered(beyond, reading)):
        return _check("absent", f"the document holds {found[0]!r}" if found else f"a line starts with {beyond!r}")
    asked = content(draft.topic)
    for block, held in zip(reading.blocks, reading.contents, strict=True):
        if asked and len(asked & held) * 2 >= len(asked):
            return _check("absent", f"a passage speaks of it: {plain(block.text)[:80]!r}")
    return _check("absent", "")


GATES: dict[str, Gate] = {
    "evidence": evidence,
    "gold": gold,
    "natural": natural,
    "leak": leak,
    "agrees": agrees,
    "absent": absent,
    "unique": unique,
    "duplicate": duplicate,
}


def passed(draft: Draft, reading: Reading, drafts: Field) -> tuple[Check, ...]:
    """The checks of a draft up to the first that fails."""
    done: list[Check] = []
    for gate in GATES.values():
        done.append(gate(draft, reading, drafts))
        if not done[-1].passed:
            break
    return tuple(done)
