"""The ladder of worlds from easy to hard: what each rung turns, leaving alone whatever the user has set.

Rung by rung documents grow, families of questions ask for more steps (a window of four slides over them, with
questions that nothing answers beside it), names resemble one another, more competes with the evidence, which moves
apart, more is falsely rumoured, and at the end questions share no word with what answers them. All families of a rung
have equal shares, so that the share of items solved is the headline, a mean over families.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchwright.errors import InputError

RUNGS = 25
FAMILIES = (
    "fact", "definition", "recap", "comparison", "two_hop", "cause", "as_of", "two_part", "conditional", "order",
    "three_hop", "counting", "four_hop", "five_hop",
)  # fmt: skip
"""Roughly from easy to hard."""
OBLIQUE = ("as_of", "three_hop", "four_hop", "five_hop")
"""The hardest that can be asked without shared words."""
ABSENT, WINDOW = "absent", 4
SHORTEST, LONGEST = 2_000, 32_000
DISTANCE, DISTRACTORS, SIMILARITY, HERRINGS = 0.3, 6, 0.6, 0.4  # of the hardest rung
_LAST_FAMILIES, _NO_SHARED_WORDS = 0.85, 0.9
DIALS = ("families", "tokens", "distance", "distractors", "similarity", "herrings", "shared_words")


@dataclass(frozen=True)
class Rung:
    """One rung."""

    number: int
    dials: dict[str, Any]  # Any: values of settings
    """What the ladder turns; nothing of what the user has set."""

    def __str__(self) -> str:
        shown = {name: ",".join(value) if isinstance(value, tuple) else value for name, value in self.dials.items()}
        return " ".join(f"{name}={value}" for name, value in shown.items())


def ladder(
    given: Mapping[str, Any],
    suitable: tuple[str, ...],
    longest: int | None = None,
    *,
    oblique: tuple[str, ...] = OBLIQUE,
) -> tuple[Rung, ...]:
    """The rungs, easiest first.

    Args:
        given: settings that the user has set; they are not turned.
        suitable: families that the genre has.
        oblique: those of them that can be asked without shared words.
        longest: tokens of a document that the model takes; none where that is not known.

    Raises:
        InputError: nothing is left to turn, or the model takes too little.
    """
    top = min(LONGEST, longest or LONGEST)
    if top < 1_000:
        raise InputError(f"the model takes documents of {top} tokens and worlds need 1000; use one that takes more")
    fixed = set(given) | ({"families"} if given.get("quotas") else set())
    if not set(DIALS) - fixed:
        raise InputError(f"every dial is set ({', '.join(DIALS)}); leave one out for the search to turn")
    asked = given.get("families") or given.get("quotas") or ()
    words = given if set(asked) <= {*oblique, ABSENT} else {"shared_words": True, **given}
    rungs = [_dials(number / (RUNGS - 1), suitable, top, words) for number in range(RUNGS)]
    return tuple(
        Rung(number, {name: value for name, value in dials.items() if name not in fixed})
        for number, dials in enumerate(rungs)
    )


def _dials(at: float, suitable: tuple[str, ...], top: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every dial at a place of the ladder, 0 to 1."""
    shared = bool(given.get("shared_words", at <= _NO_SHARED_WORDS))
    low = min(SHORTEST, max(1_000, top // 4))
    return {
        "families": _families(at, suitable, shared=shared or "families" in given),
        "tokens": round(low * (top / low) ** at),
        "distance": round(DISTANCE * at, 3), "distractors": round(DISTRACTORS * at),
        "similarity": round(SIMILARITY * at, 3), "herrings": round(HERRINGS * at, 3),
        "shared_words": shared,
    }  # fmt: skip


def _families(at: float, suitable: tuple[str, ...], *, shared: bool) -> tuple[str, ...]:
    if not shared:
        return tuple(name for name in (*OBLIQUE, ABSENT) if name in suitable)
    known = [name for name in FAMILIES if name in suitable]
    steps = max(0, len(known) - WINDOW)
    start = min(steps, int(at / _LAST_FAMILIES * (steps + 1)))
    return (*known[start : start + WINDOW], *(name for name in [ABSENT] if name in suitable))
