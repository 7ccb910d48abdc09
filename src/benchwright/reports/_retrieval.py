"""What a system that reads retrieved passages owes to the retrieval, and what to the model.

A failed attempt at an answerable item has one cause. Where some needed evidence is not wholly in the passages, it was
not retrieved. Where all was there, the same model with its evidence only (the ceiling run) tells the rest apart: right
there, it was missed among the passages; wrong there too, it is the reasoning. (Barnett et al. 2024, arXiv:2401.05856,
list these points of failure.) All evidence of an item counts as needed.
"""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchwright.records import Document, Evidence, Run
from benchwright.reports._figures import Asker, Row, observed
from benchwright.reports._pairs import Attempted
from benchwright.reports.model import Misses, Recall, Retrieval

Passages = Sequence[tuple[str, int, int]]


@dataclass(frozen=True)
class _Seen:
    """An attempt whose retrieved passages are known, at an item with evidence."""

    row: Row
    found: bool
    """All needed evidence lies in them."""
    alone: bool | None
    """Whether the model is right with the evidence only; none where that is not known."""

    @property
    def cause(self) -> str:
        """The one cause of a failure."""
        if not self.found:
            return "not retrieved"
        return "unsplit" if self.alone is None else "missed" if self.alone else "reasoning"


def retrieval(
    one: Attempted, runs: Sequence[Attempted], documents: Mapping[str, Document], ask: Asker
) -> Retrieval | None:
    """The tables for one system; none where nothing was retrieved for it."""
    known = [row for row in one.rows if row.attempt.retrieved is not None]
    if not known:
        return None
    beside = next((other for other in runs if _is_ceiling(other.run, one.run)), None)
    ceiling = _alone(beside.rows if beside else ())
    seen = [
        _Seen(row, found(row.item.evidence, row.attempt.retrieved or (), documents), ceiling.get(row.item.id))
        for row in known
        if row.item.evidence
    ]
    failures = _by_kind([attempt for attempt in seen if attempt.row.item.answerable and attempt.row.right is False])
    misses = tuple(_misses(kind, inside) for kind, inside in failures)
    return Retrieval(
        recall=tuple(_recall(kind, inside, ask) for kind, inside in _by_kind(seen)), misses=misses,
        no_evidence=len({row.item.id for row in one.rows if not row.item.evidence}),
        unresolved=sum(row.right is None or row.attempt.retrieved is None for row in one.rows),
        beside=beside.run.system if beside else "",
        command=_command(one.run) if misses and misses[0].unsplit else "",
    )  # fmt: skip


def found(evidence: Iterable[Evidence], passages: Passages, documents: Mapping[str, Document]) -> bool:
    """Whether every quote lies in the passages; white space between two of them is not missed."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for document, start, end in sorted(passages):
        spans[document].append((start, end))
    return all(_holds(spans[one.document], one, documents) for one in evidence)


def _holds(spans: Sequence[tuple[int, int]], quote: Evidence, documents: Mapping[str, Document]) -> bool:
    here = quote.start
    for start, end in [*spans, (quote.end, quote.end)]:
        gap = slice(here, min(start, quote.end))
        if gap.start < gap.stop and documents[quote.document].text[gap].strip():
            return False
        here = max(here, end)
    return True


def _is_ceiling(other: Run, run: Run) -> bool:
    return other.context == "evidence" and (other.model, other.method) == (run.model, run.method)


def _alone(rows: Sequence[Row]) -> dict[str, bool]:
    """Per item, whether at least half of the attempts are right; items with an unresolved one are left out."""
    items: dict[str, list[bool | None]] = defaultdict(list)
    for row in rows:
        items[row.item.id].append(row.right)
    return {key: fmean(map(bool, marks)) >= 0.5 for key, marks in items.items() if None not in marks}


def _by_kind(seen: Sequence[_Seen]) -> list[tuple[str, list[_Seen]]]:
    """All together, then each kind."""
    kinds: dict[str, list[_Seen]] = defaultdict(list)
    for one in seen:
        kinds[one.row.item.kind].append(one)
    return [("", list(seen)), *sorted(kinds.items())]


def _recall(kind: str, seen: Sequence[_Seen], ask: Asker) -> Recall:
    held = {id(one.row) for one in seen if one.found}
    return Recall(
        kind=kind,
        found=ask.share_where([one.row for one in seen], lambda row: id(row) in held),
        right_found=ask.share(observed(one.row for one in seen if one.found)),
        right_lost=ask.share(observed(one.row for one in seen if not one.found)),
    )


def _misses(kind: str, failed: Sequence[_Seen]) -> Misses:
    counts = Counter(one.cause for one in failed)
    return Misses(kind, len(failed), counts["not retrieved"], counts["missed"], counts["reasoning"], counts["unsplit"])


def _command(run: Run) -> str:
    """What to run so that missing and misreading can be told apart."""
    method = "--solver SOLVER" if run.method == "solver" else f"--method {shlex.quote(run.method)}"
    return f"benchwright run BENCH --model {shlex.quote(run.model)} {method} --context evidence --out RUNS"
