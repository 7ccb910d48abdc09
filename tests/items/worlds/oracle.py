"""Reads a text back into a log, sentence by sentence: knows the patterns of a genre and nothing of the world.

A sentence that fits two patterns in two ways is an error: a reader could not tell, either. A given name alone stands
for whoever was named in full before in the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from asking import _Reader
from forms import DATE, compiled, day_of, held, sorts
from replay import Log

from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.grammar import capital, phrases

ALIAS = "[Tt]he [A-Z][a-z]+ [A-Z][a-z]+"
DAY = re.compile(DATE)
PRONOUNS = {"they": "[Ss]?[Hh]e", "their": "[Hh](?:er|is)", "them": "[Hh](?:er|im)", "kin": "brother|sister"}
SPLIT = re.compile(r"(?<=[.?!”]) (?=[“A-Z0-9])")


@dataclass(frozen=True)
class Pattern:
    """One way to state something."""

    sort: str
    """fact, herring, event, motive, cause, alias"""
    name: str
    form: re.Pattern
    literal: str
    """The longest piece that every such sentence has."""

    def read(self, sentence):
        """Slot -> what stands in it, or None."""
        return held(self.form, sentence) if self.literal in sentence else None


class Reader:
    """Reads texts of one genre."""

    def __init__(self, genre):
        self.schema, self.told = GENRES[genre].schema, phrases(genre)
        self.sorts, self.events = sorts(self.schema), _Reader(self.schema)
        said = [text for name, lines in self.told.items() if name.split()[0] == "when" for text in lines]
        self.when = "|".join(
            [f"(?:[Oo]n )?{DATE}", *(re.escape(form) for text in said for form in (text, capital(text)))]
        )
        self.person = re.compile(self.sorts["person"])
        self.patterns = [pattern for section in self.told for pattern in self._patterns(section)]

    def _patterns(self, section):
        sort, name = [*section.split(), ""][:2]
        if sort not in {"fact", "herring", "event", "motive", "cause", "alias"}:
            return
        slots = {**PRONOUNS, "when": self.when, "tail": r"(?:,[^.]*)?\.", **self._slots(sort, name)}
        for line in self.told[section]:
            core = capital(line.removeprefix("~ ")) if not line.startswith("{") else line
            pieces = re.split(r"\{\w+\}", core)
            form = compiled(core if core.startswith("|") else core + "{tail}", tuple(sorted(slots.items())))
            yield Pattern(sort, name, form, max(pieces, key=len))

    def _slots(self, sort, name):
        if sort in {"event", "motive"}:
            roles = {role: self.sorts[of] for role, of in self.schema.acts[name].roles.items()}
            return roles if sort == "event" else {**roles, "value": self.sorts["word"]}
        if sort == "cause":
            return {"cause": "[^.]+", "effect": "[^.]+"}
        if sort == "alias":
            return {"subject": self.sorts[name], "value": ALIAS}
        row = self.schema.relations[name]
        subject, value = self.sorts[row.subject], self.sorts[row.value]
        given = "|[A-Z][a-z]+" if row.subject == "person" else ""
        return {"subject": subject + given, "value": value, "a_value": f"[Aa]n? (?:{value})"}

    def read(self, text):
        """The log that the text tells."""
        log, day, at = [], (0, 0, 0), 0
        for line in text.split("\n"):
            full, place = {}, at
            for sentence in SPLIT.split(line):
                if date := DAY.search(sentence):
                    day = day_of(date[0])
                if entry := self._entry(sentence, full):
                    log.append({**entry, "day": day, "at": place})
                full |= {name.split()[0]: name for name in self.person.findall(sentence)}
                place += len(sentence) + 1
            at += len(line) + 1
        return Log(log, text)

    def _entry(self, sentence, full):
        readings = {}
        for pattern in self.patterns:
            slots = pattern.read(sentence)
            for entry in self._meant(pattern, slots, full) if slots is not None else ():
                readings[repr(sorted(entry.items()))] = entry
        if len(readings) > 1:
            raise ValueError(f"{sentence!r} can be read in {len(readings)} ways: {list(readings)}")
        return next(iter(readings.values()), None)

    def _meant(self, pattern, slots, full):
        """The entries that the slots may stand for."""
        roles = {name: text for name, text in slots.items() if name not in {*PRONOUNS, "when", "tail"}}
        if pattern.sort == "cause":
            for cause in self.events.described(roles["cause"]):
                yield from ({"cause": cause, "effect": one} for one in self.events.described(roles["effect"]))
            return
        if "a_value" in roles:
            roles["value"] = roles.pop("a_value").split(" ", 1)[1]
        subject = roles.get("subject", "")
        if pattern.sort in {"fact", "herring"} and self.schema.relations[pattern.name].subject == "person":
            subject = subject if " " in subject else full.get(subject, "")
            if not subject:
                return
            roles["subject"] = subject
        sort, name = ("fact", "alias") if pattern.sort == "alias" else (pattern.sort, pattern.name)
        yield {sort: name, **roles}


@cache
def reader(genre):
    """The reader of a genre."""
    return Reader(genre)


def read(text, genre="novel"):
    """The log that a text of that genre tells."""
    return reader(genre).read(text)


def sentences(text):
    """The sentences of a text."""
    return [sentence for line in text.split("\n") if line for sentence in SPLIT.split(line)]
