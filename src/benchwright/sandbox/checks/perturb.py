"""Changed copies of a program's symbols: what moves the answer of a program that really computes it.

Numbers are moved and scaled, texts are renamed everywhere at once (also where they are keys of inner tables), digits
inside texts are changed, lists lose, repeat or reorder their items, booleans flip. The names of the symbols and the
types stay. Every change is drawn from a stream of its own, so the same symbols and seed give the same copies.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from benchwright.records import canonical
from benchwright.sandbox.types import Json
from benchwright.seeding import rng

TRIES = 6
"""Draws per copy asked for, before fewer are given."""
Change = Callable[[Json, random.Random], Json]


def variants(symbols: Json, count: int, *, seed: int = 0) -> list[Json]:
    """Up to `count` different changed copies; fewer where the symbols hold too little to change.

    Args:
        symbols: JSON.
        count: copies asked for.
        seed: of the changes.
    """
    changes = [change for change in CHANGES if canonical(_try(change, symbols, seed)) != canonical(symbols)]
    found: dict[str, Json] = {}
    for index in range(count * TRIES if changes else 0):
        if len(found) >= count:
            break
        stream = rng("perturb", seed, index)
        changed = changes[index % len(changes)](symbols, stream)
        if stream.random() < 0.3:
            changed = stream.choice(changes)(changed, stream)
        found.setdefault(canonical(changed), changed)
        found.pop(canonical(symbols), None)
    return list(found.values())


def _try(change: Change, symbols: Json, seed: int) -> Json:
    """A first draw that changes something, out of a few: whether a change applies at all."""
    drawn = (change(symbols, rng("perturb", "try", seed, index)) for index in range(4))
    return next((found for found in drawn if canonical(found) != canonical(symbols)), symbols)


def _mapped(value: Json, leaf: Callable[[Any], Any], key: Callable[[str], str] = str, *, top: bool = True) -> Json:
    """The same tree with every scalar, and every key under the names of the symbols, replaced."""
    if isinstance(value, dict):
        return {(k if top else key(k)): _mapped(v, leaf, key, top=False) for k, v in value.items()}
    if isinstance(value, list):
        return [_mapped(item, leaf, key, top=False) for item in value]
    return leaf(value)


def _leaves(value: Json) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moved(value: Any, stream: random.Random) -> Any:
    """Another number of the same type and sign, mostly near, sometimes far."""
    by = stream.choice((1, 2, 3, 5))
    if isinstance(value, float):
        return round(stream.choice((value + by, value * 2, value * 1.5, value + by / 4)), 6)
    far = stream.choice((value + by, value + by, value * 2 + 1, value * 3 + by))
    near = value - by if value > by else value + by
    return stream.choice((far, near)) if value >= 0 else -abs(far) - 1


def numbers(symbols: Json, stream: random.Random) -> Json:
    """Every number is another, equal ones alike."""
    known: dict[Any, Any] = {}
    return _mapped(symbols, lambda leaf: known.setdefault(leaf, _moved(leaf, stream)) if _is_number(leaf) else leaf)


def one_number(symbols: Json, stream: random.Random) -> Json:
    """One number is another."""
    count = sum(_is_number(leaf) for leaf in _leaves(symbols))
    if not count:
        return symbols
    chosen, seen = stream.randrange(count), iter(range(count))
    return _mapped(
        symbols,
        lambda leaf: _moved(leaf, stream) if _is_number(leaf) and next(seen) == chosen else leaf,
    )


def _texts(symbols: Json) -> list[str]:
    return list(dict.fromkeys(leaf for leaf in _leaves(symbols) if isinstance(leaf, str) and leaf))


def renamed(symbols: Json, stream: random.Random) -> Json:
    """Every text of letters is a new word of the same length, alike wherever it stands."""
    names = {text: _word(text, stream) for text in _texts(symbols) if text.replace(" ", "").isalpha()}
    return _mapped(symbols, lambda leaf: names.get(leaf, leaf) if isinstance(leaf, str) else leaf,
                   lambda key: names.get(key, key))  # fmt: skip


def _word(text: str, stream: random.Random) -> str:
    letters = "abcdefghijklmnoprstuvw"
    drawn = (stream.choice(letters) for _ in text)
    return "".join(
        sign if not sign.isalpha() else new.upper() if sign.isupper() else new
        for sign, new in zip(text, drawn, strict=True)
    )


def swapped(symbols: Json, stream: random.Random) -> Json:
    """Texts change places, so that each stays one that the program may know."""
    texts = _texts(symbols)
    if len(texts) < 2:
        return symbols
    other = [*texts[1:], texts[0]] if stream.random() < 0.5 else stream.sample(texts, len(texts))
    names = dict(zip(texts, other, strict=True))
    return _mapped(symbols, lambda leaf: names.get(leaf, leaf) if isinstance(leaf, str) else leaf)


def digits(symbols: Json, stream: random.Random) -> Json:
    """Figures inside texts are others."""

    def change(found: re.Match[str]) -> str:
        return str(max(1, int(found[0]) + stream.choice((-2, -1, 1, 2, 3))))

    return _mapped(symbols, lambda leaf: re.sub(r"\d{1,9}", change, leaf) if isinstance(leaf, str) else leaf)


def words(symbols: Json, stream: random.Random) -> Json:
    """Texts of several words lose one or have it twice; words of letters lose or repeat one."""

    def change(leaf: Any) -> Any:
        if not isinstance(leaf, str) or len(leaf) < 2:
            return leaf
        parts, glue = (leaf.split(" "), " ") if " " in leaf else (list(leaf), "")
        place = stream.randrange(len(parts))
        return glue.join([*parts[:place], *([parts[place]] * stream.choice((0, 2))), *parts[place + 1 :]])

    return _mapped(symbols, change)


def _lists(value: Json) -> Iterator[list[Json]]:
    if isinstance(value, list) and len(value) > 1:
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _lists(inner)


def listed(symbols: Json, stream: random.Random) -> Json:
    """One list loses an item, has one twice, or is in another order."""
    found = list(_lists(symbols))
    if not found:
        return symbols
    chosen = stream.choice(found)
    place = stream.randrange(len(chosen))
    way = stream.choice(("drop", "repeat", "reorder"))
    changed = {
        "drop": [*chosen[:place], *chosen[place + 1 :]],
        "repeat": [*chosen, chosen[place]],
        "reorder": stream.sample(chosen, len(chosen)),
    }[way]
    return _replaced(symbols, chosen, changed)


def _replaced(value: Json, old: list[Json], new: list[Json]) -> Json:
    if value is old:
        return new
    if isinstance(value, dict):
        return {key: _replaced(inner, old, new) for key, inner in value.items()}
    return [_replaced(inner, old, new) for inner in value] if isinstance(value, list) else value


def flipped(symbols: Json, stream: random.Random) -> Json:
    """Some booleans are the other way round, at least one."""
    count = sum(isinstance(leaf, bool) for leaf in _leaves(symbols))
    if not count:
        return symbols
    sure, seen = stream.randrange(count), iter(range(count))
    return _mapped(
        symbols,
        lambda leaf: leaf != (next(seen) == sure or stream.random() < 0.4) if isinstance(leaf, bool) else leaf,
    )


CHANGES: tuple[Change, ...] = (numbers, listed, swapped, one_number, digits, flipped, renamed, words)
