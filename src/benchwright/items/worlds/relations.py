"""How relations are asked about, and how their values are spoken of in longer questions.

One row per relation, shared by every family that walks relations. `{x}` is a name or another row's phrase, so rows
chain to any depth. A question about what may change pins the time: the end of the story, or `{date}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchwright.items.worlds.state import Relation

Sort = Literal["person", "town", "organisation", "thing", "word", "number"]


@dataclass(frozen=True)
class Row:
    """One relation in words."""

    subject: Sort
    value: Sort
    questions: tuple[str, ...]
    """Asking for its value for {x}; at the end of the story where it may change."""
    dated: tuple[str, ...] = ()
    """Asking for its value on {date}; empty where it cannot change."""
    phrase: str = ""
    """Its value for {x}, as a phrase within another question; empty where nothing follows from it."""


ROWS: dict[Relation, Row] = {
    "home": Row(
        "person",
        "town",
        (
            "In which town was {x} living at the end of the story?",
            "Where did {x} live when the story ended?",
            "By the end of the story, which town was the home of {x}?",
        ),
        ("In which town was {x} living on {date}?", "Where did {x} live on {date}?"),
        "the town where {x} was living in the end",
    ),
    "employer": Row(
        "person",
        "organisation",
        (
            "Which organisation did {x} work for at the end of the story?",
            "In whose service was {x} when the story ended?",
            "Who employed {x} at the end of the story?",
        ),
        ("Which organisation did {x} work for on {date}?", "In whose service was {x} on {date}?"),
        "the last employer of {x}",
    ),
    "owner": Row(
        "thing",
        "person",
        (
            "Who owned {x} at the end of the story?",
            "To whom did {x} belong when the story ended?",
            "In whose possession was {x} at the end of the story?",
        ),
        ("Who owned {x} on {date}?", "To whom did {x} belong on {date}?"),
        "the last owner of {x}",
    ),
    "seat": Row(
        "organisation",
        "town",
        (
            "In which town did {x} have its premises at the end of the story?",
            "Where were the premises of {x} when the story ended?",
        ),
        ("In which town did {x} have its premises on {date}?", "Where were the premises of {x} on {date}?"),
        "the town where {x} had its premises in the end",
    ),
    "founder": Row(
        "organisation",
        "person",
        ("Who founded {x}?", "By whom was {x} founded?", "Who was the founder of {x}?"),
        phrase="the founder of {x}",
    ),
    "spouse": Row(
        "person",
        "person",
        ("Whom did {x} marry in the course of the story?", "To whom was {x} married in the course of the story?"),
        phrase="the person whom {x} married",
    ),
    "born": Row(
        "person",
        "town",
        ("In which town was {x} born?", "What was the birthplace of {x}?", "Where had {x} been born?"),
        phrase="the birthplace of {x}",
    ),
    "sibling": Row(
        "person",
        "person",
        ("Who was the brother or sister of {x}?", "Which person was a brother or sister of {x}?"),
        phrase="the brother or sister of {x}",
    ),
    "teacher": Row(
        "person",
        "person",
        ("Who taught {x} the work?", "From whom did {x} learn the work?", "Who had been the teacher of {x}?"),
        phrase="the teacher of {x}",
    ),
    "trade": Row("person", "word", ("What was {x} by trade?", "What trade did {x} follow?")),
    "instrument": Row("person", "word", ("Which instrument did {x} play?", "What instrument was played by {x}?")),
    "ware": Row("town", "word", ("What was {x} known for?", "For which goods was {x} known?")),
    "steps": Row(
        "town",
        "number",
        (
            "How many steps did the bell tower of {x} have?",
            "How many steps were there in the bell tower of {x}?",
        ),
    ),
}
