"""The fenced code blocks of a reply, as models write them and not only as Markdown has them.

A fence is three or more backticks or tildes. It may be indented with its block, as in a list, and a block that is
labelled Python may begin in the middle of a line. The end of the reply closes a block that is left open.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

PYTHON = frozenset({"python", "python3", "py"})
"""Labels of blocks that are meant to be programs."""
_FENCE = re.compile(
    r"(?:^[ \t]*(?P<mark>`{3,}|~{3,})[ \t]*(?P<label>[\w+-]*)|(?P<mid>`{3})[ \t]*(?P<python>python3?|py)\b)[^\n`]*\n"
    r"(?P<body>.*?)(?:^[ \t]*(?:(?P=mark)|(?P=mid))|\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    label: str
    """In lower case; empty where the fence has none."""
    body: str
    """Without the indentation that all its lines share."""
    start: int
    """Offset of the fence in the reply."""
    line: int
    """Of the reply, counted from 0, at which the body begins."""


def blocks_in(reply: str) -> Iterator[Block]:
    """The blocks of a reply, in order."""
    for found in _FENCE.finditer(reply):
        label = (found["label"] or found["python"] or "").lower()
        body = found["body"]
        if body.lstrip("\r\n")[:1].isspace():
            body = textwrap.dedent(body)
        yield Block(label, body, found.start(), reply.count("\n", 0, found.start("body")))
