"""Numbers: right if and only if the reply has one number, and it is within the gold's tolerance, computed exactly."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from fractions import Fraction

from benchwright.grading._grader import Grader, distinct, right, shown, unparsed, wrong
from benchwright.grading._numbers import numbers, stated
from benchwright.grading._reading import unwrap
from benchwright.grading._text import Strictness
from benchwright.records import Answer, Verdict

_DENIES = re.compile(
    r"\W*(?:it\s|that\s|this\s)?(?:is|was|are|were)?\s?(?:not|never|n't|anything but|other than)\b", re.IGNORECASE
)


def render(answer: Answer) -> str:
    """The gold's own digits."""
    return answer.values[0]


def _gold(answer: Answer) -> list[Fraction]:
    return [found[0] for found in map(numbers, (*answer.values, *answer.accepted)) if len(found) == 1]


def _tolerance(answer: Answer) -> Fraction:
    # The shortest decimal that stands for the float: a tolerance written 0.1 is one tenth, exactly.
    return Fraction(Decimal(repr(answer.tolerance)))


def _within(answer: Answer, value: Fraction) -> bool:
    return any(abs(value - gold) <= _tolerance(answer) for gold in _gold(answer))


def judge(answer: Answer, reply: str, strictness: Strictness) -> Verdict:  # noqa: ARG001 - numbers compare by value
    """1 for one number within the tolerance; 0 for another number or several; failed where there is none."""
    if not _gold(answer):
        return unparsed(reply, f"the gold answer {shown(answer.values[0])!r} is not one number; mend the item")
    reply = unwrap(reply)
    found = stated(reply)
    if not found:
        return unparsed(reply, f"no number in {shown(reply)!r}")
    if len(found) > 1:
        return wrong(reply, f"several different numbers: {', '.join(map(_plain, found[:4]))}")
    if _within(answer, found[0]):
        return wrong(reply, "denies the number") if _DENIES.match(reply) else right(reply)
    allowed = f" within {answer.tolerance:g}" if answer.tolerance else ""
    return wrong(reply, f"{_plain(found[0])} is not {answer.values[0]}{allowed}")


def _plain(value: Fraction) -> str:
    if value.denominator == 1 and abs(value) < 10**15:
        return str(value.numerator)
    return f"{float(value):.6g}" if abs(value) < 10**300 else "a very large number"


def _spelt(value: Fraction) -> str:
    return (
        str(value.numerator) if value.denominator == 1 else str(Decimal(value.numerator) / Decimal(value.denominator))
    )


def mutate(answer: Answer, rng: random.Random) -> list[str]:
    """Just outside the tolerance on either side, ten times as much, the other sign, and two numbers at once."""
    gold = _gold(answer)
    if not gold:
        return []
    step = _tolerance(answer) + rng.randint(1, 9)
    values = [gold[0] + step, gold[0] - step, gold[0] * 10, -gold[0], gold[0] + step + 1]
    kept = [_spelt(value) for value in values if not _within(answer, value)]
    several = f"{answer.values[0]} or {_spelt(gold[0] + step)}"
    return distinct([*kept, several], lambda text: tuple(numbers(text)), {(number,) for number in gold})


def contains(answer: Answer, reply: str) -> bool:
    """Whether any number of the reply is within the tolerance."""
    return any(_within(answer, value) for line in reply.splitlines() for value in numbers(line))


GRADER = Grader(render, judge, mutate, contains)
