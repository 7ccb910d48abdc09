"""The few facts about English words that the rules stand on: tokens, stems, number words, and what English is."""

from __future__ import annotations

import re
from decimal import Decimal

from benchwright import numerals

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_FUNCTION = """
a about above after again against all also although am an and any are as at be because been before being below
between both but by can cannot could did do does doing down during each either else ever every few for from
further had has have having he her here hers him his how however i if in into is it its itself just least less
may me might more most must my neither no nor not of off on once one only or other our out over own per same
shall she should since so some such than that the their them then there these they this those though through
thus to too under until unless up upon us very via was we were what when where whether which while who whom
whose why will with within without would yet you your
"""
FUNCTION = frozenset(_FUNCTION.split())
DETERMINERS = ("a", "an", "the", "any", "all", "each", "every", "either", "one", "those", "some", "both", "no")
# Words that point outside the sentence they stand in: what is taken out of its place must not lean on them.
POINTERS = re.compile(
    r"\b(?:(?:if|when|where|unless) that is|others|it|its|they|them|he|she|his|her|him|such|these|those|latter|former|"
    r"thus|therefore|however|otherwise|herein|hereof|thereof|therein|thereby|foregoing|aforementioned|aforesaid|above|"
    r"below|here|there|likewise|similarly|the following|as follows|the same|so doing|doing so|do so|that case|"
    r"(?:this|(?:of|in|for|to|by|with|at|from|on) that)(?! (?:agreement|contract|document|guide|handbook|licen[cs]e|"
    r"manual|note|plan|policy|procedure|report|specification|standard)\b))\b|^that\b",
    re.IGNORECASE,
)
UNITS = {word: value for value, word in enumerate(numerals.UNITS)}
TENS = {word: 10 * value for value, word in enumerate(numerals.TENS, start=2)}
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_TEN = "|".join(TENS)
NUMBER_WORD = rf"(?:(?:{_TEN})(?:-(?:{_UNIT}))?|{_UNIT})"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


def words(text: str) -> list[str]:
    """The words of a text in lower case, possessive endings cut off."""
    return [re.sub(r"['\u2019]s$", "", token.lower()) for token in WORD.findall(text)]


def stem(word: str) -> str:
    """One form for the inflections of a regular word: enough to find 'refunds' by 'refunded'."""
    for ending, keep in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return (word[: -len(ending)] + keep).rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def content(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning, numbers among them."""
    return frozenset(stem(word) for word in words(text) if word not in FUNCTION)


def number(text: str) -> str | None:
    """'1,000' -> '1000', 'twenty-five' -> '25', '2.50' -> '2.5'; None where the text is not one number."""
    text = text.strip().lower()
    if re.fullmatch(DIGITS, text):
        value = Decimal(text.replace(",", ""))
        return format(value.normalize(), "f") if value % 1 else str(int(value))
    ten, _, unit = text.partition("-")
    if text in UNITS:
        return str(UNITS[text])
    if ten in TENS and (not unit or 0 < UNITS.get(unit, 0) < 10):
        return str(TENS[ten] + UNITS.get(unit, 0))
    return None


def is_english(text: str, language: str) -> bool:
    """Whether the rules may read it: English by label, or unlabelled, and in either case by its function words.

    Running English has 30 to 50 % function words; other languages in the same letters stay below 10 %.
    """
    if language.partition("-")[0].lower() not in {"en", "und", ""}:
        return False
    sample = words(text[:20_000])
    return bool(sample) and sum(word in FUNCTION for word in sample) / len(sample) >= 0.15
