"""As of a part: the answer changes as the reader goes on.

Only what does change is asked: the value at the end of the part is another than the one at the end of the text. Who
answers with a later value has looked ahead (`spoiler`), which is another thing than an invention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchwright.items.worlds.families.draft import Context, Draft, Family, in_turn
from benchwright.items.worlds.families.fact import WIDE, so_far
from benchwright.items.worlds.query import Part, View


def _turning(view: View, relation: str, subject: str) -> list[list[Part]]:
    """Per statement that is no longer so at the end of all: the parts at whose end it is."""
    entries = view.history(relation, subject)
    within = view.parts_within(relation, subject)
    return [parts for number, parts in within.items() if entries[number].value not in {None, entries[-1].value}]


def _drafts(context: Context) -> Iterator[Draft]:
    view, stream = context.view, context.random
    groups = []
    for relation, row in view.schema.relations.items():
        if not row.changes or row.family != "fact":
            continue
        drafts: list[Draft] = []
        holders = view.holders(relation)
        for subject in stream.sample(holders, min(len(holders), WIDE)):
            if len(view.history(relation, subject)) > 1 and (turns := _turning(view, relation, subject)):
                draft = so_far(view, relation, subject, stream.choice(stream.choice(turns)), stream)
                drafts += [replace(draft, kind="as_of")] if draft else []
        groups.append(drafts)
    yield from in_turn(groups, stream)


FAMILY = Family("as_of", "what was so by the end of a part, and no longer is", _drafts)
