"""How many calls a method makes for one item, before any is made: what a dry run shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchwright.attempts._settings import PipsSettings, PotSettings

STAGE_TOKENS = {"pot": 150, "pips": 500}
"""Input tokens that the requests of a stage add to the prompt, beyond those of a method in words."""


def calls_per_item(method: str, args: Mapping[str, Any] | None = None) -> tuple[int, int]:  # Any: JSON
    """The fewest and the most calls that a method makes for one item.

    Args:
        method: its name; one that is not known here makes one call.
        args: its arguments, already checked by making the method.
    """
    given = dict(args or {})
    given.pop("instruction", None)
    if method == "pot":
        return _pot(PotSettings(**given))
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


def _capped(least: int, most: int, calls: int | None) -> tuple[int, int]:
    return (least, most) if calls is None else (min(least, calls), min(most, calls))
