"""What a maker is: settings in, batches of documents and items out.

A maker is deterministic: the same settings and documents give the same batches, byte for byte, and batch `i` does not
depend on whether the batches before it were made in the same process. The store writes a batch whole or not at all,
so a run that was killed goes on with `start` at the first batch that is not on disk.

The anatomy of a maker's module: a settings record, a `plan` function, a `batches` function, and one `Maker` value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from benchwright.records import Document, Item, MakerSettings, Record, Rejection


class Settings(Record):
    """What every maker can be told."""

    seed: int = 0
    split: str = "test"
    """Part of every random stream: two splits share no item."""


S = TypeVar("S", bound=Settings)


@dataclass(frozen=True)
class Plan:
    """What a maker would make, known before it makes anything."""

    counts: dict[str, int]
    """Items asked for, per kind."""
    documents: int
    batches: int
    tokens: int
    """Estimated tokens of all documents (bytes / 4)."""
    model_calls: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Batch:
    """One unit of work: a world, or a source document, with the items asked about it."""

    documents: tuple[Document, ...] = ()
    items: tuple[Item, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    advice: dict[str, str] = field(default_factory=dict)
    """Per kind that came out short: what the user can do about it."""
    state: str = ""
    """What a maker whose batches build on one another needs to go on after this one."""


@dataclass(frozen=True)
class Kept:
    """What belongs to a benchmark beside its items and documents."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Texts by place in the folder: the code that judges the items."""
    makers: tuple[MakerSettings, ...] = ()
    """For the card, after the maker's own settings."""


def nothing(settings: object) -> Kept:
    """What most makers keep."""
    del settings
    return Kept()


@dataclass(frozen=True)
class Maker(Generic[S]):
    """A named way of making items."""

    name: str
    summary: str
    settings: type[S]
    plan: Callable[[S, Sequence[Document]], Plan]
    batches: Callable[[S, Sequence[Document], int], Iterator[Batch]]
    """(settings, source documents, index of the first batch to make)."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes of its questions, where they have no document that would tell."""
    measured: Callable[[str], dict[str, float | None]] = lambda _: {}
    """What the state of the last batch says of the making, for the card."""
    kept: Callable[[S], Kept] = nothing
