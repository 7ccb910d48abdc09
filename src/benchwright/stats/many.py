"""Many systems: every pair compared, corrected for their number, and ranks that say what the data can part.

Holm (1979) keeps the chance of any false difference at 1 - level. A system's rank interval runs from one more than
the number of systems shown better to the number of systems less those shown worse (Mogstad et al. 2024); systems that
nothing parts from the same betters share a rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from benchwright.errors import InputError
from benchwright.records import Target
from benchwright.stats._table import Data, tabulate
from benchwright.stats.paired import Comparison, compare
from benchwright.stats.rates import Headline, headline


@dataclass(frozen=True)
class Rank:
    """A system's place, as far as the data can tell."""

    system: str
    rank: int
    """1 is best: one more than the number of systems shown better. Shared by systems that the data cannot part."""
    low: int
    """The best place the data allow: equal to `rank`."""
    high: int
    """The worst place the data allow."""
    headline: Headline


def compare_all(
    systems: Mapping[str, Data], *, target: Target = "these documents", level: float = 0.95, seed: int = 0
) -> list[Comparison]:
    """Every pair of systems, in the order given, with Holm-adjusted p-values.

    Raises:
        EstimateError: a pair shares no item, or the data cannot speak of new documents.
        InputError: fewer than two systems, or what `compare` refuses.
    """
    if len(systems) < 2:
        raise InputError(f"{len(systems)} systems cannot be compared; give at least two")
    tables = {name: tabulate(data) for name, data in systems.items()}
    pairs = [
        compare(tables[first], tables[second], target=target, level=level, seed=seed, names=(first, second))
        for first, second in combinations(tables, 2)
    ]
    adjusted = holm([pair.p for pair in pairs])
    return [replace(pair, adjusted=p) for pair, p in zip(pairs, adjusted, strict=True)]


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values in the order given (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for place, index in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def ranks(
    systems: Mapping[str, Data], *, target: Target = "these documents", level: float = 0.95, seed: int = 0
) -> list[Rank]:
    """Every system with its rank and rank interval, best first; errors as for `compare_all`.

    A pair is parted where its Holm-adjusted p-value is at most 1 - level.
    """
    tables = {name: tabulate(data) for name, data in systems.items()}
    better, worse = dict.fromkeys(tables, 0), dict.fromkeys(tables, 0)
    for pair in compare_all(tables, target=target, level=level, seed=seed):
        if pair.adjusted > 1.0 - level:
            continue
        ahead = pair.difference.value > 0
        better[pair.second if ahead else pair.first] += 1
        worse[pair.first if ahead else pair.second] += 1
    found = []
    for name, table in tables.items():
        place = better[name] + 1
        rate = headline(table, target=target, level=level, seed=seed)
        found.append(Rank(name, place, place, len(tables) - worse[name], rate))
    return sorted(found, key=lambda rank: (rank.rank, rank.high, -rank.headline.estimate.value, rank.system))
