"""A full date for another, however it is written: `12 March 2021`, `March 12th, 2021`, `2021-03-12`, `12 March`.

The year changes (by 15 at most) where it stands nowhere but in this date; else the month, where that month is not named
elsewhere; else the day alone, so that `in March 2021` stays true. The new date keeps its place in the order of the
dates of the document, and is not later than its latest year.
"""

from __future__ import annotations

import random
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from benchwright.items.drafts._twin_numbers import yearly
from benchwright.items.drafts._twin_numerals import numerals, read, spell_order, suffix
from benchwright.items.drafts._twin_text import Hit, around

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
YEARS = 15
_SHORT = {name[:3].lower(): at for at, name in enumerate(MONTHS, 1)}
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_ORDER = "|".join(sorted((spell_order(day) for day in range(1, 32)), key=len, reverse=True))
_DAY = rf"(?:(?P<day>\d{{1,2}})(?P<order>st|nd|rd|th)?|(?P<worded>{_ORDER}))"
_LAID = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.]){_DAY}(?:\s+day)?\s+(?:of\s+)?{_MONTH}(?:\.?,?\s+(?P<year>\d{{4}})(?!\d))?",
        rf"\b{_MONTH}\.?\s+(?:the\s+)?{_DAY}(?![\d:]|\s?(?:%|per cent))(?:,?\s+(?P<year>\d{{4}})(?!\d))?",
        rf"(?<![\w.])(?P<year>\d{{4}}),?\s+{_MONTH}\.?\s+{_DAY}(?![\d:])",
        r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])",
        r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?![\d.])",
    )
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


@dataclass(frozen=True)
class Dated:
    """A date where it stands; without a year, of any."""

    match: re.Match[str]
    year: int | None
    month: int
    day: int

    def is_of(self, when: date) -> bool:
        """Whether it names this day."""
        return self.month == when.month and self.day == when.day and self.year in {None, when.year}


@lru_cache(maxsize=16)
def dates(text: str) -> tuple[Dated, ...]:
    """The dates of a text that leave no doubt about day and month, in order."""
    read_all = (_read(match) for pattern in _LAID for match in pattern.finditer(text))
    found: list[Dated] = []
    for one in sorted(filter(None, read_all), key=lambda each: (each.match.start(), -each.match.end())):
        if not found or one.match.start() >= found[-1].match.end():
            found.append(one)
    return tuple(found)


def _read(match: re.Match[str]) -> Dated | None:
    parts = match.groupdict()
    if not (parts["month"] + (parts.get("worded") or "")).isascii():
        return None
    day = int(parts["day"]) if parts["day"] else read(parts["worded"])
    name = parts["month"]
    month = int(name) if name.isdigit() else _SHORT[name[:3].lower()]
    year = int(parts["year"]) if parts.get("year") else None
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2000, month)[1]:
        return None
    return Dated(match, year, month, day)


def read_date(text: str) -> date | None:
    """The one date that a text is, with a year."""
    found = dates(text.strip())
    if len(found) != 1 or found[0].year is None or not found[0].year > 0:
        return None
    rest = text.strip().replace(found[0].match[0], "").strip(" .,").lower()
    return date(found[0].year, found[0].month, found[0].day) if rest in {"", "on", "the", "on the"} else None


@dataclass(frozen=True)
class DateSwap:
    """One day for another."""

    before: date
    after: date

    @property
    def old(self) -> str:
        """In words."""
        return _said(self.before)

    @property
    def new(self) -> str:
        """In words."""
        return _said(self.after)

    def hits(self, text: str) -> list[Hit]:
        """Day, month and year of every place where the date stands."""
        return [hit for one in dates(text) if one.is_of(self.before) for hit in self._parts(one)]

    def _parts(self, one: Dated) -> Iterator[Hit]:
        for name in sorted((key for key, text in one.match.groupdict().items() if text), key=one.match.start):
            told = self._told(name, one.match[name], one.match["month"])
            if told.lower() != one.match[name].lower():
                yield Hit(*one.match.span(name), told)

    def _told(self, name: str, like: str, month: str) -> str:
        """A part of the new date, written as the old one is."""
        if name == "day":
            padded = like.startswith("0") or re.fullmatch(r"\d\d", month)
            return format(self.after.day, "02d" if padded else "d")
        if name == "month":
            return _month(self.after.month, like)
        if name == "order":
            return suffix(self.after.day)
        return f"{self.after.year:04d}" if name == "year" else _cased(spell_order(self.after.day), like)

    def left(self, text: str) -> str:
        """Where the date still stands."""
        for one in dates(text):
            if one.is_of(self.before):
                return around(text, *one.match.span())
        for match in _SLASHED.finditer(text):
            first, second, year = int(match[1]), int(match[2]), int(match[3])
            pair = {(first, second), (second, first)}
            if (self.before.day, self.before.month) in pair and year % 100 == self.before.year % 100:
                return around(text, *match.span())
        return ""


def _said(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def _month(month: int, like: str) -> str:
    if like.isdigit():
        return format(month, "02d" if len(like) == 2 else "d")
    name = MONTHS[month - 1]
    whole = like.capitalize() in MONTHS and like.capitalize() != "May"
    return _cased(name if whole or like.lower() == "may" else name[:3], like)


def drawn_date(text: str, when: date, stream: random.Random) -> date | None:
    """Another day for this one; none where none would do."""
    found = dates(text)
    taken = {(one.month, one.day) for one in found}
    full = sorted({date(one.year, one.month, one.day) for one in found if one.year} - {when})
    years = {int(one.value) for one in numerals(text) if yearly(text, one)} - {when.year}
    before = [day for day in full if day < when] + [date(year, 12, 31) for year in years if year < when.year]
    after = [day for day in full if day > when] + [date(year, 1, 1) for year in years if year > when.year]
    low, high = max(before, default=date.min), min(after, default=date.max)
    fit = [day for day in _choices(text, when, found) if low < day < high and (day.month, day.day) not in taken]
    return stream.choice(fit) if fit else None


def _choices(text: str, when: date, found: Sequence[Dated]) -> list[date]:
    every = [one.match.span() for one in found]
    own = [one.match.span() for one in found if one.is_of(when)]
    spare = [one for one in numerals(text) if one.value == when.year and one.role != "part"]
    yearly = any(not _within(one.start, own) for one in spare)
    named = re.finditer(rf"\b{MONTHS[when.month - 1]}\b", text)
    monthly = any(not _within(match.start(), every) for match in named)
    last = max([when.year, *(one.year for one in found if one.year)])
    years, months = [when.year], [when.month]
    if not monthly:
        months = [month for month in range(1, 13) if month != when.month]
    if not monthly and not yearly:
        years = [
            year for year in range(max(1, when.year - YEARS), min(last, when.year + YEARS) + 1) if year != when.year
        ]
    days = [day for day in range(1, 29) if day != when.day and len(str(day)) == len(str(when.day))]
    return [date(year, month, day) for year in years for month in months for day in days]


def _within(offset: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def weekday_beside(text: str, when: date) -> str:
    """A day of the week that stands beside the date, and would be wrong for another; empty where none does."""
    for one in dates(text):
        start, end = one.match.span()
        match = one.is_of(when) and _WEEKDAY.search(text, max(0, start - 16), end + 16)
        if match:
            return around(text, start, end)
    return ""
