"""Replies that are right where they satisfy every constraint of a problem; many may. The spec's own code judges.

A reply that satisfies some constraints has the share of them as its value, which counts as not right. Where the code
fails at a reply, nobody has said what that is worth: the verdict is failed, for want of a judge.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from functools import lru_cache

from benchwright.errors import ExtensionError
from benchwright.grading._grader import Grader, right, shown, unparsed, wrong
from benchwright.grading._text import Strictness
from benchwright.records import Answer, Verdict
from benchwright.specs import spec_of


def render(answer: Answer) -> str:
    """The known right reply."""
    return answer.values[0]


def constraints(answer: Answer, reply: str) -> dict[str, bool]:
    """Which constraints a reply satisfies; empty where it cannot be read.

    Raises:
        InputError: the spec that judges it is not known here in that version.
        ExtensionError: its code fails at the reply, or names other constraints than for the known right reply.
    """
    passed = spec_of(answer.checker).check(json.loads(answer.problem), reply)
    expected = _names(answer.checker, answer.problem, render(answer))
    if passed and passed.keys() != expected:
        odd = ", ".join(sorted(passed.keys() ^ expected))
        raise ExtensionError(
            f"the code of {answer.checker} does not judge this reply by the problem's constraints: {odd}"
        )
    return passed


@lru_cache(maxsize=8192)
def _names(checker: str, problem: str, reply: str) -> frozenset[str]:
    """The constraints of a problem: those by which its known right reply is judged."""
    return frozenset(spec_of(checker).check(json.loads(problem), reply))


def ready(pairs: Iterable[tuple[Answer, str]]) -> None:
    """Judge many replies together, so that judging each is quick; where the code is in the sandbox this saves time.

    Raises:
        InputError: a spec that judges them is not known here in that version.
    """
    held: dict[str, list[tuple[Answer, str]]] = {}
    for answer, reply in pairs:
        if answer.type == "checked" and reply.strip():
            held.setdefault(answer.checker, []).extend([(answer, reply), (answer, render(answer))])
    for ref, group in held.items():
        spec_of(ref).check_many((json.loads(answer.problem), reply) for answer, reply in group)


def judge(answer: Answer, reply: str, strictness: Strictness = "normalised") -> Verdict:
    """The verdict on a reply; strictness has no say in it."""
    del strictness
    try:
        passed = constraints(answer, reply)
    except ExtensionError as error:
        return Verdict(state="failed", failure="judge", answer=shown(reply), reason=str(error))
    if not passed:
        return unparsed(shown(reply), "no answer of the form that was asked for")
    failed = [name for name, held in passed.items() if not held]
    if not failed:
        return right(shown(reply))
    return wrong(shown(reply), f"does not satisfy: {', '.join(failed)}", 1 - len(failed) / len(passed))


def mutate(answer: Answer, rng: random.Random) -> list[str]:
    """Replies that miss something."""
    return spec_of(answer.checker).mutate(json.loads(answer.problem), answer.values[0], rng)


def contains(answer: Answer, reply: str) -> bool:
    """Whether the reply is right as a whole; a part of it proves nothing."""
    try:
        passed = constraints(answer, reply)
    except ExtensionError:
        return False
    return bool(passed) and all(passed.values())


GRADER = Grader(render, judge, mutate, contains)
