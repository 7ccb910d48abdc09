"""Where the answer stands in a completion.

`whole`   the whole reply is the answer.
`marker`  the answer follows the last line that starts with `ANSWER:` (any case; markdown, headings and LaTeX around it
          are looked through); what stands on that line counts, or, where nothing does, the next paragraph. Where
          several entries are asked for, the lines below belong to it too, up to the first line of prose. Where there
          is no such line, the last LaTeX box is the marker.
`auto`    `marker` where there is an `ANSWER:` line, else `whole`.

Reasoning between `<think>` tags is never part of a reply. Every pattern here is possessive or a plain scan: time is
linear in the length of the completion.
"""

from __future__ import annotations

import re
from typing import Literal

from benchwright.grading._refusal import is_refusal

Reading = Literal["whole", "marker", "auto"]

_MARKER = re.compile(
    r"[\s>#*_`$\-]*+(\\boxed\{)?(?:\\text\{|\\textbf\{)?\s*+(?:final\s++)?answer\s*+[*_`]*+\s*+[:\uff1a](.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(
    r"(?:(?:so|thus|therefore|hence),?\s++)?(?:(?:(?:the|my)\s++)?(?:(?:final|correct|right)\s++)?answer"
    r"(?:\s++is\b(?:\s*+[:\uff1a])?|\s*+[:\uff1a])|a\s*+[:\uff1a](?=\s))\s*+",
    re.IGNORECASE,
)
_FENCE = re.compile(r"```[\w+-]*+\n?(.*)```", re.DOTALL)
_BOX = re.compile(r"\\(?:boxed|text|textbf|mathrm)\s*+\{(.*)\}", re.DOTALL)
_TAG = re.compile(r"<answer>(.*)</answer>", re.DOTALL | re.IGNORECASE)
_PAIRS = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "\u300c": "\u300d", "$": "$"}
_ENTRY = re.compile(r"\s*+(?:[-*+\u2022\u00b7\u25aa\u2013]|\(?\d{1,3}[.)]|\(?[a-z]\))\s", re.IGNORECASE)
_WORDS_OF_PROSE = 4
"""A line of so many words that ends like a sentence is prose, and no entry."""
_LAYERS = 8
"""Wrappers within wrappers are taken off this deep."""


def without_thought(completion: str) -> str | None:
    """The reply after the model's thinking; none where the thinking never ended."""
    opened, closed = completion.rfind("<think>"), completion.rfind("</think>")
    if opened > closed:
        return None
    return completion[closed + len("</think>") :] if closed >= 0 else completion


def read(reply: str, reading: Reading, *, several: bool = False) -> str | None:
    """The part of a reply that is the answer, wrappers and all; none where there is no marker.

    With `several` (sets and lists), what follows a marker may run over lines.
    """
    if reading == "whole":
        return reply
    found = _marked(reply, several)
    if found is None and reading == "marker":
        return _boxed(reply)
    return reply if found is None else found


def tail(reply: str, reading: Reading) -> str | None:
    """The same for an answer of whole sentences: everything from the last marker on."""
    lines = reply.splitlines()
    at = next((at for at in range(len(lines) - 1, -1, -1) if reading != "whole" and _MARKER.match(lines[at])), None)
    if at is None:
        return None if reading == "marker" else reply
    match = _MARKER.match(lines[at])
    return "\n".join([match[2] if match else "", *lines[at + 1 :]])


def _marked(reply: str, several: bool) -> str | None:  # noqa: FBT001 - passed on from `read`
    lines = reply.splitlines()
    for at in range(len(lines) - 1, -1, -1):
        match = _MARKER.match(lines[at])
        if match:
            rest = match[2].rstrip(" $}") if match[1] else match[2]
            if several:
                return "\n".join(_entries([rest, *lines[at + 1 :]]))
            return rest if rest.strip("*_` \t") else _paragraph(lines[at + 1 :]) or rest
    return None


def _entries(lines: list[str]) -> list[str]:
    """The lines before the first prose; what holds no word (a fence, a rule) or closes a tag is no entry."""
    kept: list[str] = []
    sentences = False
    for line in lines:
        if not any(map(str.isalnum, line)) or line.lstrip().startswith("</"):
            continue
        prose = _prose(line)
        if kept and prose and not sentences:
            break
        # Entries may be sentences themselves: the first one tells, unless it introduces the others.
        sentences = sentences if kept else prose and not line.rstrip(" *_").endswith(":")
        kept.append(line)
    return kept or _symbols(lines)


def _symbols(lines: list[str]) -> list[str]:
    """What stands first where an answer has neither letter nor digit."""
    return next(([line] for line in lines if line.strip("*_` \t")), [])


def _prose(line: str) -> bool:
    bare = line.strip(" \t*_`")
    ends = bare.endswith((".", "!", "?", ":")) and len(bare.split()) >= _WORDS_OF_PROSE
    return ends and not _ENTRY.match(line) and not is_refusal(bare)


def _paragraph(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line.strip():
            kept.append(line)
        elif kept:
            break
    return "\n".join(kept)


def _boxed(reply: str) -> str | None:
    start = reply.rfind("\\boxed{")
    if start < 0:
        return None
    depth = 0
    for at in range(start + len("\\boxed"), len(reply)):
        depth += {"{": 1, "}": -1}.get(reply[at], 0)
        if not depth:
            return reply[start : at + 1]
    return None


def unwrap(text: str) -> str:
    """The answer without what models put around it.

    Taken off, layer by layer and down to eight layers: white space, markdown emphasis and headings, quotes, a code
    fence, `<answer>` tags, a LaTeX box, `Answer:` or `The answer is`, and a full stop at the end.
    """
    for _ in range(_LAYERS):
        before, text = text, _layer(text.strip())
        if text == before:
            break
    return text


def _layer(text: str) -> str:
    for pattern in (_FENCE, _BOX, _TAG):
        match = pattern.fullmatch(text)
        if match:
            return match[1]
    inner = text.strip("*_`").strip()
    inner = inner.lstrip("#").lstrip() if inner.startswith(("# ", "## ", "### ")) else inner
    lead = _LEAD.match(inner)
    if lead and inner[lead.end() :]:
        return inner[lead.end() :]
    if len(inner) > 2 and _PAIRS.get(inner[0]) == inner[-1]:
        return inner[1:-1]
    stopped = inner[:-1] if inner.endswith((".", "\u3002")) and not inner.endswith("..") else inner
    return stopped or inner or text
