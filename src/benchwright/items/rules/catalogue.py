"""The rules by name. A new rule is one module with a `Rule`, and a line here."""

from __future__ import annotations

from benchwright.items.rules import abbreviation, count, date, definition, entries, number, section, table
from benchwright.items.rules.draft import Rule

RULES: dict[str, Rule] = {
    "abbreviation": abbreviation.RULE,
    "counting": count.RULE,
    "date": date.RULE,
    "definition": definition.RULE,
    "list": entries.RULE,
    "number": number.RULE,
    "section": section.RULE,
    "table": table.RULE,
}
KINDS = ("definition", "number", "counting", "list", "section", "no_info")
