"""Items about generated worlds: a batch is one world, its documents and the questions asked about it.

    settings ─► world ─► tellings ─► drafts of each family ─► gates ─► items

World `i` depends on the seed, the split, its index and the settings that shape a world (lengths, genre, dials); a small
one is written anew until it holds its share. Every world has a share of each family fixed in advance, so that counts
are exact and no batch needs to know of another. No two worlds of a benchmark share a name, so no question comes twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from benchwright.errors import InputError
from benchwright.items.maker import Batch, Maker, Plan
from benchwright.items.worlds.making import NAME, batch, make_world, tellings
from benchwright.items.worlds.settings import WorldSettings
from benchwright.records import Document

TRIED = 200_000
"""Tokens that a plan tries out, about; one world at least."""


def plan(settings: WorldSettings, documents: Sequence[Document] = ()) -> Plan:
    """What would be made; source documents are not used.

    Raises:
        InputError: the worlds cannot hold what is asked: the dial, and the nearest value that can be had.
    """
    notes = (f"{len(documents)} source documents are not used: worlds are generated",) if documents else ()
    number, lengths = settings.number, settings.lengths
    _possible(settings)
    copies = 2 if settings.counterfactual else 1
    counts = {name: quota * settings.variants for name, quota in settings.asked.items()}
    return Plan(
        counts, documents=number * len(lengths) * copies, batches=number, tokens=number * copies * sum(lengths),
        notes=notes,
    )  # fmt: skip


def _possible(settings: WorldSettings) -> None:
    """Raises InputError where the worlds that can be tried quickly do not hold their shares."""
    missing = _missing(settings)
    if not missing:
        return
    name, gap = next(iter(missing.items()))
    nearest = settings.asked[name] - gap
    while nearest > 0 and (more := _missing(_with(settings, name, nearest)).get(name, 0)):
        nearest -= more
    raise InputError(
        f"{_dials(settings, name)}: more than {settings.number} worlds of {settings.lengths[0]} tokens hold; the "
        f"nearest that they do is {name}={max(0, nearest)}, or use more worlds or longer documents"
    )


def _with(settings: WorldSettings, name: str, quota: int) -> WorldSettings:
    quotas = {**settings.asked, name: quota}
    return settings.model_copy(update={"quotas": quotas, "families": (), "worlds": settings.number})


def _missing(settings: WorldSettings) -> dict[str, int]:
    """Family -> how many items all worlds lack, going by those that are tried; at least one is."""
    tried = max(1, min(settings.number, TRIED // sum(settings.lengths)))
    lacking: Counter[str] = Counter()
    for index in range(tried):
        made = Counter(item.kind for item in batch(settings, index).items)
        for name, quota in _of_families(settings.share(index)).items():
            lacking[name] += max(0, quota - made[name] // settings.variants)
    return {name: -(-gap * settings.number // tried) for name, gap in lacking.items() if gap}


def _of_families(share: Mapping[tuple[str, int | None], int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (name, _), number in share.items():
        found[name] += number
    return found


def _dials(settings: WorldSettings, name: str) -> str:
    """The dials that a family fails at."""
    plain = WorldSettings()
    turned = [
        f"{dial}={getattr(settings, dial)}" for dial in ("quarters", "distance", "distractors", "shared_words")
        if getattr(settings, dial) != getattr(plain, dial)
    ]  # fmt: skip
    return " with ".join([f"{name}={settings.asked[name]}", *turned])


def batches(settings: WorldSettings, documents: Sequence[Document] = (), start: int = 0) -> Iterator[Batch]:
    """One batch per world, from world `start` on; source documents are not used."""
    del documents
    for index in range(start, settings.number):
        yield batch(settings, index)


MAKER = Maker(NAME, "questions computed from a generated world", WorldSettings, plan, batches)

__all__ = ["MAKER", "NAME", "WorldSettings", "batches", "make_world", "plan", "tellings"]
