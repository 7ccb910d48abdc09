"""What came of attempts: their cost, their verdicts, figures with their uncertainty, findings."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from benchwright.records.base import Record

State = Literal["graded", "abstained", "failed"]
Failure = Literal["parse", "provider", "limit", "missing", "judge"]
"""What kept an attempt from a verdict. `judge`: the attempt is there, and no judge has said what it is worth."""
Outcome = Literal["right", "wrong", "refused rightly", "refused wrongly", "unparsed", "error"]
Target = Literal["these documents", "new documents"]
Status = Literal["pass", "fail", "inconclusive", "not-applicable"]


class Usage(Record):
    """What an attempt cost."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    """Input tokens that were read from a prefix cache; part of `input_tokens`."""
    calls: int = 0
    seconds: float = 0.0
    """Time spent in model calls."""
    cost_usd: float | None = None


class Attempt(Record):
    """One system's reply to one item in one epoch."""

    item: str
    system: str
    """The model with its weights, and how it reasoned and what it saw, as one name."""
    epoch: int = 1
    completion: str = ""
    error: str = ""
    """Why there is no completion; empty where there is one."""
    failure: Failure | None = None
    stop_reason: str = ""
    method: str = ""
    context: str = ""
    """What reached the model: full, evidence, none, retrieve:K; `given` for answers made elsewhere."""
    usage: Usage = Usage()
    retrieved: tuple[tuple[str, int, int], ...] | None = None
    """Passages that a retrieval put before the model: (document, start, end); none where nothing was retrieved."""


class Verdict(Record):
    """What grading says of an attempt: graded (a value), abstained, or failed (with the reason)."""

    state: State
    value: float | None = None
    """0 to 1 where graded. 1 is right; what lies between is partial overlap and counts as not right."""
    answer: str = ""
    """What was read out of the completion."""
    failure: Failure | None = None
    reason: str = ""
    """Why: shown to the reader of a report."""
    slip: str = ""
    """Which of the item's decoys the answer is; empty where it is right, or wrong in a way that was not foreseen."""
    judge: str = ""
    """The model that judged; empty where a program did."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.state == "graded") != (self.value is not None):
            raise ValueError("a graded verdict has a value, and no other has one")
        if (self.state == "failed") != (self.failure is not None):
            raise ValueError("a failed verdict names its failure, and no other does")
        if self.value is not None and not 0.0 <= self.value <= 1.0:
            raise ValueError(f"a value lies between 0 and 1; got {self.value}")
        return self

    def outcome(self, *, answerable: bool) -> Outcome:
        """The row of a table that this verdict belongs to."""
        if self.state == "failed":
            return "unparsed" if self.failure == "parse" else "error"
        if self.state == "abstained":
            return "refused wrongly" if answerable else "refused rightly"
        return "right" if self.value == 1.0 else "wrong"


class Graded(Record):
    """An attempt with its verdict."""

    attempt: Attempt
    verdict: Verdict


class Run(Record):
    """Everything one system did on one benchmark: what `stats` and `report` read."""

    system: str
    """Unique among the runs of a report."""
    model: str
    method: str
    context: str
    benchmark: str
    """Content hash of the benchmark that was attempted."""
    graded: tuple[Graded, ...]
    epochs: int = 1
    complete: bool = True
    """False where attempts are missing or ended in an error that was not resolved."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Release of each package that shaped the result (benchwright, inspect_ai, ...)."""
    notes: tuple[str, ...] = ()
    """What a reader must know beside the figures (a toy model, a truncated document, ...)."""
    log: str = ""  # its file name


def counts_as_right(outcome: Outcome) -> bool | None:
    """Whether an outcome counts in the headline; none for an unresolved error, which is neither right nor wrong."""
    return None if outcome == "error" else outcome in {"right", "refused rightly"}


class Estimate(Record):
    """A number with its uncertainty, and what it generalises to."""

    value: float
    low: float
    high: float
    level: float
    n: int
    """Items the figure rests on."""
    clusters: int
    target: Target
    method: str
    settings: dict[str, str | int | float | bool] = Field(default_factory=dict)


class Finding(Record):
    """What an audit found."""

    name: str
    status: Status
    effect: Estimate | None = None
    n: int = 0
    cost: Usage = Usage()
    evidence: tuple[str, ...] = ()
    """Pointers: item ids, sample ids, files."""
    detail: str = ""
