"""`benchwright make spec`: a benchmark from a spec's name, a folder with plan and code, or a description."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchwright.cli._shell import Progress, emit, parse_pairs, parse_quota, parse_value, say, table
from benchwright.errors import InputError

if TYPE_CHECKING:
    from benchwright.pipeline.making import Made
    from benchwright.pipeline.specifying import How, Specified


def staged(function: Any) -> Any:  # Any: a click callback
    """Options of the stages."""
    for option in reversed([
        click.option("--model", default="", help="The model that plans, writes and reads; for a description."),
        click.option("--pause-after", type=click.Choice(["plan", "generate", "verify"]),
                     help="Stop there; edit the files, and run the same command without it to go on."),
        click.option("--feedback", default="", metavar="TEXT", help="Have the model change what is there."),
        click.option("--at", type=click.Choice(["plan", "generate", "verify", "evaluate"]),
                     help="The stage that the feedback is of; by default the last one that is done."),
        click.option("--budget-tokens", type=click.IntRange(1), help="Read and written by the model in all, at most."),
        click.option("--unsolvable", type=float, help="Share of items that have no solution; 0.2 by default."),
        click.option("--parameter", "parameters", multiple=True, metavar="NAME=LOW..HIGH",
                     help="A narrower range, or values with commas; repeat for more."),
    ]):  # fmt: skip
        function = option(function)
    return function


def spec_command(common: Callable[[Any], Any], done: Callable[[Made, dict[str, Any]], None]) -> click.Command:
    """The command.

    Args:
        common: adds the options of every maker.
        done: says what was made.
    """

    @click.command("spec")
    @click.argument("source", metavar="SPEC")
    @staged
    @common
    def spec(source: str, **options: Any) -> None:
        """Problems that a specification's code samples, solves and judges.

        \b
        Synopsis: benchwright make spec SPEC --out FOLDER [--count N] [--parameter NAME=LOW..HIGH]
                  benchwright make spec SPEC.md --out FOLDER --model MODEL [--pause-after STAGE] [--feedback TEXT]
        Example:  benchwright make spec calendar --out meetings --count 2000 --parameter participants=4..6
                  benchwright make spec seating.md --out seats --model openai/gpt-4o --pause-after plan

        SPEC is calendar, causal_planning or constrained_text; or a folder with plan.json and code.py; neither calls a
        model. Or it is a description, from which --model writes a plan and its code: plan, generate, verify, evaluate.
        Each stage leaves a file in OUT.spec that you can read and edit; the same command goes on from there. Code that
        did not come with the package runs in the sandbox only. Many replies may be right: what satisfies every
        constraint is. Problems without a solution are a kind of their own.
        """
        if made := run(source, options):
            done(made, options)

    return spec


def run(source: str, options: dict[str, Any]) -> Made | None:
    """Run the stages and make the benchmark; none after a dry run or a pause, of which it tells.

    Raises:
        InputError: an option cannot be used.
    """
    from benchwright.pipeline.specifying import make_spec

    how, given = _how(options), _given(options)
    if options["dry_run"]:
        _show(source, options, how, given)
        return None
    done, made = make_spec(
        source, options["out"], given, how, title=options["title"], licence=options["licence"],
        overwrite=options["overwrite"], progress=Progress("making"),
    )  # fmt: skip
    _told(done)
    if made is None:
        _paused(done, machine=options["as_json"])
    return made


def _how(options: dict[str, Any]) -> How:
    from benchwright.pipeline.specifying import How

    if options["at"] and not options["feedback"]:
        raise InputError("--at says of which stage the feedback is: give --feedback TEXT")
    own = ("model", "pause_after", "feedback", "at", "budget_tokens")
    return How(**{name: options[name] for name in own}, told=say)


def _given(options: dict[str, Any]) -> dict[str, Any]:
    if options["quota"] and options["count"]:
        raise InputError("--quota and --count were both given; quotas say how many of each kind, so leave --count out")
    ranges = {key: _range(value) for key, value in parse_pairs(options["parameters"], "--parameter").items()}
    given = {name: options[name] for name in ("seed", "split", "count", "unsolvable")}
    given |= {"quotas": parse_quota(options["quota"]) or None, "parameters": ranges or None}
    return {key: value for key, value in given.items() if value is not None}


def _range(text: str) -> list[Any]:
    """`2..4` as its ends, `a,b` as its values."""
    return [parse_value(part) for part in (text.split("..") if ".." in text else text.split(","))]


def _show(source: str, options: dict[str, Any], how: How, given: dict[str, Any]) -> None:
    """What would be done; what would be made as well, where plan and code are there."""
    from benchwright.pipeline.making import plan, settings_from
    from benchwright.pipeline.specifying import outlook

    found = outlook(source, options["out"], how)
    counts: dict[str, int] = {}
    notes: tuple[str, ...] = ()
    if not Path(source).is_file():
        planned = plan("spec", settings_from("spec", {**given, "spec": source}))
        counts, notes = planned.counts, planned.notes
    value = {"stages": found.stages, "model_calls": found.calls, "leaves": found.leaves, "counts": counts,
             "notes": list(notes)}  # fmt: skip
    lines = [
        table(list(found.stages.items()), head=("stage", "how")),
        *(f"{kind}: {count}" for kind, count in counts.items()),
        f"at most {found.calls} model calls" if found.calls else "no model is called",
        found.leaves,
        *notes,
    ]
    emit(value, "\n".join(lines), machine=options["as_json"])


def _told(done: Specified) -> None:
    for doubt in done.doubts:
        say(f"doubted by the model: {doubt}")
    if done.spent.calls:
        say(f"{done.spent.calls} model calls, {done.spent.tokens:,} tokens, those kept from earlier counted too")


def _paused(done: Specified, *, machine: bool) -> None:
    text = (
        f"paused after {done.paused}: read and edit the files in {done.spec}, then run the same command "
        "without --pause-after, or with --feedback TEXT to have the model change them"
    )
    emit({"paused": done.paused, "work": done.spec}, text, machine=machine)
