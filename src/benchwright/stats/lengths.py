"""Accuracy against the length of what is read: rates, drops from a ceiling, and how far a system holds up.

    rows (one per group, length and epoch) --by_length--> rate and drop at every length
                                           --effective_length--> the longest length within the allowed drop
                                           --length_fit (_trend)--> what a doubling costs, and where evidence lies

A group asks the same of one document at several lengths, so everything is paired within groups. The ceiling is another
run on the same items (its evidence only); without one it is the shortest length.

The effective length is where the drop, made monotone and interpolated on the log2 axis, passes what is allowed (RULER,
arXiv 2404.06654, and NoLiMa, 2502.05167, take the longest tested length over a threshold, without an interval). Its
interval bootstraps that crossing, groups for these documents and clusters for new ones. Nothing is extrapolated: ends
are `below` or `at least`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Target
from benchwright.stats import _core, _variance
from benchwright.stats._resample import generator
from benchwright.stats._table import Floats, Ints, Table, codes, tabulate
from benchwright.stats.observations import Observation
from benchwright.stats.paired import Comparison, compare, shared
from benchwright.stats.rates import Headline, headline

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


@dataclass(frozen=True)
class _Aim:
    allow: float
    target: Target
    level: float
    seed: int
    replicates: int = 1000


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
    seed: int = 0,
) -> EffectiveLength:
    """The longest length up to which the drop from the ceiling does not exceed `allow` (absolute, 0 to 1).

    Args:
        rows: attempts of one system.
        ceiling: attempts of another run at the same groups and lengths; None takes the shortest length.
        allow: the drop that is allowed.
        target: what the interval generalises to.
        level: of confidence.
        seed: of the draws.

    Raises:
        EstimateError: fewer than two lengths, under ten groups (documents, where the target is new ones), a ceiling no
            higher than the allowed drop, or no group with a ceiling.
        InputError: `allow` out of range, contradictory rows, or an unknown target or level.
    """
    if not 0.0 < allow < 1.0:
        raise InputError(f"an allowed drop of {allow}; give a share between 0 and 1, such as 0.1")
    tables, left_out = resolved(tables_of(rows))
    if len(tables) < 2:
        raise EstimateError(f"{len(tables)} length with attempts shows no effect of length; give at least two")
    gaps = _gaps(tables, _bases(tables, ceiling), allow)
    aim = _Aim(allow, target, level, seed)
    knots = np.log2([gap.length for gap in gaps])
    complete = all(np.array_equal(gap.least, gap.most) for gap in gaps)
    cases = [[getattr(gap, name) for gap in gaps] for name in (["most"] if complete else ["most", "least"])]
    reaches = [_passed(knots, _curve(gaps, case)[0], allow) for case in cases]
    ends = [_ends(_redrawn(gaps, case, aim), gaps, aim) for case in cases]
    return EffectiveLength(
        value=reaches[0], best=reaches[-1], low=min(ends[0][0], reaches[0], key=Reach.order),
        high=max(ends[-1][1], reaches[-1], key=Reach.order), complete=complete, allow=allow, level=level,
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


def monotone(curves: Floats, weights: Floats) -> Floats:
    """The rising curve nearest to each row (isotonic regression, by its min-max formula): (rows, lengths)."""
    total = np.concatenate([np.zeros((len(curves), 1)), np.cumsum(curves * weights, axis=1)], axis=1)
    ends = np.concatenate([[0.0], np.cumsum(weights)])
    size = curves.shape[1]
    found = np.empty_like(curves)
    for at in range(size):
        blocks = [
            np.min([(total[:, k + 1] - total[:, i]) / (ends[k + 1] - ends[i]) for k in range(at, size)], axis=0)
            for i in range(at + 1)
        ]
        found[:, at] = np.max(blocks, axis=0)
    return found


def _curve(gaps: list[_Gap], drops: list[Floats]) -> Floats:
    """The mean drop over kinds at every length, made monotone: (1, lengths)."""
    means = [_variance.means(gap.table, drop).mean() for gap, drop in zip(gaps, drops, strict=True)]
    return monotone(np.array([means]), _weights(gaps))


def _weights(gaps: list[_Gap]) -> Floats:
    return np.array([float(len(gap.table)) for gap in gaps])


def _redrawn(gaps: list[_Gap], drops: list[Floats], aim: _Aim) -> Floats:
    """Replicates of the monotone curve: (replicates, lengths).

    Groups are drawn within their kind, one fewer than there are (Rao & Wu 1988), or whole clusters. So that agreement
    everywhere is no certainty, each replicate gets two unseen discordant items, Poisson drawn, one to either side
    (Bonett & Price 2012 add as many).
    """
    random = generator("lengths", aim.seed)
    units, kinds, cells = _cells(gaps, drops, by_group=aim.target == "these documents")
    if units < _variance.MIN_CLUSTERS:
        what = "groups" if aim.target == "these documents" else "documents"
        raise EstimateError(f"{units} {what} cannot carry an effective length; {_variance.MIN_CLUSTERS} are needed")
    draws = _draws(units, kinds, random, aim)
    sums, counts = (np.tensordot(draws, cell, axes=1) for cell in cells)
    with np.errstate(invalid="ignore"):
        means = np.nanmean(np.where(counts > 0, sums / counts, np.nan), axis=1)
    unseen = random.poisson(1.0, len(draws)) - random.poisson(1.0, len(draws))
    return monotone(means + unseen[:, None] / _weights(gaps), _weights(gaps))


def _cells(gaps: list[_Gap], drops: list[Floats], *, by_group: bool) -> tuple[int, Ints, tuple[Floats, Floats]]:
    """Units, the kind of each (-1 where it has several), and sums and counts of drops: (units, kinds, lengths)."""
    names = [gap.table.items if by_group else [gap.table.clusters[code] for code in gap.table.cluster] for gap in gaps]
    units, unit = codes(name for listed in names for name in listed)
    kinds, kind = codes(gap.table.kinds[code] for gap in gaps for code in gap.table.kind)
    place = np.repeat(np.arange(len(gaps)), [len(gap.table) for gap in gaps])
    sums, counts = np.zeros((2, len(units), len(kinds), len(gaps)))
    np.add.at(sums, (unit, kind, place), np.concatenate(drops))
    np.add.at(counts, (unit, kind, place), 1.0)
    has = counts.any(axis=2)
    return len(units), np.where(has.sum(axis=1) == 1, has.argmax(axis=1), -1), (sums, counts)


def _draws(units: int, kinds: Ints, random: np.random.Generator, aim: _Aim) -> Floats:
    """How often each unit is drawn: (replicates, units)."""
    if aim.target != "these documents":
        return random.multinomial(units, np.full(units, 1.0 / units), aim.replicates).astype(float)
    draws = np.zeros((aim.replicates, units))
    for kind in np.unique(kinds):
        rows = np.flatnonzero(kinds == kind)
        share = np.full(len(rows), 1.0 / len(rows))
        draws[:, rows] = random.multinomial(max(1, len(rows) - 1), share, aim.replicates)
    return draws


def _ends(curves: Floats, gaps: list[_Gap], aim: _Aim) -> tuple[Reach, Reach]:
    """The expanded percentiles (Hesterberg 2015) of the crossings of resampled curves."""
    knots = np.log2([gap.length for gap in gaps])
    reaches = sorted((_passed(knots, curve, aim.allow) for curve in curves), key=Reach.order)
    units = len(
        {item for gap in gaps for item in (gap.table.items if aim.target == "these documents" else gap.table.clusters)}
    )
    tail = NormalDist().cdf(-np.sqrt(units / (units - 1.0)) * _core.quantile(aim.level, units - 1.0))
    last = len(reaches) - 1
    return reaches[int(tail * last)], reaches[last - int(tail * last)]


def _passed(knots: Floats, curve: Floats, allow: float) -> Reach:
    """Where a rising curve passes `allow`."""
    if curve[0] > allow:
        return Reach(float(2.0 ** knots[0]), "below")
    if curve[-1] <= allow:
        return Reach(float(2.0 ** knots[-1]), "at least")
    left = int(np.flatnonzero(curve <= allow)[-1])
    part = (allow - curve[left]) / (curve[left + 1] - curve[left])
    return Reach(float(2.0 ** (knots[left] + part * (knots[left + 1] - knots[left]))))
