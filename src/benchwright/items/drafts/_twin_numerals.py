"""The numbers that stand in an English text, each with how it is written, so that another can be written likewise.

`1,250`, `1250`, `1.25 million`, `30`, `30.00`, `30th`, `thirty`, `Thirty`, `THIRTIETH`, `one hundred and five`. Parts
of other things (10:30, 1.2.3) are read too, and marked: whoever edits a number knows where else its digits stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from benchwright.items.drafts._twin_words import FUNCTION, LABELS
from benchwright.numerals import TENS, UNITS, ordinal

Role = Literal["plain", "label", "range", "part"]
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
MOST = 10**6
"""Words are read and written below this."""
_VALUES = {
    **{word: value for value, word in enumerate(UNITS)},
    **{word: 20 + 10 * at for at, word in enumerate(TENS)},
    "hundred": 100, "thousand": 1000, "a": 1,
}  # fmt: skip
_ORDINALS = {ordinal(word): word for word in _VALUES if word not in {"zero", "a"}}


def _any(words: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_ONES, _TEENS = UNITS[1:10], (UNITS[0], *UNITS[10:])
_ONE = _any([*_ONES, *map(ordinal, _ONES)])
_TEEN = _any([*_TEENS, *map(ordinal, _TEENS[1:])])
_TEN = _any([*TENS, *map(ordinal, TENS)])
_SUB100 = rf"(?:{_TEN}(?:(?:-|\s+){_ONE}\b)?|{_TEEN}|{_ONE})"
_SUB1000 = rf"(?:(?:a|{_ONE})\s+hundred(?:th)?(?:(?:\s+and)?\s+{_SUB100}\b)?|{_SUB100})"
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?:a|{_SUB1000})\s+thousand(?:th)?(?:,?(?:\s+and)?\s+{_SUB1000})?|{_SUB1000})\b(?!-(?:{_ONE}|{_TEN})\b)",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?<![^\W_])(?P<whole>\d{1,3}(?P<gap>[,'\u2019\u00a0\u2009\u202f])\d{3}(?:(?P=gap)\d{3})*+(?!\d)|\d++)"
    r"(?P<broken>\.\d++)?+(?P<order>(?:st|nd|rd|th)(?!\w))?(?!\w*\d)(?=(?:[a-z\u00b5\u00b0]{1,4})?(?!\w))",
    re.IGNORECASE,
)
_SCALE = re.compile(r"[\s-]+(thousand|million|billion)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Numeral:
    """A number where it stands."""

    start: int
    end: int
    text: str
    value: Decimal
    scale: int = 1
    """`million` of `1.25 million`; the word is not part of the span."""
    role: Role = "plain"

    @property
    def worded(self) -> bool:
        """Whether it is written in words."""
        return not self.text[0].isdigit()


@lru_cache(maxsize=16)
def numerals(text: str) -> tuple[Numeral, ...]:
    """Every number of a text, in order."""
    found = [*_in_digits(text), *_in_words(text)]
    return tuple(sorted(found, key=lambda one: one.start))


def _in_digits(text: str) -> Iterator[Numeral]:
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        plain = re.sub(r"[^\d.]", "", match["whole"]) + (match["broken"] or "")
        if len(plain) > 20:
            continue
        scale = 1 if match["order"] else _scale(text, end)
        yield Numeral(start, end, match[0], Decimal(plain) * scale, scale, _role(text, start, end))


def _scale(text: str, end: int) -> int:
    match = _SCALE.match(text, end)
    return SCALES[match[1].lower()] if match else 1


def _role(text: str, start: int, end: int) -> Role:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if re.fullmatch(r"\w[.:]", before) or re.match(r"[.:]\w|['\u2019]?s\b", after):
        return "part"
    if re.fullmatch(r"\d\s?[-\u2013\u2014/]", before) or re.fullmatch(r"[-\u2013\u2014/]\s?\d", after):
        return "range"
    if re.search(r"(?:^|\n)[ \t>*-]*\(?$", text[max(0, start - 12) : start]) and re.match(r"[.)]\s", after):
        return "label"
    lead = re.search(r"([^\W\d_]+)\.?\s*\(?$", text[max(0, start - 24) : start])
    if re.fullmatch(r"[^\W\d_]-|.?[#\u00a7_@]", before) or (lead and lead[1].lower() in LABELS):
        return "label"
    return "plain"


def _in_words(text: str) -> Iterator[Numeral]:
    for match in _WORDS.finditer(text):
        if not "".join(match[0].split()).isascii():
            continue  # letters that only look like ours in another case, such as the long s
        start, end = match.span()
        scale = _scale(text, end)
        yield Numeral(start, end, match[0], Decimal(read(match[0])) * scale, scale, _role(text, start, end))


def read(words: str) -> int:
    """The number that words such as `one hundred and fifth` spell."""
    total = group = 0
    for raw in re.findall(r"[a-z]+", words.lower()):
        word = _ORDINALS.get(raw, raw)
        if word == "thousand":
            total, group = (group or 1) * 1000, 0
        elif word == "hundred":
            group = (group or 1) * 100
        elif word != "and":
            group += _VALUES[word]
    return total + group


def spell(number: int, *, hyphen: bool = True, joined: bool = False) -> str:
    """A number below a million in words; `joined` writes the `and` after hundreds."""
    link = " and " if joined else " "
    if number < 20:
        return UNITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (("-" if hyphen else " ") + UNITS[ones] if ones else "")
    for size, name in ((1000, "thousand"), (100, "hundred")):
        count, rest = divmod(number, size)
        if count:
            gap = link if size == 100 or rest < 100 else " "
            tail = gap + spell(rest, hyphen=hyphen, joined=joined) if rest else ""
            return f"{spell(count, hyphen=hyphen, joined=joined)} {name}{tail}"
    raise AssertionError(number)


def spell_order(number: int, *, hyphen: bool = True, joined: bool = False) -> str:
    """The ordinal in words."""
    head, cut, last = re.fullmatch(r"(.*?)([ -]?)([a-z]+)", spell(number, hyphen=hyphen, joined=joined)).groups()  # type: ignore[union-attr]
    return f"{head}{cut}{ordinal(last)}"


def suffix(number: int) -> str:
    """`st`, `nd`, `rd` or `th`."""
    return "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def written(like: Numeral, value: Decimal) -> str | None:
    """Another number as this one is written; none where it cannot be."""
    number = value / like.scale
    return _worded(like.text, number) if like.worded else _figured(like.text, number)


def _worded(like: str, number: Decimal) -> str | None:
    if number != number.to_integral_value() or not 0 < number < MOST:
        return None
    order = re.findall(r"[a-z]+", like.lower())[-1] in _ORDINALS
    spaced = re.search(rf"{_TEN}\s+{_ONE}\b", like, re.IGNORECASE) is not None
    make = spell_order if order else spell
    text = make(int(number), hyphen=not spaced, joined=bool(re.search(r"\sand\s", like, re.IGNORECASE)))
    return text.upper() if like.isupper() else text[0].upper() + text[1:] if like[0].isupper() else text


def _figured(like: str, number: Decimal) -> str | None:
    match = _DIGITS.match(like)
    if match is None:
        return None
    places = len(match["broken"]) - 1 if match["broken"] else 0
    if round(number, places) != number or number <= 0:
        return None
    text = f"{number:,.{places}f}".replace(",", match["gap"] or "")
    if not match["order"]:
        return text
    end = suffix(int(number))
    return text + (end.upper() if match["order"].isupper() else end)


def senses(text: str, one: Numeral) -> frozenset[str]:
    """What a number counts, as far as the words beside it tell: `day` of `30 (thirty) calendar days`, `$`, `%`."""
    tail = text[one.end : one.end + 60]
    tail = re.sub(r"^\)|^\s*\([^()]{0,30}\)", "", tail)
    found = set()
    if symbol := re.search(r"[$\u20ac\u00a3\u00a5]\s?$", text[max(0, one.start - 2) : one.start]):
        found.add(symbol[0].strip())
    if re.match(r"\s?%|\s?per\s?cent\b", tail):
        found.add("%")
    phrase = re.match(r"[\s\u00a0-]*((?:[^\W\d_]+(?:[\s-]+|$)){0,3}[^\W\d_]*)", tail)
    for word in re.findall(r"[^\W\d_]+", phrase[1] if phrase else "")[:3]:
        if word.lower() in FUNCTION:
            break
        found.add(stem(word))
    return frozenset(found - {"per", "cent", "percent", *SCALES})


def stem(word: str) -> str:
    """A noun without its plural."""
    low = word.lower()
    return low[:-1] if len(low) > 2 and low.endswith("s") and not low.endswith("ss") else low
