"""What a report is made of: pure data, every figure with its interval, n, target and method beside it.

A figure takes one of three forms, never a bare number: an `Estimate`, `Bounds` where attempts are unresolved, or
`Withheld` where the data cannot carry it. Rates are shares (0..1), times seconds, money US dollars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from benchwright.records import Card, Document, Item, Outcome, Run, Target
from benchwright.reports._constraint_model import (
    BucketRow,
    ConstraintRow,
    ConstraintsKept,
    ConstraintStudy,
    KeepingRow,
)  # fmt: skip
from benchwright.reports._followed_model import FollowRow, FollowStudy, TwinsAttempted
from benchwright.reports._mistake_model import (
    Bounds,
    Figure,
    Misses,
    Recall,
    Retrieval,
    Slip,
    SlipRow,
    Slips,
    Withheld,
)  # fmt: skip
from benchwright.reports._symbol_model import FactsRead, SymbolsRow, SymbolStudy

__all__ = [
    "CAUSES", "OUTCOMES", "Baseline", "Bounds", "BucketRow", "Cause", "Ceiling", "Cell", "ConstraintRow",
    "ConstraintStudy", "ConstraintsKept", "Costs", "Effective", "Extent", "FactsRead", "Family", "Figure",
    "FollowRow", "FollowStudy", "Gap", "KeepingRow", "LengthPoint", "LengthStudy", "Means", "MeansPair", "MeansRow",
    "Method", "Misses", "Pair", "Places", "Rank", "Reason", "Recall", "Refusals", "Repeated", "Report", "ReportInput",
    "Retrieval", "Role", "Slip", "SlipRow", "Slips", "SymbolStudy", "SymbolsRow", "System", "TwinsAttempted",
    "Withheld", "as_dict",
]  # fmt: skip

Role = Literal["measured", "ceiling", "floor"]
Cause = Literal["provider", "window", "limit", "missing", "judge"]
"""Why an attempt is unresolved: an error, a prompt over the model's window, another limit, or not attempted yet."""
CAUSES: tuple[Cause, ...] = ("provider", "window", "limit", "missing", "judge")
OUTCOMES: tuple[Outcome, ...] = ("right", "refused rightly", "wrong", "refused wrongly", "unparsed", "error")


@dataclass(frozen=True)
class ReportInput:
    """What a report reads."""

    card: Card
    items: Sequence[Item]
    documents: Mapping[str, Document]
    runs: Sequence[Run]
    facts: Sequence[FactsRead] = ()
    """Of the runs that read facts."""
    constraints: Sequence[ConstraintsKept] = ()
    """Of the runs whose replies a program checks."""
    followed: Sequence[TwinsAttempted] = ()
    """Of the runs that attempted edited items."""


@dataclass(frozen=True)
class Baseline:
    """What a system that ignores the question would score: computed from the items, so exact for them."""

    name: str
    value: float
    n: int
    meaning: str


@dataclass(frozen=True)
class Family:
    """One kind of item."""

    kind: str
    figure: Figure
    n: int
    outcomes: dict[Outcome, int]


@dataclass(frozen=True)
class Cell:
    """Items of one length whose evidence lies in one fifth of the document."""

    length: str
    position: str
    figure: Figure


@dataclass(frozen=True)
class Places:
    """Right answers by where the evidence lies and how much there is to read."""

    lengths: tuple[str, ...]
    positions: tuple[str, ...]
    cells: tuple[Cell, ...]
    """Only those that hold items."""
    unplaced: int
    """Items without evidence."""


@dataclass(frozen=True)
class Refusals:
    """Answered or refused, where there is an answer and where there is none."""

    answered: int
    """Answerable items."""
    refused: int
    answered_no_info: int
    refused_no_info: int
    other: int
    """Attempts that are unparsed or ended in an error: neither an answer nor a refusal."""
    refused_share: Figure
    """Of answerable items."""
    refused_no_info_share: Figure


@dataclass(frozen=True)
class Costs:
    """What all attempts of a system took, failed ones included."""

    attempts: int
    calls: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    seconds: float
    usd: float | None
    """The sum over the attempts whose price is known; none where no price is."""
    priced: int
    """Attempts whose price is known."""


@dataclass(frozen=True)
class Reason:
    """Why attempts failed."""

    failure: str
    reason: str
    attempts: int


@dataclass(frozen=True)
class Repeated:
    """What several attempts at each item come to."""

    name: str
    """`pass@k`: at least one of k attempts is right; `pass^k`: all k are."""
    k: int
    figure: Figure


@dataclass(frozen=True)
class System:
    """Everything of one run."""

    system: str
    model: str
    method: str
    context: str
    role: Role
    """`ceiling` sees the evidence only, `floor` sees nothing, and all others are measured."""
    headline: Figure
    uncredited: Figure
    """The headline if no refusal counted as right."""
    items: int
    attempts: int
    epochs: int
    complete: bool
    outcomes: dict[Outcome, int]
    unresolved: dict[Cause, int]
    """The attempts whose outcome is `error`, by cause."""
    families: tuple[Family, ...]
    repeated: tuple[Repeated, ...]
    """None where each item was attempted once."""
    places: Places
    refusals: Refusals
    costs: Costs
    failures: tuple[Reason, ...]
    notes: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    log: str = ""
    slips: Slips | None = None
    """None where no item that was attempted foresees a slip."""
    retrieval: Retrieval | None = None
    """None where nothing was retrieved."""


