"""What a report says of the facts that systems read, apart from their answers: pure data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchwright.reports._mistake_model import Figure

if TYPE_CHECKING:
    from benchwright.stats import Extraction


@dataclass(frozen=True)
class FactsRead:
    """What a system read, held against what its texts state."""

    system: str
    extractions: Sequence[Extraction]
    left_out: dict[str, int]
    """Reason -> attempts that cannot be measured."""
    dropped: dict[str, int]
    """Reason -> facts that the method dropped itself."""


@dataclass(frozen=True)
class SymbolsRow:
    """Facts and answers of one system."""

    system: str
    attempts: int
    """Measured."""
    precision: Figure
    recall: Figure
    f1: float | None
    crossed: tuple[int, int, int, int]
    """Attempts: facts right and answer right; facts right, answer wrong; facts wrong, answer right; both wrong."""
    lucky: Figure
    """Of the right answers: the share whose facts were not right."""
    left_out: dict[str, int]
    dropped: dict[str, int]


@dataclass(frozen=True)
class SymbolStudy:
    """Of every system that read facts."""

    rows: tuple[SymbolsRow, ...]
