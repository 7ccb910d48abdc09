"""Reads a question back into what it asks, from the wordings of a schema alone.

The result is a tuple: ("value", relation, subject, when), where the subject is a name or another such tuple and when is
None (the end), a day (year, month, day) or ("part", name); ("moment", name, roles); ("count", tally, name, days);
("more", relation or tally, names); ("choice", first or last, events); ("list", kind, names); ("motive", kind, roles);
("cause", event, events); ("recap", name, part); ("both", question, question); ("surcharge", roles). An event is
(kind, roles); roles are sorted pairs.
"""

from __future__ import annotations

import re

from forms import DATE, day_of, match, sorts

from benchwright.items.worlds.families.cause import CAUSES
from benchwright.items.worlds.families.order import CHOICES
from benchwright.items.worlds.families.recap import QUESTION as RECAP
from benchwright.items.worlds.families.two_part import QUESTION as BOTH


def ask(question, schema, aliases=None):
    """What the question asks; exactly one reading, or it is an error. `aliases` are those that the text explains."""
    for alias, name in (aliases or {}).items():
        question = question.replace(alias, name)
    reader = _Reader(schema)
    found = list(dict.fromkeys(reader.readings(question)))
    if len(found) != 1:
        raise ValueError(f"{len(found)} readings of {question!r}: {found}")
    return found[0]


def described(text, schema):
    """What event a description means: its kind and roles."""
    found = _Reader(schema).described(text)
    if len(found) != 1:
        raise ValueError(f"{len(found)} readings of {text!r}: {found}")
    return found[0]


def _pairs(roles):
    return tuple(sorted(roles.items()))


class _Reader:
    def __init__(self, schema):
        self.schema, self.sorts = schema, sorts(schema)

    def readings(self, question):
        for read in (self.values, self.moments, self.counts, self.comparisons, self.orders, self.causes, self.others):
            yield from read(question)

    def values(self, question):
        span = rf"{re.escape(self.schema.end)}|on {DATE}|at the end of [A-Z].*"
        for relation, row in self.schema.relations.items():
            for template in (*row.questions, *row.oblique):
                if held := match(template, question, {"x": ".+", "when": span}):
                    for subject in self.subjects(held["x"], row.subject):
                        yield "value", relation, subject, self.when(held.get("when"))

    def when(self, text):
        if text in {None, self.schema.end}:
            return None
        return day_of(text) if text.startswith("on ") else ("part", text.removeprefix("at the end of "))

    def subjects(self, text, sort):
        if re.fullmatch(self.sorts[sort], text):
            yield text
        for relation, row in self.schema.relations.items():
            if row.value != sort:
                continue
            for phrase in {row.phrase, row.oblique_phrase} - {""}:
                if held := match(phrase, text, {"x": ".+"}):
                    yield from (("value", relation, subject, None) for subject in self.subjects(held["x"], row.subject))

    def roles(self, kind):
        return {role: self.sorts[sort] for role, sort in self.schema.acts[kind].roles.items()}

    def moments(self, question):
        for name, moment in self.schema.moments.items():
            for template in (*moment.wordings, *moment.oblique):
                if held := match(template, question, self.roles(moment.kind)):
                    yield "moment", name, _pairs(held)

    def counts(self, question):
        span = rf"{re.escape(self.schema.whole)}|between {DATE} and {DATE}"
        for name, tally in self.schema.tallies.items():
            counted = self.roles(tally.kinds[0])[tally.role]
            for template in tally.wordings:
                if held := match(template, question, {"x": counted, "span": span}):
                    days = tuple(day_of(text) for text in re.findall(DATE, held["span"])) or None
                    yield "count", name, held["x"], days

    def comparisons(self, question):
        rows = [(name, row.more, self.sorts[row.subject]) for name, row in self.schema.relations.items()]
        rows += [
            (name, tally.more, self.roles(tally.kinds[0])[tally.role]) for name, tally in self.schema.tallies.items()
        ]
        for name, wordings, sort in rows:
            for template in wordings:
                held = match(template, question, {"options": ".+"})
                if held and (names := self.names(held["options"], " or ", sort)):
                    yield "more", name, names

    def names(self, text, last, sort):
        names = tuple(re.split(f", |{last}", text))
        return names if all(re.fullmatch(sort, name) for name in names) else None

    def orders(self, question):
        for which, templates in CHOICES.items():
            for template in templates:
                held = match(template, question, {"options": ".+"})
                if held and (events := self.events(held["options"])):
                    yield "choice", which, events
        for kind, act in self.schema.acts.items():
            held = match(act.firsts, question, {"options": ".+"}) if act.firsts else None
            if held and (names := self.names(held["options"], " and ", self.sorts["person"])):
                yield "list", kind, names

    def events(self, text):
        found = [self.described(part) for part in re.split(r", or |, ", text)]
        return tuple(events[0] for events in found) if all(len(events) == 1 for events in found) else None

    def described(self, text):
        forms = [(kind, act.spoken) for kind, act in self.schema.acts.items() if act.spoken]
        found = [(kind, match(form, text, self.roles(kind))) for kind, form in forms]
        return [(kind, _pairs(held)) for kind, held in found if held is not None]

    def causes(self, question):
        for kind, act in self.schema.acts.items():
            for template in act.why:
                if held := match(template, question, self.roles(kind)):
                    yield "motive", kind, _pairs(held)
        for template in CAUSES:
            held = match(template, question, {"effect": "[^:]+", "options": ".+"})
            if held and (events := self.events(held["options"])) and (effects := self.described(held["effect"])):
                yield from (("cause", effect, events) for effect in effects)

    def others(self, question):
        if held := match(RECAP, question, {"x": self.sorts["person"], "part": "[^:]+", "forms": ".+"}):
            yield "recap", held["x"], held["part"]
        if held := match(BOTH, question, {"first": ".+", "second": ".+"}):
            halves = [list(dict.fromkeys(self.values(held[part]))) for part in ("first", "second")]
            yield from (("both", first, second) for first in halves[0] for second in halves[1])
        rule = self.schema.surcharge
        for template in rule.wordings if rule else ():
            if held := match(template, question, self.roles(rule.kind)):
                yield "surcharge", _pairs(held)
