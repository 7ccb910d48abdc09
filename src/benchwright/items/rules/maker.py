"""The maker `documents`: questions about real documents, drafted by rule, one batch per document.

All documents are surveyed first, for exact counts need to know what each can give; then every batch is drafted again
and chosen from. A batch depends on the settings and the documents alone, not on the batches before it. Nothing is
random but the choice among candidates. With `sweep`, every document and its items come at several lengths (`sweeping`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pydantic import Field, model_validator

from benchwright.errors import InputError
from benchwright.items import asking
from benchwright.items.maker import Batch, Maker, Plan, Settings
from benchwright.items.padding import Filler
from benchwright.items.rules.catalogue import KINDS
from benchwright.items.rules.prepare import Candidate, Stock, prepare
from benchwright.items.rules.select import Picker, spread
from benchwright.items.rules.sweeping import Sweep, check_lengths
from benchwright.records import Document, Item, Lineage, MakerSettings, Rejection
from benchwright.seeding import rng

_ANSWERABLE = tuple(kind for kind in KINDS if kind != "no_info")


class DocumentsSettings(Settings):
    """What the maker `documents` can be told."""

    count: int = 100
    """Items in total, spread over kinds as evenly as the documents allow. Not read where `quotas` are given."""
    quotas: dict[str, int] = Field(default_factory=dict)
    """Items per kind; a kind that is not named gets none."""
    no_info: float = 0.2
    """Share of `count` that nothing in the document answers."""
    splits: dict[str, float] = Field(default_factory=lambda: {"test": 1.0})
    """The splits that share the documents, with their shares: each section's passages go to one of them."""
    sweep: tuple[int, ...] = ()
    """Lengths in tokens: every document among other texts up to each length, with the same items at all of them."""

    @model_validator(mode="after")
    def _usable(self) -> DocumentsSettings:
        asking.quotas(self.quotas, "kind", KINDS, "number")
        if not self.quotas:
            asking.total(self.count)
        if not 0 <= self.no_info < 1:
            raise InputError(f"no_info is {self.no_info}; give a share of at least 0 and below 1, such as 0.2")
        if self.split not in self.splits or min(self.splits.values()) <= 0:
            raise InputError(
                f"split {self.split!r} needs a share above 0 in splits, which are {self.splits}; add it there"
            )
        check_lengths(self.sweep)
        return self


@dataclass(frozen=True)
class Survey:
    """What the documents offer, and what is taken of it."""

    room: dict[str, dict[int, int]]
    """Candidates per kind and document."""
    fallen: Counter[tuple[str, str]]
    """Drafts dropped, per kind and gate."""
    asked: dict[str, int]
    """Items asked for, per kind."""
    taken: dict[str, dict[int, int]]
    """Items to be made, per kind and document."""
    unread: tuple[str, ...]
    """Why documents were left out."""


def plan(settings: DocumentsSettings, documents: Sequence[Document], *, filler: Filler | None = None) -> Plan:
    """What would be made of the documents, with honest counts of candidates.

    Raises:
        InputError: there is no document, or one does not fit into the shortest length.
    """
    survey = _survey(settings, documents, filler)
    notes = [
        f"{kind}: {sum(survey.room[kind].values())} candidates for {asked} items"
        for kind, asked in survey.asked.items()
    ]
    size = sum(len(document.text.encode("utf-8", "surrogatepass")) for document in documents)
    lengths = len(settings.sweep) or 1
    used = len({at for held in survey.taken.values() for at, count in held.items() if count})
    if settings.sweep:
        notes.append(f"{sum(survey.asked.values())} items x {lengths} lengths, the same items at every length")
    return Plan(
        counts={kind: asked * lengths for kind, asked in survey.asked.items()},
        documents=used * lengths if settings.sweep else len(documents),
        batches=len(documents),
        tokens=sum(settings.sweep) * used or size // 4,
        notes=(*notes, *survey.unread, *_advice(survey).values()),
    )


