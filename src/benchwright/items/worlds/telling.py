"""A world told: the document, and which sentence of it states what.

A genre writes with a `Pen`, which counts characters (for offsets) and bytes (for length) as it goes and remembers the
span of every marked sentence. Marks are statement ids; `@` before an event's id marks the sentence that names its day,
where that is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchwright.records import Document, Evidence, Heading

Sentence = tuple[str, str]
"""(marks separated by spaces, or none; text)"""


@dataclass(frozen=True)
class Part:
    """A part of the text as a reader would name it."""

    name: str
    """`Chapter 4`; it can be told from every other part by this alone."""
    last: int
    """Index of the last event told in it."""


def weigh(text: str) -> int:
    """Bytes of the text: four make a token."""
    return len(text.encode())


class Pen:
    """Writes a text from front to back."""

    def __init__(self) -> None:
        self.bytes = 0
        self.spans: dict[str, tuple[int, int]] = {}
        self.headings: list[Heading] = []
        self._parts: list[str] = []
        self._at = 0

    def heading(self, text: str, level: int) -> None:
        """A line of its own that is remembered as a heading."""
        start = self._break()
        self._put(text)
        self.headings.append(Heading(level=level, text=text, start=start, end=self._at))

    def paragraph(self, sentences: Sequence[Sentence]) -> None:
        """Sentences, with a space between them; a newline within one starts another paragraph."""
        self._break()
        for number, (marks, text) in enumerate(sentences):
            if number:
                self._put(" ")
            start = self._at
            self._put(text.replace("\n", "\n\n"))
            for mark in marks.split():
                self.spans[mark] = (start, self._at)

    def table(self, head: str, rows: Sequence[Sentence]) -> None:
        """A table: its head (two lines), and rows on lines of their own."""
        self._break()
        self._put(head)
        for marks, text in rows:
            self._put("\n")
            start = self._at
            self._put(text)
            for mark in marks.split():
                self.spans[mark] = (start, self._at)

    @property
    def text(self) -> str:
        """What is written so far."""
        return "".join(self._parts)

    def document(self, title: str) -> Document:
        """What is written, as the document of a world."""
        return Document(
            title=title, source="worlds", media_type="text/plain", language="en", text=self.text,
            headings=tuple(self.headings),
        )  # fmt: skip

    def _break(self) -> int:
        if self._at:
            self._put("\n\n")
        return self._at

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)
        self.bytes += weigh(text)


@dataclass(frozen=True)
class Telling:
    """A document with the sentence of every statement."""

    document: Document
    spans: dict[str, tuple[int, int]]
    """Statement id -> start and end of its sentence; `@` + event id -> those of the sentence that names its day."""
    parts: tuple[Part, ...] = ()
    """In the order of the text."""

    def evidence(self, statements: Iterable[str]) -> tuple[Evidence, ...]:
        """The sentences of these statements, each once, in the order of the text; `@e1` stands for the day of e1."""
        spans = sorted({self.spans.get(mark) or self.spans[mark.lstrip("@")] for mark in statements})
        text, key = self.document.text, self.document.id
        return tuple(Evidence(document=key, start=start, end=end, quote=text[start:end]) for start, end in spans)
