"""What flows between the stages: frozen, typed, content-hashed records.

Document -> Item -> Attempt -> Verdict -> Estimate, with Finding for what an audit says of any of them. No record does
any input or output. Identity is a hash of content: two records with the same content have the same id, whenever and
wherever they were made. Inspect's `Score` is our Verdict; `inspect_bridge` is where the two turn into each other.
"""

from __future__ import annotations

from benchwright.records.base import Record, canonical, digest
from benchwright.records.items import (
    Answer,
    AnswerType,
    Card,
    Check,
    Decoy,
    Document,
    Evidence,
    Heading,
    Item,
    Lineage,
    MakerSettings,
    Page,
    Rejection,
    Shortfall,
    SourceNote,
)
from benchwright.records.runs import (
    Attempt,
    Estimate,
    Failure,
    Finding,
    Graded,
    Outcome,
    Run,
    State,
    Status,
    Target,
    Usage,
    Verdict,
    counts_as_right,
)

__all__ = [
    "Answer",
    "AnswerType",
    "Attempt",
    "Card",
    "Check",
    "Decoy",
    "Document",
    "Estimate",
    "Evidence",
    "Failure",
    "Finding",
    "Graded",
    "Heading",
    "Item",
    "Lineage",
    "MakerSettings",
    "Outcome",
    "Page",
    "Record",
    "Rejection",
    "Run",
    "Shortfall",
    "SourceNote",
    "State",
    "Status",
    "Target",
    "Usage",
    "Verdict",
    "canonical",
    "counts_as_right",
    "digest",
]
