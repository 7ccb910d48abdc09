"""Pure functions from a reply and a gold answer to a verdict.

    completion -> (reading) the answer -> (refusal?) abstained -> (grader of the gold's type) graded, or failed to parse

A refusal, a reply that holds no answer, a provider's error and a wrong answer come out as four different verdicts.
Nothing that a reply says steers how it is graded. `GRADERS` has one grader per type of answer; each finds its own gold
right and its own mutations wrong. No reply takes more than linear time.
"""

from __future__ import annotations

import random

from benchwright.errors import InputError, UnknownNameError
from benchwright.grading import _checked, _choice, _entries, _exact, _list, _none, _numeric, _rubric, _set, _slips
from benchwright.grading._checked import ready
from benchwright.grading._denial import denies
from benchwright.grading._grader import Grader, shown
from benchwright.grading._reading import Reading, read, tail, unwrap, without_thought
from benchwright.grading._refusal import is_refusal
from benchwright.grading._rubric import UNJUDGED
from benchwright.grading._text import Strictness, key
from benchwright.records import Answer, AnswerType, Attempt, Failure, Item, Verdict

GRADERS: dict[AnswerType, Grader] = {
    "text": _exact.GRADER,
    "number": _numeric.GRADER,
    "choice": _choice.GRADER,
    "set": _set.GRADER,
    "list": _list.GRADER,
    "none": _none.GRADER,
    "checked": _checked.GRADER,
    "rubric": _rubric.GRADER,
}
_SEVERAL = {"set", "list"}
_STOPPED: dict[str, tuple[Failure, str]] = {
    "content_filter": ("provider", "the provider's content filter stopped the reply"),
    "model_length": ("limit", "the prompt and reply exceed the model's window"),
}


def gold_text(answer: Answer) -> str:
    """The gold answer as a reply that is right."""
    return GRADERS[answer.type].render(answer)


def mutations(answer: Answer, rng: random.Random) -> list[str]:
    """Plausible wrong answers, none of which grades 1; the same for the same state of `rng`."""
    return GRADERS[answer.type].mutate(answer, rng)


def grade(
    answer: Answer, completion: str, *, reading: Reading = "whole", strictness: Strictness = "normalised"
) -> Verdict:
    """The verdict on a completion.

    Args:
        answer: the gold.
        completion: what the model wrote.
        reading: where the answer stands in it: `whole`, `marker` (after the last `ANSWER:`), or `auto`.
        strictness: how texts compare: `normalised`, or `exact` (numbers compare by value in either).

    Raises:
        UnknownNameError: no such reading or strictness.
    """
    _known(reading, strictness)
    reply = _reply(answer, completion)
    if reply is None or not reply.strip():
        return _failed("", "the reply ends inside its <think> block" if reply is None else "empty reply")
    if answer.type == "checked":
        return _by_its_checker(answer, reply)
    found = _found(answer, reply, reading)
    if found is None:
        return _unmarked(answer, reply)
    bare = unwrap(found) or (found.strip() if found.strip() in answer.values else "")
    if not bare:
        return _failed("", "nothing after the answer marker")
    refused = _refused(answer, bare)
    if refused and not _says(answer, bare, strictness):
        return refused
    verdict = GRADERS[answer.type].judge(answer, found.strip(), strictness)
    return verdict.model_copy(update={"answer": shown(bare, 500)})


def _found(answer: Answer, reply: str, reading: Reading) -> str | None:
    """The part of a reply that is the answer."""
    if answer.type == "rubric":
        return tail(reply, reading)
    return read(reply, reading, several=answer.type in _SEVERAL)


def open_answer(completion: str, reading: Reading = "whole") -> str:
    """What a judge is shown of a completion: without the model's thinking, and from its marker on where it has one."""
    return (tail(without_thought(completion) or "", reading) or "").strip()


def constraints(answer: Answer, completion: str) -> dict[str, bool]:
    """Which constraints of an answer of type checked a completion keeps to; empty where it cannot be read.

    Raises:
        InputError: the spec that judges it is not known here in that version.
        ExtensionError: its code fails at the reply.
    """
    reply = _reply(answer, completion)
    return _checked.constraints(answer, reply) if reply and reply.strip() else {}


def _reply(answer: Answer, completion: str) -> str | None:
    """A completion without the model's thinking; none where that never ended."""
    return completion if completion.strip() in answer.values else without_thought(completion)


def _by_its_checker(answer: Answer, reply: str) -> Verdict:
    """The whole reply, which the checker reads itself; what it cannot read may still be a refusal."""
    verdict = _checked.judge(answer, reply)
    return (_refused(answer, unwrap(reply)) or verdict) if verdict.failure else verdict


def _known(reading: str, strictness: str) -> None:
    if reading not in (readings := ("whole", "marker", "auto")):
        raise UnknownNameError("reading", reading, readings)
    if strictness not in (levels := ("normalised", "exact")):
        raise UnknownNameError("strictness", strictness, levels)


