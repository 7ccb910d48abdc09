"""Lines become paragraphs, list items, table rows and headings, with the offsets of pages and headings.

Two lines are one paragraph only where the first word of the second would not have fitted into the first: then the break
was the typesetter's. A hyphen at such a break goes where the document spells the word without one, and stays where it
spells it with one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from benchwright.documents._pdf_headings import Place
from benchwright.documents._pdf_lines import Line
from benchwright.records import Heading, Page

BULLET = re.compile(r"[\u2022\u25aa\u25cf\u25e6\u2023\u2043\u25a0\u25cb\uf0b7]\s?")
ITEM = re.compile(r"(?:[-\u2013\u2014*]|[(]?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivx]{1,5})[.)]|[(]\w{1,4}[)])\s")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
TAIL = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
"""Scripts that are set without spaces between words."""
KEEPING = frozenset(["all", "anti", "co", "cross", "ex", "full", "half", "high", "inter", "long", "low", "multi", "non",
                     "one", "part", "self", "semi", "short", "so", "two", "third", "well"])  # fmt: skip
"""First parts after which a hyphen stays unless the document says otherwise."""
COLUMN = 36
"""Lines whose left edges are within about this many points start in one column."""
NARROWEST = 24
"""Characters of a line below which it is no line of a column, but stands for itself."""
SENTENCE_END = ".!?:;\u2026\u3002"


NEW_LINE, NEW_BLOCK = "\n", "\n\n"


class Layout:
    """The text of the pages so far."""

    def __init__(self, pages: Sequence[Sequence[Line]], headings: Mapping[int, Place]) -> None:
        self.pages: list[Page] = []
        self.headings: list[Heading] = []
        self.rejoined = 0
        """Words that a hyphen had parted."""
        self._places = headings
        self._words = Words(pages)
        self._parts: list[str] = []
        self._length = 0
        self._above: Line | None = None
        self._heading: tuple[Place, int] | None = None
        self._in_table = False
        self._columns = Columns(())
        for number, lines in enumerate(pages, 1):
            self._page(number, lines)
        self._end_heading(None)

    def text(self) -> str:
        """The text of all pages."""
        return "".join(self._parts)

    def _page(self, number: int, lines: Sequence[Line]) -> None:
        start = -1
        below = Columns(lines)
        for line in lines:
            turned = start < 0
            self._end_heading(line)
            self._separate(line, turned=turned)
            start = self._length if turned else start
            self._begin_heading(line)
            self._append(line.text)
            self._above, self._columns = line, below
        start = self._length if start < 0 else start
        self.pages.append(Page(number=number, start=start, end=self._length))

    def _separate(self, line: Line, *, turned: bool) -> None:
        above = self._above
        if above is None:
            self._in_table = line.cells
            return
        between = self._between(above, line, turned=turned)
        self._in_table = line.cells or (self._in_table and between != NEW_BLOCK)
        if between != " ":
            self._append(between)
        elif above.hyphen and line.text[0].isalpha():
            self._close_word(above, line)
        elif not (WIDE.match(above.text[-1]) and WIDE.match(line.text[0])):
            self._append(" ")

    def _between(self, above: Line, line: Line, *, turned: bool) -> str:
        """A space where the two lines are one paragraph, otherwise one newline or two."""
        old, new = self._places.get(id(above)), self._places.get(id(line))
        if old or new:
            return " " if old == new else NEW_BLOCK
        if turned:
            goes_on = line.text[0].islower() and above.text[-1] not in SENTENCE_END and self._goes_on(above, line)
            return " " if goes_on else NEW_BLOCK
        drop = above.base - line.base
        size = max(above.size, line.size)
        if above.cells or line.cells:
            near = 3.5 if above.cells and line.cells else 1.7
            return NEW_LINE if self._in_table and 0 < drop <= near * size else NEW_BLOCK
        if not 0 < drop <= 1.7 * size or abs(above.size - line.size) > 0.1 * size:
            close_items = 0 < drop <= 2.6 * size and _is_item(above) and _is_item(line)
            return NEW_LINE if close_items else NEW_BLOCK
        return " " if self._goes_on(above, line) else NEW_LINE

    def _goes_on(self, above: Line, line: Line) -> bool:
        """Whether the break between two lines of one size is the typesetter's."""
        if above.cells or line.cells or abs(above.size - line.size) > 0.1 * line.size or BULLET.match(line.text):
            return False
        if ITEM.match(line.text) and above.text[-1] in SENTENCE_END:
            return False
        if above.hyphen:
            return True
        if line.left - above.left > 0.8 * line.size and not _is_item(above) and above.text[-1] in SENTENCE_END:
            return False  # an indented first line
        return self._columns.is_full(above, line)

    def _close_word(self, above: Line, line: Line) -> None:
        """Put the halves of a word together, without its hyphen where that is how the word is spelt."""
        if not self._words.keeps_hyphen(above.text, line.text):
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
            self.rejoined += 1

    def _begin_heading(self, line: Line) -> None:
        place = self._places.get(id(line))
        if place is not None and self._heading is None:
            self._heading = (place, self._length)

    def _end_heading(self, line: Line | None) -> None:
        """Close the heading that is open, unless the line is part of it."""
        if self._heading is None or (line is not None and self._places.get(id(line)) == self._heading[0]):
            return
        (level, _), start = self._heading
        at = len(self._parts)
        length = self._length
        while length > start:
            at -= 1
            length -= len(self._parts[at])
        text = "".join(self._parts[at:])
        self.headings.append(Heading(level=level, text=text, start=start, end=self._length))
        self._heading = None

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


class Columns:
    """Where the columns of a page end on the right: as far as lines that start at about the same place reach."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rights: dict[int, float] = {}
        for line in lines:
            place = int(line.left // COLUMN)
            for near in (place - 1, place, place + 1):
                self._rights[near] = max(self._rights.get(near, line.right), line.right)

    def is_full(self, above: Line, line: Line) -> bool:
        """Whether the first word of `line` would not have fitted after `above`."""
        if len(above.text) < NARROWEST and not WIDE.match(above.text[-1]):
            return False
        end = self._rights.get(int(above.left // COLUMN), above.right)
        per_character = (above.right - above.left) / max(1, len(above.text))
        if WIDE.match(line.text[0]):
            return end - above.right < 2 * above.size
        word = len(line.text.split(" ", 1)[0]) + 1
        return above.right + 1.3 * word * per_character > end


class Words:
    """How the document spells its words where no line ends inside them."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self._pages = pages

    @cached_property
    def _known(self) -> frozenset[str]:
        lines = (line for page in self._pages for line in page)
        return frozenset(word.lower() for line in lines for word in WORD.findall(line.text.rstrip("-\u2010")))

    def keeps_hyphen(self, above: str, below: str) -> bool:
        """Whether the hyphen at the end of `above` is part of the word."""
        first = TAIL.search(above.rstrip("-\u2010"))
        second = WORD.match(below)
        if first is None or second is None or not second[0][0].islower():
            return True
        left, right = first[0].lower(), second[0].lower()
        if f"{left}{right}" in self._known:
            return False
        return f"{left}-{right}" in self._known or left in KEEPING or "-" in left


def _is_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or ITEM.match(line.text))
