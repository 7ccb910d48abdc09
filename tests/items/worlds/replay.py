"""Answers what a question asks by walking a log from the front, every time: slow, obvious, and with rules of its own.

A log is a list of plain dicts: facts (`fact` names the relation; `subject`, `value`), events (`event` names the kind;
the roles), motives (`motive` names the kind), causes (`cause`, `effect`: kind and roles) and rumours (`herring`), which
are never looked at. Each has `day`, a (year, month, day), and `at`, its place in the text. What has no answer is None.
"""

from __future__ import annotations

import re

from forms import MONTHS

MISSING = "not stated"


class Log(list):
    """The entries, and the text that tells them."""

    def __init__(self, entries, text):
        super().__init__(entries)
        self.text = text

    def without(self, start, end):
        """The log without what is told between these places."""
        return Log([entry for entry in self if not start <= entry["at"] < end], self.text)

    def aliases(self):
        """Alias -> name."""
        return {entry["value"]: entry["subject"] for entry in self if entry.get("fact") == "alias"}


def answer(asked, log, rules):
    """The values of the answer: texts in order, a frozen set, a day; None where the log has none."""
    sort, *rest = asked
    return ANSWERS[sort](log, rules, *rest)


def bare(text):
    return re.sub(r"^the ", "", text)


def part_end(text, part):
    """Where a part of the text ends: before the next heading of its kind."""
    kind = re.sub(r"\d+", r"\\d+", re.escape(part))
    starts = {found[1]: found.start() for found in re.finditer(rf"^({kind})\b", text, re.MULTILINE)}
    later = [start for start in starts.values() if start > starts[part]]
    return min(later, default=len(text))


def touches(entry, relation, subject, rules):
    """What the entry makes of the relation of the subject, as a list of at most one value (None: nothing any more)."""
    if "fact" in entry:
        pairs = [(entry["fact"], entry["subject"], entry["value"])]
        if entry["fact"] in rules.symmetric:
            pairs.append((entry["fact"], entry["value"], entry["subject"]))
    else:
        effects = rules.effects.get(entry.get("event"), [])
        pairs = [(what, entry[whose], entry.get(value)) for what, whose, value in effects]
    return [value for what, whose, value in pairs if (what, whose) == (relation, subject)]


def _raw(log, rules, relation, subject, when=None):
    if isinstance(subject, tuple):
        subject = _raw(log, rules, *subject[1:])
        if subject is None:
            return None
    end = part_end(log.text, when[1]) if when and when[0] == "part" else len(log.text) + 1
    current = None
    for entry in log:
        if entry["at"] >= end or (when and when[0] != "part" and "event" in entry and entry["day"] > when):
            break
        for value in touches(entry, relation, subject, rules):
            current = value
    return current


def _value(log, rules, relation, subject, when):
    found = _raw(log, rules, relation, subject, when)
    return None if found is None else (found,)


def _fits(first, second):
    """Whether two events, as (kind, roles), may be the same: one may name fewer roles."""
    same = dict(first[1]).items() <= dict(second[1]).items() or dict(second[1]).items() <= dict(first[1]).items()
    return first[0] == second[0] and same


def _only(log, kind, roles):
    events = [entry for entry in log if entry.get("event") == kind and dict(roles).items() <= entry.items()]
    if len(events) > 1:
        raise ValueError(f"{len(events)} events fit {kind} {roles}")
    return events[0] if events else None


def _moment(log, rules, name, roles):
    kind, asked = rules.recalled[name]
    event = _only(log, kind, roles)
    if event is None or asked not in event:
        return None
    return event["day"] if asked == "day" else (event[asked],)


def _counted(log, rules, name, subject):
    kinds, role = rules.counted[name]
    return [entry for entry in log if entry.get("event") in kinds and entry[role] == subject]


def _count(log, rules, name, subject, days):
    events = _counted(log, rules, name, subject)
    if days:
        events = [entry for entry in events if days[0] <= entry["day"] <= days[1]]
        if any(entry["day"] in days for entry in events):
            raise ValueError("an event lies on the border")
    return (str(len(events)),)


def _letter(numbers, pick):
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"two options are equal: {numbers}")
    return ("ABC"[numbers.index(pick(numbers))],)


def _more(log, rules, name, options):
    if name in rules.counted:
        return _letter([len(_counted(log, rules, name, option)) for option in options], max)
    numbers = [_raw(log, rules, name, option) for option in options]
    return None if None in numbers else _letter([int(number) for number in numbers], max)


def _choice(log, rules, which, options):
    events = [_only(log, *option) for option in options]
    return None if None in events else _letter([event["day"] for event in events], min if which == "first" else max)


def _list(log, rules, kind, names):
    first = {}
    for entry in log:
        if entry.get("event") == kind and entry["who"] in names:
            first.setdefault(entry["who"], entry["day"])
    return tuple(sorted(names, key=first.__getitem__)) if len(first) == len(names) else None


def _motive(log, rules, kind, roles):
    found = {entry["value"] for entry in log if entry.get("motive") == kind and dict(roles).items() <= entry.items()}
    if len(found) > 1:
        raise ValueError(f"{len(found)} motives for {kind} {roles}")
    return tuple(found) or None


def _cause(log, rules, effect, options):
    told = [entry["cause"] for entry in log if "cause" in entry and _fits(entry["effect"], effect)]
    right = [place for place, option in enumerate(options) if any(_fits(cause, option) for cause in told)]
    if len(right) > 1:
        raise ValueError(f"{len(right)} causes of {effect}")
    return ("ABC"[right[0]],) if right else None


def recap(log, rules, name, start, end):
    """What happened to somebody between two places of the text."""
    found = set()
    for entry in log:
        if "event" in entry and start <= entry["at"] < end:
            names = {role: bare(text) for role, text in entry.items() if isinstance(text, str)}
            forms = rules.recap.get(entry["event"], {})
            found |= {form.format(**names) for role, form in forms.items() if entry[role] == name}
    return frozenset(found)


def _recap(log, rules, name, part):
    return recap(log, rules, name, 0, part_end(log.text, part)) or None


def _both(log, rules, first, second):
    return tuple((answer(asked, log, rules) or (MISSING,))[0] for asked in (first, second))


def _surcharge(log, rules, roles):
    relation, kind, role = rules.surcharge
    event = _only(log, kind, roles)
    if event is None or role not in event:
        return None
    extra = _raw(log, rules, relation, MONTHS[event["day"][1] - 1])
    return (str(int(event[role]) + int(extra or 0)),)


ANSWERS = {
    "value": _value, "moment": _moment, "count": _count, "more": _more, "choice": _choice, "list": _list,
    "motive": _motive, "cause": _cause, "recap": _recap, "both": _both, "surcharge": _surcharge,
}  # fmt: skip


def agrees(gold, values):
    """Does the gold answer say the same as the values?"""
    if values is None:
        return gold.type == "none"
    if not isinstance(values, frozenset) and not isinstance(values[0], str):  # a day
        year, month, day = values
        return f"{year}-{month:02}-{day:02}" in gold.accepted
    said, mine = [[bare(text).casefold() for text in texts] for texts in (gold.values, values)]
    return sorted(said) == sorted(mine) if gold.type == "set" else said == mine
