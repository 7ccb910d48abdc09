"""`benchwright grade`: answers made anywhere become verdicts."""

from __future__ import annotations

from pathlib import Path

import click

from benchwright.cli._shell import as_json, emit


@click.command()
@click.argument("bench", type=click.Path(path_type=Path))
@click.option(
    "--answers",
    required=True,
    type=click.Path(path_type=Path),
    help="JSONL: id, answer; optional system, epoch, error.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the logs.")
@click.option("--system", default="", help="Name of the system, where the file does not say.")
@click.option("--reading", type=click.Choice(["whole", "marker", "auto"]), default="auto", show_default=True,
              help="Where the answer is: the whole text, after ANSWER:, or whichever fits.")  # fmt: skip
@as_json
def command(bench: Path, answers: Path, out: Path, system: str, reading: str, as_json: bool) -> None:
    """Grade answers that were made elsewhere: by a product, a pipeline, or people.

    \b
    Synopsis: benchwright grade BENCH --answers FILE.jsonl --out FOLDER [--system NAME]
    Example:  benchwright grade bench --answers answers.jsonl --out runs --system "our search, v2"

    Each line is {"id": ITEM, "answer": TEXT}; an item without a line counts as missing, never as wrong.
    """
    from typing import cast

    from benchwright.grading import Reading
    from benchwright.pipeline.grading import grade
    from benchwright.pipeline.reporting import headline_lines, read_runs

    logs = grade(bench, answers, out, system=system, reading=cast("Reading", reading))
    opened, runs = read_runs(logs, bench=bench)
    lines, figures = headline_lines(opened, runs)
    emit({"logs": [str(log) for log in logs], "runs": figures}, "\n".join([*lines, *map(str, logs)]), machine=as_json)
