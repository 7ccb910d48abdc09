"""Numbers written in words: `thirty-two`, `one hundred and five`, `nineteen ninety-four`, `twenty-first`.

A run of number words is cut, from the left, into the longest pieces that are one number each. English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchwright.numerals import TENS, UNITS, ordinal

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_CARDINAL = {
    **{word: value for value, word in enumerate(UNITS)},
    **{word: 20 + 10 * at for at, word in enumerate(TENS)},
    "hundred": 100, "dozen": 12, **SCALES,
}  # fmt: skip
_ORDINAL = {ordinal(word): word for word in _CARDINAL if word not in {"zero", "dozen"}}
_WORD = "|".join(sorted([*_CARDINAL, *_ORDINAL], key=len, reverse=True))
RUN = re.compile(
    rf"(?<![\w-])(?:an?\s++(?=(?:hundred|dozen|thousand|million|billion|trillion)\b))?(?:{_WORD})\b"
    rf"(?:(?:\s++(?:and\s++)?|-)(?:{_WORD})\b)*+",
    re.IGNORECASE,
)
_PART = re.compile(rf"(?:{_WORD})\b", re.IGNORECASE)


@dataclass
class _Number:
    """A number that is being read, word by word."""

    total: int = 0
    """What the scales before (`two million`) came to."""
    group: int = 0
    """What has been read since, 0 to 999, or a year."""
    scale: int = 10**15
    """The last scale; the next must be smaller."""
    last: str = "start"
    words: list[str] = field(default_factory=list)

    @property
    def value(self) -> int:
        return self.total + self.group

    def takes(self, word: str) -> bool:
        """Add the word, if it goes on with the number."""
        number = _CARDINAL[word]
        kind = _kind(word, number)
        if not self._fits(kind, number):
            return False
        self._add(kind, number)
        self.words.append(word)
        return True

    def _fits(self, kind: str, number: int) -> bool:
        year = not self.total and 10 <= self.group <= 20 and len(self.words) == 1 and self.last in {"teen", "tens"}
        allowed = {
            "zero": self.last == "start",
            "unit": self.last in {"start", "hundred", "scale", "tens"},
            "teen": self.last in {"start", "hundred", "scale"} or year,
            "tens": self.last in {"start", "hundred", "scale"} or year,
            "hundred": self.last == "start" or (self.last in {"unit", "teen", "tens"} and 0 < self.group < 100),
            "dozen": self.last in {"start", "unit", "teen", "tens"},
            "scale": number < self.scale and self.last not in {"scale", "zero", "dozen"},
        }
        return allowed[kind]

    def _add(self, kind: str, number: int) -> None:
        if kind == "scale":
            self.total, self.group, self.scale = self.total + (self.group or 1) * number, 0, number
        elif kind in {"hundred", "dozen"}:
            self.group = (self.group or 1) * number
        elif kind in {"teen", "tens"} and self.last in {"teen", "tens"}:
            self.group = self.group * 100 + number
        else:
            self.group += number
        self.last = kind


def _kind(word: str, number: int) -> str:
    if word in SCALES or word in {"hundred", "dozen", "zero"}:
        return "scale" if word in SCALES else word
    return "unit" if number < 10 else "teen" if number < 20 else "tens"


def read(run: str) -> Iterator[tuple[int, bool]]:
    """The numbers of a run of number words (a match of `RUN`): (value, whether it is an ordinal)."""
    number = _Number()
    for match in _PART.finditer(run):
        word = match[0].lower()
        base = _ORDINAL.get(word, word)
        if not number.takes(base):
            yield number.value, False
            number = _Number()
            number.takes(base)
        if word in _ORDINAL:
            yield number.value, True
            number = _Number()
    if number.words:
        yield number.value, False


def as_digits(text: str) -> str:
    """The text with its number words as digits: `the twenty-first of two hundred` -> `the 21st of 200`."""
    return RUN.sub(lambda match: " ".join(_digits(*found) for found in read(match[0])), text)


def _digits(value: int, ordinal: bool) -> str:  # noqa: FBT001 - unpacked from `read`
    if not ordinal:
        return str(value)
    last = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{last}"
