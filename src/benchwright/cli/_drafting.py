"""The options of `make documents` that have a model draft, and what is printed before and after."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchwright.cli._shell import counts_table, emit, parse_quota, say
from benchwright.errors import InputError

if TYPE_CHECKING:
    from benchwright.pipeline.drafting import Preview
    from benchwright.pipeline.making import Made

OWN = {
    "document": "--document",
    "checker": "--checker", "per_document": "--per-document", "quarters": "--quarters", "samples": "--samples",
    "together": "--together", "near": "--near", "budget_tokens": "--budget-tokens", "budget_usd": "--budget-usd",
    "target": "--target", "against": "--against", "counterfactual": "--counterfactual", "prices": "--prices",
    "connections": "--max-connections",
}  # fmt: skip
"""Options that say nothing without --draft."""
RULES = {"splits": "--splits", "sweep": "--sweep"}
"""Options of drafting by rule."""


def drafting_options(function: Any) -> Any:  # Any: a click callback
    """Options of drafting by a model."""
    for option in reversed([
        click.option("--draft", metavar="MODEL", help="Have this model draft; without it, rules do."),
        click.option("--checker", metavar="MODEL", help="The model that the gates ask; the drafting one by default."),
        click.option("--budget-tokens", type=click.IntRange(1), help="Read and written in all, at most."),
        click.option("--budget-usd", type=click.FloatRange(0, min_open=True), help="Paid in all, at most."),
        click.option("--prices", type=click.Path(path_type=Path), help="Your own list of prices, asked first."),
        click.option("--quarters", metavar="N,N,N,N", help="Items with their evidence in each quarter of a document."),
        click.option("--document", multiple=True, metavar="FILE=N", help="Items of one document; repeat for all."),
        click.option("--per-document", type=click.IntRange(1), help="Items of one document, at most."),
        click.option("--target", metavar="LOW..HIGH", help="Rewrite until --against solves a share in this band."),
        click.option("--against", metavar="MODEL", help="The model whose share is meant."),
        click.option("--counterfactual", is_flag=True, help="Twins in documents with one fact changed throughout."),
        click.option("--samples", type=click.IntRange(1), help="Tries without the document; 3 by default."),
        click.option("--together", type=click.IntRange(1), help="Drafts that one call judges; 10 by default."),
        click.option("--near", type=click.Choice(["meaning", "words"]), help="How near-duplicates are found."),
        click.option("--max-connections", "connections", type=click.IntRange(1), help="Calls at once; 32 by default."),
    ]):  # fmt: skip
        function = option(function)
    return function


def refuse_alone(options: Mapping[str, Any]) -> None:
    """Options of drafting by a model where none is named.

    Raises:
        InputError: there are some.
    """
    if given := [flag for name, flag in OWN.items() if options.get(name)]:
        raise InputError(f"{given[0]} is of drafting by a model: name it with --draft MODEL")


def draft(sources: tuple[Path, ...], no_info: float | None, options: Mapping[str, Any]) -> Made | None:
    """Make the benchmark; none after a dry run, which prints what it would do.

    Raises:
        InputError: an option cannot be used.
    """
    if rules := [flag for name, flag in RULES.items() if options.get(name)]:
        raise InputError(f"{rules[0]} is of drafting by rule; leave it out, or leave --draft out")
    from benchwright.pipeline import drafting
    from benchwright.pipeline.making import read_sources, settings_from

    settings: Any = settings_from("drafts", _given(no_info, options))
    means = drafting.Means(options["prices"], options["connections"] or drafting.CONNECTIONS)
    if options["dry_run"]:
        documents, notes = read_sources(sources)
        _show(drafting.preview(settings, documents, means), notes, machine=options["as_json"])
        return None
    documents, _ = read_sources(sources)
    expected = drafting.preview(settings, documents, means)
    say(f"about {expected.cost} before anything is known; {expected.leaves}")
    return drafting.draft(
        settings, options["out"], sources=sources, title=options["title"], licence=options["licence"],
        overwrite=options["overwrite"], means=means, watch=_Watch(),
    )  # fmt: skip


def _given(no_info: float | None, options: Mapping[str, Any]) -> dict[str, Any]:
    if options["quota"] and options["count"]:
        raise InputError("--quota and --count were both given; quotas say how many of each kind, so leave --count out")
    own = ("checker", "per_document", "samples", "together", "near", "budget_tokens", "budget_usd", "against")
    given = {name: options[name] for name in (*own, "seed", "split", "count", "counterfactual")}
    given |= {"author": options["draft"], "no_info": no_info, "quotas": parse_quota(options["quota"]) or None}
    given |= {"quarters": _numbers(options["quarters"]), "target": _band(options["target"])}
    given |= {"documents": parse_quota(options["document"], "--document") or None}
    return {name: value for name, value in given.items() if value is not None}


def _numbers(text: str | None) -> tuple[int, ...] | None:
    if text is None:
        return None
    parts = text.split(",")
    if not all(part.strip().isdecimal() for part in parts):
        raise InputError(f"--quarters {text}: expected four whole numbers, such as 10,10,10,10")
    return tuple(map(int, parts))


def _band(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    low, dots, high = text.partition("..")
    try:
        return float(low), float(high if dots else "")
    except ValueError as error:
        raise InputError(f"--target {text}: expected two shares, the lower first, such as 0.1..0.5") from error


def _show(found: Preview, notes: Any, *, machine: bool) -> None:
    plan, cost = found.plan, found.cost
    value = {
        "counts": plan.counts, "documents": plan.documents, "tokens": plan.tokens, "model_calls": list(cost.calls),
        "model_tokens": list(cost.tokens), "usd": list(cost.usd) if cost.usd else None, "prices": found.prices,
        "leaves": found.leaves, "sources": [note.model_dump() for note in notes],
    }  # fmt: skip
    lines = [
        counts_table(plan.counts, "kind"),
        f"{plan.documents} documents, about {plan.tokens:,} tokens (bytes / 4)",
        f"{cost}: from every draft being kept to one in four; narrowed after the first 20 drafts",
        *([f"by {found.prices}"] if cost.usd else ["no price is known for all of these models"]),
        f"no model was called; {found.leaves} when it runs",
        *(f"not read: {note.source}: {note.note}" for note in notes if not note.read),
    ]
    emit(value, "\n".join(lines), machine=machine)


class _Watch:
    """Says what happens: each wave, and the first forecast; on a terminal, everything on one line."""

    def __init__(self) -> None:
        self._live, self._told = sys.stderr.isatty(), False

    def __call__(self, made: int, wanted: int, what: str) -> None:
        """Show how far it is."""
        wave = what.startswith("wave")
        first = ";" in what and not self._told
        self._told |= first
        if self._live and not wave:
            width = shutil.get_terminal_size().columns - 1
            click.echo("\r" + f"{made}/{wanted} items; {what}"[:width].ljust(width), err=True, nl=False)
        elif wave or first:
            lead = "\n" if self._live else ""
            say(f"{lead}{made}/{wanted} items; {what}")
