"""What the decisions on an item come to, where one or several reviewers decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from benchwright.pages.review.decisions import Changes, Entry

Need = Literal["one", "all"]


@dataclass(frozen=True)
class Outcome:
    """What becomes of an item."""

    state: Literal["kept", "rejected", "disagreed", "undecided"]
    detail: str
    """Who decided what; for a rejection, with the reasons."""
    changes: Changes | None = None
    """How it is kept, where a reviewer edited it."""


def outcome(standing: Mapping[str, Entry], need: Need = "all") -> Outcome:
    """What becomes of an item.

    Args:
        standing: what each reviewer decided, by name, in the order of deciding.
        need: `all`: whoever decided must agree, on the wording too; `one`: one who keeps it suffices, and of several
            wordings the latest counts.
    """
    said = "; ".join(f"{name}: {told(entry)}" for name, entry in standing.items())
    keeping = [entry for entry in standing.values() if entry.action != "reject"]
    if not standing:
        return Outcome("undecided", "")
    if not keeping:
        return Outcome("rejected", said)
    if need == "one":
        return Outcome("kept", said, keeping[-1].changes)
    if len(keeping) < len(standing) or any(entry.changes != keeping[0].changes for entry in keeping):
        return Outcome("disagreed", said)
    return Outcome("kept", said, keeping[0].changes)


def told(entry: Entry) -> str:
    """A decision in a few words."""
    if entry.action == "reject":
        return f"rejected ({entry.reason})"
    if entry.changes is None:
        return "accepted"
    return f"edited {', '.join(entry.changes.model_dump(exclude_none=True))}"
