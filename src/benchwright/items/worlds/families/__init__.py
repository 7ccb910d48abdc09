"""Families of questions, by name. A new one is a file with a `FAMILY`, and a line here."""

from __future__ import annotations

from benchwright.items.worlds.families import counting, fact, no_info, order, two_hop
from benchwright.items.worlds.families.draft import Family

FAMILIES: dict[str, Family] = {
    family.name: family for family in (fact.FAMILY, counting.FAMILY, order.FAMILY, two_hop.FAMILY, no_info.FAMILY)
}
"""In the order in which a world is asked: a later family may look at what an earlier one has made."""

__all__ = ["FAMILIES", "Family"]
