"""The attacks: read from the text files beside this one.

`#: family/name escape=leak,file [control] [input] [never=ok] [kinds=a,b] [value=JSON]` heads each program.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchwright.sandbox.types import Program

HEAD = re.compile(
    r"#: (?P<family>\w+)/(?P<name>\w+) escape=(?P<escape>[\w,]+)(?P<control> control)?(?P<input> input)?"
    r"(?: never=(?P<never>[\w,]+))?(?: kinds=(?P<kinds>[\w,]+))?(?P<late> control)?(?: value=(?P<value>.+))?"
)
LONG = {"PARENS": "(" * 50_000, "MINUS": "-" * 50_000, "PLUS": "+1" * 50_000, "DIGITS": "9" * 200_000}
"""Programs that hurt whoever parses them."""
ESCAPES = frozenset({
    "leak", "file", "connection", "process", "victim", "next", "forged", "time", "memory", "flood", "alien", "burning",
})  # fmt: skip
UNSET = object()


@dataclass(frozen=True)
class Attack:
    """A program, and what would count as its escape."""

    family: str
    name: str
    source: str
    escape: frozenset[str]
    control: bool
    """Whether it is run without a sandbox too, where it must be seen to escape."""
    takes_input: bool
    never: frozenset[str]
    """Kinds that no honest run of it ends in."""
    kinds: frozenset[str]
    """Kinds that are right for it (any, where empty); `unsupported` always is."""
    value: Any = UNSET
    """Where the kind is ok: the value of an honest run."""

    def program(self, words: Mapping[str, str]) -> Program:
        """The program, aimed at what is planted."""
        source = re.sub(r"@([A-Z]+)@", lambda found: {**LONG, **words}[found[1]], self.source)
        return Program(source, function="solve") if self.takes_input else Program(source, variable="loot")

    def inputs(self, words: Mapping[str, str]) -> list[str]:
        """A pickle that makes a file where it is loaded, for those that take an input."""
        payload = f"cposix\nsystem\n(S'touch {words['DROP']}/{words['MARK']}'\ntR.".encode()
        return [base64.b64encode(payload).decode()] if self.takes_input else []


def _words(text: str | None) -> frozenset[str]:
    return frozenset(filter(None, (text or "").split(",")))


def _attack(block: str) -> Attack:
    head, _, source = block.partition("\n")
    found = HEAD.fullmatch(head)
    if found is None:
        raise ValueError(f"not the head of an attack: {head!r}")
    escape = _words(found["escape"])
    if escape - ESCAPES:
        raise ValueError(f"unknown escapes in {head!r}: {sorted(escape - ESCAPES)}")
    return Attack(
        family=found["family"], name=found["name"], source=source.strip("\n") + "\n", escape=escape,
        control=bool(found["control"] or found["late"]), takes_input=bool(found["input"]), never=_words(found["never"]),
        kinds=_words(found["kinds"]), value=json.loads(found["value"]) if found["value"] else UNSET,
    )  # fmt: skip


@cache
def attacks() -> tuple[Attack, ...]:
    """All of them, by file and place."""
    texts = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.txt"))]
    blocks = [block for text in texts for block in re.split(r"\n+(?=#: )", text.strip("\n"))]
    return tuple(map(_attack, blocks))


def families() -> list[str]:
    """The families, in order."""
    return list(dict.fromkeys(attack.family for attack in attacks()))


def some(count: int, *, control: bool = False) -> list[Attack]:
    """`count` of each family (of those meant for the control), spread over it; all, where it has fewer."""
    chosen = [[a for a in attacks() if a.family == family and (a.control or not control)] for family in families()]
    return [attack for these in chosen for attack in these[:: max(1, len(these) // count)][:count]]
