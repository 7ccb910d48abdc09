"""What a report says of replies that must keep to constraints: pure data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchwright.reports._mistake_model import Figure

if TYPE_CHECKING:
    from benchwright.stats import Constrained


@dataclass(frozen=True)
class ConstraintsKept:
    """How the attempts of a system kept to the constraints of their items."""

    system: str
    attempts: Sequence[Constrained]
    left_out: dict[str, int]
    """Reason -> attempts of which single constraints are not known."""


@dataclass(frozen=True)
class KeepingRow:
    """How well a slice of the items was done."""

    items: int
    all_kept: Figure
    """The share of items whose reply keeps to every constraint."""
    share: Figure
    """The mean share of constraints kept."""
    tokens: Figure
    """Written per attempt: tokens, not a share."""
    best: Figure | None
    """Every constraint, in at least one epoch; none where items were attempted once."""
    worst: Figure | None
    """In all epochs."""
    majority: Figure | None
    """In more than half of them."""


@dataclass(frozen=True)
class BucketRow:
    """Items alike in complexity."""

    low: float
    high: float
    keeping: KeepingRow

    @property
    def name(self) -> str:
        """Its range."""
        return f"{self.low:.1f} to {self.high:.1f}"


@dataclass(frozen=True)
class ConstraintRow:
    """One constraint."""

    name: str
    items: int
    """That have it."""
    kept: Figure
    buckets: tuple[Figure | None, ...]
    """By complexity, as the study's buckets; none where no item there has it."""


@dataclass(frozen=True)
class ConstraintStudy:
    """Of one system."""

    system: str
    attempts: int
    whole: KeepingRow
    """Rates as the headline: the mean over kinds."""
    buckets: tuple[BucketRow, ...]
    """The simplest first."""
    unplaced: int
    """Items of unknown complexity."""
    constraints: tuple[ConstraintRow, ...]
    left_out: dict[str, int]
