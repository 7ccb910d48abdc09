"""Several benchmarks as one: their items and documents side by side, their makers all named in the card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import benchwright
from benchwright.errors import InputError
from benchwright.pipeline.making import Made, already, quality
from benchwright.pipeline.opening import kept_specs, opened
from benchwright.records import Card, Rejection, digest
from benchwright.store import REJECTED, Benchmark, Writer, records


def combine(paths: Iterable[Path | str], out: Path | str, *, title: str = "", overwrite: bool = False) -> Made:
    """Put benchmarks together. Kinds of the same name become one kind.

    Raises:
        InputError: fewer than two benchmarks, or two that share an item.
        OutputError: `out` holds something else, or cannot be written.
    """
    parts = [opened(path) for path in paths]
    out = Path(out)
    if len(parts) < 2:
        raise InputError(f"combining needs at least two benchmarks, not {len(parts)}")
    twice = [key for key, count in Counter(item.id for part in parts for item in part.items).items() if count > 1]
    if twice:
        raise InputError(f"{len(twice)} items are in more than one of these benchmarks (the first is {twice[0]})")
    job = {"combine": [part.card.content_hash for part in parts], "title": title or out.name}
    canary = f"benchwright canary {digest(job, 32)}"
    if done := already(out, canary, overwrite=overwrite):
        return Made(done, fresh=False)
    writer = Writer(out, job, overwrite=overwrite)
    writer.keep({name: text for part in parts for name, text in kept_specs(part).items()})
    for part in parts[writer.done :]:
        rejected = list(records(part.path / REJECTED, Rejection))
        items = [item.model_copy(update={"canary": canary}) for item in part.items]
        writer.append([part.documents[key] for key in part.documents], items, rejected)
    return Made(writer.seal(_card(parts, (title or out.name, canary))), fresh=True)


def _card(parts: Sequence[Benchmark], names: tuple[str, str]) -> Card:
    cards = [part.card for part in parts]
    items = [item for part in parts for item in part.items]
    licences = sorted({card.licence for card in cards})
    return Card(
        name=names[0], canary=names[1], version="1", benchwright=benchwright.__version__,
        makers=tuple(maker for card in cards for maker in card.makers), licence=" AND ".join(licences),
        languages=tuple(sorted({language for card in cards for language in card.languages})),
        counts=dict(sorted(Counter(item.kind for item in items).items())),
        documents={key: size for card in cards for key, size in card.documents.items()},
        shortfalls=tuple(gap for card in cards for gap in card.shortfalls),
        rejected=dict(sorted(sum((Counter(card.rejected) for card in cards), Counter[str]()).items())),
        sources=tuple(note for card in cards for note in card.sources), quality=quality(items),
    )  # fmt: skip
