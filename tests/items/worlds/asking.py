"""Reads a question back into what it asks, from the wordings alone: what the twin and the oracle have in common.

The result is a tuple: ("value", relation, subject, day), where the subject is a name or another such tuple;
("moment", name, roles); ("count", tally, subject, first and last day or None); ("choice", first or last, descriptions);
("list", kind, names). A day is (year, month, day).
"""

from __future__ import annotations

import re
from functools import cache

from benchwright.items.worlds.families.counting import BETWEEN, TALLIES, WHOLE
from benchwright.items.worlds.families.fact import MOMENTS
from benchwright.items.worlds.families.order import CHOICES, EVENTS, LISTS
from benchwright.items.worlds.relations import ROWS

NAME = r"(?:the )?[A-Z][\w-]*(?: [\w-]+)?"
DATE = r"\d+ [A-Z][a-z]+ \d{4}"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_of(text):
    """14 March 1871, in whatever spelling -> (1871, 3, 14)."""
    day, month, year = re.search(r"(\d+)(?:st|nd|rd|th)?(?: of)? ([A-Z][a-z]+) (\d{4})", text).groups()
    return int(year), MONTHS.index(month) + 1, int(day)


@cache
def pattern(template, **slots):
    """A template as a regular expression over a whole question; slots are names unless told."""
    seen = set()

    def group(match):
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{slots.get(name, NAME)})"

    parts = re.split(r"(\{\w+\})", template)
    return re.compile(
        "".join(re.sub(r"\{(\w+)\}", group, part) if part[:1] == "{" else re.escape(part) for part in parts)
    )


def ask(question):
    """What the question asks; exactly one reading, or it is an error."""
    found = list(dict.fromkeys([*_values(question), *_moments(question), *_counts(question), *_orders(question)]))
    if len(found) != 1:
        raise ValueError(f"{len(found)} readings of {question!r}: {found}")
    return found[0]


def _values(question):
    for relation, row in ROWS.items():
        for template in (*row.questions, *row.dated):
            if match := pattern(template, x=".+", date=DATE).fullmatch(question):
                day = day_of(match["date"]) if "date" in match.groupdict() else None
                yield from (("value", relation, subject, day) for subject in _subjects(match["x"]))


def _subjects(text):
    if re.fullmatch(NAME, text):
        yield text
    for relation, row in ROWS.items():
        if row.phrase and (match := pattern(row.phrase, x=".+").fullmatch(text)):
            yield from (("value", relation, subject, None) for subject in _subjects(match["x"]))


def _moments(question):
    for name, moment in MOMENTS.items():
        for template in moment.wordings:
            if match := pattern(template).fullmatch(question):
                yield "moment", name, tuple(sorted(match.groupdict().items()))


def _counts(question):
    window = BETWEEN.replace("{start}", DATE).replace("{end}", DATE)
    for name, tally in TALLIES.items():
        for template in tally.wordings:
            if match := pattern(template, span=f"{WHOLE}|{window}").fullmatch(question):
                days = tuple(day_of(text) for text in re.findall(DATE, match["span"])) or None
                yield "count", name, match["x"], days


def _orders(question):
    for which, templates in CHOICES.items():
        for template in templates:
            if match := pattern(template, options=".+").fullmatch(question):
                yield "choice", which, tuple(re.split(r",(?: or)? (?=[A-Zt])", match["options"]))
    for kind, templates in LISTS.items():
        for template in templates:
            if match := pattern(template, options=".+").fullmatch(question):
                yield "list", kind, tuple(re.split(r", | and ", match["options"]))


def described(text):
    """What event a description means: its kind and roles."""
    found = [
        (kind, match.groupdict())
        for kind, form in EVENTS.items()
        if (match := pattern(form).fullmatch(text)) is not None
    ]
    if len(found) != 1:
        raise ValueError(f"{len(found)} readings of {text!r}")
    return found[0]
