"""Replies that must keep to several constraints: how many keep to all, to what share of them, and to each.

    attempts --> all: mean over kinds, as the headline     --> of all items
                 share, tokens                             --> of items alike in complexity (kinds forgotten)
                 best, worst, majority over epochs
             --> each constraint, of the items that have it

The metrics of BenchAgents (Butt et al. 2024, arXiv:2410.22584): all-pass, mean share passed, per constraint, tokens,
each by complexity, and best, worst and majority over repeats. A reply that cannot be read keeps to none of its
constraints. An error that was not resolved leaves a rate incomplete, as in `rates`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Target
from benchwright.stats._table import Bools, Floats, Table, tabulate
from benchwright.stats.intervals import mean_interval
from benchwright.stats.observations import Observation
from benchwright.stats.rates import Aim, Headline, rate

BUCKETS = 5
"""Of complexity, equally wide, from 0 to 1."""


@dataclass(frozen=True)
class Constrained:
    """One attempt at an item whose reply must keep to constraints."""

    item: str
    kind: str
    cluster: str
    epoch: int
    value: float | None
    """The share of constraints that the reply keeps to; 0 where it cannot be read, none where it is unresolved."""
    kept: Mapping[str, bool | None] = field(default_factory=dict)
    """Constraint -> whether the reply keeps to it; none where the attempt is unresolved. Empty where nobody knows."""
    tokens: int | None = None
    """Written by the model; none where that was not counted."""
    complexity: float | None = None
    """Of the item, 0 to 1; none where nobody measured it."""


@dataclass(frozen=True)
class Rated:
    """A rate, or why there is none."""

    value: float
    """Unresolved attempts counted as not right."""
    items: int
    rate: Headline | None
    refused: str = ""


@dataclass(frozen=True)
class TokensUsed:
    """Tokens that the model wrote per attempt, or why there is no interval."""

    value: float | None
    items: int
    estimate: Estimate | None
    refused: str = ""


@dataclass(frozen=True)
class Keeping:
    """How well a slice of the items was done."""

    items: int
    all_kept: Rated
    """Every constraint."""
    share: Rated
    """The mean share of constraints."""
    tokens: TokensUsed
    best: Rated | None = None
    """Every constraint in at least one epoch; none where an item was attempted once."""
    worst: Rated | None = None
    """In all epochs."""
    majority: Rated | None = None
    """In more than half of them."""


@dataclass(frozen=True)
class Bucket:
    """Items alike in complexity."""

    low: float
    high: float
    keeping: Keeping


@dataclass(frozen=True)
class ConstraintRate:
    """One constraint."""

    name: str
    kept: Rated
    """Of the items that have it."""
    buckets: tuple[Rated | None, ...]
    """The same for every bucket; none where no item in it has the constraint."""


@dataclass(frozen=True)
class ConstraintMetrics:
    """Everything of one system."""

    attempts: int
    whole: Keeping
    """The mean over kinds, as for the headline."""
    buckets: tuple[Bucket, ...]
    """Those that hold an item, the simplest first; kinds forgotten."""
    unplaced: int
    """Items of unknown complexity, which no bucket holds."""
    constraints: tuple[ConstraintRate, ...]
    """By name; kinds forgotten."""


def constraint_metrics(
    attempts: Sequence[Constrained], *, target: Target = "these documents", level: float = 0.95
) -> ConstraintMetrics:
    """The metrics of one system.

    Args:
        attempts: one per item and epoch.
        target: what the intervals generalise to.
        level: of confidence.

    Raises:
        EstimateError: there are no attempts.
        InputError: contradictory attempts, a share or complexity outside 0..1, or an unknown target or level.
    """
    if not attempts:
        raise EstimateError("no attempt at an item with constraints; run a benchmark made from a specification")
    _check(attempts)
    aim = Aim(target, level)
    held: dict[int, list[Constrained]] = {}
    for one in attempts:
        if one.complexity is not None:
            held.setdefault(bucket_of(one.complexity), []).append(one)
    placed = sorted(held.items())
    buckets = [Bucket(at / BUCKETS, (at + 1) / BUCKETS, _keeping(inside, aim, pooled=True)) for at, inside in placed]
    names = sorted({name for one in attempts for name in one.kept})
    constraints = [_constraint(name, attempts, [inside for _, inside in placed], aim) for name in names]
    unplaced = len({one.item for one in attempts if one.complexity is None})
    return ConstraintMetrics(
        len(attempts), _keeping(attempts, aim, pooled=False), tuple(buckets), unplaced, tuple(constraints)
    )


def bucket_of(complexity: float) -> int:
    """The place of a complexity's bucket; each holds its lower end, and the last its upper end too."""
    return min(BUCKETS - 1, int(complexity * BUCKETS))


