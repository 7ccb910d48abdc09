"""What a family makes: drafts, which become items once the gates have passed them.

A family is a file: a function that yields drafts in the order in which they should be used (balanced, shuffled by the
given stream), and one `Family` value, listed in `families.FAMILIES`. It reads the schema and knows no genre.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from benchwright.items.worlds.query import Entry, View
from benchwright.items.worlds.schema import NUMBER, WORD, Sort
from benchwright.items.worlds.state import MONTHS, day_text
from benchwright.records import Answer, Decoy

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Draft:
    """A question with its answer and what both rest on."""

    kind: str
    key: tuple[str, ...]
    """What is asked, whatever the wording: two drafts of one world with the same key are near duplicates."""
    question: str
    answer: Answer
    needs: tuple[str, ...] = ()
    """Ids of the statements that support the answer; `@e3` is the sentence that names the day of e3."""
    parents: tuple[Draft, ...] = ()
    rivals: int = 0
    """How many statements would support another answer; more than none drops the draft."""
    wording: str = ""
    """The wording the question was made from, where another may be made from it."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """What was filled into the wording."""
    oblique: tuple[str, ...] = ()
    """The question in words that its evidence does not use."""
    decoys: tuple[Decoy, ...] = ()
    like: str = ""
    """The relation or kind of event whose other statements compete with the evidence."""
    days: tuple[int, int] | None = None
    """Only what happened strictly between these days counts; none: all of it."""


@dataclass(frozen=True)
class Context:
    """What a family may look at."""

    view: View
    random: random.Random
    made: Mapping[str, Sequence[Draft]] = field(default_factory=dict)
    """What the families before this one have contributed to the same world."""


@dataclass(frozen=True)
class Family:
    """A kind of question."""

    name: str
    summary: str
    drafts: Callable[[Context], Iterator[Draft]]


def value_answer(view: View, sort: Sort, value: str) -> Answer:
    """A value of a relation or role as an answer."""
    if sort == NUMBER:
        return number_answer(value)
    return word_answer(value) if sort == WORD else name_answer(view, value)


def name_answer(view: View, value: str) -> Answer:
    """A name as an answer: without its article; where its first word is unique in the world, that will do."""
    bare = value.removeprefix("the ")
    words = bare.split()
    if bare != value:
        accepted: tuple[str, ...] = (value,)
    else:
        accepted = (words[0],) if len(words) == 2 and words[0] in view.short else ()
    return Answer(type="text", values=(bare,), accepted=accepted)


def word_answer(value: str) -> Answer:
    """A word or phrase as an answer, with or without its article."""
    bare = value
    for article in ("a ", "an ", "the "):
        bare = bare.removeprefix(article)
    return Answer(type="text", values=(value,), accepted=(bare,) if bare != value else ())


def number_answer(value: str | int) -> Answer:
    """A whole number as an answer."""
    return Answer(type="number", values=(str(value),))


def date_answer(day: int) -> Answer:
    """A day as an answer, in the usual spellings."""
    when = date.fromordinal(day)
    month = MONTHS[when.month - 1]
    ending = "th" if when.day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10, "th")
    nth = f"{when.day}{ending}"
    spellings = (f"the {nth} of {month} {when.year}", f"{nth} of {month} {when.year}", f"{nth} {month} {when.year}")
    american = (f"{month} {when.day}, {when.year}", f"{month} {nth}, {when.year}", when.isoformat())
    return Answer(type="text", values=(day_text(day),), accepted=spellings + american)


def choice_answer(options: Sequence[str], right: str) -> Answer:
    """One of the options as an answer."""
    return Answer(type="choice", values=(LETTERS[options.index(right)],), options=tuple(options))


def decoys_of(slip: str, answers: Iterable[Answer], gold: Answer) -> tuple[Decoy, ...]:
    """Answers other than the gold, each once, under the name of a slip."""
    spelt = {*gold.values, *gold.accepted}
    distinct = {answer.values: answer for answer in answers if not spelt & {*answer.values, *answer.accepted}}
    return tuple(Decoy(slip=slip, answer=answer) for answer in distinct.values())


def relation_decoys(
    view: View, relation: str, subject: str, gold: Answer, *, before: str = "outdated", at: int | None = None
) -> tuple[Decoy, ...]:
    """Other values that the text gives for a relation of a subject: earlier ones, later ones, and rumours.

    Args:
        view: the world.
        relation: what is asked.
        subject: of whom.
        gold: the right answer.
        before: the name of the slip of giving an earlier value.
        at: the day asked about; none for the end.
    """
    sort = view.schema.relations[relation].value
    entries = view.history(relation, subject)

    def answers(kept: Iterable[Entry]) -> list[Answer]:
        return [value_answer(view, sort, entry.value) for entry in kept if entry.value is not None]

    earlier = [entry for entry in entries if at is None or entry.day <= at]
    later = [entry for entry in entries if at is not None and entry.day > at]
    herring = view.herrings.get((relation, subject))
    rumours = [value_answer(view, sort, herring.value)] if herring else []
    found = (
        *decoys_of("red herring", rumours, gold),
        *decoys_of(before, answers(earlier), gold),
        *decoys_of("spoiler", answers(later), gold),
    )
    return tuple({decoy.answer.values: decoy for decoy in reversed(found)}.values())[::-1]


def in_turn(groups: Iterable[Sequence[Draft]], stream: random.Random) -> Iterator[Draft]:
    """One of each group after another, in random order, so that no group crowds out the rest.

    Within a group the answers take turns in the same way: what most of a world has in common is asked no more often.
    """
    decks = [list(_round(_by_answer(group), stream)) for group in groups if group]
    yield from _round(decks, stream, shuffle=False)


def _by_answer(group: Sequence[Draft]) -> list[list[Draft]]:
    answers: dict[tuple[str, ...], list[Draft]] = {}
    for draft in group:
        answers.setdefault(draft.answer.values, []).append(draft)
    return list(answers.values())


def _round(decks: Sequence[list[Draft]], stream: random.Random, *, shuffle: bool = True) -> Iterator[Draft]:
    """One of each deck after another until all are used up; the decks in random order."""
    left = [stream.sample(deck, len(deck)) if shuffle else deck[::-1] for deck in decks]
    stream.shuffle(left)
    while left:
        yield from [deck.pop() for deck in left]
        left = [deck for deck in left if deck]
