"""Lists: 1 for the gold's entries in the gold's order; else the F1 of the longest common subsequence."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchwright.grading import _entries
from benchwright.grading._grader import Grader, distinct, right, wrong
from benchwright.grading._text import Strictness
from benchwright.records import Answer, Verdict

_OTHERS = ("Tessa Quill", "Port Averon", "a copper key")


def common(left: Sequence[str], right_: Sequence[str]) -> int:
    """Length of the longest common subsequence, in time |left| x |right|."""
    row = [0] * (len(right_) + 1)
    for item in left:
        before = 0
        for at, other in enumerate(right_, 1):
            before, row[at] = row[at], before + 1 if item == other else max(row[at], row[at - 1])
    return row[-1]


def judge(answer: Answer, reply: str, strictness: Strictness) -> Verdict:
    """1 for the same entries in the same order, else the overlap in order."""
    gold = _entries.gold_keys(answer, strictness)

    def score(entries: Sequence[str]) -> float:
        return _entries.f1(common(entries, gold), len(entries), len(gold))

    value = _entries.best(answer, reply, strictness, score)
    return (
        right(reply) if value == 1.0 else wrong(reply, f"overlap in order {value:.2f} with {len(gold)} entries", value)
    )


def mutate(answer: Answer, rng: random.Random) -> list[str]:
    """Two neighbours swapped, the order reversed, one entry missing, one too many."""
    gold = _entries.gold_keys(answer)
    entries = list(answer.values)
    at = rng.randrange(len(entries))
    swapped = [*entries]
    swapped[at - 1], swapped[at] = swapped[at], swapped[at - 1]
    variants = [swapped, entries[::-1], entries[:at] + entries[at + 1 :], [*entries, rng.choice(_OTHERS)]]
    changed = [answer.model_copy(update={"values": tuple(kept)}) for kept in variants if kept]
    texts = [_entries.render(variant) for variant in changed if _entries.gold_keys(variant) != gold]
    return distinct(texts, str, set())


GRADER = Grader(_entries.render, judge, mutate, _entries.contains)
