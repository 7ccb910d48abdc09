"""The numbers of a text, exactly (as fractions): no float comes near them.

Digits: 1234.5; groups of three by comma, space, apostrophe or, from two groups on or before a decimal comma, point
(1,234.5; 12,34,567; 1 234; 1.234,5; 1.234.567); a decimal comma (2,5; 0,125; but 1,234 is one thousand); 1e3 and
1.2 x 10^3 (LaTeX too); 3/4, 1 1/2 and the fraction characters; then thousand to trillion, or an attached k. Signs:
+ - and `minus`. Words: see `_words`, and a lone `half` or `none`. Units, currencies and percent signs are looked past.
Ordinals (3rd, third) count only where there is no other number; digits of a name (B12, GPT-4) only where there is no
ordinal either. A full date counts as its year. After an equals sign, only what follows the last one counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from benchwright.grading import _dates, _words

_LONGEST = 60
"""Characters of a numeral; longer ones answer no question here, and are slow to compute with."""
_LONGEST_SUM = 200
"""Characters of a sum that explains the number before it."""
_LARGEST = 400
"""Largest exponent that is read."""
_GAP = "[ '\u2019]"
_SIGN = r"(?P<sign>(?<![\w)\]])[-+]|\b(?:minus|negative)[ ])?+(?:(?<=[- +])[$\u20ac\u00a3\u00a5])?+"
_FRACTION = r"(?:\d++[ ])?+\d++[ ]?+/[ ]?+\d++(?![\d/])"
_DIGITS = rf"\d{{1,3}}(?:{_GAP}\d{{3}})++(?!\d)(?:[.,]\d++)?+|\d[\d.,]*+|\.\d++"
_NUMERAL = re.compile(
    rf"(?<![\d.,]){_SIGN}(?:(?P<fraction>{_FRACTION})|(?P<digits>{_DIGITS})"
    r"(?:e(?P<exponent>[-+]?\d++)|[ ]?[x\u00d7*][ ]?10(?:\^|\*\*)\{?(?P<power>[-+]?\d++)\}?)?+)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|(?P<kilo>k)\b|[ ]?(?P<scale>thousand|million|billion|trillion)\b)?+"
    rf"|{_words.RUN.pattern}",
    re.IGNORECASE,
)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2012": "-", "*": None, "_": None, "`": None})
_POWERS = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")
_SUPERSCRIPT = re.compile("(?<=10)[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b]{1,4}")
_VULGAR = re.compile("(?<=\\d)?([\u00bc-\u00be\u2150-\u215e])")
_FRAC = re.compile(r"\\[dt]?frac\{(\d{1,30})\}\{(\d{1,30})\}")
_LONE = {"half": Fraction(1, 2), "a half": Fraction(1, 2), "one half": Fraction(1, 2), "none": Fraction(0)}
_CARDINAL, _ORDINAL, _NAMED = range(3)
_EXPLAINED = re.compile(r"([^()]{1,80})\(([^()]{1,200})\)([^()]{0,60})", re.DOTALL)
_OTHERWISE = re.compile(
    r"\b(?:or|not|maybe|perhaps|possibly|probably|alternatively|if|unless|else|some|others?|another|versus|vs|between"
    r"|rather|actually|but|correct(?:ion|ed)?|is|was|were|should)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\d[\d.,]*+")
_OPERATOR = re.compile(r"[^()=]*?(?:[-+*/\u00d7\u2212]|\b(?:plus|minus|times|less|x)\b)[^()=]*", re.IGNORECASE)
_READ_AHEAD = 10_000
"""Numbers looked at: beyond them, two different ones have long been found, or the reply is no answer."""


def numbers(text: str) -> list[Fraction]:
    """The different numbers of a text, in order, as the module's rules read it."""
    text = _prepared(text.rpartition("=")[2])
    lone = _LONE.get(text.strip(" .!").lower())
    if lone is not None:
        return [lone]
    ranked = list(islice(_ranked(text), _READ_AHEAD))
    best = min((rank for rank, _ in ranked), default=_CARDINAL)
    return list(dict.fromkeys(value for rank, value in ranked if rank == best))


