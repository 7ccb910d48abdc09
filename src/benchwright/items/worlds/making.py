"""One world on its way to items: the world, its tellings, drafts of each family, gates, variants.

A world is told once, or at several lengths (among strangers), or twice (as it is and with some facts edited). Every
question is asked of each of its tellings; the items it becomes share a `group`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from benchwright.items.maker import Batch
from benchwright.items.worlds import edits
from benchwright.items.worlds.families import FAMILIES
from benchwright.items.worlds.families.draft import Context, Draft
from benchwright.items.worlds.gates import Gates
from benchwright.items.worlds.genres import GENRES, Genre
from benchwright.items.worlds.gold import gold_facts, rules
from benchwright.items.worlds.names import Coiner
from benchwright.items.worlds.oblique import oblique
from benchwright.items.worlds.padding import padded
from benchwright.items.worlds.query import View
from benchwright.items.worlds.settings import WorldSettings
from benchwright.items.worlds.state import World
from benchwright.items.worlds.story import Size, size_of, write_world
from benchwright.items.worlds.telling import Telling
from benchwright.records import Check, Document, Item, Lineage, MakerSettings, Rejection, digest
from benchwright.seeding import rng

NAME = "worlds"
TRIES = 400
"""Drafts that may fail in a row before a family is given up in a world."""
LOOKED = 400
"""Drafts of a family that are looked through for those whose answer an edit changes."""
ATTEMPTS, SMALL = 40, 20_000
"""How often a small world is written anew until it holds its share; tokens up to which it is small."""


Parts = tuple[str | int, ...]
"""What the streams of a world depend on: maker, shape, seed, split, index, attempt."""

DENSER = 0.02
"""By how much more happens in a world at each attempt, where distractors are asked for and too few."""


@dataclass(frozen=True)
class Told:
    """A world as one document tells it."""

    variant: str
    """Empty where there is but one."""
    world: World
    """What is asked about; strangers are not in it."""
    telling: Telling
    full: World
    """What is told, strangers included."""

    @property
    def days(self) -> tuple[int, ...]:
        """Of all events told."""
        return tuple(event.day for event in self.full.events)


def make_world(settings: WorldSettings, index: int) -> tuple[World, Telling]:
    """World `index` and the document that tells it (the first, where there are several)."""
    first = tellings(settings, index)[0]
    return first.world, first.telling


def tellings(settings: WorldSettings, index: int) -> tuple[Told, ...]:
    """World `index` in all its documents."""
    return _written(settings, index).told


def batch(settings: WorldSettings, index: int) -> Batch:
    """World `index` with its documents and items."""
    return _batch(_written(settings, index))


def _batch(bench: _Bench) -> Batch:
    documents = tuple(_document(one, bench) for one in bench.told)
    return Batch(documents, tuple(_orphaned(bench.items)), tuple(bench.rejected), bench.advice)


def _document(told: Told, bench: _Bench) -> Document:
    """The document, with what it states where that is asked for. Its text, hence its id, stays as it is."""
    document = told.telling.document
    if not bench.settings.gold_facts:
        return document
    facts = gold_facts(told.full, bench.genre.schema, told.telling)
    return document.model_copy(update={"metadata": {**document.metadata, "facts": facts}})


def _written(settings: WorldSettings, index: int) -> _Bench:
    """World `index`, asked.

    A small world may lack what its share of the questions is about (a sale, a change of mind). It is then written anew,
    and the first that holds them all is kept, or else the one that holds most.
    """
    best = _attempt(settings, index, 0)
    for attempt in range(1, ATTEMPTS if settings.lengths[0] <= SMALL else 1):
        if not best.advice:
            break
        bench = _attempt(settings, index, attempt)
        if len(bench.items) > len(best.items):
            best = bench
    return best


def _orphaned(items: Sequence[Item]) -> Iterator[Item]:
    """The items without parents that are not among them: a twin for which its family had no room."""
    ids = {item.id for item in items}
    for item in items:
        kept = tuple(parent for parent in item.lineage.parents if parent in ids)
        yield (
            item
            if kept == item.lineage.parents
            else item.model_copy(update={"lineage": item.lineage.model_copy(update={"parents": kept})})
        )


def _attempt(settings: WorldSettings, index: int, attempt: int) -> _Bench:
    parts = (*_parts(settings, index), attempt)
    return _asked(settings, tuple(_tellings(settings, parts)), index, parts)


def _asked(settings: WorldSettings, told: tuple[Told, ...], index: int, parts: Parts) -> _Bench:
    bench = _Bench(settings, GENRES[settings.genre], told, parts)
    bench.ask(settings.share(index))
    return bench


def ask(settings: WorldSettings, told: tuple[Told, ...], index: int) -> Batch:
    """World `index`, told already, with its share of the items."""
    return _batch(_asked(settings, told, index, (*_parts(settings, index), 0)))


def _tellings(settings: WorldSettings, parts: Parts) -> Iterator[Told]:
    genre = GENRES[settings.genre]
    dense = 1 + DENSER * int(parts[-1]) if settings.distractors else 1.0
    sizes = [size_of(genre.schema, tokens, dense) for tokens in settings.lengths]
    world = _world(settings, parts, sizes[0], sizes[-1])
    for tokens, size in zip(settings.lengths, sizes, strict=True):
        full = world
        if size.events > sizes[0].events:
            strangers = _world(settings, parts, _rest(size, sizes[0]), sizes[-1], guests=True)
            full = padded(world, strangers, rng(*parts, "padding", tokens))
        telling = genre.tell(full, tokens, rng(*parts, "telling", tokens))
        if not settings.counterfactual:
            yield Told(str(tokens) if settings.sweep else "", world, telling, full)
            continue
        changed = edits.choose(world, genre.schema, rng(*parts, "edits"))
        yield Told("unedited", world, telling, full)
        other = edits.edited(world, changed)
        yield Told("edited", other, edits.retold(telling, changed), other)


def _rest(size: Size, own: Size) -> Size:
    """What strangers make up."""
    casts = {sort: max(1, number - own.casts[sort]) for sort, number in size.casts.items()}
    return Size(size.events - own.events, max(5, size.people - own.people), casts)


def _world(settings: WorldSettings, parts: Parts, size: Size, largest: Size, *, guests: bool = False) -> World:
    """The world of that size, or the strangers among whom it is told."""
    schema = GENRES[settings.genre].schema
    whose = ("strangers",) if guests else ()
    walk = (settings.genre, settings.seed, settings.split, *whose)
    index = int(parts[4])
    coiner = Coiner(schema.casts, walk, index, largest.names)
    dials = replace(settings.dials, clauses=0) if guests else settings.dials
    spread = max(1, round(largest.events / size.events)) if not guests else 1
    key = f"world-{digest([*parts, *whose])}"
    return write_world(key, schema, size, coiner, rng(*parts, *whose, size.events), dials=dials, spread=spread)


def _parts(settings: WorldSettings, index: int) -> Parts:
    """What the streams of a world depend on."""
    shape = [list(settings.lengths), settings.genre, vars(settings.dials)]
    return NAME, digest(shape), settings.seed, settings.split, index


@dataclass
class _Bench:
    """A world on its way to a batch."""

    settings: WorldSettings
    genre: Genre
    told: tuple[Told, ...]
    parts: Parts
    made: dict[str, list[Draft]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    advice: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        first = self.told[0]
        self.views = [View(told.world, self.genre.schema, _spans(told)) for told in self.told]
        self.gates = Gates(self.settings, self.views[0], first.telling)
        whole = MakerSettings(maker=NAME, seed=self.settings.seed, settings=self.settings.model_dump(mode="json"))
        self._digest = whole.digest

    def ask(self, share: Mapping[tuple[str, int | None], int]) -> None:
        """Items of all families, so many of each and of each quarter."""
        for name in self.settings.asked:
            self.family(name, {quarter: number for (family, quarter), number in share.items() if family == name})

    def family(self, name: str, wanted: Mapping[int | None, int]) -> None:
        """Items of a family, so many per quarter."""
        quota, left = sum(wanted.values()), dict(wanted)
        self.made.setdefault(name, [])
        drafts = self._drafts(name) if quota else iter(())
        misses = 0
        while any(left.values()) and misses < TRIES and (draft := next(drafts, None)):
            misses = 0 if self._taken(draft, left) else misses + 1
        if any(left.values()):
            self.advice[name] = self._advice(name, quota - sum(left.values()), quota)

    def _drafts(self, name: str) -> Iterator[Draft]:
        drafts = FAMILIES[name].drafts(Context(self.views[0], rng(*self.parts, name), self.made))
        for draft in self._changed_first(drafts) if self.settings.counterfactual else drafts:
            yield draft if self.settings.shared_words else oblique(draft, self.views[0], self.told[0].telling)

    def _changed_first(self, drafts: Iterator[Draft]) -> Iterator[Draft]:
        """Drafts whose answer the edits change, then the others: few change by themselves."""
        same: list[Draft] = []
        for draft in islice(drafts, LOOKED):
            other = self._variant(draft, 1)
            if other and other.answer.values != draft.answer.values:
                yield draft
            else:
                same.append(draft)
        yield from same
        yield from drafts

    def _variants(self, draft: Draft) -> list[Draft | None]:
        return [draft, *(self._variant(draft, place) for place in range(1, len(self.told)))]

    def _taken(self, draft: Draft, left: dict[int | None, int]) -> bool:
        """Whether the draft became items."""
        quarter = self._quarter(draft) if self.settings.quarters else None
        if not left.get(quarter):
            return False
        checks = self.gates.check(draft)
        variants = self._variants(draft)
        failed = next((found for found in checks if not found.passed), None)
        if None in variants:
            failed = failed or Check(gate="variants", passed=False, detail="no single answer in every variant")
        if failed:
            self.rejected.append(self._rejection(draft, failed))
            return False
        left[quarter] -= 1
        self.made[draft.kind].append(draft)
        self.gates.passed(draft)
        items = [self._item(place, found, checks) for place, found in enumerate(variants) if found]
        self.items += self._linked(items)
        return True

    def _quarter(self, draft: Draft) -> int | None:
        spans = self.told[0].telling.evidence(draft.needs)
        return min(3, 4 * spans[-1].start // len(self.told[0].telling.document.text)) if spans else None

    def _variant(self, draft: Draft, place: int) -> Draft | None:
        """The same question of another telling."""
        if not self.settings.counterfactual:
            return draft
        found = edits.again(draft, self.views[place])
        return edits.unfaithful(found, draft) if found else None

    def _linked(self, items: list[Item]) -> list[Item]:
        """Edited items name the unedited one."""
        if not self.settings.counterfactual:
            return items
        first, *rest = items
        return [first, *(
            item.model_copy(update={"lineage": item.lineage.model_copy(update={"parents": (first.id,)})})
            for item in rest
        )]  # fmt: skip

    def _rejection(self, draft: Draft, failed: Check) -> Rejection:
        document = self.told[0].telling.document.id
        return Rejection(
            gate=failed.gate, reason=failed.detail, question=draft.question, kind=draft.kind, document=document
        )

    def _item(self, place: int, draft: Draft, checks: tuple[Check, ...] = ()) -> Item:
        """The draft as an item of one telling."""
        told = self.told[place]
        evidence, document = told.telling.evidence(draft.needs), told.telling.document
        group = digest([told.world.id, draft.kind, *draft.key]) if told.variant else ""
        return Item(
            question=draft.question, kind=draft.kind, answer=draft.answer, answerable=draft.answer.type != "none",
            evidence=evidence, documents=(document.id,),
            position=round(evidence[-1].start / len(document.text), 6) if evidence else None,
            cluster=told.world.id, decoys=draft.decoys, group=group, variant=told.variant,
            rules=rules(draft, self.views[place]) if self.settings.gold_facts else "",
            lineage=Lineage(
                maker=NAME, settings=self._digest, seed=self.settings.seed, checks=checks,
                parents=tuple(self._item(place, parent).id for parent in draft.parents),
            ),
        )  # fmt: skip

    def _advice(self, name: str, made: int, quota: int) -> str:
        settings = self.settings
        return (
            f"a world of {settings.lengths[0]} tokens yields {made} of {quota} questions of kind {name!r}; "
            f"ask for fewer, use more worlds than {settings.number}, or longer documents"
        )


def _spans(told: Told) -> tuple[tuple[str, int], ...]:
    """Parts with the day of the last event told in them."""
    return tuple((part.name, told.days[part.last]) for part in told.telling.parts)


__all__ = ["NAME", "ask", "batch", "make_world", "tellings"]
