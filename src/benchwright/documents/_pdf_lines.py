"""The lines of one PDF page, with where they stand and how large they are set.

PDFium gives the characters in reading order, with a line break between lines; where two cells of a table row stand
apart it gives one space. Gaps are measured, and one wider than an em becomes ` | `. Measures are asked for by the place
of a character in PDFium's list, one call each, so only those that decide something are asked for.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from benchwright.documents._text import visible

LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
"""PDFium gives a hyphen at the end of a line as U+FFFE (older releases: U+0002), without a line break."""
GAP = re.compile(" +")
LABEL = re.compile(r"\W|[(]?(?:\d+(?:\.\d+)*|[A-Za-z]|[ivxIVX]+)[.):]?|§ ?\d+|(?:Article|Section|Chapter|Appendix) \w+")
"""What stands apart at the start of a line without being a cell: bullets and numbers."""
LIGATURES = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
LIGATURE = re.compile("[\ufb00-\ufb06]")
BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
PROSE = 60
"""Characters from which a line with one gap is prose that was stretched, unless the gap is two ems wide."""
CELL = " | "


@dataclass(slots=True, eq=False)
class Line:
    """A line of text. Lengths are in points, from the lower left corner of the page."""

    text: str
    left: float
    right: float
    base: float
    """Height of the baseline."""
    size: float
    """Of the font, as set on the page."""
    bold: bool
    hyphen: bool
    """Whether the last word may go on in the next line."""
    cells: bool


class _Page:
    """Reads measures of characters without creating an object per call."""

    def __init__(self, textpage: Any) -> None:  # Any: pypdfium2 has no types
        self.raw = textpage.raw
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._point = ctypes.byref(self._x), ctypes.byref(self._y)
        self._area = pdfium.FS_RECTF()
        self._rectangle = ctypes.byref(self._area)
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self.raw, index, *self._point)
        return self._x.value, self._y.value

    def right(self, index: int) -> float:
        """The right edge, the space beside the letter that belongs to it included."""
        pdfium.FPDFText_GetLooseCharBox(self.raw, index, self._rectangle)
        return float(self._area.right)

    def gap(self, before: int, after: int) -> float:
        """The distance between two characters of a line."""
        pdfium.FPDFText_GetLooseCharBox(self.raw, before, self._rectangle)
        right = self._area.right
        pdfium.FPDFText_GetLooseCharBox(self.raw, after, self._rectangle)
        return float(self._area.left - right)

    def size(self, index: int) -> float:
        size = float(pdfium.FPDFText_GetFontSize(self.raw, index))
        if pdfium.FPDFText_GetMatrix(self.raw, index, self._matrix):
            size *= (self._matrix.c**2 + self._matrix.d**2) ** 0.5 or 1.0
        return size or 1.0

    def is_bold(self, index: int) -> bool:
        if pdfium.FPDFText_GetFontWeight(self.raw, index) >= 600:
            return True
        # the standard fonts carry no weight, but a name
        size = pdfium.FPDFText_GetFontInfo(self.raw, index, self._name, len(self._name), self._flags)
        return 0 < size <= len(self._name) and BOLD.search(self._name.value) is not None


def page_lines(textpage: Any) -> list[Line]:
    """The lines of a page that hold more than white space."""
    page = _Page(textpage)
    found = LINE.finditer(_characters(textpage))
    return [line for match in found if match[0].strip() and (line := _line(page, match)) is not None]


def _characters(textpage: Any) -> str:
    """One character per entry of PDFium's list."""
    count = textpage.count_chars()
    text = textpage.get_text_range() if count > 0 else ""
    if len(text) == count:
        return str(text)
    # characters outside the basic plane, or without a meaning, make the two lengths differ
    codes = (pdfium.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)


def _line(page: _Page, match: re.Match[str]) -> Line | None:
    raw = match[0]
    hyphen = raw[-1] in "\ufffe\x02"
    body = raw.rstrip(" \ufffe\x02")
    first = match.start() + len(raw) - len(raw.lstrip(" "))
    last = match.start() + len(body) - 1
    left, base = page.origin(first)
    right = page.right(last)
    size = page.size(first if body.lstrip(" ")[0].isalnum() else last)  # a bullet may be set larger
    text, cells = _with_gaps(page, match.start(), body, size)
    text = visible(LIGATURE.sub(lambda found: LIGATURES[found[0]], text)).strip()
    if not text:
        return None
    text += "-" if hyphen else ""
    hyphen = hyphen or (len(text) > 2 and text[-1] in "-\u2010" and text[-2].isalpha())
    return Line(text, left, right, base, size, page.is_bold(first) and page.is_bold(last), hyphen, cells)


def _with_gaps(page: _Page, start: int, body: str, size: float) -> tuple[str, bool]:
    """The text of a line with its wide gaps marked, and whether there is one."""
    gaps: list[tuple[int, int]] = []
    widest = 0.0
    for gap in GAP.finditer(body):
        before, after = gap.span()
        if not before:
            continue
        width = page.gap(start + before - 1, start + after)
        if width > size and (gaps or not LABEL.fullmatch(body[:before].strip())):
            gaps.append((before, after))
            widest = max(widest, width)
    if not gaps or (len(gaps) == 1 and len(body) > PROSE and widest < 2 * size):
        return body, False
    starts = [0, *(after for _, after in gaps)]
    ends = [*(before for before, _ in gaps), len(body)]
    return CELL.join(body[a:b] for a, b in zip(starts, ends, strict=True)), True
