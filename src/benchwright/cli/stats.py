"""`benchwright stats`: figures at the terminal, sample sizes, gates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from benchwright.cli._shell import Share, as_json, emit, say

GATE = 1


@click.command()
@click.argument("logs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--bench", type=click.Path(path_type=Path), help="The benchmark, where the logs do not say.")
@click.option("--target", type=click.Choice(["these documents", "new documents"]), default="these documents",
              show_default=True, help="What the figures generalise to.")  # fmt: skip
@click.option("--level", type=Share(0.5, 0.999), default=0.95, show_default=True)
@click.option("--fail-under", type=Share(0, 1), help="Exit 1 unless the headline's lower bound reaches this.")
@click.option("--baseline", type=click.Path(path_type=Path), help="A log: exit 1 if a run is credibly worse than it.")
@click.option("--plan", "points", type=Share(0.1, 50), help="Instead: items needed to see that many points.")
@as_json
def command(logs: tuple[Path, ...], points: float | None, as_json: bool, **options: Any) -> None:
    """Print the headline number and what stands behind it.

    \b
    Synopsis: benchwright stats LOG... [--target "new documents"] [--fail-under X] [--baseline LOG]
              benchwright stats --plan POINTS
    Example:  benchwright stats runs --fail-under 0.6 --baseline main.eval
    """
    if points is not None:
        _plan(points, machine=as_json)
        return
    if not logs:
        raise click.UsageError("name a log or a folder of logs (or --plan POINTS)")
    from benchwright.pipeline.reporting import build_report
    from benchwright.reports import as_dict, text

    everything = [*logs, options["baseline"]] if options["baseline"] else list(logs)
    _, report = build_report(everything, bench=options["bench"], target=options["target"], level=options["level"])
    emit(as_dict(report), text(report, width=_width()), machine=as_json)
    _gates(list(logs), options)


def _width() -> int:
    import shutil

    return max(40, min(120, shutil.get_terminal_size((100, 24)).columns))


def _plan(points: float, *, machine: bool) -> None:
    from benchwright.stats import plan_items

    found = plan_items(points)
    emit({"points": points, "items": found.items, "sentence": found.sentence}, found.sentence, machine=machine)


def _gates(logs: list[Path], options: dict[str, Any]) -> None:
    """`--fail-under` and `--baseline`, for use in CI."""
    from benchwright.pipeline.reporting import credibly_worse, headlines, measured, read_runs

    if options["fail_under"] is None and options["baseline"] is None:
        return
    benchmark, everything = read_runs(logs, bench=options["bench"])
    runs, refused = measured(everything), []
    for system, found in headlines(benchmark, runs, target=options["target"], level=options["level"]).items():
        low = found.worst.low
        if options["fail_under"] is not None and low < options["fail_under"]:
            refused.append(f"{system}: lower bound {low:.3f} is under {options['fail_under']}")
    if options["baseline"] is not None:
        refused += credibly_worse(
            benchmark, runs, options["baseline"], target=options["target"], level=options["level"]
        )
    for line in refused:
        say(f"gate: {line}")
    if refused:
        raise SystemExit(GATE)
