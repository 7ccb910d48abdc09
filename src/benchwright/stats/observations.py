"""What the statistics read: one observation per item and epoch.

Nothing here imports numpy, so that whoever only writes observations stays light; `_table` holds the columnar form.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Observation:
    """One attempt of one system at one item, reduced to whether it was right."""

    item: str
    kind: str
    """The family: the headline is a mean over kinds."""
    cluster: str
    """What the item shares luck with: its document or world."""
    epoch: int
    right: bool | None
    """None is an error left unresolved. A wrong refusal and a parse failure are False; a right refusal is True."""
