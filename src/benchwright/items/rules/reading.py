"""A document as the rules see it: sections, paragraphs, list entries and sentences, each with its offsets.

Every rule reads the same `Reading`, so that hard-wrapped plain text, Markdown and extracted pages look alike to it.
`start` and `end` always index `document.text`; `text` is what a person would read there, with line ends and markup
taken out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from benchwright.items.rules.lines import Line, lines
from benchwright.items.rules.words import content
from benchwright.records import Document, Evidence

_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019", "'"))
_MARKUP = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]+\)"), r"\1"),
    (re.compile(r"\[([^\]\[]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"\\([_*\[\]#`<>])"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)
_END = re.compile(r"[.!?][\"'\u201d\u2019)\]*_]*(?=\s+[\"'\u201c\u2018(\[]*[A-Z0-9])|[.!?][\"'\u201d\u2019)\]*]*\s*$")
_SHORTENED = """e.g i.e etc cf vs no nos sec art fig inc ltd co corp mr mrs ms dr st u.s approx p pp vol ed"""
_ABBREVIATION = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, _SHORTENED.split()))}|(?<![^\s.(])[A-Za-z])\.$", re.IGNORECASE
)


def plain(text: str) -> str:
    """The text on one line, with straight quotes and without Markdown's emphasis and links."""
    text = text.translate(_QUOTES).replace("``", '"').replace("''", '"')
    for pattern, keep in _MARKUP:
        text = pattern.sub(keep, text)
    return _SPACE.sub(" ", text).strip()


@dataclass(frozen=True)
class Section:
    """A heading with the text under it."""

    number: str
    """As printed, such as `3` or `3.2`; empty where the heading has none."""
    title: str
    level: int
    start: int
    end: int
    """Where the heading line ends."""
    body_end: int
    """Where the next heading starts, of whatever level."""


@dataclass(frozen=True)
class Block:
    """A paragraph or a list entry."""

    start: int
    end: int
    text: str
    label: str = ""
    """What marks a list entry: `-`, `a)`, `1.`; empty for a paragraph."""
    indent: int = 0


@dataclass(frozen=True)
class Sentence:
    """A full sentence of a block."""

    start: int
    end: int
    text: str
    block: Block


class Reading:
    """A document, read once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text, each with what it is."""
        return tuple(lines(self.document))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Headings in order, the document's own title left out."""
        heads = [line for line in self.lines if line.kind == "heading"]
        stops = [line.start for line in heads[1:]] + [len(self.document.text)] * bool(heads)
        return tuple(
            Section(line.label, plain(line.title).rstrip(".:"), line.level, line.start, line.end, stop)
            for line, stop in zip(heads, stops, strict=True)
            if line.label or plain(line.title).casefold() != self.title.casefold()
        )

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Paragraphs and list entries in order."""
        return tuple(self._blocks())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Full sentences in order: what lacks a full stop at its end is none."""
        return tuple(sentence for block in self.blocks for sentence in self._split(block))

    @cached_property
    def repeats(self) -> Counter[str]:
        """How often each sentence stands in the document."""
        return Counter(sentence.text for sentence in self.sentences)

    @cached_property
    def meanings(self) -> tuple[frozenset[str], ...]:
        """The content stems of every sentence, in the order of `sentences`."""
        return tuple(content(sentence.text) for sentence in self.sentences)

    @cached_property
    def contents(self) -> tuple[frozenset[str], ...]:
        """The content stems of every block, in the order of `blocks`."""
        return tuple(content(block.text) for block in self.blocks)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All content stems of the document."""
        return content(self.document.text)

    @cached_property
    def title(self) -> str:
        """The title, or where that is but the file's name, the first line of the text if it looks like one."""
        title = plain(self.document.title)
        if title == PurePath(self.document.source).stem:
            first = plain(self.document.text.lstrip().partition("\n")[0])
            if 2 <= len(first.split()) <= 10 and not first.endswith((".", ":", ",")):
                return first
        return title

    @cached_property
    def named(self) -> str:
        """How a question names the document."""
        title = self.title.replace('"', "")
        fits = 3 <= len(title) <= 90 and re.search(r"[A-Za-z]{3}", title) and not re.search(r"[<>{}|\\_*#?]", title)
        return f'"{title}"' if fits else "the document"

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds the offset."""
        at = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        return self.sections[at] if at >= 0 and offset < self.sections[at].body_end else None

    def sentences_of(self, section: Section) -> tuple[Sentence, ...]:
        """The sentences under a heading, up to the next."""
        first, stop = (
            bisect_left(self.sentences, at, key=lambda sentence: sentence.start)
            for at in (section.end, section.body_end)
        )
        return self.sentences[first:stop]

    def parents(self, section: Section) -> tuple[Section, ...]:
        """The sections around one, innermost first."""
        found: list[Section] = []
        level = section.level
        for other in reversed([other for other in self.sections if other.start < section.start]):
            if other.level < level:
                found.append(other)
                level = other.level
        return tuple(found)

    def evidence(self, start: int, end: int) -> Evidence:
        """The passage at the offsets."""
        return Evidence(document=self.document.id, start=start, end=end, quote=self.document.text[start:end])

    def _blocks(self) -> Iterator[Block]:
        held: list[Line] = []
        for line in self.lines:
            joins = line.kind == "text" and held and held[-1].end + 1 == line.start
            if held and not joins:
                yield self._block(held)
                held = []
            if line.kind in {"text", "entry"}:
                held.append(line)
        if held:
            yield self._block(held)

    def _block(self, held: list[Line]) -> Block:
        start, end = held[0].body, held[-1].end
        raw = self.document.text[start:end]
        end -= len(raw) - len(raw.rstrip())
        start += len(raw) - len(raw.lstrip())
        label = held[0].label if held[0].kind == "entry" else ""
        return Block(start, end, plain(self.document.text[start:end]), label, held[0].indent)

    def _split(self, block: Block) -> Iterator[Sentence]:
        raw, start = self.document.text[block.start : block.end], 0
        for match in _END.finditer(raw):
            if _ABBREVIATION.search(raw[start : match.start() + 1]) and match.end() < len(raw):
                continue
            lead = len(raw[start:]) - len(raw[start:].lstrip())
            yield Sentence(
                block.start + start + lead,
                block.start + len(raw[: match.end()].rstrip()),
                plain(raw[start : match.end()]),
                block,
            )
            start = match.end()
