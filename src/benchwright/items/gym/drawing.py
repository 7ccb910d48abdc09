"""One entry of a data set, from a seed of its own.

A data set of `reasoning_gym` draws entry i of seed s by `Random(s + i)`, so that entry i of seed s is entry i - 1 of
seed s + 1. Here every entry is entry 0 of a data set of size 1, whose seed is a hash of everything that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from decimal import localcontext
from importlib import import_module
from importlib.metadata import version
from io import StringIO
from typing import Any

from benchwright.errors import ExtensionError, MissingExtraError, boundary
from benchwright.items.gym.table import TABLE, Level
from benchwright.records import digest
from benchwright.seeding import seed_of

SPLITS = ("train", "dev", "test")
_SEEDS = 2**63


@dataclass(frozen=True)
class Entry:
    """What a data set asked, and its own answer."""

    name: str
    question: str
    gold: str
    """In the data set's own spelling."""
    raw: dict[str, Any]
    """The entry as the data set made it, which its own scorer reads."""


def gym() -> Any:  # Any: the package has no types
    """The package.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module("reasoning_gym")
    except ModuleNotFoundError as error:
        if error.name != "reasoning_gym":
            raise
        raise MissingExtraError("reasoning-gym data sets", "gym") from None


def release() -> str:
    """The release of the package, which decides what the seeds draw."""
    gym()
    return version("reasoning-gym")


@contextmanager
def alone() -> Iterator[None]:
    """What data sets do to the whole process is undone: some set the precision of decimals, some print dots."""
    with redirect_stdout(StringIO()), localcontext():
        yield


def dataset(name: str, level: Level, seed: int) -> Any:  # Any: the package has no types
    """A data set of size 1.

    Raises:
        MissingExtraError: the package is not installed.
        ExtensionError: the data set refuses the configuration.
    """
    with boundary(ExtensionError, f"reasoning_gym's data set {name!r}"):
        return gym().create_dataset(name, size=1, seed=seed, **TABLE[name].config(level))


def draw(name: str, level: Level, where: tuple[int, str, int]) -> Entry | None:
    """The entry at (seed, split, index); none where the data set made none that could be asked.

    Raises:
        MissingExtraError: the package is not installed.
        ExtensionError: the data set raised.
    """
    seed, split, index = where
    config = digest(TABLE[name].config(level))
    own = seed_of("gym", name, config, seed, split, index) % _SEEDS
    what = f"reasoning_gym's data set {name!r} at index {index}"
    with boundary(ExtensionError, what), alone():
        raw = dataset(name, level, own)[0]
    gold = raw["answer"]
    question = "\n".join(line.rstrip() for line in str(raw["question"]).strip().splitlines())
    return Entry(name, question, gold, raw) if isinstance(gold, str) else None


def split_of(question: str) -> str:
    """The split that a question belongs to: every question has one, so that no two splits share any.

    Distinct streams alone would not do: a small data set soon draws the same question twice.
    """
    return SPLITS[seed_of("gym split", _bare(question)) % len(SPLITS)]


def _bare(question: str) -> str:
    return re.sub(r"\s+", " ", question).casefold()
