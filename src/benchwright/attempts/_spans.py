"""Where in a text a quote or a value stands."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from benchwright.numerals import TENS, UNITS, ordinal

_QUOTE = 2000
_DIGITS = 3
"""Of a number that may stand in letters."""
_WORDS = 20
"""A value of more words is only looked for as it is."""
_ORDERS = 10
"""The last number whose order (`tenth`) is looked for too."""


@dataclass(frozen=True)
class Span:
    """A quote, and where it stands in what the model was shown."""

    quote: str
    start: int | None = None
    """None where it is not there."""
    end: int | None = None


def locate(quote: str, text: str) -> Span:
    """Where the quote first stands in the text: exactly, or with other white space; an empty quote is nowhere."""
    words = quote[:_QUOTE].split()
    if not words:
        return Span(quote)
    start = text.find(quote)
    if start >= 0:
        return Span(quote, start, start + len(quote))
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return Span(quote, match.start(), match.end()) if match else Span(quote)


def locate_value(value: object, text: str) -> Span | None:
    """Where a text or a number first stands as words of its own, in any case; a number also in letters or with commas.

    None where it does not. The sign of a number may be said in other words.
    """
    for form in filter(None, _forms(value)):
        if match := re.search(form, text, re.IGNORECASE):
            return Span(match[0], match.start(), match.end())
    return None


def _forms(value: object) -> list[str]:
    """Patterns of a value, the likeliest first; an empty one matches nothing."""
    if isinstance(value, int | float) and math.isfinite(value):
        return _of_number(value)
    return [_of_text(str(value))]


def _of_text(value: str) -> str:
    """A pattern: its words with any white space between, no letter or digit on either side."""
    words = value.split() if value.count(" ") < _WORDS else [value.strip()]
    if not words:
        return ""
    before, after = (r"(?<!\w)" if words[0][0].isalnum() else ""), (r"(?!\w)" if words[-1][-1].isalnum() else "")
    return before + r"\s+".join(map(re.escape, words)) + after


def _of_number(value: float) -> list[str]:
    """Patterns: digits, with or without commas and closing zeros, no digit on either side; then its name."""
    digits = format(Decimal(repr(abs(value))), "f")
    whole, _, broken = digits.partition(".")
    broken = broken.rstrip("0")
    grouped = re.escape(f"{int(whole):,}").replace(",", ",?")
    if not broken:
        pattern = rf"{grouped}(?:\.0+)?"
    else:
        pattern = rf"{'' if whole == '0' else grouped}{'0?' if whole == '0' else ''}\.{broken}0*"
    name = "" if broken or len(whole) > _DIGITS else _name(int(whole))
    return [rf"(?<![\w.]){pattern}(?!\d|\.\d)", rf"(?<![\w-])(?:{name})(?![\w-])" if name else ""]


def _name(number: int) -> str:
    """The number in letters as a pattern, up to a hundred; its order too, up to ten."""
    if number == 100:
        return r"(?:one|a)\s+hundred"
    if number > 100:
        return ""
    if number < len(UNITS):
        return f"{UNITS[number]}|{ordinal(UNITS[number])}" if number <= _ORDERS else UNITS[number]
    tens, ones = divmod(number, 10)
    return rf"{TENS[tens - 2]}[\s-]{UNITS[ones]}" if ones else TENS[tens - 2]
