"""Ways of telling a world, by name.

A genre is a folder: `world.py` (its schema: what can be so, what can happen, and how it is asked about), phrase files,
`telling.py` (world, tokens, stream) -> Telling, and one `GENRE` value; and a line in `GENRES`. A telling states every
fact, event and rumour of the world exactly once, and nothing else that a question could be about.
"""

from __future__ import annotations

from benchwright.items.worlds.genres import agreement, company, novel, research
from benchwright.items.worlds.genres.genre import Genre

GENRES: dict[str, Genre] = {
    genre.name: genre for genre in (novel.GENRE, company.GENRE, agreement.GENRE, research.GENRE)
}

__all__ = ["GENRES", "Genre"]
