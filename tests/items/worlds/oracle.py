"""Reads the text of a novel back into a log, sentence by sentence: knows the patterns and nothing of the world.

A sentence that fits two patterns in two ways is an error: a reader could not tell, either.
"""

from __future__ import annotations

import re
from functools import cache

from asking import day_of, pattern

from benchwright.items.worlds.grammar import phrases

PERSON = r"[A-Z][\w-]+(?: [A-Z][\w-]+)"
TOWN = r"[A-Z]\w+(?: [A-Z]\w+)?"
HOUSE = r"[Tt]he [A-Z]\w+ [A-Z]\w+"
THING = r"[Tt]he [A-Z]\w+ [a-z-]+"
WORD = r"[a-z]+(?:[ -][a-z]+)?"
DATE = r"(?:the )?\d+(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]+ \d{4}"
ROLES = {
    "who": PERSON, "other": PERSON, "place": TOWN, "origin": TOWN, "org": HOUSE, "former": HOUSE, "thing": THING,
    "price": r"\d+", "they": "s?he", "their": "h(?:er|is)", "them": "h(?:er|im)", "kin": "brother|sister",
}  # fmt: skip
SUBJECTS = {"owner": THING, "seat": HOUSE, "founder": HOUSE, "ware": TOWN, "steps": TOWN}
VALUES = {
    "home": TOWN, "employer": HOUSE, "owner": PERSON, "seat": TOWN, "founder": PERSON, "born": TOWN, "sibling": PERSON,
    "teacher": PERSON, "trade": WORD, "instrument": WORD, "ware": WORD, "steps": r"\d+",
}  # fmt: skip


@cache
def patterns():
    """(fact or event, relation or kind, pattern) of every way to state something."""
    told = phrases("novel_text")
    when = "|".join([f"[Oo]n {DATE}", *(f"[{text[0].upper()}{text[0]}]{text[1:]}" for text in told["when"])])
    found = []
    for section, cores in told.items():
        sort, kind = [*section.split(), ""][:2]
        if sort not in {"fact", "event"}:
            continue
        slots = {
            **ROLES,
            "when": when,
            "subject": SUBJECTS.get(kind, rf"{PERSON}|[A-Z]\w+"),
            "value": VALUES.get(kind, ""),
        }
        slots["a_value"] = f"an? (?:{WORD})"
        found += [(sort, kind, _compiled(core.removeprefix("~ "), slots)) for core in cores]
    return found


def _compiled(core, slots):
    lower = re.sub(r"\{(\w+)\}", lambda match: match[0].lower(), core)
    return re.compile(pattern(lower, **slots).pattern + r"(?:,[^.]*)?\.")


def sentences(text):
    for paragraph in text.split("\n\n"):
        yield from re.split(r"(?<=[.?!”]) (?=[“A-Z0-9])", paragraph)


def read(text):
    """The log that the text tells."""
    log, day = [], (0, 0, 0)
    for sentence in sentences(text):
        if dates := re.findall(DATE, sentence):
            day = day_of(dates[0])
        readings = {}
        for sort, kind, form in patterns():
            if match := form.fullmatch(sentence):
                entry = {sort: kind, **_roles(match.groupdict()), "day": day}
                readings[repr(sorted(entry.items()))] = entry
        if len(readings) > 1:
            raise ValueError(f"{sentence!r} can be read in {len(readings)} ways: {list(readings)}")
        log += readings.values()
    return _with_full_names(log)


def _roles(groups):
    roles = {name: text for name, text in groups.items() if name not in {"when", "they", "their", "them", "kin"}}
    if "a_value" in roles:
        roles["value"] = roles.pop("a_value").split(" ", 1)[1]
    return {name: re.sub(r"^The ", "the ", text) for name, text in roles.items()}


def _with_full_names(log):
    """Given names, where a paragraph goes on about the same person, as full names."""
    full = {}
    for entry in log:
        for role, name in entry.items():
            if role in {"who", "other", "subject", "value"} and re.fullmatch(PERSON, name):
                full.setdefault(name.split()[0], name)
    return [
        {role: full.get(name, name) if role == "subject" else name for role, name in entry.items()} for entry in log
    ]
