"""The one normal form of text, and a builder that records offsets while text is put together."""

from __future__ import annotations

import re
import unicodedata

from benchwright.records import Heading

NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
JUNK = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
"""Control characters without a meaning in text, byte order marks, and code points that are no characters."""
INVISIBLE = re.compile("[\u00ad\u200b]")
"""Soft hyphens and zero-width spaces: layout hints of rendered formats, which break quotes and searches."""
SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    r"""Newlines as `\n`, no control characters but tab and newline, Unicode normal form C. Idempotent."""
    if text.isascii() and text.isprintable():
        return text
    text = JUNK.sub("", NEWLINES.sub("\n", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """The normal form of text that came from a rendered format: without invisible layout hints."""
    return normalise(INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """Visible text with every run of white space made one space."""
    return SPACES.sub(" ", visible(text)).strip()


class Builder:
    """Collects blocks of text and knows the offset of each."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._group = ""
        self.length = 0
        self.headings: list[Heading] = []

    def add(self, text: str, group: str = "") -> int:
        """Append a block in normal form; blocks of one named group stand on adjacent lines. Returns its offset."""
        if self._parts:
            self._append("\n" if group and group == self._group else "\n\n")
        self._group = group
        start = self.length
        self._append(text)
        return start

    def heading(self, level: int, text: str) -> None:
        """Append a block that is a heading."""
        start = self.add(text)
        self.headings.append(Heading(level=level, text=text, start=start, end=self.length))

    def text(self) -> str:
        """Everything so far."""
        return "".join(self._parts)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)
