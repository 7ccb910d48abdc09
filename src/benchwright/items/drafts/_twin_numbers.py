"""A number or a year for another of its kind, wherever and however it is written.

A number is only swapped where every place in which it stands counts the same thing: `30 days` and `Section 30` in one
document leave 30 alone. The new one has as many digits and closing zeros, stands nowhere in the document, and comes in
the same order among the numbers beside it. What sums, differences, products and percentages the old one takes part in
is found too, for these would no longer hold.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from benchwright.items.drafts._twin_numerals import Numeral, numerals, senses, spell, written
from benchwright.items.drafts._twin_text import Hit, around, paragraph

TRIES = 400
YEARS = 15
_SMALL, _LONG = 3, 1000
"""Numbers below the first are common words; from the second on, one that stands twice is no coincidence."""
_NAMED = {12: r"dozens?", 14: r"fortnights?", 100: r"hundreds?|centur(?:y|ies)", 10: r"decades?",
          20: r"scores?(?=\sof\b)", 3: r"thirds?|thrice|triple[sd]?|trio", 4: r"quarters?|quadruple[sd]?|quartet",
          13: "baker's dozen", 1000: r"thousands|millennium"}  # fmt: skip
_TOTALS = re.compile(
    r"\b(?:sub-?totals?|totals?|totall?ing|sum(?: of|s)?|altogether"
    r"|in all(?=[,.;:]|$)|combined|aggregate|average|mean of|the mean|median"
    r"|remaining|remainder|balance|twice|half of|percentage of|doubled?|trebled?)\b",
    re.IGNORECASE,
)
_CHRONICLE = 30
"""Years of a document that are kept in order; where there are more, those of a paragraph are."""
_MOST = 200
"""Numbers of a paragraph that sums are looked for among."""


@dataclass(frozen=True)
class NumberSwap:
    """One number for another."""

    before: Decimal
    after: Decimal
    year: bool = False

    @property
    def old(self) -> str:
        """In digits."""
        return plain(self.before)

    @property
    def new(self) -> str:
        """In digits."""
        return plain(self.after)

    def hits(self, text: str) -> list[Hit]:
        """Every place where the number stands and can be written anew."""
        return [
            Hit(one.start, one.end, told)
            for one in numerals(text)
            if one.value == self.before and (one.role == "plain" or (self.year and _in_iso(text, one)))
            and (told := written(one, self.after)) is not None
        ]  # fmt: skip

    def left(self, text: str) -> str:
        """Where the number still stands: as a label, in a range, under another name."""
        for one in numerals(text):
            if one.value == self.before and one.role != "part":
                return around(text, one.start, one.end)
        match = next((found for each in self._others() if (found := re.search(each, text, re.IGNORECASE))), None)
        return around(text, match.start(), match.end()) if match else ""

    def _others(self) -> Iterator[str]:
        number = int(self.before)
        if number in _NAMED and number == self.before:
            yield rf"(?<!\w)(?:{_NAMED[number]})(?!\w)"
        if self.year:
            yield rf"['\u2019]{number % 100:02d}(?![\w])"
            yield rf"\d[-\u2013/]{number % 100:02d}(?!\w)"
            yield _year_in_words(number)
        groups = f"{number:,}".split(",")
        if number == self.before and len(groups) > 1:
            yield r"(?<![\d.,])" + r"[\s.,'\u2019]?".join(groups) + r"(?![.,]?\d)"


def plain(value: Decimal) -> str:
    """In digits, without closing zeros after the point."""
    return format(value.normalize(), "f")


def _in_iso(text: str, one: Numeral) -> bool:
    return re.match(r"-\d\d-\d\d(?!\d)", text[one.end : one.end + 7]) is not None


def _year_in_words(year: int) -> str:
    first, last = (spell(part).replace("-", r"[\s-]") for part in divmod(year, 100))
    link = r"[\s-]+(?:hundred(?:\s+and)?[\s-]+|oh[\s-]+)?"
    return rf"\b{first}{link}{last if year % 100 else 'hundred'}\b"


def places(text: str, value: Decimal) -> list[Numeral]:
    """Where a number stands, in whatever role."""
    return [one for one in numerals(text) if one.value == value and one.role != "part"]


def is_year(text: str, found: Sequence[Numeral]) -> bool:
    """Whether a number of four digits is a year: it stands like one in one place at least."""
    return any(yearly(text, one) for one in found)


def yearly(text: str, one: Numeral) -> bool:
    """Whether a number stands like a year."""
    if not (re.fullmatch(r"\d{4}", one.text) and 1400 <= one.value <= 2150):
        return False
    if re.search(r"[$\u20ac\u00a3\u00a5#]\s?$", text[max(0, one.start - 2) : one.start]):
        return False
    if re.search(_DATED, text[max(0, one.start - 24) : one.start], re.IGNORECASE) or _in_iso(text, one):
        return True
    return re.match(_AFTER, text[one.end : one.end + 12], re.IGNORECASE) is not None


_DATED = (
    r"(?:\b(?:in|since|of|by|until|till|from|before|after|during|year|circa|c\.|around|early|late|mid|copyright|born|spring"
    r"|summer|autumn|fall|winter|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)\.?,?"
    r"(?:\s\d{1,2}(?:st|nd|rd|th)?,?)?|\(c\)|\u00a9|\()\s*$"
)
_AFTER = (
    r"\s?[,.;:)\]]|\s?$|\s+(?:and|or|to|the|when|by|he|she|it|they|edition|census|jan|feb|mar|apr|may|jun|jul|aug|sep"
    r"|oct|nov|dec)"
)


def foreign(text: str, found: Sequence[Numeral], anchor: Numeral, *, year: bool) -> str:
    """A place where the number is, or may be, something else than at the anchor; empty where there is none."""
    meant = senses(text, anchor)
    for one in found:
        odd = one.role in {"label", "range"} and not (year and _in_iso(text, one))
        other = not year and one.value < _LONG and one != anchor and not _same(meant, senses(text, one))
        if odd or other or (year and not yearly(text, one) and _counts(text, one)):
            return around(text, one.start, one.end)
    return ""


def _counts(text: str, one: Numeral) -> bool:
    """Whether money or things are counted: a sign of money before, or a plural after."""
    money = re.search(r"[$\u20ac\u00a3\u00a5#]\s?$", text[max(0, one.start - 2) : one.start])
    return bool(money or re.match(r"\s+[a-z]+[a-rt-z]s\b", text[one.end : one.end + 24]))


def _same(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first & second)


def common(value: Decimal) -> bool:
    """Whether a number is rather a word: `one`, `a second`."""
    return value < _SMALL


def drawn(text: str, found: Sequence[Numeral], stream: random.Random, *, year: bool) -> Decimal | None:
    """Another number for the one that stands at these places; none where no other would do."""
    old = found[0].value
    taken = {one.value for one in numerals(text)}
    low, high = _room(text, found, year=year)
    if year:
        last = max(one.value for one in numerals(text) if one.value == old or yearly(text, one))
        low, high = max(low, old - YEARS - 1), min(high, old + YEARS + 1, last + 1)
        if re.search(rf"\b{int(old) // 10}0'?s\b", text):
            low, high = max(low, old // 10 * 10 - 1), min(high, old // 10 * 10 + 10)
    else:
        high = min(high, Decimal(101)) if old <= 100 and any("%" in senses(text, one) for one in found) else high
        low, high = max(low, (old - 1) / 2 if old < 10 else old / 2, Decimal(2)), min(high, old * 2 + 1)
    unit = Decimal(1) if year else Decimal(10) ** _exponent(old)
    return _pick((old, low, high, unit), taken, stream, year=year)


def _pick(
    span: tuple[Decimal, Decimal, Decimal, Decimal], taken: set[Decimal], stream: random.Random, *, year: bool
) -> Decimal | None:
    """A multiple of the unit between low and high, of as many digits as the old one, no rounder, and not taken."""
    old, low, high, unit = span
    digits = len(str(int(old / unit)))
    first, last = int(low // unit) + 1, int(-(-high // unit)) - 1
    first, last = max(first, 10 ** (digits - 1)), min(last, 10**digits - 1)
    choices: Iterable[int] = range(first, last + 1)
    if last - first > TRIES:
        choices = [stream.randint(first, last) for _ in range(TRIES)]
    fit = [
        value for count in choices
        if (value := count * unit) not in taken and (year or digits == 1 or count % 10 or int(old / unit) % 10 == 0)
    ]  # fmt: skip
    return stream.choice(fit) if fit else None


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _room(text: str, found: Sequence[Numeral], *, year: bool) -> tuple[Decimal, Decimal]:
    """The nearest numbers below and above, among those beside the places that count the same."""
    old, meant = found[0].value, senses(text, found[0])
    beside = [
        one.value for one in _beside(text, found, year=year)
        if (yearly(text, one) if year else _same(meant, senses(text, one)) or one.role == "range")
    ]  # fmt: skip
    low = max((value for value in beside if value < old), default=Decimal(0))
    return low, min((value for value in beside if value > old), default=old * 100)


def _beside(text: str, found: Sequence[Numeral], *, year: bool) -> list[Numeral]:
    """All numbers of the paragraphs that the places are in; of years, those of the whole text, unless they are many."""
    if year:
        every = [one for one in numerals(text) if yearly(text, one)]
        if len({one.value for one in every}) <= _CHRONICLE:
            return every
    spans = [paragraph(text, one.start, one.end) for one in found]
    return [one for one in numerals(text) if any(start <= one.start < end for start, end in spans)]


def bound(text: str, found: Sequence[Numeral], *, year: bool) -> str:
    """What arithmetic the number takes part in, as far as can be told; empty for none."""
    value = found[0].value
    for one in found:
        start, end = paragraph(text, one.start, one.end)
        total = None if year else _TOTALS.search(text, start, end)
        if total:
            return f"{total[0]!r} stands beside it: {around(text, one.start, one.end)}"
        inside = [each for each in numerals(text) if start <= each.start < end and each.role in {"plain", "range"}]
        others = [each.value for each in inside if each.value != value][:_MOST]
        if found_sum := _related(value, others, products=not year) or _column(one, inside[:_MOST]):
            return f"it takes part in {found_sum}: {around(text, one.start, one.end)}"
    return ""


def _related(value: Decimal, others: Sequence[Decimal], *, products: bool) -> str:
    """A sum, difference, product or percentage of two of the others and the value."""
    known = set(others)
    for first in known:
        if value - first in known and value - first != first:
            return f"{plain(first)} + {plain(value - first)} = {plain(value)}"
        if first + value in known:
            return f"{plain(value)} + {plain(first)} = {plain(first + value)}"
        if not products or first <= 1:
            continue
        if value * first in known:
            return f"{plain(value)} x {plain(first)} = {plain(value * first)}"
        if value * first / 100 in known:
            return f"{plain(value)} % of {plain(first)} = {plain(value * first / 100)}"
        if value / first in known and value != first * first:
            return f"{plain(first)} x {plain(value / first)} = {plain(value)}"
    return ""


def _column(one: Numeral, inside: Sequence[Numeral]) -> str:
    """A run of numbers, the value among them, whose sum is the next number, or that comes to 100 (percentages)."""
    values = [each.value for each in inside]
    at = next((place for place, each in enumerate(inside) if each == one), None)
    if at is None:
        return ""
    for start in range(max(0, at - 30), at + 1):
        total = Decimal(0)
        for end in range(start, min(len(values), start + 31)):
            if end - start >= 2 and end >= at and total == values[end]:
                return f"a run of {end - start} numbers that come to {plain(total)}"
            total += values[end]
            if end - start >= 1 and end >= at and total == 100:
                return f"a run of {end - start + 1} numbers that come to 100"
    return ""
