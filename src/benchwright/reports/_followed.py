"""Edited twins: whether systems follow the document, follow memory, refuse, or do otherwise.

Shown only where a run attempted items whose gold an edit changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from benchwright.errors import EstimateError
from benchwright.reports import _shown
from benchwright.reports._cells import Table, cells, withheld
from benchwright.reports._figures import Asker, figure_of
from benchwright.reports._naming import displayed
from benchwright.reports.model import Figure, FollowRow, FollowStudy, Report, Withheld

if TYPE_CHECKING:
    from benchwright.reports.model import TwinsAttempted
    from benchwright.stats import Rated

MEANING = (
    "document: the answer that the edited text gives; memory: the answer of the unedited twin, which the edited text "
    "gives no more; unedited: the twins before the edit, answered right; recited: of the attempts right there, the "
    "share that gave the old answer after the edit"
)
READING = (
    "a system that reads is right on the edited twins as often as on the unedited ones, and gives the old answer no "
    "more often than chance does; what recited shows beyond that came from elsewhere than the text"
)


def follow_studies(read: Sequence[TwinsAttempted], ask: Asker) -> tuple[FollowStudy, ...]:
    """One for each run that attempted edited items."""
    return tuple(_study(one, ask) for one in read)


def _study(one: TwinsAttempted, ask: Asker) -> FollowStudy:
    from benchwright.stats.followed import FOLLOWS, follow_rates

    try:
        found = follow_rates(one.attempts, target=ask.target, level=ask.level)
    except EstimateError as error:
        held = Withheld(str(error), 0)
        rows = tuple(FollowRow(name, 0, held) for name in FOLLOWS)
        return FollowStudy(one.system, 0, 0, len(one.attempts), rows, held, held)
    rows = tuple(FollowRow(name, found.counts[name], _figure(share)) for name, share in found.shares.items())
    unedited = _figure(found.unedited) if found.unedited else Withheld("no unedited twin was attempted", 0)
    recited = _figure(found.recited) if found.recited else Withheld("no unedited twin was answered right", 0)
    return FollowStudy(one.system, found.items, found.due, found.errors, rows, unedited, recited)


def _figure(found: Rated) -> Figure:
    if found.rate:
        return figure_of(found.rate)
    return Withheld(f"{_shown.share(found.value)}: {found.refused}", found.items)


def followed(report: Report) -> list[FollowStudy]:
    """The studies, as their systems are displayed."""
    order = [one.system for one in displayed(report)]
    return sorted(report.followed, key=lambda one: order.index(one.system))


def figures(studies: Sequence[FollowStudy]) -> Iterator[Figure]:
    """Every figure of the section."""
    for one in studies:
        yield from (*(row.share for row in one.rows), one.unedited, one.recited)


def table(studies: Sequence[FollowStudy], names: Mapping[str, str]) -> Table:
    """A row for each class of each system."""
    rows = tuple(row for one in studies for row in _rows(one, names[one.system]))
    beside = tuple(beside_of(one, names[one.system]) for one in studies)
    headers = ("system: follows", "share", "interval", "attempts", "n")
    return Table("Edited twins", headers, rows, (*beside, *reasons(studies)), (MEANING, READING))


def reasons(studies: Sequence[FollowStudy]) -> tuple[str, ...]:
    """Why figures are withheld, each reason once."""
    return withheld(figures(studies))


def _rows(one: FollowStudy, name: str) -> Iterator[tuple[str, ...]]:
    for row in one.rows:
        yield f"{name}: {row.name}", *cells(row.share), f"{row.attempts:,}", f"{row.share.n:,}"
    for label, found in (("unedited", one.unedited), ("recited", one.recited)):
        yield f"{name}: {label}", *cells(found), "", f"{found.n:,}"


def beside_of(one: FollowStudy, name: str) -> str:
    """What the shares of a system are of, and what is not in them."""
    replies = "1 reply" if one.attempts == 1 else f"{one.attempts:,} replies"
    return (
        f"{name}: {replies} at {_shown.plural(one.items, 'edited item')}; {_shown.plural(one.errors, 'error')} beside"
    )
