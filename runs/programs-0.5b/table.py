# ruff: noqa: INP001, T201  # a script that prints
"""The tables of this comparison from its logs, as Markdown: `python table.py FOLDER/runs [--bench FOLDER/bench]`."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from inspect_ai.log import read_eval_log_samples

from benchwright.attempts import METHODS
from benchwright.inspect_bridge import HEADER, header, logs
from benchwright.pipeline.reporting import build_report
from benchwright.records import Estimate
from benchwright.reports import Figure, Report

PROGRAMS = "benchwright:programs"


def shown(found: Figure, *, sign: bool = False) -> str:
    """Value and interval."""
    if not isinstance(found, Estimate):
        return "not complete"
    form = "+.3f" if sign else ".3f"
    return f"{found.value:{form}} [{found.low:{form}}, {found.high:{form}}]"


def rows(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table; the first line is its head."""
    for place, cells in enumerate(lines):
        yield f"| {' | '.join(cells)} |"
        if not place:
            yield f"|---|{'---:|' * (len(cells) - 1)}"


def tables(report: Report) -> Iterator[str]:
    """Means and costs, kinds, pairs."""
    method = {one.system: one.method for one in report.systems}
    ordered = sorted(report.systems, key=lambda one: ("direct", "cot", "pot", "pips").index(one.method))
    if report.means:
        means = {row.system: row for row in report.means.rows}
        yield from rows([
            ("method", "macro mean", "harmonic mean", "unparsed", "tokens out", "calls", "seconds"),
            *((one.method, shown(means[one.system].macro), shown(means[one.system].harmonic),
               str(one.outcomes["unparsed"]), f"{means[one.system].tokens:.0f}", f"{means[one.system].calls:.1f}",
               f"{means[one.system].seconds:.1f}") for one in ordered if one.system in means),
        ])  # fmt: skip
        yield ""
    share = {(one.method, family.kind): family.figure for one in ordered for family in one.families}
    kinds = sorted({kind for _, kind in share})
    yield from rows([
        ("right", *(one.method for one in ordered)),
        *((kind, *(brief(share[one.method, kind]) for one in ordered)) for kind in kinds),
    ])  # fmt: skip
    yield ""
    if report.means:
        yield from rows([
            ("pair", "macro", "harmonic"),
            *((f"{method[one.first]} - {method[one.second]}", shown(one.macro, sign=True),
               shown(one.harmonic, sign=True)) for one in report.means.pairs),
        ])  # fmt: skip
        yield ""


def brief(found: Figure) -> str:
    """The share alone: 25 items carry no narrow interval."""
    return f"{found.value:.2f}" if isinstance(found, Estimate) else "not complete"


def ends(log: Path) -> Iterator[str]:
    """How programs ended, and how often they were right where they gave an answer."""
    tally: Counter[tuple[str, str]] = Counter()
    for sample in read_eval_log_samples(str(log), all_samples_required=False):
        kept = sample.store.get(PROGRAMS) or []
        scores = list((sample.scores or {}).values())
        outcome = str((scores[0].metadata or {}).get("outcome", "")) if scores else "not graded"
        for one in kept[-1:]:
            tally[end_of(one), outcome] += 1
        if not kept:
            tally["no program was tried", outcome] += 1
    yield from rows([
        ("last program of an item", "outcome", "items"),
        *((end, outcome, str(count)) for (end, outcome), count in sorted(tally.items(), key=lambda one: -one[1])),
    ])  # fmt: skip


def end_of(program: dict[str, Any]) -> str:
    """The kind of its end; of an error, its type."""
    if program["kind"] != "ok":
        named = re.match(r"\w+", program["error"] or "")
        return f"{program['kind']}: {named[0]}" if named else str(program["kind"])
    return "gave an answer" if program["answer"] else "gave nothing"


def main() -> None:
    """Print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("runs", type=Path)
    asked.add_argument("--bench", type=Path)
    given = asked.parse_args()
    _, report = build_report([given.runs], bench=given.bench)
    print("\n".join(tables(report)))
    for log in logs([given.runs]):
        method = (header(log).eval.metadata or {})[HEADER]["method"]
        if method in METHODS and method not in {"direct", "cot"}:
            print(f"`{method}`\n\n" + "\n".join(ends(log)) + "\n")


if __name__ == "__main__":
    main()
