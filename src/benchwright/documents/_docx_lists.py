"""The labels that Word draws before list items and does not store as text: bullets, and numbers that are counted.

ECMA-376, part 1, section 17.9: a paragraph names a list and a level; the level has a format and a template such as
`%1.%2)`, whose places are filled with the counts of the levels.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

VALUE = qn("w:val")
PLACE = re.compile(r"%([1-9])")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class _Level:
    form: str
    template: str
    start: int


class Numbering:
    """The counters of all lists of a document."""

    def __init__(self, document: Any) -> None:  # Any: python-docx has no types
        root = _numbering_root(document)
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._styles = _style_lists(document)
        if root is None:
            return
        for abstract in root.findall(qn("w:abstractNum")):
            levels = abstract.findall(qn("w:lvl"))
            self._levels[abstract.get(qn("w:abstractNumId"))] = {
                _number(one.get(qn("w:ilvl"))): _level(one) for one in levels
            }
        for number in root.findall(qn("w:num")):
            self._lists[number.get(qn("w:numId"))] = _value(number, "w:abstractNumId")

    def label(self, paragraph: etree._Element, style: str) -> tuple[str, int]:
        """The label of the paragraph, counted on, and its depth; empty and 0 where it is no list item."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number, depth = _reference(own) if own is not None else self._styles.get(style, ("", 0))
        levels = self._levels.get(self._lists.get(number, ""), {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return "", 0
        if level.form == "bullet":
            return "-", depth
        counts = self._counts[number]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return PLACE.sub(lambda place: _shown(levels, counts, int(place[1]) - 1), level.template), depth


def _shown(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, _Level("decimal", "", 1))
    return spelt(counts.get(depth, level.start), level.form)


def spelt(number: int, form: str) -> str:
    """A count in a number format of Word; decimal where the format is another."""
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        text = ""
        for value, digits in ROMAN:
            text += digits * (number // value)
            number %= value
        return text.upper() if form == "upperRoman" else text
    return f"{number:02}" if form == "decimalZero" else str(number)


def _numbering_root(document: Any) -> etree._Element | None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return relation.target_part.element
    return None


def _style_lists(document: Any) -> dict[str, tuple[str, int]]:
    styles = document.styles.element.findall(qn("w:style"))
    found = ((style.get(qn("w:styleId")), style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")) for style in styles)
    return {key: _reference(numbering) for key, numbering in found if numbering is not None}


def _reference(numbering: etree._Element) -> tuple[str, int]:
    return _value(numbering, "w:numId"), _number(_value(numbering, "w:ilvl"))


def _level(element: etree._Element) -> _Level:
    start = _value(element, "w:start")
    return _Level(
        _value(element, "w:numFmt") or "decimal", _value(element, "w:lvlText"), _number(start) if start else 1
    )


def _value(parent: etree._Element, tag: str) -> str:
    found = parent.find(qn(tag))
    return str(found.get(VALUE, "")) if found is not None else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
