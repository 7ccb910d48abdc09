"""The review page: people accept, edit or reject items, each seeing the evidence in its context.

    Benchmark --views--> page --decide, undo--> Journal --replay--> Decisions --agreement--> Summary
                                                                             --outcomes----> a reviewed benchmark

The journal is the one truth: a decision is on the disk before the page is told that it is saved, an undo is a line like
any other, and no line is ever changed. A reviewer is not shown what another decided of an item before having decided
it; agreement is taken from the decisions that were made so. Importing the package loads no web framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.pages.review.agreement import Agreement, agree
    from benchwright.pages.review.app import build_app
    from benchwright.pages.review.decisions import Changes, Decisions, Entry
    from benchwright.pages.review.desk import Desk
    from benchwright.pages.review.edits import edited
    from benchwright.pages.review.journal import Journal, read_decisions
    from benchwright.pages.review.outcomes import Outcome, outcome
    from benchwright.pages.review.serving import Serving, serve

_HOMES = {
    "Agreement": "agreement", "agree": "agreement", "build_app": "app", "Changes": "decisions",
    "Decisions": "decisions", "Entry": "decisions", "Desk": "desk", "edited": "edits", "Journal": "journal",
    "read_decisions": "journal", "Outcome": "outcomes", "outcome": "outcomes", "Serving": "serving", "serve": "serving",
}  # fmt: skip


__getattr__ = members(__name__, _HOMES)


__all__ = [
    "Agreement", "Changes", "Decisions", "Desk", "Entry", "Journal", "Outcome", "Serving", "agree", "build_app",
    "edited", "outcome", "read_decisions", "serve",
]  # fmt: skip
