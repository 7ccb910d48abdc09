"""The event log of a world as plain dicts, for the slow replay: data classes in, no query code."""

from __future__ import annotations

from datetime import date


def log_of(world):
    """Facts and events in order of the story: what is told beside an event comes before it."""
    log = []
    for place, event in enumerate(world.events):
        day = date.fromordinal(event.day)
        stamp = {"day": (day.year, day.month, day.day)}
        told = [fact for fact in world.facts if fact.scene == place]
        log += [{"fact": fact.relation, "subject": fact.subject, "value": fact.value, **stamp} for fact in told]
        log.append({"event": event.kind, **event.roles, **stamp})
    return log
