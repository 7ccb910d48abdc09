"""What the verbs share: output for people and for machines, progress, options."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import click

from benchwright.errors import InputError

F = TypeVar("F", bound=Callable[..., Any])  # Any: whatever click decorates

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines instead of text.")
dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done and what it would cost, and stop.")


class Share(click.FloatRange):
    """A number in a range, and really a number: `nan` lies in every range that is only compared with."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the number."""
        found = float(super().convert(value, param, ctx))
        if not math.isfinite(found):
            self.fail(f"{value!r} is not a number", param, ctx)
        return found


def quota_option(function: F) -> F:
    """`--quota KIND=N`, as often as wanted."""
    return click.option("--quota", multiple=True, metavar="KIND=N", help="Items of one kind; repeat for more.")(
        function
    )


def parse_pairs(pairs: Sequence[str], option: str) -> dict[str, str]:
    """`("a=1", "b=2")` as a mapping.

    Raises:
        InputError: one is not of the form NAME=VALUE, or a name comes twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name or name in found:
            raise InputError(f"{option} {pair!r}: expected NAME=VALUE, each name once")
        found[name] = value
    return found


def parse_quota(pairs: Sequence[str], option: str = "--quota") -> dict[str, int]:
    """`("fact=10",)` as counts.

    Raises:
        InputError: a value is not a whole number of at least 0.
    """
    counts = {}
    for name, value in parse_pairs(pairs, option).items():
        if not value.isdecimal():
            raise InputError(f"{option} {name}={value}: expected a whole number")
        counts[name] = int(value)
    return counts


def parse_value(text: str) -> Any:  # Any: a model argument may be of any JSON type
    """A value as JSON reads it, or the text itself."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def say(text: str) -> None:
    """Tell the person at the terminal; standard output stays clean for results."""
    click.echo(text, err=True)


def emit(value: Any, text: str, *, machine: bool) -> None:  # Any: JSON
    """Print a result: as JSON where asked, otherwise as text."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2) if machine else text)


def table(rows: Iterable[Sequence[str]], *, head: Sequence[str]) -> str:
    """Columns aligned by width; the first to the left, the others to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  ".join(map(_cell, range(len(head)), line, widths)).rstrip() for line in lines)


def _cell(column: int, text: str, width: int) -> str:
    return text.rjust(width) if column else text.ljust(width)


def counts_table(counts: Mapping[str, int], title: str) -> str:
    """A table of counts with their sum."""
    rows = [(name, f"{count:,}") for name, count in counts.items()]
    return table([*rows, ("total", f"{sum(counts.values()):,}")], head=(title, "items"))


class Progress:
    """A progress bar on standard error where that is a terminal, and silence elsewhere."""

    def __init__(self, label: str) -> None:
        self._label, self._live = label, sys.stderr.isatty()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show how far it is."""
        if self._live and total:
            filled = 24 * min(done, total) // total
            line = f"\r{self._label} [{'#' * filled}{'.' * (24 - filled)}] {done}/{total} {what[:30]:30}"
            click.echo(line, err=True, nl=done >= total)
