"""The entries of a written list, found with the gold's help.

Entries are set apart by newlines (with or without bullets or numbers), semicolons, commas, `and`, or arrows. An entry
may itself hold a comma or an `and` (`Marks and Spencer`): wherever neighbouring pieces together spell a gold entry,
they are that entry, longest first. The reply is cut in every way from coarse (newlines only) to fine, with and without
such joining, and the reading that agrees best with the gold is taken. A reply longer than 10,000 characters and ten
times the gold has no entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from benchwright.grading._reading import unwrap
from benchwright.grading._text import ARTICLES, Strictness, holds, key
from benchwright.records import Answer

_LONGEST = 10_000
"""Characters of a reply, beside ten times the gold's; a longer one is no list of entries but prose."""
_BULLET = re.compile(r"\s*+(?:[-*+\u2022\u00b7\u25aa\u2013]|\(?\d{1,3}[.)]|\(?[a-z]\))\s++", re.IGNORECASE)
_LEAD = re.compile(r"[^:\n,;]{1,80}\b(?:are|is|were|was|includes?|included)\s?:\s")
_ARROW = r"\s*+(?:->|\u2192|=>)\s*+"
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n",
        r"\n|[;\uff1b]",
        rf"\n|[;\uff1b,\u3001\uff0c\u060c]|{_ARROW}",
        rf"\n|[;\uff1b,\u3001\uff0c\u060c]|{_ARROW}|(?<=\s)(?:and|then|&)(?=\s)",
    )
)


def render(answer: Answer) -> str:
    """The entries with semicolons between them; on a line each where one of them holds a semicolon."""
    entries = [" ".join(value.split()) for value in answer.values]
    return ("\n" if any(";" in entry or "\uff1b" in entry for entry in entries) else "; ").join(entries)


def gold_keys(answer: Answer, strictness: Strictness = "normalised") -> list[str]:
    """The keys of the gold's entries, in order."""
    return [key(value, strictness) for value in answer.values]


def best(answer: Answer, reply: str, strictness: Strictness, score: Callable[[Sequence[str]], float]) -> float:
    """The highest score that any reading of the reply's entries (as keys) reaches."""
    if len(reply) > _LONGEST + 10 * len(render(answer)):
        return 0.0
    gold = set(gold_keys(answer, strictness))
    top = 0.0
    reach = max((_pieces(entry) for entry in gold), default=1)
    for base, cut, joined in product(_bases(reply), _CUTS, dict.fromkeys((1, reach))):
        top = max(top, score(list(_segments(base, cut, joined, (gold, strictness)))))
        if top == 1.0:
            break
    return top


def _bases(reply: str) -> Iterator[str]:
    """The reply as it is, unwrapped, and without an introduction (`The ships are:`)."""
    bare = unwrap(reply)
    first, _, rest = bare.partition("\n")
    lead = _LEAD.match(bare)
    introduced = rest if rest.strip() and first.rstrip("* ").endswith(":") else ""
    yield from dict.fromkeys(filter(str.strip, [reply, bare, introduced, bare[lead.end() :] if lead else ""]))


def _segments(text: str, cut: re.Pattern[str], reach: int, wanted: tuple[set[str], Strictness]) -> Iterator[str]:
    """Keys of the entries: pieces between cuts, up to `reach` of them joined where they spell a gold entry."""
    starts, ends = [0], []
    for match in cut.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(text))
    at = 0
    while at < len(starts):
        size, found = _longest(text, (starts, ends, at), reach, wanted)
        if found:
            yield found
        at += size


def _pieces(entry: str) -> int:
    """At most so many pieces make up a gold entry: a cut needs a word on either side."""
    return len(entry.split())


def _longest(
    text: str, places: tuple[list[int], list[int], int], reach: int, wanted: tuple[set[str], Strictness]
) -> tuple[int, str]:
    starts, ends, at = places
    gold, strictness = wanted
    for size in range(min(reach, len(starts) - at), 0, -1):
        found = _match(text[starts[at] : ends[at + size - 1]], gold, strictness)
        if found and (size == 1 or not _swallows(text, places, size)):
            return size, found
    piece = unwrap(_BULLET.sub("", text[starts[at] : ends[at]], count=1))
    return 1, key(piece, strictness) if piece.strip() else ""


def _swallows(text: str, places: tuple[list[int], list[int], int], size: int) -> bool:
    """Whether a join would lose an entry: `A, B` has the key of `B` alone, for A looks like an article."""
    starts, ends, at = places
    return any(key(text[starts[here] : ends[here]]) in ARTICLES for here in range(at, at + size))


def _match(piece: str, gold: set[str], strictness: Strictness) -> str:
    """The gold entry that a piece spells, as it is or without its bullet and wrappers; empty where it spells none."""
    if len(piece) > 8 * max(map(len, gold)) + 200:
        return ""
    for form in (piece, unwrap(_BULLET.sub("", piece, count=1))):
        found = key(form, strictness) if form.strip() else ""
        if found in gold:
            return found
    return ""


def contains(answer: Answer, reply: str) -> bool:
    """Whether every entry stands somewhere in the reply as whole words."""
    whole = key(reply)
    return all(holds(whole, entry) for entry in gold_keys(answer))


def f1(shared: int, given: int, gold: int) -> float:
    """The harmonic mean of precision and recall; exactly 1 where all three counts agree."""
    return 2 * shared / (given + gold) if shared else 0.0
