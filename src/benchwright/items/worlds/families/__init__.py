"""Families of questions, by name. A new one is a file with a `FAMILY`, and a line here."""

from __future__ import annotations

from benchwright.items.worlds.families import (
    absent,
    as_of,
    cause,
    comparison,
    conditional,
    counting,
    fact,
    hops,
    order,
    recap,
    two_part,
)
from benchwright.items.worlds.families.draft import Family

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        absent.ABSENT, absent.FALSE_PREMISE, two_part.PARTLY_ABSENT, fact.FAMILY, fact.DEFINITION, recap.FAMILY,
        cause.FAMILY, counting.FAMILY, comparison.FAMILY, order.FAMILY, *hops.FAMILIES, as_of.FAMILY, two_part.FAMILY,
        conditional.FAMILY,
    )
}  # fmt: skip
"""In the order in which a world is asked: what it does not answer comes first, and the twins of that then."""

__all__ = ["FAMILIES", "Family"]
