"""Answering and refusing, against whether there is an answer: the 2 x 2 table behind "answer everything".

Rows are items with an answer and items without (no-info). A parse failure is neither an answer nor a refusal: it is
due, and counted in a column of its own. An unresolved error is counted beside and not due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Outcome
from benchwright.stats.intervals import wilson


@dataclass(frozen=True)
class Row:
    """Counts of one kind of item, with Wilson intervals of the shares of items due."""

    answered: int
    refused: int
    unparsed: int
    errors: int
    answered_rate: Estimate
    refused_rate: Estimate

    @property
    def due(self) -> int:
        """Items that got a reply."""
        return self.answered + self.refused + self.unparsed


@dataclass(frozen=True)
class NoInfoTable:
    """The table, with the share of right answers where there is one to give."""

    answerable: Row
    no_info: Row
    right: Estimate
    """Right answers among answerable items due."""
    level: float


def no_info_table(
    answerable: Mapping[Outcome, int], no_info: Mapping[Outcome, int], *, level: float = 0.95
) -> NoInfoTable:
    """The 2 x 2 table from outcomes counted over answerable and over no-info items.

    A no-info item that was graded right was refused: its gold says that nothing answers the question.

    Raises:
        EstimateError: a row has no item due.
        InputError: an outcome that such an item cannot have, or a negative count.
    """
    first = _row("answerable", answerable, ("right", "wrong"), ("refused wrongly",), level)
    second = _row("no-info", no_info, ("wrong",), ("refused rightly", "right"), level)
    return NoInfoTable(first, second, wilson(answerable.get("right", 0), first.due, level), level)


def _row(
    name: str,
    counts: Mapping[Outcome, int],
    answers: tuple[Outcome, ...],
    refusals: tuple[Outcome, ...],
    level: float,
) -> Row:
    known = (*answers, *refusals, "unparsed", "error")
    for outcome, count in counts.items():
        if outcome not in known or count < 0:
            raise InputError(f"{count} {name} items with outcome {outcome!r}; give counts from 0 of {', '.join(known)}")
    answered, refused = (sum(counts.get(outcome, 0) for outcome in group) for group in (answers, refusals))
    unparsed, errors = counts.get("unparsed", 0), counts.get("error", 0)
    due = answered + refused + unparsed
    if not due:
        raise EstimateError(f"no {name} item got a reply ({errors} errors), so no share of them has a value; add items")
    return Row(answered, refused, unparsed, errors, wilson(answered, due, level), wilson(refused, due, level))
