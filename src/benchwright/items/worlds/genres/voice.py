"""What the genres share: sentences that state something, filler within a budget, and how a day is written.

A statement is one sentence: a core from the genre's phrase files, a tail, a full stop; a core that starts with `|` is
a table row, written as it is. Phrase files have sections `fact RELATION`, `event KIND`, `tail RELATION or KIND`,
`motive KIND`, `cause`, `alias SORT`, `herring RELATION`, and `when` for what stands in place of a date.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from benchwright.items.worlds.grammar import Grammar, article
from benchwright.items.worlds.schema import Schema
from benchwright.items.worlds.speech import spoken
from benchwright.items.worlds.state import ALIAS, CAUSE, MONTHS, MOTIVE, Event, Fact, World, given
from benchwright.items.worlds.telling import Sentence, weigh

OTHER = "~ "
"""Marks a core whose grammatical subject is not the one who acts,"""
ACTOR = "!"
"""and this a tail that goes on speaking of its subject as the one who acts; the two do not meet."""
ROW = "|"
SHORTEST = 100
"""Bytes: no piece of filler is worth looking for below this."""

Paragraph = list[Sentence]


def date_text(day: int, *, ordinal: bool = False) -> str:
    """A day in words: 14 March 1871, or the 14th of March 1871."""
    when = date.fromordinal(day)
    if not ordinal:
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    ending = "th" if when.day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10, "th")
    return f"the {when.day}{ending} of {MONTHS[when.month - 1]} {when.year}"


def length(paragraphs: Sequence[Paragraph]) -> int:
    """Bytes that the paragraphs take, each behind an empty line."""
    return sum(
        1 + sum(weigh(text) + 1 + text.count("\n") for _, text in paragraph) for paragraph in paragraphs if paragraph
    )


class Voice:
    """States facts and events of one world, each in one sentence."""

    def __init__(self, world: World, schema: Schema, grammar: Grammar, stream: random.Random) -> None:
        self.world, self.schema, self.grammar, self.random = world, schema, grammar, stream
        self.plain = False
        """No tails: for what is too short for ornaments."""
        self.people = frozenset(world.casts["person"])
        self._spoken = spoken(schema, world.events)
        self._sorts = {name: sort for sort, names in world.casts.items() for name in names}
        self._false = frozenset(fact.id for fact in world.herrings)
        self._beside: dict[int, list[Fact]] = {}
        for fact in (*world.facts, *world.herrings):
            self._beside.setdefault(fact.scene, []).append(fact)

    def beside(self, scene: int) -> list[Fact]:
        """The facts and herrings told beside event number `scene` (from 0: `world.index[event.id]`)."""
        return self._beside.get(scene, [])

    def is_herring(self, fact: Fact) -> bool:
        """Whether it is false, and told as such."""
        return fact.id in self._false

    def pronouns(self, name: str) -> dict[str, str]:
        """Words for a person of that name; empty for anything else."""
        if name not in self.people:
            return {}
        forms = ("she", "her", "her") if name in self.world.female else ("he", "his", "him")
        return dict(zip(("they", "their", "them"), forms, strict=True))

    def names(self, event: Event) -> dict[str, str]:
        """What the remarks beside an event call its people: {given} and {ogiven} names, words for who acts."""
        roles = event.roles
        first = {"given": given(roles["who"])} if "who" in roles else {}
        other = {"ogiven": given(roles["other"])} if "other" in roles else {}
        return {**first, **other, **self.pronouns(roles.get("who", ""))}

    def fact(self, fact: Fact, *, again: bool = False) -> Sentence:
        """A fact in a sentence.

        Args:
            fact: a fact or herring.
            again: its subject, a person, was named in full before in the paragraph and goes by the given name now.
        """
        if fact.relation in {MOTIVE, CAUSE}:
            return fact.id, self._why(fact)
        if fact.relation == ALIAS:
            values = {"subject": fact.subject, "value": fact.value, **self.pronouns(fact.subject)}
            return fact.id, self.state(f"alias {self._sorts[fact.subject]}", "", values)
        subject = given(fact.subject) if again and fact.subject in self.people else fact.subject
        kin = "sister" if fact.value in self.world.female else "brother"
        values = {"subject": subject, "value": fact.value, "kin": kin, "a_value": article(fact.value)}
        section = "herring" if self.is_herring(fact) else "fact"
        tail = "" if section == "herring" else fact.relation
        return fact.id, self.state(f"{section} {fact.relation}", tail, values | self.pronouns(fact.subject))

    def _why(self, fact: Fact) -> str:
        event = self.world.event(fact.subject)
        if fact.relation == CAUSE:
            values = {"effect": self._spoken[fact.subject], "cause": self._spoken[fact.value]}
            return self.state("cause", "", values)
        values = {**event.roles, **self.pronouns(event.roles.get("who", "")), "value": fact.value}
        return self.state(f"motive {event.kind}", "", values)

    def event(self, event: Event, when: str) -> Sentence:
        """An event in a sentence; `when` is its date, or a phrase for it behind a sentence that names the day."""
        section = f"event {event.kind}"
        if f"{section} priced" in self.grammar.phrases and "price" in event.roles:
            section += " priced"
        values = {**event.roles, **self.pronouns(event.roles.get("who", "")), "when": when}
        return event.id, self.state(section, event.kind, values)

    def state(self, section: str, tails: str, values: Mapping[str, str]) -> str:
        """One sentence: a core of a section and, where there is any for `tails`, a tail."""
        core = self.grammar.draw(section)
        if core.startswith(ROW):
            return self.grammar.fill(core, values)
        bare = core.removeprefix(OTHER)
        tail = "" if self.plain else self._tail(tails, other=bare != core)
        return self.grammar.fill(f"{bare}{tail}.", values)

    def _tail(self, tails: str, *, other: bool) -> str:
        section = f"tail {tails}"
        if not tails or section not in self.grammar.phrases:
            return ""
        tail = self.grammar.draw(section)
        while other and tail.startswith(ACTOR):
            tail = self.grammar.draw(section)
        return tail.removeprefix(ACTOR)


@dataclass
class Filler:
    """Draws filler for one scene while there is room."""

    grammar: Grammar
    random: random.Random
    room: int
    """Bytes left."""

    def extend(
        self, paragraph: Paragraph, section: str, *, chance: float, values: Mapping[str, str] | None = None
    ) -> None:
        """Go on with a paragraph, where there is room and luck."""
        paragraph.extend(self.paragraph(section, chance, values or {}))

    def paragraph(self, section: str, chance: float, values: Mapping[str, str]) -> Paragraph:
        """A piece of a section, or nothing where there is none, no room or no luck."""
        if section not in self.grammar.phrases or self.random.random() >= chance:
            return []
        return self._take(self.grammar.write(section, values), slack=0)

    def rest(self, kinds: Sequence[str], *, last: bool, musing: str = "") -> Iterator[Paragraph]:
        """Paragraphs until the room is used up; the last scene of a text uses it up closely.

        Args:
            kinds: sections to draw from, no two of a kind in a row.
            last: whether this is the last scene.
            musing: a section that may end a paragraph.
        """
        misses = 0
        kind = ""
        while self.room > SHORTEST and misses < (40 if last else 2):
            kind = self.random.choice([other for other in kinds if other != kind] or list(kinds))
            paragraph = self._take(self.grammar.write(kind, {}), slack=SHORTEST if last else 0)
            misses += not paragraph
            if paragraph and musing and kind != "chatter":
                self.extend(paragraph, musing, chance=0.3)
            if paragraph:
                yield paragraph

    def _take(self, text: str, *, slack: int) -> Paragraph:
        size = weigh(text) + text.count("\n") + 2
        if size > self.room + slack:
            return []
        self.room -= size
        return [("", text)]
