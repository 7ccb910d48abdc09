"""Systems compared on the items that both attempted, ranked as far as that parts them, and against standard rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from benchwright.errors import EstimateError
from benchwright.records import Run
from benchwright.reports._figures import Asker, Row, bounds_of, observed
from benchwright.reports.model import Gap, Pair, Rank, Withheld
from benchwright.stats import Observation


@dataclass(frozen=True)
class Attempted:
    """A run with its attempts beside their items."""

    run: Run
    rows: tuple[Row, ...]

    @cached_property
    def observations(self) -> list[Observation]:
        """What statistics read."""
        return observed(self.rows)

    @property
    def items(self) -> frozenset[str]:
        """Ids of the items attempted."""
        return frozenset(row.item.id for row in self.rows)


def pairs(systems: Sequence[Attempted], ask: Asker) -> tuple[Pair, ...]:
    """Every two systems; p-values are adjusted for all of them together (Holm 1979).

    Where two systems share no item, their row says so.
    """
    from benchwright.stats import holm

    found = [pair(first, second, ask) for first, second in combinations(systems, 2)]
    tested = [index for index, one in enumerate(found) if one.p is not None]
    for index, p in zip(tested, holm([found[index].p or 0.0 for index in tested]), strict=True):
        found[index] = _judged(replace(found[index], adjusted=p), ask.level)
    return tuple(found)


def pair(first: Attempted, second: Attempted, ask: Asker) -> Pair:
    """The first system minus the second, alone: nothing is adjusted."""
    from benchwright.stats import compare

    names = (first.run.system, second.run.system)
    try:
        found = compare(first.observations, second.observations, target=ask.target, level=ask.level, names=names)
    except EstimateError as error:
        shared = len(first.items & second.items)
        return Pair(
            *names, difference=Withheld(str(error), shared), n=shared, dropped=len(first.items ^ second.items),
            only_first=0, only_second=0, p=None, adjusted=None, detectable=None, ahead="", says=str(error),
        )  # fmt: skip
    printed = found.difference
    ends = (printed.low, printed.high)
    difference = printed if found.complete else bounds_of(printed, ends, _unresolved(first, second))
    alone = Pair(
        *names, difference=difference, n=found.items, dropped=sum(found.dropped), only_first=found.mcnemar.first,
        only_second=found.mcnemar.second, p=found.p, adjusted=found.p, detectable=found.detectable, ahead="", says="",
    )  # fmt: skip
    return _judged(alone, ask.level)


def ranks(systems: Sequence[Attempted], compared: Sequence[Pair]) -> tuple[Rank, ...]:
    """The places that the pairs leave open to each system.

    The best place is one more than the number of systems shown better, the worst is the number of systems less those
    shown worse (Mogstad et al. 2024). Systems that nothing parts share places.
    """
    if not compared:
        return ()
    parted = [(one.ahead, one.second if one.ahead == one.first else one.first) for one in compared if one.ahead]
    found = []
    for system in (one.run.system for one in systems):
        above = sum(loser == system for _, loser in parted)
        below = sum(winner == system for winner, _ in parted)
        found.append(Rank(system, 1 + above, len(systems) - below))
    return tuple(sorted(found, key=lambda rank: (rank.best, rank.worst, rank.system)))


def gaps(systems: Sequence[Attempted], ask: Asker) -> tuple[Gap, ...]:
    """For each model and method that saw the whole document: against its evidence only, and against nothing to read."""
    found = []
    for full in (one for one in systems if one.run.context == "full"):
        for other in systems:
            if (other.run.model, other.run.method) != (full.run.model, full.run.method):
                continue
            if other.run.context == "evidence":
                found.append(Gap("lost in searching", pair(other, full, ask)))
            elif other.run.context == "none":
                found.append(Gap("gained by reading", pair(full, other, ask)))
    return tuple(found)


def _unresolved(first: Attempted, second: Attempted) -> int:
    shared = first.items & second.items
    return sum(row.right is None and row.item.id in shared for one in (first, second) for row in one.rows)


def _judged(one: Pair, level: float) -> Pair:
    """Who is ahead, and what to make of it in words."""
    assert not isinstance(one.difference, Withheld)  # noqa: S101 - only tested pairs come here
    parted = one.adjusted is not None and one.adjusted <= 1.0 - level
    middle = (one.difference.low + one.difference.high) / 2.0
    ahead = "" if not parted else (one.first if middle > 0 else one.second)
    says = f"{ahead} is ahead" if ahead else "the data do not part them"
    if not ahead and one.detectable is not None:
        says += f"; a difference of {one.detectable:.3f} would most likely have shown"
    return replace(one, ahead=ahead, says=says)
