"""Of several answers, one: by vote, and where votes are equal by what was measured of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from benchwright.attempts._trials import Trial

_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40}|/[1-9]\d{0,40})?")


def same_key(answer: str) -> str:
    """Equal for answers that say the same: numbers by value, texts by their words in order."""
    bare = " ".join(re.sub(r"[\"'`*]", "", answer).split()).casefold().rstrip(".")
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", bare)
    return str(Fraction(plain)) if _NUMBER.fullmatch(plain) else bare


def elect(trials: Sequence[Trial]) -> Trial | None:
    """The first trial with the most frequent answer; sound ones count before others. None where none has an answer."""
    voting = [trial for trial in trials if trial.answer]
    counts = Counter(same_key(trial.answer) for trial in voting)
    return max(voting, key=lambda trial: (counts[same_key(trial.answer)], trial.sound), default=None)
