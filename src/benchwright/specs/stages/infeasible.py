"""Which constraints leave a spec without a solution: what would be right if one of them were left out.

The wrong replies that the code makes for a problem without a solution are judged; one that breaks a single constraint
would be right without it. From the nearest replies further ones are made, a few rounds long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchwright.errors import InputError
from benchwright.seeding import seed_of
from benchwright.specs.boxed import BoxedSpec
from benchwright.specs.code import Drawn, Problem

LOOKED_AT = 20
"""Problems."""
ROUNDS, TRIES, NEAREST = 2, 4, 3
Judged = tuple[str, dict[str, bool]]


def blamed(spec: BoxedSpec, unsolved: Sequence[Drawn]) -> list[tuple[tuple[str, ...], int]]:
    """Fewest constraints that a reply breaks alone, with the number of these problems for which one does."""
    counted: Counter[tuple[str, ...]] = Counter()
    for one in unsolved[:LOOKED_AT]:
        broken = {tuple(name for name, held in passed.items() if not held) for _, passed in _near(spec, one)}
        least = min(map(len, broken), default=0)
        counted.update(sorted(each for each in broken if len(each) == least))
    return sorted(counted.items(), key=lambda pair: (len(pair[0]), -pair[1], pair[0]))


def _near(spec: BoxedSpec, one: Drawn) -> list[Judged]:
    """Replies that can be read, from those made wrong for this problem and those made of the nearest."""
    pool: dict[str, dict[str, bool]] = {text: passed for text, passed in one.mutants if passed}
    frontier = [one.reply]
    for turn in range(ROUNDS):
        made = _made(spec, one.problem, frontier, turn)
        pool |= {text: passed for text, passed in made if passed and not all(passed.values())}
        frontier = sorted(pool, key=lambda text: (list(pool[text].values()).count(False), text))[:NEAREST]
    # To say that there is no solution breaks all constraints or none: it tells nothing of any one.
    return [(text, passed) for text, passed in pool.items() if any(passed.values()) or len(passed) == 1]


def _made(spec: BoxedSpec, problem: Problem, replies: Sequence[str], turn: int) -> list[Judged]:
    jobs = [
        {"do": "mutate", "problem": problem, "reply": reply, "seed": seed_of("blame", turn, number)}
        for reply in replies for number in range(TRIES)
    ]  # fmt: skip
    return [(text, passed) for each in spec.outcomes(jobs) for text, passed in each.get("value", ())]


def refuse(spec: BoxedSpec, unsolved: Sequence[Drawn], count: int) -> InputError:
    """The error that names what leaves no solution."""
    found = blamed(spec, unsolved)
    looked = min(len(unsolved), LOOKED_AT)
    why = "no reply comes near one"
    if found:
        size, most = len(found[0][0]), found[0][1]
        names = [" and ".join(map(repr, each)) for each, times in found if (len(each), times) == (size, most)]
        alone = ", or nothing but ".join(names)
        why = f"in {most} of {looked} that were looked into, a reply breaks nothing but {alone}"
    return InputError(
        f"the spec {spec.plan.name} has no solution in any of {count} drawn problems: {why}; "
        "widen the ranges in plan.json, or take the constraint out"
    )
