"""What a gate is, and the two things it can say of a draft."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.kinds import KINDS, Kind
from benchwright.records import Check

Gate = Callable[[Sequence[Draft], Desk], Awaitable[list[Check]]]
"""One check per draft, in their order."""


def kind_of(draft: Draft) -> Kind | None:
    """What is asked of drafts of its kind; none for a kind that is not ours."""
    return KINDS.get(draft.kind)


def passed(gate: str, detail: str) -> Check:
    """It may go on."""
    return Check(gate=gate, passed=True, detail=line(detail))


def dropped(gate: str, reason: str) -> Check:
    """It falls here."""
    return Check(gate=gate, passed=False, detail=line(reason))


def verdict(gate: str, problem: str, detail: str) -> Check:
    """Dropped where there is a problem."""
    return dropped(gate, problem) if problem else passed(gate, detail)


def skipped(gate: str, draft: Draft) -> Check:
    """The gate asks nothing of drafts of this kind."""
    return passed(gate, f"does not apply to {draft.kind}")


def line(text: str, limit: int = 300) -> str:
    """The text on one line, cut."""
    flat = " ".join(text[: 4 * limit].split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}\u2026"
