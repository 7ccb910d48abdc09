"""`benchwright run`: a model attempts a benchmark, through Inspect."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchwright.cli._shell import as_json, dry_run, emit, parse_pairs, parse_value, say, table

if TYPE_CHECKING:
    from benchwright.records import Run

INCOMPLETE = 1
PASSED_ON = ("solver", "temperature", "max_tokens", "seed", "reproducible", "window", "max_connections",
             "critic", "grader")  # fmt: skip


@click.command()
@click.argument("bench", type=click.Path(path_type=Path))
@click.option(
    "--model",
    required=True,
    help="An Inspect model name, or benchwright/smollm2, benchwright/gguf:PATH, benchwright/fake:BEHAVIOUR.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the logs.")
@click.option("--context", "contexts", default="full", show_default=True,
              help="What the model sees: full, evidence, none, retrieve:K; several with commas.")  # fmt: skip
@click.option("--method", default="direct", show_default=True, help="direct, cot, pot, pips or logic.")
@click.option("-S", "--method-arg", "method_args", multiple=True, metavar="NAME=VALUE",
              help="An argument of the method: budget=2000, votes=3.")  # fmt: skip
@click.option("--critic", help="Another model for the critic of pips.")
@click.option("--grader", help="The model that judges open answers, where the benchmark has any.")
@click.option("--solver", help="A registered Inspect solver in place of the method.")
@click.option(
    "--template", type=click.Path(path_type=Path), help="A prompt of your own, with {context} and {question}."
)
@click.option("--kinds", default="", help="Only these kinds, separated by commas.")
@click.option("--limit", type=int, help="At most so many items, spread over the benchmark.")
@click.option("--epochs", type=click.IntRange(1), default=1, show_default=True, help="Attempts at each item.")
@click.option("--temperature", type=float, default=0.0, show_default=True)
@click.option("--max-tokens", type=click.IntRange(1), help="Room for a reply.")
@click.option("--seed", type=int, help="Sampling seed, where the provider takes one.")
@click.option("--window", type=click.IntRange(1), help="Tokens the model takes, where it cannot be told.")
@click.option("--max-connections", type=click.IntRange(1), help="Calls at once.")
@click.option("--reproducible", is_flag=True, help="Same bytes every time: one call at a time, no prefix reuse.")
@click.option("-M", "model_args", multiple=True, metavar="NAME=VALUE", help="An argument of the model's provider.")
@click.option("--display", help="Inspect's display: full, rich, plain, log, none.")
@dry_run
@as_json
def command(bench: Path, out: Path, contexts: str, **options: Any) -> None:
    """Run a model on a benchmark.

    \b
    Synopsis: benchwright run BENCH --model MODEL --out FOLDER [--context full,evidence,none]
    Example:  benchwright run bench --model benchwright/smollm2 --out runs --context full,none

    Interrupted or killed, the same command goes on; what was finished is not asked again. The logs are Inspect's:
    open them with `inspect view --log-dir FOLDER`.
    """
    from benchwright.pipeline.checking import checked
    from benchwright.pipeline.running import preview
    from benchwright.pipeline.settings import RunSettings
    from benchwright.pipeline.task import TaskSettings

    kinds = tuple(kind.strip() for kind in options["kinds"].split(",") if kind.strip())
    task = checked(TaskSettings, {
        "method": options["method"], "args": _parsed(options["method_args"], "-S"), "kinds": kinds,
        "limit": options["limit"], "epochs": options["epochs"],
        "template": str(options["template"]) if options["template"] else None,
    })  # fmt: skip
    settings = checked(RunSettings, {
        "model": options["model"], "contexts": tuple(c.strip() for c in contexts.split(",")), "task": task,
        "model_args": _parsed(options["model_args"], "-M"),
        **{key: options[key] for key in PASSED_ON},
    })  # fmt: skip
    if options["dry_run"]:
        _show(preview(bench, settings, out), machine=options["as_json"])
        return
    _run(bench, settings, out, options)


def _parsed(pairs: Sequence[str], option: str) -> dict[str, Any]:  # Any: JSON
    return {name: parse_value(value) for name, value in parse_pairs(pairs, option).items()}


def _run(bench: Path, settings: Any, out: Path, options: dict[str, Any]) -> None:
    from benchwright.pipeline.reporting import headline_lines, read_runs
    from benchwright.pipeline.running import run

    logs = run(bench, settings, out, display=options["display"] or ("none" if options["as_json"] else None))
    opened, runs = read_runs(logs, bench=bench)
    lines, figures = headline_lines(opened, runs)
    emit(
        {"logs": [str(log) for log in logs], "runs": figures},
        "\n".join([*lines, *map(str, logs)]),
        machine=options["as_json"],
    )
    if not all(run.complete for run in runs):
        say(f"incomplete: {_cure(runs)}")
        raise SystemExit(INCOMPLETE)


def _cure(runs: Sequence[Run]) -> str:
    """What to do about attempts that have no verdict."""
    failures = {pair.verdict.failure for run in runs for pair in run.graded} - {None, "parse"}
    if failures == {"judge"}:
        return "the judge gave no grade for some answers; name another --grader"
    if failures == {"limit"}:
        return "some prompts do not fit the model's window; use --context retrieve:K or evidence, or shorter documents"
    return "some attempts ended in an error; run the same command again to try those once more"


def _range(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _show(found: Any, *, machine: bool) -> None:
    rows = [
        (row.context, f"{row.samples:,}", _range(*row.calls), _range(*row.input_tokens), "yes" if row.done else "")
        for row in found.rows
    ]
    value = {
        "model": found.model,
        "leaves": found.leaves,
        "notes": list(found.notes),
        "rows": [row.__dict__ for row in found.rows],
    }
    text = table(rows, head=("context", "samples", "calls per sample", "input tokens (estimate)", "done"))
    emit(
        value, "\n".join([text, f"model: {found.model}", f"what leaves: {found.leaves}", *found.notes]), machine=machine
    )
