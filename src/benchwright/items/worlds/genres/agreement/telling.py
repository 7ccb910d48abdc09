"""The world as the consolidated text of an agreement: amendment after amendment, clause after clause, by date.

Every event is a clause: a line that opens the day, recitals of what is so of those who enter (lettered, some as rows of
a schedule), the event in one numbered sentence, what was thought of it; then, as far as the length asks for it, common
form, correspondence and the clerk's remarks, which assert nothing that is asked about. What must be said is composed
first and weighed; what is left of the length is spread evenly over the clauses. One pass, linear in the length.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from benchwright.items.worlds.genres.agreement.world import SCHEMA
from benchwright.items.worlds.genres.voice import ROW, Filler, Paragraph, Voice, date_text, length
from benchwright.items.worlds.grammar import Grammar, phrases
from benchwright.items.worlds.state import ALIAS, CAUSE, MOTIVE, Event, Fact, World
from benchwright.items.worlds.telling import Part, Pen, Telling, weigh

_FIRST = {effect[0] for act in SCHEMA.acts.values() for effect in act.effects}
"""Told before the event of the clause, which may change them."""
_KINDS = ("clause", "clause", "minute", "note", "sideletter")
_HEAD = "| Of | Particular | Entry |\n|---|---|---|"
_SCENES = 8  # per amendment
_NUMBER = 7  # bytes, about, of the number of a clause or paragraph


def tell(world: World, tokens: int, stream: random.Random) -> Telling:
    """Write the world down in about that many tokens (bytes / 4), within 5 %."""
    voice = Voice(world, SCHEMA, Grammar(phrases("agreement"), stream), stream)
    frame, scenes, room = _composed(voice, tokens)
    for grammar in (voice.grammar, _brief(voice)):  # too short for ornaments, or for more than the shortest wordings
        if room < 0:
            voice.plain, voice.grammar = True, grammar
            frame, scenes, room = _composed(voice, tokens)
    pen, numbers = Pen(), _Numbers(plain=voice.plain)
    pen.heading(frame.title, 1)
    pen.paragraph([("", frame.preface)])
    spent = 0
    for number, scene in enumerate(scenes, 1):
        if number in frame.parts:
            frame.open(number, pen, numbers)
        before = pen.bytes
        scene.write(pen, numbers, room * number // len(scenes) - spent, last=number == len(scenes))
        spent += pen.bytes - before - scene.weight
    pen.paragraph([("", frame.closing)])
    return Telling(pen.document(frame.title), pen.spans, frame.told(len(scenes)))


def _composed(voice: Voice, tokens: int) -> tuple[_Frame, list[_Scene], int]:
    """What must be said, and the bytes that are left for the rest."""
    frame = _frame(voice)
    scenes = [_Scene(number, event, voice) for number, event in enumerate(voice.world.events)]
    return frame, scenes, tokens * 4 - frame.weight - sum(scene.weight for scene in scenes)


def _brief(voice: Voice) -> Grammar:
    """The shortest wordings of everything, none of them a row."""
    told = {
        name: tuple(sorted((line for line in lines if not line.startswith(ROW)), key=len)[:2])
        for name, lines in voice.grammar.phrases.items()
    }
    return Grammar(told, voice.random)


@dataclass
class _Numbers:
    """Numbers of clauses, paragraphs and recitals as they are written; a plain text has none."""

    plain: bool
    clause: int = 0
    item: int = 0
    recital: int = 0

    def begin(self, pen: Pen, title: str) -> None:
        """A new clause."""
        self.clause, self.item, self.recital = self.clause + 1, 0, 0
        if not self.plain:
            pen.heading(f"{self.clause}. {title}", 3)

    def paragraph(self, pen: Pen, sentences: Paragraph) -> None:
        """A numbered paragraph."""
        self.item += 1
        pen.paragraph(sentences if self.plain else [("", f"{self.clause}.{self.item}."), *sentences])

    def recite(self, pen: Pen, sentences: Paragraph) -> None:
        """A lettered recital."""
        letter = chr(ord("A") + self.recital % 26) * (self.recital // 26 + 1)
        self.recital += 1
        pen.paragraph(sentences if self.plain else [("", f"{letter}."), *sentences])


@dataclass(frozen=True)
class _Frame:
    """What stands around the clauses."""

    title: str
    preface: str
    parts: dict[int, tuple[str, str, str]]
    """Number of the first event -> heading; words that close the amendment before; words that open this one."""
    closing: str

    @property
    def weight(self) -> int:
        texts = [self.title, self.preface, self.closing, *(text for part in self.parts.values() for text in part)]
        return sum(weigh(text) + 2 for text in texts if text) - 2

    def open(self, number: int, pen: Pen, numbers: _Numbers) -> None:
        """The heading of an amendment with what stands around it."""
        heading, signing, opening = self.parts[number]
        if signing:
            pen.paragraph([("", signing)])
        pen.heading(heading, 2)
        if opening:
            pen.paragraph([("", opening)])
        numbers.clause = 0

    def told(self, scenes: int) -> tuple[Part, ...]:
        lasts = [*(first - 2 for first in list(self.parts)[1:]), scenes - 1]
        return tuple(Part(f"Amendment No. {number}", last) for number, last in enumerate(lasts, 1))


def _frame(voice: Voice) -> _Frame:
    """A title, a first and a last word, and headings that give nothing away."""
    write, plain, count = voice.grammar.write, voice.plain, len(voice.world.events)
    parts: dict[int, tuple[str, str, str]] = {}
    for number, first in enumerate(range(1, count + 1, min(_SCENES, max(3, count // 2))), 1):
        signing = write("signing", {}) if parts and not plain else ""
        opening = "" if plain else write("amending" if parts else "founding", {})
        parts[first] = (f"Amendment No. {number}: {write('part', {})}", signing, opening)
    return _Frame(write("title", {}), write("plain preface" if plain else "preface", {}), parts, write("closing", {}))


@dataclass
class _Told:
    """What is told beside an event."""

    recitals: list[Paragraph] = field(default_factory=list)
    rows: Paragraph = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)


class _Scene:
    """An event with what is told beside it; `weight` is what it takes without filler."""

    def __init__(self, number: int, event: Event, voice: Voice) -> None:
        self._event, self._voice, self._grammar = event, voice, voice.grammar
        self._title = "" if voice.plain else voice.grammar.write(f"title {event.kind}", {})
        self._opening: Paragraph = []
        self._sentence = voice.event(event, self._when())
        self._told = self._beside(voice.beside(number))
        self.weight = self._weight()

    def _when(self) -> str:
        """The date, or a phrase for it behind an opening that names the day."""
        stream = self._voice.random
        if stream.random() >= (0.05 if self._voice.plain else 0.5):
            return f"on {date_text(self._event.day, ordinal=stream.random() < 0.2)}"
        opening = self._grammar.draw("opening")
        day = date_text(self._event.day, ordinal=opening.startswith("{Date}"))
        self._opening = [(f"@{self._event.id}", self._grammar.fill(opening, {"date": day}))]
        return self._grammar.draw("when")

    def _beside(self, facts: list[Fact]) -> _Told:
        """The facts, each where it belongs: what the event may change comes before it, its motive after it."""
        told, voice = _Told(), self._voice
        own = [fact for fact in facts if fact.relation in {MOTIVE, CAUSE}]
        first = [fact for fact in facts if fact.relation in _FIRST and not voice.is_herring(fact)]
        rest = [fact for fact in facts if fact not in own and fact not in first]
        told.recitals = [paragraph for paragraph in self._grouped(first, told.rows) if paragraph]
        told.after = [[voice.fact(fact)] for fact in own]
        told.after += [paragraph for paragraph in self._grouped(rest, told.rows) if paragraph]
        return told

    def _grouped(self, facts: list[Fact], rows: Paragraph) -> Iterator[Paragraph]:
        """Facts in paragraphs, one for each subject; rows of a table go with the others."""
        for _, group in groupby(sorted(facts, key=lambda fact: fact.subject), key=lambda fact: fact.subject):
            paragraph: Paragraph = []
            for fact in sorted(group, key=lambda fact: (fact.relation == ALIAS, fact.id)):
                sentence = self._voice.fact(fact, again=bool(paragraph))
                (rows if sentence[1].startswith(ROW) else paragraph).append(sentence)
            yield paragraph

    def _weight(self) -> int:
        told = self._told
        paragraphs = [part for part in (self._opening, *told.recitals, [self._sentence], *told.after) if part]
        numbers = 0 if self._voice.plain else _NUMBER * (len(paragraphs) + 1) + weigh(self._title)
        table = weigh(_HEAD) + 2 + sum(weigh(text) + 1 for _, text in told.rows) if told.rows else 0
        return length(paragraphs) + numbers + table

    def write(self, pen: Pen, numbers: _Numbers, room: int, *, last: bool) -> None:
        """Write the clause with about `room` bytes of filler."""
        filler = Filler(self._grammar, self._voice.random, room)
        opening, event = list(self._opening), [self._sentence]
        filler.extend(opening, "aside", chance=0.4 if opening else 0)
        names, kind = self._voice.names(self._event), self._event.kind
        filler.extend(event, f"after {kind}", chance=0.7, values=names)
        talk = filler.paragraph(f"talk {kind}", 0.5, names)
        common = list(filler.rest(_KINDS, last=last))
        ahead = self._voice.random.randint(0, len(common) // 2)
        _write_common(common[:ahead], pen, numbers)
        numbers.begin(pen, self._title)
        if opening:
            numbers.paragraph(pen, opening)
        self._recite(pen, numbers)
        numbers.paragraph(pen, event)
        if talk:
            pen.paragraph(talk)
        for paragraph in self._told.after:
            numbers.paragraph(pen, paragraph)
        _write_common(common[ahead:], pen, numbers)

    def _recite(self, pen: Pen, numbers: _Numbers) -> None:
        for paragraph in self._told.recitals:
            numbers.recite(pen, paragraph)
        if self._told.rows:
            pen.table(_HEAD, self._told.rows)


def _write_common(paragraphs: list[Paragraph], pen: Pen, numbers: _Numbers) -> None:
    """Filler: a clause of common form under its number, anything else as it is."""
    for paragraph in paragraphs:
        title, _, body = paragraph[0][1].partition("\n")
        if body and title[-1] not in ".:?!”":
            numbers.begin(pen, title)
            numbers.paragraph(pen, [("", body)])
        else:
            pen.paragraph(paragraph)
