"""One of several options, named by its letter (in any of the usual dresses) or by its full text.

A letter counts where it is the whole reply, opens it (`B) Paris`), stands in parentheses or before a bracket, or
follows `option`, `choice` or `answer is`. Inside a sentence any other capital on its own is a letter; `A` and `I` are
only at the end or before a comma, `is` or `because`. A letter after `not` is not named.
"""

from __future__ import annotations

import random
import re
from string import ascii_uppercase

from benchwright.grading._grader import Grader, distinct, right, shown, unparsed, wrong
from benchwright.grading._reading import unwrap
from benchwright.grading._text import Strictness, holds, key
from benchwright.records import Answer, Verdict

_ALONE = re.compile(r"[(\[]?([a-z])[)\].:]*", re.IGNORECASE)
_LEADING = re.compile(
    r"[(\[]?([a-z])(?:[)\]]+[.:]?|[.:]|\s+[-\u2013\u2014])(?:[*_`]*)\s+(.+)", re.IGNORECASE | re.DOTALL
)
_SPACED = re.compile(r"([a-z])\s+(.+)", re.IGNORECASE | re.DOTALL)
_DRESSED = re.compile(
    r"[(\[]([A-Za-z])[)\]]|(?<![\w'\u2019])([A-Za-z])\)|\*\*([A-Za-z])[.:)]?\*\*"
    r"|\b(?:option|choice|letter|answer(?:\s(?:is|would be|must be))?:?)\s(?:[\"'`*(\u201c]*)([A-Za-z])(?![\w'\u2019])",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:both\s+)?[(\[]?[a-z][)\]]?(?:(?:\s*[,;/&+]\s*|\s+)(?:and\s+|or\s+)?[(\[]?[a-z][)\]]?)+", re.IGNORECASE
)
_STATED = re.compile(
    r"[(\[]?([a-z])[)\]]?\s+(?:is|was)\s+(?:the\s+)?(?:correct|right|answer|best|true)\b.*", re.IGNORECASE | re.DOTALL
)
_LISTED = re.compile(r"(?<![\w'\u2019])[A-Z](?:(?:\s*+(?:[,/&+;]|\bor\b|\band\b))++\s*+[A-Z](?![\w'\u2019]))++")
_SINGLE = re.compile(r"\b[A-Z]\b")
_DENIED = re.compile(
    r"(?i:(?:\b(?:not|except|neither|nor|than)|n['\u2019]t)\s(?:be\s)?(?:(?:option|choice|answer)\s)?)"
    r"[(\[]?([A-Z])(?![\w'\u2019])"
)
_BARE = re.compile(
    r"(?<![\w.'\u2019-])(?:([B-HJ-Z])(?![\w'\u2019-]|\.\w)|([AI])(?=\W*+$|\s?[,;]|\s(?:is|because|since)\b))"
)
_LONGEST_LIST = 100
"""Characters: a longer reply is no list of letters."""


def render(answer: Answer) -> str:
    """The letter."""
    return answer.values[0].strip().upper()


def _letters(answer: Answer) -> str:
    return ascii_uppercase[: len(answer.options)] or ascii_uppercase


def _by_text(answer: Answer, text: str, strictness: Strictness = "normalised") -> set[str]:
    wanted = key(text, strictness)
    return {chr(65 + at) for at, option in enumerate(answer.options) if wanted and key(option, strictness) == wanted}


def _verbatim(answer: Answer, text: str) -> set[str]:
    """As `_by_text`, but articles count: the option `A river` is not the letter A with something about a river."""
    wanted = key(text.casefold(), "exact")
    return {chr(65 + at) for at, option in enumerate(answer.options) if key(option.casefold(), "exact") == wanted}


def _named(answer: Answer, reply: str, strictness: Strictness) -> set[str]:
    """The letters that a reply names; empty where it names none."""
    alone = _ALONE.fullmatch(reply)
    if alone:
        return {alone[1].upper()}
    verbatim = _verbatim(answer, reply)
    if verbatim:
        return verbatim
    leading, spaced = _LEADING.fullmatch(reply), _SPACED.fullmatch(reply)
    if leading:
        return {leading[1].upper()} | _by_text(answer, leading[2], strictness) | _anywhere(leading[2])
    if spaced and _by_text(answer, spaced[2], strictness):
        return {spaced[1].upper()} | _by_text(answer, spaced[2], strictness)
    return _by_text(answer, reply, strictness) or _anywhere(reply)


def _anywhere(reply: str) -> set[str]:
    dressed = {letter.upper() for match in _DRESSED.finditer(reply) for letter in match.groups() if letter}
    listed = {char for match in _LISTED.finditer(reply) for char in _SINGLE.findall(match[0])}
    bare = {match[1] or match[2] for match in _BARE.finditer(reply)}
    denied = {match[1] for match in _DENIED.finditer(reply)}
    return (dressed | listed | bare) - denied


def judge(answer: Answer, reply: str, strictness: Strictness) -> Verdict:
    """1 for the one right letter; 0 for another or for several; failed where there is none."""
    reply = unwrap(reply)
    named, offered = _named(answer, reply, strictness), _letters(answer)
    known = {letter for letter in named if letter in offered}
    if not named:
        return unparsed(reply, f"no option of {offered[0]} to {offered[-1]} in {shown(reply)!r}")
    if not known:
        return wrong(reply, f"{', '.join(sorted(named))} is not among the options {offered[0]} to {offered[-1]}")
    if len(known) > 1 and not _twins(answer, known):
        return wrong(reply, f"several options: {', '.join(sorted(known))}")
    gold = {render(answer), *(text.strip().upper() for text in answer.accepted)}
    return right(reply) if known & gold else wrong(reply, f"{', '.join(sorted(known))} is not {render(answer)}")


def _twins(answer: Answer, letters: set[str]) -> bool:
    """Whether the options of these letters have one text, so that naming it names them all."""
    texts = {key(answer.options[ord(letter) - 65]) for letter in letters if ord(letter) - 65 < len(answer.options)}
    return len(texts) == 1


def mutate(answer: Answer, rng: random.Random) -> list[str]:
    """The other letters, another option's text, and two letters at once."""
    gold, letters = render(answer), _letters(answer)
    others = [letter for letter in letters if letter != gold and letter not in answer.accepted] or [
        "B" if gold == "A" else "A"
    ]
    others = rng.sample(others, min(4, len(others)))
    texts = [answer.options[ord(letter) - 65] for letter in others if ord(letter) - 65 < len(answer.options)]
    same = {key(answer.options[ord(gold) - 65])} if ord(gold) - 65 < len(answer.options) else set()
    wrong_texts = [text for text in texts if key(text) not in same and not _ALONE.fullmatch(text)]
    return distinct([*others, *wrong_texts, f"{gold} and {others[0]}"], str, {gold})


def contains(answer: Answer, reply: str) -> bool:
    """Whether the reply names the gold's letter or holds its text."""
    at = ord(render(answer)) - 65
    text = key(answer.options[at]) if at < len(answer.options) else ""
    return render(answer) in _named(answer, reply, "normalised") or bool(text and holds(key(reply), text))


GRADER = Grader(render, judge, mutate, contains)
