"""`benchwright grade`: answers made anywhere become verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchwright.cli._shell import as_json, emit, say

if TYPE_CHECKING:
    from benchwright.records import Run

INCOMPLETE = 1


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
    Exits 1 if an answer is missing or ended in an error.
    """
    from typing import cast

    from benchwright.grading import Reading
    from benchwright.pipeline.grading import grade
    from benchwright.pipeline.reporting import headline_lines, read_runs

    logs = grade(bench, answers, out, system=system, reading=cast("Reading", reading))
    opened, runs = read_runs(logs, bench=bench)
    lines, figures = headline_lines(opened, runs)
    emit({"logs": [str(log) for log in logs], "runs": figures}, "\n".join([*lines, *map(str, logs)]), machine=as_json)
    if not all(run.complete for run in runs):
        for run in runs:
            _tell(run, answers)
        raise SystemExit(INCOMPLETE)


def _tell(run: Run, answers: Path) -> None:
    """Say how much of a run is not there."""
    from benchwright.grading import UNJUDGED
    from benchwright.pipeline.grading import NO_ANSWER

    unfinished = [g.attempt for g in run.graded if g.verdict.state == "failed" and g.verdict.failure != "parse"]
    missing = [attempt for attempt in unfinished if attempt.error == NO_ANSWER]
    if missing:
        say(f"incomplete: {run.system}: {_share(missing, run)} have no line in {answers}; add them and grade again")
    unjudged = sum(graded.verdict.reason == UNJUDGED for graded in run.graded)
    if unjudged:
        say(f"incomplete: {run.system}: {unjudged} of {len(run.graded)} answers wait for a judge, which only "
            "`benchwright run --grader MODEL` asks")  # fmt: skip
    if errors := len(unfinished) - len(missing) - unjudged:
        say(f"incomplete: {run.system}: {errors} of {len(run.graded)} answers are errors")


def _share(missing: Sequence[object], run: Run) -> str:
    unit = "items" if run.epochs == 1 else f"answers (items times {run.epochs} epochs)"
    return f"{len(missing)} of {len(run.graded)} {unit}"
