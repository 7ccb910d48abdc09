"""The world as the notebooks of a research station.

Every event is an entry: the day with its weather (or the date in the entry itself), what the register and the file
have to say of whoever and whatever comes up for the first time, what was done, why, and what it was like. What is left
of the length goes into remarks. A notebook is kept by one hand: the steward counts, the night observer listens, the
junior explains, the secretary minutes; so notebooks can be told apart. One pass, linear in the length.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from benchwright.items.worlds.genres.research.relations import CHANGING
from benchwright.items.worlds.genres.research.world import SCHEMA
from benchwright.items.worlds.genres.voice import ROW, Filler, Paragraph, Voice, date_text, length
from benchwright.items.worlds.grammar import Grammar, Phrases, phrases
from benchwright.items.worlds.state import ALIAS, CAUSE, MOTIVE, Event, Fact, World
from benchwright.items.worlds.telling import Part, Pen, Sentence, Telling, weigh

SEASONS = ("winter", "spring", "summer", "autumn")
HEAD = "| register | entry | as it stands |\n|---|---|---|"
_TABLED, _ROWS = 0.6, 3
"""How often what can stand in the register does so, where there are as many rows or more."""
_DATED, _FILED = 0.6, 0.35
"""Share of the entries that open with their day, of the paragraphs of particulars that are announced as such."""
_PACKED = 3
"""Sentences of particulars after which a new subject gets a new paragraph."""
_BORN = {"culture": "thing", "form": "team"}
"""Kind of event -> the role that comes into being."""
_LONGEST, _BRIEF = 60, 2
"""Entries to a notebook, at most; ways to say a thing where room is short."""


def tell(world: World, tokens: int, stream: random.Random) -> Telling:
    """Write the world down in about that many tokens (bytes / 4), within 5 %."""
    frame, entries, room = _fitting(world, tokens * 4, stream)
    pen = Pen()
    frame.open(pen)
    spent = 0
    for number, entry in enumerate(entries, 1):
        frame.turn(pen, number)
        before = pen.bytes
        entry.write(pen, room * number // len(entries) - spent, last=number == len(entries))
        spent += pen.bytes - before - entry.weight
    frame.close(pen)
    return Telling(pen.document(frame.title), pen.spans, frame.parts(len(entries)))


def _fitting(world: World, size: int, stream: random.Random) -> tuple[_Frame, list[_Entry], int]:
    """What must be said, with all ornaments, without, or in the fewest words; and the bytes that it leaves."""
    told = phrases("research")
    for plain, ways in ((False, told), (True, told), (True, _brief(told))):
        voice = Voice(world, SCHEMA, Grammar(ways, stream), stream)
        voice.plain = plain
        frame, entries = _written(voice)
        room = size - frame.weight - sum(entry.weight for entry in entries)
        if room >= 0:
            break
    return frame, entries, room


def _brief(told: Phrases) -> Phrases:
    """The shortest ways to say something."""
    return {
        name: tuple(sorted((core for core in cores if not core.startswith(ROW)), key=len)[:_BRIEF])
        if name.startswith(("fact", "event", "motive", "cause", "alias", "herring"))
        else cores
        for name, cores in told.items()
    }


def _written(voice: Voice) -> tuple[_Frame, list[_Entry]]:
    frame, hand, entries = _frame(voice), "", []
    for number, event in enumerate(voice.world.events, 1):
        hand = frame.books[number].hand if number in frame.books else hand
        entries.append(_Entry(event, voice, hand))
    return frame, entries


@dataclass(frozen=True)
class _Book:
    """A notebook: who keeps it, and what is written before and after its entries."""

    hand: str
    heading: str
    cover: str = ""
    end: str = ""


@dataclass(frozen=True)
class _Frame:
    """What stands around the entries."""

    title: str
    preface: str
    books: dict[int, _Book]
    """Number of the first entry -> notebook."""
    colophon: str

    @property
    def weight(self) -> int:
        books = [text for book in self.books.values() for text in (book.heading, book.cover, book.end)]
        return sum(weigh(text) + 2 for text in (self.title, self.preface, *books, self.colophon) if text) - 2

    def open(self, pen: Pen) -> None:
        pen.heading(self.title, 1)
        _put(pen, self.preface)

    def turn(self, pen: Pen, number: int) -> None:
        """Where a notebook begins with this entry: close the one before, and open it."""
        book = self.books.get(number)
        if book is None:
            return
        before = [first for first in self.books if first < number]
        if number > 1:
            _put(pen, self.books[before[-1]].end)
        pen.heading(book.heading, 2)
        _put(pen, book.cover)

    def close(self, pen: Pen) -> None:
        _put(pen, list(self.books.values())[-1].end)
        _put(pen, self.colophon)

    def parts(self, entries: int) -> tuple[Part, ...]:
        lasts = [*(first - 2 for first in list(self.books)[1:]), entries - 1]
        return tuple(Part(f"Notebook {number}", last) for number, last in enumerate(lasts, 1))


def _put(pen: Pen, text: str) -> None:
    if text:
        pen.paragraph([("", text)])


def _frame(voice: Voice) -> _Frame:
    """A title, notebooks in changing hands, a first and a last word."""
    count, write, hand = len(voice.world.events), voice.grammar.write, ""
    books: dict[int, _Book] = {}
    size = min(_LONGEST, max(3, round(1.2 * count**0.5)))
    for number, first in enumerate(range(1, count + 1, size), 1):
        hand = voice.random.choice([other for other in voice.grammar.phrases["hand"] if other != hand])
        if voice.plain:
            books[first] = _Book(hand, f"Notebook {number}")
            continue
        heading = f"Notebook {number}, {voice.grammar.draw(f'named {hand}')}"
        books[first] = _Book(hand, heading, write(f"cover {hand}", {}), write(f"close {hand}", {}))
    return _Frame(write("title", {}), "" if voice.plain else write("preface", {}), books, write("colophon", {}))


class _Entry:
    """An event with what is told beside it; `weight` is what it takes without filler."""

    def __init__(self, event: Event, voice: Voice, hand: str) -> None:
        self._event, self._voice, self._hand = event, voice, hand
        self._season = SEASONS[date.fromordinal(event.day).month % 12 // 3]
        self._opening: Paragraph = []
        self._done: Paragraph = [voice.event(event, self._when())]
        born = event.roles[_BORN[event.kind]] if event.kind in _BORN else ""
        said = _Particulars(voice, voice.beside(voice.world.index[event.id]), born)
        self._table, self._before, self._after = said.table, said.before, said.after
        self._done += [voice.fact(fact) for fact in said.reasons if fact.subject == event.id]
        self._after = [[voice.fact(fact)] for fact in said.reasons if fact.subject != event.id] + self._after
        table = weigh(HEAD) + 2 + sum(weigh(row) + 1 for _, row in self._table) if self._table else 0
        self.weight = table + length([self._opening, *self._before, self._done, *self._after])

    def _when(self) -> str:
        """The date, or a phrase for it behind an opening that names the day."""
        voice, day = self._voice, date_text(self._event.day, ordinal=self._hand == "secretary")
        if voice.plain or voice.random.random() >= _DATED:
            return f"on {day}"
        opening = voice.grammar.fill(voice.grammar.draw(f"opening {self._season}"), {"date": day})
        self._opening = [(f"@{self._event.id}", opening)]
        return voice.grammar.draw("when")

    def write(self, pen: Pen, room: int, *, last: bool) -> None:
        """Write the entry with about `room` bytes of remarks."""
        filler = Filler(self._voice.grammar, self._voice.random, room)
        opening, done = list(self._opening), list(self._done)
        if opening:
            filler.extend(opening, "weather " + self._season, chance=0.7)
        else:
            opening = filler.paragraph("label", 0.4, {})
        names = self._voice.names(self._event)
        filler.extend(done, f"after {self._event.kind}", chance=0.8, values=names)
        talk = filler.paragraph(f"talk {self._event.kind}", 0.5, names)
        others = self._voice.random.choice(((), ("station",), ("chatter",)))
        remarks = list(filler.rest((self._hand, *others), last=last, musing="musing"))
        _write(pen, [opening])
        if self._table:
            pen.table(HEAD, self._table)
        _write(pen, [*self._before, done, talk, *self._after, *remarks])


def _write(pen: Pen, paragraphs: Sequence[Paragraph]) -> None:
    for paragraph in paragraphs:
        if paragraph:
            pen.paragraph(paragraph)


@dataclass
class _Particulars:
    """The facts told beside an event: rows of the register, paragraphs before and after what was done, reasons."""

    voice: Voice
    facts: Sequence[Fact]
    born: str
    """What came into being with this event: nothing is said of it before."""
    table: list[Sentence] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reasons = [fact for fact in self.facts if fact.relation in {MOTIVE, CAUSE}]
        rest = [fact for fact in self.facts if fact.relation not in {MOTIVE, CAUSE}]
        fitting = [fact for fact in rest if self._row(fact)]
        if len(fitting) >= _ROWS and not self.voice.plain and self.voice.random.random() < _TABLED:
            rows = sorted(fitting, key=lambda fact: fact.subject)
            self.table = [(fact.id, self.voice.grammar.fill(self._row(fact), _values(fact))) for fact in rows]
            rest = [fact for fact in rest if fact not in fitting]
        entering = {fact.subject for fact in rest if fact.relation in CHANGING}
        self.before = list(self._told([fact for fact in rest if fact.subject in entering]))
        self.after = list(self._told([fact for fact in rest if fact.subject not in entering]))

    def _row(self, fact: Fact) -> str:
        """The core that puts a fact into the register, where there is one."""
        if self.voice.is_herring(fact) or fact.subject == self.born:
            return ""
        cores = self.voice.grammar.phrases.get(f"fact {fact.relation}", ())
        return next((core for core in cores if core.startswith(ROW)), "")

    def _told(self, facts: list[Fact]) -> Iterator[Paragraph]:
        """Facts in paragraphs, those of one subject together, several subjects to a paragraph."""
        paragraph: Paragraph = []
        for _, group in groupby(sorted(facts, key=_topic), key=lambda fact: fact.subject):
            if len(paragraph) >= _PACKED:
                yield paragraph
                paragraph = []
            if not paragraph and not self.voice.plain and self.voice.random.random() < _FILED:
                paragraph = [("", self.voice.grammar.draw("file"))]
            again = False
            for fact in group:
                paragraph.append(self._prose(fact, again=again))
                again = True
        if paragraph:
            yield paragraph

    def _prose(self, fact: Fact, *, again: bool) -> Sentence:
        """A fact in a sentence that is no row."""
        while (sentence := self.voice.fact(fact, again=again))[1].startswith(ROW):
            pass
        return sentence


def _topic(fact: Fact) -> tuple[str, bool]:
    return fact.subject, fact.relation == ALIAS


def _values(fact: Fact) -> dict[str, str]:
    return {"subject": fact.subject, "value": fact.value}
