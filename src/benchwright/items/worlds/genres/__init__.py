"""Ways of telling a world.

A genre is a function (world, tokens, stream) -> Telling in a file of its own, and a line in `GENRES`. It states every
fact and event of the world exactly once, and nothing else that a question could be about.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from benchwright.items.worlds.genres.novel import tell
from benchwright.items.worlds.state import World
from benchwright.items.worlds.telling import Telling

Genre = Callable[[World, int, random.Random], Telling]

GENRES: dict[str, Genre] = {"novel": tell}

__all__ = ["GENRES", "Genre"]
