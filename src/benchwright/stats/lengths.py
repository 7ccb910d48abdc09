"""Accuracy against the length of what is read: rates, drops from a ceiling, and how far a system holds up.

    rows (one per group, length and epoch) --by_length--> rate and drop at every length
                                           --effective_length--> the longest length within the allowed drop
                                           --length_fit (_trend)--> what a doubling costs, and where evidence lies

A group asks the same of one document at several lengths, so everything is paired within groups. The ceiling is another
run on the same items (its evidence only); without one it is the shortest length.

The effective length is where the drop, made monotone and interpolated on the log2 axis, passes what is allowed (RULER,
arXiv 2404.06654, and NoLiMa, 2502.05167, take the longest tested length over a threshold, without an interval). Its
interval inverts the paired score test along that axis: it holds every length at which the allowed drop is not rejected.
For a curve that only rises a test at each length is enough. Nothing is extrapolated: ends are `below` or `at least`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Target
from benchwright.stats import _core, _score, _variance
from benchwright.stats._table import Floats, Ints, Table, tabulate
from benchwright.stats.observations import Observation
from benchwright.stats.paired import Comparison, compare, shared
from benchwright.stats.rates import Headline, headline

STEPS = 8
"""Places between two lengths at which the allowed drop is tested."""
Censored = Literal["", "below", "at least"]
_SIDE: dict[Censored, int] = {"below": -1, "": 0, "at least": 1}


@dataclass(frozen=True, slots=True)
class Sized:
    """One attempt at one length of a group."""

    group: str
    cluster: str
    kind: str
    length: int
    """Tokens, as asked for: above 0."""
    right: bool | None
    """None is an error left unresolved."""
    position: float | None = None
    """Where the evidence lies, 0 to 1; None without evidence."""
    epoch: int = 1


@dataclass(frozen=True)
class LengthRate:
    """One length."""

    length: int
    items: int
    rate: Headline | None
    """The mean over kinds; None where the data cannot carry its interval."""
    drop: Comparison | None
    """The ceiling less the rate, on the groups that have both; None where there is none to compare."""
    refused: str = ""
    """Why one of the two is missing."""


@dataclass(frozen=True)
class Reach:
    """A length in tokens, or that it lies beyond those measured."""

    tokens: float
    censored: Censored = ""

    def order(self) -> tuple[int, float]:
        """Sorts by length; what lies below the shortest comes first."""
        return _SIDE[self.censored], self.tokens


@dataclass(frozen=True)
class EffectiveLength:
    """The longest length up to which the drop does not exceed what is allowed."""

    value: Reach
    """Unresolved attempts counted as not right."""
    best: Reach
    """Unresolved attempts counted as right; `value` where there are none."""
    low: Reach
    high: Reach
    complete: bool
    allow: float
    level: float
    ceiling: Literal["evidence", "shortest length"]
    target: Target
    lengths: tuple[int, ...]
    """Those it rests on."""
    left_out: tuple[int, ...]
    """Lengths at which no attempt was resolved: nothing is known of them."""
    items: int
    """Groups that the drops rest on."""
    clusters: int


@dataclass(frozen=True)
class _Gap:
    """The drops at one length: one row per group that has this length and a ceiling."""

    length: int
    table: Table
    least: Floats
    most: Floats


def by_length(
    rows: Sequence[Sized],
    ceiling: Sequence[Sized] | None = None,
    *,
    target: Target = "these documents",
    level: float = 0.95,
) -> tuple[LengthRate, ...]:
    """The rate and the drop from the ceiling at every length, shortest first.

    Args:
        rows: attempts of one system.
        ceiling: attempts of another run at the same groups and lengths; None takes the shortest length.
        target: what intervals generalise to.
        level: of confidence.

    Raises:
        EstimateError: no rows.
        InputError: contradictory rows, or an unknown target or level.
    """
    tables = tables_of(rows)
    bases = _bases(tables, ceiling)
    return tuple(_rate(length, tables[length], bases.get(length), (target, level)) for length in sorted(tables))


def effective_length(
    rows: Sequence[Sized],
    ceiling: Sequence[Sized] | None = None,
    *,
    allow: float = 0.10,
    target: Target = "these documents",
    level: float = 0.95,
) -> EffectiveLength:
    """The longest length up to which the drop from the ceiling does not exceed `allow` (absolute, 0 to 1).

    Args:
        rows: attempts of one system.
        ceiling: attempts of another run at the same groups and lengths; None takes the shortest length.
        allow: the drop that is allowed.
        target: what the interval generalises to.
        level: of confidence.

    Raises:
        EstimateError: fewer than two lengths, a ceiling no higher than the allowed drop, no group with a ceiling, or
            the data cannot speak of new documents.
        InputError: `allow` out of range, contradictory rows, or an unknown target or level.
    """
    if not 0.0 < allow < 1.0:
        raise InputError(f"an allowed drop of {allow}; give a share between 0 and 1, such as 0.1")
    tables, left_out = resolved(tables_of(rows))
    if len(tables) < 2:
        raise EstimateError(f"{len(tables)} length with attempts shows no effect of length; give at least two")
    gaps = _gaps(tables, _bases(tables, ceiling), allow)
    first = gaps[0].length if ceiling is None else None
    cases = [_Curve(gaps, [getattr(gap, name) for gap in gaps], first) for name in ("most", "least")]
    reaches = [case.crossing(allow) for case in cases]
    tests = [case.tested(allow, target, level) for case in cases]
    complete = all(np.array_equal(gap.least, gap.most) for gap in gaps)
    return EffectiveLength(
        value=reaches[0], best=reaches[1], low=min(_first(*tests[0]), reaches[0], key=Reach.order),
        high=max(_last(*tests[1]), reaches[1], key=Reach.order), complete=complete, allow=allow, level=level,
        ceiling="shortest length" if ceiling is None else "evidence", target=target,
        lengths=tuple(gap.length for gap in gaps), left_out=left_out,
        items=len({item for gap in gaps for item in gap.table.items}),
        clusters=len({cluster for gap in gaps for cluster in gap.table.clusters}),
    )  # fmt: skip


def tables_of(rows: Iterable[Sized]) -> dict[int, Table]:
    """A table per length, whose items are the groups.

    Raises:
        EstimateError: there are no rows.
        InputError: a length that is none, or a group that is contradictory at one length.
    """
    found: dict[int, list[Observation]] = {}
    for row in rows:
        if row.length < 1:
            raise InputError(f"group {row.group!r} has length {row.length}; a length is a number of tokens above 0")
        seen = Observation(row.group, row.kind, row.cluster, row.epoch, row.right)
        found.setdefault(row.length, []).append(seen)
    if not found:
        raise EstimateError("no attempts were given at any length; check the filter that chose them")
    return {length: tabulate(found[length]) for length in sorted(found)}


def resolved(tables: dict[int, Table]) -> tuple[dict[int, Table], tuple[int, ...]]:
    """The tables with at least one resolved attempt, and the lengths of the others."""
    known = {length: table for length, table in tables.items() if (table.unresolved < table.epochs).any()}
    return known, tuple(sorted(set(tables) - set(known)))


def _bases(tables: dict[int, Table], ceiling: Sequence[Sized] | None) -> dict[int, Table]:
    """The ceiling of each length."""
    if ceiling is not None:
        return tables_of(ceiling)
    known, _ = resolved(tables)
    return dict.fromkeys(tables, known[min(known)]) if known else {}


def _rate(length: int, table: Table, base: Table | None, aim: tuple[Target, float]) -> LengthRate:
    if base is table:
        base, refused = None, "this length is the ceiling"
    else:
        refused = "" if base is not None else f"the ceiling was not measured at {length} tokens"
    rate = drop = None
    try:
        rate = headline(table, target=aim[0], level=aim[1])
        if base is not None:
            drop = compare(base, table, target=aim[0], level=aim[1], names=("ceiling", str(length)))
    except EstimateError as error:
        refused = str(error)
    return LengthRate(length, len(table), rate, drop, refused)


def _gaps(tables: dict[int, Table], bases: dict[int, Table], allow: float) -> list[_Gap]:
    found, tops = [], []
    for length, table in tables.items():
        if length not in bases:
            continue
        top, ours = shared(bases[length], table)
        found.append(_Gap(length, ours, top.worst() - ours.best(), top.best() - ours.worst()))
        tops.append(float(_variance.means(top, top.best()).mean()))
    if len(found) < 2:
        raise EstimateError(f"the ceiling was measured at {len(found)} of {len(tables)} lengths; two are needed")
    if max(tops) <= allow:
        raise EstimateError(
            f"the ceiling is {max(tops):.3f}, so no drop can exceed the {allow:g} that is allowed; allow less"
        )
    return found


@dataclass(frozen=True)
class _Curve:
    """Drops along the log2 axis, for one way of counting unresolved attempts."""

    gaps: list[_Gap]
    drops: list[Floats]
    first: int | None
    """The length whose drop is 0 by definition, where it is the ceiling."""

    def crossing(self, allow: float) -> Reach:
        """Where the monotone curve through the mean drops passes `allow`."""
        from scipy.optimize import isotonic_regression

        means = [_variance.means(gap.table, drop).mean() for gap, drop in zip(self.gaps, self.drops, strict=True)]
        curve = isotonic_regression(means, weights=[len(gap.table) for gap in self.gaps]).x
        return _passed(self._knots(), curve, allow + 1e-9)

    def tested(self, allow: float, target: Target, level: float) -> tuple[Floats, Floats]:
        """Places on the log2 axis, and the deviate of the drop from `allow` there, over that of the level."""
        places, deviates = [], []
        for place, table, values in self._path():
            if self.first is not None and place == np.log2(self.first):
                deviate = -np.inf
            else:
                found = _core.mean(table, (1.0 + values) / 2.0, target, _variance.of_difference)
                sizes = found.effective
                deviate = _score.deviate(found.shares * sizes, sizes, (1.0 + allow) / 2.0)
                deviate /= _core.quantile(level, found.spread.df)
            places.append(place)
            deviates.append(deviate)
        return np.array(places), np.clip(deviates, -1e6, 1e6)

    def _knots(self) -> Floats:
        return np.log2([gap.length for gap in self.gaps])

    def _path(self) -> Iterable[tuple[float, Table, Floats]]:
        """The lengths, and between two of them the drops of the groups that have both, interpolated."""
        knots = self._knots().tolist()
        for left, right in zip(range(len(knots) - 1), range(1, len(knots)), strict=True):
            yield knots[left], self.gaps[left].table, self.drops[left]
            mine, other = _both(self.gaps[left].table, self.gaps[right].table)
            for step in range(1, STEPS if len(mine) else 1):
                part = step / STEPS
                drops = (1.0 - part) * self.drops[left][mine] + part * self.drops[right][other]
                yield knots[left] + part * (knots[right] - knots[left]), self.gaps[left].table.take(mine), drops
        yield knots[-1], self.gaps[-1].table, self.drops[-1]


def _both(left: Table, right: Table) -> tuple[Ints, Ints]:
    """Rows of the groups that both have."""
    place = {item: row for row, item in enumerate(right.items)}
    mine = [row for row, item in enumerate(left.items) if item in place]
    return np.array(mine, dtype=np.intp), np.array([place[left.items[row]] for row in mine], dtype=np.intp)


def _passed(knots: Floats, curve: Floats, allow: float) -> Reach:
    """Where a rising curve passes `allow`."""
    if curve[0] > allow:
        return Reach(float(2.0 ** knots[0]), "below")
    if curve[-1] <= allow:
        return Reach(float(2.0 ** knots[-1]), "at least")
    left = int(np.flatnonzero(curve <= allow)[-1])
    part = (allow - curve[left]) / (curve[left + 1] - curve[left])
    return Reach(float(2.0 ** (knots[left] + part * (knots[left + 1] - knots[left]))))


def _first(places: Floats, deviates: Floats) -> Reach:
    """The low end: the first place where the drop is not shown to be within what is allowed."""
    open_ = np.flatnonzero(deviates >= -1.0)
    if not len(open_):
        return Reach(float(2.0 ** places[-1]), "at least")
    if open_[0] == 0:
        return Reach(float(2.0 ** places[0]), "below")
    return _between(places, deviates, int(open_[0]) - 1, -1.0)


def _last(places: Floats, deviates: Floats) -> Reach:
    """The high end: the last place where the drop is not shown to exceed what is allowed."""
    open_ = np.flatnonzero(deviates <= 1.0)
    if not len(open_):
        return Reach(float(2.0 ** places[0]), "below")
    if open_[-1] == len(places) - 1:
        return Reach(float(2.0 ** places[-1]), "at least")
    return _between(places, deviates, int(open_[-1]), 1.0)


def _between(places: Floats, deviates: Floats, left: int, at: float) -> Reach:
    """Where the deviate passes `at` between two places."""
    part = (at - deviates[left]) / (deviates[left + 1] - deviates[left])
    return Reach(float(2.0 ** (places[left] + part * (places[left + 1] - places[left]))))
