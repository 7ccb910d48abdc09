"""`benchwright review`: a local page on which people accept, edit or reject items."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchwright.cli._shell import as_json, counts_table, emit, say, table
from benchwright.errors import InputError
from benchwright.pages.review.shown import one_line

if TYPE_CHECKING:
    from benchwright.pages.review import Agreement, Serving
    from benchwright.pipeline.reviewed import Applied
    from benchwright.pipeline.reviewing import Summary

LISTED = 20
"""Disagreements that are printed; the JSON holds all."""


@click.command()
@click.argument("bench", type=click.Path(path_type=Path))
@click.option("--reviewer", multiple=True, metavar="NAME", help="Who reviews; repeat for more.  [default: reviewer]")
@click.option("--kinds", default="", help="Only these kinds, separated by commas.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of 127.0.0.1; by default a free one.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option("--summary", is_flag=True, help="Print what was decided, and how far reviewers agree, and stop.")
@click.option("--apply", "applied", is_flag=True, help="Make a new benchmark of what was kept, at --out.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the new benchmark.")
@click.option("--need", type=click.Choice(["one", "all"]), default="all", show_default=True,
              help="Who must keep an item: one reviewer, or all who decided on it.")  # fmt: skip
@click.option("--undecided", type=click.Choice(["keep", "drop"]), help="What becomes of items that nobody decided on.")
@click.option("--title", default="", help="Of the new benchmark.")
@click.option("--overwrite", is_flag=True, help="Replace a different benchmark at --out.")
@as_json
def command(bench: Path, as_json: bool, **options: Any) -> None:
    """Accept, edit or reject the items of a benchmark on a local web page.

    \b
    Synopsis: benchwright review BENCH [--reviewer NAME]... [--summary | --apply --out FOLDER]
    Example:  benchwright review bench --reviewer ada --reviewer ben

    Decisions go to BENCH.review/journal.jsonl; the benchmark stays as it is. Ctrl-C ends the
    page; start it again to go on.
    """
    kinds = tuple(kind.strip() for kind in options["kinds"].split(",") if kind.strip())
    _check(options, kinds)
    if options["applied"]:
        _apply(bench, options, machine=as_json)
        return
    from benchwright.pipeline.reviewing import review, summarise

    if options["summary"]:
        found = summarise(bench, kinds=kinds)
        emit(found.as_dict(), _text(found), machine=as_json)
        return
    names = options["reviewer"] or ("reviewer",)
    found = review(bench, reviewers=names, port=options["port"], kinds=kinds,
                   started=lambda serving: _told(serving, show=not options["no_open"]))  # fmt: skip
    emit(found.as_dict(), f"\n{_line(found)}", machine=as_json)


def _check(options: dict[str, Any], kinds: tuple[str, ...]) -> None:
    """Raises InputError for options that do not go together."""
    if options["applied"] and options["summary"]:
        raise InputError("--summary and --apply are two things; ask for one of them")
    if options["applied"] and options["out"] is None:
        raise InputError("--apply makes a new benchmark; name its folder with --out")
    if options["applied"] and kinds:
        raise InputError("--apply takes all kinds; leave out --kinds (undecided items go by --undecided)")
    if options["out"] is not None and not options["applied"]:
        raise InputError("--out is for --apply; decisions go to BENCH.review/journal.jsonl")


def _told(serving: Serving, *, show: bool) -> None:
    for name, address in serving.addresses.items():
        say(f"{name}: {address}")
    say("Each address is that reviewer's own, and answers on this machine alone. Ctrl-C ends; what is decided is kept.")
    screen = sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if show and screen:  # without a screen a browser would take the terminal
        import webbrowser

        webbrowser.open(next(iter(serving.addresses.values())))


def _line(found: Summary) -> str:
    done = found.items - found.outcomes.get("undecided", 0)
    each = ", ".join(
        f"{one_line(name)} {found.items - counts['undecided']}" for name, counts in found.reviewers.items()
    )
    return f"{done} of {found.items} items decided ({each or 'nobody yet'}); in {found.journal}"


def _text(found: Summary) -> str:
    heads = ("accept", "edit", "reject", "undecided", "seconds")
    rows = [(one_line(name), *(f"{counts[head]:,}" for head in heads)) for name, counts in found.reviewers.items()]
    parts = [_line(found), ""]
    parts += [table(rows, head=("reviewer", *heads)), ""] if rows else []
    parts += [counts_table(found.outcomes, "outcome (--need all)")]
    for pair in found.agreement:
        names = f"{one_line(pair.first)} and {one_line(pair.second)}"
        parts += ["", f"{names}: {pair.both} items decided by both", *_figures(pair)]
    parts += ["", *_disagreements(found.disagreements)] if found.disagreements else []
    parts += [f"\n{found.strangers} lines of the journal are on other items"] if found.strangers else []
    return "\n".join(parts)


def _figures(pair: Agreement) -> list[str]:
    lines = []
    for name, found in (("agreement", pair.share), ("Cohen's kappa", pair.kappa)):
        known = not isinstance(found, str)
        shown = f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]" if known else f"withheld: {found}"  # type: ignore[union-attr]
        lines.append(f"  {name}: {shown}")
    return lines


def _disagreements(found: list[tuple[Any, str]]) -> list[str]:
    lines = [f"{len(found)} disagreements:"]
    lines += [f"  {item.id}  {one_line(item.question[:60])}\n      {one_line(said)}" for item, said in found[:LISTED]]
    return lines + ([f"  and {len(found) - LISTED} more (--json)"] if len(found) > LISTED else [])


def _apply(bench: Path, options: dict[str, Any], *, machine: bool) -> None:
    from benchwright.pipeline.reviewed import apply_review

    chosen = {key: options[key] for key in ("need", "undecided", "title", "overwrite")}
    done = apply_review(bench, options["out"], **chosen)
    emit(_applied(done), "\n".join(_applied_text(done)), machine=machine)


def _applied(done: Applied) -> dict[str, Any]:
    made = done.made.benchmark
    return {
        "out": str(made.path), "fresh": done.made.fresh, "counts": done.counts,
        "card": made.card.model_dump(mode="json"),
        "disagreements": [{"id": one.id, "question": one.question, "said": said} for one, said in done.disagreements],
    }  # fmt: skip


def _applied_text(done: Applied) -> list[str]:
    made = done.made.benchmark
    lines = [counts_table(done.counts, "outcome"), "", counts_table(made.card.counts, "kept, by kind"), ""]
    lines += [*_disagreements(done.disagreements), ""] if done.disagreements else []
    return [*lines, f"{'written' if done.made.fresh else 'already there'}: {made.path}"]
