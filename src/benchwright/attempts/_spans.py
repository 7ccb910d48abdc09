"""Where in a text a quote or a value stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTE = 2000
_NAMES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_ORDERS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


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
    forms = _of_number(value) if isinstance(value, int | float) else [_of_text(str(value))]
    for form in filter(None, forms):
        if match := re.search(form, text, re.IGNORECASE):
            return Span(match[0], match.start(), match.end())
    return None


def _of_text(value: str) -> str:
    """A pattern: its words with any white space between, no letter or digit on either side."""
    words = value[:_QUOTE].split()
    if not words:
        return ""
    before, after = (r"(?<!\w)" if words[0][0].isalnum() else ""), (r"(?!\w)" if words[-1][-1].isalnum() else "")
    return before + r"\s+".join(map(re.escape, words)) + after


def _of_number(value: float) -> list[str]:
    """Patterns: digits, with or without commas and closing zeros, no digit on either side; then its name."""
    size = abs(value)
    whole = isinstance(size, int) or size.is_integer()
    digits = f"{int(size):,}" if whole and size < 1e15 else repr(size)  # beyond it floats skip numbers
    pattern = re.escape(digits).replace(",", ",?")
    closing = r"(?:\.0+)?" if whole else "0*"
    found = [rf"(?<![\d.])(?<!\d,){pattern}{closing}(?!\d|\.\d|,\d{{3}})"]
    if whole and size < len(_NAMES):
        names = [_NAMES[int(size)], *([_ORDERS[int(size)]] if size < len(_ORDERS) else [])]
        found.append(rf"\b(?:{'|'.join(names)})\b")
    return found
