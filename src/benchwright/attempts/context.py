"""What of its documents reaches the model with a question.

`full`        the documents, whole: what is measured
`evidence`    the passages that hold the answer, each with its sentence: the ceiling of reading, without searching
              (for a question that nothing answers: the passages nearest to it, so that refusing is not given away)
`none`        the question alone: what leaks or can be guessed
`retrieve:K`  the K best passages by BM25: what a retrieval system would see

The text of a context is a list of parts: literal text, or a reference to a whole document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from benchwright.errors import InputError
from benchwright.records import Document, Item

if TYPE_CHECKING:
    from benchwright.retrieval import Index

Mode = Literal["full", "evidence", "none", "retrieve"]
DECOYS, HELD = 2, 8
WITHHELD = "The document is withheld; answer from what you know."


@dataclass(frozen=True)
class Context:
    """How documents reach the model."""

    mode: Mode = "full"
    passages: int = 0
    """For `retrieve`: how many."""

    @classmethod
    def parse(cls, text: str) -> Context:
        """Read `full`, `evidence`, `none` or `retrieve:K`.

        Raises:
            InputError: it is none of these.
        """
        match = re.fullmatch(r"(full|evidence|none)|retrieve:([1-9]\d{0,3})", text.strip())
        if not match:
            raise InputError(f"unknown context {text!r}; use full, evidence, none or retrieve:K (as in retrieve:5)")
        return cls("retrieve", int(match[2])) if match[2] else cls(match[1])  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"retrieve:{self.passages}" if self.mode == "retrieve" else self.mode

    def inline(self, item: Item, documents: Mapping[str, Document]) -> str | None:
        """The context as text; none for `full`, whose documents travel by reference."""
        if self.mode == "full":
            return None
        if self.mode == "none":
            return WITHHELD
        parts = [part for key in item.documents for part in self._parts(item, documents[key])]
        return wrap("\n\n".join(parts)) if parts else WITHHELD

    def _parts(self, item: Item, document: Document) -> list[str]:
        if self.mode == "retrieve":
            return nearest(document, item.question, self.passages)
        if not item.answerable:
            return nearest(document, item.question, DECOYS)
        spans = sorted({sentence(document.text, e.start, e.end) for e in item.evidence if e.document == document.id})
        return [document.text[start:end] for start, end in spans]


def nearest(document: Document, question: str, count: int) -> list[str]:
    """The passages of a document that BM25 ranks highest for a question, in the document's order."""
    found = sorted(_index(document).search(question, count), key=lambda pair: pair[0].start)
    return [passage.text for passage, _ in found]


_indexes: dict[str, Index] = {}


def _index(document: Document) -> Index:
    """The index of a document, made once; items come ordered by document, so few need to be held."""
    from benchwright.retrieval import Index, passages

    if document.id not in _indexes:
        while len(_indexes) >= HELD:
            _indexes.pop(next(iter(_indexes)))
        _indexes[document.id] = Index(passages(document.text))
    return _indexes[document.id]


def wrap(text: str) -> str:
    """Mark where the document begins and ends."""
    return f"<document>\n{text}\n</document>"


def sentence(text: str, start: int, end: int, *, reach: int = 400) -> tuple[int, int]:
    """The span widened to the sentence or line around it, by at most `reach` characters on each side."""
    before = max((match.end() for match in re.finditer(r"[.!?]\s+|\n", text[max(0, start - reach) : start])), default=0)
    left = max(0, start - reach) + before
    closing = re.search(r"[.!?](?=\s)|\n", text[max(start, end - 1) : end + reach])
    right = max(start, end - 1) + closing.end() if closing else min(len(text), end + reach)
    return left, max(end, right)
