"""Facts that a model read from a text: typed, weighed, and each held against its quote.

    reply ─► JSON ─► facts that fit a relation ─► quotes found in the text ─► merged over replies ─► exclusive sets

Nothing is mended silently: what does not fit is dropped with its reason. Names that grading takes for the same become
one spelling, days become year-month-day. The same fact read twice keeps its higher probability. Facts that give one
subject two values of a functional relation exclude each other, and a set whose probabilities exceed 1 is scaled to 1.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from benchwright.attempts._logic_rules import Relation, Rules
from benchwright.attempts._logic_sources import Source, Span, find
from benchwright.attempts._replies import begun_list, object_in
from benchwright.grading import key
from benchwright.logic import Fact
from benchwright.logic.language import Value, atom_text

Reason = Literal[
    "form", "relation", "arity", "type", "probability", "quote missing", "quote not in text", "quote names no value",
    "too many", "cut",
]  # fmt: skip
UNVERIFIED = {"quote missing", "quote not in text", "quote names no value"}
"""Reasons that speak against a fact's source and not against its form."""
MOST = 400
"""Facts of one question."""
_TEXT = 300
"""Characters of a value."""
_QUOTE = 1000
_WHOLE = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,15})")
_DECIMAL = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,15})(\.\d{1,15})?")
_DATE = re.compile(r"date(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class Read:
    """A fact that fits its relation."""

    relation: str
    values: tuple[Value, ...]
    probability: float
    quote: str = ""
    span: Span | None = None
    """Where the quote stands; none where it does not, or names no value."""
    exclusive: int | None = None
    """Of facts with the same number at most one holds."""
    stated: float | None = None
    """What the model said, where the probability was scaled."""

    @property
    def text(self) -> str:
        """As a program writes it."""
        return atom_text(self.relation, self.values)

    def given(self, number: int) -> Fact:
        """For the solver: certain where the model is sure and nothing excludes it."""
        sure = self.probability >= 1.0 and self.exclusive is None
        return Fact(self.relation, self.values, None if sure else self.probability, self.exclusive, number)


@dataclass(frozen=True)
class Dropped:
    """A fact that is not used."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class Reading:
    """The facts of one or more replies."""

    facts: tuple[Read, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()
    """Sets of facts, by position in `facts`, that a model says exclude each other."""

    @property
    def counts(self) -> dict[str, int]:
        """Dropped facts by reason."""
        return dict(sorted(Counter(one.reason for one in self.dropped).items()))

    @property
    def malformed(self) -> bool:
        """Whether facts were given and none of them has even the form of one."""
        return not self.facts and bool(self.dropped) and all(one.reason not in UNVERIFIED for one in self.dropped)


@dataclass
class _Sorting:
    """One reply's facts on their way."""

    rules: Rules
    sources: Sequence[Source]
    keep: bool
    facts: list[Read] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    """Number in the reply -> position in `facts`."""

    def take(self, number: int, given: Any) -> None:  # Any: JSON
        """Keep a fact, or say why not."""
        found = self.fitted(given)
        if isinstance(found, Dropped):
            self.dropped.append(found)
            return
        self.places[number] = len(self.facts)
        self.facts.append(found)

    def fitted(self, given: Any) -> Read | Dropped:  # Any: JSON
        """The fact, or what is wrong with it."""
        if not isinstance(given, dict) or not isinstance(given.get("values"), list):
            return Dropped("form", f"not a fact: {_shown(given)}")
        known = {one.name: one for one in self.rules.relations}
        relation = known.get(str(given.get("relation")))
        if relation is None:
            names = ", ".join(list(known)[:20])
            return Dropped("relation", f"{_shown(given.get('relation'))} is no relation to be read; those are {names}")
        return self.valued(relation, given)

    def valued(self, relation: Relation, given: dict[str, Any]) -> Read | Dropped:  # Any: JSON
        """Its values in the types of the columns."""
        values = given["values"]
        if len(values) != len(relation.types):
            return Dropped(
                "arity", f"{relation.name}{_shown(values)} has {len(values)} values, not {len(relation.types)}"
            )
        typed = tuple(cast(value, kind) for value, kind in zip(values, relation.types, strict=True))
        fit = tuple(value for value in typed if value is not None)
        if len(fit) != len(typed):
            return Dropped("type", f"{relation.name}{_shown(values)} does not fit {relation.declared}")
        chance = given.get("probability", 1.0)
        if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0.0 <= chance <= 1.0:
            return Dropped("probability", f"{relation.name}{_shown(values)}: {_shown(chance)} is no probability")
        return self.sourced(Read(relation.name, fit, float(chance)), given.get("quote"))

    def sourced(self, fact: Read, quote: Any) -> Read | Dropped:  # Any: JSON
        """With its place in the text."""
        if not isinstance(quote, str) or not quote.strip():
            return self.doubted(fact, "quote missing", "")
        short = quote if len(quote) <= _QUOTE else quote[:_QUOTE]
        span = find(quote, self.sources) if len(quote) <= _QUOTE else None
        if span is None:
            return self.doubted(fact, "quote not in text", short)
        if not names(fact.values, span.text):
            return self.doubted(fact, "quote names no value", short)
        return replace(fact, quote=short, span=span)

    def doubted(self, fact: Read, reason: Reason, quote: str) -> Read | Dropped:
        """A fact whose quote does not bear it out."""
        if self.keep:
            return replace(fact, quote=quote)
        return Dropped(reason, f"{fact.text[:200]}: {_shown(quote)}" if quote else fact.text[:200])


def read_facts(reply: str, rules: Rules, sources: Sequence[Source], *, keep: bool) -> tuple[Reading | None, str]:
    """The facts of a reply; or none, and why it cannot be read.

    Args:
        reply: of the model.
        rules: whose relations the facts are of.
        sources: what the quotes are looked up in.
        keep: whether facts stay whose quotes do not bear them out.
    """
    found, problem = object_in(reply, "facts")
    if found is None:
        return None, problem
    given = found.get("facts")
    if not isinstance(given, list):
        return None, 'the JSON holds no list "facts"; write {"facts": [...]}, with an empty list where there is none'
    work = _sorted(given, _Sorting(rules, sources, keep))
    groups = _groups(found.get("exclusive"), work.places)
    return Reading(tuple(work.facts), tuple(work.dropped), groups), ""


def read_begun(reply: str, rules: Rules, sources: Sequence[Source], *, keep: bool) -> Reading | None:
    """The whole facts of a reply that breaks off among them, for want of a better one; none where there are none.

    What was lost is told among what was dropped. The arguments are those of `read_facts`.
    """
    given = begun_list(reply, "facts")
    if not given:
        return None
    work = _sorted(given, _Sorting(rules, sources, keep))
    work.dropped.append(Dropped("cut", f"the reply breaks off after {len(given)} facts; what came next is not known"))
    return Reading(tuple(work.facts), tuple(work.dropped))


def _sorted(given: Sequence[Any], work: _Sorting) -> _Sorting:  # Any: JSON
    for number, fact in enumerate(given[:MOST]):
        work.take(number, fact)
    if len(given) > MOST:
        work.dropped.append(Dropped("too many", f"{len(given) - MOST} facts beyond the first {MOST}"))
    return work


def _groups(given: Any, places: dict[int, int]) -> tuple[tuple[int, ...], ...]:  # Any: JSON
    """Sets of two or more kept facts; what names no fact is passed over."""
    rows = [row for row in given[:MOST] if isinstance(row, list)] if isinstance(given, list) else []
    sets = [
        tuple(places[one] for one in row if isinstance(one, int) and not isinstance(one, bool) and one in places)
        for row in rows
    ]
    return tuple(row for row in sets if len(set(row)) > 1)


def cast(value: Any, kind: str) -> Value | None:  # Any: JSON
    """A JSON value in the type of a column; none where it does not fit."""
    if isinstance(value, bool) or kind == "bool":
        return value if isinstance(value, bool) and kind == "bool" else None
    if kind == "str":
        text = " ".join(str(value).split()) if isinstance(value, str | int) else ""
        return text if len(text) <= _TEXT and (text or value == "") else None
    return _number(value, whole=kind == "int")


def _number(value: Any, *, whole: bool) -> Value | None:  # Any: JSON
    if isinstance(value, str) and (_WHOLE if whole else _DECIMAL).fullmatch(value.strip()):
        value = float(value.replace(",", ""))
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) >= 1e15:
        return None
    if whole:
        return int(value) if float(value).is_integer() else None
    return float(value)


