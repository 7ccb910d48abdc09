"""Text answers: right if and only if the reply has the key of the gold or of an accepted alternative."""

from __future__ import annotations

import random
import re

from benchwright.grading._grader import Grader, distinct, right, shown, wrong
from benchwright.grading._reading import unwrap
from benchwright.grading._text import Strictness, holds, key, phrase
from benchwright.records import Answer, Verdict

_NAMES = ("Aldous Merrin", "Tessa Quill", "the north gate", "Port Averon", "a copper key", "17 October 1888")


def keys(answer: Answer, strictness: Strictness = "normalised") -> set[str]:
    """The keys of the gold and its alternatives, as they are and unwrapped as a reply would be."""
    texts = [*answer.values, *answer.accepted]
    return {key(form, strictness) for text in texts for form in (text, unwrap(text)) if form.strip()}


def render(answer: Answer) -> str:
    """The gold's own words."""
    return answer.values[0]


def judge(answer: Answer, reply: str, strictness: Strictness) -> Verdict:
    """1 where the keys agree, or do but for a tie to the question (`at`, `because of`, `his`); 0 elsewhere."""
    bare = unwrap(reply)
    if _fits(answer, bare, strictness):
        return right(bare)
    return wrong(bare, f"{shown(bare)!r} is not {shown(answer.values[0])!r}")


def _fits(answer: Answer, reply: str, strictness: Strictness = "normalised") -> bool:
    said, golds = key(reply, strictness), keys(answer, strictness)
    if said in golds or strictness == "exact":
        return said in golds
    given = phrase(said)
    return any(given.same(phrase(gold)) for gold in golds)


def mutate(answer: Answer, rng: random.Random) -> list[str]:
    """Another digit, a word dropped or swapped, a negation, another name."""
    gold = answer.values[0]
    words = gold.split()
    candidates = [
        re.sub(r"\d", lambda match: str((int(match[0]) + rng.randint(1, 9)) % 10), gold, count=1),
        " ".join(reversed(words)),
        " ".join(words[:-1]),
        " ".join(words[1:]),
        f"not {gold}",
        *rng.sample(_NAMES, 3),
    ]
    wrong_ones = [text for text in candidates if not _fits(answer, unwrap(text))]
    return distinct(wrong_ones, lambda text: key(unwrap(text)), set(keys(answer)))


def contains(answer: Answer, reply: str) -> bool:
    """Whether the gold or an alternative stands in the reply as whole words."""
    whole = key(reply)
    return any(holds(whole, part) for part in keys(answer))


GRADER = Grader(render, judge, mutate, contains)
