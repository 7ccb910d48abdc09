"""The novel: people of a coined country between 1846 and 1920 who move, visit, write, trade, marry and find things."""

from __future__ import annotations

from benchwright.items.worlds.genres.genre import Genre
from benchwright.items.worlds.genres.novel.telling import tell
from benchwright.items.worlds.genres.novel.world import SCHEMA

GENRE = Genre(
    "novel",
    "a novel in chapters",
    SCHEMA,
    tell,
    families=(
        "fact", "definition", "recap", "cause", "counting", "comparison", "order", "two_hop", "three_hop", "four_hop",
        "five_hop", "as_of", "two_part", "conditional", "absent", "partly_absent", "false_premise",
    ),
)  # fmt: skip
