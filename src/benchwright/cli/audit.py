"""`benchwright audit`: what can be said against the results in logs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchwright.cli._shell import Share, as_json, dry_run, emit, say, table

if TYPE_CHECKING:
    from benchwright.records import Finding

GATE = 1
LISTED = 5
"""Pieces of evidence that are printed; the JSON holds more."""


@click.group()
def command() -> None:
    """Say what speaks against the results in logs, with the evidence.

    \b
    Synopsis: benchwright audit programs LOG... [--run]
    Example:  benchwright audit programs runs

    LOG is an Inspect log or a folder of logs; they need not be of a Benchwright benchmark.
    """


@command.command("programs")
@click.argument("logs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--run", "run", is_flag=True, help="Run each program too, in the sandbox, on changed symbols as well.")
@click.option("--every", is_flag=True, help="Count every program that was tried, not only the one that answered.")
@click.option("--limit", type=Share(0, 1), default=0.05, show_default=True, help="Largest share that passes.")
@click.option("--level", type=Share(0.5, 0.999), default=0.95, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write the findings to this file, as JSON.")
@as_json
@dry_run
def programs(
    logs: tuple[Path, ...],
    run: bool,
    every: bool,
    limit: float,
    level: float,
    out: Path | None,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Count programs that are hard-coded, trivial, broken or unfinished.

    \b
    Synopsis: benchwright audit programs LOG... [--run] [--limit SHARE] [--out FILE.json]
    Example:  benchwright audit programs runs --run --out programs.json

    Looks at the programs that `pot` and `pips` kept, or else at Python blocks of the replies and
    at code given to a Python tool. Without
    --run nothing is run. Exits 1 where the share of such programs is over the limit.
    """
    from benchwright.cli.report import _must_be_a_file
    from benchwright.pipeline.auditing import audit_programs, count_programs

    _must_be_a_file(out)
    if dry_run:
        counts = count_programs(logs, every=every)
        emit({**counts, "model_calls": 0, "runs": run}, _plan(counts, run=run), machine=as_json)
        return
    found = audit_programs(logs, run=run, limit=limit, level=level, every=every)
    lines = [finding.model_dump(mode="json") for finding in found]
    if out is not None:
        import json

        from benchwright.store import write_text

        write_text(out, json.dumps(lines, ensure_ascii=False, indent=2) + "\n")
    emit(lines, _text(found, limit), machine=as_json)
    _gate(found[0])


def _plan(counts: dict[str, int], *, run: bool) -> str:
    how = "run in the sandbox, up to 14 times each" if run else "looked at; nothing runs"
    return (
        f"{counts['programs']} programs in {counts['logs']} logs would be {how}; "
        f"{counts['samples_without']} samples hold none; no model is called"
    )


def _text(found: Sequence[Finding], limit: float) -> str:
    first = found[0]
    if first.status == "not-applicable":
        return f"not applicable: {first.detail}"
    rows = [(finding.name, *_figures(finding), finding.status) for finding in found]
    lines = [table(rows, head=("finding", "share", "interval", f"limit {limit:g}")), "", first.detail]
    lines += [f"  {pointer}" for pointer in first.evidence[:LISTED]]
    more = sum(finding.n for finding in found[:1]) and len(first.evidence) - LISTED
    return "\n".join([*lines, *([f"  and {more} more (--json)"] if more > 0 else [])])


def _figures(finding: Finding) -> tuple[str, str]:
    if finding.effect is None:
        return "-", "-"
    return f"{finding.effect.value:.3f}", f"{finding.effect.low:.3f}-{finding.effect.high:.3f}"


def _gate(first: Finding) -> None:
    if first.status == "not-applicable":
        say(f"audit: nothing to audit: {first.detail}")
    if first.status == "fail":
        say("audit: the share of undesirable programs is over the limit")
        raise SystemExit(GATE)
