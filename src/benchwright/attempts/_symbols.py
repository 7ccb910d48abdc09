"""Symbols: what a program is given of a question, as typed JSON with quotes that lead back to the input.

    {"symbols": {"apples": 12}, "spans": {"apples": "a dozen apples"}, "types": {"apples": "number"}}

A value that the text writes down as it is leads back by itself; for another the model may give the words it comes from.
Values and quotes are looked up in what the model was shown, where they get their offsets. A quote that is not there, a
value that is neither there nor quoted, a span or a type of something that is no symbol, and a value that is not of its
type are told to the model.
A reply that lies about its spans is hence seen to lie, and nothing of it is trusted more than any other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchwright.attempts._replies import object_in
from benchwright.attempts._spans import Span, locate, locate_value
from benchwright.records import canonical
from benchwright.sandbox.types import Json

_MOST = 200
"""Spans and types that are looked at; a reply with more is told so."""
_LONGEST = 50_000
"""Characters of symbols as JSON."""
_TOLD = 5
"""Values that stand nowhere, of which the model is told."""
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{0,14}[1-9])?")
_BITS = re.compile(r"[01]{2,}")
_FEW, _EFFORT = 10, 5_000_000
"""Values looked up in any text, and characters of text over all values: a long text is not searched for hundreds."""
Path = tuple[str, ...]
_PART = re.compile(r"[^.\[\]]+")
_TYPES: dict[str, tuple[type, ...]] = {
    "number": (int, float), "integer": (int,), "text": (str,), "string": (str,), "str": (str,), "boolean": (bool,),
    "list": (list,), "object": (dict,),
}  # fmt: skip


@dataclass(frozen=True)
class Symbols:
    """What a program is given."""

    values: dict[str, Json]
    spans: dict[str, Span] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """What is wrong with them, one line each."""

    @property
    def verified(self) -> int:
        """Quotes that were found."""
        return sum(span.start is not None for span in self.spans.values())

    def kept(self) -> dict[str, list[int] | None]:
        """Per path the offsets of its quote: references into the input, not copies of it."""
        return {path: _offsets(span) for path, span in self.spans.items()}


def _offsets(span: Span) -> list[int] | None:
    return None if span.start is None or span.end is None else [span.start, span.end]


def read_symbols(reply: str, shown: str) -> tuple[Symbols | None, str]:
    """The symbols of a reply, their quotes looked up; or none, and what was wrong.

    Args:
        reply: of the model.
        shown: the text that it was shown.
    """
    found, problem = object_in(reply, "symbols")
    if found is None:
        return None, problem
    inner = found.get("symbols")
    values = inner if isinstance(inner, dict) else {k: v for k, v in found.items() if k not in {"spans", "types"}}
    if isinstance(inner, list):
        values = {"symbols": inner}
    if not values:
        return None, "the JSON holds no symbols"
    if (size := len(canonical(values))) > _LONGEST:
        return None, f"the symbols are {size} characters long; give at most {_LONGEST}"
    declared = {_parts(path) for path, kind in _pairs(found.get("types")) if _TYPES.get(kind.lower()) == (str,)}
    values = {name: _typed(value, declared, _parts(name)) for name, value in values.items()}
    spans, lost = _spans(found.get("spans"), values, shown)
    own, strange = _own(values, spans, shown)
    return Symbols(values, spans | own, (*lost, *strange, *_mistyped(found.get("types"), values))), ""


def _typed(value: Json, declared: set[Path], path: Path) -> Json:
    """Numbers as numbers, also where a model put them in quotes, unless they are declared texts.

    Texts such as 007, 1.50, 1,200 and 1101 stay: they may be codes. So does a list in which not all would change.
    """
    if path in declared:
        return value
    if isinstance(value, dict):
        return {name: _typed(inner, declared, (*path, name)) for name, inner in value.items()}
    if isinstance(value, list):
        given = [_typed(inner, declared, (*path, str(place))) for place, inner in enumerate(value)]
        return value if any(isinstance(inner, str) for inner in given) and not _nested(value) else given
    if not isinstance(value, str) or not _PLAIN.fullmatch(value) or _BITS.fullmatch(value):
        return value
    return float(value) if "." in value else int(value)


def _nested(values: list[Json]) -> bool:
    return any(isinstance(value, list | dict) for value in values)


def _own(values: dict[str, Json], quoted: dict[str, Span], shown: str) -> tuple[dict[str, Span], list[str]]:
    """Where the values stand that no quote is given for, and what is wrong with those that stand nowhere."""
    spans: dict[str, Span] = {}
    faults: list[str] = []
    covered = {_parts(path) for path in quoted}
    for path, value in list(_leaves(values))[: min(_MOST, max(_FEW, _EFFORT // (len(shown) + 1)))]:
        if isinstance(value, bool) or value in {None, ""} or _covered(_parts(path), covered):
            continue
        span = locate_value(value, shown)
        if span is not None:
            spans[path] = span
        elif len(faults) < _TOLD:
            said = canonical(value)[:80]
            faults.append(f"The value of {path}, {said}, stands nowhere in the text: correct it, or quote its words.")
    return spans, faults


def _parts(path: str) -> Path:
    """The keys and places of a path, whichever way it is spelt."""
    return tuple(_PART.findall(path.removeprefix("symbols.")))


def _covered(path: Path, quoted: set[Path]) -> bool:
    return any(path[:size] in quoted for size in range(1, len(path) + 1))


def _leaves(value: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Every value that is no list and no object, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{place}]")
    else:
        yield path, value


def _spans(given: Any, values: dict[str, Json], shown: str) -> tuple[dict[str, Span], list[str]]:  # Any: JSON
    spans, faults = {}, []
    for path, quote in _pairs(given):
        if not _there(values, path):
            faults.append(f"The span {path!r} names no symbol.")
            continue
        spans[path] = span = locate(quote, shown)
        if span.start is None:
            faults.append(f"The quote for {path} is not in the text: {quote[:200]!r}.")
    return spans, faults


def _pairs(given: Any) -> Iterator[tuple[str, str]]:  # Any: JSON
    if isinstance(given, Mapping):
        yield from [(path, text) for path, text in given.items() if isinstance(text, str)][:_MOST]


def _mistyped(given: Any, values: dict[str, Json]) -> Iterator[str]:  # Any: JSON
    for path, kind in _pairs(given):
        wanted = _TYPES.get(kind.lower())
        value = value_at(values, path)
        if wanted is None or value is None:
            continue
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            yield f"The symbol {path} is declared {kind} and is {canonical(value)[:80]}."


def _there(values: dict[str, Json], path: str) -> bool:
    return path in values or value_at(values, path) is not None


def value_at(values: dict[str, Json], path: str) -> Json:
    """What stands at a path such as `people[0].age`; none where nothing does."""
    if path in values:
        return values[path]
    here: Json = values
    for part in _PART.findall(path.removeprefix("symbols.")):
        if isinstance(here, dict) and part in here:
            here = here[part]
        elif isinstance(here, list) and part.isdecimal() and len(part) < 9 and int(part) < len(here):
            here = here[int(part)]
        else:
            return None
    return here
