"""Lengths of documents as people write them: `4k`, `1M`, `1k..128k` (each twice the one before), `4k,16k,64k`.

A length is a number of tokens (bytes / 4); `k` is a thousand and `M` a million, so that 1k..128k is 1000 to 128000.
"""

from __future__ import annotations

import re

from benchwright.errors import InputError

_LENGTH = re.compile(r"(\d+)([kKmM]?)")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_USAGE = "give lengths in tokens such as 4k, 4k,16k,64k or 1k..128k (doubling)"
MOST = 1_000_000_000


def parse_lengths(text: str) -> tuple[int, ...]:
    """The lengths that `text` names, in tokens, ascending and distinct.

    Raises:
        InputError: a part is no length, a range does not end on a doubling of its start, or a length comes twice.
    """
    found = [length for part in text.split(",") for length in _part(part.strip(), text)]
    if found != sorted(set(found)):
        raise InputError(f"lengths {text!r} must ascend and differ; write {written(sorted(set(found)))!r}")
    return tuple(found)


def short(length: int) -> str:
    """A length as people write it: 8000 -> `8k`, 1500 -> `1500`."""
    for unit in ("M", "k"):
        if length and length % _UNITS[unit.lower()] == 0:
            return f"{length // _UNITS[unit.lower()]}{unit}"
    return str(length)


def written(lengths: list[int] | tuple[int, ...]) -> str:
    """Lengths as a list that `parse_lengths` reads."""
    return ",".join(map(short, lengths))


def _part(part: str, whole: str) -> list[int]:
    first, dots, last = part.partition("..")
    if not dots:
        return [_length(part, whole)]
    start, end = _length(first, whole), _length(last, whole)
    found = [start]
    while found[-1] * 2 <= end:
        found.append(found[-1] * 2)
    if found[-1] != end:
        near = written([found[-1], found[-1] * 2]).replace(",", " or ")
        raise InputError(f"lengths {part!r}: {last} is no doubling of {first}; end the range at {near}")
    return found


def _length(text: str, whole: str) -> int:
    match = _LENGTH.fullmatch(text.strip())
    value = int(match[1]) * _UNITS[match[2].lower()] if match else 0
    if not 0 < value <= MOST:
        raise InputError(f"lengths {whole!r}: {text.strip()!r} is no length; {_USAGE}")
    return value
