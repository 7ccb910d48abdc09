"""Elements of a page, as they open and close, become blocks of text: paragraphs, headings, list items, table rows."""

from __future__ import annotations

from lxml import etree

from benchwright.documents._text import Builder, one_line, visible

BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "ol", "optgroup", "option", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
LEVELS = {f"h{level}": level for level in range(1, 7)}
LAYOUT = ("{*}table", "{*}h1", "{*}h2", "{*}h3", "{*}h4", "{*}h5", "{*}h6")
"""A table that holds one of these arranges the page; its cells are read as blocks, not as a row."""
BREAK = "\x1e"
DEEPEST = 8
"""Levels of lists that are shown by indentation."""


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


class Blocks:
    """The state between the elements of one page."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._inline: list[str] = []
        self._pre = 0
        self._level = 0
        self._counters: list[int | None] = []
        """One per open list: the number of the next item, or None for bullets."""
        self._marker = ""
        self._group = 0
        self._tables: list[bool] = []
        """One per open table: whether it is data, and so read row by row."""
        self._row: list[str] | None = None
        self._cell: list[str] | None = None

    def start(self, element: etree._Element) -> None:
        """An element opens."""
        tag = local_name(element)
        if tag in BLOCK:
            self.flush()
            self._open(tag, element)
        elif tag == "br":
            self._inline.append(BREAK)
        if element.text:
            self._inline.append(element.text)

    def text(self, text: str) -> None:
        """Text between two elements."""
        self._inline.append(text)

    def end(self, element: etree._Element) -> None:
        """An element closes."""
        tag = local_name(element)
        if tag in BLOCK:
            self.flush()
            self._close(tag)

    def flush(self) -> None:
        """End the block that is being collected."""
        text = self._collected()
        if not text:
            return
        if self._cell is not None:
            self._cell.append(text.replace("\n", " "))
        elif self._level:
            self._builder.heading(self._level, text.replace("\n", " "))
        elif self._counters:
            self._add_item(text)
        else:
            self._builder.add(text)

    def _collected(self) -> str:
        text = "".join(self._inline)
        self._inline.clear()
        if self._pre:
            return visible(text.replace(BREAK, "\n")).strip("\n").rstrip()
        lines = (one_line(line) for line in text.split(BREAK))
        return "\n".join(line for line in lines if line)

    def _add_item(self, text: str) -> None:
        indent = "  " * (min(len(self._counters), DEEPEST) - 1)
        hanging = "\n" + indent + "  "
        first = self._marker or "  "
        self._marker = ""
        self._builder.add(indent + first + text.replace("\n", hanging), f"list {self._group}")

    def _open(self, tag: str, element: etree._Element) -> None:
        if tag in LEVELS:
            self._level = LEVELS[tag]
        elif tag == "pre":
            self._pre += 1
        elif tag in {"ul", "ol", "menu", "dl"}:
            self._open_list(tag, element)
        elif tag == "li":
            self._open_item(element)
        elif tag == "table":
            self._tables.append(next(element.iterdescendants(*LAYOUT), None) is None)
            self._group += 1
        elif tag == "tr" and self._in_data():
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._cell = []

    def _close(self, tag: str) -> None:
        if tag in LEVELS:
            self._level = 0
        elif tag == "pre":
            self._pre -= 1
        elif tag in {"ul", "ol", "menu", "dl"}:
            self._counters.pop()
            self._marker = ""
        elif tag == "table":
            self._tables.pop()
            self._row = self._cell = None
        elif tag == "tr" and self._row is not None:
            self._end_row(self._row)
        elif tag in {"td", "th"} and self._row is not None and self._cell is not None:
            self._row.append(" ".join(self._cell))
            self._cell = None

    def _open_list(self, tag: str, element: etree._Element) -> None:
        if not self._counters:
            self._group += 1
        first = element.get("start", "1")
        number = int(first) if first.lstrip("-").isdecimal() and len(first) < 9 else 1
        self._counters.append(number if tag == "ol" else None)

    def _open_item(self, element: etree._Element) -> None:
        number = self._counters[-1] if self._counters else None
        if number is None:
            self._marker = "- "
            return
        value = element.get("value", "")
        number = int(value) if value.isdecimal() and len(value) < 9 else number
        self._marker = f"{number}. "
        self._counters[-1] = number + 1

    def _end_row(self, row: list[str]) -> None:
        self._row = None
        if any(row):
            self._builder.add(" | ".join(row), f"table {self._group}")

    def _in_data(self) -> bool:
        return bool(self._tables) and self._tables[-1]
