"""What a family makes: drafts, which become items once the gates have passed them.

A family is a file: its wordings, a function that yields drafts in the order in which they should be used (balanced,
shuffled by the given stream), and one `Family` value, listed in `families.FAMILIES`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import MONTHS, day_text
from benchwright.records import Answer


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
    wordings: Mapping[str, tuple[str, ...]]
    """Fixed wordings, by what they ask."""
    drafts: Callable[[Context], Iterator[Draft]]


def name_answer(value: str) -> Answer:
    """A name or word as an answer: without its article; the first word of a name, unique in its world, will do."""
    bare = value.removeprefix("the ")
    words = bare.split()
    if bare != value:
        accepted: tuple[str, ...] = (value,)
    else:
        accepted = (words[0],) if len(words) == 2 and words[1][0].isupper() else ()
    return Answer(type="text", values=(bare,), accepted=accepted)


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
