"""What passes between the parts of the maker: sections, jobs, drafts, and the desk at which they are worked on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchwright.models.calls import Ask
from benchwright.records import Answer, Check, Document, Evidence, Rejection

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Texts to vectors of length 1."""


@dataclass(frozen=True)
class Section:
    """A run of a document under one heading, short enough to be shown whole."""

    id: str
    """Hash of its heading and text: the same wherever it stands, and whatever stands around it."""
    document: str
    title: str
    start: int
    end: int
    text: str
    """`document.text[start:end]`."""


@dataclass(frozen=True)
class Job:
    """What is asked of the author in one go."""

    number: int
    """Unique within a benchmark; part of every random stream and of the replies' cache."""
    wanted: Mapping[str, int]
    """Drafts per kind. All kinds of a job read alike (`Kind.reads`)."""
    sections: tuple[Section, ...]
    """One; several for kinds that read several. For `so far`, the section up to which is asked comes last."""
    draw: int = 0
    """Above 0 where the same may have been asked before: another sample of the reply."""


@dataclass(frozen=True)
class Draft:
    """A question on its way to become an item."""

    kind: str
    question: str
    answer: Answer
    """The author's; for kinds without a gold, of type `rubric`; for kinds without an answer, `none`."""
    evidence: tuple[Evidence, ...]
    """Verbatim, at exact offsets, in the order in which the author gave them. For a question that nothing answers: what
    it seems to be about (may be empty for `absent`)."""
    documents: tuple[str, ...]
    """Ids of the documents that are given with the question."""
    facet: str
    job: int
    parents: tuple[str, ...] = ()
    """Items that it was rewritten from."""
    checks: tuple[Check, ...] = ()
    """Gates passed so far."""
    difficulty: float | None = None
    """Measured: 1 - the share of attempts that were right."""
    composed: bool = False
    """The last rewrite made it need several places together, whatever its kind: the gate `hops` checks that."""

    def passed(self, check: Check) -> Draft:
        """With one more gate behind it."""
        return replace(self, checks=(*self.checks, check))

    def rejected(self, check: Check) -> Rejection:
        """Dropped at a gate."""
        home = self.documents[0] if self.documents else ""
        return Rejection(gate=check.gate, reason=check.detail, question=self.question, kind=self.kind, document=home)


@dataclass(frozen=True)
class Drafted:
    """What came of a job, or of a gate: nothing gets lost in between."""

    drafts: tuple[Draft, ...] = ()
    rejected: tuple[Rejection, ...] = ()


@dataclass(frozen=True)
class Desk:
    """What all parts work with. A part asks only through it."""

    documents: Mapping[str, Document]
    author: Ask
    checker: Ask
    """Another model where the user names one: it answers, and judges, what the author drafted."""
    embed: Embed
    language: str = "en"
    samples: int = 3
    """Of the closed-book probe."""
    together: int = 10
    """Drafts that one call of a gate judges."""
    nearness: float = 0.9
    """Cosine from which two questions count as the same, where their numbers and names agree."""
    authored: str = ""
    """Name of the author, for the record."""
    checked: str = ""
    """Name of the checker, for the record."""
    cache: dict[str, object] = field(default_factory=dict)
    """Of what is computed once per document or section (indexes, facets), by a key of the part's own."""
