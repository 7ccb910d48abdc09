"""The world as a novel in chapters.

Every event is a scene: a day that opens with weather, those who enter and what is so of them, the event in one
sentence, what it looked like, some talk; then, as far as the length asks for it, the street, an anecdote, a thought.
What must be said is composed first and weighed; what is left of the length is spread evenly over the scenes as filler,
which asserts nothing that is asked about. One pass, linear in the length.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from benchwright.items.worlds.genres.novel.world import SCHEMA
from benchwright.items.worlds.genres.voice import Filler, Paragraph, Voice, date_text, length
from benchwright.items.worlds.grammar import Grammar, capital, phrases
from benchwright.items.worlds.state import ALIAS, CAUSE, MOTIVE, Event, Fact, World
from benchwright.items.worlds.telling import Part, Pen, Telling, weigh

SEASONS = ("winter", "spring", "summer", "autumn")
_FIRST = {"home", "employer", "owner", "founder", "seat", "meaning", "initials"}
"""Told before the event of the scene, which may change them."""
_SMALL = {"a", "an", "and", "of", "the", "in", "which", "is", "about", "before", "to", "with", "at"}
_STREET = ("anecdote", "chatter", "street")
_SCENES = 9  # per chapter


def tell(world: World, tokens: int, stream: random.Random) -> Telling:
    """Write the world down in about that many tokens (bytes / 4), within 5 %."""
    voice = Voice(world, SCHEMA, Grammar(phrases("novel"), stream), stream)
    frame = _frame(voice)
    scenes = [_Scene(event, voice) for event in world.events]
    if (room := tokens * 4 - frame.weight - sum(scene.weight for scene in scenes)) < 0:  # too short for ornaments
        voice.plain = True
        scenes = [_Scene(event, voice) for event in world.events]
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
    return Telling(pen.document(frame.title), pen.spans, frame.parts(len(scenes)))


def titled(text: str) -> str:
    """The text in the capitals of a title."""
    words = [word if word in _SMALL and number else capital(word) for number, word in enumerate(text.split(" "))]
    return " ".join(words)


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

    def parts(self, scenes: int) -> tuple[Part, ...]:
        lasts = [*(first - 2 for first in list(self.chapters)[1:]), scenes - 1]
        return tuple(Part(f"Chapter {number}", last) for number, last in enumerate(lasts, 1))


def _frame(voice: Voice) -> _Frame:
    """A title, a first and a last word, and headings that give nothing away."""
    town = {"town": voice.random.choice(voice.world.casts["town"])}
    count, write = len(voice.world.events), voice.grammar.write
    firsts = range(1, count + 1, min(_SCENES, max(3, count // 2)))
    chapters = {first: f"Chapter {number}: {titled(write('chapter', {}))}" for number, first in enumerate(firsts, 1)}
    return _Frame(titled(write("title", town)), write("prologue", town), chapters, write("closing", {}))


class _Scene:
    """An event with what is told beside it; `weight` is what it takes without filler."""

    def __init__(self, event: Event, voice: Voice) -> None:
        self._event, self._voice, self._grammar = event, voice, voice.grammar
        month = date.fromordinal(event.day).month
        self._season = SEASONS[month % 12 // 3]
        self._opening: Paragraph = []
        self._sentence = voice.event(event, self._when())
        facts = voice.beside(voice.world.index[event.id])
        own = [fact for fact in facts if fact.relation in {MOTIVE, CAUSE}]
        first = [fact for fact in facts if fact.relation in _FIRST and not voice.is_herring(fact)]
        rest = [fact for fact in facts if fact not in own and fact not in first]
        self._before = list(self._told(first))
        self._after = [[voice.fact(fact)] for fact in own] + list(self._told(rest))
        self.weight = length([self._opening, *self._before, [self._sentence], *self._after])

    def _when(self) -> str:
        """The date, or a phrase for it behind an opening that names the day."""
        event, stream = self._event, self._voice.random
        if stream.random() >= 0.55:
            return f"on {date_text(event.day, ordinal=stream.random() < 0.3)}"
        day = date_text(event.day, ordinal=stream.random() < 0.5)
        opening = self._grammar.draw(f"opening {self._season}")
        if opening.startswith("{Date}"):
            day = date_text(event.day, ordinal=True)
        self._opening = [(f"@{event.id}", self._grammar.fill(opening, {"date": day}))]
        return self._grammar.draw("when")

    def _told(self, facts: list[Fact]) -> Iterator[Paragraph]:
        """Facts in paragraphs, one for each subject (a thing goes with its owner)."""

        def topic(fact: Fact) -> str:
            return fact.value if fact.relation == "owner" else fact.subject

        for _, group in groupby(sorted(facts, key=topic), key=topic):
            paragraph: Paragraph = []
            whole = False  # whether the person was named in full
            for fact in sorted(group, key=lambda fact: (fact.relation in {"owner", ALIAS}, fact.id)):
                paragraph.append(self._voice.fact(fact, again=whole))
                whole = True
            yield paragraph

    def write(self, pen: Pen, room: int, *, last: bool) -> None:
        """Write the scene with about `room` bytes of filler."""
        filler = Filler(self._grammar, self._voice.random, room)
        opening, event = list(self._opening), [self._sentence]
        filler.extend(opening, "weather " + self._season, chance=0.8 if opening else 0)
        names = self._voice.names(self._event)
        filler.extend(event, f"after {self._event.kind}", chance=0.8, values=names)
        talk = filler.paragraph(f"talk {self._event.kind}", 0.6, names)
        street = list(filler.rest(_STREET, last=last, musing="musing"))
        ahead = self._voice.random.randint(0, len(street) // 2) if opening else 0
        for block in [opening, *street[:ahead], *self._before, event, talk, *self._after, *street[ahead:]]:
            if block:
                pen.paragraph(block)