def _failed(answer: str, reason: str) -> Verdict:
    return Verdict(state="failed", failure="parse", answer=shown(answer), reason=reason)


def _unmarked(answer: Answer, reply: str) -> Verdict:
    """A reply without its marker does not parse, unless all it does is refuse."""
    return _refused(answer, unwrap(reply)) or _failed("", "no line that starts with ANSWER:")


def _refused(answer: Answer, bare: str) -> Verdict | None:
    """The verdict on a reply that refuses, or denies the premise of a question that nothing answers; else none."""
    if is_refusal(bare) and not (answer.type in _SEVERAL and _entries.mixed(answer, bare)):
        return Verdict(state="abstained", answer=shown(bare, 500), reason="says that the document does not answer")
    if answer.type == "none" and denies(bare):
        return Verdict(state="abstained", answer=shown(bare, 500), reason="denies what the question takes for granted")
    return None


def _says(answer: Answer, reply: str, strictness: Strictness) -> bool:
    """Whether a reply that sounds like a refusal is word for word the gold, or an option to choose."""
    texts = [*answer.values, *answer.accepted, *answer.options] if answer.type != "none" else []
    return key(reply, strictness) in {key(form, strictness) for text in texts for form in (text, unwrap(text))}


def grade_attempt(
    item: Item, attempt: Attempt, *, reading: Reading = "whole", strictness: Strictness = "normalised"
) -> Verdict:
    """The verdict on an attempt: its failure where it failed, else the grade of its completion.

    Raises:
        InputError: the attempt is at another item.
        UnknownNameError: no such reading or strictness.
    """
    if attempt.item != item.id:
        raise InputError(f"the attempt is at item {attempt.item}, not {item.id}; look the item up by attempt.item")
    if attempt.failure or attempt.error:
        failed = attempt.failure or "provider"
        return Verdict(state="failed", failure=failed, reason=attempt.error or f"no completion: {failed}")
    if attempt.stop_reason in _STOPPED:
        failure, reason = _STOPPED[attempt.stop_reason]
        return Verdict(state="failed", failure=failure, reason=reason)
    verdict = grade(item.answer, attempt.completion, reading=reading, strictness=strictness)
    changes = {"slip": _slip(item, verdict, attempt.completion, (reading, strictness))}
    if verdict.failure == "parse" and attempt.stop_reason == "max_tokens":
        changes["reason"] = f"{verdict.reason} (the reply was cut off at its token limit)"
    return verdict.model_copy(update=changes)


def slip_of(item: Item, completion: str, reading: Reading = "whole", *, strictness: Strictness = "normalised") -> str:
    """Which slip a wrong answer shows: that of the first of the item's decoys that it is.

    Empty where the answer is right or refuses, and where it is wrong in a way that no decoy foresaw. A decoy is judged
    like a gold of its own type, which may be another than the gold's (a name where a number was asked for: what cannot
    be read as the gold's type may still be a decoy); of a set, any entry that is not also in the gold will do.

    Raises:
        UnknownNameError: no such reading or strictness.
    """
    verdict = grade(item.answer, completion, reading=reading, strictness=strictness)
    return _slip(item, verdict, completion, (reading, strictness))


def _slip(item: Item, verdict: Verdict, completion: str, how: tuple[Reading, Strictness]) -> str:
    if verdict.state == "abstained" or verdict.value == 1.0:
        return ""
    for decoy in item.decoys:
        wrong = _slips.comparable(decoy.answer, item.answer, how[1])
        if wrong and _is(wrong, completion, how):
            return decoy.slip
    return ""


def _is(decoy: Answer, completion: str, how: tuple[Reading, Strictness]) -> bool:
    """Whether a reply that is no refusal is this decoy."""
    reading, strictness = how
    reply = _reply(decoy, completion)
    found = read(reply, reading, several=decoy.type in _SEVERAL) if reply else None
    if found is None or not unwrap(found):
        return False
    return _slips.fits(decoy, GRADERS[decoy.type].judge(decoy, found.strip(), strictness))


def lenient(answer: Answer, completion: str) -> bool:
    """Whether the gold appears anywhere in the completion: reported beside the strict figure, never counted.

    A text or option as whole words; a number within its tolerance; every entry of a set or list; for a question that
    nothing answers, a refusal in any paragraph. Whatever grades right in either reading is also right here.
    """
    if not completion.strip():
        return False
    if GRADERS[answer.type].contains(answer, completion):
        return True
    readings: tuple[Reading, ...] = ("whole", "auto")
    return any(grade(answer, completion, reading=reading).value == 1.0 for reading in readings)


__all__ = [
    "GRADERS",
    "UNJUDGED",
    "Grader",
    "Reading",
    "Strictness",
    "constraints",
    "gold_text",
    "grade",
    "grade_attempt",
    "is_refusal",
    "key",
    "lenient",
    "mutations",
    "open_answer",
    "ready",
    "slip_of",
]
