"""Turning 'Subject auxiliary rest' round into the order of a question: the part of grammar the rules need.

Only clauses whose parts can be told by their shape are turned: an optional clause in front that ends at a comma, a
short subject without a clause of its own, a modal or a form of 'be', or a common verb in the present. Everything else
is left alone, for a question that is not asked does no harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchwright.items.rules.draft import lower_first
from benchwright.items.rules.reading import Reading
from benchwright.items.rules.words import POINTERS

MODALS = "must|shall|should|may|can|will|is|are|was|were"
_REGULAR = """accept accrue allow begin close contain cost cover earn end expire give grant hold include keep last meet
need occur offer open pay permit provide receive reimburse require retain run send start store support take use work"""
_OTHERS = {"applies": "apply", "carries": "carry", "has": "have", "comprises": "comprise", "consists": "consist"}
VERBS = {verb + "s": verb for verb in _REGULAR.split()} | _OTHERS
_BASES = sorted(set(VERBS.values()), key=len, reverse=True)
_FRONT = r"(?:(?P<front>(?:If|When|Where|Unless|For|In|After|Before|Once|During|On|At|Until|As soon as) [^,;:]+), )?"
_SUBJECT = r"(?P<subject>[A-Za-z\"][^,;:()]*?)"
AUXILIARY = re.compile(rf"{_FRONT}{_SUBJECT} (?P<aux>{MODALS})\b(?P<rest>[^;:()]*)")
FINITE = re.compile(rf"{_FRONT}{_SUBJECT} (?P<verb>{'|'.join([*VERBS, *_BASES])})\b(?P<rest>[^;:()]*)")
_CLAUSE = re.compile(
    r"\b(?:that|which|who|whom|whose|whether|if|when|where|because|although|while|and then|but|so|what|how)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:we|our|ours|us|I|my)\b", re.IGNORECASE)
_DANGLING = re.compile(
    r"\b(?:the|an?|its|their|your|and|or|first|last|next|every|each|than|all|other|additional|starting|beginning|"
    r"ending|equal|bottom|top|previous|remaining|same|for|per|with|of|from|by|about)$|"
    r"\b(?:not|only|never|then|also|equal to)\b"
)
_ADVERB = re.compile(r"\b(?:not|only|never|then|also|still|now|so)\b")
_NO_SUBJECT = """there and or but if as to in for on by at with under after before during until when where while once
from because although however within without about above below between through since against instead"""


@dataclass(frozen=True)
class Inverted:
    """The parts of a question that follow its question word."""

    front: str
    """What stands before the question word, with its comma; often empty."""
    core: str
    """'must employees submit claims'."""


def invert(head: str, reading: Reading) -> Inverted | None:
    """What a statement becomes behind a question word; None where it cannot be turned safely."""
    match = AUXILIARY.fullmatch(head) or FINITE.fullmatch(head)
    if match is None or not _simple(match):
        return None
    subject, rest = lower_first(match["subject"], reading), match["rest"].strip()
    if "aux" in match.groupdict():
        core = f"{match['aux']} {subject} {rest}"
    else:
        verb = match["verb"]
        plural = verb not in VERBS
        if plural != _is_plural(subject):
            return None
        core = f"{'do' if plural else 'does'} {subject} {VERBS.get(verb, verb)} {rest}"
    front = f"{lower_first(match['front'], reading)}, " if match["front"] else ""
    return Inverted(front, " ".join(core.split()))


def _simple(match: re.Match[str]) -> bool:
    """Whether subject and rest lean on nothing outside and hold no clause of their own."""
    subject, rest, front = match["subject"], match["rest"].strip(), match["front"] or ""
    whole = f"{front} {subject} {rest}"
    if POINTERS.search(whole) or _FIRST_PERSON.search(whole) or "," in rest:
        return False
    if _ADVERB.search(subject) or _CLAUSE.search(subject) or _CLAUSE.search(rest) or _DANGLING.search(rest):
        return False
    if re.search(rf"\b(?:{MODALS}|has|have)\b", rest) or re.match(r"[a-z]*ing\b", subject):
        return False
    return 1 <= len(subject.split()) <= 9 and len(rest.split()) <= 16 and _starts_well(subject)


def _starts_well(subject: str) -> bool:
    first = subject.split(maxsplit=1)[0].lower()
    return first not in _NO_SUBJECT.split()


def _is_plural(subject: str) -> bool:
    """By the head of the subject: the word before its first preposition."""
    head = re.split(r" (?:of|in|on|for|with|from|to|at|under|between) ", subject)[0].split()
    if " and " in subject or subject.lower() in {"you", "people"}:
        return True
    return (
        head[-1].endswith("s")
        and not head[-1].endswith(("ss", "us", "is"))
        and head[0].lower() not in {"a", "an", "each", "every"}
    )
