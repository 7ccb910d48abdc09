"""`benchwright report`: one HTML file for any number of runs."""

from __future__ import annotations

from pathlib import Path

import click

from benchwright.cli._shell import as_json, emit
from benchwright.cli.stats import _width
from benchwright.errors import InputError


@click.command()
@click.argument("logs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The HTML file to write; without it, text is printed.")
@click.option("--bench", type=click.Path(path_type=Path), help="The benchmark, where the logs do not say.")
@click.option("--target", type=click.Choice(["these documents", "new documents"]), default="these documents",
              show_default=True, help="What the figures generalise to.")  # fmt: skip
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--allow-drop", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.1,
              show_default=True, help="Drop from the ceiling that is allowed up to the effective length.")  # fmt: skip
@click.option("--regrade", is_flag=True, help="Give every attempt its verdict anew.")
@as_json
def command(
    logs: tuple[Path, ...],
    out: Path | None,
    bench: Path | None,
    target: str,
    level: float,
    allow_drop: float,
    regrade: bool,
    as_json: bool,
) -> None:
    """Report on runs: one self-contained HTML file that opens from disk.

    \b
    Synopsis: benchwright report LOG... --out FILE.html [--target "new documents"]
    Example:  benchwright report runs --out report.html

    LOG is a log or a folder of logs, all of one benchmark. Systems are compared on the same items, in pairs.
    """
    from benchwright.pipeline.reporting import build_report
    from benchwright.reports import as_dict, html, text
    from benchwright.store import write_text

    _must_be_a_file(out)
    aim = {"target": target, "level": level, "allow_drop": allow_drop}
    given, report = build_report(logs, bench=bench, regrade=regrade, **aim)  # type: ignore[arg-type]
    if out is not None:
        write_text(out, html(report, given))
    emit(as_dict(report), f"{text(report, width=_width())}\n{out or ''}".rstrip(), machine=as_json)


def _must_be_a_file(out: Path | None) -> None:
    """Raises InputError for a folder, before any work is done."""
    from benchwright.store import writing

    if out is None:
        return
    with writing(out):
        folder = out.is_dir()
    if folder:
        raise InputError(f"--out {out} is a folder; name a file in it, such as {out / 'report.html'}")
