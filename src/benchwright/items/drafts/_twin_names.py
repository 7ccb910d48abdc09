"""A name for another, word by word, in every form: whole, surname alone, possessive, plural, upper case, acronym.

Only the words of a name that are nothing else are swapped (`Leeds` of `University of Leeds`). A word that also stands
in lower case, or in somebody else's name, leaves the name alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchwright.items.drafts._twin_text import Hit, around
from benchwright.items.drafts._twin_words import (
    BODIES,
    COMMON,
    FAMILY,
    FUNCTION,
    GENERIC,
    GIVEN,
    PARTICLES,
    PLACES,
)

LONGEST = 6
"""Words of a name."""
TITLES = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mister|Mme|Madame|Monsieur|Sir|Lady|Lord|Dr|Doctor|Prof|Professor|Captain|Colonel|Uncle"
    r"|Aunt|Brother|Sister|Father|Mother|Judge|King|Queen|Prince|Princess|Rev|Reverend)\.?\s+$"
)


@dataclass(frozen=True)
class NameSwap:
    """The words of a name, each with the word that takes its place."""

    old: str
    new: str
    words: Mapping[str, str]
    """Old words, as they stand in the name, to new ones; an acronym is one too."""

    def hits(self, text: str) -> list[Hit]:
        """Every place where a word of the name stands."""
        return [hit for match in self._pattern().finditer(text) if (hit := self._hit(text, match))]

    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?P<word>{words})(?P<plural>e?s)?(?P<tail>['\u2019](?:s\b)?)?(?!\w)", re.IGNORECASE)

    def _hit(self, text: str, match: re.Match[str]) -> Hit | None:
        old = next((word for word in self.words if word.casefold() == match["word"].casefold()), "")
        told = _in_case(match["word"], old, self.words[old]) if old else None
        if told is None:
            return None
        plural, tail = match["plural"] or "", match["tail"] or ""
        if plural:
            plural = _plural(told)
        if tail in {"'", "\u2019"}:
            owned = (match["word"] + (match["plural"] or ""))[-1] in "sS" and not _quoted(text, match.start())
            tail = f"{tail}s" if owned and (told + plural)[-1] not in "sS" else tail
        return Hit(match.start("word"), match.end(), told + plural + tail)

    def left(self, text: str) -> str:
        """Where a word of the name still stands, were it inside another word or cut by the end of a line."""
        for word in self.words:
            loose = r"(?:-\n\s*|\u00ad)?".join(map(re.escape, word)) if len(word) < 40 else re.escape(word)
            edges = (r"(?<!\w)", r"(?!\w)") if len(word) < 4 else ("", "")
            match = re.search(edges[0] + loose + edges[1], text, re.IGNORECASE)
            if match:
                return around(text, *match.span())
        return ""


def _quoted(text: str, start: int) -> bool:
    """Whether a single quotation mark was opened shortly before."""
    return re.search(r"(?:^|[\s(])['\u2018][^'\u2019\n]*$", text[max(0, start - 80) : start]) is not None


def _in_case(found: str, old: str, new: str) -> str | None:
    """The new word as the old one is written there; none in lower case, which is another word."""
    if found == old:
        return new
    if found.isupper():
        return new.upper()
    return new if found[0].isupper() and found[1:].islower() else None


def _plural(word: str) -> str:
    return (
        ("ES" if word.isupper() and len(word) > 1 else "es")
        if re.search(r"(?:s|x|z|ch|sh)$", word, re.IGNORECASE)
        else ("S" if word.isupper() and len(word) > 1 else "s")
    )


def is_name(text: str) -> bool:
    """Whether a text has the shape of a proper name."""
    words = text.split()
    mains = [word for word in words if word.lower() not in PARTICLES]
    return (
        0 < len(words) <= LONGEST
        and bool(mains)
        and all(re.fullmatch(r"[^\W\d_][\w'\u2019.&-]*", word) and word[0].isupper() for word in mains)
    )


def telling(name: str, text: str) -> tuple[str, ...]:
    """The words of a name that are nothing else in the text; empty where there are none."""
    words = [word.strip(".,'\u2019") for word in name.split()]
    mains = [word for word in words if word.lower() not in PARTICLES | GENERIC and len(word) > 2]
    return tuple(dict.fromkeys(word for word in mains if not _usual(word, text)))


_WORDLY = re.compile(r"\w{3}(?:tion|sion|ness|able|ible|ous|ful|ity|ical|nding|ating|ized|ised|ated)$", re.IGNORECASE)


def _usual(word: str, text: str) -> bool:
    if _WORDLY.search(word):
        return True
    return word.lower() in COMMON or re.search(rf"(?<![\w./@-]){re.escape(word.lower())}(?!\w)", text) is not None


def shared(name: str, words: tuple[str, ...], text: str) -> str:
    """Another name in which a word of this one stands; empty where there is none."""
    own = {word.strip(".,'\u2019").lower() for word in name.split()}
    for word in words:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            for other in _neighbours(text, match):
                low = other.lower()
                if low not in own | GENERIC | PARTICLES | FUNCTION and not re.search(
                    rf"(?<!\w){re.escape(low)}(?!\w)", text
                ):
                    return around(text, *match.span(), room=24)
    return ""


def _neighbours(text: str, match: re.Match[str]) -> Iterator[str]:
    """Capitalised words right before and right after."""
    if before := re.search(r"(?<!\w)([A-Z][^\W\d_]+)[ \t]$", text[max(0, match.start() - 30) : match.start()]):
        yield before[1]
    if after := re.match(r"[ \t]([A-Z][^\W\d_]+)", text[match.end() : match.end() + 30]):
        yield after[1]


def swap_of(name: str, words: tuple[str, ...], new: str, text: str) -> NameSwap | str:
    """The swap of a name for another, with its acronym; or why there can be none."""
    if not is_name(new) or len(new) > 60:
        return f"{new[:60]!r} is no name"
    fresh = _fresh(name, words, new)
    if len(fresh) != len(words):
        return f"{new!r} has {len(fresh)} words of its own, {name!r} has {len(words)}"
    if len(set(map(str.lower, fresh))) < len(fresh):
        return f"{new!r} says a word twice"
    table = dict(zip(words, fresh, strict=True))
    if taken := next((word for word in fresh if re.search(re.escape(word), text, re.IGNORECASE)), ""):
        return f"{taken!r} already stands in the document"
    told = " ".join(table.get(_bare(word), word) for word in name.split())
    if short := _acronym(name, text):
        table[short] = _initials(told)
        if re.search(rf"(?<!\w){re.escape(table[short])}(?!\w)", text):
            return f"its acronym {table[short]!r} already stands in the document"
    return NameSwap(name, told, table)


def _bare(word: str) -> str:
    return word.strip(".,'\u2019")


def _mains(name: str) -> list[str]:
    return [bare for word in name.split() if (bare := _bare(word)).lower() not in PARTICLES]


def _fresh(name: str, words: tuple[str, ...], new: str) -> list[str]:
    """The words of the new name that take the place of these: by position where both have as many, else those left."""
    mains, offered = _mains(name), _mains(new)
    if len(mains) == len(offered):
        return [other for word, other in zip(mains, offered, strict=True) if word in words]
    kept = {word.lower() for word in mains} - {word.lower() for word in words}
    return [word for word in offered if word.lower() not in GENERIC | kept]


def _initials(name: str) -> str:
    return "".join(word[0].upper() for word in name.split() if word.lower() not in PARTICLES)


def _acronym(name: str, text: str) -> str:
    """The acronym that the text gives the name in brackets."""
    short = _initials(name)
    spaced = r"\s+".join(map(re.escape, name.split()))
    return short if len(short) > 1 and re.search(rf"{spaced}\s*\(['\"\u201c]?(?:the\s)?{short}\b", text) else ""


def initials_stand(name: str, text: str) -> str:
    """A place where the given name is an initial (`E. Halley`), which a swap would make wrong; empty for none."""
    words = name.split()
    if len(words) < 2 or not words[0][0].isalpha():
        return ""
    match = re.search(rf"(?<!\w){re.escape(words[0][0])}\.\s?(?:[A-Z]\.\s?)*{re.escape(words[-1])}\b", text)
    return around(text, *match.span()) if match else ""


_BODY = re.compile(
    r"\b(?:Ltd|Limited|Inc|Incorporated|Corporation|Company|Foundation|Institute|Society|University|GmbH|LLC)\b"
)
_SPEAKS = re.compile(r",?\s+(?:said|asked|replied|wrote|who|whose|whispered|cried|answered)\b")
_IN = re.compile(r"\b(?:in|at|near|from|to)\s+$")


def sort_of(name: str, words: tuple[str, ...], text: str) -> str:
    """`person`, `place` or `body`, as far as its surroundings tell; empty where they do not."""
    if _BODY.search(name):
        return "body"
    spaced = r"\s+".join(map(re.escape, name.split()))
    found = list(re.finditer(rf"(?<!\w)(?:{spaced}|{re.escape(words[-1])})(?!\w)", text))
    if any(TITLES.search(text[max(0, one.start() - 14) : one.start()]) for one in found):
        return "person"
    if any(_SPEAKS.match(text, one.end()) for one in found):
        return "person"
    leads = [_IN.search(text[max(0, one.start() - 6) : one.start()]) for one in found]
    return "place" if found and all(leads) else ""


def built_in(name: str, words: tuple[str, ...], text: str, stream: random.Random) -> str:
    """A name of our own for one whose sort the text tells; empty where it does not."""
    sort = sort_of(name, words, text)
    if not sort:
        return ""
    pools = {
        "person": [*([GIVEN] * (len(words) - 1)), FAMILY],
        "place": [PLACES] * len(words),
        "body": [BODIES] * len(words),
    }
    chosen = []
    for pool in pools[sort]:
        free = [word for word in pool if word.lower() not in text.lower() and word not in chosen]
        if not free:
            return ""
        chosen.append(stream.choice(free))
    table = dict(zip(words, chosen, strict=True))
    return " ".join(table.get(word.strip(".,'\u2019"), word) for word in name.split())
