"""From sources to a sealed benchmark: read, draft, gate, store.

Law 5 (exact counts) and law 6 (killed and started again, the same bytes) hold here: a batch is gated and stored whole,
and what is missing in the end is a table of shortfalls, never a silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import benchwright
from benchwright.errors import DamagedError, DocumentError, OutputError, ShortfallError
from benchwright.grading import gold_text, grade, mutations
from benchwright.items import maker as find_maker
from benchwright.items.maker import Batch, Maker, Plan, Settings
from benchwright.pipeline.checking import checked
from benchwright.records import (
    Card,
    Check,
    Document,
    Item,
    MakerSettings,
    Rejection,
    Shortfall,
    SourceNote,
    digest,
)
from benchwright.seeding import rng, seed_of
from benchwright.store import REJECTED, Benchmark, Writer, alone, is_benchmark, load, write_text

Progress = Callable[[int, int, str], None]
"""(batches done, batches in all, what was just made)."""


@dataclass(frozen=True)
class Made:
    """A sealed benchmark, and whether this call made it."""

    benchmark: Benchmark
    fresh: bool


def read_sources(sources: Sequence[Path | str]) -> tuple[tuple[Document, ...], tuple[SourceNote, ...]]:
    """Read documents from files and folders; what cannot be read is listed, not fatal.

    Raises:
        DocumentError: nothing at all could be read.
    """
    from benchwright.documents import read_folder

    collection = read_folder([Path(source) for source in sources])
    if not collection.documents:
        bad = [note for note in collection.sources if not note.read]
        why = f"{bad[0].source}: {bad[0].note}" if bad else "there are no files there"
        raise DocumentError(", ".join(map(str, sources)), f"no document could be read ({why})")
    return tuple(collection.documents), tuple(collection.sources)


def plan(name: str, settings: Settings, documents: Sequence[Document] = ()) -> Plan:
    """What `make` would make. Calls no model and writes nothing."""
    return _equipped(name).plan(settings, documents)


def _equipped(name: str) -> Maker[Any]:  # Any: each maker has a settings type of its own
    """The maker; that of documents is handed generated text, with which it pads them to a length."""
    if name != "documents":
        return find_maker(name)
    from benchwright.items.rules.maker import with_filler

    return with_filler(_generated)


def _generated(key: str, tokens: int) -> str:
    """The text of a generated world, another one for each key."""
    worlds = find_maker("worlds")
    size = min(max(tokens, 1_000), 1_000_000)  # what a world may take
    given = {"count": 1, "worlds": 1, "tokens": size, "seed": seed_of("filler", key) % 2**32, "split": "filler"}
    return next(worlds.batches(worlds.settings(**given), (), 0)).documents[0].text


def make(
    name: str,
    settings: Settings,
    out: Path | str,
    *,
    sources: Sequence[Path | str] = (),
    title: str = "",
    licence: str = "unspecified",
    overwrite: bool = False,
    progress: Progress | None = None,
    tuned: MakerSettings | None = None,
    equip: Callable[[Writer], Maker[Any]] | None = None,
) -> Made:
    """Make a benchmark. Running it again after an interruption goes on; after the end it does nothing.

    Args:
        name: of the maker.
        settings: of the maker.
        out: the folder that the benchmark will be.
        sources: files and folders, for makers that read documents.
        title: of the benchmark; the folder's name where empty.
        licence: under which the items may be used.
        overwrite: replace a different benchmark that is already at `out`.
        progress: told after each batch.
        tuned: how the settings were found, for the card.
        equip: the maker with what it needs of what is on disk, for makers whose batches build on one another.

    Raises:
        InputError: settings or sources cannot be used.
        OutputError: `out` holds something else, or cannot be written.
        ShortfallError: not one item could be made; nothing is left at `out`.
    """
    out = Path(out)
    maker = _equipped(name)
    documents, notes = read_sources(sources) if sources else ((), ())
    spelt = MakerSettings(maker=name, seed=settings.seed, settings=settings.model_dump(mode="json"))
    job = {
        "maker": spelt.model_dump(),
        "sources": [d.id for d in documents],
        "title": title or out.name,
        "licence": licence,
    }
    if tuned:
        job["tuned"] = tuned.model_dump()
    canary = f"benchwright canary {digest(job, 32)}"
    if done := already(out, canary, overwrite=overwrite):
        return Made(done, fresh=False)
    planned = maker.plan(settings, documents)
    with alone(out):
        writer, kept = Writer(out, job, overwrite=overwrite), maker.kept(settings)
        writer.keep(kept.files)
        equipped = equip(writer) if equip else maker
        _fill(writer, equipped.batches(settings, documents, writer.done), (planned, canary, progress))
        items = writer.items()
        if not items:
            raise ShortfallError(_nothing(writer, name))
        card = Card(
            name=title or out.name, version="1", benchwright=benchwright.__version__, licence=licence,
            makers=(spelt, *filter(None, [tuned]), *kept.makers),
            languages=_languages(writer) or maker.languages, canary=canary,
            counts=dict(sorted(Counter(i.kind for i in items).items())), documents=_sizes(writer),
            shortfalls=_shortfalls(planned, _counted(name, items), writer), sources=_used(notes, items),
            quality=quality(items) | equipped.measured(writer.state),
            rejected=dict(sorted(Counter(entry.gate for entry in writer.rejected()).items())),
        )  # fmt: skip
        return Made(writer.seal(card), fresh=True)


def already(out: Path, canary: str, *, overwrite: bool) -> Benchmark | None:
    """The benchmark with that canary, if it is at `out` already; another one stays until it is replaced.

    One that came out short is made anew where it may be replaced.

    Raises:
        OutputError: `out` holds something else.
    """
    if is_benchmark(out):
        found = _intact(out, overwrite=overwrite)
        short = found is not None and overwrite and bool(found.card.shortfalls)  # what was missing may be had now
        if found is not None and found.card.canary == canary and not short:
            return found
        if not overwrite and found is not None:
            raise OutputError(
                f"{out} already holds another benchmark ({found.card.name}); name another --out, or --overwrite"
            )
    elif out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out} exists and is not a benchmark; name another --out")
    return None


def _intact(out: Path, *, overwrite: bool) -> Benchmark | None:
    """The benchmark there; none where it is damaged and about to be replaced."""
    try:
        return load(out)
    except DamagedError as error:
        if overwrite:
            return None
        raise DamagedError(f"{error}, with --overwrite") from error


def _fill(writer: Writer, batches: Iterable[Batch], about: tuple[Plan, str, Progress | None]) -> None:
    planned, canary, progress = about
    if progress:
        progress(writer.done, planned.batches, "")
    for batch in batches:
        documents = {document.id: document for document in batch.documents}
        kept, dropped = gate(batch.items, documents)
        items = [item.model_copy(update={"canary": canary}) for item in kept]
        asked_about = {key for item in items for key in item.documents}
        kept_documents = [document for document in batch.documents if document.id in asked_about]
        writer.append(kept_documents, items, [*batch.rejected, *dropped], batch.advice, state=batch.state)
        if progress:
            progress(writer.done, planned.batches, ", ".join(document.title for document in batch.documents))


def gate(items: Iterable[Item], documents: Mapping[str, Document]) -> tuple[list[Item], list[Rejection]]:
    """The gates that every item of every maker passes: its evidence is where it says, and its gold grades as gold."""
    kept, dropped = [], []
    for item in items:
        failed = next((check for check in _checks(item, documents) if not check.passed), None)
        if failed is None:
            kept.append(item)
        else:
            home = item.documents[0] if item.documents else ""
            dropped.append(
                Rejection(gate=failed.gate, reason=failed.detail, question=item.question, kind=item.kind, document=home)
            )
    return kept, dropped


def _checks(item: Item, documents: Mapping[str, Document]) -> Iterable[Check]:
    for evidence in item.evidence:
        found = documents[evidence.document].text[evidence.start : evidence.end]
        yield Check(
            gate="evidence", passed=found == evidence.quote, detail=f"{found[:80]!r} is not {evidence.quote[:80]!r}"
        )
    if item.answerable and item.answer.type != "rubric":  # open questions have points, and no gold
        own = grade(item.answer, gold_text(item.answer))
        yield Check(
            gate="gold", passed=own.value == 1.0, detail=f"its own gold answer grades {own.value} ({own.reason})"
        )
        for wrong in mutations(item.answer, rng("mutation", item.id)):
            mutant = grade(item.answer, wrong)
            yield Check(gate="mutation", passed=mutant.value != 1.0, detail=f"a wrong answer, {wrong[:80]!r}, grades 1")


def _nothing(writer: Writer, name: str) -> str:
    """Why not one item came; what was dropped is kept beside the place where the benchmark would be."""
    advice = next(iter(writer.notes.values()), "the source may be too short")
    gates = Counter(entry.gate for entry in writer.rejected())
    kept = ""
    if gates:
        path = writer.out.with_name(f"{writer.out.name}.{REJECTED}")
        write_text(path, (writer.folder / REJECTED).read_text("utf-8"))
        fell = ", ".join(f"{count:,} at {gate!r}" for gate, count in gates.most_common())
        kept = f"; of {gates.total():,} drafts fell {fell}: see {path}"
    writer.discard()
    return f"the maker {name!r} found nothing to ask ({advice[:300]}){kept}; try another source"


def _languages(writer: Writer) -> tuple[str, ...]:
    documents = writer.documents()
    return tuple(sorted({documents[key].language for key in documents}))


def _sizes(writer: Writer) -> dict[str, int]:
    documents = writer.documents()
    return {key: len(documents[key].text) for key in documents}


def _counted(name: str, items: Sequence[Item]) -> list[Item]:
    """The items that quotas count: of a model's drafts, twins come on top."""
    return [item for item in items if name != "drafts" or item.variant != "edited"]


