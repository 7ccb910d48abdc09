"""The dials of `make worlds`: what makes a question hard, one option each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from benchwright.errors import InputError


def dial_options(function: Any) -> Any:  # Any: a click callback
    """The options."""
    for option in reversed([
        click.option("--genre", help="novel, company, agreement or research; novel by default."),
        click.option("--family", "families", multiple=True, help="Only this family of questions; may be repeated."),
        click.option("--worlds", type=click.IntRange(1), help="How many worlds, each with a document of its own."),
        click.option("--tokens", help="Length of each document in tokens (bytes / 4): 8000, 8k, 10M; 8k by default."),
        click.option("--sweep", help="The same questions at several lengths, paired: 1k..128k or 4k,16k,64k."),
        click.option("--quarters", help="Shares of the items by the quarter their evidence ends in: .25,.25,.25,.25."),
        click.option("--distance", type=float, help="Least share of the document between first and last passage."),
        click.option("--distractors", type=int, help="Least number of statements of the same kind about others."),
        click.option("--similarity", type=float, help="Chance that a name shares its word with another (namesakes)."),
        click.option("--herrings", type=float, help="Share of the facts of which something false is rumoured."),
        click.option("--clauses", type=int, help="Rules that change an answer (surcharges): 0 to 12; 2 by default."),
        click.option("--no-shared-words", is_flag=True, help="No content word of a question is in its evidence."),
        click.option("--counterfactual", is_flag=True, help="Every world twice: as it is, and with facts edited."),
        click.option("--gold-facts", is_flag=True, help="Keep what each text states as facts, and rules that answer."),
    ]):  # fmt: skip
        function = option(function)
    return function


def dials_from(options: dict[str, Any]) -> Mapping[str, Any]:  # Any: options of several types
    """The settings that the options name; takes them out of `options`.

    Raises:
        InputError: a length or a list of shares cannot be read.
    """
    from benchwright.items.lengths import parse_lengths

    def taken(name: str) -> Any:  # Any: see above
        return options.pop(name)

    tokens, sweep, quarters = taken("tokens"), taken("sweep"), taken("quarters")
    if tokens and sweep:
        raise InputError("--tokens and --sweep were both given; a sweep names all its lengths, so leave --tokens out")
    found = {name: taken(name) for name in ("genre", "worlds", "distance", "distractors", "similarity", "herrings")}
    found["clauses"] = taken("clauses")
    found["families"] = taken("families") or None
    found["shared_words"] = False if taken("no_shared_words") else None
    found["counterfactual"] = taken("counterfactual") or None
    found["gold_facts"] = taken("gold_facts") or None
    found["tokens"] = _one(parse_lengths(tokens), tokens) if tokens else None
    found["sweep"] = parse_lengths(sweep) if sweep else None
    found["quarters"] = _shares(quarters) if quarters else None
    return found


def _one(lengths: tuple[int, ...], text: str) -> int:
    if len(lengths) != 1:
        raise InputError(f"--tokens {text}: give one length, or several with --sweep")
    return lengths[0]


def _shares(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(share) for share in text.split(","))
    except ValueError:
        raise InputError(f"--quarters {text}: give four shares that add up to 1, as in .25,.25,.25,.25") from None
