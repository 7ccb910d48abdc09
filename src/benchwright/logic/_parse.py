"""Text to `Program`: a recursive-descent parser over the tokens.

A statement is a declaration (`type`), a query (`?-`), or heads with an optional body. Heads of constants with no body
are facts. Arithmetic binds as usual: `* / // mod` before `+ -`, a leading minus before both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchwright.errors import LogicError
from benchwright.logic._tokens import Token, tokens, unquote
from benchwright.logic.language import (
    AGGREGATES,
    ARITHMETIC,
    TYPES,
    Aggregate,
    Atom,
    Call,
    Check,
    Compare,
    Const,
    Declaration,
    Goal,
    Holds,
    Place,
    Program,
    Query,
    Rule,
    Term,
    Type,
    Value,
    Var,
    probability_in_range,
    sum_fault,
)
from benchwright.logic.provenance import InputFact

COMPARISONS = {"<", "<=", ">", ">=", "==", "!=", "=", "is"}
DEPTH = 50
"""Deepest nesting of parentheses that is read."""
GOALS = 200
"""Goals of the longest body that is read."""
LENGTH = 200
"""Symbols of the longest sum or product that is read."""


@dataclass(frozen=True)
class Compound:
    """`name` or `name(...)`: an atom, a call or a string, as what stands around it will tell."""

    name: str
    args: tuple[Term | Compound, ...] | None
    line: int


Statement = Rule | Query | Declaration


class Parser:
    """Reads one program."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0
        self.fresh = 0
        self.depth = 0
        self.first = 0

    @property
    def next(self) -> Token:
        """The token that is not read yet."""
        return self.tokens[self.at]

    def sees(self, *texts: str) -> bool:
        """Whether the next token is one of these."""
        token = self.tokens[self.at]
        return token.text in texts and token.kind not in {"end", "string"}

    def take(self) -> Token:
        """Read a token."""
        token = self.next
        self.at += token.kind != "end"
        return token

    def takes(self, text: str) -> bool:
        """Read the token if it is this one."""
        found = self.sees(text)
        self.at += found
        return found

    def expect(self, text: str, why: str) -> None:
        """Read this token."""
        if not self.takes(text):
            raise self.error(f"expected {text!r} {why}, found {self.next.text[:60]!r}")

    def error(self, reason: str) -> LogicError:
        """An error at the next token."""
        return LogicError(reason, line=self.next.line, rule=self.shown(self.at + 1))

    def shown(self, end: int) -> str:
        """The statement's text up to a token, on one line."""
        last = self.tokens[min(end, len(self.tokens)) - 1]
        words = self.text[self.tokens[self.first].start : last.start + len(last.text)]
        words = "\n".join(line if '"' in line or "'" in line else line.split("%")[0] for line in words.split("\n"))
        return " ".join(words.split())[:400]

    def place(self) -> Place:
        """Of the statement that was just read."""
        return Place(self.tokens[self.first].line, self.shown(self.at))

    def statements(self) -> list[Statement]:
        """Everything up to the end."""
        found = []
        while self.next.kind != "end":
            self.first = self.at
            found.append(self.statement())
        return found

    def statement(self) -> Statement:
        """One statement with its full stop."""
        if self.takes("?-"):
            goal = self.goal()
            self.expect(".", "after a query of one atom (for more, write a rule)")
            if not isinstance(goal, Holds) or goal.negated:
                raise self.place().error("a query is one atom such as ?- path(a, X).")
            return Query(goal.atom, self.place())
        if self.sees("type") and self.tokens[self.at + 1].kind == "name" and self.tokens[self.at + 1].text != "\\+":
            return self.declaration()
        heads = self.heads()
        body = self.body() if self.takes(":-") else ()
        self.expect(".", "at the end of the statement")
        self.check_heads(heads)
        return Rule(heads, body, self.place())

    def declaration(self) -> Declaration:
        """`type edge(a: str, b: str).`."""
        self.take()
        relation, types = self.take().text, list[Type]()
        self.expect("(", "before the columns")
        while not self.takes(")"):
            name = self.take().text
            kind = self.take().text if self.takes(":") else name
            if kind not in TYPES:
                raise self.error(f"unknown type {kind!r}; a column is one of {', '.join(sorted(TYPES))}")
            types.append(TYPES[kind])
            if not self.sees(")"):
                self.expect(",", "between two columns")
        self.expect(".", "at the end of the declaration")
        return Declaration(relation, tuple(types), self.place())

    def heads(self) -> tuple[tuple[float | None, Atom], ...]:
        """Heads, each with its probability."""
        found = [self.head()]
        while self.takes(";"):
            found.append(self.head())
        return tuple(found)

    def head(self) -> tuple[float | None, Atom]:
        """`atom` or `probability :: atom`."""
        chance = None
        if self.next.kind == "number" or self.sees("-"):
            sign = -1 if self.takes("-") else 1
            chance = sign * float(self.number())
            if self.takes("/"):
                chance /= float(self.number()) or float("nan")
            self.expect("::", "after the probability of a head")
        elif self.next.kind == "var" and self.tokens[self.at + 1].text == "::":
            raise self.error("the probability of a rule is a number; found a variable")
        return chance, self.atom(self.expression(), head=True)

    def number(self) -> Value:
        """The next token, which is a number."""
        if self.next.kind != "number":
            raise self.error(f"expected a number, found {self.next.text[:60]!r}")
        text = self.next.text
        value = int(text) if text.isdecimal() else float(text)
        if value == float("inf"):
            raise self.error(f"the number {text[:20]} is too large")
        self.take()
        return value

    def check_heads(self, heads: tuple[tuple[float | None, Atom], ...]) -> None:
        """Probabilities in range, all or one present, sums at most 1."""
        place = self.place()
        for chance, _ in heads:
            probability_in_range(chance, place.error)
        if len(heads) > 1 and any(chance is None for chance, _ in heads):
            raise place.error("heads that exclude each other each need a probability, as in 0.3::a; 0.7::b")
        total = sum(chance or 0.0 for chance, _ in heads)
        if total > 1.0 + 1e-9:
            raise place.error(sum_fault(total))

    def body(self) -> tuple[Goal, ...]:
        """Goals between commas."""
        found = [self.goal()]
        while self.takes(","):
            found.append(self.goal())
            if len(found) > GOALS:
                raise self.error(f"a body of more than {GOALS} goals; collect some of them in a rule of their own")
        if self.sees(";"):
            raise self.error("a body has no ';'; write one rule for each alternative")
        return tuple(found)

    def goal(self) -> Goal:
        """An atom, its negation, a comparison or a check."""
        if self.takes("\\+"):
            wrapped = self.takes("(")
            if self.sees("\\+"):
                raise self.error("a negation is not negated again; leave both out")
            goal = self.goal()
            if wrapped:
                self.expect(")", "after the negated atom")
            if isinstance(goal, Compare) or goal.negated:
                raise self.error("only an atom or a $check can be negated; for a comparison, write the opposite one")
            return Holds(goal.atom, negated=True) if isinstance(goal, Holds) else Check(goal.call, negated=True)
        left = self.expression()
        if self.next.kind != "string" and self.next.text in COMPARISONS:
            sign = self.take().text
            return Compare("=" if sign == "is" else sign, self.term(left), self.term(self.expression()))
        if isinstance(left, Call) and left.foreign:
            return Check(left)
        return Holds(self.atom(left))

    def atom(self, read: Term | Compound, *, head: bool = False) -> Atom:
        """What was read, as an atom."""
        if not isinstance(read, Compound):
            raise self.error("expected an atom such as edge(X, Y); a relation's name starts with a small letter")
        return Atom(read.name, tuple(self.argument(arg, head=head) for arg in read.args or ()))

    def argument(self, read: Term | Compound, *, head: bool) -> Term | Aggregate:
        """An argument of an atom; in a head it may be an aggregate."""
        folds = head and isinstance(read, Compound) and read.name in AGGREGATES
        if folds and isinstance(read, Compound) and read.args and (read.name == "count" or len(read.args) == 1):
            return Aggregate(read.name, tuple(map(self.term, read.args)))
        return self.term(read)

    def term(self, read: Term | Compound) -> Term:
        """What was read, as a term."""
        if not isinstance(read, Compound):
            return read
        if read.args is None:
            return Const(read.name == "true") if read.name in {"true", "false"} else Const(read.name)
        if ARITHMETIC.get(read.name) != len(read.args):
            raise LogicError(
                f"{read.name}(...) with {len(read.args)} arguments is not a term here; terms are variables, constants, "
                "arithmetic (abs, min, max, mod) and $functions, and an aggregate stands in a head",
                line=read.line,
                rule=self.shown(self.at + 1),
            )
        return Call(read.name, tuple(map(self.term, read.args)))

    def expression(self) -> Term | Compound:
        """A sum."""
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error(f"parentheses nest more than {DEPTH} deep")
        left, start = self.product(), self.at
        while self.sees("+", "-"):
            sign = self.take().text
            left = Call(sign, (self.term(left), self.term(self.product())))
            self.check_length(start)
        self.depth -= 1
        return left

    def check_length(self, start: int) -> None:
        """Refuse sums and products that go on and on."""
        if self.at - start > LENGTH:
            raise self.error(f"a term of more than {LENGTH} symbols; give parts of it names of their own")

    def product(self) -> Term | Compound:
        """A product."""
        left, start = self.primary(), self.at
        while self.sees("*", "/", "//", "mod"):
            sign = self.take().text
            left = Call(sign, (self.term(left), self.term(self.primary())))
            self.check_length(start)
        return left

    def primary(self) -> Term | Compound:
        """A variable, a constant, a call, or something in parentheses."""
        if self.takes("-"):
            return self.minus()
        if self.takes("("):
            inner = self.expression()
            self.expect(")", "to close the parentheses")
            return inner
        return Const(self.number()) if self.next.kind == "number" else self.symbol()

    def minus(self) -> Term:
        """What follows a minus, negated."""
        inner = Const("") if self.sees("-") else self.term(self.primary())
        if not isinstance(inner, Const):
            return Call("neg", (inner,))
        if isinstance(inner.value, str | bool):
            raise self.error("a minus stands before a number, a variable or parentheses")
        return Const(-inner.value)

    def symbol(self) -> Term | Compound:
        """A string, a variable, a call, or a name."""
        token = self.take()
        if token.kind == "string":
            return Const(unquote(token))
        if token.kind == "var":
            return self.variable(token.text)
        if token.kind == "foreign":
            args = self.arguments() if self.sees("(") else ()
            return Call(token.text[1:], tuple(map(self.term, args)), foreign=True)
        if token.kind == "name" and token.text != "\\+":
            return Compound(token.text, self.arguments() if self.sees("(") else None, token.line)
        self.at -= token.kind != "end"
        word = 'not, which stands before an atom (the word is written "not")'
        found = word if token.kind == "name" else repr(token.text[:60])
        raise self.error(f"expected an atom or a term, found {found}")

    def variable(self, name: str) -> Var:
        """A variable, fresh where it is `_`."""
        self.fresh += name == "_"
        return Var(f"_#{self.fresh}" if name == "_" else name)

    def arguments(self) -> tuple[Term | Compound, ...]:
        """`(a, b, ...)`."""
        self.take()
        found = [self.expression()]
        while self.takes(","):
            found.append(self.expression())
        self.expect(")", "after the arguments")
        return tuple(found)


