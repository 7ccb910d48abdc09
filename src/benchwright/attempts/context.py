"""What of its documents reaches the model with a question.

`full`        the documents, whole: what is measured
`evidence`    the passages that hold the answer, each with its sentence: the ceiling of reading, without searching
              (for a question that nothing answers: the passages nearest to it, so that refusing is not given away)
`none`        the question alone: what leaks or can be guessed
`retrieve:K`  the K best passages by BM25: what a retrieval system would see

What is shown is fenced by tags. Where a text holds the tag itself, the tag carries a hash of the text, so that no text
can end its own fence. A whole document travels by reference (`references`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from benchwright.errors import InputError
from benchwright.records import Document, Item, digest

if TYPE_CHECKING:
    from benchwright.retrieval import Index

Spans = dict[str, list[tuple[int, int]]]
"""Per document, where the passages of it lie: [(start, end), ...]."""
Mode = Literal["full", "evidence", "none", "retrieve"]
DECOYS = 2
HELD = 100_000_000
"""Characters of the documents whose indexes are held; an index takes about seven bytes for each."""
_FENCE = re.compile(r"<\s*+/?\s*+document", re.IGNORECASE)
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

    def spans(self, item: Item, documents: Mapping[str, Document]) -> Spans | None:
        """What of each document is shown, in order; none for `full` and `none`."""
        if self.mode in {"full", "none"}:
            return None
        return {key: self._spans(item, documents[key]) for key in dict.fromkeys(item.documents)}

    def _spans(self, item: Item, document: Document) -> list[tuple[int, int]]:
        if self.mode == "retrieve":
            return nearest(document, item.question, self.passages)
        if not item.answerable:
            return nearest(document, item.question, DECOYS)
        return sorted({sentence(document.text, e.start, e.end) for e in item.evidence if e.document == document.id})


def passages_text(spans: Spans, documents: Mapping[str, Document]) -> str:
    """The passages as the model sees them; where there are none, the document is withheld."""
    parts = [documents[key].text[start:end] for key, inside in spans.items() for start, end in inside]
    return wrap("\n\n".join(parts)) if parts else WITHHELD


def nearest(document: Document, question: str, count: int) -> list[tuple[int, int]]:
    """The passages of a document that BM25 ranks highest for a question, in the document's order."""
    found = _index(document).search(question, count)
    return sorted((passage.start, passage.end) for passage, _ in found)


_indexes: dict[str, tuple[Index, int]] = {}


def _index(document: Document) -> Index:
    """The index of a document, made once: of those held, the one not used for longest goes first."""
    from benchwright.retrieval import Index, passages

    found = _indexes.pop(document.id, None)
    if found is None:
        found = Index(passages(document.text)), len(document.text)
        while _indexes and sum(size for _, size in _indexes.values()) + found[1] > HELD:
            _indexes.pop(next(iter(_indexes)))
    _indexes[document.id] = found
    return found[0]


def wrap(text: str, tag: str = "") -> str:
    """Mark where the document begins and ends, by a tag that the text cannot close."""
    tag = tag or tag_for(text)
    return f"<{tag}>\n{text}\n</{tag}>"


def tag_for(text: str) -> str:
    """`document`; where the text holds that tag itself, with a hash of the text, which no text can foresee."""
    return f"document-{digest(text)}" if _FENCE.search(text) else "document"


def sentence(text: str, start: int, end: int, *, reach: int = 400) -> tuple[int, int]:
    """The span widened to the sentence or line around it, by at most `reach` characters on each side."""
    before = max((match.end() for match in re.finditer(r"[.!?]\s+|\n", text[max(0, start - reach) : start])), default=0)
    left = max(0, start - reach) + before
    closing = re.search(r"[.!?](?=\s)|\n", text[max(start, end - 1) : end + reach])
    right = max(start, end - 1) + closing.end() if closing else min(len(text), end + reach)
    return left, max(end, right)
