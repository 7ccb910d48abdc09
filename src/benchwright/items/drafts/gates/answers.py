"""A checker's answer held against a draft's gold: by the grader, or, where there are points, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchwright.grading import gold_text, grade
from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.batching import Entry
from benchwright.items.drafts.gates.gate import line
from benchwright.items.drafts.gates.hearing import Hearing, Sheet, heard


@dataclass(frozen=True)
class Outcome:
    """Whether a draft was answered right."""

    right: bool
    why: str
    unread: bool = False
    """Nothing is known: the call failed, or its reply cannot be read."""


def is_open(draft: Draft) -> bool:
    """Whether points stand in the place of a gold."""
    return draft.answer.type == "rubric"


def asked_about(draft: Draft) -> str:
    """The question, with its options where it has some."""
    letters = [f"{chr(ord('A') + at)}. {option}" for at, option in enumerate(draft.answer.options)]
    return "\n".join([f"Question: {draft.question}", *letters])


def points(draft: Draft) -> tuple[tuple[str, ...], str]:
    """The points' names as fields of a reply, and as a prompt lists them."""
    names = tuple(f"point_{at}" for at in range(1, len(draft.answer.values) + 1))
    return names, "\n".join(f"{name}: {value}" for name, value in zip(names, draft.answer.values, strict=True))


def graded(draft: Draft, said: Hearing) -> Outcome:
    """The verdict on an answer to a question with a gold."""
    if said.problem:
        return Outcome(right=False, why=said.problem, unread=True)
    answer = said.fields["answer"]
    verdict = grade(draft.answer, answer, reading="whole")
    if verdict.value == 1.0:
        return Outcome(right=True, why=line(answer, 80))
    if verdict.state == "abstained":
        return Outcome(right=False, why="the checker finds no answer")
    return Outcome(
        right=False, why=f"the checker answers {line(answer, 80)!r}, not {line(gold_text(draft.answer), 80)!r}"
    )


def by_points(draft: Draft, said: Hearing) -> Outcome:
    """Right where every point is made."""
    if said.problem:
        return Outcome(right=False, why=said.problem, unread=True)
    missed = [f"{name} ({said.fields[name]})" for name in points(draft)[0] if not said.says(name)]
    return Outcome(right=not missed, why="; ".join(missed) or "all points")


async def made(drafts: Sequence[Draft], answers: Sequence[Hearing], purpose: str, desk: Desk) -> list[Outcome]:
    """Whether answers to questions with points make them all: a further call, for an answer must not see the points."""
    entries = []
    for draft, said in zip(drafts, answers, strict=True):
        names, listed = points(draft)
        answer = said.fields.get("answer", "")
        entries.append(Entry(f"{asked_about(draft)}\nAnswer: {answer}\nPoints:\n{listed}", names))
    readable = [at for at, said in enumerate(answers) if not said.problem]
    found = await heard(Sheet(purpose, "made", most=30), [entries[at] for at in readable], desk)
    verdicts = dict(zip(readable, found, strict=True))
    return [by_points(draft, verdicts.get(at, answers[at])) for at, draft in enumerate(drafts)]


async def outcomes(drafts: Sequence[Draft], answers: Sequence[Hearing], purpose: str, desk: Desk) -> list[Outcome]:
    """Whether each answer is right, in their order."""
    found = {at: graded(draft, answers[at]) for at, draft in enumerate(drafts) if not is_open(draft)}
    rest = [at for at, draft in enumerate(drafts) if is_open(draft)]
    judged = await made([drafts[at] for at in rest], [answers[at] for at in rest], purpose, desk)
    found.update(zip(rest, judged, strict=True))
    return [found[at] for at in range(len(drafts))]
