"""Word: paragraphs, headings, lists and tables in document order.

The body is walked as XML, since python-docx passes over content controls, tracked insertions and text boxes; its styles
and properties are taken from python-docx. Deleted, moved-away and hidden text is left out (ECMA-376, part 1, 17.3-17.4
and 17.13).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from benchwright.documents._archive import Archive
from benchwright.documents._docx_lists import Numbering
from benchwright.documents._html import dropped_note
from benchwright.documents._source import Extracted, Source
from benchwright.documents._text import Builder, one_line, visible

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
TEXT, RUN, STYLE = qn("w:t"), qn("w:r"), qn("w:pStyle")
VALUE = qn("w:val")
LEFT_OUT = frozenset(map(qn, ("w:del", "w:moveFrom", "w:sectPr", "w:pPr", "w:tblPr", "w:trPr", "w:tcPr"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
COUNTED = {
    qn("w:drawing"): "image",
    qn("w:pict"): "image",
    qn("w:footnoteReference"): "footnote",
    qn("w:endnoteReference"): "endnote",
    qn("w:commentReference"): "comment",
    qn("w:object"): "embedded object",
}
BOX = qn("w:txbxContent")


def extract(source: Source) -> Extracted:
    """The text of the body. Headers, footers, notes and comments are left out and counted.

    Raises:
        DocumentError: damaged or too large.
    """
    Archive(source)  # checks sizes before python-docx unpacks the parts
    document = docx.Document(io.BytesIO(source.data))
    reader = _Reader(document)
    reader.blocks(document.element.body)
    reader.dropped.update(_running(document))
    properties = document.core_properties
    return Extracted(
        reader.builder.text(),
        title=one_line(properties.title or ""),
        language=properties.language or "",
        headings=tuple(reader.builder.headings),
        notes=tuple(filter(None, [dropped_note(reader.dropped)])),
    )


class _Reader:
    """The walk over one body."""

    def __init__(self, document: Any) -> None:  # Any: python-docx has no types
        self.builder = Builder()
        self.dropped: Counter[str] = Counter()
        self._levels = _outline_levels(document)
        self._numbering = Numbering(document)
        self._tables = 0

    def blocks(self, parent: etree._Element) -> None:
        """Append all blocks below `parent`, through content controls and insertions."""
        for child in _through(parent, {PARAGRAPH, TABLE}):
            if child.tag == TABLE:
                self._table(child)
            else:
                self._paragraph(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        style = _style(paragraph)
        text = self._text(paragraph)
        label, depth = self._numbering.label(paragraph, style)
        if text:
            self._add(label, depth, text, self._level(paragraph, style))
        for box in _boxes(paragraph):
            self.blocks(box)

    def _add(self, label: str, depth: int, text: str, level: int) -> None:
        if level:
            self.builder.heading(level, one_line(f"{label} {text}"))
        elif label:
            indent = "  " * min(depth, 8)
            self.builder.add(f"{indent}{label} " + text.replace("\n", f"\n{indent}  "), "list")
        else:
            self.builder.add(text)

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        group = f"table {self._tables}"
        for row in _through(table, {ROW}):
            cells = [self._cell(cell) for cell in _through(row, {CELL})]
            if any(cells):
                self.builder.add(" | ".join(cells), group)

    def _cell(self, cell: etree._Element) -> str:
        # the paragraphs of nested tables and of text boxes come in their order too
        texts = (self._text(paragraph) for paragraph in cell.iter(PARAGRAPH))
        return one_line(" ".join(filter(None, texts)))

    def _text(self, paragraph: etree._Element) -> str:
        pieces = []
        for element in _inline(paragraph):
            self.dropped.update(filter(None, [COUNTED.get(element.tag)]))
            pieces.append((element.text or "") if element.tag == TEXT else BREAKS.get(element.tag, ""))
        return visible("".join(pieces)).strip()

    def _level(self, paragraph: etree._Element, style: str) -> int:
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        return _level_of(own) if own is not None else self._levels.get(style, 0)


def _running(document: Any) -> Iterator[str]:
    """The kinds of headers and footers that hold text."""
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in {"header", "footer"} and any(relation.target_part.element.itertext(TEXT)):
            yield f"running {kind}"


def _through(parent: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
    """The nearest descendants with a wanted tag, in order."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in wanted:
            yield child
        elif child.tag not in LEFT_OUT:
            waiting.append(iter(child))


def _inline(paragraph: etree._Element) -> Iterator[etree._Element]:
    """What a paragraph consists of, without its text boxes and hidden runs."""
    waiting = [iter(paragraph)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        if child.tag in LEFT_OUT or child.tag == BOX or (child.tag == RUN and _is_hidden(child)):
            continue
        yield child
        waiting.append(iter(child))


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    return _through(paragraph, {BOX})


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(VALUE) not in {"0", "false"}


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{STYLE}")
    return str(found.get(VALUE)) if found is not None else ""


def _level_of(outline: etree._Element) -> int:
    """Levels count from 0 in the file, and 9 means body text."""
    value = outline.get(VALUE, "9")
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _outline_levels(document: Any) -> dict[str, int]:
    """Heading level by style id, by the style's name or outline level, or that of a style it is based on."""
    levels: dict[str, int] = {}
    styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
    for key in styles:
        current, level, steps = key, 0, 0
        while current in styles and not level and steps < 20:
            level, current, steps = _own_level(styles[current]), _based_on(styles[current]), steps + 1
        if level:
            levels[key] = level
    return levels


def _own_level(style: etree._Element) -> int:
    named = style.find(qn("w:name"))
    name = str(named.get(VALUE)).lower() if named is not None else ""
    if name == "title":
        return 1
    if name.startswith("heading ") and name[8:].isdecimal():
        return min(int(name[8:]), 9)
    outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    return _level_of(outline) if outline is not None else 0


def _based_on(style: etree._Element) -> str:
    base = style.find(qn("w:basedOn"))
    return str(base.get(VALUE)) if base is not None else ""
