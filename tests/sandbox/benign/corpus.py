"""The benign programs: 500, of which the hand-written ones are read from the text files beside this one.

`#: name [inputs=JSON]` heads each program. Its result is what `solve` returns, else the global `answer`, else what it
prints.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchwright.sandbox.types import Program
from benign.families import drawn

TOTAL = 500


@dataclass(frozen=True)
class Case:
    """A program with its inputs."""

    name: str
    program: Program
    inputs: tuple[Any, ...] = ()


def case(name: str, source: str, inputs: tuple[Any, ...] = ()) -> Case:
    """A case whose result lies where the program puts it."""
    if re.search(r"^def solve\(", source, re.MULTILINE):
        return Case(name, Program(source, function="solve"), inputs)
    named = re.search(r"^answer\b|^(def|class) answer\b|^    answer\b", source, re.MULTILINE)
    return Case(name, Program(source, variable="answer" if named else ""), inputs)


@cache
def written() -> tuple[Case, ...]:
    """Those written by hand."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for block in re.split(r"\n+(?=#: )", path.read_text("utf-8").strip("\n")):
            head, _, source = block.partition("\n")
            name, _, inputs = head.removeprefix("#: ").partition(" inputs=")
            found.append(case(name, source + "\n", tuple(json.loads(inputs or "[]"))))
    return tuple(found)


@cache
def benign() -> tuple[Case, ...]:
    """All of them: the hand-written, then as many drawn ones as make the number full."""
    hand = written()
    return hand + tuple(case(*parts) for parts in drawn(TOTAL - len(hand)))
