"""Decoys: when a wrong answer is one whose cause is known."""

from __future__ import annotations

from benchwright.grading._text import Strictness, key
from benchwright.records import Answer, Verdict


def comparable(decoy: Answer, gold: Answer, strictness: Strictness) -> Answer | None:
    """The decoy as a gold to compare with; none where nothing of it is wrong.

    A choice has the options of the question; a set loses the entries that are right.
    """
    if decoy.type == "choice" and not decoy.options:
        return decoy.model_copy(update={"options": gold.options})
    if decoy.type != "set":
        return None if decoy.type == "none" else decoy
    right = {key(text, strictness) for text in (*gold.values, *gold.accepted)}
    wrong = tuple(value for value in decoy.values if key(value, strictness) not in right)
    return decoy.model_copy(update={"values": wrong}) if wrong else None


def fits(decoy: Answer, verdict: Verdict) -> bool:
    """Whether a reply with this verdict against the decoy is the decoy: any one entry of a set, else all of it."""
    return bool(verdict.value) if decoy.type == "set" else verdict.value == 1.0
