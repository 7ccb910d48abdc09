"""What a format module is given, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchwright.errors import DocumentError
from benchwright.records import Heading, Page

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What is refused, so that a hostile or mistaken input cannot take the machine down. All sizes are in bytes."""

    text_bytes: int = 1000 * MEGABYTE
    """Plain text and Markdown, which are decoded piece by piece (about 6 bytes of memory per byte at worst)."""
    markup_bytes: int = 100 * MEGABYTE
    """HTML, and each XML part of an EPUB or Word file: a parsed tree takes some ten times its source."""
    file_bytes: int = 500 * MEGABYTE
    """EPUB, Word and PDF files."""
    unpacked_bytes: int = 500 * MEGABYTE
    """All parts of a zip container together, as its directory declares them."""
    members: int = 20_000
    """Parts of a zip container."""
    pages: int = 50_000
    """Pages of a PDF file."""


@dataclass(frozen=True)
class Source:
    """The bytes of one file."""

    name: str
    data: bytes = field(repr=False)
    limits: Limits

    def error(self, reason: str) -> DocumentError:
        """An error about this file, to be raised."""
        return DocumentError(self.name, reason)


@dataclass(frozen=True)
class Extracted:
    """What a format module makes of a source. `text` is in normal form; all offsets index it."""

    text: str
    title: str = ""
    """Empty where the source declares none."""
    language: str = ""
    """As declared by the source: a BCP 47 tag, or empty."""
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    notes: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


def plural(count: int, noun: str) -> str:
    """`1 image`, `2 images`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