def _check(attempts: Iterable[Constrained]) -> None:
    for one in attempts:
        for what, number in (("share", one.value), ("complexity", one.complexity)):
            if number is not None and not 0.0 <= number <= 1.0:
                raise InputError(f"item {one.item!r} has a {what} of {number}; give a number from 0 to 1")


def _keeping(attempts: Sequence[Constrained], aim: Aim, *, pooled: bool) -> Keeping:
    table = _table(attempts, lambda one: None if one.value is None else one.value == 1.0)
    table = table.as_one_kind() if pooled else table
    shares = tuple(_shares(table, attempts, unresolved) for unresolved in (0.0, 1.0))
    over = _over_epochs(table, aim) if (table.epochs > 1).all() else (None, None, None)
    return Keeping(
        len(table), _rated(table, (table.worst(), table.best()), aim), _rated(table, (shares[0], shares[1]), aim),
        _tokens(attempts, aim), *over,
    )  # fmt: skip


def _table(attempts: Iterable[Constrained], right: Callable[[Constrained], bool | None]) -> Table:
    return tabulate([Observation(one.item, one.kind, one.cluster, one.epoch, right(one)) for one in attempts])


def _shares(table: Table, attempts: Iterable[Constrained], unresolved: float) -> Floats:
    """The mean share over the epochs of each item."""
    held: dict[str, list[float]] = {item: [] for item in table.items}
    for one in attempts:
        held[one.item].append(unresolved if one.value is None else one.value)
    return np.array([math.fsum(values) / len(values) for values in held.values()])


def _over_epochs(table: Table, aim: Aim) -> tuple[Rated, Rated, Rated]:
    """Best, worst and majority."""
    rules: tuple[Callable[[Floats], Bools], ...] = (
        lambda right: right >= 1,
        lambda right: right == table.epochs,
        lambda right: 2 * right > table.epochs,
    )
    cases = (table.right, table.right + table.unresolved)
    least, most = ([rule(case).astype(np.float64) for rule in rules] for case in cases)
    best, worst, majority = (_rated(table, case, aim) for case in zip(least, most, strict=True))
    return best, worst, majority


def _rated(table: Table, cases: tuple[Floats, Floats], aim: Aim) -> Rated:
    kinds = [cases[0][table.kind == code].mean() for code in range(len(table.kinds))]
    value = float(np.mean(kinds))
    try:
        return Rated(value, len(table), rate(table, cases, aim))
    except EstimateError as error:
        return Rated(value, len(table), None, str(error))


def _tokens(attempts: Iterable[Constrained], aim: Aim) -> TokensUsed:
    held: dict[tuple[str, str], list[int]] = {}
    for one in attempts:
        if one.tokens is not None:
            held.setdefault((one.item, one.cluster), []).append(one.tokens)
    means = [sum(held[key]) / len(held[key]) for key in sorted(held)]
    value = float(np.mean(means)) if means else None
    clusters = [cluster for _, cluster in sorted(held)] if aim.target == "new documents" else None
    try:
        return TokensUsed(value, len(means), mean_interval(means, clusters=clusters, level=aim.level))
    except EstimateError as error:
        return TokensUsed(value, len(means), None, str(error))


def _constraint(
    name: str, attempts: Sequence[Constrained], buckets: Sequence[Sequence[Constrained]], aim: Aim
) -> ConstraintRate:
    whole = _kept(name, attempts, aim)
    assert whole is not None  # noqa: S101 - its name came from these attempts
    return ConstraintRate(name, whole, tuple(_kept(name, inside, aim) for inside in buckets))


def _kept(name: str, attempts: Iterable[Constrained], aim: Aim) -> Rated | None:
    due = [one for one in attempts if name in one.kept]
    if not due:
        return None
    table = _table(due, lambda one: one.kept[name]).as_one_kind()
    return _rated(table, (table.worst(), table.best()), aim)
