"""The world as a novel in chapters.

Every event is a scene: a day that opens with weather, those who enter and what is so of them, the event in one
sentence, what it looked like, some talk; then, as far as the length asks for it, the street, an anecdote, a thought.
What must be said is composed first and weighed; what is left of the length is spread evenly over the scenes as filler,
which asserts nothing that is asked about. One pass, linear in the length.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from benchwright.items.worlds.grammar import Grammar, article, capital, phrases
from benchwright.items.worlds.state import MONTHS, Event, Fact, World
from benchwright.items.worlds.telling import Pen, Sentence, Telling, weigh
from benchwright.records import Document

FOLDER = "novel_text"
OTHER = "~ "
"""Marks a core whose grammatical subject is not the one who acts,"""
ACTOR = "!"
"""and this a tail that goes on speaking of its subject as the one who acts; the two do not meet."""
SEASONS = ("winter", "spring", "summer", "autumn")
_CHANGING = {
    "home",
    "employer",
    "owner",
    "founder",
    "seat",
}  # told before the event of the scene, which may change them
_SMALL = {"a", "an", "and", "of", "the", "in", "which", "is", "about", "before", "to", "with", "at"}
_KINDS = ("anecdote", "chatter", "street")
_SCENES = 9  # per chapter
_SHORTEST = 100  # bytes: no piece of filler is worth looking for below this

Paragraph = list[Sentence]


def tell(world: World, tokens: int, stream: random.Random) -> Telling:
    """Write the world down in about that many tokens (bytes / 4), within 5 %."""
    teller = _Teller(world, Grammar(phrases(FOLDER), stream), stream)
    frame = teller.frame()
    scenes = [_Scene(event, teller) for event in world.events]
    if (room := tokens * 4 - frame.weight - sum(scene.weight for scene in scenes)) < 0:  # too short for ornaments
        teller.plain = True
        scenes = [_Scene(event, teller) for event in world.events]
        room = tokens * 4 - frame.weight - sum(scene.weight for scene in scenes)
    pen = Pen()
    pen.heading(frame.title, 1)
    pen.paragraph([("", frame.prologue)])
    spent = 0
    for number, scene in enumerate(scenes, 1):
        if number in frame.chapters:
            pen.heading(frame.chapters[number], 2)
        before = pen.bytes
        scene.write(pen, room * number // len(scenes) - spent, last=number == len(scenes))
        spent += pen.bytes - before - scene.weight
    pen.paragraph([("", frame.closing)])
    title = frame.title
    document = Document(
        title=title,
        source="worlds",
        media_type="text/plain",
        language="en",
        text=pen.text,
        headings=tuple(pen.headings),
    )
    return Telling(document, pen.spans)


def titled(text: str) -> str:
    """The text in the capitals of a title."""
    words = [word if word in _SMALL and number else capital(word) for number, word in enumerate(text.split(" "))]
    return " ".join(words)


def date_text(day: int, *, ordinal: bool) -> str:
    """A day in words: 14 March 1871, or the 14th of March 1871."""
    when = date.fromordinal(day)
    if not ordinal:
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    ending = "th" if when.day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10, "th")
    return f"the {when.day}{ending} of {MONTHS[when.month - 1]} {when.year}"


@dataclass(frozen=True)
class _Frame:
    """What stands around the scenes."""

    title: str
    prologue: str
    chapters: dict[int, str]
    """Number of the first scene -> heading."""
    closing: str

    @property
    def weight(self) -> int:
        return sum(weigh(text) + 2 for text in (self.title, self.prologue, *self.chapters.values(), self.closing)) - 2


@dataclass
class _Teller:
    """What all scenes share."""

    world: World
    grammar: Grammar
    random: random.Random
    plain: bool = False
    """No tails."""

    def __post_init__(self) -> None:
        self.people = {person.name: person for person in self.world.people}
        self.facts: dict[int, list[Fact]] = {}
        for fact in self.world.facts:
            self.facts.setdefault(fact.scene, []).append(fact)

    def frame(self) -> _Frame:
        """A title, a first and a last word, and headings that give nothing away."""
        town = {"town": self.random.choice(self.world.towns)}
        count = len(self.world.events)
        firsts = range(1, count + 1, min(_SCENES, max(3, count // 2)))
        chapters = {
            first: f"Chapter {number}: {titled(self.grammar.write('chapter', {}))}"
            for number, first in enumerate(firsts, 1)
        }
        write = self.grammar.write
        return _Frame(titled(write("title", town)), write("prologue", town), chapters, write("closing", {}))

    def pronouns(self, name: str) -> dict[str, str]:
        """Words for a person of that name; empty for anything else."""
        person = self.people.get(name)
        if person is None:
            return {}
        forms = ("she", "her", "her") if person.female else ("he", "his", "him")
        return dict(zip(("they", "their", "them"), forms, strict=True))

    def state(self, section: str, values: Mapping[str, str]) -> str:
        """One sentence: a core and a tail."""
        if self.plain:
            return self.grammar.fill(self.grammar.draw(section).removeprefix(OTHER) + ".", values)
        core, tail = self.grammar.draw(section), self.grammar.draw(f"tail {section.split()[1]}")
        while core.startswith(OTHER) and tail.startswith(ACTOR):
            tail = self.grammar.draw(f"tail {section.split()[1]}")
        return self.grammar.fill(core.removeprefix(OTHER) + tail.removeprefix(ACTOR) + ".", values)

    def fact(self, fact: Fact, *, again: bool) -> Sentence:
        """A fact in a sentence; a person named before in the paragraph goes by the given name."""
        person = self.people.get(fact.subject)
        subject = person.given if person and again else fact.subject
        kin = self.people.get(fact.value)
        values = {"subject": subject, "value": fact.value, "kin": "sister" if kin and kin.female else "brother"}
        values |= {"a_value": article(fact.value)} | self.pronouns(fact.subject)
        return fact.id, self.state(f"fact {fact.relation}", values)


class _Scene:
    """An event with what is told beside it; `weight` is what it takes without filler."""

    def __init__(self, event: Event, teller: _Teller) -> None:
        self._event, self._teller, self._grammar = event, teller, teller.grammar
        month = date.fromordinal(event.day).month
        self._season = SEASONS[month % 12 // 3]
        self._opening: Paragraph = []
        self._values = self._words()
        section = f"event {event.kind}" + (" priced" if "price" in event.roles else "")
        self._sentence = (event.id, teller.state(section, self._values))
        facts = teller.facts.get(int(event.id[1:]) - 1, [])
        self._before = list(self._told([fact for fact in facts if fact.relation in _CHANGING]))
        self._after = list(self._told([fact for fact in facts if fact.relation not in _CHANGING]))
        must = [self._opening, *self._before, [self._sentence], *self._after]
        self.weight = sum(weigh(text) + 1 for paragraph in must for _, text in paragraph) + sum(map(bool, must))

    def _words(self) -> dict[str, str]:
        """What the sentence of the event may say; opens the day, where the sentence is not to name it."""
        event, stream = self._event, self._teller.random
        words = {**event.roles, **self._teller.pronouns(event.roles.get("who", ""))}
        if stream.random() < 0.55:
            day = date_text(event.day, ordinal=stream.random() < 0.5)
            opening = self._grammar.draw(f"opening {self._season}")
            if opening.startswith("{Date}"):
                day = date_text(event.day, ordinal=True)
            self._opening = [(f"@{event.id}", self._grammar.fill(opening, {"date": day}))]
            return {**words, "when": self._grammar.draw("when")}
        return {**words, "when": f"on {date_text(event.day, ordinal=stream.random() < 0.3)}"}

    def _told(self, facts: list[Fact]) -> Iterator[Paragraph]:
        """Facts in paragraphs, one for each subject (a thing goes with its owner)."""

        def topic(fact: Fact) -> str:
            return fact.value if fact.relation == "owner" else fact.subject

        for _, group in groupby(sorted(facts, key=topic), key=topic):
            paragraph: Paragraph = []
            for fact in sorted(group, key=lambda fact: (fact.relation == "owner", fact.id)):
                paragraph.append(self._teller.fact(fact, again=bool(paragraph)))
            yield paragraph

    def write(self, pen: Pen, room: int, *, last: bool) -> None:
        """Write the scene with about `room` bytes of filler."""
        filler = _Filler(self._grammar, self._teller.random, room)
        opening, event = list(self._opening), [self._sentence]
        filler.extend(opening, "weather " + self._season, chance=0.8 if opening else 0)
        names = self._names()
        filler.extend(event, f"after {self._event.kind}", chance=0.8, values=names)
        talk = filler.paragraph(f"talk {self._event.kind}", 0.6, names)
        street = list(filler.rest(last=last))
        ahead = self._teller.random.randint(0, len(street) // 2) if opening else 0
        blocks = [opening, *street[:ahead], *self._before, event, talk, *self._after, *street[ahead:]]
        for block in blocks:
            if block:
                pen.paragraph(block)

    def _names(self) -> dict[str, str]:
        roles = self._event.roles
        given = {"given": roles["who"].split()[0]} if "who" in roles else {}
        other = {"ogiven": roles["other"].split()[0]} if "other" in roles else {}
        return {**given, **other, **self._teller.pronouns(roles.get("who", ""))}


class _Filler:
    """Draws filler for one scene while there is room."""

    def __init__(self, grammar: Grammar, stream: random.Random, room: int) -> None:
        self._grammar, self._random, self._room = grammar, stream, room

    def extend(
        self, paragraph: Paragraph, section: str, *, chance: float, values: Mapping[str, str] | None = None
    ) -> None:
        """Go on with a paragraph, where there is room and luck."""
        paragraph.extend(self.paragraph(section, chance, values or {}))

    def paragraph(self, section: str, chance: float, values: Mapping[str, str]) -> Paragraph:
        """A piece of a section, or nothing."""
        if self._random.random() >= chance:
            return []
        return self._take(self._grammar.write(section, values), slack=0)

    def rest(self, *, last: bool) -> Iterator[Paragraph]:
        """Paragraphs of street life until the room is used up; the last scene of a book uses it up closely."""
        misses = 0
        kind = ""
        while self._room > _SHORTEST and misses < (40 if last else 2):
            kind = self._random.choice([other for other in _KINDS if other != kind])
            paragraph = self._take(self._grammar.write(kind, {}), slack=_SHORTEST if last else 0)
            misses += not paragraph
            if paragraph and kind != "chatter":
                self.extend(paragraph, "musing", chance=0.3)
            if paragraph:
                yield paragraph

    def _take(self, text: str, *, slack: int) -> Paragraph:
        size = weigh(text) + text.count("\n") + 2
        if size > self._room + slack:
            return []
        self._room -= size
        return [("", text)]
