"""Drafts whose truth is known, from generated worlds, and a checker that answers from what it is shown; for `gates.py`.

The checker gives the true answer of a question where every sentence that the answer rests on stands anywhere in its
prompt, beside the draft or beside a neighbour, and admits otherwise that it does not know: what is withheld must be
withheld from the whole call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchwright.grading import gold_text
from benchwright.items.drafts.draft import Draft
from benchwright.items.drafts.sections import sections_of
from benchwright.items.worlds.maker import WorldSettings, batches
from benchwright.models.calls import Call, Reply
from benchwright.records import Answer, Document, Item

ENTRY = re.compile(r"\[(q\w{7})\]\n(.*?)\n\[end of \1\]", re.DOTALL)
NOTHING = Answer(type="none")
SHARES = {
    "fact": 10, "absent": 4, "definition": 2, "cause": 2, "counting": 1, "comparison": 2, "order": 1, "two_hop": 4,
    "as_of": 1, "conditional": 2,
}  # fmt: skip
"""Items of each world, by family."""


@dataclass
class Truth:
    """What the scripted checker knows of a question."""

    answer: str = "\0"
    rests: tuple[str, ...] = ("\0",)
    """Sentences that must be in front of it."""
    second: tuple[str, ...] = ("\0",)
    """For questions of two parts: what the second rests on."""
    points: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remembers: frozenset[int] = frozenset()
    """Draws at which it answers without the document."""
    vague: bool = False


@dataclass
class World:
    """Drafts are made from its items; what they rest on goes into `truths`."""

    documents: dict[str, Document]
    items: list[Item]
    truths: dict[str, Truth] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Item]:
        """Its items of these kinds."""
        return [item for item in self.items if item.kind in kinds]


def make_world(seed: int, worlds: int) -> World:
    """Documents and items, each question once."""
    documents, items = {}, {}
    quotas = {name: share * worlds for name, share in SHARES.items()}
    for one in batches(WorldSettings(worlds=worlds, quotas=quotas, seed=seed)):
        documents.update((document.id, document) for document in one.documents)
        items.update((item.question, item) for item in one.items)
    return World(documents, list(items.values()))


# The checker


def checker(truths: dict[str, Truth]) -> Callable[[Call], Awaitable[Reply]]:
    """Answers from what it is shown; falls for whatever stands anywhere in its prompt."""

    async def ask(call: Call) -> Reply:
        found = {mark: value(call, text, truths) for mark, text in ENTRY.findall(call.text)}
        return Reply(json.dumps(found))

    return ask


def value(call: Call, text: str, truths: dict[str, Truth]) -> str | dict[str, str]:
    """What it says of one entry."""
    question = re.search(r"Question: (.*)", text)
    truth = truths.get(question[1] if question else "", Truth())
    if call.purpose == "rubric":
        return {"self_contained": "yes", "unambiguous": yes(not truth.vague), "natural": "yes"}
    if call.purpose == "no_info":
        return silence(call.text, truth)
    if "\nPoints:\n" in text:
        listed = dict(re.findall(r"(point_\d+): (.*)", text.partition("\nPoints:\n")[2]))
        said = text.partition("\nPoints:\n")[0].partition("Answer: ")[2]
        return {name: yes(made(point, said, call.text, truth)) for name, point in listed.items()}
    if call.purpose == "closed_book":
        others = " ".join(re.findall(r"Question: (.*)", call.text.replace(text, "")))
        leaked = len(truth.answer) > 1 and re.search(rf"\b{re.escape(truth.answer)}\b", others)
        return truth.answer if call.draw in truth.remembers or leaked else "I do not know"
    return truth.answer if stands(truth.rests, call.text) else "not stated"


def made(point: str, said: str, shown: str, truth: Truth) -> bool:
    """Whether an answer makes a point, or passages support it."""
    return point in said if said else stands(truth.points.get(point, ("\0",)), shown)


def silence(shown: str, truth: Truth) -> str | dict[str, str]:
    """The three questions of the no-info gate."""
    first, second = stands(truth.rests, shown), stands(truth.second, shown)
    if "take something for granted" in shown:
        return {"contradicted": yes(first), "supported": yes(second)}
    return {"first": yes(first), "second": yes(second)} if "questions of two parts" in shown else yes(first)


def yes(holds: object) -> str:
    return "yes" if holds else "no: it does not"


def stands(sentences: Sequence[str], text: str) -> bool:
    """Whether all are there, of which there is one at least."""
    return bool(sentences) and all(sentence in text for sentence in sentences)


# Sound drafts


def draft_of(world: World, item: Item, kind: str, question: str = "", answer: Answer | None = None) -> Draft:
    """A draft that asks what an item asks."""
    known = answer or item.answer
    question = question or item.question
    sentences = tuple(one.quote for one in item.evidence)
    said = gold_text(known) if known.type not in {"none", "rubric"} else "\0"
    world.truths.setdefault(question, Truth(said, sentences))
    return Draft(kind, question, known, item.evidence, item.documents, "a facet", 1)


def sound(world: World) -> Iterator[Draft]:
    """Drafts of every kind, as they should be."""
    yield from (draft_of(world, item, "fact") for item in world.of("fact"))
    yield from (draft_of(world, item, "definition") for item in world.of("definition"))
    yield from (draft_of(world, item, "inference") for item in world.of("conditional", "counting", "as_of"))
    yield from (draft_of(world, item, "comparison") for item in world.of("comparison", "order"))
    yield from (draft_of(world, item, "multi_hop") for item in world.of("two_hop") if apart(world, item))
    yield from (opened(world, item) for item in world.of("cause") if item.answer.type == "text")
    yield from (crossed(world, *pair) for pair in towers(world))
    yield from (draft_of(world, item, "absent") for item in world.of("absent"))
    facts = numbered(world)
    yield from (premise(world, item, gap=7) for item in facts)
    yield from (halved(world, item) for item in world.of("fact"))


def apart(world: World, item: Item) -> bool:
    """Whether the evidence lies in several sections."""
    starts = [section.start for section in sections_of(world.documents[item.documents[0]])]
    return len({sum(start <= one.start for start in starts) for one in item.evidence}) > 1


def opened(world: World, item: Item) -> Draft:
    """Why something was done, with points in the place of a gold."""
    gold = item.answer.values[0]
    draft = draft_of(world, item, "interpretation", answer=Answer(type="rubric", values=(f"it was for {gold}",)))
    world.truths[draft.question].points = {draft.answer.values[0]: world.truths[draft.question].rests}
    return draft


def numbered(world: World) -> list[Item]:
    return [item for item in world.of("fact") if "steps" in item.question and item.answer.type == "number"]


def towers(world: World) -> list[tuple[Item, Item]]:
    """Pairs of bell towers of two documents, one with more steps."""
    facts = numbered(world)
    return [
        (one, two) for one, two in zip(facts, facts[1:] + facts[:1], strict=True)
        if one.documents != two.documents and one.answer.values != two.answer.values
    ]  # fmt: skip


def town(item: Item) -> str:
    found = re.search(r"bell tower of (.*?)(?: have)?\?$", item.question)
    return found[1] if found else item.question


def crossed(world: World, one: Item, two: Item) -> Draft:
    """Which of two towers of two documents has more steps."""
    higher = max(one, two, key=lambda item: int(item.answer.values[0]))
    question = f"Which town's bell tower has more steps, that of {town(one)} or that of {town(two)}?"
    options = (town(one), town(two))
    letter = "AB"[options.index(town(higher))]
    evidence = (*one.evidence, *two.evidence)
    world.truths[question] = Truth(letter, tuple(each.quote for each in evidence))
    answer = Answer(type="choice", values=(letter,), options=options)
    return Draft("cross_document", question, answer, evidence, (*one.documents, *two.documents), "towers", 1)


def premise(world: World, item: Item, gap: int) -> Draft:
    """Takes a wrong number for granted; with no gap, the right one."""
    steps = int(item.answer.values[0]) + gap
    question = f"Who counted that the bell tower of {town(item)} has exactly {steps} steps?"
    rests = tuple(one.quote for one in item.evidence)
    world.truths[question] = Truth(rests=rests) if gap else Truth(second=rests)
    return Draft("false_premise", question, NOTHING, item.evidence, item.documents, "towers", 1)


def halved(world: World, item: Item, second: Item | None = None, *, known: bool = True) -> Draft:
    """A part that the document answers, and one that it does not, or, with a second item, does."""
    what = second.question[0].lower() + second.question[1:-1] if second else "what did the nearest baker charge for rye"
    question = f"{item.question[:-1]}, and {what}?" if known else f"What did the nearest baker sing, and {what}?"
    rests = tuple(one.quote for one in item.evidence) if known else ("\0",)
    more = tuple(one.quote for one in second.evidence) if second else ("\0",)
    world.truths[question] = Truth(rests=rests, second=more)
    return Draft("partly_absent", question, NOTHING, item.evidence, item.documents, "halves", 1)