def _shortfalls(planned: Plan, items: Sequence[Item], writer: Writer) -> tuple[Shortfall, ...]:
    made = Counter(item.kind for item in items)
    fallen: dict[str, Counter[str]] = {}
    for entry in writer.rejected():
        fallen.setdefault(entry.kind, Counter())[entry.gate] += 1
    notes = writer.notes
    return tuple(
        Shortfall(
            kind=kind, asked=asked, made=made[kind],
            gate=fallen[kind].most_common(1)[0][0] if kind in fallen else "candidates",
            advice=notes.get(kind, "add sources, or ask for fewer of this kind"),
        )
        for kind, asked in planned.counts.items() if made[kind] < asked
    )  # fmt: skip


def _used(notes: Iterable[SourceNote], items: Sequence[Item]) -> tuple[SourceNote, ...]:
    """The notes, with a word on sources that no item came from."""
    used = {key for item in items for key in (*item.documents, item.cluster)}
    barren = "read, but no question came of it"
    return tuple(
        note.model_copy(update={"note": "; ".join(filter(None, [note.note, barren]))})
        if note.read and note.document not in used else note
        for note in notes
    )  # fmt: skip


def quality(items: Sequence[Item]) -> dict[str, float | None]:
    """What can be measured without a model: how far a guesser would get."""
    kinds: dict[str, list[Item]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(item)
    closed = [[i for i in group if i.answer.type != "rubric"] for group in kinds.values()]
    majority = [
        Counter(gold_text(i.answer).casefold() for i in group).most_common(1)[0][1] / len(group)
        for group in closed if group
    ]  # fmt: skip
    refuse = [sum(not i.answerable for i in group) / len(group) for group in kinds.values()]
    spread = [item.position for item in items if item.position is not None]
    return {
        "headline of always giving each kind's commonest answer": round(sum(majority) / len(majority), 4)
        if majority
        else None,
        "headline of always refusing": round(sum(refuse) / len(refuse), 4),
        "share of items with exact evidence": round(sum(bool(i.evidence) for i in items) / len(items), 4),
        "mean position of the evidence": round(sum(spread) / len(spread), 4) if spread else None,
    }


def settings_from(
    name: str, given: Mapping[str, Any]
) -> Settings:  # Any: options as a command line or a file gives them
    """The settings of a maker from plain values.

    Raises:
        InputError: a value does not fit, with its name and what was expected.
    """
    kind: type[Settings] = find_maker(name).settings
    return checked(kind, given)
