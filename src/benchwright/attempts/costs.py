"""How many calls a method makes for one item, before any is made: what a dry run shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchwright.attempts._settings import LogicSettings, PipsSettings, PotSettings

STAGE_TOKENS = {"pot": 150, "pips": 500, "logic": 900}
"""Input tokens that the requests of a stage add to the prompt, beyond those of a method in words."""


PASSAGES_IN_CALL = 6_000
"""Characters of passages that `logic` reads in one call, where it reads passages."""
_PASSAGE = 800


def calls_per_item(method: str, args: Mapping[str, Any] | None = None, *, longest: int = 0) -> tuple[int, int]:
    """The fewest and the most calls that a method makes for one item.

    Args:
        method: its name; one that is not known here makes one call.
        args: its arguments, already checked by making the method.
        longest: characters of the documents of one item, at most.
    """
    given = dict(args or {})
    given.pop("instruction", None)
    if method == "pot":
        return _pot(PotSettings(**given))
    if method == "logic":
        return _logic(LogicSettings(**given | {"passages": str(given.get("passages", "0"))}), longest)
    return _pips(PipsSettings(**given)) if method == "pips" else (1, 1)


def _pot(wanted: PotSettings) -> tuple[int, int]:
    return _capped(wanted.votes, wanted.votes * (1 + wanted.repair), wanted.calls)


def _pips(wanted: PipsSettings) -> tuple[int, int]:
    asks = int(wanted.switch not in {"always", "never"})
    code = 2 + wanted.critic
    most_code = 3 + 2 * wanted.rounds + wanted.critic * (wanted.rounds + 1)
    least = asks + (code if wanted.switch == "always" else 1) + wanted.votes - 1
    if wanted.switch == "never" and wanted.votes == 1:
        return _capped(1, 1, wanted.calls)
    return _capped(least, asks + most_code + 2 * wanted.votes, wanted.calls)


def _logic(wanted: LogicSettings, longest: int) -> tuple[int, int]:
    """Where the user's rules have a query, or the item has rules, none need be written."""
    writes = (0, 0) if wanted.rules == "item" else (int(wanted.rules == "model"), 1)
    parts = 1 if wanted.passages == "0" else max(1, -(-_read(wanted, longest) // PASSAGES_IN_CALL))
    tries = 1 + wanted.repair
    return _capped(writes[0] + (parts if wanted.passages == "all" else 1), tries * (writes[1] + parts), wanted.calls)


def in_one_call(method: str, args: Mapping[str, Any]) -> int | None:  # Any: JSON
    """Characters of documents that one call holds at most, whatever the context; none where the context tells."""
    whole = method != "logic" or str(args.get("passages", "0")) == "0"
    return None if whole else PASSAGES_IN_CALL


def _read(wanted: LogicSettings, longest: int) -> int:
    """Characters of passages, at most."""
    return longest if wanted.passages == "all" else min(longest, int(wanted.passages) * _PASSAGE)


def _capped(least: int, most: int, calls: int | None) -> tuple[int, int]:
    return (least, most) if calls is None else (min(least, calls), min(most, calls))
