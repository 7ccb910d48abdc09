"""The company: a maker of small appliances from the 1980s on, in circulars, minutes and registers."""

from __future__ import annotations

from benchwright.items.worlds.genres.company.telling import tell
from benchwright.items.worlds.genres.company.world import SCHEMA
from benchwright.items.worlds.genres.genre import Genre

GENRE = Genre(
    "company",
    "the papers of a firm, in binders",
    SCHEMA,
    tell,
    families=(
        "fact", "definition", "recap", "cause", "counting", "comparison", "order", "two_hop", "three_hop", "four_hop",
        "five_hop", "as_of", "two_part", "conditional", "absent", "partly_absent", "false_premise",
    ),
)  # fmt: skip
