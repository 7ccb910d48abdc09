"""Constraints: how many replies keep to all, to what share, and to each; by complexity, and over epochs.

Shown only where a program checks the replies of a benchmark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from benchwright.records import Estimate
from benchwright.reports import _shown
from benchwright.reports._cells import Table, cells, withheld
from benchwright.reports._figures import Asker, figure_of
from benchwright.reports.model import (
    BucketRow,
    ConstraintRow,
    ConstraintStudy,
    Figure,
    KeepingRow,
    Withheld,
)

if TYPE_CHECKING:
    from benchwright.reports.model import ConstraintsKept
    from benchwright.stats import ConstraintRate, Keeping, Rated, TokensUsed

MEANING = (
    "all: replies that keep to every constraint; share: the mean share of constraints kept, 0 where a reply cannot be "
    "read; tokens: written per attempt"
)
EPOCHS = "all constraints kept in at least one epoch (best), in every one (worst), in more than half (majority)"
POOLED = "over all items the mean over kinds, as for the headline; in a range of complexity kinds are forgotten"


def constraint_studies(read: Sequence[ConstraintsKept], ask: Asker) -> tuple[ConstraintStudy, ...]:
    """One for each run whose replies a program checks."""
    return tuple(_study(one, ask) for one in read)


def _study(one: ConstraintsKept, ask: Asker) -> ConstraintStudy:
    from benchwright.stats import constraint_metrics

    found = constraint_metrics(one.attempts, target=ask.target, level=ask.level)
    return ConstraintStudy(
        one.system, found.attempts, _keeping(found.whole),
        tuple(BucketRow(bucket.low, bucket.high, _keeping(bucket.keeping)) for bucket in found.buckets),
        found.unplaced, tuple(map(_constraint, found.constraints)), one.left_out,
    )  # fmt: skip


def _keeping(found: Keeping) -> KeepingRow:
    over = [_rate(one) if one else None for one in (found.best, found.worst, found.majority)]
    return KeepingRow(found.items, _rate(found.all_kept), _rate(found.share), _tokens(found.tokens), *over)


def _constraint(found: ConstraintRate) -> ConstraintRow:
    buckets = tuple(_rate(one) if one else None for one in found.buckets)
    return ConstraintRow(found.name, found.kept.items, _rate(found.kept), buckets)


def _rate(found: Rated) -> Figure:
    return figure_of(found.rate) if found.rate else Withheld(found.refused, found.items)


def _tokens(found: TokensUsed) -> Figure:
    value = "" if found.value is None else f"{found.value:,.1f}: "
    return found.estimate or Withheld(f"{value}{found.refused}", found.items)


def figures(studies: Sequence[ConstraintStudy]) -> Iterator[Figure]:
    """Every figure of the section."""
    for one in studies:
        for row in (one.whole, *(bucket.keeping for bucket in one.buckets)):
            yield from filter(None, (row.all_kept, row.share, row.tokens, row.best, row.worst, row.majority))
        for constraint in one.constraints:
            yield from filter(None, (constraint.kept, *constraint.buckets))


def tables(studies: Sequence[ConstraintStudy], names: Mapping[str, str]) -> Iterator[Table]:
    """Over all, by complexity, over epochs, and one by one."""
    if not studies:
        return
    heads = ("items", "all", "interval", "share", "interval", "tokens", "interval")
    whole = tuple((names[one.system], *_row(one.whole)) for one in studies)
    notes = withheld(figure for one in studies for figure in (one.whole.all_kept, one.whole.share, one.whole.tokens))
    yield Table("Constraints", ("system", *heads), whole, notes, (MEANING, POOLED))
    for one in studies:
        name = names[one.system]
        rows = tuple((bucket.name, *_row(bucket.keeping)) for bucket in one.buckets)
        yield Table(f"Constraints by complexity: {name}", ("complexity", *heads), rows, tuple(notes_of(one)))
        yield _over_epochs(one, name)
        kept = tuple((_shown.one_line(row.name), f"{row.items:,}", *cells(row.kept)) for row in one.constraints)
        yield Table(f"Constraints one by one: {name}", ("constraint", "items", "kept", "interval"), kept)


def _row(found: KeepingRow) -> tuple[str, ...]:
    return (f"{found.items:,}", *cells(found.all_kept), *cells(found.share), *token_cells(found.tokens))


def _over_epochs(one: ConstraintStudy, name: str) -> Table:
    rows = []
    for label, row in [("all", one.whole), *((bucket.name, bucket.keeping) for bucket in one.buckets)]:
        if row.best and row.worst and row.majority:
            rows.append((label, f"{row.items:,}", *cells(row.best), *cells(row.worst), *cells(row.majority)))
    heads = ("complexity", "items", "best", "interval", "worst", "interval", "majority", "interval")
    return Table(f"Constraints over epochs: {name}", heads, tuple(rows), (), (EPOCHS,))


def token_cells(found: Figure) -> tuple[str, str]:
    """Tokens and their interval."""
    if not isinstance(found, Estimate):
        return "–", "withheld"
    return f"{found.value:,.1f}", f"[{max(0.0, found.low):,.1f}, {found.high:,.1f}]"


def notes_of(one: ConstraintStudy) -> Iterator[str]:
    """What is not in the figures of a system."""
    if one.unplaced:
        yield f"{_shown.plural(one.unplaced, 'item')} of unknown complexity stand in no range"
    for reason, count in one.left_out.items():
        yield f"single constraints are not known of {_shown.plural(count, 'attempt')}: {_shown.one_line(reason)}"
