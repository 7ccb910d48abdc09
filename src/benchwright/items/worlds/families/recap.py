"""Recap so far: everything that happened to somebody up to the end of a part, graded as a set of key events.

Each event has one form of a verb and a name or two, and the question says which forms there are, so that the set is
exact. What happens later is a decoy: whoever lists it has looked ahead (`spoiler`).
"""

from __future__ import annotations

from collections.abc import Iterator

from benchwright.items.worlds.families.draft import Context, Draft, Family
from benchwright.items.worlds.query import Part, View
from benchwright.items.worlds.state import Event
from benchwright.records import Answer, Decoy

LEAST, MOST = 2, 8
QUESTION = (
    "Recap what {x} has done, and what has been done to {x}, by the end of {part}: list every such event that the text "
    "gives a date, once, separated by semicolons and with nothing else, each in one of these forms: {forms}."
)


def forms(view: View) -> str:
    """The forms in which events are listed, with the sort of the name in capitals."""
    found: dict[str, None] = {}
    for act in view.schema.acts.values():
        for role, form in act.recap.items():
            if act.roles[role] == "person":
                found[form.format(**{name: sort.upper() for name, sort in act.roles.items()})] = None
    return "; ".join(found)


def told(view: View, event: Event) -> Iterator[tuple[str, str]]:
    """(name, what happened to them), for everyone with a form."""
    act = view.schema.acts[event.kind]
    bare = {role: name.removeprefix("the ") for role, name in event.roles.items()}
    for role, form in act.recap.items():
        if act.roles[role] == "person":
            yield event.roles[role], form.format(**bare)


def _draft(context: Context, name: str, events: list[tuple[Event, str]], part: Part) -> Draft | None:
    view = context.view
    day = part.last
    past = list(dict.fromkeys(text for event, text in events if event.day <= day))
    later = [text for event, text in events if event.day > day and text not in past]
    if not LEAST <= len(past) <= MOST:
        return None
    needs = tuple(event.id for event, _ in events if event.day <= day)
    decoys = (Decoy(slip="spoiler", answer=Answer(type="set", values=tuple(dict.fromkeys(later)))),) if later else ()
    question = QUESTION.format(x=name, part=part.name, forms=forms(view))
    answer = Answer(type="set", values=tuple(past))
    return Draft("recap", ("recap", name), question, answer, needs, decoys=decoys, like=events[0][0].kind)


def _drafts(context: Context) -> Iterator[Draft]:
    """Each person once, at a part by whose end enough has happened."""
    view, stream = context.view, context.random
    found: dict[str, list[tuple[Event, str]]] = {}
    for event in view.events():
        for name, text in told(view, event):
            found.setdefault(name, []).append((event, text))
    for name in stream.sample(list(found), len(found)):
        for part in stream.sample(view.parts, min(len(view.parts), 12)):
            if draft := _draft(context, name, found[name], part):
                yield draft
                break


FAMILY = Family("recap", "everything that has happened to somebody so far", _drafts)