def batches(
    settings: DocumentsSettings, documents: Sequence[Document], start: int = 0, *, filler: Filler | None = None
) -> Iterator[Batch]:
    """One batch per document, from document `start` on; the last carries the advice on kinds that came out short.

    Args:
        settings: what is made.
        documents: the sources.
        start: the first batch to make.
        filler: generated text, for a sweep over lengths that the sources do not fill.

    Raises:
        InputError: there is no document, or one does not fit into the shortest length.
    """
    survey = _survey(settings, documents, filler)
    for at in range(start, len(documents)):
        stock = _stock(settings, documents, at, filler)
        advice = _advice(survey) if at == len(documents) - 1 else {}
        counts = {kind: held.get(at, 0) for kind, held in survey.taken.items()}
        made = list(_items(settings, documents[at], stock, counts))
        if settings.sweep:
            swept = _sweep(settings, documents, filler).batch(at, made)
            yield Batch(swept.documents, swept.items, (*stock.rejected, *swept.rejected), {**swept.advice, **advice})
        else:
            yield Batch((documents[at],), tuple(item for _, item in made), stock.rejected, advice)


def with_filler(filler: Filler) -> Maker[DocumentsSettings]:
    """The maker, with generated text to pad documents with where the other sources do not suffice."""
    return replace(MAKER, plan=partial(plan, filler=filler), batches=partial(batches, filler=filler))


def _sweep(settings: DocumentsSettings, documents: Sequence[Document], filler: Filler | None) -> Sweep:
    return Sweep(settings.sweep, tuple(documents), f"{settings.seed} {settings.split}", filler)


def _stock(settings: DocumentsSettings, documents: Sequence[Document], at: int, filler: Filler | None) -> Stock:
    stock = _offered(settings, documents, at)
    return _sweep(settings, documents, filler).sifted(stock, at) if settings.sweep else stock


def _offered(settings: DocumentsSettings, documents: Sequence[Document], at: int) -> Stock:
    document = documents[at]
    for other in documents[:at]:
        if other.id == document.id:
            reason = f"the same text as {other.source!r}"
            return Stock(rejected=(_left_out("duplicate document", reason, document),))
    return prepare(document, settings.splits, settings.split)


def _left_out(gate: str, reason: str, document: Document) -> Rejection:
    return Rejection(gate=gate, reason=reason, question="", kind="document", document=document.id)


def _survey(settings: DocumentsSettings, documents: Sequence[Document], filler: Filler | None) -> Survey:
    if not documents:
        raise InputError("the maker 'documents' asks about given documents and got none; give at least one file")
    room: dict[str, dict[int, int]] = {kind: {} for kind in KINDS}
    fallen, unread = Counter[tuple[str, str]](), list[str]()
    for at, document in enumerate(documents):
        stock = _stock(settings, documents, at, filler)
        fallen += stock.fallen()
        for kind, count in stock.room().items():
            room[kind][at] = count
        unread += [f"{document.source}: {one.reason}" for one in stock.rejected if one.kind == "document"]
    asked = _asked(settings, {kind: sum(held.values()) for kind, held in room.items()})
    taken = _taken(settings, asked, room)
    if settings.sweep:
        used = {at for held in taken.values() for at, count in held.items() if count}
        _sweep(settings, documents, filler).refuse_short(sorted(used))
    return Survey(room, fallen, asked, taken, tuple(unread))


def _asked(settings: DocumentsSettings, room: Mapping[str, int]) -> dict[str, int]:
    """Items asked for, per kind: what is missing of a count is asked of the kinds that fall below an even share."""
    if settings.quotas:
        return {kind: settings.quotas[kind] for kind in KINDS if settings.quotas.get(kind)}
    nothing = min(round(settings.count * settings.no_info), room["no_info"])
    rest = settings.count - nothing
    dealt = spread(rest, {kind: room[kind] for kind in _ANSWERABLE})
    missing = rest - sum(dealt.values())
    even = spread(rest, dict.fromkeys(_ANSWERABLE, rest))
    more = spread(missing, {kind: max(0, even[kind] - dealt[kind]) for kind in _ANSWERABLE})
    asked = {kind: dealt[kind] + more[kind] for kind in _ANSWERABLE} | {"no_info": nothing}
    return {kind: count for kind, count in asked.items() if count}


