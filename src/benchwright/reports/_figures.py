"""From attempts to figures: the only module that asks `stats` for a rate.

An attempt that ended in an error has no value; a set that holds one has bounds and no estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchwright.errors import EstimateError
from benchwright.records import Attempt, Estimate, Item, Outcome, Run, Target, Verdict, counts_as_right
from benchwright.reports.model import CAUSES, OUTCOMES, Bounds, Cause, Figure, Withheld
from benchwright.stats import Observation

if TYPE_CHECKING:
    from benchwright.stats import Headline


@dataclass(frozen=True)
class Row:
    """An attempt beside its item."""

    item: Item
    attempt: Attempt
    verdict: Verdict
    outcome: Outcome

    @property
    def refused(self) -> bool:
        """It declined to answer; a no-info item that is right was refused, whatever grader said so."""
        return self.outcome.startswith("refused") or (self.outcome == "right" and not self.item.answerable)

    @property
    def right(self) -> bool | None:
        """What counts towards the headline: None is an unresolved error."""
        return counts_as_right(self.outcome)


def rows_of(run: Run, items: Mapping[str, Item]) -> list[Row]:
    """The attempts of a run beside their items."""
    found = []
    for pair in run.graded:
        item = items[pair.attempt.item]
        found.append(Row(item, pair.attempt, pair.verdict, pair.verdict.outcome(answerable=item.answerable)))
    return found


def observed(rows: Iterable[Row]) -> list[Observation]:
    """What statistics need to know of each attempt."""
    return [
        Observation(item=r.item.id, kind=r.item.kind, cluster=r.item.cluster, epoch=r.attempt.epoch, right=r.right)
        for r in rows
    ]


def tally(rows: Iterable[Row]) -> dict[Outcome, int]:
    """Attempts per outcome, zeros included."""
    counts = Counter(row.outcome for row in rows)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def causes(rows: Iterable[Row]) -> dict[Cause, int]:
    """Unresolved attempts by cause, zeros included."""
    counts = Counter(_cause(row) for row in rows if row.outcome == "error")
    return {cause: counts[cause] for cause in CAUSES}


def _cause(row: Row) -> Cause:
    if row.verdict.failure in {"missing", "judge"}:
        return "missing" if row.verdict.failure == "missing" else "judge"
    if row.verdict.failure != "limit":
        return "provider"
    said = row.attempt.error or row.verdict.reason
    return "window" if row.attempt.stop_reason == "model_length" or "window" in said else "limit"


@dataclass(frozen=True)
class Asker:
    """Asks for figures at one target and level."""

    target: Target
    level: float

    def headline(self, observations: Sequence[Observation]) -> Figure:
        """The mean over kinds.

        Raises:
            EstimateError: the data cannot carry it for this target.
        """
        from benchwright.stats import headline

        return figure_of(headline(observations, target=self.target, level=self.level))

    def repeated(self, observations: Sequence[Observation], k: int, *, every: bool) -> Figure:
        """pass@k, or with `every` pass^k; withheld, with the reason, where an item has fewer than k attempts."""
        from benchwright.stats import pass_rate

        try:
            return figure_of(pass_rate(observations, k, every=every, target=self.target, level=self.level))
        except EstimateError as error:
            return Withheld(str(error), len({one.item for one in observations}))

    def uncredited(self, rows: Sequence[Row]) -> Figure:
        """The headline if no refusal counted as right."""
        pairs = zip(rows, observed(rows), strict=True)
        return self.headline([replace(seen, right=False) if row.refused else seen for row, seen in pairs])

    def share(self, observations: Sequence[Observation]) -> Figure:
        """The share of right among the items of a slice; withheld, with the reason, where it has no interval."""
        from benchwright.stats import proportion

        count = len({one.item for one in observations})
        if not count:
            return Withheld("no items", 0)
        try:
            return figure_of(proportion(observations, target=self.target, level=self.level))
        except EstimateError as error:
            return Withheld(str(error), count)

    def share_where(self, rows: Sequence[Row], counts: Callable[[Row], bool]) -> Figure:
        """The share of attempts that `counts` holds for."""
        pairs = zip(rows, observed(rows), strict=True)
        return self.share([replace(seen, right=counts(row)) for row, seen in pairs])


def bounds_of(printed: Estimate, ends: tuple[float, float], unresolved: int) -> Bounds:
    """What is printed of an incomplete figure: its interval, and the values at the worst and at the best."""
    return Bounds(
        worst=ends[0], best=ends[1], low=printed.low, high=printed.high, level=printed.level, n=printed.n,
        clusters=printed.clusters, unresolved=unresolved, target=printed.target, method=printed.method,
    )  # fmt: skip


def figure_of(found: Headline) -> Figure:
    """A rate as it is printed: bounds where attempts are unresolved."""
    ends = (found.worst.value, found.best.value)
    return found.estimate if found.complete else bounds_of(found.estimate, ends, found.unresolved)
