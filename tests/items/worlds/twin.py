"""The event log of a world as plain dicts, for the slow replay: data classes in, no query code."""

from __future__ import annotations

from datetime import date

from replay import Log


def log_of(world, telling):
    """Everything told, in order of the story: what is told beside an event comes before it, and why it happened after.

    Where in the text each entry stands is read off the telling; days are those of the events.
    """
    events = {event.id: event for event in world.events}
    log = []
    for place, event in enumerate(world.events):
        day = date.fromordinal(event.day)
        stamp = {"day": (day.year, day.month, day.day)}
        told = [(fact, "fact") for fact in world.facts if fact.scene == place]
        told += [(fact, "herring") for fact in world.herrings if fact.scene == place]
        entries = [(_plain(fact, sort, events), fact.id) for fact, sort in told]
        entries.append(({"event": event.kind, **event.roles}, event.id))
        log += [{**entry, **stamp, "at": telling.spans[key][0]} for entry, key in entries]
    return Log(log, telling.document.text)


def _plain(fact, sort, events):
    if fact.relation == "motive":
        event = events[fact.subject]
        return {"motive": event.kind, **event.roles, "value": fact.value}
    if fact.relation == "cause":
        return {"effect": _event(events[fact.subject]), "cause": _event(events[fact.value])}
    return {sort: fact.relation, "subject": fact.subject, "value": fact.value}


def _event(event):
    return event.kind, tuple(sorted(event.roles.items()))