@dataclass(frozen=True)
class Pair:
    """Two systems on the items that both attempted: the first minus the second."""

    first: str
    second: str
    difference: Figure
    n: int
    dropped: int
    """Items that only one of the two attempted."""
    only_first: int
    """Items that only the first got right."""
    only_second: int
    p: float | None
    adjusted: float | None
    """Holm's, over all pairs of the table."""
    detectable: float | None
    """The smallest difference that these items would have shown with a power of 80 %."""
    ahead: str
    """The system that is shown better: the adjusted p-value is at most 1 - level. Empty where neither is."""
    says: str


@dataclass(frozen=True)
class Rank:
    """The places a system may hold: those that the pairs leave open."""

    system: str
    best: int
    worst: int


@dataclass(frozen=True)
class Gap:
    """What a standard row says of a system."""

    name: Literal["lost in searching", "gained by reading"]
    pair: Pair


@dataclass(frozen=True)
class Method:
    """How intervals were made."""

    name: str
    source: str
    """Where it is described."""
    figures: int
    """How many figures of the report rest on it."""


Ceiling = Literal["evidence", "shortest length"]


@dataclass(frozen=True)
class Extent:
    """A length in tokens, or that it lies beyond those measured."""

    tokens: float
    censored: Literal["", "below", "at least"]


@dataclass(frozen=True)
class Effective:
    """The longest length up to which the drop from the ceiling does not exceed what is allowed."""

    value: Extent
    """With unresolved attempts as not right; `best` takes them as right, and is the same where there are none."""
    best: Extent
    low: Extent
    high: Extent
    complete: bool
    level: float
    n: int
    """Groups."""
    clusters: int
    target: Target
    method: str
    left_out: tuple[int, ...]
    """Lengths at which no attempt was resolved."""


@dataclass(frozen=True)
class LengthPoint:
    """One length."""

    length: int
    """Tokens, as asked for."""
    n: int
    right: Figure
    ceiling: Figure
    drop: Figure
    """The ceiling less `right`, paired."""


@dataclass(frozen=True)
class LengthStudy:
    """What length does to one system, where items ask the same at several lengths."""

    system: str
    groups: int
    ceiling: Ceiling
    allow: float
    """The drop from the ceiling that is allowed."""
    points: tuple[LengthPoint, ...]
    """Shortest first."""
    effective: Effective | Withheld
    doubling: Figure
    """Share lost with each doubling, by a logistic fit."""
    late: Figure
    """Share lost with evidence in the last quarter of its document instead of the first."""
    middle: Figure
    """Share lost with evidence in the middle instead of the first and last quarters."""
    fitted: tuple[int, ...]
    """The lengths that these three rest on; empty where they are withheld."""
    says: tuple[str, ...]
    """The same in sentences."""


@dataclass(frozen=True)
class MeansRow:
    """Means over kinds of one system, and what one of its attempts took."""

    system: str
    macro: Figure
    harmonic: Figure
    zero: tuple[str, ...]
    """Kinds of which nothing is right: they make the harmonic mean 0."""
    tokens: float
    """Output tokens."""
    calls: float
    seconds: float


@dataclass(frozen=True)
class MeansPair:
    """The first system minus the second, on the items that both attempted."""

    first: str
    second: str
    macro: Figure
    harmonic: Figure


@dataclass(frozen=True)
class Means:
    """Methods of the same model, compared over kinds."""

    kinds: int
    rows: tuple[MeansRow, ...]
    pairs: tuple[MeansPair, ...]


@dataclass(frozen=True)
class Report:
    """Every figure of a report."""

    card: Card
    target: Target
    level: float
    metric: str
    generalises: str
    items: int
    """Of the benchmark."""
    attempted: int
    """Items that at least one run attempted, or was due to: the baselines are of these."""
    common: int
    """Items that every run did; where that is fewer than `attempted`, scores of different items stand side by side."""
    documents: int
    baselines: tuple[Baseline, ...]
    systems: tuple[System, ...]
    pairs: tuple[Pair, ...]
    ranks: tuple[Rank, ...]
    gaps: tuple[Gap, ...]
    methods: tuple[Method, ...]
    notes: tuple[str, ...]
    """What a reader must know of the whole."""
    lengths: tuple[LengthStudy, ...] = ()
    """For runs with items that ask the same at several lengths."""
    means: Means | None = None
    """Where one model was run by several methods on three kinds or more."""
    symbols: SymbolStudy | None = None
    """Where a run read facts."""
    constraints: tuple[ConstraintStudy, ...] = ()
    """Of the runs whose replies a program checks."""
    followed: tuple[FollowStudy, ...] = ()
    """Of the runs that attempted edited items."""


def as_dict(report: Report) -> dict[str, Any]:  # Any: JSON
    """The report as what JSON can hold: what `benchwright report --json` prints."""
    from pydantic import TypeAdapter

    plain: dict[str, Any] = TypeAdapter(Report).dump_python(report, mode="json")
    return plain
