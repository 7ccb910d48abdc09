"""The work of the maker: waves of jobs until every slot is filled, nothing more comes, or the budget is spent.

    open slots -> jobs -> (per bundle: author, gates, difficulty) -> near-duplicates -> slots -> one batch

Bundles of a wave run side by side; what depends on other drafts (near-duplicates, slots) is decided afterwards, in the
order of the jobs, so that the same replies give the same items however long each of them took. What a wave starts from
is what the store holds: items, and a note of how far the work is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from benchwright.errors import ModelError
from benchwright.items.drafts import author, gates
from benchwright.items.drafts.aiming import Aim, aimed
from benchwright.items.drafts.asking import Till, side_by_side
from benchwright.items.drafts.draft import Desk, Draft, Drafted, Job
from benchwright.items.drafts.forecast import Forecast, forecast
from benchwright.items.drafts.jobs import Ground, bundles, drafts_in, jobs_for, surplus
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.items.drafts.slots import ANYWHERE, Slot, missing, slot_of
from benchwright.items.drafts.twins import Twins, twin
from benchwright.items.maker import Batch
from benchwright.models.calls import Purse, Spent
from benchwright.records import Check, Document, Item, Lineage, Rejection
from benchwright.seeding import rng

NAME = "drafts"
BUNDLE = 3
"""Times as many drafts go through the gates together as one call shows passages of."""
DEAD = 3
"""Calls to a model that failed in a wave, and none that did not, after which it is taken not to answer at all."""
BARREN = 3
"""Waves in a row without a survivor, after which nothing more is to be expected."""
SURE = 20
"""Drafts after which costs can be foretold."""
TAKEN = 0.85
"""Share of the drafts that are kept which also find a slot and have no near-duplicate, before that is known."""

Run = Callable[[Callable[[], Awaitable[Any]]], Any]  # Any: whatever the work gives
"""Runs asynchronous work to its end; always on the same loop, for connections belong to one."""
Gate = Callable[[Sequence[Item], Mapping[str, Document]], tuple[list[Item], list[Rejection]]]
Watch = Callable[[int, int, str], None]
"""(items made, items asked for, what happened)."""


@dataclass(frozen=True)
class Studio:
    """What a composer supplies: models, what they may cost, and what is on disk already."""

    desk: Desk
    purse: Purse
    run: Run
    gate: Gate
    """What every item of every maker must pass."""
    aim: Aim | None = None
    made: tuple[Item, ...] = ()
    """Items on disk, from an earlier call."""
    state: str = ""
    """What the last batch on disk left to go on from."""
    watch: Watch | None = None


@dataclass
class Progress:
    """How far the work is: what a batch leaves to the next one."""

    wave: int = 0
    jobs: int = 0
    drafted: int = 0
    """Drafts asked for."""
    kept: int = 0
    """Drafts that passed every gate, whether or not a slot was open for them."""
    sifted: int = 0
    """Those of them that were looked at for near-duplicates and slots: all of finished waves."""
    barren: int = 0
    """Waves without an item, the last in a row."""
    refused: bool = False
    """The budget did not cover all of the last wave."""
    cost: tuple[int, int, int] = (0, 0, 0)
    """Calls and tokens of the drafts that are through."""
    once: tuple[int, int, int] = (0, 0, 0)
    """The same, of what is paid once for a section."""
    shared: list[str] = field(default_factory=list)
    """Calls of the purse that are not counted again."""
    spent: dict[str, list[int]] = field(default_factory=dict)
    paid: float = 0.0

    @classmethod
    def read(cls, text: str) -> Progress:
        """From the note of a batch."""
        return cls(**json.loads(text)) if text else cls()

    def note(self, purse: Purse) -> str:
        """For the batch."""
        spent = {name: [one.calls, one.input_tokens, one.output_tokens] for name, one in sorted(purse.spent.items())}
        now = replace(self, spent=spent, paid=purse.paid, shared=sorted(purse.shared))
        return json.dumps(asdict(now), sort_keys=True)

    def resume(self, purse: Purse) -> None:
        """Put into the purse what earlier batches cost."""
        purse.spent = {name: Spent(*cost) for name, cost in self.spent.items()}
        purse.paid, purse.shared = self.paid, set(self.shared)


def measured(state: str) -> dict[str, float | None]:
    """What the making took, for the card."""
    now, purse = Progress.read(state), Purse()
    now.resume(purse)
    return {
        "drafts asked for": now.drafted,
        "calls of all models": purse.total.calls,
        "tokens of all models": purse.total.tokens,
        **({"USD paid for all models": round(purse.paid, 4)} if purse.paid else {}),
    }


@dataclass
class Work:
    """The benchmark on its way."""

    settings: DraftsSettings
    spelt: str
    """Digest of the settings."""
    ground: Ground
    slots: tuple[Slot, ...]
    studio: Studio
    progress: Progress = field(default_factory=Progress)
    items: list[Item] = field(default_factory=list)
    tills: list[Till] = field(default_factory=list)
    """Of the bundles of a wave."""
    due: set[tuple[str, str]] = field(default_factory=set)
    """Sections that were shown, or are about to be."""

    def __post_init__(self) -> None:
        self.progress = Progress.read(self.studio.state)
        self.progress.resume(self.studio.purse)
        self.items = [item for item in self.studio.made if item.variant != "edited"]
        self.seen = gates.Duplicates(self.studio.desk.embed, self.studio.desk.nearness)
        self.seen.prepare(known := [_as_draft(item) for item in self.items])
        for one in known:
            self.seen.add(one)

    def batches(self) -> Iterator[Batch]:
        """One batch per wave; the last one says what came out short and why."""
        while not self._over():
            yield self._wave()

    def _over(self) -> bool:
        return not self._open() or self.progress.barren >= BARREN or self.progress.refused

    def _open(self) -> Counter[Slot]:
        return missing(self.slots, (slot_of(item, self.ground.sections) for item in self.items))

    def _wave(self) -> Batch:
        now = self.progress
        jobs = jobs_for(
            self.ground, self._open(), wave=now.wave, first=now.jobs, rate=surplus(now.drafted, now.kept)
        )  # fmt: skip
        jobs = self._affordable(jobs)
        self.due |= {(section.document, section.id) for job in jobs for section in job.sections}
        mixed = list(jobs)  # so that every bundle is like the rest, and costs can be foretold from the first
        rng("drafts", "bundles", self.ground.key, now.wave).shuffle(mixed)
        work = bundles(mixed, BUNDLE * self.studio.desk.together)
        self.tills.clear()
        results = self.studio.run(partial(side_by_side, self._bundle, work))
        self._answered()
        kept = [draft for one in results for draft in one.drafts]
        rejected = [entry for one in results for entry in one.rejected]
        items, more = self._admit(kept)
        now.barren = 0 if items else now.barren + 1
        now.wave, now.jobs, now.sifted = now.wave + 1, now.jobs + len(jobs), now.kept
        documents = [self.ground.documents[key] for key in sorted({key for item in items for key in item.documents})]
        twins, failed = self._twins(items)
        now.refused = self.studio.purse.refused > 0
        batch = Batch(
            documents=(*documents, *(one.document for one in twins)),
            items=tuple(_with_twins(items, twins)),
            rejected=(*rejected, *more, *failed),
            advice=self._advice() if self._over() else {},
            state=now.note(self.studio.purse),
        )
        self._tell(f"wave {now.wave}: {len(items)} items of {drafts_in(jobs)} drafts")
        return batch

    def _affordable(self, jobs: list[Job]) -> list[Job]:
        """Under a budget: as many jobs as what is left will pay for, by what drafts cost so far."""
        share = self.studio.purse.left()
        if share is None:
            return jobs
        used, drafted = 1 - share, self.progress.drafted
        if drafted and not used:  # models that cost nothing
            return jobs
        allowed = int(drafted * share / used) if drafted else SURE
        found: list[Job] = []
        for job in jobs:
            allowed -= drafts_in([job])
            if found and allowed < 0:
                break
            found.append(job)
        return found

    async def _bundle(self, jobs: Sequence[Job]) -> Drafted:
        """Jobs whose drafts go through the gates together."""
        till = Till()
        self.tills.append(till)
        desk = till.over(self.studio.desk)
        parts = await side_by_side(
            lambda job: author.draft(job, self._speaking(desk, [job.sections[-1].document])), jobs
        )
        spoken = self._speaking(desk, [job.sections[-1].document for job in jobs])
        judged = await gates.judged([draft for one in parts for draft in one.drafts], spoken)
        parts.append(judged)
        kept = judged.drafts
        if aim := self.studio.aim:
            aim = replace(aim, ask=till.counting(aim.ask, "target"))
            hit = await side_by_side(lambda draft: aimed(draft, self._speaking(desk, draft.documents[-1:]), aim), kept)
            parts += hit
            kept = tuple(draft for one in hit for draft in one.drafts)
        now = self.progress
        now.drafted += drafts_in(jobs)
        now.kept += len(kept)
        now.cost = _added(now.cost, till.cost)
        now.once = _added(now.once, till.shared)
        self._tell(f"{self.progress.drafted} drafts, {self.progress.kept} kept")
        return Drafted(kept, tuple(entry for one in parts for entry in one.rejected))

    def _answered(self) -> None:
        """Refuse to go on where not one call of a wave to one of the models got a reply.

        Raises:
            ModelError: with the model and the commonest reason.
        """
        answered = sum((till.answered for till in self.tills), Counter[str]())
        failures = sum((till.failures for till in self.tills), Counter[tuple[str, str]]())
        for (role, reason), _ in failures.most_common():
            count = sum(failures[one] for one in failures if one[0] == role)
            if not answered[role] and count >= DEAD:
                raise ModelError(f"all {count} calls to the {role} failed ({reason}); mend that and run the same again")

    def _speaking(self, desk: Desk, keys: Iterable[str]) -> Desk:
        """The desk in the language of these documents, where they have one."""
        codes = {self.ground.documents[key].language for key in keys} - {"und"} or {desk.language}
        return replace(desk, language=codes.pop() if len(codes) == 1 else "und")

    def _admit(self, drafts: Sequence[Draft]) -> tuple[list[Item], list[Rejection]]:
        """Those that are no near-duplicates and find a slot."""
        self.seen.prepare(drafts)
        open_slots, items, rejected = self._open(), [], []
        for draft in drafts:
            check = self.seen.check(draft)
            if not check.passed:
                rejected.append(draft.rejected(check))
                continue
            item = self._item(draft.passed(check))
            slot = slot_of(item, self.ground.sections)
            if open_slots[slot] <= 0:
                place = "" if slot.quarter == ANYWHERE else f"quarter {slot.quarter + 1} of "
                reason = f"no more of kind {slot.kind} are asked for from {place}this document"
                rejected.append(draft.rejected(Check(gate="quota", passed=False, detail=reason)))
                continue
            _, unfit = self.studio.gate([item], self.ground.documents)
            if unfit:
                rejected += unfit
                continue
            open_slots[slot] -= 1
            self.seen.add(draft)
            items.append(item)
        self.items += items
        return items, rejected

    def _item(self, draft: Draft) -> Item:
        home = self.ground.documents[draft.documents[-1]]
        starts = [one.start for one in draft.evidence if one.document == home.id]
        position = max(starts) / max(1, len(home.text)) if starts else None
        return Item(
            question=draft.question, kind=draft.kind, answer=draft.answer, answerable=draft.answer.type != "none",
            evidence=draft.evidence, documents=draft.documents, position=position,
            cluster=" + ".join(sorted(draft.documents)), author_answer=draft.answer, difficulty=draft.difficulty,
            verified_answer=draft.answer,
            lineage=Lineage(
                maker=NAME, settings=self.spelt, seed=self.settings.seed, model=self.studio.desk.authored,
                parents=draft.parents, checks=draft.checks,
            ),
        )  # fmt: skip

    def _twins(self, items: Sequence[Item]) -> tuple[list[Twins], list[Rejection]]:
        if not self.settings.counterfactual:
            return [], []
        results = self.studio.run(partial(side_by_side, self._edited, items))
        made = [one for one in results if isinstance(one, Twins)]
        failed = [
            Rejection(
                gate=one.gate, reason=one.detail, question=item.question, kind=item.kind, document=item.documents[0]
            )
            for item, one in zip(items, results, strict=True)
            if isinstance(one, Check)
        ]
        return made, failed

    async def _edited(self, item: Item) -> Twins | Check:
        return await twin(item, self.ground.documents[item.documents[0]], self.studio.desk, self.items)

    def forecast(self) -> Forecast | None:
        """What the whole will have cost, once enough drafts are through."""
        now, price = self.progress, self.studio.purse.paid / max(1, self.studio.purse.total.tokens)
        if now.drafted < SURE or not now.kept:  # where nothing survives, nothing can be foretold
            return None
        taken = len(self.items) / now.sifted if now.sifted and self.items else TAKEN
        seen = now.drafted, now.kept * min(1.0, taken)
        return forecast(seen, len(self.slots), Spent(*now.cost), self._once(), price)

    def _once(self) -> Spent:
        """What is paid once for each section: what was paid, for as many as this wave will have shown."""
        paid = Spent(*self.progress.once)
        share = max(1.0, len(self.due) / max(1, paid.calls))
        return Spent(*(round(each * share) for each in (paid.calls, paid.input_tokens, paid.output_tokens)))

    def _tell(self, what: str) -> None:
        if self.studio.watch:
            expected = self.forecast()
            self.studio.watch(len(self.items), len(self.slots), f"{what}; {expected}" if expected else what)

    def _advice(self) -> dict[str, str]:
        """Per kind that came out short: what would help."""
        if not (short := self._open()):
            return {}
        if self.progress.refused:
            cure = "the budget is spent; raise it and run again with --overwrite: finished calls are not paid again"
        else:
            cure = (
                f"{BARREN} waves in a row gave nothing more; try another author or checker, "
                "add documents, or ask for fewer (after an outage: the same again with --overwrite)"
            )
        return dict.fromkeys(sorted({slot.kind for slot in short}), cure)


def _added(held: tuple[int, int, int], more: Spent) -> tuple[int, int, int]:
    return held[0] + more.calls, held[1] + more.input_tokens, held[2] + more.output_tokens


def _as_draft(item: Item) -> Draft:
    return Draft(item.kind, item.question, item.answer, item.evidence, item.documents, "", -1)


def _with_twins(items: Sequence[Item], twins: Sequence[Twins]) -> Iterator[Item]:
    """Each item; where it has a twin, the two of the pair in its place."""
    pairs = {one.unedited.id: one for one in twins}
    for item in items:
        pair = pairs.get(item.id)
        yield from (pair.unedited, pair.edited) if pair else (item,)
