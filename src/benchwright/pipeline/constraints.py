"""What runs say of replies that must keep to constraints: those of benchmarks made from a specification.

    verdict ─► the share of constraints kept          reply, judged once more by the spec's code ─► each constraint
    item ─► complexity (the check of that name)        attempt ─► tokens

Judging once more keeps logs small. Where it cannot be done (the spec is not here in that version, or its code fails),
the figures of single constraints miss those attempts, which are counted by the reason; all others stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from benchwright.errors import BenchwrightError
from benchwright.grading import constraints, ready
from benchwright.records import Graded, Item, Run
from benchwright.reports import ConstraintsKept
from benchwright.stats import Constrained
from benchwright.store import Benchmark

_SCORE = re.compile(r"(?:^|, )score ([0-9.e-]+)(?:,|$)")
Kept = dict[str, bool | None]


def kept_constraints(benchmark: Benchmark, runs: Sequence[Run]) -> list[ConstraintsKept]:
    """Per run with items whose replies a program checks, how its attempts kept to their constraints.

    Args:
        benchmark: that was attempted.
        runs: as `read_runs` gave them.
    """
    items = {item.id: item for item in benchmark.items if item.answer.type == "checked"}
    return [found for run in runs if (found := _of_run(run, items)).attempts]


def complexity(item: Item) -> float | None:
    """What the item's check of that name found, 0 to 1; none where nobody measured it."""
    details = [check.detail for check in item.lineage.checks if check.gate == "complexity"]
    found = _SCORE.search(details[0]) if details else None
    return float(found[1]) if found else None


def _of_run(run: Run, items: Mapping[str, Item]) -> ConstraintsKept:
    pairs = [(items[pair.attempt.item], pair) for pair in run.graded if pair.attempt.item in items]
    left_out = Counter[str]()
    try:
        ready((item.answer, _judged(item, pair)) for item, pair in pairs)
    except BenchwrightError as error:
        unknown = tuple(_one(item, pair, {}) for item, pair in pairs)
        return ConstraintsKept(run.system, unknown, {str(error): len(pairs)})
    found = []
    for item, pair in pairs:
        try:
            found.append(_one(item, pair, _kept(item, pair)))
        except BenchwrightError as error:
            left_out[str(error)] += 1
            found.append(_one(item, pair, {}))
    return ConstraintsKept(run.system, tuple(found), dict(sorted(left_out.items())))


def _judged(item: Item, pair: Graded) -> str:
    """The reply; the gold, which tells what constraints the item has, where the reply could not be read."""
    return pair.attempt.completion if pair.verdict.state == "graded" else item.answer.values[0]


def _kept(item: Item, pair: Graded) -> Kept:
    """Each constraint of the item; of a reply that cannot be read, none is kept.

    Raises:
        BenchwrightError: the spec's code cannot judge.
    """
    found = constraints(item.answer, _judged(item, pair))
    if pair.verdict.state == "graded":
        return dict(found)
    return dict.fromkeys(found, None if _unresolved(pair) else False)


def _unresolved(pair: Graded) -> bool:
    return pair.verdict.failure not in {None, "parse"}


def _one(item: Item, pair: Graded, kept: Kept) -> Constrained:
    value = None if _unresolved(pair) else pair.verdict.value or 0.0
    return Constrained(
        item=item.id, kind=item.kind, cluster=item.cluster, epoch=pair.attempt.epoch,
        value=value, kept=kept,
        tokens=pair.attempt.usage.output_tokens or None, complexity=complexity(item),
    )  # fmt: skip
