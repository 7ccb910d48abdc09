"""What a rule, or later a model, proposes: a question with its answer and evidence, before any gate has seen it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchwright.items.rules.reading import Reading, Section
from benchwright.items.rules.words import FUNCTION
from benchwright.records import Answer, Evidence


@dataclass(frozen=True)
class Draft:
    """A proposed item."""

    kind: str
    rule: str
    question: str
    answer: Answer
    evidence: tuple[Evidence, ...]
    subject: str
    """What the fact is about: two drafts of a rule on one subject must make the same claim."""
    claim: str
    """What the document says of the subject."""
    topic: str = ""
    """The words that pin the fact down: what a passage that answers the question would have to speak of."""
    missing: tuple[str, ...] = ()
    """For a question that nothing answers: words of which none may stand in the document."""
    parent: Draft | None = None
    """The answerable draft that a question without an answer is the twin of."""

    @property
    def start(self) -> int:
        """Where the evidence starts; 0 without evidence."""
        return self.evidence[0].start if self.evidence else 0


@dataclass(frozen=True)
class Rule:
    """A pattern of text that carries an answer."""

    name: str
    kind: str
    draft: Callable[[Reading], Iterator[Draft]]
    check: Callable[[Draft, Reading], str]
    """Reads the evidence again, another way, and says what is wrong with the gold; empty where nothing is."""


def text_answer(value: str, *accepted: str) -> Answer:
    """A text answer with its other spellings, repetitions left out."""
    others = tuple(dict.fromkeys(other for other in accepted if other and other != value))
    return Answer(type="text", values=(value,), accepted=others)


def quoted(text: str) -> str:
    """The text in double quotes, those inside it turned into single ones."""
    return '"' + text.replace('"', "'") + '"'


def lower_first(text: str, reading: Reading) -> str:
    """The text with a small first letter, unless its first word is a name.

    A word is no name where it is a function word, or where the document writes it small at least as often as with a
    capital in the middle of a sentence, and no second capital follows it ('Release Candidates').
    """
    first = re.match(r"[A-Za-z]+", text)
    if first is None or not (first[0][1:].islower() or len(first[0]) == 1):
        return text
    small = first[0].lower()
    if small in FUNCTION - {"i"}:
        return small + text[len(small) :]
    whole = reading.document.text
    capital, plain = (len(re.findall(pattern, whole)) for pattern in (rf"[a-z,;] {first[0]}\b", rf"\b{small}\b"))
    bare = not small.endswith("s") and not re.match(r"[A-Za-z-]+ [a-z]", text)
    named = capital > plain or (capital == plain and bare)
    return text if named or re.match(r"[A-Za-z]+ [A-Z]", text) else small + text[len(small) :]


def section_name(section: Section) -> str:
    """How a question names a section: `section 5 ("Title")`, or `the section "Title"`."""
    if section.number:
        return f"section {section.number} ({quoted(section.title)})"
    return f"the section {quoted(section.title)}"
