"""What is asked, of which documents, with which gold answer; and what a benchmark says of itself."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from benchwright.records.base import Record, canonical, digest

AnswerType = Literal["text", "number", "choice", "set", "list", "none", "checked", "rubric"]
POINTS = 8
"""The most that a rubric asks for."""


class Page(Record):
    """Where a page of the source lies in the text."""

    number: int
    """Counted from 1."""
    start: int
    end: int


class Heading(Record):
    """A heading found in the source."""

    level: int
    """1 is the outermost."""
    text: str
    start: int
    end: int


class Document(Record):
    """A source turned into text. All offsets count characters (code points) of `text`."""

    title: str
    source: str
    """File name (never a path) or, for a generated document, its maker."""
    media_type: str
    language: str
    """ISO 639-1 code, or `und` where it could not be told."""
    text: str
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader should know of the extraction (repaired encoding, dropped images, ...)."""
    metadata: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def id(self) -> str:
        """Hash of the text alone, so that the same text under another name is the same document."""
        return digest(self.text)


class Evidence(Record):
    """A passage that supports an answer: `document.text[start:end] == quote`, exactly."""

    document: str
    start: int
    end: int
    quote: str


class Answer(Record):
    """A typed gold answer. Every type is held as text, so that a file of mixed types has one column type."""

    type: AnswerType
    values: tuple[str, ...] = ()
    """One for text, number and choice; any number for set and list; none for `none` (nothing answers the question).
    For `checked`, one reply that passes among all that would. For `rubric`, the one to eight points that a good answer
    makes, in whatever words: there is no single gold, and a judge decides."""
    accepted: tuple[str, ...] = ()
    """Other spellings of a single answer that are just as right."""
    tolerance: float = 0.0
    """Largest absolute difference at which a number is right."""
    options: tuple[str, ...] = ()
    """What a choice chooses from; its value is the letter (A is the first)."""
    checker: str = ""
    """For `checked`: the spec whose code judges a reply, as NAME@DIGEST."""
    problem: str = ""
    """For `checked`: what that code is given, as JSON."""

    @model_validator(mode="after")
    def _shape(self) -> Self:
        count = len(self.values)
        if [bool(self.checker), bool(self.problem)] != [self.type == "checked"] * 2:
            raise ValueError("an answer of type checked, and no other, has a checker and a problem")
        if self.type in {"text", "number", "choice", "checked"} and count != 1:
            raise ValueError(f"an answer of type {self.type} has one value, not {count}")
        if self.type == "none" and count:
            raise ValueError(f"an answer of type none has no value, not {self.values!r}")
        if self.type in {"set", "list"} and not count:
            raise ValueError(f"an answer of type {self.type} has at least one value; where there is none, use 'none'")
        if self.type == "rubric" and not (1 <= count <= POINTS and all(value.strip() for value in self.values)):
            raise ValueError(f"an answer of type rubric has one to {POINTS} points, none of them empty; got {count}")
        return self

    @property
    def stated(self) -> dict[str, Any]:  # Any: JSON
        """What of it counts for an item's identity; what came later and is not used leaves older ids as they were."""
        return self.model_dump(mode="json", exclude=set() if self.checker else {"checker", "problem"})


class Decoy(Record):
    """A wrong answer whose cause is known: an attempt that gives it has made that slip."""

    slip: str
    """spoiler, outdated, red herring, ...: a row of the report's table of slips."""
    answer: Answer
    """Graded like a gold; of a set, any one entry will do."""


class Check(Record):
    """A gate that an item went through."""

    gate: str
    passed: bool
    detail: str = ""


class Lineage(Record):
    """Where an item comes from."""

    maker: str
    settings: str
    """Digest of the maker's settings, which the card spells out."""
    seed: int
    model: str = ""
    """The model that drafted it; empty where no model did."""
    parents: tuple[str, ...] = ()
    """Ids of the items it was derived from (a no-info twin names its answerable twin)."""
    checks: tuple[Check, ...] = ()


class Item(Record):
    """A question with what is known of its answer."""

    question: str
    kind: str
    """The family: the headline number is a mean over kinds."""
    answer: Answer
    """The gold answer, against which attempts are graded."""
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    documents: tuple[str, ...] = ()
    """Ids of the documents that are given with the question."""
    position: float | None = None
    """Where the last needed passage starts in its document, 0 (start) to 1 (end); none without evidence."""
    cluster: str
    """What the item shares luck with: its document or world."""
    lineage: Lineage
    author_answer: Answer | None = None
    """What the drafting model claimed, where one drafted the item."""
    verified_answer: Answer | None = None
    """What an independent verifier found; equal to `answer` where present."""
    difficulty: float | None = None
    """Measured: 1 - the share of attempts that were right."""
    canary: str = ""
    decoys: tuple[Decoy, ...] = ()
    """Wrong answers that tell what went wrong."""
    group: str = ""
    """Shared by items that ask the same of variants of one document (other lengths, edited facts); they are paired."""
    variant: str = ""
    """Which variant of its group: `8000` (tokens asked for), `edited`, `unedited`."""
    rules: str = ""
    """A Datalog program whose one query, over the facts of the documents, gives the gold answer; empty: none known."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.answerable == (self.answer.type == "none"):
            raise ValueError("an item is answerable if and only if its answer is not of type none")
        if self.verified_answer is not None and self.verified_answer != self.answer:
            raise ValueError("the gold answer differs from the verified one")
        return self

    @cached_property
    def id(self) -> str:
        """Hash of what is asked, about what, and of the gold answer. Lineage and measurements do not count."""
        return digest(
            [self.question, self.kind, self.answer.stated, list(self.documents),
             [evidence.model_dump(mode="json") for evidence in self.evidence]]
        )  # fmt: skip

    def line(self) -> str:
        """The item as one line of JSON, its id first."""
        return canonical({"id": self.id, **self.model_dump(mode="json")})


class Rejection(Record):
    """A draft that was dropped: at which gate, and why."""

    gate: str
    reason: str
    question: str
    kind: str
    document: str = ""


class Shortfall(Record):
    """What was asked for and is missing, and what would help."""

    kind: str
    asked: int
    made: int
    gate: str
    """Where most drafts fell, or `candidates` where there were too few to begin with."""
    advice: str


class SourceNote(Record):
    """What became of one source file."""

    source: str
    read: bool
    note: str = ""
    document: str = ""
    """Id of the document, where there is one."""


class MakerSettings(Record):
    """The settings of one maker, spelt out once per benchmark."""

    maker: str
    seed: int
    settings: dict[str, Any]

    @property
    def digest(self) -> str:
        """What items carry in `lineage.settings`."""
        return digest([self.maker, self.settings])


class Card(Record):
    """What a benchmark says of itself: `benchmark.json`."""

    name: str
    version: str
    benchwright: str
    """The release of Benchwright that made it."""
    makers: tuple[MakerSettings, ...]
    licence: str
    languages: tuple[str, ...]
    canary: str
    counts: dict[str, int]
    """Items per kind."""
    documents: dict[str, int]
    """Characters per document id."""
    metric: str = "mean over kinds of right / items due"
    """The one headline number; everything else is diagnostic."""
    shortfalls: tuple[Shortfall, ...] = ()
    rejected: dict[str, int] = Field(default_factory=dict)
    """Drafts dropped per gate."""
    sources: tuple[SourceNote, ...] = ()
    quality: dict[str, float | None] = Field(default_factory=dict)
    """Measured quality criteria (share of items that passed each check, baselines, ...)."""
    content_hash: str = ""
    """Over items, rejections and documents: what makes damage visible."""