def _taken(
    settings: DocumentsSettings, asked: Mapping[str, int], room: Mapping[str, dict[int, int]]
) -> dict[str, dict[int, int]]:
    """Items per kind and document; no-info twins only where the document also has an item that can be answered."""
    taken: dict[str, dict[int, int]] = {}
    for kind, count in asked.items():
        held = room[kind]
        if kind == "no_info" and taken:
            answered = {at for dealt in taken.values() for at, one in dealt.items() if one}
            held = {at: one for at, one in held.items() if at in answered}
        order = sorted(held)
        rng("documents", "order", settings.seed, settings.split, kind).shuffle(order)
        taken[kind] = spread(count, {at: held[at] for at in order})
    return taken


def _advice(survey: Survey) -> dict[str, str]:
    """Per kind that came out short: how short, where drafts fell, and what would help."""
    found: dict[str, str] = {}
    for kind, asked in survey.asked.items():
        made = sum(survey.taken[kind].values())
        if made < asked:
            gates = Counter({gate: count for (of, gate), count in survey.fallen.items() if of == kind})
            worst = gates.most_common(1)
            fell = (
                f"most drafts fell at the gate {worst[0][0]!r} ({worst[0][1]})"
                if worst
                else "no rule found more candidates"
            )
            unread = f"; left out: {'; '.join(survey.unread)}" if survey.unread else ""
            found[kind] = f"{kind}: made {made} of {asked}; {fell}; add documents or ask for fewer{unread}"
    return found


def _items(
    settings: DocumentsSettings, document: Document, stock: Stock, counts: Mapping[str, int]
) -> Iterator[tuple[Candidate, Item]]:
    stream = rng("documents", "pick", settings.seed, settings.split, document.id)
    picker = Picker(stream)
    made: list[tuple[Candidate, Item]] = []
    for kind, count in counts.items():
        fit = [candidate for candidate in stock.candidates if candidate.draft.kind == kind]
        for candidate in picker.pick(count, fit):
            parents = _parents(candidate, made, settings)
            item = _item(candidate, document, settings, parents)
            made.append((candidate, item))
            yield candidate, item


def _parents(
    candidate: Candidate, made: Sequence[tuple[Candidate, Item]], settings: DocumentsSettings
) -> tuple[str, ...]:
    """The answerable item a twin is twin of: one of the same form that was made, else of the same rule, else any."""
    if candidate.draft.parent is None:
        return ()
    answerable = [(one, item) for one, item in made if item.answerable]
    near = [item.id for one, item in answerable if one.form == candidate.form]
    near += [item.id for one, item in answerable if one.draft.rule == candidate.draft.parent.rule]
    near += [item.id for _, item in answerable]
    return tuple(near[:1]) or (_parent_id(candidate, settings),)


def _parent_id(candidate: Candidate, settings: DocumentsSettings) -> str:
    """The id that the draft behind a twin has as an item, where no answerable item was asked for."""
    parent = candidate.draft.parent
    assert parent is not None  # noqa: S101  # the caller has looked
    place = Candidate(parent, (), None)
    return _item(place, None, settings, ()).id


def _item(
    candidate: Candidate, document: Document | None, settings: DocumentsSettings, parents: tuple[str, ...]
) -> Item:
    draft = candidate.draft
    source = document.id if document else draft.evidence[0].document
    spelt = MakerSettings(maker=MAKER.name, seed=settings.seed, settings=settings.model_dump(mode="json"))
    return Item(
        question=draft.question,
        kind=draft.kind,
        answer=draft.answer,
        answerable=draft.answer.type != "none",
        evidence=draft.evidence,
        documents=(source,),
        position=candidate.position,
        cluster=source,
        lineage=Lineage(
            maker=MAKER.name, settings=spelt.digest, seed=settings.seed, parents=parents, checks=candidate.checks
        ),
    )


MAKER = Maker(
    name="documents",
    summary="questions about your own documents, drafted by rule: terms, numbers, counts, lists, sections, no-info",
    settings=DocumentsSettings,
    plan=plan,
    batches=batches,
)
