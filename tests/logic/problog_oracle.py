"""Random probabilistic programs and another that answers them: ProbLog."""

from __future__ import annotations

import random

from benchwright.logic import Weighed, parse, solve
from benchwright.logic.provenances import provenance
from benchwright.seeding import rng

Results = dict[str, float]
CHAINS = (
    "t(X, Y) :- e(X, Y). t(X, Z) :- t(X, Y), e(Y, Z).",
    "t(X, Y) :- e(X, Y). t(X, Z) :- e(X, Y), t(Y, Z).",
    "t(X, Y) :- e(X, Y). t(X, Y) :- e(Y, X). 0.9::t(X, Z) :- t(X, Y), e(Y, Z).",
    "t(X, Y) :- e(X, Y). t(X, Z) :- t(X, Y), t(Y, Z).",
)


def _odds(stream: random.Random) -> str:
    return f"0.{stream.randint(5, 95):02}"


def _exclusive(stream: random.Random, names: str) -> str:
    shares = [stream.randint(1, 9) for _ in names]
    whole = sum(shares) + stream.choice([0, 1, 3])
    return "; ".join(f"0.{100 * share // whole:02}::c({name})" for share, name in zip(shares, names, strict=True)) + "."


def _rule(stream: random.Random, head: str, lower: tuple[str, ...]) -> str:
    """A safe rule over lower relations, of which some are negated."""
    chosen = stream.sample(lower, stream.randint(1, min(2, len(lower))))
    body = [stream.choice(["u(X)", "c(X)", "t(X, Y)", "t(a, X)"])]
    body += [stream.choice(["", "", "\\+ "]) + relation for relation in chosen]
    chance = f"{_odds(stream)}::" if stream.random() < 0.3 else ""
    return f"{chance}{head} :- {', '.join(body)}."


def _chains(names: int, edges: int) -> int:
    """How many of CHAINS a program of this size may have: how ProbLog breaks cycles takes for ever on the last ones."""
    return 4 if edges <= 2 else 3 if names < 4 else 2


def program(seed: int) -> str:
    """A program of three strata, all in text that ProbLog reads too, save its queries."""
    stream = rng("logic oracle", seed)
    names = "abcd"[: stream.randint(2, 4)]
    pairs = [(x, y) for x in names for y in names if x != y]
    edges = stream.sample(pairs, min(len(pairs), stream.randint(2, 6)))
    lines = [f"{_odds(stream)}::e({x}, {y})." for x, y in edges]
    lines += [f"{_odds(stream)}::u({name})." for name in names if stream.random() < 0.8] + ["u(zz)."]
    lines += [
        _exclusive(stream, names),
        CHAINS[stream.randrange(_chains(len(names), len(edges)))],
    ]
    low = ("u(X)", "c(X)", "t(X, X)", "t(a, X)")
    lines += [_rule(stream, "p(X)", low) for _ in range(stream.randint(1, 3))]
    lines += [_rule(stream, "q(X)", (*low, "p(X)")) for _ in range(stream.randint(1, 2))]
    lines += [f"{_odds(stream)}::q({names[0]}).", f"0.5::p({names[-1]})."]
    return "\n".join(lines)


GOALS = ("t(a, X)", "p(X)", "q(X)")


def ours(text: str, *, name: str = "exact", **settings: object) -> dict[str, Weighed]:
    """Our answers to all goals."""
    asked = text + "\n" + "\n".join(f"?- {goal}." for goal in GOALS)
    return answers(asked, name=name, **settings)


def answers(asked: str, *, name: str = "exact", **settings: object) -> dict[str, Weighed]:
    """Our answers to the queries of a program."""
    found = solve(parse(asked), provenance=provenance(name, **settings))
    return {
        f"{answer.query.atom.relation}({','.join(map(str, row.values))})": row.weighed
        for answer in found.answers
        for row in answer
    }


def theirs(text: str, goals: tuple[str, ...] = GOALS) -> Results:
    """ProbLog's answers."""
    from problog import get_evaluatable
    from problog.program import PrologString

    asked = PrologString(text + "\n" + "\n".join(f"query({goal})." for goal in goals))
    found = get_evaluatable().create_from(asked).evaluate()
    return {str(term).replace(" ", ""): value for term, value in found.items()}


def furthest(left: Results, right: Results) -> float:
    """The largest difference between two sets of answers; one that is missing has probability 0."""
    return max((abs(left.get(key, 0.0) - right.get(key, 0.0)) for key in left.keys() | right.keys()), default=0.0)
