"""What a genre is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchwright.items.worlds.schema import Schema
from benchwright.items.worlds.state import World
from benchwright.items.worlds.telling import Telling


@dataclass(frozen=True)
class Genre:
    """A kind of document that a world can be told as."""

    name: str
    summary: str
    schema: Schema
    tell: Callable[[World, int, random.Random], Telling]
    """(world, tokens, stream): a document of that many tokens (bytes / 4), within 5 %."""
    families: tuple[str, ...]
    """Families of questions that suit it."""
