"""Items about generated worlds: a batch is one world, its documents and the questions asked about it.

    settings ─► world ─► tellings ─► drafts of each family ─► gates ─► items

World `i` depends on the seed, the split, its index and the settings that shape a world (lengths, genre, dials): asking
for more items leaves the worlds as they are. Every world has a share of each family fixed in advance, so that counts are
exact and no batch needs to know of another. No two worlds of a benchmark share a name, so no question is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchwright.errors import InputError
from benchwright.items.maker import Batch, Maker, Plan
from benchwright.items.worlds.making import NAME, batch, make_world, tellings
from benchwright.items.worlds.settings import WorldSettings
from benchwright.records import Document

TRIED = 200_000
"""Tokens up to which a plan tries out the first world."""


def plan(settings: WorldSettings, documents: Sequence[Document] = ()) -> Plan:
    """What would be made; source documents are not used.

    Raises:
        InputError: the first world cannot hold its share: the dial, and the nearest value that can be had.
    """
    notes = (f"{len(documents)} source documents are not used: worlds are generated",) if documents else ()
    number, lengths = settings.number, settings.lengths
    if sum(lengths) <= TRIED and (short := batch(settings, 0).advice):
        name, advice = next(iter(short.items()))
        raise InputError(f"{_dials(settings, name)}: {advice}")
    copies = 2 if settings.counterfactual else 1
    counts = {name: quota * settings.variants for name, quota in settings.asked.items()}
    return Plan(
        counts, documents=number * len(lengths) * copies, batches=number, tokens=number * copies * sum(lengths),
        notes=notes,
    )  # fmt: skip


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
