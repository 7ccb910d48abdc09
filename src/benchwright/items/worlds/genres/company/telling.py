"""The world as the papers of a firm, in binders: circulars, minutes and pages of registers.

Every event has its place in one paper. A circular tells one, under a header that names the day; minutes go through
several, each under its date; a page of a register holds several as rows of a table. What is so of those who enter
stands in the same paper, in sentences or rows. All that must be said is composed first and weighed; what is left of the
length is spread evenly over the papers as what the departments of a firm write to one another, which asserts nothing
that is asked about. One pass, linear in the length.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import groupby

from benchwright.items.worlds.genres.company.world import SCHEMA
from benchwright.items.worlds.genres.voice import ROW, Filler, Paragraph, Voice, date_text
from benchwright.items.worlds.grammar import Grammar, Phrases, phrases
from benchwright.items.worlds.state import ALIAS, CAUSE, MOTIVE, Event, Fact, World
from benchwright.items.worlds.telling import Part, Pen, Sentence, Telling, weigh

HEAD = "| Book | Name | Entry |\n|---|---|---|"
"""Of every register."""
TOPICS = {
    "transfer": "Staff.", "join": "Staff.", "bench": "Staff.", "appoint": "Appointments.", "relocate": "Premises.",
    "migrate": "Machine rooms.", "launch": "New work.", "handover": "Work in hand.", "resign": "Work in hand.",
    "take": "Work in hand.", "award": "Purchasing.", "pay": "Payments.", "visit": "Travel.", "memo": "Post.",
    "complain": "Customers.", "incident": "Machine rooms.", "keys": "Machine rooms.", "entrust": "Customers.",
    "cite": "House rules.", "redefine": "House rules.", "rename": "Committees.",
}  # fmt: skip
"""What an item of the minutes is headed."""
_CHANGING = {effect[0] for act in SCHEMA.acts.values() for effect in act.effects}
"""Told before the event of the scene, which may change them."""
BODY, NOTICES, IDLE = 1_100, 450, 900
"""Bytes: the most filler within a paper, and behind a register; the room for a circular without news."""
_SCENES = 12  # per binder
_Follow = tuple[str, float, Mapping[str, str]]


def tell(world: World, tokens: int, stream: random.Random) -> Telling:
    """Write the world down in about that many tokens (bytes / 4), within 5 %."""
    desk = _Desk(world, stream)
    frame = _frame(desk)
    papers = [paper for binder in frame.binders for paper in _papers(desk, world.events[binder.start : binder.stop])]
    room = _room(tokens, frame, papers)
    for grammar in (desk.grammar, desk.brief()):  # too short for ornaments, or for more than the shortest wordings
        if room < 0:
            desk.voice.plain, desk.voice.grammar = True, grammar
            papers = [_note(desk, event) for event in world.events]
            frame = replace(frame, prologue=desk.shortest("prologue"), closing=desk.shortest("closing"))
            room = _room(tokens, frame, papers)
    pen = Pen()
    pen.heading(frame.title, 1)
    pen.paragraph([("", frame.prologue)])
    spent = done = 0
    for paper in papers:
        if done in frame.headings:
            pen.heading(frame.headings[done], 2)
        done += paper.scenes
        before = pen.bytes
        paper.write(
            pen, Filler(desk.grammar, stream, room * done // len(world.events) - spent), last=paper is papers[-1]
        )
        spent += pen.bytes - before - paper.weight
    pen.paragraph([("", frame.closing)])
    return Telling(pen.document(frame.title), pen.spans, frame.parts)


def _room(tokens: int, frame: _Frame, papers: Sequence[_Paper]) -> int:
    """Bytes that are left for filler."""
    return tokens * 4 - frame.weight - sum(paper.weight for paper in papers)


@dataclass(frozen=True)
class _Frame:
    """What stands around the papers."""

    title: str
    prologue: str
    binders: tuple[range, ...]
    """The scenes of each."""
    headings: Mapping[int, str]
    """First scene -> heading."""
    closing: str

    @property
    def weight(self) -> int:
        return sum(weigh(text) + 2 for text in (self.title, self.prologue, *self.headings.values(), self.closing)) - 2

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(Part(f"Binder {number}", binder.stop - 1) for number, binder in enumerate(self.binders, 1))


def _frame(desk: _Desk) -> _Frame:
    """A title, a first and a last word, and headings that give nothing away."""
    count, write = len(desk.voice.world.events), desk.grammar.write
    size = min(_SCENES, max(3, count // 2))
    binders = tuple(range(start, min(start + size, count)) for start in range(0, count, size))
    headings = {
        binder.start: f"Binder {number}: {write('binder', {})}" for number, binder in enumerate(binders, 1)
    }  # fmt: skip
    return _Frame(write("title", {}), write("prologue", {}), binders, headings, write("closing", {}))


class _Desk:
    """What all papers are written with."""

    def __init__(self, world: World, stream: random.Random) -> None:
        told = phrases("company")
        self.grammar = Grammar(_only(told, rows=False), stream)
        self.random = stream
        self.voice = Voice(world, SCHEMA, self.grammar, stream)
        self.clerk = copy(self.voice)
        """States in rows what the voice states in sentences."""
        self.clerk.grammar = Grammar(_only(told, rows=True), stream)

    def brief(self) -> Grammar:
        """The shortest wordings of everything."""
        told = {name: tuple(sorted(lines, key=len)[:2]) for name, lines in self.grammar.phrases.items()}
        return Grammar(told, self.random)

    def shortest(self, section: str) -> str:
        """The shortest phrase of a section."""
        return min(self.grammar.phrases[section], key=len)

    def fits(self, fact: Fact) -> bool:
        """Whether it can be told as a row."""
        return not self.voice.is_herring(fact) and f"fact {fact.relation}" in self.clerk.grammar.phrases

    def beside(self, event: Event) -> list[Fact]:
        """The facts told with an event."""
        return self.voice.beside(self.voice.world.index[event.id])

    def told(self, facts: Sequence[Fact]) -> Iterator[Paragraph]:
        """Facts in paragraphs: those of one subject together, and with them, now and then, those of another."""
        paragraph: Paragraph = []
        for _, group in groupby(sorted(facts, key=lambda fact: fact.subject), key=lambda fact: fact.subject):
            if paragraph and (len(paragraph) > 2 or self.random.random() < 0.3):
                yield paragraph
                paragraph = []
            ordered = sorted(group, key=lambda fact: (self.voice.is_herring(fact), fact.relation == ALIAS))
            paragraph += [self.voice.fact(fact, again=place > 0) for place, fact in enumerate(ordered)]
        if paragraph:
            yield paragraph

    def why(self, facts: Sequence[Fact]) -> list[Paragraph]:
        """Motives and causes, each in a paragraph."""
        return [[self.voice.fact(fact)] for fact in facts if fact.relation in {MOTIVE, CAUSE}]


def _only(told: Phrases, *, rows: bool) -> Phrases:
    """The sections with their rows only, or with all but those."""
    kept = {name: tuple(line for line in lines if line.startswith(ROW) == rows) for name, lines in told.items()}
    return {name: lines for name, lines in kept.items() if lines}


@dataclass
class _Piece:
    """A paragraph, or a table where it has a head."""

    sentences: Sequence[Sentence]
    head: str = ""
    before: _Follow | None = None
    """Section, chance and values of what may come first,"""
    after: Sequence[_Follow] = ()
    """and of what may come then."""

    @property
    def weight(self) -> int:
        if not self.head and not self.sentences:
            return 0
        lines = sum(weigh(text) + 1 for _, text in self.sentences)
        return lines + (weigh(self.head) + 2 if self.head else 1)

    def write(self, pen: Pen, filler: Filler) -> None:
        """Write it, with what may come before and after where there is room."""
        sentences = filler.paragraph(*self.before) if self.before else []
        if self.head:
            if sentences:
                pen.paragraph(sentences)
            pen.table(self.head, self.sentences)
            return
        sentences += self.sentences
        for section, chance, values in self.after:
            filler.extend(sentences, section, chance=chance, values=values)
        if sentences:
            pen.paragraph(sentences)


@dataclass
class _Paper:
    """Some events with what is told beside them; `weight` is what it takes without filler."""

    pieces: list[_Piece]
    scenes: int
    rest: tuple[str, ...]
    """Sections that use up the room that is left,"""
    at: int
    """and before which piece they do so."""
    lead: str = ""
    """First words of these."""
    closing: str = ""
    """Section of its last words."""
    extra: tuple[str, ...] = ()
    """Sections of what may follow it."""
    most: int = BODY
    """Bytes of the rest."""
    weight: int = field(init=False)

    def __post_init__(self) -> None:
        self.weight = sum(piece.weight for piece in self.pieces)

    def write(self, pen: Pen, filler: Filler, *, last: bool) -> None:
        """Write the paper with as much filler as there is room for."""
        closing = filler.paragraph(self.closing, 0.9, {})
        extra = [filler.paragraph(section, 1.0, {}) for section in self.extra]
        for piece in self.pieces[: self.at]:
            piece.write(pen, filler)
        rest = _some(filler, self.rest, self.most)
        if rest and self.lead:
            rest[0].insert(0, ("", self.lead))
        for paragraph in rest:
            pen.paragraph(paragraph)
        for piece in self.pieces[self.at :]:
            piece.write(pen, filler)
        for paragraph in (closing, *extra):
            if paragraph:
                pen.paragraph(paragraph)
        while filler.room > IDLE:
            _idle(pen, filler)
        for paragraph in filler.rest(("notice", "exchange"), last=last) if last else ():
            pen.paragraph(paragraph)


def _some(filler: Filler, kinds: Sequence[str], most: int) -> list[Paragraph]:
    """Filler of these sections, of at most so many bytes."""
    part = Filler(filler.grammar, filler.random, min(filler.room, most))
    filler.room -= part.room
    found = list(part.rest(kinds, last=False))
    filler.room += part.room
    return found


def _header(grammar: Grammar, sender: str, day: Sequence[Sentence] = ()) -> _Piece:
    """Who writes to whom, on what day where it is told, and about what."""
    to, subject = f"To: {grammar.write('to', {})}", f"Subject: {grammar.write(f'subject {sender}', {})}"
    return _Piece([("", to), *day, ("", subject)], f"From: {grammar.write(f'from {sender}', {})}")


def _idle(pen: Pen, filler: Filler) -> None:
    """A circular in which nothing happens."""
    sender = filler.grammar.draw("sender")
    header = _header(filler.grammar, sender)
    filler.room -= header.weight
    opening = filler.paragraph(f"open {sender}", 0.8, {})
    closing = filler.paragraph(f"close {sender}", 0.9, {})
    header.write(pen, filler)
    for paragraph in (opening, *_some(filler, (f"say {sender}",), BODY), closing):
        if paragraph:
            pen.paragraph(paragraph)


def _papers(desk: _Desk, events: Sequence[Event]) -> Iterator[_Paper]:
    """The papers of a binder."""
    at = 0
    while at < len(events):
        left, chance = len(events) - at, desk.random.random()
        if left == 1 or chance < 0.62:
            size, make = 1, _circular
        else:
            size, make = min(left, desk.random.randint(2, 4)), _minutes if chance < 0.82 else _register
        yield make(desk, events[at : at + size])
        at += size


def _facts(desk: _Desk, facts: Sequence[Fact], *, tables: float) -> list[_Piece]:
    """Facts in paragraphs, or now and then in a table."""
    rows = [fact for fact in facts if desk.fits(fact)]
    if len(rows) < 2 or desk.random.random() >= tables:
        rows = []
    told = [*desk.told([fact for fact in facts if fact not in rows])]
    pieces = [_Piece(paragraph) for paragraph in told]
    if pieces:
        pieces[0].before = ("preface", 0.5, {})
    table = _Piece([desk.clerk.fact(fact) for fact in rows], HEAD, before=("table", 0.7, {}))
    return [*pieces, table] if rows else pieces


def _split(desk: _Desk, event: Event) -> tuple[list[Fact], list[Fact], list[Paragraph]]:
    """What is told before an event, what may be told later, and why it came about."""
    facts = desk.beside(event)
    plain = [fact for fact in facts if fact.relation not in {MOTIVE, CAUSE}]
    first = [fact for fact in plain if fact.relation in _CHANGING and not desk.voice.is_herring(fact)]
    return first, [fact for fact in plain if fact not in first], desk.why(facts)


def _circular(desk: _Desk, events: Sequence[Event]) -> _Paper:
    """One department writes to all the others."""
    event, sender = events[0], desk.grammar.draw("sender")
    today = desk.random.random() < 0.7
    day = date_text(event.day)
    when = desk.grammar.draw("when") if today else f"on {day}"
    first, rest, why = _split(desk, event)
    told = _Piece([desk.voice.event(event, when)], after=[(f"after {event.kind}", 0.75, desk.voice.names(event))])
    pieces = [
        _header(desk.grammar, sender, [(f"@{event.id}" if today else "", f"Date: {day}")]),
        _Piece([], before=(f"open {sender}", 0.7, {})),
        *_facts(desk, first, tables=0.25), told, *map(_Piece, why), *_facts(desk, rest, tables=0.3),
    ]  # fmt: skip
    at = desk.random.choice((2, 2, pieces.index(told) + 1, len(pieces)))
    extra = desk.random.choice(("exchange", "notice", "", "", ""))
    return _Paper(
        pieces, 1, (f"say {sender}",), at, closing=f"close {sender}", extra=(extra,) if extra else ()
    )  # fmt: skip


def _minutes(desk: _Desk, events: Sequence[Event]) -> _Paper:
    """A meeting goes through what has happened since the last."""
    write = desk.grammar.write
    lines = [("", write("present", {})), ("", write("apologies", {}))]
    pieces = [_Piece(lines, write("meeting", {}))]
    for event in events:
        first, rest, why = _split(desk, event)
        told = desk.voice.event(event, f"on {date_text(event.day)}")
        after = [(f"after {event.kind}", 0.4, desk.voice.names(event)), ("noted", 0.7, {})]
        pieces += _facts(desk, first, tables=0.15)
        pieces.append(_Piece([("", TOPICS[event.kind]), told], after=after))
        pieces += [*map(_Piece, why), *_facts(desk, rest, tables=0.15)]
    return _Paper(pieces, len(events), ("other business",), len(pieces), "Any other business.")


def _register(desk: _Desk, events: Sequence[Event]) -> _Paper:
    """A page of the registers, with remarks for what does not go into a column."""
    rows: list[Sentence] = []
    remarks: list[_Piece] = []
    for event in events:
        first, rest, why = _split(desk, event)
        rows += [desk.clerk.fact(fact) for fact in first]
        rows.append(desk.clerk.event(event, f"on {date_text(event.day)}"))
        rows += [desk.clerk.fact(fact) for fact in rest if desk.fits(fact)]
        remarks += map(_Piece, why)
        remarks += map(_Piece, desk.told([fact for fact in rest if not desk.fits(fact)]))
    if remarks:
        remarks[0].before = ("remark", 0.8, {})
    title = _Piece([("", desk.grammar.write("register", {}))])
    return _Paper(
        [title, _Piece(rows, HEAD), *remarks], len(events), ("notice", "exchange"), 2 + len(remarks), most=NOTICES
    )


def _note(desk: _Desk, event: Event) -> _Paper:
    """An event and what is told beside it, and nothing else: for what is too short for papers."""
    first, rest, why = _split(desk, event)
    told = [desk.voice.event(event, f"on {date_text(event.day)}")]
    paragraphs = [*desk.told(first), told, *why, *desk.told(rest)]
    pieces = [*map(_Piece, paragraphs)]
    return _Paper(pieces, 1, ("notice", "exchange"), len(pieces))