def names(values: Iterable[Value], quote: str) -> bool:
    """Whether a text names one of the values: all of it, or a capitalised word of a name of several."""
    said = f" {key(quote)} "
    told = [value for value in values if not isinstance(value, bool) and value not in {"", -1}]
    return not told or any(f" {key(form)} " in said for value in told for form in _forms(value))


def _forms(value: Value) -> list[str]:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    words = text.split()
    return [text, *(word for word in words if len(words) > 1 and len(word) > 3 and word[0].isupper())]


def merge(readings: Sequence[Reading], rules: Rules) -> Reading:
    """The facts of several replies as one set, ready to be solved."""
    found = [replace(fact, values=values) for fact, values in _spelt(readings, rules)]
    place: dict[tuple[str, tuple[Value, ...]], int] = {}
    kept: list[Read] = []
    at = []
    for fact in found:
        slot = place.setdefault((fact.relation, fact.values), len(kept))
        at.append(slot)
        if slot == len(kept):
            kept.append(fact)
        elif (fact.span is not None, fact.probability) > (kept[slot].span is not None, kept[slot].probability):
            kept[slot] = fact
    groups = [*_shifted(readings, at), *_conflicts(kept, rules)]
    dropped = [one for reading in readings for one in reading.dropped]
    if len(kept) > MOST:
        dropped.append(Dropped("too many", f"{len(kept) - MOST} facts beyond the first {MOST}"))
    return Reading(tuple(_exclusive(kept, groups)[:MOST]), tuple(dropped))


