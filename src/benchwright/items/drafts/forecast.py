"""What drafting will cost: a wide range before any call, a narrow one once drafts have gone through every gate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchwright.items.drafts.draft import Section
from benchwright.items.drafts.jobs import LAST, MOST, surplus
from benchwright.items.drafts.kinds import KINDS
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.items.drafts.slots import Slot
from benchwright.models.calls import Price, Spent

NARROW = 0.2
"""Half the width of the range once costs are measured."""
_OVERHEAD = 500
"""Tokens that the instructions of a call take, about."""
_DRAFT = 200
"""Tokens of one draft with its quotes, about."""


@dataclass(frozen=True)
class Forecast:
    """From, to."""

    calls: tuple[int, int]
    tokens: tuple[int, int]
    """Read and written."""
    usd: tuple[float, float] | None = None

    def __str__(self) -> str:
        money = f" (${self.usd[0]:,.2f} to ${self.usd[1]:,.2f})" if self.usd and self.usd[1] else ""
        return f"{self.calls[0]:,} to {self.calls[1]:,} calls, {self.tokens[0]:,} to {self.tokens[1]:,} tokens{money}"


def forecast(seen: tuple[int, float], wanted: int, cost: Spent, once: Spent, price: float) -> Forecast:
    """What the whole will have cost, by what it cost so far: plus and minus a fifth.

    Args:
        seen: drafts that went through, and those of them that become items, about; neither is 0.
        wanted: items.
        cost: of the drafts that went through.
        once: what is paid once, however many drafts there are.
        price: USD per token, as paid so far.
    """
    drafts = _drafts_needed(*seen, wanted)
    calls = once.calls + cost.calls * drafts / seen[0]
    tokens = once.tokens + cost.tokens * drafts / seen[0]
    ends = (1 - NARROW, 1 + NARROW)
    low, high = (int(tokens * end) for end in ends)
    few, many = (int(calls * end) for end in ends)
    return Forecast((few, many), (low, high), (low * price, high * price))


def _drafts_needed(drafted: int, kept: float, wanted: int) -> int:
    """Drafts over all waves, if the share that is kept stays what it was."""
    share, missing, total = kept / drafted, float(wanted), 0
    rate = surplus(0, 0)
    while missing >= 1:
        asked = math.ceil(missing * rate)
        total += asked
        missing -= min(missing, max(1.0, asked * share))
        rate = surplus(drafted, kept)
    return total


def expected(
    settings: DraftsSettings,
    slots: Iterable[Slot],
    sections: Mapping[str, Sequence[Section]],
    price: Price | None = None,
) -> Forecast:
    """What it may cost, before any call: from every draft being kept to one in four.

    Args:
        settings: what is drafted.
        slots: items asked for.
        sections: of the documents.
        price: of the dearest model, where all have one.
    """
    wanted = list(slots)
    size = _tokens_of_a_section(sections)
    low, high = (_of(settings, wanted, size, rate) for rate in (1.0, LAST))
    usd = (price.of(low), price.of(high)) if price else None
    return Forecast((low.calls, high.calls), (low.tokens, high.tokens), usd)


def _tokens_of_a_section(sections: Mapping[str, Sequence[Section]]) -> int:
    sizes = [len(one.text.encode("utf-8", "surrogatepass")) // 4 for held in sections.values() for one in held]
    return sum(sizes) // max(1, len(sizes))


def _of(settings: DraftsSettings, wanted: Sequence[Slot], size: int, rate: float) -> Spent:
    """Calls and tokens where so many drafts are made per item."""
    drafts = math.ceil(len(wanted) * rate)
    closed = sum(KINDS[slot.kind].answer == "short" for slot in wanted) / max(1, len(wanted))
    jobs, batches = math.ceil(drafts / MOST), math.ceil(drafts / settings.together)
    probes = math.ceil(batches * closed * settings.samples)
    checks = 3 * batches + probes
    read = 2 * jobs * (size + _OVERHEAD) + checks * _OVERHEAD + (3 + settings.samples) * drafts * _DRAFT
    measured = math.ceil(drafts * 4) if settings.target else 0
    twins = 2 * len(wanted) if settings.counterfactual else 0
    read += measured * min(24_000, size * 8) + twins * (size + _OVERHEAD)
    written = drafts * _DRAFT * 2 + checks * 20 * settings.together
    return Spent(2 * jobs + checks + measured + twins, read, written)
