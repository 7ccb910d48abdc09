"""`benchwright make`: documents or a generated world become a benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchwright.cli._dials import dial_options, dials_from
from benchwright.cli._drafting import draft, drafting_options, refuse_alone
from benchwright.cli._shell import (
    Progress,
    as_json,
    counts_table,
    dry_run,
    emit,
    parse_pairs,
    parse_quota,
    parse_value,
    quota_option,
    say,
)
from benchwright.cli._tuning import aimed, tuned, tuning_options
from benchwright.cli.specify import spec_command
from benchwright.errors import InputError, ShortfallError

if TYPE_CHECKING:
    from benchwright.pipeline.making import Made

SHORT = 3


@click.group()
def command() -> None:
    """Make a benchmark.

    \b
    Synopsis: benchwright make documents SOURCE... --out FOLDER [options]
              benchwright make worlds --out FOLDER [options]
              benchwright make gym --out FOLDER [options]
              benchwright make combine BENCH BENCH... --out FOLDER
    Example:  benchwright make documents handbook.pdf policies/ --out bench --count 60
    """


def common(function: Any) -> Any:  # Any: a click callback
    """Options of every maker."""
    for option in reversed([
        click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to make."),
        click.option("--count", type=click.IntRange(1), help="Items in all, spread evenly over kinds."),
        quota_option,
        click.option("--seed", type=int, default=0, show_default=True, help="Another seed, other items."),
        click.option("--split", default="test", show_default=True, help="Two splits share no item."),
        click.option("--title", default="", help="Name of the benchmark; by default the folder's."),
        click.option("--licence", default="unspecified", show_default=True, help="Under which the items may be used."),
        click.option("--overwrite", is_flag=True, help="Replace another benchmark at --out."),
        dry_run,
        as_json,
    ]):  # fmt: skip
        function = option(function)
    return function


@command.command("documents")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--no-info", type=float, help="Share of items that nothing in the document answers; 0.2 by default.")
@click.option("--splits", help="Share the passages of each document out, as in test=0.75,train=0.25.")
@click.option("--sweep", help="Every document at several lengths, among other texts: 4k..64k or 4k,16k,64k.")
@drafting_options
@common
def documents(
    sources: tuple[Path, ...], no_info: float | None, splits: str | None, sweep: str | None, **options: Any
) -> None:
    """Questions about real documents, drafted by rule (no model is called), or by a model with --draft.

    \b
    Synopsis: benchwright make documents SOURCE... --out FOLDER [--count N | --quota KIND=N ...]
    Example:  benchwright make documents handbook.pdf policies/ --out bench --count 60
              benchwright make documents handbook.pdf --out bench --draft openai/gpt-4o --budget-usd 5 --dry-run

    SOURCE is a file (txt, md, html, epub, docx, pdf) or a folder of them. A file that cannot be read is listed and
    does not stop the others. With --sweep, --count and --quota say how many items there are at each length.

    With --draft, every draft goes through gates that each can drop it, until the number asked for is there or the
    budget is spent; the same command goes on after an interruption and repeats no finished call.
    """
    if options["draft"]:
        if made := draft(sources, no_info, {**options, "splits": splits, "sweep": sweep}):
            _done(made, options)
        return
    refuse_alone(options)
    shares = (
        {name: parse_value(share) for name, share in parse_pairs(splits.split(","), "--splits").items()}
        if splits
        else None
    )
    from benchwright.items.lengths import parse_lengths

    lengths = parse_lengths(sweep) if sweep else None
    _make("documents", options, sources=sources, no_info=no_info, splits=shares, sweep=lengths)


@command.command("worlds")
@dial_options
@tuning_options
@common
def worlds(**options: Any) -> None:
    """Questions about a generated world that no model has read; every gold answer is computed, hence exact.

    \b
    Synopsis: benchwright make worlds --out FOLDER [--genre NAME] [--count N | --quota FAMILY=N ...] [dials]
    Example:  benchwright make worlds --out bench --count 170 --tokens 8k
              benchwright make worlds --out study --sweep 1k..32k --count 70

    With --sweep (and --counterfactual), --count says how many questions there are; each is asked at every length (of
    both twins). With --target 0.5 --against MODEL the dials that are not given are searched for, with trial runs of
    that model in OUT.tuning; the same command goes on after an interruption.
    """
    dials = dials_from(options)
    _make("worlds", options, **dials)


@command.command("gym")
@click.option("--set", "sets", multiple=True, help="Only this data set; may be repeated.")
@click.option("--level", help="easy, medium or hard; medium by default.")
@common
def gym(sets: tuple[str, ...], level: str | None, **options: Any) -> None:
    """Questions of reasoning-gym's data sets: arithmetic, strings, grids, logic. They have no document.

    \b
    Synopsis: benchwright make gym --out FOLDER [--count N | --quota NAME=N ...] [--level LEVEL]
    Example:  benchwright make gym --out puzzles --count 200 --level easy

    --split is train, dev or test: every question belongs to one of them, whatever the seed. A kind is a data set.
    """
    _make("gym", options, sets=sets or None, level=level)


def _make(name: str, options: dict[str, Any], *, sources: tuple[Path, ...] = (), **special: Any) -> None:
    from benchwright.pipeline.making import make, plan, read_sources, settings_from

    given = {"seed": options["seed"], "split": options["split"], **special}
    if options["quota"] and options["count"]:
        raise InputError("--quota and --count were both given; quotas say how many of each kind, so leave --count out")
    given |= {"count": options["count"], "quotas": parse_quota(options["quota"]) or None}
    given = {key: value for key, value in given.items() if value is not None}
    settings = settings_from(name, given)
    if tune := aimed(options):
        if found := tuned(given, tune, options):
            _done(found, options)
        return
    if options["dry_run"]:
        documents, notes = read_sources(sources) if sources else ((), ())
        planned = plan(name, settings, documents)
        _show_plan(planned, notes, machine=options["as_json"])
        return
    made = make(
        name, settings, options["out"], sources=sources, title=options["title"], licence=options["licence"],
        overwrite=options["overwrite"], progress=Progress("making"),
    )  # fmt: skip
    _done(made, options)


def _done(made: Made, options: dict[str, Any]) -> None:
    """Say what was made, and of what it came out short."""
    card = made.benchmark.card
    unread = [note for note in card.sources if not note.read or note.note]
    for note in unread:
        say(f"{'read' if note.read else 'not read'}: {note.source}: {note.note}")
    emit(
        {"path": str(made.benchmark.path), "fresh": made.fresh, "card": card.model_dump(mode="json")},
        _summary(made.benchmark.path, card.counts, len(card.documents), fresh=made.fresh),
        machine=options["as_json"],
    )
    if card.shortfalls:
        for gap in card.shortfalls:
            say(f"short of {gap.kind}: {gap.made} of {gap.asked}; most fell at {gap.gate!r}; {gap.advice}")
        error = ShortfallError(
            f"{sum(gap.asked - gap.made for gap in card.shortfalls)} items are missing; the rest is kept"
        )
        error.exit_code = SHORT
        raise error


def _summary(path: Path, counts: dict[str, int], documents: int, *, fresh: bool) -> str:
    state = "made" if fresh else "already made, unchanged"
    return f"{counts_table(counts, 'kind')}\n{state}: {path} ({documents} documents)"


def _show_plan(planned: Any, notes: Any, *, machine: bool) -> None:
    value = {
        "counts": planned.counts, "documents": planned.documents, "tokens": planned.tokens,
        "model_calls": planned.model_calls, "leaves": "nothing leaves this machine", "notes": list(planned.notes),
        "sources": [note.model_dump() for note in notes],
    }  # fmt: skip
    lines = [
        counts_table(planned.counts, "kind"),
        f"{planned.documents} documents, about {planned.tokens:,} tokens (bytes / 4)",
        "no model is called; nothing leaves this machine",
        *(f"not read: {note.source}: {note.note}" for note in notes if not note.read),
        *planned.notes,
    ]
    emit(value, "\n".join(lines), machine=machine)


command.add_command(spec_command(common, _done))


@command.command("combine")
@click.argument("parts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to make.")
@click.option("--title", default="", help="Name of the benchmark; by default the folder's.")
@click.option("--overwrite", is_flag=True, help="Replace another benchmark at --out.")
@as_json
def combine(parts: tuple[Path, ...], out: Path, title: str, overwrite: bool, as_json: bool) -> None:
    """Put several benchmarks together into one; kinds of the same name become one kind.

    \b
    Synopsis: benchwright make combine BENCH BENCH... --out FOLDER
    Example:  benchwright make combine policies stories --out bench
    """
    from benchwright.pipeline.combining import combine as put_together

    made = put_together(parts, out, title=title, overwrite=overwrite)
    card = made.benchmark.card
    emit(
        {"path": str(out), "fresh": made.fresh, "card": card.model_dump(mode="json")},
        _summary(made.benchmark.path, card.counts, len(card.documents), fresh=made.fresh),
        machine=as_json,
    )
