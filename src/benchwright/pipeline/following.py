"""What runs say of edited twins: attempts at items whose gold an edit changed, each beside that at the unedited twin.

    item (variant, group, decoys) + verdict ─► pairs by group and epoch ─► `stats.follow_rates`

An edited item counts where the answer of its twin is a decoy: there the edit changed the gold, and an attempt that
gives the old answer has followed memory. Other edited items (controls) say nothing of it. What a killed run has not
attempted yet is no error, and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchwright.records import Item, Run, Verdict
from benchwright.reports import TwinsAttempted
from benchwright.stats import TwinAttempt
from benchwright.stats.followed import SLIPS
from benchwright.store import Benchmark


def twins_attempted(benchmark: Benchmark, runs: Sequence[Run]) -> list[TwinsAttempted]:
    """Per run that attempted edited items, its attempts at them.

    Args:
        benchmark: that was attempted.
        runs: as `read_runs` gave them.
    """
    edited = {item.id: item for item in benchmark.items if _telling(item)}
    twins = {item.group: item.id for item in benchmark.items if item.variant == "unedited"}
    return [TwinsAttempted(run.system, found) for run in runs if (found := _of_run(run, edited, twins))]


def _telling(item: Item) -> bool:
    return item.variant == "edited" and item.answerable and any(decoy.slip in SLIPS for decoy in item.decoys)


def _of_run(run: Run, edited: Mapping[str, Item], twins: Mapping[str, str]) -> tuple[TwinAttempt, ...]:
    verdicts: dict[tuple[str, int], Verdict] = {
        (pair.attempt.item, pair.attempt.epoch): pair.verdict
        for pair in run.graded
        if pair.verdict.failure != "missing"
    }
    return tuple(
        TwinAttempt(key, edited[key].cluster, epoch, verdict, verdicts.get((twins.get(edited[key].group, ""), epoch)))
        for (key, epoch), verdict in verdicts.items()
        if key in edited
    )
