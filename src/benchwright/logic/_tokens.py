"""Program text cut into tokens, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from benchwright.errors import LogicError

_TOKEN = re.compile(
    r"""(?P<space>\s+|%[^\n]*)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<foreign>\$[^\W\d]\w*)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>:-|::|\?-|\\\+|=:=|=\\=|=<|<=|>=|\\==|==|!=|\\=|//|[-+*/=<>().,;:])""",
    re.VERBOSE,
)
_SAME = {"=<": "<=", "=:=": "==", "=\\=": "!=", "\\==": "!=", "\\=": "!=", "not": "\\+"}
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
DIGITS = 400
"""Longest number that a program may spell out."""


class Token(NamedTuple):
    """A piece of the text."""

    kind: str
    """number, string, foreign, var, name, sign, or end."""
    text: str
    line: int
    start: int
    """Offset in the text."""


def tokens(text: str) -> Iterator[Token]:
    """All tokens but space and comments, and one of kind `end`.

    Raises:
        LogicError: a character that starts no token, a string that is not closed, a number of too many digits.
    """
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _stray(text, at, line)
        kind, piece = str(match.lastgroup), match.group()
        if kind == "number" and len(piece) > DIGITS:
            raise LogicError(f"a number of {len(piece)} characters; at most {DIGITS} are read", line=line)
        if kind == "space":
            line += piece.count("\n")  # nothing else holds a line's end
        else:
            kind = "var" if kind == "name" and (piece[0].isupper() or piece[0] == "_") else kind
            yield Token(kind, piece, line, at) if kind == "string" else Token(kind, _SAME.get(piece, piece), line, at)
        at = match.end()
    yield Token("end", "the end of the program", line, at)


def _stray(text: str, at: int, line: int) -> LogicError:
    rest = " ".join(text[at : at + 40].split("\n", maxsplit=1)[0].split())
    if text[at] in "\"'":
        return LogicError(
            f"the string that starts at {rest} is not closed on its line; add the missing quote", line=line
        )
    return LogicError(f"{text[at]!r} is not part of the language; it stands before {rest[1:]!r}", line=line)


def unquote(token: Token) -> str:
    """The text of a string token.

    Raises:
        LogicError: an escape other than those of quotes, backslash, newline and tab.
    """

    def plain(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPES:
            raise LogicError(f"the escape \\{match[1]} is not known; write \\\\ for a backslash", line=token.line)
        return _ESCAPES[match[1]]

    return re.sub(r"\\(.)", plain, token.text[1:-1])
