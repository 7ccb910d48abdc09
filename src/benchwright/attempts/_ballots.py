"""Of several answers, one: by vote, and where votes are equal by what was measured of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

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


@dataclass(frozen=True)
class Ballot:
    """An answer of one branch."""

    branch: Literal["code", "words"]
    answer: str
    """Empty where the reply could not be read."""
    sound: bool
    """It can be read; of a program: no rule finds fault with it."""
    objected: bool = False
    """A critic finds fault with it."""
    trial: Trial | None = None
    reply: str = ""
    stop: str = "stop"

    def kept(self) -> dict[str, Any]:  # Any: JSON
        """What a sample keeps of it."""
        return {"branch": self.branch, "answer": self.answer, "sound": self.sound, "objected": self.objected}


def poll(ballots: Sequence[Ballot], *, prefer: Literal["code", "words"]) -> Ballot | None:
    """The winner: the most frequent answer among sound ballots, or among all where none is sound.

    Of answers with equally many votes the one wins to which no critic objects, then the one of the preferred branch,
    then the first. None where no ballot has an answer.
    """
    voting = [ballot for ballot in ballots if ballot.answer and ballot.sound] or [b for b in ballots if b.answer]
    counts = Counter(same_key(ballot.answer) for ballot in voting)
    return max(
        voting,
        key=lambda ballot: (counts[same_key(ballot.answer)], not ballot.objected, ballot.branch == prefer),
        default=None,
    )
