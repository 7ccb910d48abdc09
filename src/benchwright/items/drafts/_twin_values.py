"""Which value of an item can be swapped for which: a number, a year, a date or a name, or the reason why none can.

answer + document --> a swap, or why the item is given up
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benchwright.items.drafts import _twin_dates as dates
from benchwright.items.drafts import _twin_names as names
from benchwright.items.drafts import _twin_numbers as numbers
from benchwright.items.drafts._twin_asking import other_name
from benchwright.items.drafts._twin_numerals import Numeral, numerals
from benchwright.items.drafts._twin_text import Swap, around, paragraph
from benchwright.items.drafts.draft import Desk
from benchwright.records import Evidence, Item

MOST = 40
"""Places of a value in a document."""


@dataclass(frozen=True)
class Work:
    """What a swap is looked for in."""

    item: Item
    text: str
    desk: Desk
    stream: random.Random

    @property
    def answer(self) -> str:
        """The gold, as text."""
        return self.item.answer.values[0].strip()

    @property
    def quotes(self) -> tuple[Evidence, ...]:
        """Of the document."""
        return self.item.evidence

    def stated(self, start: int, end: int) -> bool:
        """Whether the evidence holds these characters."""
        return any(one.start <= start and end <= one.end for one in self.quotes)


async def swap_for(work: Work) -> Swap | str:
    """Another value for the item's answer, or why there is none."""
    answer = work.answer
    if when := dates.read_date(answer):
        return _date(work, when)
    found = [one for one in numerals(answer) if one.role != "part"]
    if work.item.answer.type == "number" or len(found) == 1:
        return _number(work, found)
    if found or not names.is_name(answer):
        return f"{answer[:60]!r} is neither one number, nor a date, nor a name"
    return await _name(work)


def _date(work: Work, when: date) -> Swap | str:
    found = [one.match.span() for one in dates.dates(work.text) if one.is_of(when)]
    if reason := _counted(work, found):
        return reason
    if beside := dates.weekday_beside(work.text, when):
        return f"a day of the week stands beside it: {beside}"
    new = dates.drawn_date(work.text, when, work.stream)
    return dates.DateSwap(when, new) if new else "no other date keeps the order of the dates and is new to the document"


def _counted(work: Work, found: Sequence[tuple[int, int]]) -> str:
    """Why a value that stands in these places is given up; empty where it is not."""
    if not any(work.stated(*span) for span in found):
        return "no quote states the answer"
    return f"it stands in {len(found)} places; {MOST} at most are edited" if len(found) > MOST else ""


def _number(work: Work, found: Sequence[Numeral]) -> Swap | str:
    if len(found) != 1 or len(numerals(work.answer)) != 1:
        return f"{work.answer[:60]!r} is not one number"
    value = found[0].value
    if numbers.common(value):
        return f"{work.answer!r} is a common word"
    stands = numbers.places(work.text, value)
    if reason := _counted(work, [(one.start, one.end) for one in stands]):
        return reason
    year = numbers.is_year(work.text, stands)
    anchor = next(one for one in stands if work.stated(one.start, one.end))
    if reason := _bound(work, stands, anchor, year=year):
        return reason
    new = numbers.drawn(work.text, [anchor, *stands], work.stream, year=year)
    return numbers.NumberSwap(value, new, year) if new else "no other number keeps the order and is new to the document"


def _bound(work: Work, stands: Sequence[Numeral], anchor: Numeral, *, year: bool) -> str:
    """What else the number is, or takes part in; empty for nothing."""
    if not year and (day := _day(work.text, stands)):
        return f"it is part of a date: {day}"
    if other := numbers.foreign(work.text, stands, anchor, year=year):
        return f"it also stands for something else: {other}"
    return numbers.bound(work.text, stands, year=year)


def _day(text: str, stands: Sequence[Numeral]) -> str:
    """A date that one of the numbers is part of; empty where none is."""
    for when in dates.dates(text):
        start, end = when.match.span()
        if any(start <= one.start < end for one in stands):
            return when.match[0]
    return ""


async def _name(work: Work) -> Swap | str:
    name, text = re.sub(r"^(?:the|a|an)\s+", "", work.answer, flags=re.IGNORECASE), work.text
    words = names.telling(name, text)
    spaced = r"\s+".join(map(re.escape, name.split()))
    found = [match.span() for match in re.finditer(rf"(?<!\w){spaced}(?!\w)", text)]
    if not words:
        return f"{name!r} is made of common words"
    every = [match for word in words for match in re.finditer(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)]
    if reason := _counted(work, found) or _counted(
        work, [match.span() for match in every] if len(every) > MOST else found
    ):
        return reason
    if other := names.shared(name, words, text) or names.initials_stand(name, text):
        return f"another name shares a word with {name!r}: {other}"
    contexts = [text[slice(*paragraph(text, *span, most=300))] for span in found[:4]]
    return await _renamed(work, name, words, contexts)


async def _renamed(work: Work, name: str, words: tuple[str, ...], contexts: Sequence[str]) -> Swap | str:
    offered = await other_name(name, contexts, work.desk)
    swap = names.swap_of(name, words, offered, work.text) if offered else "the author gave no name"
    if not isinstance(swap, str):
        return swap
    own = names.built_in(name, words, work.text, work.stream)
    again = names.swap_of(name, words, own, work.text) if own else "of what kind the name is, the text does not tell"
    return again if not isinstance(again, str) else f"no other name: {swap}; {again}"


def question_names(question: str, swap: Swap) -> str:
    """Where the question itself names what is edited; empty where it does not."""
    hits = swap.hits(question)
    return around(question, hits[0].start, hits[0].end) if hits else ""
