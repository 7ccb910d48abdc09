"""Worlds made once for all tests: each document with its items, its log by the twin and its log by the oracle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from asking import ask
from oracle import read
from replay import Log, agrees, answer
from rules import RULES
from twin import log_of

from benchwright.grading import gold_text, grade
from benchwright.items.worlds import making
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings
from benchwright.items.worlds.making import Told

DIALS = {
    "short": {"tokens": 1_500, "seed": 3},
    "longer": {"tokens": 4_000, "seed": 4, "worlds": 6},
    "hard": {"tokens": 2_500, "seed": 5, "herrings": 0.6, "similarity": 0.4, "clauses": 5},
    "other words": {"tokens": 2_500, "seed": 6, "shared_words": False, "herrings": 0.3},
}
"""Settings that most tests look at."""
RIGHT = {"right", "refused rightly"}


@dataclass(frozen=True)
class Case:
    """One document."""

    settings: WorldSettings
    told: Told
    items: tuple
    short: bool
    """Whether the maker says that it made fewer than asked."""
    log: Log
    """Of the world."""
    seen: Log
    """Of the text."""

    @property
    def schema(self):
        return GENRES[self.settings.genre].schema

    @property
    def rules(self):
        return RULES[self.settings.genre]

    @property
    def text(self):
        return self.told.telling.document.text

    def ask(self, item):
        """What the item asks, aliases resolved."""
        return ask(item.question, self.schema, self.seen.aliases())

    def by_twin(self, item):
        """Whether the replay of the event log gives the gold."""
        return agrees(item.answer, answer(self.ask(item), self.log, self.rules))

    def by_oracle(self, item):
        """Whether the text gives the gold."""
        return agrees(item.answer, answer(self.ask(item), self.seen, self.rules))

    def said(self):
        """(told, seen): all that the world holds and all that the text says, in one form."""
        return [sorted(plain(entry, self.schema) for entry in log) for log in (self.log, self.seen)]


def case_of(settings, index):
    """The documents of world `index`."""
    done = making._written(settings, index)  # what `batch` and `tellings` each give a part of, made once
    for told in done.told:
        document = told.telling.document
        items = tuple(item for item in done.items if item.documents == (document.id,))
        seen = read(document.text, settings.genre)
        yield Case(settings, told, items, bool(done.advice), log_of(told.world, told.telling), seen)


@cache
def _cases(settings):
    asked = WorldSettings.model_validate_json(settings)
    return tuple(case for index in range(asked.number) for case in case_of(asked, index))


def cases(**settings):
    """Every document of a benchmark; the same settings are made once."""
    return _cases(WorldSettings(**settings).model_dump_json())


def dialled(genre, name):
    """The benchmark of a genre with one of the usual settings."""
    return cases(genre=genre, count=68, **DIALS[name])


def plain(entry, schema):
    """An entry in one form: names in lower case, only what is told of an event that is spoken of."""
    kept = {role: text for role, text in entry.items() if role != "at" and (role != "day" or "event" in entry)}
    if "motive" in entry:
        roles = {*re.findall(r"\{(\w+)\}", schema.acts[entry["motive"]].why[0]), "motive", "value"}
        kept = {role: kept[role] for role in roles}
    if "cause" in entry:
        kept = {side: _spoken(entry[side], schema) for side in ("cause", "effect")}
    return str(sorted(kept.items())).casefold()


def _spoken(event, schema):
    roles = re.findall(r"\{(\w+)\}", schema.acts[event[0]].spoken)
    return event[0], [pair for pair in event[1] if pair[0] in roles]


def outcome(item, reply):
    """What a reply to the item comes to."""
    return grade(item.answer, reply).outcome(answerable=item.answerable)


def is_right(item, gold):
    """Whether an answer, given as a reply, is graded right."""
    return outcome(item, gold_text(gold)) in RIGHT
