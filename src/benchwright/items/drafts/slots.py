"""Exact quotas: one slot per item asked for, of a kind, a document and a quarter of it; survivors fill slots.

The margins (per kind, per quarter, per document) hold because the slots are dealt to hold them. Within them the deal is
even: each next slot goes to the quarter and the document that miss most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchwright.errors import InputError
from benchwright.items.drafts.draft import Section
from benchwright.items.drafts.kinds import KINDS
from benchwright.items.drafts.settings import QUARTERS, DraftsSettings
from benchwright.items.rules.select import spread
from benchwright.records import Document, Item
from benchwright.seeding import rng

ANYWHERE = -1
_EMPTY = [name for name, kind in KINDS.items() if not kind.answerable]


@dataclass(frozen=True, order=True)
class Slot:
    """Room for one item."""

    document: str
    quarter: int
    """0 to 3; `ANYWHERE` for kinds without evidence."""
    kind: str


def slot_of(item: Item) -> Slot:
    """Where an item belongs: by the document and the place of the last passage that it needs."""
    return Slot(item.documents[-1], _quarter(item), item.kind)


def _quarter(item: Item) -> int:
    if not KINDS[item.kind].quotes or item.position is None:
        return ANYWHERE
    return min(QUARTERS - 1, int(item.position * QUARTERS))


def asked(settings: DraftsSettings, sections: Mapping[str, Sequence[Section]]) -> dict[str, int]:
    """Items per kind. A count is spread over the kinds that these documents allow.

    Raises:
        InputError: a quota asks for what they do not allow.
    """
    possible = [name for name in KINDS if _possible(name, sections)]
    if settings.quotas:
        for name, count in settings.quotas.items():
            if count and name not in possible:
                raise InputError(f"quota {name}={count}: {_needs(name)}; add documents, or leave this kind out")
        return {name: settings.quotas[name] for name in KINDS if settings.quotas.get(name)}
    without = round(settings.count * settings.no_info)
    dealt = spread(without, dict.fromkeys(_EMPTY, without)) | spread(
        settings.count - without, {name: settings.count for name in possible if name not in _EMPTY}
    )
    return {name: dealt[name] for name in KINDS if dealt.get(name)}


def _possible(name: str, sections: Mapping[str, Sequence[Section]]) -> bool:
    reads = KINDS[name].reads
    if reads == "documents":
        return len(sections) > 1
    return reads == "section" or any(len(held) > 1 for held in sections.values())


def _needs(name: str) -> str:
    if KINDS[name].reads == "documents":
        return "it needs two documents"
    return "it needs a document of two sections"


def slots(settings: DraftsSettings, sections: Mapping[str, Sequence[Section]]) -> tuple[Slot, ...]:
    """The slots of a benchmark.

    Raises:
        InputError: more items are asked for than the cap per document allows, or a quota cannot be had.
    """
    wanted = [name for name, count in asked(settings, sections).items() for _ in range(count)]
    cap = settings.per_document or len(wanted)
    if cap * len(sections) < len(wanted):
        raise InputError(
            f"{len(wanted)} items are asked for, and {len(sections)} documents give at most {cap} each; "
            "raise --per-document, or ask for fewer"
        )
    draw = rng("drafts", "slots", settings.seed, settings.split)
    draw.shuffle(wanted)
    quarters = _quarters(settings, sum(bool(KINDS[name].quotes) for name in wanted))
    order = sorted(sections)
    draw.shuffle(order)
    held: Counter[str] = Counter()
    found = []
    for name in wanted:
        quarter = max(quarters, key=lambda each: (quarters[each], -each)) if KINDS[name].quotes else ANYWHERE
        quarters[quarter] -= 1
        room = [key for key in order if held[key] < cap and _fits(name, sections[key])]
        if not room:
            raise InputError(f"{name}: {_needs(name)}, and those that fit are full; raise --per-document")
        home = min(room, key=held.__getitem__)
        held[home] += 1
        found.append(Slot(home, quarter, name))
    return tuple(sorted(found))


def _quarters(settings: DraftsSettings, located: int) -> Counter[int]:
    """Items per quarter, of those that have a place.

    Raises:
        InputError: the settings ask for another number of them.
    """
    if not settings.quarters:
        return Counter(spread(located, dict.fromkeys(range(QUARTERS), located)))
    if sum(settings.quarters) != located:
        raise InputError(
            f"quarters={settings.quarters} add up to {sum(settings.quarters)}, and {located} items have a place "
            "(those of the kind 'absent' have none); give four numbers with that sum"
        )
    return Counter(dict(enumerate(settings.quarters)))


def _fits(name: str, sections: Sequence[Section]) -> bool:
    return KINDS[name].reads not in {"sections", "so far"} or len(sections) > 1


def missing(wanted: Iterable[Slot], filled: Iterable[Slot]) -> Counter[Slot]:
    """How many of each slot are still open."""
    return Counter(wanted) - Counter(filled)


def lying_in(sections: Sequence[Section], document: Document, quarter: int) -> list[Section]:
    """The sections whose middle lies in a quarter; where there is none, those that touch it; for `ANYWHERE`, all."""
    size = max(1, len(document.text))
    low, high = quarter * size / QUARTERS, (quarter + 1) * size / QUARTERS
    middle = [one for one in sections if low <= (one.start + one.end) / 2 < high]
    return middle or [one for one in sections if one.start < high and one.end > low] or list(sections)
