"""Items of a specified benchmark: a batch is a run of numbers, each of which gives one problem.

    (spec, seed, split, number) --sample--> problem --render--> question
                                            problem --solve---> reply --check--> gold

A problem is rejected where the code fails at it, where its question came before, where the solver's own reply does not
satisfy every constraint, or where a reply that was made wrong on purpose satisfies them all. Problems without a
solution are a kind of their own, so that they are counted, and shown, apart. The code is kept with the benchmark, which
is then graded by it wherever it goes. Nothing here calls a model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator, model_validator

from benchwright.errors import InputError
from benchwright.items import asking
from benchwright.items.maker import Batch, Kept, Maker, Plan, Settings
from benchwright.records import Answer, Check, Document, Item, Lineage, MakerSettings, Rejection, canonical, digest
from benchwright.seeding import seed_of
from benchwright.specs import SHIPPED, Drawn, Ranges, Spec, files_of, register, shipped_spec, spec_of

NAME = "spec"
MISSES = 400
"""Draws in a row that gave nothing new after which there is taken to be no more."""
BATCH = 100
ADVICE = "too few problems of this kind are drawn; ask for fewer, or narrow the parameters less"


class SpecSettings(Settings):
    """What the maker `spec` can be told."""

    spec: str
    """One that comes with the package; or a folder with a plan and its code, of which the plan's name is kept."""
    count: asking.Total = 100
    """Items in all. Not read where `quotas` are given."""
    quotas: dict[str, int] = Field(default_factory=dict)
    """Items per kind."""
    unsolvable: float = 0.2
    """Share of `count` that has no solution."""
    parameters: Ranges = Field(default_factory=dict)
    """Ranges that are narrower than the plan's: {"participants": [2, 3]}."""
    version: str = ""
    """Digest of the spec's code, which is part of a benchmark's identity."""

    @field_validator("unsolvable")
    @classmethod
    def _share(cls, value: float) -> float:
        if not 0 <= value <= 1:
            raise InputError(f"unsolvable={value}: give a share from 0 to 1")
        return value

    @model_validator(mode="before")
    @classmethod
    def _found(cls, values: dict[str, Any]) -> dict[str, Any]:
        given = values.get("spec")
        if not isinstance(given, str) or values.get("version"):
            return values
        if given not in SHIPPED and Path(given).is_dir():
            spec = register(given)
            return values | {"spec": spec.plan.name, "version": spec.ref}
        return values | {"version": shipped_spec(asking.known("spec", given, SHIPPED)).ref}

    @model_validator(mode="after")
    def _together(self) -> SpecSettings:
        found = spec_of(self.version)
        if found.plan.name != self.spec:
            raise InputError(f"spec={self.spec!r} and version={self.version!r} name two specs; leave version out")
        found.plan.narrowed(self.parameters)
        asking.quotas(self.quotas, "kind", self.kinds, self.spec)
        return self

    @property
    def kinds(self) -> tuple[str, str]:
        """Kinds of the items: with a solution, and without."""
        return self.spec, f"{self.spec} without a solution"

    @property
    def asked(self) -> dict[str, int]:
        """Items per kind."""
        if self.quotas:
            return {kind: self.quotas[kind] for kind in self.kinds if self.quotas.get(kind)}
        without = round(self.count * self.unsolvable)
        return {kind: n for kind, n in zip(self.kinds, (self.count - without, without), strict=True) if n}


