"""Questions about real documents, drafted by deterministic rules and passed through gates.

    Document ─► reading ─► rules (one module each: pattern, draft, check) ─► gates ─► deal ─► select ─► Batch

`catalogue.RULES` names the rules, `gates.GATES` what every draft must pass, `maker.MAKER` is the maker. A drafting
model would stand beside the rules and go through the same gates.
"""
