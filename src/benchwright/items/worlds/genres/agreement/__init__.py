"""The agreement: companies that share depots, plant and licensed works under one contract, amended over the years."""

from __future__ import annotations

from benchwright.items.worlds.genres.agreement.telling import tell
from benchwright.items.worlds.genres.agreement.world import SCHEMA
from benchwright.items.worlds.genres.genre import Genre

GENRE = Genre(
    "agreement",
    "a framework agreement with its amendments, notices and side letters",
    SCHEMA,
    tell,
    families=(
        "fact", "definition", "recap", "cause", "counting", "comparison", "order", "two_hop", "three_hop", "four_hop",
        "five_hop", "as_of", "two_part", "conditional", "absent", "partly_absent", "false_premise",
    ),
)  # fmt: skip
