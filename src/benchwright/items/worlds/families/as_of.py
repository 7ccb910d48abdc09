"""As of a part: the answer changes as the reader goes on.

Only what does change is asked: the value at the end of the part is another than the one at the end of the text. Who
answers with a later value has looked ahead (`spoiler`), which is another thing than an invention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchwright.items.worlds.families.draft import Context, Draft, Family, in_turn
from benchwright.items.worlds.families.fact import so_far
from benchwright.items.worlds.query import Part, View


def _turning(view: View, relation: str, subject: str) -> list[Part]:
    """Parts at whose end something is so that is no longer so at the end of all."""
    last = view.value(relation, subject)
    found = [(part, view.by(relation, subject, part)) for part in view.parts[:-1]]
    return [part for part, value in found if value and (last is None or value.value != last.value)]


def _drafts(context: Context) -> Iterator[Draft]:
    view, stream = context.view, context.random
    groups = []
    for relation, row in view.schema.relations.items():
        if not row.changes or row.family != "fact":
            continue
        drafts: list[Draft] = []
        for subject in view.holders(relation):
            if len(view.history(relation, subject)) > 1 and (parts := _turning(view, relation, subject)):
                draft = so_far(view, relation, subject, stream.choice(parts), stream)
                drafts += [replace(draft, kind="as_of")] if draft else []
        groups.append(drafts)
    yield from in_turn(groups, stream)


FAMILY = Family("as_of", "what was so by the end of a part, and no longer is", _drafts)
