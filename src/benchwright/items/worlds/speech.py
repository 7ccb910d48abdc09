"""How events are spoken of in questions and in other statements: by their roles, and only where no other is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchwright.items.worlds.schema import Schema
from benchwright.items.worlds.state import Event, changes


def spoken(schema: Schema, events: Sequence[Event]) -> dict[str, str]:
    """Event id -> description, for those that the description fits alone.

    Two events that make the same change are told apart by nobody, whatever they are called ("entering the service of"
    a house is what "leaving another for it" comes to): neither is spoken of.
    """
    texts = {event.id: schema.acts[event.kind].spoken.format(**event.roles) for event in events}
    counts = Counter(texts.values())
    made = Counter(change for event in events for change in set(changes(schema.acts[event.kind], event)))
    return {
        event.id: text
        for event in events
        if (text := texts[event.id]) and counts[text] == 1 and _alone(schema, event, made)
    }


def _alone(schema: Schema, event: Event, made: Counter[tuple[str, str, str | None]]) -> bool:
    return all(made[change] == 1 for change in changes(schema.acts[event.kind], event) if change[2] is not None)
