"""The research log: notebooks of a station where slowcrust, a coined organism, is sampled, measured and waited for."""

from __future__ import annotations

from benchwright.items.worlds.genres.genre import Genre
from benchwright.items.worlds.genres.research.telling import tell
from benchwright.items.worlds.genres.research.world import SCHEMA

GENRE = Genre(
    "research",
    "the shared logbook of a research station",
    SCHEMA,
    tell,
    families=(
        "fact", "definition", "recap", "cause", "counting", "comparison", "order", "two_hop", "three_hop", "four_hop",
        "five_hop", "as_of", "two_part", "conditional", "absent", "partly_absent", "false_premise",
    ),
)  # fmt: skip
