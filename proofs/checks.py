"""Precision and recall of every check of programs, on labelled programs that it was tuned on and on ones it was not.

Run it as `python proofs/checks.py [--static] [--misses]`. A check is right where it fails a program that is labelled
with that fault, and wrong where it fails another; `unknown` is no failure. Both halves hold programs of their own
subjects. Every rate has a Wilson interval. Exit status 1 where precision or recall over a half is under its floor.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "sandbox" / "corpus"))

from program_corpus import Case, read

from benchwright.sandbox import Sandbox
from benchwright.sandbox.checks import Report, examine, probe
from benchwright.stats import wilson

FLOORS = {"dev": (0.95, 0.95), "heldout": (0.9, 0.85)}
"""Least precision and recall over all checks together, and of the label, in each half."""
DYNAMIC = {"runs", "perturbation", "smuggled", "answer-literal", "determinism"}


@dataclass
class Tally:
    """How often a check was right."""

    hits: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, name: str, *, due: bool, failed: bool) -> None:
        """Count one program."""
        if due and failed:
            self.hits += 1
        elif failed:
            self.false.append(name)
        elif due:
            self.missed.append(name)


def tallies(cases: list[Case], reports: list[Report], *, static: bool) -> dict[str, Tally]:
    """Per check."""
    found: dict[str, Tally] = {}
    for case, report in zip(cases, reports, strict=True):
        failed = {name for name, verdict in report.verdicts.items() if verdict == "fail"}
        for name in (failed | case.fails) - case.may - (DYNAMIC if static else set()):
            found.setdefault(name, Tally()).add(case.name, due=name in case.fails, failed=name in failed)
    return found


def labels(cases: list[Case], reports: list[Report]) -> dict[str, Tally]:
    """Per label."""
    found: dict[str, Tally] = {}
    for case, report in zip(cases, reports, strict=True):
        for name in {case.label, report.label}:
            told = found.setdefault(name, Tally())
            told.add(f"{case.name}:{report.label}", due=case.label == name, failed=report.label == name)
    return found


async def _probed(cases: list[Case]) -> list[Report]:
    async with Sandbox("auto") as box:
        return [await probe(case.source, case.symbols, box.run, answer_type=case.answer_type or None) for case in cases]


def reports_of(cases: list[Case], *, static: bool = False) -> list[Report]:
    """What the checks say of each program; with `static`, of its text alone."""
    if not static:
        return asyncio.run(_probed(cases))
    return [examine(case.source, symbols=case.symbols, answer_type=case.answer_type or None) for case in cases]


def rate(right: int, of: int) -> str:
    if not of:
        return "      -           "
    found = wilson(right, of)
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]"


def table(title: str, found: dict[str, Tally], *, misses: bool) -> tuple[float, float]:
    """Print the rows and their sum; give precision and recall of the sum."""
    print(f"\n{title:<22}{'right':>6}{'false':>7}{'missed':>8}   {'precision':<20}{'recall':<20}")
    whole = Tally()
    for name, tally in sorted(found.items()):
        _row(name, tally)
        whole.hits += tally.hits
        whole.false += tally.false
        whole.missed += tally.missed
        if misses and (tally.false or tally.missed):
            print(f"    false: {', '.join(tally.false)}; missed: {', '.join(tally.missed)}")
    _row("all", whole)
    return whole.hits / (whole.hits + len(whole.false)), whole.hits / (whole.hits + len(whole.missed))


def _row(name: str, tally: Tally) -> None:
    hits, false, missed = tally.hits, len(tally.false), len(tally.missed)
    rates = f"{rate(hits, hits + false):<20}{rate(hits, hits + missed):<20}"
    print(f"{name:<22}{hits:>6}{false:>7}{missed:>8}   {rates}".rstrip())


def half(name: str, *, static: bool, misses: bool) -> bool:
    """Print one half; whether it reaches its floors."""
    cases = read(name)
    reports = reports_of(cases, static=static)
    print(f"\n{name}: {len(cases)} programs, {dict(Counter(case.label for case in cases))}")
    least = FLOORS[name]
    checks = table("check", tallies(cases, reports, static=static), misses=misses)
    named = table("label", labels(cases, reports), misses=misses)
    return all(found >= floor for rates in (checks, named) for found, floor in zip(rates, least, strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--static", action="store_true", help="by the text alone; nothing runs")
    parser.add_argument("--misses", action="store_true", help="name the programs")
    parser.add_argument("--half", choices=list(FLOORS), action="append")
    given = parser.parse_args()
    good = [half(name, static=given.static, misses=given.misses) for name in given.half or FLOORS]
    print("\nfloors:", "reached" if all(good) or given.static else "MISSED")
    return 0 if all(good) or given.static else 1


if __name__ == "__main__":
    sys.exit(main())
