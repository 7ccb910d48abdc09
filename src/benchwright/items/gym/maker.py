"""Items from reasoning-gym: a batch is one data set with its share of the items, drawn until the share is full.

    (data set, level, seed, split, index) --draw--> entry --form--> answer --gates--> item without documents

A draw is passed over where its question belongs to another split. It is rejected where the question was asked before or
can be read in two ways, where its gold is nothing that can be graded, or where the data set's own scorer does not give
it full marks. Every item is a cluster of its own, for entries share nothing; its kind is the data set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchwright.errors import ExtensionError, boundary
from benchwright.items.gym.drawing import Entry, alone, dataset, draw, gym, split_of
from benchwright.items.gym.settings import GymSettings
from benchwright.items.gym.table import TABLE
from benchwright.items.maker import Batch, Maker, Plan
from benchwright.records import Answer, Check, Document, Item, Lineage, MakerSettings, Rejection, digest

NAME = "gym"
MISSES = 600
"""Draws in a row without a new question after which a data set is taken to have no more; a third of all are ours."""
ADVICE = "the data set has too few different questions at this level; ask for fewer, or take a harder --level"


def plan(settings: GymSettings, documents: Sequence[Document] = ()) -> Plan:
    """What would be made; source documents are not used.

    Raises:
        MissingExtraError: reasoning-gym is not installed.
    """
    gym()
    notes = [f"{settings.split} questions of reasoning-gym {settings.release} at level {settings.level}"]
    if documents:
        notes.append(f"{len(documents)} source documents are not used: the data sets make their own questions")
    counts = settings.asked
    return Plan(counts, documents=0, batches=len(counts), tokens=0, notes=tuple(notes))


def batches(settings: GymSettings, documents: Sequence[Document] = (), start: int = 0) -> Iterator[Batch]:
    """One batch per data set, in the order of their names, from number `start` on; source documents are not used.

    Raises:
        MissingExtraError: reasoning-gym is not installed.
        ExtensionError: a data set raised.
    """
    del documents
    for name in list(settings.asked)[start:]:
        yield _Share(settings, name).fill()


@dataclass
class _Share:
    """The items of one data set on their way."""

    settings: GymSettings
    name: str
    items: list[Item] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    misses: int = 0

    def fill(self) -> Batch:
        """Draw until the share is full or nothing new comes."""
        wanted = self.settings.asked[self.name]
        self.spelt = MakerSettings(
            maker=NAME, seed=self.settings.seed, settings=self.settings.model_dump(mode="json")
        ).digest
        self.scorer = dataset(self.name, self.settings.level, 0)
        index = 0
        while len(self.items) < wanted and self.misses < MISSES:
            self.misses += 1
            self._take(draw(self.name, self.settings.level, (self.settings.seed, self.settings.split, index)))
            index += 1
        advice = {} if len(self.items) == wanted else {self.name: ADVICE}
        return Batch(items=tuple(self.items), rejected=tuple(self.rejected), advice=advice)

    def _take(self, entry: Entry | None) -> None:
        if entry is None or split_of(entry.question) != self.settings.split:
            return
        answer = TABLE[self.name].form(entry.gold)
        if reason := self._refused(entry, answer):
            gate, detail = reason
            self.rejected.append(Rejection(gate=gate, reason=detail, question=entry.question, kind=self.name))
        elif answer is not None:
            self.misses = 0
            self.items.append(self._item(entry, answer))
        self.seen.add(entry.question)

    def _refused(self, entry: Entry, answer: Answer | None) -> tuple[str, str] | None:
        """Gate and reason where an entry cannot be used."""
        if entry.question in self.seen:
            return "duplicate", "the same question was drawn before"
        if not TABLE[self.name].clear(entry.question):
            return "ambiguous", "the question can be read in two ways"
        if answer is None:
            return "gold", f"{entry.gold!r} is nothing that can be graded"
        with boundary(ExtensionError, f"the scorer of reasoning_gym's data set {self.name!r}"), alone():
            marks = float(self.scorer.score_answer(entry.gold, entry.raw))
        return None if marks == 1.0 else ("own scorer", f"the data set's own scorer gives its gold {marks}")

    def _item(self, entry: Entry, answer: Answer) -> Item:
        check = Check(gate="own scorer", passed=True, detail=f"reasoning-gym {self.settings.release}")
        lineage = Lineage(maker=NAME, settings=self.spelt, seed=self.settings.seed, checks=(check,))
        cluster = f"{self.name} {digest(entry.question)}"
        return Item(
            question=entry.question, kind=self.name, answer=answer, answerable=True, cluster=cluster, lineage=lineage
        )


MAKER = Maker(NAME, "questions of reasoning-gym's procedural data sets", GymSettings, plan, batches, ("en",))

__all__ = ["MAKER", "NAME", "GymSettings", "batches", "plan"]
