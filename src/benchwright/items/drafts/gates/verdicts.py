"""What a reply says of one entry: found by its mark, whatever else the reply holds.

Looked through: code fences, prose before and after, a reply that was cut off (what stood whole before counts), raw line
ends within strings, numbers and lists in the place of text. A mark that stands twice with different values says
nothing. A reply about one entry alone may leave the mark out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

Values = Literal["verdicts", "answers"]
_VERDICT = re.compile(r"[\s\"'*_`(]*(?:yes|no|true|false)\b", re.IGNORECASE)
_NAMED = re.compile(r"[\"'\u201d]?\s*:\s*")
_TRIES = 200
"""Openings that lead nowhere, after which no more is read: no reply takes more than linear time."""
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
"""Numbers keep the digits that were written."""


def read(text: str, mark: str, fields: Sequence[str], values: Values, *, alone: bool = False) -> dict[str, str] | None:
    """The fields of an entry; none where they are not all there, or are said twice and differently."""
    found: list[dict[str, str] | None] = [_fields(value, fields, values) for value in _valued(text, mark)]
    if not found and alone:
        found = [_unmarked(value, fields, values) for value in _objects(text)]
    readable = [one for one in found if one is not None]
    return readable[0] if readable and all(one == readable[0] for one in readable) else None


def _valued(text: str, mark: str) -> Iterator[Any]:  # Any: JSON
    """Every value that stands after the mark as a key."""
    at = text.find(mark)
    while at >= 0:
        end = at + len(mark)
        place = None if at and (text[at - 1].isalnum() or text[at - 1] == "_") else _NAMED.match(text, end)
        value = _decoded(text, place.end()) if place else None
        if value is not None:
            yield value
        at = text.find(mark, end)


def _objects(text: str) -> Iterator[Any]:
    at = text.find("{")
    for _ in range(_TRIES):
        if at < 0:
            return
        value = _decoded(text, at)
        if value is not None:
            yield value
            return
        at = text.find("{", at + 1)


def _decoded(text: str, at: int) -> Any | None:
    try:
        return _DECODER.raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None


def _unmarked(value: Any, fields: Sequence[str], values: Values) -> dict[str, str] | None:
    """Of an object with the fields themselves, or with one key of the model's own making."""
    if not isinstance(value, dict):
        return None
    found = _fields(value, fields, values)
    if found is None and len(value) == 1:
        found = _fields(next(iter(value.values())), fields, values)
    return found


def _fields(value: Any, fields: Sequence[str], values: Values) -> dict[str, str] | None:
    if not isinstance(value, dict):
        value = {fields[0]: value} if len(fields) == 1 else {}
    named = {re.sub(r"[\W_]+", "_", str(name).strip().casefold()): held for name, held in value.items()}
    found = {name: _text(named.get(name)) for name in fields}
    whole = all(text and (values == "answers" or _VERDICT.match(text)) for text in found.values())
    return found if whole else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    return value.strip() if isinstance(value, str) else ""
