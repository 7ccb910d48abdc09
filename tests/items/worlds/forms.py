"""What names, dates and phrases look like, as regular expressions: the sorts of a schema, and nothing of any world."""

from __future__ import annotations

import re
from functools import cache

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = "|".join(MONTHS)
DATE = rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTH}) \d{{4}}"
_DAY = re.compile(rf"(\d+)(?:st|nd|rd|th)?(?: of)? ({MONTH}) (\d{{4}})")
WORD = r"[^.,;|“”?!\n]+?"


def day_of(text):
    """14 March 1871, in whatever spelling -> (1871, 3, 14)."""
    day, month, year = _DAY.search(text).groups()
    return int(year), MONTHS.index(month) + 1, int(day)


def sorts(schema):
    """Sort -> what its names look like."""
    named = {sort: _names(cast) for sort, cast in schema.casts.items() if sort != "person"}
    seconds = {word for cast in schema.casts.values() for word in cast.seconds if word}
    person = rf"(?!\w+ (?:{'|'.join(sorted(map(re.escape, seconds)))})\b)[A-Z][a-z]+ [A-Z][a-z]+"
    return {**named, "person": person, "month": MONTH, "number": r"\d+", "word": WORD}


def _names(cast):
    coined = "[A-Z]{3}" if cast.words == "letters" else "[A-Z][a-z]+"
    shapes = {cast.form.format("@", second).strip() for second in cast.seconds}
    spelt = "|".join(re.escape(shape) for shape in sorted(shapes, key=len, reverse=True))
    return re.sub(r"\bthe\b", "[Tt]he", spelt).replace("@", coined)


@cache
def compiled(template, slots):
    """A template as an expression over a whole text; `slots` are pairs of a slot and what it looks like."""
    looks, seen = dict(slots), {}

    def part(text):
        if not text.startswith("{"):
            return re.escape(text)
        name = text[1:-1]
        base = name[0].lower() + name[1:]
        seen[base] = seen.get(base, 0) + 1
        return f"(?P<{base}{'_again' * (seen[base] - 1)}>{looks[base]})"

    return re.compile("".join(map(part, re.split(r"(\{\w+\})", template))))


def match(template, text, slots):
    """Slot -> what stands in it, or None where the text does not fit."""
    return held(compiled(template, tuple(sorted(slots.items()))), text)


def held(form, text):
    """Slot -> what stands in it, or None where the text does not fit; a slot that comes twice holds the same twice."""
    found = form.fullmatch(text)
    if not found:
        return None
    slots = {name: lowered(value) for name, value in found.groupdict().items()}
    again = {name: value for name, value in slots.items() if name.endswith("_again")}
    same = all(value == slots[name.split("_again")[0]] for name, value in again.items())
    return {name: value for name, value in slots.items() if name not in again} if same else None


def lowered(name):
    """A name as it stands within a sentence."""
    return re.sub(r"^The ", "the ", name)
