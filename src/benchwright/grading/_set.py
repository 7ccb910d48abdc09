"""Sets: the value is the F1 overlap of the reply's entries with the gold's; order and repetition do not matter."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchwright.grading import _entries
from benchwright.grading._grader import Grader, distinct, right, wrong
from benchwright.grading._text import Strictness, key
from benchwright.records import Answer, Verdict

_OTHERS = ("Tessa Quill", "Port Averon", "a copper key")


def judge(answer: Answer, reply: str, strictness: Strictness) -> Verdict:
    """1 for exactly the gold's entries, else the overlap."""
    gold = set(_entries.gold_keys(answer, strictness))

    def score(entries: Sequence[str]) -> float:
        return _entries.f1(len(gold & set(entries)), len(set(entries)), len(gold))

    value = _entries.best(answer, reply, strictness, score)
    return right(reply) if value == 1.0 else wrong(reply, f"overlap (F1) {value:.2f} with {len(gold)} entries", value)


def mutate(answer: Answer, rng: random.Random) -> list[str]:
    """One entry missing, one too many, one replaced."""
    gold = set(_entries.gold_keys(answer))
    entries = list({key(value): value for value in answer.values}.values())
    other = next(name for name in rng.sample(_OTHERS, len(_OTHERS)) if key(name) not in gold or len(gold) > 2)
    at = rng.randrange(len(entries))
    fewer = entries[:at] + entries[at + 1 :]
    variants = [fewer, [*entries, other], [*fewer, other]]
    texts = [_entries.render(answer.model_copy(update={"values": tuple(kept)})) for kept in variants if kept]
    return distinct(texts, str, set())


GRADER = Grader(_entries.render, judge, mutate, _entries.contains)