def plan(settings: SpecSettings, documents: Sequence[Document] = ()) -> Plan:
    """What would be made; source documents are not used."""
    spec = spec_of(settings.version)
    notes = [f"spec {settings.version}: {spec.plan.summary}", f"isolation of its code: {spec.isolation}"]
    if documents:
        notes.append(f"{len(documents)} source documents are not used: problems are sampled")
    counts = settings.asked
    total = sum(counts.values())
    return Plan(counts, documents=0, batches=-(-total // BATCH), tokens=0, notes=tuple(notes))


def batches(settings: SpecSettings, documents: Sequence[Document] = (), start: int = 0) -> Iterator[Batch]:
    """Batches of 100 items from number `start` on. Those before are drawn again, for no question may come twice."""
    del documents
    work = _Work(settings)
    slots = [kind for kind, count in settings.asked.items() for _ in range(count)]
    for number in range(-(-len(slots) // BATCH)):
        made = work.fill(slots[number * BATCH : (number + 1) * BATCH])
        if number >= start:
            yield made


@dataclass
class _Work:
    """The items of one specification on their way."""

    settings: SpecSettings
    seen: set[str] = field(default_factory=set)
    waiting: dict[str, list[Item]] = field(default_factory=dict)
    """Items of a kind that was not asked for when they were drawn."""
    ahead: list[Drawn | str] = field(default_factory=list)
    """Drawn, and not looked at yet."""
    drawn: int = 0

    @cached_property
    def spec(self) -> Spec:
        return spec_of(self.settings.version)

    @cached_property
    def ranges(self) -> Ranges:
        return self.spec.plan.narrowed(self.settings.parameters)

    @cached_property
    def spelt(self) -> str:
        given = self.settings.model_dump(mode="json")
        return MakerSettings(maker=NAME, seed=self.settings.seed, settings=given).digest

    def fill(self, kinds: Sequence[str]) -> Batch:
        """One item per kind named, as far as they can be had."""
        items: list[Item] = []
        self.rejected: list[Rejection] = []
        advice = {}
        for kind in kinds:
            if kind in advice:
                continue
            item = self._next(kind)
            if item is None:
                advice[kind] = ADVICE
            else:
                items.append(item)
        return Batch(items=tuple(items), rejected=tuple(self.rejected), advice=advice)

    def _next(self, kind: str) -> Item | None:
        """The next item of that kind."""
        for _ in range(MISSES):
            if held := self.waiting.get(kind):
                return held.pop(0)
            if (item := self._draw()) is not None:
                self.waiting.setdefault(item.kind, []).append(item)
        return None

    def _draw(self) -> Item | None:
        """The item of the next number; none where it is not kept."""
        if not self.ahead:
            numbers = range(self.drawn, self.drawn + self.spec.together)
            self.ahead = self.spec.draw(
                [(self._seed("spec", n), self._seed("mutants", n)) for n in numbers], self.ranges
            )
        self.drawn += 1
        found = self.ahead.pop(0)
        if isinstance(found, str):
            self.rejected.append(Rejection(gate="code", reason=found, question="", kind=self.settings.spec))
            return None
        kind = self.settings.kinds[found.reply == self.spec.no_solution]
        if reason := self._refused(found):
            self.rejected.append(Rejection(gate=reason[0], reason=reason[1], question=found.question, kind=kind))
            return None
        self.seen.add(found.question)
        return self._item(kind, found)

    def _seed(self, use: str, number: int) -> int:
        return seed_of(use, self.spec.ref, self.settings.seed, self.settings.split, number)

    def _refused(self, found: Drawn) -> tuple[str, str] | None:
        """Gate and reason where a problem cannot be used."""
        if found.question in self.seen:
            return "duplicate", "the same problem was drawn before"
        if not found.right:
            return "solver", f"the solver's own reply does not pass: {found.passed or 'it cannot be read'}"
        if passing := found.passing:
            return "mutant", f"a reply that should fail passes: {passing[0][:200]}"
        return None if found.mutants else ("mutant", "no wrong reply could be made")

    def _item(self, kind: str, found: Drawn) -> Item:
        detail = ", ".join(f"{name} {value:g}" for name, value in sorted(found.complexity.items()))
        checks = (
            Check(gate="solver", passed=True, detail=self.spec.ref),
            Check(gate="complexity", passed=True, detail=detail),
        )
        answer = Answer(type="checked", values=(found.reply,), checker=self.spec.ref, problem=canonical(found.problem))
        return Item(
            question=found.question, kind=kind, answerable=True, answer=answer,
            cluster=f"{self.settings.spec} {digest(found.question)}",
            lineage=Lineage(maker=NAME, settings=self.spelt, seed=self.settings.seed, checks=checks),
        )  # fmt: skip


def kept(settings: SpecSettings) -> Kept:
    """The code that judges the items, and what stood between it and this machine."""
    spec = spec_of(settings.version)
    texts = files_of(spec.ref)
    by_model = [one.name for one in spec.plan.constraints if one.by == "model"]
    facts = {"spec": spec.ref, "isolation": spec.isolation, "not judged by program": by_model}
    facts |= _verified(texts.get("verification.json", "{}"))
    files = {f"spec/{name}": text for name, text in texts.items()}
    return Kept(files, (MakerSettings(maker="code of the spec", seed=settings.seed, settings=facts),))


def _verified(text: str) -> dict[str, Any]:
    """What the card says of the stages: who judged the wording, and how many problems were looked at."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputError(
            f"the spec's verification.json is no JSON ({error}); remove it, or make the spec anew"
        ) from error
    told = ("wording read by", "wording", "problems drawn", "share with a solution")
    return {name: found[name] for name in told if name in found}


MAKER = Maker(
    NAME,
    "problems that the code of a specification samples and judges",
    SpecSettings,
    plan,
    batches,
    ("en",),
    kept=kept,
)
