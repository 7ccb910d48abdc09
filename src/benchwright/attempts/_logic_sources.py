"""What facts are read from, and where a quote stands in it.

A quote counts where it stands in a document of the question, or, of a question without documents, in the question; and
only where the model was shown it. Offsets are those of the whole text, in characters; white space may differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchwright.attempts._spans import locate


@dataclass(frozen=True)
class Source:
    """A text that facts are read from."""

    document: str
    """Its id; empty for the question."""
    text: str
    shown: tuple[tuple[int, int], ...] | None = None
    """What of it the model was shown, as spans; none: all of it."""


@dataclass(frozen=True)
class Span:
    """`text[start:end]` of a document."""

    document: str
    start: int
    end: int
    text: str
    """What stands there, exactly."""


def find(quote: str, sources: Sequence[Source]) -> Span | None:
    """Where a quote first stands in what the model was shown; none where it does not."""
    for source in sources:
        for start, end in source.shown if source.shown is not None else ((0, len(source.text)),):
            found = locate(quote, source.text[start:end])
            if found.start is not None and found.end is not None:
                at, to = start + found.start, start + found.end
                return Span(source.document, at, to, source.text[at:to])
    return None
