"""How many programs in these logs only look like programs: hard-coded, trivial, broken, stubs.

    samples --> programs --> checks of `sandbox.checks` --> shares with intervals --> Findings

The unit is the program that gave a sample's answer (with `every`, each one that was tried). An item's epochs are
averaged first; where at least ten clusters (documents, worlds) are known, the interval takes the cluster as its unit.
A share passes where its interval lies wholly under the limit, fails wholly above, and is inconclusive between. Samples
without any program are counted and said; logs without any are not-applicable.
"""

from __future__ import annotations

import functools
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchwright.audits._written import Written, programs_in
from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Finding, Status, Target
from benchwright.sandbox.checks import UNDESIRABLE, Report, Run, examine, probe
from benchwright.stats import Observation, proportion

if TYPE_CHECKING:
    from inspect_ai.log import EvalSample

LIMIT = 0.05
SHOWN = 20
"""Pieces of evidence that a finding holds."""
CLUSTERS = 10
"""From which on the cluster is the unit of an interval."""


@dataclass(frozen=True)
class Judged:
    """A program with what the checks say of it."""

    written: Written
    report: Report

    @property
    def pointer(self) -> str:
        """Where it is, at which line, and what is wrong."""
        fault = next(iter(self.report.faults), None)
        if fault is None:
            return self.written.place
        line = f" line {fault.lines[0] + max(self.written.line, 0)}" if fault.lines else ""
        return f"{self.written.place}{line}: {fault.reason}"


@dataclass(frozen=True)
class Aim:
    """What a share is held against."""

    limit: float = LIMIT
    level: float = 0.95


def audit_programs(
    samples: Iterable[tuple[str, EvalSample]],
    run: Run | None = None,
    *,
    limit: float = LIMIT,
    level: float = 0.95,
    every: bool = False,
) -> tuple[Finding, ...]:
    """Shares of programs that do not do what they are taken to do.

    Args:
        samples: (name of the log, sample), from anyone's Inspect logs.
        run: of a sandbox; without it, nothing runs and only the text of each program is looked at.
        limit: largest share that passes.
        level: of the intervals.
        every: count each program that was tried, and not only the one that gave the answer.

    Returns:
        The share of all undesirable programs first, then one finding per label that occurs or is always told.

    Raises:
        InputError: the limit or the level is no share.
    """
    if not 0.0 <= limit <= 1.0 or not 0.0 < level < 1.0:
        raise InputError(f"limit {limit} and level {level}: give shares between 0 and 1")
    written, silent = gather(samples, every=every)
    if not written:
        detail = (
            f"none of {silent} samples holds a program: neither kept by an attempt nor as a Python block of a reply"
        )
        return (Finding(name="undesirable programs", status="not-applicable", detail=detail),)
    return findings(judge(written, run), Aim(limit, level), silent, ran=run is not None)


def gather(samples: Iterable[tuple[str, EvalSample]], *, every: bool = False) -> tuple[list[Written], int]:
    """The programs, and how many samples hold none."""
    found: list[Written] = []
    silent = 0
    for log, sample in samples:
        inside = programs_in(log, sample, every=every)
        silent += not inside
        found += inside
    return found, silent


def judge(written: Sequence[Written], run: Run | None = None) -> list[Judged]:
    """What the checks say of each program; equal programs are looked at once."""
    if run is None:
        return [Judged(program, _static(program)) for program in written]
    import anyio

    return anyio.run(functools.partial(_probed, written, run))


def _static(program: Written) -> Report:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return examine(
            program.source, function=program.function, variable=program.variable, symbols=program.symbols,
            answer_type=program.answer_type,
        )  # fmt: skip


async def _probed(written: Sequence[Written], run: Run) -> list[Judged]:
    """Run what can be run on its symbols; the rest is judged by its text."""
    found = []
    for program in written:
        runs = program.function and isinstance(program.symbols, dict | list) and program.symbols
        report = (
            await probe(
                program.source, program.symbols, run, function=program.function, answer_type=program.answer_type
            )
            if runs
            else _static(program)
        )
        found.append(Judged(program, report))
    return found


def findings(judged: Sequence[Judged], aim: Aim, silent: int = 0, *, ran: bool = False) -> tuple[Finding, ...]:
    """One finding for all undesirable programs, and one per label; whether they fail is only told of what was run."""
    tally = Counter(one.report.label for one in judged)
    told = ", ".join(f"{count} {label}" for label, count in tally.most_common())
    beside = f"; {silent} samples hold no program" if silent else ""
    bad: set[str] = set(UNDESIRABLE)
    whole = _finding("undesirable programs", judged, bad, aim, f"{len(judged)} programs: {told}{beside}")
    return (
        whole,
        *(_finding(f"{label} programs", judged, {label}, aim, "") for label in UNDESIRABLE if ran or label != "error"),
    )


def _finding(name: str, judged: Sequence[Judged], labels: set[str], aim: Aim, detail: str) -> Finding:
    hits = [one for one in judged if one.report.label in labels]
    pointers = tuple(one.pointer for one in hits[:SHOWN])
    more = f"{len(hits) - SHOWN} more are not listed" if len(hits) > SHOWN else ""
    detail = "; ".join(part for part in (detail, more) if part)
    try:
        effect = share(judged, labels, aim)
    except EstimateError as error:
        status: Status = "inconclusive"
        return Finding(name=name, status=status, n=len(judged), evidence=pointers, detail=f"{detail}; {error}")
    return Finding(
        name=name, status=_status(effect, aim.limit), effect=effect, n=len(judged), evidence=pointers, detail=detail
    )


def share(judged: Sequence[Judged], labels: set[str], aim: Aim) -> Estimate:
    """The share of programs with one of these labels, with its interval.

    Raises:
        EstimateError: the data cannot carry an interval.
    """
    counted: Counter[str] = Counter()
    homes: dict[str, str] = {}
    seen = []
    for one in judged:
        item = one.written.item
        counted[item] += 1
        home = homes.setdefault(item, one.written.cluster)
        seen.append(
            Observation(item=item, kind="program", cluster=home, epoch=counted[item], right=one.report.label in labels)
        )
    grouped = CLUSTERS <= len(set(homes.values())) < len(homes)
    target: Target = "new documents" if grouped else "these documents"
    return proportion(seen, target=target, level=aim.level).estimate


def _status(effect: Estimate, limit: float) -> Status:
    if effect.high <= limit:
        return "pass"
    return "fail" if effect.low > limit else "inconclusive"
