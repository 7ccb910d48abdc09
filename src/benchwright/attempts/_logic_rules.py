"""Rules of one question: from the item, the user or the model, with the relations that are to be read from its text.

What a text is read for are the declared relations that no rule derives. Their columns' names and the note after `%` are
what a model is told of them. A last column called `value` is determined by the others. Rules are checked before any
fact is read; those of a model hold no facts and give no answer of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from benchwright.attempts._logic_flow import claimed
from benchwright.errors import LogicError
from benchwright.grading import key
from benchwright.logic import Limits, Program, Rule, parse, solve
from benchwright.logic.language import Aggregate, Atom, Call, Compare, Const, Declaration, Holds, Term, Value
from benchwright.sandbox.blocks import PYTHON, blocks_in

Origin = Literal["item", "user", "model"]
LIMITS = Limits(tuples=200_000, rounds=1_000, instances=100_000, states=5_000)
"""Of solving, for one question."""
LONGEST = 50_000
"""Characters of rules."""
MOST = 200
"""Rules, and relations, of a program that a model wrote."""
_COLUMN = re.compile(r"([^\W\d]\w*)\s*:\s*\w+")
_NOTE = 300
_FREE = {"yes", "no", "true", "false"}
"""Answers that a rule may bring along though the question does not name them."""


@dataclass(frozen=True)
class Relation:
    """What is to be read from a text."""

    name: str
    types: tuple[str, ...]
    declared: str
    """The declaration, on one line."""
    note: str = ""
    """What it means, in words."""
    functional: bool = False
    """Whether the last column has one value at most for the others."""

    @property
    def shown(self) -> str:
        """A line for the model."""
        return f"- {self.declared}  % {self.note}" if self.note else f"- {self.declared}"


@dataclass(frozen=True)
class Rules:
    """A program without facts of the text."""

    text: str
    origin: Origin
    program: Program
    relations: tuple[Relation, ...]

    @property
    def lines(self) -> list[str]:
        """The text by line."""
        return self.text.splitlines()

    @property
    def growing(self) -> bool:
        """Whether what follows from some facts still follows from more: nothing is negated, counted or summed up."""
        goals = [goal for rule in self.program.rules for goal in rule.body]
        heads = [arg for rule in self.program.rules for _, head in rule.heads for arg in head.args]
        negated = any(isinstance(goal, Holds) and goal.negated for goal in goals)
        return not negated and not any(isinstance(arg, Aggregate) for arg in heads)

    def constants(self) -> Iterator[str]:
        """Strings that the program names."""
        for rule in self.program.rules:
            yield from (value for value in _constants(rule) if isinstance(value, str))
        for query in self.program.queries:
            yield from (arg.value for arg in query.atom.args if isinstance(arg, Const) and isinstance(arg.value, str))


@lru_cache(maxsize=64)
def read_rules(text: str, origin: Origin, question: str = "") -> Rules:
    """Read and check rules with their query.

    Args:
        text: in the language of `benchwright.logic`.
        origin: where they come from; a model's are held to more.
        question: as the model saw it; only what a model wrote is held against it.

    Raises:
        LogicError: they cannot be used; says why, with the line.
    """
    rules = read_open(text, origin)
    if len(rules.program.queries) != 1:
        asked = len(rules.program.queries)
        raise LogicError(f"the rules ask {asked} queries; end them with exactly one, such as ?- answer(X).")
    if origin == "model":
        _check_model(rules.program, question)
    solve(rules.program, "boolean", limits=LIMITS)
    return rules


def read_open(text: str, origin: Origin) -> Rules:
    """Rules whose query may come later.

    Raises:
        LogicError: they do not parse, or declare nothing that could be read from a text.
    """
    if len(text) > LONGEST:
        raise LogicError(f"the rules are {len(text)} characters long; give at most {LONGEST}")
    program = parse(text)
    derived = {atom.relation for rule in program.rules for _, atom in rule.heads}
    lines = text.splitlines()
    given = {fact.relation for fact in program.facts}
    read = [one for one in program.declarations if one.relation not in derived and one.relation not in given]
    if not read:
        raise LogicError(
            "the rules declare no relation that could be read from a text; add one such as "
            "type founder(firm: str, value: str).  % Who founded FIRM?"
        )
    return Rules(text, origin, program, tuple(_relation(one, lines) for one in read))


def _relation(declared: Declaration, lines: list[str]) -> Relation:
    text = declared.place.text
    columns = _COLUMN.findall(text)
    last = lines[declared.place.line - 1 + text.count("\n")] if declared.place.line <= len(lines) else ""
    note = " ".join(last.partition("%")[2].split())[:_NOTE]
    functional = len(declared.types) > 1 and columns[-1:] == ["value"]
    return Relation(declared.relation, declared.types, text, note, functional)


def _check_model(program: Program, question: str) -> None:
    """Refuse facts, and answers that rules would bring along: an answer is read from the text.

    Raises:
        LogicError: says which.
    """
    if program.facts:
        raise LogicError("the rules state facts; write rules and a query only, facts are read from the text")
    if len(program.rules) > MOST or len(program.declarations) > MOST:
        raise LogicError(f"the program has {len(program.rules)} rules; write at most {MOST}")
    known = f" {key(question)} "
    for rule, value in claimed(program):
        said = key(str(value))
        if said not in _FREE and f" {said} " not in known:
            reason = f"the rule may give {str(value)[:80]!r} as the answer, which the question does not name"
            raise rule.place.error(f"{reason}; the answer is read from the text")


def _constants(rule: Rule) -> Iterator[Value]:
    for _, atom in rule.heads:
        yield from _of_atom(atom)
    for goal in rule.body:
        if isinstance(goal, Holds):
            yield from _of_atom(goal.atom)
        elif isinstance(goal, Compare):
            yield from _of_term(goal.left)
            yield from _of_term(goal.right)


def _of_atom(atom: Atom) -> Iterator[Value]:
    for arg in atom.args:
        if isinstance(arg, Aggregate):
            continue
        yield from _of_term(arg)


def _of_term(term: Term) -> Iterator[Value]:
    if isinstance(term, Const):
        yield term.value
    elif isinstance(term, Call):
        for arg in term.args:
            yield from _of_term(arg)


def datalog_in(reply: str) -> str:
    """The program of a reply: its last block that is not of another language; else, without any block, all of it."""
    blocks = [one.body for one in blocks_in(reply[: 4 * LONGEST]) if one.label not in {"json", *PYTHON}]
    if blocks:
        return blocks[-1].strip()
    return reply.strip() if "```" not in reply and "?-" in reply else ""


def joined(base: Rules, more: str) -> str:
    """Rules of the user with what a model added: its rules and its query."""
    return f"{base.text.rstrip()}\n{more.strip()}"


def read_added(base: Rules, more: str, question: str) -> Rules:
    """The user's rules with a query, and maybe rules, that a model wrote.

    Raises:
        LogicError: what was added states facts, declares relations anew, or cannot be used.
    """
    added = parse(more)
    if added.declarations:
        raise LogicError("the query comes with declarations; use the relations of the program as they are")
    if not added.queries:
        raise LogicError("there is no query; write one such as ?- answer(X).")
    _check_model(added, question)
    return replace(read_rules(joined(base, more), "user", question), origin="user")