def stated(text: str) -> list[Fraction]:
    """The numbers that a text gives as its answer: the one that its sum or parenthesis explains, else all.

    `134 crowns (118 plus 16 surcharge)` and `134 = 118 + 16` state 134; `134 (or 118)` and `30 (40)` state two.
    """
    before, equals, after = text.partition("=")
    if equals and len(after) < _LONGEST_SUM and _is_sum(after) and len(numbers(before)) == 1:
        return numbers(before)
    last = text if "=" in text.partition("(")[2] else text.rpartition("=")[2]
    explained = _EXPLAINED.fullmatch(last.strip())
    found = numbers(text)
    if explained is None or (len(found) < 2 and "=" not in explained[2]):
        return found
    lead = numbers(f"{explained[1]} {explained[3]}")
    explains = any(map(str.isalpha, explained[2])) or re.search(r"[-+*/=\u00d7\u2212]", explained[2])
    otherwise = _OTHERWISE.search(explained[1]) or _OTHERWISE.search(explained[2]) or _OTHERWISE.search(explained[3])
    return lead if len(lead) == 1 and explains and not otherwise else found


def _is_sum(text: str) -> bool:
    """Whether there are several numbers, with an operator between each two and nothing that offers a choice."""
    _, *between, _ = _BETWEEN.split(text) if _BETWEEN.search(text) else ("", "")
    return bool(between) and all(map(_OPERATOR.fullmatch, between)) and not _OTHERWISE.search(text)


def _prepared(text: str) -> str:
    text = re.sub("^\\s*\u2212\\s+", "-", text)
    text = _FRAC.sub(r"\1/\2", text).replace("\\times", "x").replace("{,}", ",")
    text = _SUPERSCRIPT.sub(lambda match: f"^{match[0].translate(_POWERS)}", text)
    text = _VULGAR.sub(lambda match: f" {unicodedata.normalize('NFKC', match[1]).replace(chr(0x2044), '/')}", text)
    text = " ".join("".join(_ascii(char) for char in text).translate(_MINUS).split())
    return _dates.replace(text, lambda year, _month, _day: str(year))


def _ascii(char: str) -> str:
    """Digits of any script as 0 to 9 (save superscripts, which are footnotes), full-width signs as plain ones."""
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char


def _ranked(text: str) -> Iterator[tuple[int, Fraction]]:
    for match in _NUMERAL.finditer(text):
        if match["digits"] is None and match["fraction"] is None:
            for value, ordinal in _words.read(match[0]):
                yield (_ORDINAL if ordinal else _CARDINAL), Fraction(_signed(value, text, match.start()))
            continue
        found = _value(match)
        if found is not None:
            yield _rank(match, text), found


def _signed(value: int, text: str, start: int) -> int:
    return -value if text[max(0, start - 9) : start].lower().endswith(("minus ", "negative ")) else value


def _rank(match: re.Match[str], text: str) -> int:
    start = match.start()
    before = text[start - 1] if start else " "
    lettered = before.isalpha() or (before == "-" and text[max(0, start - 2) : start - 1].isalpha())
    return _NAMED if lettered else _ORDINAL if match["ordinal"] else _CARDINAL


def _value(match: re.Match[str]) -> Fraction | None:
    if len(match[0]) > _LONGEST:
        return None
    sign = -1 if match["sign"] and match["sign"][0] in "-mMnN" else 1
    size = _ratio(match["fraction"]) if match["fraction"] else _digits(match["digits"])
    exponent = int(match["exponent"] or match["power"] or 0)
    if size is None or abs(exponent) > _LARGEST:
        return None
    scale = 1000 if match["kilo"] else _words.SCALES.get((match["scale"] or "").lower(), 1)
    return sign * size * scale * Fraction(10) ** exponent


def _ratio(text: str) -> Fraction | None:
    top, _, bottom = text.partition("/")
    whole, _, rest = top.strip().rpartition(" ")
    return int(whole or 0) + Fraction(int(rest), int(bottom)) if int(bottom) else None


def _digits(text: str) -> Fraction | None:
    """A run of digits, points, commas and gaps; none where it is no number (1.2.3)."""
    plain = re.sub(_GAP, "", text.rstrip(".,"))
    grouped = re.fullmatch(r"(?!0,)\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?", plain)
    if grouped:
        return Fraction(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", plain):
        return Fraction(plain.replace(".", "").replace(",", "."))
    return Fraction(plain.replace(",", ".")) if re.fullmatch(r"\d*[.,]?\d+", plain) else None
