"""What flows between the stages: frozen, typed, content-hashed records.

Document -> Item -> Attempt -> Verdict -> Estimate, with Finding for what an audit says of any of them. No record does
any input or output. Identity is a hash of content: two records with the same content have the same id, whenever and
wherever they were made. Inspect's `Score` is our Verdict; `inspect_bridge` is where the two turn into each other.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

AnswerType = Literal["text", "number", "choice", "set", "list", "none"]
State = Literal["graded", "abstained", "failed"]
Failure = Literal["parse", "provider", "limit", "missing"]
Outcome = Literal["right", "wrong", "refused rightly", "refused wrongly", "unparsed", "error"]
Target = Literal["these documents", "new documents"]
Status = Literal["pass", "fail", "inconclusive", "not-applicable"]


def canonical(value: Any) -> str:  # Any: whatever JSON can hold
    """JSON with sorted keys and no spaces: one text for one value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(value: Any, length: int = 16) -> str:  # Any: whatever JSON can hold
    """The first `length` hex digits of the SHA-256 of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:length]


class Record(BaseModel):
    """Base of what is written to disk."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")

    def line(self) -> str:
        """The record as one line of canonical JSON (the form in which files hold it)."""
        return canonical(self.model_dump(mode="json"))


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
    """One for text, number and choice; any number for set and list; none for `none` (nothing answers the question)."""
    accepted: tuple[str, ...] = ()
    """Other spellings of a single answer that are just as right."""
    tolerance: float = 0.0
    """Largest absolute difference at which a number is right."""
    options: tuple[str, ...] = ()
    """What a choice chooses from; its value is the letter (A is the first)."""

    @model_validator(mode="after")
    def _shape(self) -> Self:
        count = len(self.values)
        if self.type in {"text", "number", "choice"} and count != 1:
            raise ValueError(f"an answer of type {self.type} has one value, not {count}")
        if self.type == "none" and count:
            raise ValueError(f"an answer of type none has no value, not {self.values!r}")
        if self.type in {"set", "list"} and not count:
            raise ValueError(f"an answer of type {self.type} has at least one value; where there is none, use 'none'")
        return self


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
            [self.question, self.kind, self.answer.model_dump(mode="json"), list(self.documents),
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


class Usage(Record):
    """What an attempt cost."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    """Input tokens that were read from a prefix cache; part of `input_tokens`."""
    calls: int = 0
    seconds: float = 0.0
    """Time spent in model calls."""
    cost_usd: float | None = None


class Attempt(Record):
    """One system's reply to one item in one epoch."""

    item: str
    system: str
    """The model with its weights, and how it reasoned and what it saw, as one name."""
    epoch: int = 1
    completion: str = ""
    error: str = ""
    """Why there is no completion; empty where there is one."""
    failure: Failure | None = None
    stop_reason: str = ""
    method: str = ""
    context: str = ""
    """What reached the model: full, evidence, none, retrieve:K; `given` for answers made elsewhere."""
    usage: Usage = Usage()
    retrieved: tuple[tuple[str, int, int], ...] | None = None
    """Passages that a retrieval put before the model: (document, start, end); none where nothing was retrieved."""


class Verdict(Record):
    """What grading says of an attempt: graded (a value), abstained, or failed (with the reason)."""

    state: State
    value: float | None = None
    """0 to 1 where graded. 1 is right; what lies between is partial overlap and counts as not right."""
    answer: str = ""
    """What was read out of the completion."""
    failure: Failure | None = None
    reason: str = ""
    """Why: shown to the reader of a report."""
    slip: str = ""
    """Which of the item's decoys the answer is; empty where it is right, or wrong in a way that was not foreseen."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.state == "graded") != (self.value is not None):
            raise ValueError("a graded verdict has a value, and no other has one")
        if (self.state == "failed") != (self.failure is not None):
            raise ValueError("a failed verdict names its failure, and no other does")
        if self.value is not None and not 0.0 <= self.value <= 1.0:
            raise ValueError(f"a value lies between 0 and 1; got {self.value}")
        return self

    def outcome(self, *, answerable: bool) -> Outcome:
        """The row of a table that this verdict belongs to."""
        if self.state == "failed":
            return "unparsed" if self.failure == "parse" else "error"
        if self.state == "abstained":
            return "refused wrongly" if answerable else "refused rightly"
        return "right" if self.value == 1.0 else "wrong"


class Graded(Record):
    """An attempt with its verdict."""

    attempt: Attempt
    verdict: Verdict


class Run(Record):
    """Everything one system did on one benchmark: what `stats` and `report` read."""

    system: str
    """Unique among the runs of a report."""
    model: str
    method: str
    context: str
    benchmark: str
    """Content hash of the benchmark that was attempted."""
    graded: tuple[Graded, ...]
    epochs: int = 1
    complete: bool = True
    """False where attempts are missing or ended in an error that was not resolved."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Release of each package that shaped the result (benchwright, inspect_ai, ...)."""
    notes: tuple[str, ...] = ()
    """What a reader must know beside the figures (a toy model, a truncated document, ...)."""
    log: str = ""  # its file name


def counts_as_right(outcome: Outcome) -> bool | None:
    """Whether an outcome counts in the headline; none for an unresolved error, which is neither right nor wrong."""
    return None if outcome == "error" else outcome in {"right", "refused rightly"}


class Estimate(Record):
    """A number with its uncertainty, and what it generalises to."""

    value: float
    low: float
    high: float
    level: float
    n: int
    """Items the figure rests on."""
    clusters: int
    target: Target
    method: str
    settings: dict[str, str | int | float | bool] = Field(default_factory=dict)


class Finding(Record):
    """What an audit found."""

    name: str
    status: Status
    effect: Estimate | None = None
    n: int = 0
    cost: Usage = Usage()
    evidence: tuple[str, ...] = ()
    """Pointers: item ids, sample ids, files."""
    detail: str = ""
