"""What every table of text is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchwright.reports import _shown
from benchwright.reports.model import Bounds, Figure, Withheld


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows and may be shortened; all others are figures."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    """Lines below the table."""
    lead: tuple[str, ...] = ()
    """Lines above it."""


def cells(found: Figure, *, sign: bool = False) -> tuple[str, str]:
    """Value and interval."""
    if isinstance(found, Withheld):
        return "–", "withheld"
    show = _shown.signed if sign else _shown.share
    if isinstance(found, Bounds):
        return "bounds", f"{show(found.worst)} to {show(found.best)}"
    return show(found.value), _shown.interval(found.low, found.high, sign=sign)


def withheld(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Each reason once."""
    return tuple(dict.fromkeys(f"withheld: {one.reason}" for one in figures if isinstance(one, Withheld)))
