"""What each line of a document is: a heading, the start of a list entry, running text, a table row, or nothing.

Headings come from the document's own list of them where it has one. Plain text has none, so a numbered or capitalised
line that stands alone counts as one there, and so does a title that runs into its paragraph ("2. Grant. ...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from benchwright.items.rules.words import FUNCTION
from benchwright.records import Document

Kind = Literal["heading", "entry", "text", "table", "blank"]
BULLETS = "-*\u2022\u2023\u25e6\u2013"
_LABEL = (
    rf"[{re.escape(BULLETS)}]|\(?[a-z]\)|[a-z]\.|\(?[ivx]{{1,5}}\)|\(?\d{{1,2}}\)|\d{{1,2}}\.|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}\.?"
)
_ENTRY = re.compile(rf"(?P<indent>[ \t]*)(?P<label>{_LABEL})[ \t]+(?=\S)")
_NUMBERED = re.compile(
    r"(?:(?:Section|Article|Chapter|Clause|Part)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.):]?\s+(?P<title>\S.*)"
)
_LETTERED = re.compile(r"(?P<number>[A-Z])\.\s+(?P<title>\S.*)")
_RUN_IN = re.compile(r"\s*(?P<number>\d{1,2})\.\s+(?P<title>[A-Z][^.\"“():;,]{2,60})\.\s+(?=[A-Z])")
_ATX = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*$")
_RULE = re.compile(r"\s*([-=_*~+])\1{2,}\s*$")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SMALL = FUNCTION


@dataclass(frozen=True)
class Line:
    """A line of the text, without its line end."""

    kind: Kind
    start: int
    end: int
    body: int
    """Where the text after the label starts."""
    label: str = ""
    """Of an entry: its mark; of a heading: its number."""
    indent: int = 0
    title: str = ""
    level: int = 0


def lines(document: Document) -> Iterator[Line]:
    """Every line of the text in order."""
    raw = document.text.split("\n")
    marked = {heading.start: heading.level for heading in document.headings}
    known = _levels(document, marked)
    offset, fenced, last = 0, False, dict[str, str]()
    for index, text in enumerate(raw):
        fence = text.lstrip().startswith(("```", "~~~"))
        fenced ^= fence
        line = Line("text", offset, offset + len(text), offset, indent=len(text) - len(text.lstrip()))
        if fence or fenced or not text.strip() or _RULE.match(text):
            yield replace(line, kind="blank")
        elif offset in known:
            yield _heading(line, text, known[offset])
        else:
            for found in _other(line, text, raw, index, alone=not document.headings):
                yield _settled(found, raw[index - 1] if index else "", last)
        offset += len(text) + 1


def _levels(document: Document, marked: dict[int, int]) -> dict[int, int]:
    """Line starts that are headings, with their levels."""
    return {document.text.rfind("\n", 0, start) + 1: level for start, level in marked.items()}


def _heading(line: Line, text: str, level: int) -> Line:
    atx = _ATX.match(text.strip())
    title = atx["title"] if atx else text.strip()
    numbered = _NUMBERED.fullmatch(title) or _LETTERED.fullmatch(title)
    if numbered:
        return replace(line, kind="heading", label=numbered["number"], title=numbered["title"], level=level)
    return replace(line, kind="heading", title=title, level=level)


def _other(line: Line, text: str, raw: list[str], index: int, *, alone: bool) -> Iterator[Line]:
    before = raw[index - 1] if index else ""
    after = raw[index + 1] if index + 1 < len(raw) else ""
    apart = not before.strip() and (not after.strip() or bool(_RULE.match(after)))
    numbered = _NUMBERED.fullmatch(text.strip())
    run_in = _RUN_IN.match(text) if alone and not before.strip() else None
    if alone and apart and numbered and _titled(numbered["title"]):
        yield _heading(line, text, numbered["number"].count(".") + 2)
    elif alone and apart and _bare(text, ruled=bool(after.strip())):
        yield _heading(line, text, 2)
    elif run_in and _titled(run_in["title"]):
        head = line.start + run_in.end("title")
        yield replace(line, kind="heading", end=head, label=run_in["number"], title=run_in["title"], level=2)
        yield replace(line, start=line.start + run_in.end(), body=line.start + run_in.end())
    elif text.lstrip().startswith("|") or " | " in text:
        yield replace(line, kind="table")
    else:
        match = _ENTRY.match(text)
        yield replace(line, kind="entry", body=line.start + match.end(), label=match["label"]) if match else line


def _settled(line: Line, before: str, last: dict[str, str]) -> Line:
    """An entry inside a paragraph is one only where its label continues a list: a wrapped line may start with '7.'."""
    if line.kind == "heading":
        last.clear()
    if line.kind != "entry":
        return line
    style = re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", line.label))
    continues = not line.label[0].isalnum() and line.label[0] != "("
    continues = continues or not before.strip() or follows(last.get(style, ""), line.label)
    if not continues and not (before.rstrip().endswith(":") and follows("", line.label)):
        return replace(line, kind="text", body=line.start, label="")
    last[style] = line.label
    return line


def follows(label: str, after: str) -> bool:
    """Whether a label comes directly after another, or where that is empty, first: 'a)' -> 'b)', '1.' -> '2.'."""
    marks = [re.findall(r"[a-z]+|\d+", one.lower()) for one in (label, after)]
    if not marks[0]:
        return bool(marks[1]) and marks[1][-1] in {"a", "i", "1"}
    if not marks[1] or marks[0][:-1] != marks[1][:-1]:
        return False
    old, new = marks[0][-1], marks[1][-1]
    if new.isdigit() or old.isdigit():
        return new.isdigit() and old.isdigit() and int(new) == int(old) + 1
    return (len(old) == len(new) == 1 and ord(new) == ord(old) + 1) or (
        old in ROMAN and ROMAN.index(old) + 1 < len(ROMAN) and ROMAN[ROMAN.index(old) + 1] == new
    )


def _titled(title: str) -> bool:
    """Whether a text is set like a title: short, every weighty word with a capital, no sentence."""
    words = re.findall(r"[A-Za-z][\w'-]*", title)
    if not words or len(words) > 10 or title.rstrip()[-1] in ",;:" or re.search(r'[".“?]\s*\S', title):
        return False
    return all(word[0].isupper() or word in _SMALL for word in words) and words[0][0].isupper()


def _bare(text: str, *, ruled: bool) -> bool:
    """Whether a line without a number is a heading: underlined, centred, in capitals, or one word ('Preamble')."""
    title = text.strip()
    if not _titled(title) or re.search(r"\d{3}|\(", title) or title.endswith((".", ",")):
        return False
    centred = len(text) - len(title) >= 8
    return ruled or centred or (title.isupper() and len(title) > 3) or bool(re.fullmatch(r"[A-Z][a-z]{4,}", title))
