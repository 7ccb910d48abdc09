"""Answers what a question asks by walking a log from the front, every time: slow, obvious, and with rules of its own.

A log is a list of plain dicts in order of telling: facts (`fact` names the relation; `subject`, `value`) and events
(`event` names the kind; the roles), each with `day`, a (year, month, day). What has no answer in the log is None.
"""

from __future__ import annotations

from asking import described

COUNTED = {
    "moves by": ("who", {"move"}),
    "moves to": ("place", {"move"}),
    "visits by": ("who", {"visit"}),
    "visits to": ("place", {"visit"}),
    "letters by": ("who", {"letter"}),
    "letters to": ("other", {"letter"}),
    "hands": ("thing", {"sell", "give"}),
    "hired": ("org", {"join", "switch"}),
    "left": ("former", {"leave", "switch"}),
}
RECALLED = {
    "price": ("sell", "price"),
    "buyer": ("sell", "other"),
    "receiver": ("give", "other"),
    "finder": ("find", "who"),
    "loser": ("lose", "who"),
    "wedding": ("marry", "day"),
    "founding": ("found", "day"),
    "visited": ("visit", "day"),
    "moved": ("move", "day"),
    "wrote": ("letter", "day"),
}
"""Its own reading of what each question is about."""


def answer(ask, log):
    """The values of the answer as a tuple of texts, or None where the log has none."""
    sort, *rest = ask
    return {"value": _value, "moment": _moment, "count": _count, "choice": _choice, "list": _list}[sort](log, *rest)


def bare(text):
    return text.removeprefix("the ")


EFFECTS = {
    "move": [("home", "who", "place")],
    "join": [("employer", "who", "org")],
    "switch": [("employer", "who", "org")],
    "leave": [("employer", "who", "nobody")],
    "give": [("owner", "thing", "other")],
    "sell": [("owner", "thing", "other")],
    "lose": [("owner", "thing", "nobody")],
    "find": [("owner", "thing", "who")],
    "found": [("founder", "org", "who"), ("seat", "org", "place")],
    "marry": [("spouse", "who", "other"), ("spouse", "other", "who")],
    "relocate": [("seat", "org", "place")],
}


def touches(entry, relation, subject):
    """What the entry makes of the relation of the subject, as a list of at most one value (None: nothing any more)."""
    if "fact" in entry:
        pairs = [(entry["fact"], entry["subject"], entry["value"])]
        if entry["fact"] == "sibling":
            pairs.append(("sibling", entry["value"], entry["subject"]))
    else:
        effects = EFFECTS.get(entry["event"], [])
        pairs = [(what, entry[whose], entry.get(value)) for what, whose, value in effects]
    return [value for what, whose, value in pairs if (what, whose) == (relation, subject)]


def _value(log, relation, subject, day):
    if isinstance(subject, tuple):
        middle = _value(log, *subject[1:])
        return _value(log, relation, middle[0], day) if middle else None
    current = None
    for entry in log:
        if day is not None and "event" in entry and entry["day"] > day:
            break
        for value in touches(entry, relation, _full(log, subject)):
            current = value
    return (bare(current),) if current else None


def _full(log, name):
    """Houses and things are stored with their article; an answer that is the next subject comes without."""
    for entry in log:
        if f"the {name}" in entry.values():
            return f"the {name}"
    return name


def _moment(log, name, roles):
    kind, asked = RECALLED[name]
    events = [entry for entry in log if entry.get("event") == kind and dict(roles).items() <= entry.items()]
    if len(events) > 1:
        raise ValueError(f"{len(events)} events fit {name} {roles}")
    if not events:
        return None
    if asked == "day":
        return events[0]["day"]
    return (bare(events[0][asked]),) if asked in events[0] else None


def _count(log, name, subject, days):
    role, kinds = COUNTED[name]
    counted = [entry for entry in log if entry.get("event") in kinds and entry[role] == subject]
    if days:
        counted = [entry for entry in counted if days[0] <= entry["day"] <= days[1]]
        if any(entry["day"] in days for entry in counted):
            raise ValueError("an event lies on the border")
    return (str(len(counted)),)


def _choice(log, which, options):
    days = []
    for option in options:
        kind, roles = described(option)
        fitting = [entry for entry in log if entry.get("event") == kind and roles.items() <= entry.items()]
        if len(fitting) != 1:
            raise ValueError(f"{len(fitting)} events fit {option!r}")
        days.append(fitting[0]["day"])
    if len(set(days)) < len(days):
        raise ValueError("two events on one day")
    return ("ABC"[days.index(min(days) if which == "first" else max(days))],)


def _list(log, kind, names):
    first = {}
    for entry in log:
        if entry.get("event") == kind and entry["who"] in names:
            first.setdefault(entry["who"], entry["day"])
    return tuple(sorted(names, key=first.__getitem__))


def agrees(item, values):
    """Does the gold answer of the item say the same?"""
    gold = item.answer.values or None
    if values is not None and not isinstance(values[0], str):  # a day
        year, month, day = values
        return f"{year}-{month:02}-{day:02}" in item.answer.accepted and len(gold) == 1
    return gold == values
