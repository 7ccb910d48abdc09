"""Facts apart from answers: how many of the facts that a system read are so, and what its right answers rest on.

Shown only where a run of the method `logic` is among the runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from benchwright.errors import EstimateError
from benchwright.reports import _shown
from benchwright.reports._cells import Table, cells, withheld
from benchwright.reports._figures import Asker
from benchwright.reports.model import Figure, SymbolsRow, SymbolStudy, Withheld

if TYPE_CHECKING:
    from benchwright.reports.model import FactsRead
    from benchwright.stats.extraction import Rate

MEANING = (
    "precision: of the facts given, the share that the text states; recall: of the facts that the evidence of a "
    "question states, the share that was given; by luck: of the right answers, the share whose facts were not right"
)
CROSSED = "the facts are right where every needed one was given and the proof uses no other than stated ones"


def symbols(read: Sequence[FactsRead], ask: Asker) -> SymbolStudy | None:
    """The section; none where no run read facts."""
    rows = tuple(_row(one, ask) for one in read)
    return SymbolStudy(rows) if rows else None


def _row(one: FactsRead, ask: Asker) -> SymbolsRow:
    from benchwright.stats import symbols as measured

    try:
        found = measured(one.extractions, level=ask.level)
    except EstimateError as error:
        held = Withheld("; ".join(one.left_out) or str(error), sum(one.left_out.values()))
        return SymbolsRow(one.system, 0, held, held, None, (0, 0, 0, 0), held, one.left_out, one.dropped)
    crossed = (found.sound_right, found.sound_wrong, found.unsound_right, found.unsound_wrong)
    return SymbolsRow(
        one.system, found.attempts, _figure(found.precision), _figure(found.recall), found.f1, crossed,
        _figure(found.lucky), one.left_out, one.dropped,
    )  # fmt: skip


def _figure(rate: Rate) -> Figure:
    if rate.estimate is not None:
        return rate.estimate
    value = "" if rate.value is None else f"{rate.value:.3f} of {rate.n}: "
    return Withheld(f"{value}{rate.refused}", rate.n)


def figures(found: SymbolStudy | None) -> Iterator[Figure]:
    """Every figure of the section."""
    for row in found.rows if found else ():
        yield from (row.precision, row.recall, row.lucky)


def tables(found: SymbolStudy | None, names: Mapping[str, str]) -> Iterator[Table]:
    """Facts, and answers crossed with facts."""
    if found is None:
        return
    rows = tuple(
        (
            names[one.system], str(one.attempts), *cells(one.precision), *cells(one.recall), f1(one),
            *cells(one.lucky),
        )
        for one in found.rows
    )  # fmt: skip
    headers = ("system", "attempts", "precision", "interval", "recall", "interval", "F1", "by luck", "interval")
    notes = (*withheld(figures(found)), *(note for one in found.rows for note in notes_of(one, names[one.system])))
    yield Table("Symbols: facts apart from answers", headers, rows, notes, (MEANING,))
    crossed = tuple((names[one.system], *map(str, one.crossed)) for one in found.rows if one.attempts)
    heads = ("system", "both right", "facts only", "answer only", "neither")
    if crossed:
        yield Table("Symbols: attempts by what is right", heads, crossed, (), (CROSSED,))


def f1(row: SymbolsRow) -> str:
    """The harmonic mean of precision and recall."""
    return "–" if row.f1 is None else _shown.share(row.f1)


def notes_of(row: SymbolsRow, name: str) -> Iterator[str]:
    """What is not in the figures of a system."""
    for reason, count in row.left_out.items():
        yield f"{name}: {_shown.plural(count, 'attempt')} left out, {reason}"
    if row.dropped:
        told = ", ".join(f"{count} {reason}" for reason, count in row.dropped.items())
        yield f"{name}: facts that the method dropped itself: {told}"
