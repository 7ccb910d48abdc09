"""The three forms of a figure, and what went wrong in terms of them: slips, and what a retrieval found.

Part of `model`, which shows them as its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchwright.records import Estimate, Target


@dataclass(frozen=True)
class Bounds:
    """A figure whose attempts are not all resolved: it lies between all of them wrong and all of them right."""

    worst: float
    best: float
    low: float
    """The low end of the interval of the worst case."""
    high: float
    """The high end of the interval of the best case."""
    level: float
    n: int
    clusters: int
    unresolved: int
    """Attempts."""
    target: Target
    method: str


@dataclass(frozen=True)
class Withheld:
    """A figure that the data cannot carry."""

    reason: str
    n: int


Figure = Estimate | Bounds | Withheld


@dataclass(frozen=True)
class Slip:
    """A wrong answer that was foreseen."""

    name: str
    meaning: str
    attempts: int
    """That made it."""
    foreseen: int
    """Attempts that could have made it: at items with a decoy of this name."""
    share: Figure
    """Of the attempts that could have made it."""


@dataclass(frozen=True)
class SlipRow:
    """How attempts at the items of one kind went wrong."""

    kind: str
    """Empty for all kinds together."""
    slips: dict[str, int]
    """Attempts per slip that occurs, zeros included."""
    other: int
    """Wrong in a way that was not foreseen: invented, or something else."""
    refused: int
    """Refused wrongly."""
    attempts: int


@dataclass(frozen=True)
class Slips:
    """What wrong answers were, where items foresee some."""

    slips: tuple[Slip, ...]
    """Those that occur, the commonest first."""
    absent: tuple[str, ...]
    """Those that were foreseen and did not occur."""
    rows: tuple[SlipRow, ...]
    """All kinds together first."""


@dataclass(frozen=True)
class Recall:
    """Whether what is needed was retrieved, and what came of it."""

    kind: str
    """Empty for all kinds together."""
    found: Figure
    """The share of items whose needed evidence lies wholly in the retrieved passages."""
    right_found: Figure
    """Right among those."""
    right_lost: Figure
    """Right among the others."""


@dataclass(frozen=True)
class Misses:
    """Why attempts at answerable items of one kind failed: each has exactly one cause."""

    kind: str
    """Empty for all kinds together."""
    failed: int
    not_retrieved: int
    missed: int
    """The same model answers it right with its evidence only."""
    reasoning: int
    """Nor does the same model answer it right with its evidence only."""
    unsplit: int
    """All evidence was there; whether the model can answer with it alone is not known."""


@dataclass(frozen=True)
class Retrieval:
    """What a system that reads retrieved passages owes to the retrieval."""

    recall: tuple[Recall, ...]
    """All kinds together first."""
    misses: tuple[Misses, ...]
    """All kinds together first."""
    no_evidence: int
    """Items without evidence, as those that nothing answers: nothing of them can be retrieved."""
    unresolved: int
    """Attempts that ended in an error, or of which it is not known what was retrieved."""
    beside: str
    """The run of the same model and method with its evidence only; empty where there is none."""
    command: str
    """What would split `unsplit`; empty where nothing is to be split."""
