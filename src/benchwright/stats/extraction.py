"""How well facts were read, apart from how well questions were answered.

    extractions ─► precision (of the facts given), recall (of the facts needed), answers crossed with facts

A method that computes its answer from facts it has read can be right with wrong facts (the symbol hallucinations of
weakly supervised neuro-symbolic systems: Stein et al. 2025, arXiv:2505.24874), so the two are never one number. Facts
of an item, and items of a document, share their luck: documents are resampled where there are ten, else items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchwright.errors import EstimateError
from benchwright.records import Estimate
from benchwright.stats import _variance
from benchwright.stats.bootstrap import cluster_bootstrap
from benchwright.stats.intervals import wilson


@dataclass(frozen=True)
class Extraction:
    """The facts of one attempt, held against those of the text."""

    item: str
    cluster: str
    given: tuple[bool, ...]
    """Per fact that was given: whether the text states it."""
    needed: tuple[bool, ...]
    """Per fact that the answer rests on: whether it was given."""
    used: tuple[bool, ...]
    """Per fact in the proof of the answer: whether the text states it."""
    right: bool
    """Whether the answer is."""

    @property
    def sound(self) -> bool:
        """Whether every needed fact was given and the proof uses no other than stated ones."""
        return all(self.needed) and all(self.used)


@dataclass(frozen=True)
class Rate:
    """A share with its interval, or why there is none."""

    value: float | None
    """None where there is nothing to take a share of."""
    n: int
    estimate: Estimate | None
    refused: str = ""


@dataclass(frozen=True)
class Symbols:
    """Facts and answers of one system."""

    attempts: int
    precision: Rate
    """Of the facts given: the share that the text states. One less it is the rate of hallucinated facts."""
    recall: Rate
    """Of the facts needed: the share that was given."""
    f1: float | None
    """Of the two; none where one of them is missing or both are 0."""
    sound_right: int
    sound_wrong: int
    """The facts were right, the answer was not: the rules or the query were at fault."""
    unsound_right: int
    """Right by luck."""
    unsound_wrong: int
    lucky: Rate
    """Of the right answers: the share whose facts were not right."""


def symbols(extractions: Sequence[Extraction], *, seed: int = 0, level: float = 0.95) -> Symbols:
    """Precision and recall of facts, and answers crossed with facts.

    Args:
        extractions: one per attempt.
        seed: of the resampling.
        level: of confidence.

    Raises:
        EstimateError: there are none.
    """
    if not extractions:
        raise EstimateError("no attempt gave facts, so there is nothing to measure; run a method that reads facts")
    precision = _rate(extractions, [one.given for one in extractions], seed, level)
    recall = _rate(extractions, [one.needed for one in extractions], seed, level)
    cells = Counter((one.sound, one.right) for one in extractions)
    right = cells[True, True] + cells[False, True]
    return Symbols(
        len(extractions), precision, recall, _f1(precision.value, recall.value),
        cells[True, True], cells[True, False], cells[False, True], cells[False, False],
        _lucky(cells[False, True], right, level),
    )  # fmt: skip


def _rate(extractions: Sequence[Extraction], marks: Sequence[Sequence[bool]], seed: int, level: float) -> Rate:
    values = [float(mark) for row in marks for mark in row]
    if not values:
        return Rate(None, 0, None, "there is no such fact")
    documents = [one.cluster for one, row in zip(extractions, marks, strict=True) for _ in row]
    items = [one.item for one, row in zip(extractions, marks, strict=True) for _ in row]
    wide = len(set(documents)) >= _variance.MIN_CLUSTERS
    share = sum(values) / len(values)
    try:
        found = cluster_bootstrap(values, documents if wide else items, seed=seed, level=level)
    except EstimateError as refused:
        return Rate(share, len(values), None, str(refused))
    return Rate(share, len(values), found if wide else found.model_copy(update={"target": "these documents"}))


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None or precision + recall == 0:
        return None
    return 2 * precision * recall / (precision + recall)


def _lucky(lucky: int, right: int, level: float) -> Rate:
    if not right:
        return Rate(None, 0, None, "no answer is right")
    return Rate(lucky / right, right, wilson(lucky, right, level=level))
