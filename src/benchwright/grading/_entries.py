"""The entries of a written list, found with the gold's help.

Entries are set apart by newlines (with or without bullets or numbers), semicolons, commas, `and`, or arrows. An entry
may itself hold a comma or an `and` (`Marks and Spencer`): wherever neighbouring pieces together spell a gold entry,
they are that entry, longest first. An entry that refuses (`the text does not say`) is the gold entry that does
(`not stated`), where there is one. The reply is cut in every way from coarse (newlines only) to fine, with and without
such joining, and the reading that agrees best with the gold is taken. A reply longer than 10,000 characters and ten
times the gold has no entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from benchwright.grading._reading import unwrap
from benchwright.grading._refusal import is_refusal
from benchwright.grading._text import ARTICLES, Phrase, Strictness, holds, key, phrase
from benchwright.records import Answer

_LONGEST = 10_000
"""Characters of a reply, beside ten times the gold's; a longer one is no list of entries but prose."""
_LONGEST_REFUSAL = 200
"""Characters of an entry that says that nothing is stated."""
_BULLET = re.compile(r"\s*+(?:[-*+\u2022\u00b7\u25aa\u2013]|\(?\d{1,3}[.)]|\(?[a-z]\))\s++", re.IGNORECASE)
_LEAD = re.compile(r"[^:\n,;]{1,80}\b(?:are|is|were|was|includes?|included)\s?:\s")
_GOES_ON = re.compile(
    r"\W*(?:it|that|this|which|i|we|sorry|please|if|but|however|so"
    r"|the (?:\w+ )?(?:document|text|passage|story|report))\b",
    re.IGNORECASE,
)
"""How a refusal goes on; what starts otherwise after a semicolon is an entry."""
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


@lru_cache(maxsize=1024)
def _refuses(piece: str) -> bool:
    # Kept, for each way to cut a reply brings most pieces again.
    return len(piece) <= _LONGEST_REFUSAL and is_refusal(piece)


@dataclass(frozen=True)
class _Wanted:
    """The gold as the entries of a reply are compared with it."""

    keys: frozenset[str]
    strictness: Strictness
    tied: dict[str, list[tuple[Phrase, str]]]
    """Rest of a phrase -> the gold entries with that rest, and their keys; empty where comparison is exact."""
    longest: int
    """Characters of the longest key."""
    missing: str
    """The key of the entry that says that nothing is stated; empty where there is none."""

    def named(self, piece: str) -> str:
        """The key of an entry; that of a gold entry where only a tie, or the words of a refusal, differ."""
        found = key(piece, self.strictness)
        if found in self.keys or self.strictness == "exact":
            return found
        said = phrase(found)
        same = [gold for whole, gold in self.tied.get(said.rest, ()) if said.same(whole)]
        if len(same) == 1:
            return same[0]
        return self.missing if self.missing and _refuses(piece) else found


def _wanted(answer: Answer, strictness: Strictness) -> _Wanted:
    keys = dict(zip(gold_keys(answer, strictness), answer.values, strict=True))
    tied: dict[str, list[tuple[Phrase, str]]] = {}
    for gold in keys if strictness == "normalised" else ():
        tied.setdefault(phrase(gold).rest, []).append((phrase(gold), gold))
    missing = next((gold for gold, text in keys.items() if is_refusal(text)), "")
    return _Wanted(frozenset(keys), strictness, tied, max(map(len, keys)), missing)


def mixed(answer: Answer, reply: str) -> bool:
    """Whether a reply is a list of as many entries as the gold, of which some refuse and some answer."""
    parts = [part for part in re.split(r"[\n;]", reply) if part.strip()]
    if len(answer.values) < 2 or len(parts) != len(answer.values):
        return False
    refuses = [is_refusal(unwrap(_BULLET.sub("", part, count=1))) for part in parts]
    return any(not no and not _GOES_ON.match(part) for no, part in zip(refuses, parts, strict=True)) and any(refuses)


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
    gold = _wanted(answer, strictness)
    top = 0.0
    reach = max((_pieces(entry) for entry in gold.keys), default=1)
    for base, cut, joined in product(_bases(reply), _CUTS, dict.fromkeys((1, reach))):
        top = max(top, score(list(_segments(base, cut, joined, gold))))
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


def _segments(text: str, cut: re.Pattern[str], reach: int, wanted: _Wanted) -> Iterator[str]:
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


def _longest(text: str, places: tuple[list[int], list[int], int], reach: int, wanted: _Wanted) -> tuple[int, str]:
    starts, ends, at = places
    for size in range(min(reach, len(starts) - at), 0, -1):
        found = _match(text[starts[at] : ends[at + size - 1]], wanted)
        if found and (size == 1 or not _swallows(text, places, size)):
            return size, found
    piece = unwrap(_BULLET.sub("", text[starts[at] : ends[at]], count=1))
    return 1, wanted.named(piece) if piece.strip() else ""


def _swallows(text: str, places: tuple[list[int], list[int], int], size: int) -> bool:
    """Whether a join would lose an entry: `A, B` has the key of `B` alone, for A looks like an article."""
    starts, ends, at = places
    return any(key(text[starts[here] : ends[here]]) in ARTICLES for here in range(at, at + size))


def _match(piece: str, wanted: _Wanted) -> str:
    """The gold entry that a piece spells, as it is or without its bullet and wrappers; empty where it spells none."""
    if len(piece) > 8 * wanted.longest + 200:
        return ""
    for form in (piece, unwrap(_BULLET.sub("", piece, count=1))):
        found = key(form, wanted.strictness) if form.strip() else ""
        if found in wanted.keys:
            return found
    return ""


def contains(answer: Answer, reply: str) -> bool:
    """Whether every entry stands somewhere in the reply as whole words."""
    whole = key(reply)
    return all(holds(whole, entry) for entry in gold_keys(answer))


def f1(shared: int, given: int, gold: int) -> float:
    """The harmonic mean of precision and recall; exactly 1 where all three counts agree."""
    return 2 * shared / (given + gold) if shared else 0.0
