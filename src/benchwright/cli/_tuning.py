"""The options of `make worlds` that aim at a difficulty, and what is printed of the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from benchwright.cli._shell import Progress, Share, emit, parse_pairs, parse_value, say, table
from benchwright.errors import InputError

if TYPE_CHECKING:
    from benchwright.pipeline.making import Made
    from benchwright.pipeline.tuning import Outlook, TuneSettings

OWN = ("tolerance", "budget_items", "nearest", "model_args")


def tuning_options(function: Any) -> Any:  # Any: a click callback
    """Options of every maker whose difficulty can be aimed at."""
    for option in reversed([
        click.option("--target", type=Share(0, 1), help="Search for dials at which --against solves this share."),
        click.option("--against", help="The model whose share is meant, named as in run."),
        click.option("--tolerance", type=Share(0, 1), help="How far from the target is near enough; 0.1 by default."),
        click.option("--budget-items", type=click.IntRange(1), help="Trial items in all; 400 by default."),
        click.option("--nearest", is_flag=True, help="Where the target cannot be reached, make the nearest."),
        click.option("-M", "model_args", multiple=True, metavar="NAME=VALUE", help="An argument of that model."),
    ]):  # fmt: skip
        function = option(function)
    return function


def aimed(options: Mapping[str, Any]) -> TuneSettings | None:
    """What is aimed at; none where nothing is.

    Raises:
        InputError: a target without a model, or the other way round.
    """
    from benchwright.pipeline.checking import checked
    from benchwright.pipeline.tuning import TuneSettings

    target, against = options.get("target"), options.get("against")
    if target is None and not against:
        if any(options.get(name) for name in OWN):
            raise InputError(
                "--tolerance, --budget-items, --nearest and -M are of a search: give --target and --against"
            )
        return None
    if target is None or not against:
        raise InputError("--target says which share and --against which model should solve: give both")
    arguments = {name: parse_value(value) for name, value in parse_pairs(options["model_args"], "-M").items()}
    given = {"tolerance": options["tolerance"], "budget_items": options["budget_items"]}
    return checked(TuneSettings, {
        "target": target, "against": against, "nearest": options["nearest"], "model_args": arguments,
        **{name: value for name, value in given.items() if value is not None},
    })  # fmt: skip


def tuned(given: dict[str, Any], tune: TuneSettings, options: Mapping[str, Any]) -> Made | None:
    """Search and make; none on a dry run, which prints the ladder."""
    from benchwright.pipeline.tuning import outlook, tune_and_make

    if options["dry_run"]:
        _show(outlook(given, tune), tune, machine=options["as_json"])
        return None
    done = tune_and_make(
        given, tune, options["out"], title=options["title"], licence=options["licence"],
        overwrite=options["overwrite"], progress=Progress("making"),
        trying=lambda trial, rung: say(f"rung {trial.rung}: {trial.right} of {trial.items} right ({rung})"),
    )  # fmt: skip
    rate = done.found.rate
    say(
        f"{done.found.status}: {tune.against} solves {rate.value:.2f} [{rate.low:.2f}, {rate.high:.2f}] "
        f"of {rate.n} items of rung {done.found.rung}; {done.found.items} trial items in all"
    )
    return done.made


def _show(found: Outlook, tune: TuneSettings, *, machine: bool) -> None:
    rows = [(f"{rung.number:2} {rung}",) for rung in found.rungs]
    value = {
        "rungs": [rung.dials for rung in found.rungs], "items of a trial": found.batch,
        "most items": found.most_items, "most input tokens": found.most_tokens, "leaves": found.leaves,
    }  # fmt: skip
    most = (
        f"at most {found.most_items:,} trial items in trials of {found.batch}, and {found.most_tokens:,} input tokens "
        f"of {tune.against}"
    )
    emit(value, "\n".join([table(rows, head=("rung",)), most, found.leaves]), machine=machine)
