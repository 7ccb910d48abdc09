"""A proof as lines that a person reads, and as numbers that a log keeps.

Each step is a fact with its place in the text, or a rule with the steps it rests on. What a text or a model wrote is
shown as JSON strings on one line with `<` spelt out, so that nothing in it can end a thought, or read as our answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchwright.attempts._logic_answers import Flip, Solved, Values
from benchwright.attempts._logic_facts import Read
from benchwright.logic import Derivation

STEPS = 80
"""Steps of a proof that are shown and kept."""
_LONG = 300


@dataclass(frozen=True)
class Step:
    """A line of a proof."""

    number: int
    """Counted from 1."""
    text: str
    """What it states."""
    fact: int | None = None
    """The fact that was read, by number."""
    rule: str = ""
    line: int | None = None
    """Of the rule, or of the fact in the rules."""
    premises: tuple[int, ...] = ()
    absent: tuple[str, ...] = ()
    """What must not hold, of what might."""

    def kept(self) -> dict[str, Any]:  # Any: JSON
        """What a sample keeps of it."""
        found = {"text": self.text[:_LONG], "fact": self.fact, "line": self.line, "from": list(self.premises)}
        return found | {"absent": [text[:_LONG] for text in self.absent[:10]]}


def steps(solved: Solved, values: Values) -> list[Step]:
    """The proof of a tuple, each step after what it rests on."""
    numbered: dict[tuple[str, Values], int] = {}
    made: list[Step] = []
    for part in _ordered(solved.tree(values)):
        if len(made) == STEPS:
            break
        if (part.relation, part.values) not in numbered:
            numbered[part.relation, part.values] = len(made) + 1
            made.append(_step(solved, part, numbered))
    return made


def _ordered(root: Derivation) -> Iterator[Derivation]:
    """Children before parents, each once."""
    todo, seen = [(root, False)], set[int]()
    while todo:
        part, ready = todo.pop()
        if ready:
            yield part
        elif id(part) not in seen:
            seen.add(id(part))
            todo.append((part, True))
            todo += [(child, False) for child in reversed(part.children)]


def _step(solved: Solved, part: Derivation, numbered: Mapping[tuple[str, Values], int]) -> Step:
    number = numbered[part.relation, part.values]
    if part.fact is not None:
        read = solved.number(part.fact.number)
        line = None if read is not None else getattr(part.fact.source, "line", None)
        return Step(number, part.text, fact=read, line=line)
    named = [numbered[child.relation, child.values] for child in part.children]
    rule = part.rule.place if part.rule else None
    return Step(
        number, part.text, rule=rule.text if rule else "", line=rule.line if rule else None,
        premises=tuple(dict.fromkeys(named)), absent=part.absent,
    )  # fmt: skip


def shown(value: str, limit: int = _LONG) -> str:
    """Foreign text on one line, as JSON."""
    cut = value if len(value) <= limit else f"{value[:limit]} ..."
    plain = json.dumps(" ".join(cut.split()), ensure_ascii=False)
    return plain.encode("utf-8", "replace").decode("utf-8").replace("<", "\\u003c")


def lines(found: Sequence[Step], facts: Sequence[Read]) -> Iterator[str]:
    """A proof, one line a step."""
    for step in found:
        yield f"{step.number}. {bare(step.text)}  {_why(step, facts)}"


def bare(text: str) -> str:
    """Program text on one line, without what could end a thought."""
    cut = text if len(text) <= _LONG else f"{text[:_LONG]} ..."
    return " ".join(
        cut.encode("utf-8", "replace").decode("utf-8").replace("<think", "< think").replace("</", "< /").split()
    )


def _why(step: Step, facts: Sequence[Read]) -> str:
    if step.fact is not None:
        return f"[fact {step.fact}, {facts[step.fact].probability:.3g}: {place(facts[step.fact])}]"
    absent = f"; absent: {', '.join(bare(one) for one in step.absent[:5])}" if step.absent else ""
    resting = f"from {', '.join(map(str, step.premises))} " if step.premises else ""
    if step.rule:
        return f"[{resting}by line {step.line} of the rules: {bare(step.rule)}{absent}]"
    return f"[line {step.line} of the rules]" if step.line else f"[computed {resting}]".replace(" ]", "]")


def place(fact: Read) -> str:
    """Where a fact stands, with its words."""
    if fact.span is None:
        return f"not verified, {shown(fact.quote)}" if fact.quote else "not verified, no quote"
    where = f"document {fact.span.document}" if fact.span.document else "the question"
    return f"{where}, {fact.span.start}-{fact.span.end}, {shown(fact.span.text)}"


def turning(flip: Flip, solved: Solved) -> str:
    """What the answer would be were a fact wrong, in words."""
    said = " and ".join(", ".join(map(str, solved.answer(values))) for values in flip.to[:5])
    other = f"the answer would be {shown(said)} ({flip.chance:.3g})" if flip.to else "nothing would answer the question"
    fact = solved.facts[flip.fact]
    wrong = "did hold" if solved.used[flip.fact] is False else "were wrong"
    return f"If fact {flip.fact}, {bare(fact.text)}, {wrong}, {other}; margin {flip.margin:.3g}."
