"""What the worlds of a genre are made of, and the words in which each part is asked about.

A schema names sorts of things (people, towns, houses: how many, and how their names are coined), *relations* that hold
of them, and *acts*: kinds of events, some of which change a relation. Everything generic (the story, the queries, the
families of questions, the gates) reads the schema and knows no genre; a genre is a schema, phrase files and a way of
telling. In every wording `{x}` is a name or another relation's phrase, and `{when}` the time asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from benchwright.items.worlds.stage import Stage

Sort = str
"""Of things with names: `person`, `town`, ... Two sorts hold what has no name of its own: `word` and `number`."""
WORD, NUMBER = "word", "number"
Roles = dict[str, str]
"""Role -> name (or a number as text)."""
Plot = Callable[["Stage"], "Roles | None"]
"""Proposes the roles of an event, or None where nothing of the kind can happen now."""
Draw = Callable[["Stage", str], "str | None"]
"""Proposes the value of a relation for a subject, or None where nothing is stated of it."""


@dataclass(frozen=True)
class Cast:
    """A sort of things: how many a world has of them, and how their names are coined.

    A world with p people has max(least, scale * p ** power) of a sort.
    """

    scale: float
    power: float = 1.0
    least: int = 2
    standing: float = 1.0
    """Share that is there from the start; the others are names for what is founded on the way."""
    words: Literal["surname", "town", "letters"] = "surname"
    """Which table of coined words, unique within a world; `letters` are initials: three of ABCDEFGHILMNOPRST."""
    seconds: tuple[str, ...] = ("",)
    """Companions of the coined word: Ferry, Ropeworks, compass."""
    form: str = "{0} {1}"
    """Of the name: {0} the coined word, {1} the companion. An article in it ("the {0} {1}") is no part of an answer."""


@dataclass(frozen=True)
class Relation:
    """One relation, functional at any time: a subject has at most one value."""

    subject: Sort
    value: Sort
    questions: tuple[str, ...]
    """Asking for its value for {x}; with {when} if and only if it may change."""
    share: float
    """Of the subjects of which it is stated."""
    draw: Draw | None = None
    """None: any other name of the sort `value`."""
    phrase: str = ""
    """Its value for {x} as a phrase within another question ("the founder of {x}"; in the end, where it may change);
    empty where nothing follows from it."""
    oblique: tuple[str, ...] = ()
    """More wordings, none of whose content words the statements of this relation (and of acts that change it) use."""
    oblique_phrase: str = ""
    """The phrase in such words; where it is empty, `phrase` has them already."""
    symmetric: bool = False
    implied_by: str = ""
    """A relation from whose values a reader might infer this one: those are never asked about as unstated."""
    family: str = "fact"
    """`fact` or `definition`: which family asks for its value."""
    more: tuple[str, ...] = ()
    """For numbers that do not change: which of {options} has the greater one."""
    hearsay: bool = False
    """Whether the phrase files have a `herring` section for it: a rumour that is said to be false."""

    @property
    def changes(self) -> bool:
        """Whether events may change it."""
        return "{when}" in self.questions[0]


@dataclass(frozen=True)
class Act:
    """A kind of event."""

    roles: Mapping[str, Sort]
    """Sort of each role; `who`, where there is one, is the person who acts. `number` for a number."""
    plot: Plot
    weight: float
    """How often it is tried."""
    effects: tuple[tuple[str, str, str | None], ...] = ()
    """(relation, role of its subject, role of its new value or None where it ends)."""
    spoken: str = ""
    """How an event is spoken of ("{who} visiting {place}"); empty where it is not."""
    recap: Mapping[str, str] = field(default_factory=dict)
    """Role -> what happened to who has it, as a verb and a name or two ("visited {place}"), without an article."""
    why: tuple[str, ...] = ()
    """Asking for the motive; empty where no motive is ever stated."""
    motives: tuple[str, ...] = ()
    """Short noun phrases with their article: "the damp"."""
    after: Callable[[Stage, Roles], None] | None = None
    """Notes for later plots, taken once it has happened (`stage.notes`)."""
    firsts: str = ""
    """Asking in which order {options}, all of the role `who`, first did it; empty where it is not asked."""


@dataclass(frozen=True)
class Moment:
    """What can be asked about a single event."""

    kind: str
    roles: tuple[str, ...]
    """Those that the question names; a false premise puts another name into one, the first where it can."""
    asked: str
    """The role that answers it, or `day`."""
    wordings: tuple[str, ...]
    oblique: tuple[str, ...] = ()
    """More wordings, none of whose content words the statements of this kind use."""


@dataclass(frozen=True)
class Tally:
    """Something that can be counted: the events of these kinds that have the subject in this role."""

    kinds: tuple[str, ...]
    role: str
    wordings: tuple[str, ...]
    """{x} is the subject, {span} the time."""
    more: tuple[str, ...] = ()
    """Which of {options} has most; empty where it is not asked."""


@dataclass(frozen=True)
class Surcharge:
    """A rule stated elsewhere that changes what is due: in certain months a surcharge comes on top of a number.

    The rule is a relation from months (sort `month`) to numbers; a world states as many as the dial `clauses` asks for.
    """

    relation: str
    kind: str
    """Of the event that has the number,"""
    role: str
    """and the role that it has."""
    roles: tuple[str, ...]
    """What the question names."""
    wordings: tuple[str, ...]
    """Asking for the sum, the surcharge included where it was due."""


@dataclass(frozen=True)
class Schema:
    """Everything that can be in a world of a genre, happen in it and be asked about it."""

    casts: Mapping[Sort, Cast]
    """Every sort with coined names; `person` is always there and its own measure (scale 1)."""
    relations: Mapping[str, Relation]
    """In the order in which a world is settled."""
    acts: Mapping[str, Act]
    moments: Mapping[str, Moment]
    tallies: Mapping[str, Tally]
    end: str
    """`{when}` for the last moment told: "at the end of the story"."""
    whole: str
    """`{span}` for all that is told: "in the course of the story"."""
    years: tuple[int, int]
    """The story begins in one of these years."""
    surcharge: Surcharge | None = None
    aliases: tuple[Sort, ...] = ("person",)
    """Sorts whose names may be reached through an alias only; the phrase files have an `alias` section for each."""
