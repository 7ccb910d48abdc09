"""What a report says of edited twins: pure data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchwright.reports._mistake_model import Figure

if TYPE_CHECKING:
    from benchwright.stats import TwinAttempt


@dataclass(frozen=True)
class TwinsAttempted:
    """How a system attempted edited items."""

    system: str
    attempts: Sequence[TwinAttempt]


@dataclass(frozen=True)
class FollowRow:
    """One class of attempts at edited items."""

    name: str
    """document, memory, refuses, other or unparsed."""
    attempts: int
    share: Figure
    """Of the items' replies."""


@dataclass(frozen=True)
class FollowStudy:
    """Of one system."""

    system: str
    items: int
    """Edited items with a reply."""
    attempts: int
    """At edited items, with a reply."""
    errors: int
    """Attempts at edited items without one, in no share."""
    rows: tuple[FollowRow, ...]
    unedited: Figure
    """The share right of the unedited twins."""
    recited: Figure
    """Of the attempts right on the unedited twin, the share that followed memory on the edited one."""
