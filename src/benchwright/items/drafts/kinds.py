"""The kinds of question, and what each asks of the author. `KINDS` is in the order of every table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reads = Literal["section", "so far", "sections", "documents"]


@dataclass(frozen=True)
class Kind:
    """A kind of question."""

    name: str
    says: str
    """For people, in one line."""
    asks: str
    """For the author: what such a question is, and what its reply must hold."""
    reads: Reads
    """What the author is shown: one section; the facets of all sections up to one, and that one; two sections; two
    sections of two documents."""
    answer: Literal["short", "rubric", "none"]
    quotes: int
    """Verbatim quotes that a draft needs, at least; of `sections` and `documents`, one from each that it needs."""

    @property
    def answerable(self) -> bool:
        """Whether the document answers it."""
        return self.answer != "none"


_ALL = (
    Kind("fact", "a fact that the document states",
         "asks for one fact about the facet (a name, a number, a date, a place, a thing)", "section", "short", 1),
    Kind("definition", "what a term means in this document",
         "asks what a term means here, or which term the document uses for something", "section", "short", 1),
    Kind("summary", "what has happened, or been settled, so far",
         "asks, for someone who has read up to here and no further, how things stand; the answer is a short list or a "
         "short phrase that only several places together give", "so far", "short", 2),
    Kind("inference", "what follows without being said",
         "asks for something that is not stated but follows from what is; the quotes are what it follows from",
         "section", "short", 1),
    Kind("interpretation", "why someone acts so, what something means",
         "asks for a motive, a purpose or a meaning, which readers may put in different words; in the place of an "
         "answer stand two to four points that a good answer makes", "section", "rubric", 1),
    Kind("comparison", "how two things differ or agree",
         "asks in what two things in the text differ or agree, or which of them is more so", "section", "short", 2),
    Kind("multi_hop", "what only two sections together answer",
         "can be answered only with a fact from each section; neither alone suffices, and the question does not name "
         "the fact that connects them", "sections", "short", 2),
    Kind("cross_document", "what only two documents together answer",
         "can be answered only with a fact from each document; neither alone suffices", "documents", "short", 2),
    Kind("absent", "nothing in the document answers it",
         "fits the facet, sounds as if the text would answer it, and is answered nowhere in the text",
         "section", "none", 0),
    Kind("partly_absent", "the document answers half of it",
         "has two parts: the text answers the first, which the quote shows, and says nothing on the second",
         "section", "none", 1),
    Kind("false_premise", "it takes for granted what the document contradicts",
         "takes something for granted that the text contradicts; the quote is what contradicts it",
         "section", "none", 1),
)  # fmt: skip
KINDS = {kind.name: kind for kind in _ALL}
