"""Exact quotas: one slot per item asked for, of a kind, a document and a quarter of it; survivors fill slots.

The margins (per kind, per quarter, per document) hold because the slots are dealt to hold them. Within them the deal is
even: each next slot goes to the quarter and the document that miss most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchwright.errors import InputError
from benchwright.items.asking import known
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
    """0 to 3; `ANYWHERE` for kinds without evidence, and in documents too short for quarters."""
    kind: str


def slot_of(item: Item, sections: Mapping[str, Sequence[Section]]) -> Slot:
    """Where an item belongs: by the document and the place of the last passage that it needs."""
    home = item.documents[-1]
    if not _located(item.kind, sections[home]) or item.position is None:
        return Slot(home, ANYWHERE, item.kind)
    return Slot(home, min(QUARTERS - 1, int(item.position * QUARTERS)), item.kind)


def _located(name: str, sections: Sequence[Section]) -> bool:
    """Whether an item of a kind has a quarter: it has evidence, and the document is not too short for quarters."""
    return bool(KINDS[name].quotes) and len(sections) >= QUARTERS


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


def slots(
    settings: DraftsSettings, sections: Mapping[str, Sequence[Section]], names: Mapping[str, str] | None = None
) -> tuple[Slot, ...]:
    """The slots of a benchmark.

    Args:
        settings: what is asked for.
        sections: by document.
        names: of the documents' files, for quotas per document.

    Raises:
        InputError: more items are asked for than the documents may give, or a quota cannot be had.
    """
    wanted = [name for name, count in asked(settings, sections).items() for _ in range(count)]
    caps = _caps(settings, len(wanted), {key: (names or {}).get(key, key) for key in sections})
    draw = rng("drafts", "slots", settings.seed, settings.split)
    draw.shuffle(wanted)
    order = sorted(sections)
    draw.shuffle(order)
    held: Counter[str] = Counter()
    homes: dict[int, str] = {}
    for at in sorted(range(len(wanted)), key=lambda each: sum(_fits(wanted[each], one) for one in sections.values())):
        room = [key for key in order if held[key] < caps[key] and _fits(wanted[at], sections[key])]
        if not room:
            raise InputError(f"{wanted[at]}: {_needs(wanted[at])}, and those that fit are full; let them give more")
        homes[at] = min(room, key=held.__getitem__)
        held[homes[at]] += 1
    located = [_located(name, sections[homes[at]]) for at, name in enumerate(wanted)]
    quarters = _quarters(settings, sum(located))
    found = []
    for at, name in enumerate(wanted):
        quarter = max(quarters, key=lambda each: (quarters[each], -each)) if located[at] else ANYWHERE
        quarters[quarter] -= 1
        found.append(Slot(homes[at], quarter, name))
    return tuple(sorted(found))


def _caps(settings: DraftsSettings, wanted: int, names: Mapping[str, str]) -> dict[str, int]:
    """Items of each document, at most; with quotas per document, exactly.

    Raises:
        InputError: a quota names no document, or they do not come to the number asked for.
    """
    if not settings.documents:
        cap = settings.per_document or wanted
        if cap * len(names) < wanted:
            raise InputError(
                f"{wanted} items are asked for, and {len(names)} documents give at most {cap} each; "
                "raise --per-document, or ask for fewer"
            )
        return dict.fromkeys(names, cap)
    for name in settings.documents:
        known("document", name, tuple(names.values()))
    if sum(settings.documents.values()) != wanted:
        raise InputError(
            f"the quotas per document come to {sum(settings.documents.values())}, and {wanted} items are asked for; "
            "let the two agree"
        )
    return {key: settings.documents.get(name, 0) for key, name in names.items()}


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
            "(those of the kind 'absent', and of documents of fewer than four sections, have none); "
            "give four numbers with that sum"
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
