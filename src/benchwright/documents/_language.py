"""The language of a text, told offline by py3langid from samples of its start, middle and end."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import import_module
from typing import Any

SLICE = 3000
ENOUGH = 24
"""Weighted letters below which nothing is said; a Han, kana or Hangul character carries about as much as three."""
SURE = 0.95


def language_of(text: str) -> str:
    """ISO 639-1 code, or `und` where the text is short or the detector unsure."""
    sample = _sample(text)
    if _weight(sample) < ENOUGH:
        return "und"
    label, probability = _identifier().classify(sample)
    return str(label) if probability >= SURE else "und"


def _sample(text: str) -> str:
    if len(text) <= 3 * SLICE:
        return text
    middle = len(text) // 2
    return " ".join([text[:SLICE], text[middle : middle + SLICE], text[-SLICE:]])


def _weight(sample: str) -> int:
    wide = sum(1 for character in sample if unicodedata.east_asian_width(character) == "W")
    return sum(map(str.isalpha, sample)) + 2 * wide


@cache
def _identifier() -> Any:  # Any: py3langid has no types
    langid = import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    # the languages that have a two-letter code: variants without one would share the votes of the standard language
    identifier.set_languages([label for label in identifier.labels if len(label) == 2])
    return identifier
