"""What must be read before any figure: runs that are not complete, what they lack, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from benchwright.reports._naming import displayed
from benchwright.reports.model import CAUSES, Cause, Report, System

WORDS: dict[Cause, str] = {
    "provider": "ended in an error",
    "window": "the prompt does not fit the window",
    "limit": "stopped by a limit of the run",
    "missing": "not attempted yet",
    "judge": "not judged",
}
FAILURES = {
    "parse": "unparsed", "provider": "error", "limit": "limit", "missing": "not attempted yet", "judge": "not judged",
}  # fmt: skip
"""How the table of failures calls them."""
_AGAIN = "Run it again: what is finished is kept."
_JUDGED_RUNS = "Open answers are judged only where the model runs here: benchwright run --grader MODEL."
_CURES: dict[Cause, str] = {
    "provider": _AGAIN,
    "window": "The prompt does not fit the window: use --context retrieve:K or evidence.",
    "limit": "Raise the limit that stopped it.",
    "missing": _AGAIN,
    "judge": "Whatever judges gave no verdict: the table of failures says why; for open answers name another --grader.",
}


@dataclass(frozen=True)
class Alarm:
    """One incomplete run."""

    system: System
    what: str
    cure: str


def alarms(report: Report) -> list[Alarm]:
    """The runs that are not complete, as they are displayed."""
    return [Alarm(one, _what(one), _cure(one)) for one in displayed(report) if not one.complete]


def split(one: System) -> str:
    """Unresolved attempts by cause, in words."""
    return "; ".join(f"{WORDS[cause]}: {one.unresolved[cause]:,}" for cause in CAUSES if one.unresolved[cause])


def _what(one: System) -> str:
    if not any(one.unresolved.values()):
        return "it stopped before every attempt was made"
    return f"of {one.attempts:,} attempts, {split(one)}"


def _cure(one: System) -> str:
    causes = [cause for cause in CAUSES if one.unresolved[cause]]
    cures = [_CURES[cause] for cause in causes] or [_AGAIN]
    if one.context == "given":
        cures = [_JUDGED_RUNS] if causes == ["judge"] else ["Add the answers that are missing and grade again."]
    return " ".join(dict.fromkeys(cures))
