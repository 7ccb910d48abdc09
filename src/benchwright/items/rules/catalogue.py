"""The rules by name. A new rule is one module with a `Rule`, and a line here."""

from __future__ import annotations

from benchwright.items.rules import abbreviation, date, definition, listing, number, section
from benchwright.items.rules.draft import Rule

RULES: dict[str, Rule] = {
    "abbreviation": abbreviation.RULE,
    "count": listing.COUNT,
    "date": date.RULE,
    "definition": definition.RULE,
    "list": listing.LIST,
    "number": number.RULE,
    "section": section.RULE,
}
KINDS = ("definition", "number", "count", "list", "section", "no_info")