def _spelt(readings: Sequence[Reading], rules: Rules) -> list[tuple[Read, tuple[Value, ...]]]:
    """Each fact with values that grading takes for the same in one spelling: the rules' own, else the first."""
    spelling: dict[str, str] = {key(text): text for text in rules.constants() if text}

    def one(value: Value) -> Value:
        if not isinstance(value, str) or not value:
            return value
        said = key(value)
        if date := _DATE.fullmatch(said):
            return "-".join(date.groups())
        return spelling.setdefault(said, value)

    return [(fact, tuple(map(one, fact.values))) for reading in readings for fact in reading.facts]


def _shifted(readings: Sequence[Reading], at: Sequence[int]) -> Iterable[set[int]]:
    """What the replies say excludes each other, by position among the merged facts."""
    first = 0
    for reading in readings:
        yield from ({at[first + one] for one in group} for group in reading.groups)
        first += len(reading.facts)


def _conflicts(facts: Sequence[Read], rules: Rules) -> Iterable[set[int]]:
    """Facts that give the same subject several values of a functional relation."""
    functional = {one.name for one in rules.relations if one.functional}
    rivals: dict[tuple[str, tuple[Value, ...]], set[int]] = {}
    for at, fact in enumerate(facts):
        if fact.relation in functional:
            rivals.setdefault((fact.relation, fact.values[:-1]), set()).add(at)
    return rivals.values()


def _exclusive(facts: Sequence[Read], groups: Iterable[set[int]]) -> list[Read]:
    """The facts with their sets: sets that share a fact are one, and its probabilities come to 1 at most."""
    sets: list[set[int]] = []
    for group in groups:
        touching = [one for one in sets if one & group]
        sets = [one for one in sets if not one & group] + [group.union(*touching)]
    made = list(facts)
    for number, group in enumerate(sorted((one for one in sets if len(one) > 1), key=min)):
        total = math.fsum(facts[at].probability for at in group)
        for at in group:
            fact = facts[at]
            scaled = {"probability": fact.probability / total, "stated": fact.probability} if total > 1.0 else {}
            made[at] = replace(fact, exclusive=number, **scaled)  # type: ignore[arg-type]
    return made


def _shown(value: Any) -> str:  # Any: JSON
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 120 else f"{text[:120]} ..."
