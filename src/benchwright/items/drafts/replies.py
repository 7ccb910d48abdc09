"""What an author wrote, read leniently: JSON in fences, in prose, bare, cut off, with commas or quotation marks amiss.

    reply --read_objects--> raw objects --written--> Written --typed--> Answer, or why there is none

Lenient is the reading of the form only; nothing that is missing is made up. Text of a reply is data. No reply takes
more than linear time: after some openings that lead nowhere the rest is left unread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchwright.errors import InputError
from benchwright.grading import GRADERS, gold_text, grade
from benchwright.items.drafts.kinds import Kind
from benchwright.records import Answer

LONGEST = 200
"""Characters of an answer: longer ones cannot be graded by comparing."""
_TRIES = 200
"""Openings of JSON that lead nowhere, after which no more is read."""
_DEPTH = 5
_OPENING = re.compile(r"[{\[]")
_STRING = r'"(?:[^"\\]|\\.)*+(?:"|(?P<torn>\\?\Z))'
_TRAILING = re.compile(rf"(?P<string>{_STRING})|,(?=\s*[}}\]])", re.DOTALL)
_BRACKETS = re.compile(rf"{_STRING}|(?P<up>[{{\[])|(?P<down>[}}\]])", re.DOTALL)
_QUOTED = re.compile(r'(?:[^"\\]|\\.)*+(?P<mark>")', re.DOTALL)
_CLOSES = re.compile(r"\s*(?:[,:}\]]|\Z)")
_THOUGHT = re.compile(r"\A.*</think>", re.DOTALL)
_NUMERAL = re.compile(r"[-+−]?\d[\d.,  ]*")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
Raw = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True)
class Objects:
    """The whole JSON objects of a reply."""

    found: tuple[Raw, ...]
    cut: bool
    """The reply ends inside one."""


@dataclass(frozen=True)
class Written:
    """One drafted question as it was written, white space put right."""

    kind: str
    facet: str
    question: str
    answers: tuple[str, ...]
    guess: str
    """The type of the answer, as its author says."""
    accepted: tuple[str, ...]
    quotes: tuple[str, ...]


def read_objects(text: str, key: str = "question") -> Objects:
    """The JSON objects of a reply that have `key`, wherever they stand in it, with their keys in lower case."""
    text = _TRAILING.sub(lambda match: match["string"] or "", _THOUGHT.sub("", text, count=1))
    found = _objects(text, key)
    cut = _ends_inside(text)
    if cut or not found:
        mended = _mended(text)
        found, cut = max((found, cut), (_objects(mended, key), _ends_inside(mended)), key=lambda each: len(each[0]))
    return Objects(tuple(found), cut)


def _objects(text: str, key: str) -> list[Raw]:
    decoder = json.JSONDecoder(strict=False)
    found: list[Raw] = []
    at = tries = 0
    while tries < _TRIES and (opening := _OPENING.search(text, at)):
        try:
            value, at = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            at = opening.end()
            tries += 1
        else:
            found += _with(value, key, _DEPTH)
    return found


def _with(value: Any, key: str, depth: int) -> Iterator[Raw]:  # Any: JSON
    """The objects that have the key, in a value."""
    if isinstance(value, dict):
        value = {"_".join(re.findall(r"\w+", str(name).lower())): each for name, each in value.items()}
        if key in value:
            yield value
            return
        value = list(value.values())
    if isinstance(value, list) and depth:
        for each in value:
            yield from _with(each, key, depth - 1)


def _ends_inside(text: str) -> bool:
    """Whether a bracket or a string is open at the end."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        if match["torn"] is not None:
            return True
        depth = depth + 1 if match["up"] else max(0, depth - 1) if match["down"] else depth
    return depth > 0


def _mended(text: str) -> str:
    """With quotation marks inside of strings escaped: those that nothing of JSON follows."""
    parts, at, inside = [], 0, False
    while match := _QUOTED.match(text, at):
        if inside and not _CLOSES.match(text, match.end()):
            parts.append(text[at : match.start("mark")] + '\\"')
        else:
            parts.append(match[0])
            inside = not inside
        at = match.end()
    return "".join(parts) + text[at:]


def clean(value: Any) -> str:  # Any: JSON
    """A text or a number of a reply, on one line; empty where it is neither."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_SURROGATES.sub("\ufffd", str(value)).split())


def _several(value: Any) -> tuple[str, ...]:  # Any: JSON
    """The texts of a value: one, or a list of them, or of objects that hold one each."""
    each = value if isinstance(value, list) else [value]
    plain = [next(iter(one.values()), "") if isinstance(one, dict) else one for one in each]
    return tuple(dict.fromkeys(text for text in map(clean, plain) if text))


def written(raw: Raw) -> Written:
    """What an object says; what it lacks is empty."""
    return Written(
        kind="_".join(re.findall(r"\w+", clean(raw.get("kind")).lower())),
        facet=clean(raw.get("facet")),
        question=clean(raw.get("question")),
        answers=_several(raw.get("answer")),
        guess=clean(raw.get("answer_type")).lower(),
        accepted=_several(raw.get("accepted")),
        quotes=_several(raw.get("quotes", raw.get("quote"))),
    )


def typed(one: Written, kind: Kind) -> Answer | str:
    """The answer of the type that it is, or why it cannot be used.

    A number where it is written as one, or where its author says so and it can be read as one; a list is a set; dates
    stay texts.
    """
    if kind.answer == "none":
        return Answer(type="none")
    if not one.answers:
        return "has no answer"
    if kind.answer == "rubric":
        return _rubric(one.answers)
    longest = max(one.answers, key=len)
    if len(longest) > LONGEST:
        return f"the answer has {len(longest)} characters; {LONGEST} can be graded by comparing"
    if _refuses(longest):
        return f"the answer {longest[:80]!r} says that there is none"
    answer = _short(one)
    return answer if _grades(answer) else f"the answer {gold_text(answer)[:80]!r} is not found right by its own grader"


def _rubric(points: tuple[str, ...]) -> Answer | str:
    if len(points) == 1:
        points = tuple(point.strip() for point in points[0].split(";") if point.strip())
    if not 2 <= len(points) <= 4:
        return f"has {len(points)} points of a good answer; two to four are wanted"
    return Answer(type="rubric", values=points)


def _short(one: Written) -> Answer:
    if len(one.answers) > 1:
        return Answer(type="set", values=one.answers)
    value = one.answers[0]
    accepted = tuple(other for other in one.accepted if other != value)
    number = Answer(type="number", values=(value,))
    numeral = _NUMERAL.fullmatch(value) is not None
    if (numeral or (one.guess == "number" and len(value.split()) <= 4)) and _grades(number):
        same = tuple(other for other in accepted if _right(number, other))
        return number.model_copy(update={"accepted": same})
    return Answer(type="text", values=(value,), accepted=accepted)


def _grades(answer: Answer) -> bool:
    return _right(answer, GRADERS[answer.type].render(answer))


def _refuses(text: str) -> bool:
    return grade(Answer(type="none"), text).state == "abstained"


def _right(answer: Answer, reply: str) -> bool:
    try:
        return grade(answer, reply).value == 1.0
    except InputError:
        return False
