"""Two systems on the same items.

The difference of headlines is taken as a rate: (1 + difference) / 2 of each item lies in 0..1, agreement is one half,
and the score interval of `rates` applies, with a design effect that is the rate of discordance. Little discordance is
drawn towards more by two items' worth, as Bonett & Price (2012) add one to both discordant cells, so that no
discordant pair at all still leaves an interval. The p-value inverts that interval. McNemar's exact test stands beside
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Target
from benchwright.stats import _core, _variance
from benchwright.stats._table import Data, Floats, Table, tabulate
from benchwright.stats.rates import Aim, estimate_of

POWER = 0.8


@dataclass(frozen=True)
class McNemar:
    """The exact binomial test of discordant items: two-sided, conditional, without mid-p."""

    first: int
    """Items where the first system was right in more epochs than the second."""
    second: int
    p: float
    """1 where no item is discordant."""


@dataclass(frozen=True)
class Comparison:
    """Two systems on the items they share."""

    first: str
    second: str
    difference: Estimate
    """Headline of the first less that of the second, over shared items; -1 to 1."""
    p: float
    """Two-sided: 1 - the level at which the interval just excludes 0. It generalises to `difference.target`."""
    adjusted: float
    """The p-value after Holm's correction for all comparisons made together; `p` where there was one."""
    mcnemar: McNemar
    """About these items only, all counted alike whatever their kind."""
    detectable: float
    """The smallest difference that a study like this one would find with a power of 0.8: the power it had."""
    power: float
    items: int
    dropped: tuple[int, int]
    """Items that only the first, and only the second, has."""
    complete: bool
    """False where an attempt at a shared item ended in an unresolved error. The value then counts it as not right; the
    interval and the p-value as whatever is worse."""


def compare(
    first: Data,
    second: Data,
    *,
    target: Target = "these documents",
    level: float = 0.95,
    seed: int = 0,
    names: tuple[str, str] = ("first", "second"),
) -> Comparison:
    """The difference of two systems' headlines over the items that both have, paired within the item.

    Args:
        first: observations of one system.
        second: of the other.
        target: what the interval and p-value generalise to.
        level: of confidence.
        seed: kept in the settings; nothing is drawn.
        names: of the systems.

    Raises:
        EstimateError: no shared items, or the data cannot speak of new documents.
        InputError: contradictory observations (also between the two systems), or an unknown target or level.
    """
    tables = (tabulate(first), tabulate(second))
    ours, theirs = shared(*tables)
    aim = Aim(target, level, seed=seed)
    low, middle, high = _differences(ours, theirs)
    cases = [_core.mean(ours, (1.0 + case) / 2.0, target, _variance.of_difference) for case in (low, middle, high)]
    straddles = bool(cases[0].value <= 0.5 <= cases[2].value) and not np.array_equal(low, high)
    p = 1.0 if straddles else max(case.p_value(0.5) for case in (cases[0], cases[2]))
    error = 2.0 * max(case.error() for case in cases)
    return Comparison(
        first=names[0],
        second=names[1],
        difference=_doubled(ours, cases, aim),
        p=p,
        adjusted=p,
        mcnemar=mcnemar(int((middle > 0).sum()), int((middle < 0).sum())),
        detectable=min(1.0, (_core.quantile(level, cases[1].spread.df) + NormalDist().inv_cdf(POWER)) * error),
        power=POWER,
        items=len(ours),
        dropped=(len(tables[0]) - len(ours), len(tables[1]) - len(ours)),
        complete=not (ours.unresolved.any() or theirs.unresolved.any()),
    )


def mcnemar(first: int, second: int) -> McNemar:
    """The exact two-sided test that either side of a discordance is as likely (McNemar 1947, binomial form)."""
    if first + second == 0:
        return McNemar(first, second, 1.0)
    from scipy.special import bdtr

    tail = float(bdtr(min(first, second), first + second, 0.5))
    return McNemar(first, second, min(1.0, 2.0 * tail))


def shared(first: Table, second: Table) -> tuple[Table, Table]:
    """The rows of the items that both have, in the same order.

    Raises:
        EstimateError: there are none.
        InputError: the two disagree on the kind or cluster of an item.
    """
    place: Mapping[str, int] = {item: row for row, item in enumerate(second.items)}
    mine = np.array([row for row, item in enumerate(first.items) if item in place], dtype=np.intp)
    if not len(mine):
        raise EstimateError(
            f"the systems share none of their {len(first)} and {len(second)} items; compare runs of the same benchmark"
        )
    other = np.array([place[first.items[row]] for row in mine], dtype=np.intp)
    ours, theirs = first.take(mine), second.take(other)
    _agree(ours, theirs)
    return ours, theirs


def _agree(ours: Table, theirs: Table) -> None:
    for row, item in enumerate(ours.items):
        left = (ours.kinds[ours.kind[row]], ours.clusters[ours.cluster[row]])
        right = (theirs.kinds[theirs.kind[row]], theirs.clusters[theirs.cluster[row]])
        if left != right:
            raise InputError(
                f"item {item!r} has kind and cluster {left!r} in one run and {right!r} in the other; "
                "compare runs of the same benchmark"
            )


def _differences(ours: Table, theirs: Table) -> tuple[Floats, Floats, Floats]:
    """Per item: least, counting errors as not right, and most."""
    return ours.worst() - theirs.best(), ours.worst() - theirs.worst(), ours.best() - theirs.worst()


def _doubled(table: Table, cases: list[_core.Mean], aim: Aim) -> Estimate:
    """From the rate (1 + difference) / 2 to the difference."""
    low, middle, high = (estimate_of(table, case, aim) for case in cases)
    ends = {"value": 2 * middle.value - 1, "low": 2 * low.low - 1, "high": 2 * high.high - 1}
    settings = {**middle.settings, "seed": aim.seed}
    return middle.model_copy(update={**ends, "method": "paired constrained score", "settings": settings})
