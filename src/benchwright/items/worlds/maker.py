"""Items about generated worlds: a batch is one world, its document and the questions asked about it.

    settings ─► world ─► telling ─► drafts of each family ─► gates ─► items

World `i` depends on the seed, the split, its index and the settings that shape a world (length, genre): asking for more
items leaves the worlds as they are. Every world has a share of each family fixed in advance, so that counts are exact
and no batch needs to know of another. No two worlds of a benchmark share a name, so no question is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field, field_validator

from benchwright.errors import InputError, UnknownNameError
from benchwright.items.maker import Batch, Maker, Plan, Settings
from benchwright.items.worlds.families import FAMILIES
from benchwright.items.worlds.families.draft import Context, Draft
from benchwright.items.worlds.gates import check
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.names import Coiner
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import World
from benchwright.items.worlds.story import size_of, write_world
from benchwright.items.worlds.telling import Telling
from benchwright.records import Check, Document, Item, Lineage, MakerSettings, Rejection, digest
from benchwright.seeding import rng

NAME = "worlds"
SHORTEST, LONGEST = 1_000, 1_000_000


class WorldSettings(Settings):
    """What to make."""

    count: int = 100
    """Items in all, spread evenly over the families. Not read where `quotas` are given."""
    quotas: dict[str, int] = Field(default_factory=dict)
    """Items per family; a family that is not named gets none."""
    families: tuple[str, ...] = tuple(FAMILIES)
    """Families to spread `count` over."""
    tokens: int = 8_000
    """Length of each document (bytes / 4)."""
    worlds: int | None = None
    """How many worlds to spread the items over; by default one per dozen items, and at least ten."""
    genre: str = "novel"

    @field_validator("tokens")
    @classmethod
    def _length(cls, value: int) -> int:
        if not SHORTEST <= value <= LONGEST:
            raise InputError(f"tokens={value}: a world takes {SHORTEST} to {LONGEST} tokens; choose a length between")
        return value

    @field_validator("quotas")
    @classmethod
    def _quotas(cls, value: dict[str, int]) -> dict[str, int]:
        for name in value:
            _known("family", name, FAMILIES)
        if value and (min(value.values()) < 0 or not sum(value.values())):
            raise InputError(f"quotas={value!r}: no items are asked for; give numbers of 0 or more, such as fact=20")
        return value

    @field_validator("count")
    @classmethod
    def _count(cls, value: int) -> int:
        if value < 1:
            raise InputError(f"count={value}: no items are asked for; give a total of at least 1")
        return value

    @field_validator("families")
    @classmethod
    def _families(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            _known("family", name, FAMILIES)
        if not value or len(set(value)) < len(value):
            raise InputError(
                f"families={value!r}: name at least one family, each once; there are {', '.join(FAMILIES)}"
            )
        return value

    @field_validator("worlds")
    @classmethod
    def _worlds(cls, value: int | None) -> int | None:
        if value is not None and value < 1:
            raise InputError(f"worlds={value}: at least one world is needed; leave it out to have it chosen")
        return value

    @field_validator("genre")
    @classmethod
    def _genre(cls, value: str) -> str:
        _known("genre", value, GENRES)
        return value

    @property
    def asked(self) -> dict[str, int]:
        """Items per family."""
        if self.quotas:
            return {name: self.quotas[name] for name in FAMILIES if self.quotas.get(name)}
        each, extra = divmod(self.count, len(self.families))
        shares = {name: each + (place < extra) for place, name in enumerate(self.families)}
        return {name: shares[name] for name in FAMILIES if shares.get(name)}

    @property
    def number(self) -> int:
        """How many worlds."""
        total = sum(self.asked.values())
        return self.worlds or min(total, max(10, -(-total // 12)))

    def share(self, index: int) -> dict[str, int]:
        """Items per family that world `index` contributes; over all worlds they add up to the quotas."""
        quotas = self.asked
        shares = {}
        for place, (name, quota) in enumerate(quotas.items()):
            phase = list(quotas).index("fact") if name == "no_info" and "fact" in quotas else place
            offset = (
                phase * self.number // len(quotas)
            )  # families take extra items in different worlds, twins in the same
            shares[name] = ((index + 1) * quota + offset) // self.number - (index * quota + offset) // self.number
        return shares


def _known(what: str, name: str, registry: Mapping[str, object]) -> None:
    if name not in registry:
        raise UnknownNameError(what, name, registry)


def plan(settings: WorldSettings, documents: Sequence[Document] = ()) -> Plan:
    """What would be made; source documents are not used."""
    notes = (f"{len(documents)} source documents are not used: worlds are generated",) if documents else ()
    number = settings.number
    return Plan(settings.asked, documents=number, batches=number, tokens=number * settings.tokens, notes=notes)


def batches(settings: WorldSettings, documents: Sequence[Document] = (), start: int = 0) -> Iterator[Batch]:
    """One batch per world, from world `start` on; source documents are not used."""
    del documents
    for index in range(start, settings.number):
        yield _batch(settings, index)


def make_world(settings: WorldSettings, index: int) -> tuple[World, Telling]:
    """World `index` and the document that tells it."""
    parts = _parts(settings, index)
    size = size_of(settings.tokens)
    coiner = Coiner(settings.seed, settings.split, index, size.names)
    world = write_world(f"world-{digest(parts)}", size, coiner, rng(*parts))
    return world, GENRES[settings.genre](world, settings.tokens, rng(*parts, "telling"))


def _parts(settings: WorldSettings, index: int) -> tuple[str | int, ...]:
    """What the streams of a world depend on."""
    return NAME, digest([settings.tokens, settings.genre]), settings.seed, settings.split, index


@dataclass
class _Bench:
    """A world on its way to a batch."""

    settings: WorldSettings
    world: World
    telling: Telling

    def rejection(self, draft: Draft, failed: Check) -> Rejection:
        """The draft as one that was dropped."""
        document = self.telling.document.id
        return Rejection(
            gate=failed.gate, reason=failed.detail, question=draft.question, kind=draft.kind, document=document
        )

    def item(self, draft: Draft, checks: tuple[Check, ...] = ()) -> Item:
        """The draft as an item."""
        evidence, document = self.telling.evidence(draft.needs), self.telling.document
        whole = MakerSettings(maker=NAME, seed=self.settings.seed, settings=self.settings.model_dump(mode="json"))
        lineage = Lineage(
            maker=NAME,
            settings=whole.digest,
            seed=self.settings.seed,
            parents=tuple(self.item(parent).id for parent in draft.parents),
            checks=checks,
        )
        return Item(
            question=draft.question,
            kind=draft.kind,
            answer=draft.answer,
            answerable=draft.answer.type != "none",
            evidence=evidence,
            documents=(document.id,),
            position=round(evidence[-1].start / len(document.text), 6) if evidence else None,
            cluster=self.world.id,
            lineage=lineage,
        )


def _batch(settings: WorldSettings, index: int) -> Batch:
    world, telling = make_world(settings, index)
    bench, view = _Bench(settings, world, telling), View(world)
    made: dict[str, list[Draft]] = {}
    items: list[Item] = []
    rejected: list[Rejection] = []
    advice: dict[str, str] = {}
    for name, quota in settings.share(index).items():
        stream = rng(*_parts(settings, index), name)
        drafts = FAMILIES[name].drafts(Context(view, stream, made)) if quota else iter(())
        made[name] = []
        while len(made[name]) < quota and (draft := next(drafts, None)):
            checks = check(draft, telling, made)
            failed = next((found for found in checks if not found.passed), None)
            if failed:
                rejected.append(bench.rejection(draft, failed))
            else:
                made[name].append(draft)
                items.append(bench.item(draft, checks))
        if len(made[name]) < quota:
            advice[name] = _advice(settings, name, len(made[name]), quota)
    return Batch((telling.document,), tuple(items), tuple(rejected), advice)


def _advice(settings: WorldSettings, name: str, made: int, quota: int) -> str:
    return (
        f"a world of {settings.tokens} tokens yields {made} of {quota} questions of kind {name!r}; "
        f"use more worlds than {settings.number}, or longer documents"
    )


MAKER = Maker(NAME, "questions computed from a generated world, told as a novel", WorldSettings, plan, batches)
