"""Markdown: the text as it stands, with the offsets of its headings (CommonMark 0.31, sections 4.2, 4.3 and 4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from benchwright.documents import _plain
from benchwright.documents._source import Extracted, Source
from benchwright.records import Heading

LINE = re.compile("[^\n]+")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
BLOCK = re.compile(r"(?: {0,3}(?:[-+*>]|\d{1,9}[.)])(?:\s|$)|\t| {4}|\||<!--)")
"""A line that starts another block, and so cannot be the text of an underlined heading."""


def extract(source: Source) -> Extracted:
    """The whole text, with headings outside code fences.

    Raises:
        DocumentError: the bytes are no text.
    """
    plain = _plain.extract(source)
    return replace(plain, headings=tuple(_headings(plain.text)))


def _headings(text: str) -> Iterator[Heading]:
    fence = ""
    above: re.Match[str] | None = None
    start = _front_matter(text)
    for line in LINE.finditer(text, start):
        marks = _fence(line[0])
        if fence or marks:
            fence, above = _after_fence(fence, marks, line[0]), None
            continue
        if above is not None and above.end() + 1 != line.start():
            above = None  # a blank line lies between
        heading = _atx(line) or (_setext(above, line) if above is not None else None)
        if heading is not None:
            yield heading
        above = None if heading is not None or BLOCK.match(line[0]) or not line[0].strip() else line


def _front_matter(text: str) -> int:
    """Where the text goes on after a block of metadata between two lines of dashes."""
    if not text.startswith("---\n"):
        return 0
    end = text.find("\n---\n", 3)
    return end + 5 if end >= 0 else 0


def _fence(line: str) -> str:
    match = FENCE.match(line)
    # an info string after backticks holds no backtick: otherwise the line is inline code
    return match[1] if match and not (match[1][0] == "`" and "`" in match[2]) else ""


def _after_fence(fence: str, marks: str, line: str) -> str:
    """The fence that is open after a line that opens one or lies inside one."""
    if not fence:
        return marks
    closes = marks.startswith(fence) and line.strip() == marks
    return "" if closes else fence


def _atx(line: re.Match[str]) -> Heading | None:
    match = ATX.match(line[0])
    if match is None or not match[2] or set(match[2]) == {"#"}:
        return None
    start = line.start() + match.start(2)
    return Heading(level=len(match[1]), text=match[2], start=start, end=start + len(match[2]))


def _setext(above: re.Match[str], line: re.Match[str]) -> Heading | None:
    match = SETEXT.match(line[0])
    if match is None:
        return None
    text = above[0].strip()
    start = above.start() + above[0].index(text)
    return Heading(level=1 if match[1][0] == "=" else 2, text=text, start=start, end=start + len(text))
