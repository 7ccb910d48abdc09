"""Proofs about probabilistic logic, at full size: `python proofs/logic.py [programs]`.

Generated programs (recursion, negation, exclusive sets, rules with odds, shared facts) must be answered as ProbLog
answers them; circuits must give the same; top-k and capped bounds must hold the exact value; gradients must be what
differences say. Prints a table; exits 1 if anything that must hold does not.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "logic"))

from problog_oracle import GOALS, ours, program, theirs

from benchwright.logic import parse
from benchwright.logic.circuits import compile_program

STEP = 1e-4
HELD: Counter[str] = Counter()
TRIED: Counter[str] = Counter()
SAID: dict[str, list[str]] = defaultdict(list)
USED: Counter[str] = Counter()


def claim(what: str, *, good: bool, detail: str = "") -> None:
    """Count one case of what must hold."""
    TRIED[what] += 1
    HELD[what] += good
    if not good and len(SAID[what]) < 3:
        SAID[what].append(detail)


def answered(seed: int, text: str) -> None:
    """The program as ProbLog has it, and the bounds around that."""
    exact = theirs(text)
    found = {key: weighed.probability for key, weighed in ours(text).items()}
    for key in exact.keys() | found.keys():
        gap = abs(exact.get(key, 0.0) - found.get(key, 0.0))
        claim("equal to ProbLog within 1e-9", good=gap <= 1e-9, detail=f"program {seed}, {key}: {gap}")
    settings = {"top-1": ("topk", {"k": 1, "cases": 20}), "top-3": ("topk", {"k": 3, "cases": 20}),
                "capped": ("exact", {"max_nodes": 5, "cases": 20})}  # fmt: skip
    for label, (name, dials) in settings.items():
        for key, weighed in ours(text, name=name, **dials).items():
            inside = weighed.low - 1e-9 <= exact.get(key, 0.0) <= weighed.high + 1e-9
            claim(f"bounds hold: {label}", good=inside, detail=f"program {seed}, {key}: {weighed}")
            USED[f"{label}: {'exact' if weighed.exact else 'bounds'}"] += 1


def differentiated(seed: int, text: str) -> None:
    """Circuits, and gradients by one fact of the program."""
    circuits = compile_program(parse(text + "".join(f"\n?- {goal}." for goal in GOALS)))
    fact = seed % len(circuits.facts)
    base = np.array(circuits.defaults)
    moved = np.stack([base, base, base])
    moved[1, fact] += STEP
    moved[2, fact] -= STEP
    plain, above, below = circuits.evaluate(moved)
    names = [f"{relation}({','.join(map(str, row))})" for relation, *row in circuits.answers]
    exact = ours(text)
    for column, key in enumerate(names):
        gap = abs(plain[column] - exact[key].probability)
        claim("circuits equal the exact value", good=gap <= 1e-9, detail=f"program {seed}, {key}: {gap}")
        slope = (above[column] - below[column]) / (2 * STEP)
        found = (exact[key].gradient or {}).get(circuits.facts[fact], 0.0)
        good = abs(slope - found) <= 1e-8
        claim("gradients equal differences", good=good, detail=f"program {seed}, {key}: {slope} and {found}")


def main() -> int:
    programs = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    start = time.perf_counter()
    for seed in range(programs):
        text = program(seed)
        answered(seed, text)
        differentiated(seed, text)
        for label, sign in {"negation": "\\+", "rules with odds": "::q(X)", "exclusive sets": ";"}.items():
            USED[f"programs with {label}"] += sign in text
    for what, tried in TRIED.items():
        print(f"{what:40} {HELD[what]:6} of {tried:6}")
        for line in SAID[what]:
            print(f"    {line}")
    print(", ".join(f"{label} {count}" for label, count in sorted(USED.items())))
    print(f"{programs} programs in {time.perf_counter() - start:.0f} s")
    return 0 if all(HELD[what] == tried for what, tried in TRIED.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