def parse(text: str) -> Program:
    """Read a program and check all that can be checked before its facts are complete.

    Args:
        text: of the program; the language is described in the documentation (`logic.md`).

    Raises:
        LogicError: with the line and the statement: bad syntax, no statement at all, a probability out of range, unsafe
            variables, clashing types or numbers of arguments, negation or aggregation through recursion.
    """
    from benchwright.logic._check import check

    statements = Parser(text).statements()
    if not statements:
        raise LogicError("the program is empty; write facts such as edge(a, b). and rules such as p(X) :- edge(X, Y).")
    program = assemble(statements)
    check(program)
    return program


def parse_query(text: str) -> Query:
    """Read one query, with or without `?-` and the full stop.

    Raises:
        LogicError: it is not one atom.
    """
    bare = text.strip().removeprefix("?-").rstrip().removesuffix(".")
    statements = Parser(f"?- {bare}.").statements()
    if len(statements) != 1 or not isinstance(statements[0], Query):
        raise LogicError(f"expected one query such as path(a, X), found {bare[:80]!r}")
    return statements[0]


def assemble(statements: Iterable[Statement]) -> Program:
    """Statements sorted into a program; heads without body and variables become facts."""
    facts: list[InputFact] = []
    rules, queries, declarations, groups = list[Rule](), list[Query](), list[Declaration](), 0
    for statement in statements:
        if isinstance(statement, Query):
            queries.append(statement)
        elif isinstance(statement, Declaration):
            declarations.append(statement)
        elif statement.body or not all(isinstance(arg, Const) for _, head in statement.heads for arg in head.args):
            rules.append(statement)
        else:
            group = groups if len(statement.heads) > 1 else None
            groups += group is not None
            for chance, head in statement.heads:
                values = tuple(arg.value for arg in head.args if isinstance(arg, Const))
                facts.append(InputFact(len(facts), head.relation, values, chance, group, statement.place))
    return Program(tuple(declarations), tuple(facts), tuple(rules), tuple(queries))
