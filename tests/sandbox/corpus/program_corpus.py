"""The labelled programs: read from text, with what each check should say of them.

A program starts at a line `@@ family.name LABEL key=value...` and its symbols stand on the next line after `>`. `fails`
lists the checks that must fail; `may` lists those that may or may not. Any other check must not fail. `H` stands for a
literal that is given back whatever the symbols are; `C` for inputs copied into the text and computed with.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHORT = {
    "H": ("dependence", "constant", "perturbation", "unused"),
    "C": ("inlined", "dependence", "perturbation", "unused"),
}
SIDE = {
    "H": ("answer-literal", "copied", "overwritten"),
    "C": ("answer-literal", "copied", "overwritten", "constant"),
    **dict.fromkeys(("table", "special-case", "copied", "override"), ("answer-literal",)),
    "dependence": ("answer-literal", "copied"),
    "outside": ("dependence", "constant", "inlined"),
}
"""What may come with a fault."""


@dataclass(frozen=True)
class Case:
    """One labelled program."""

    name: str
    label: str
    symbols: Any
    source: str
    answer_type: str
    fails: frozenset[str]
    may: frozenset[str]
    """Checks on which nothing is asked."""

    @property
    def family(self) -> str:
        return self.name.split(".")[0]


def read(half: str) -> list[Case]:
    """The programs of one half: `dev` or `heldout`."""
    blocks = (HERE / f"{half}.txt").read_text("utf-8").split("\n@@ ")[1:]
    return [_case(block) for block in blocks]


def _case(block: str) -> Case:
    head, symbols, *source = block.split("\n")
    name, *rest = head.split(" ")
    options = dict(word.split("=", 1) for word in rest if "=" in word)
    label = " ".join(word for word in rest if "=" not in word)
    given = options.get("fails", "").split(",")
    fails = [check for word in given for check in SHORT.get(word, (word,)) if check]
    may = [*options.get("may", "").split(","), *(check for word in given for check in SIDE.get(word, ()))]
    held = symbols.removeprefix(">").strip()
    return Case(
        name, label, None if held == "-" else json.loads(held), "\n".join(source).strip("\n") + "\n",
        options.get("type", ""), frozenset(fails), frozenset(may) - set(fails),
    )  # fmt: skip
