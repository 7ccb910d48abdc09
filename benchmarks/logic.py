"""Logic: a large closure from rule text, and the same closure beside pyDatalog.

`closure_s` is CPU seconds from text to answers, `closure_mb` the peak of that process. `ratio_pydatalog` is pyDatalog's
time over ours, both from facts in Python to a set of tuples, rules in the left-recursive form, measured in turn.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import warnings

from _bench import close, paired, repeats

from benchwright.logic import Fact, parse, solve
from benchwright.seeding import rng

NODES, EDGES = 2_000, 6_000
SMALL_NODES, SMALL_EDGES = 150, 450
RULES = "path(X,Y) :- edge(X,Y). path(X,Z) :- path(X,Y), edge(Y,Z)."
CLOSURE = """
import json, resource, sys, time
from benchwright.logic import parse, solve
text = sys.stdin.read()
start = time.process_time()
answer = solve(parse(text), "boolean")[0]
took = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": took, "peak": peak, "tuples": len(answer)}))
"""


def edges(nodes: int, count: int) -> list[tuple[int, int]]:
    """Distinct edges of a random directed graph."""
    random = rng("benchmark", "closure", nodes, count)
    found: dict[tuple[int, int], None] = {}
    while len(found) < count:
        found[random.randrange(nodes), random.randrange(nodes)] = None
    return list(found)


def closure(rounds: int) -> dict[str, float]:
    """Seconds and megabytes of the closure of 2,000 nodes and 6,000 edges, each round in a process of its own."""
    text = "\n".join(f"edge({x},{y})." for x, y in edges(NODES, EDGES)) + f"\n{RULES}\n?- path(X,Y).\n"
    runs = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", CLOSURE], input=text, check=True, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        runs.append(json.loads(done.stdout))
    print(f"closure: {runs[0]['tuples']} tuples, {[round(run['seconds'], 2) for run in runs]} s")
    return {
        "closure_s": statistics.median(run["seconds"] for run in runs),
        "closure_mb": max(run["peak"] for run in runs) / 1e6,
    }


def against_pydatalog(rounds: int) -> dict[str, float]:
    """How many times longer pyDatalog takes on a graph that it can close in seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyDatalog's own, of how it reads the running program
        from pyDatalog import pyDatalog
    graph = edges(SMALL_NODES, SMALL_EDGES)
    sizes: set[int] = set()

    def ours() -> float:
        start = time.process_time()
        program = parse(f"type edge(x: int, y: int). {RULES} ?- path(X,Y).")
        found = solve(program.with_facts(Fact("edge", edge) for edge in graph), "boolean")[0].tuples()
        sizes.add(len(found))
        return time.process_time() - start

    def theirs() -> float:
        pyDatalog.clear()
        start = time.process_time()
        pyDatalog.load("path(X,Y) <= edge(X,Y)\npath(X,Z) <= path(X,Y) & edge(Y,Z)")
        for x, y in graph:
            pyDatalog.assert_fact("edge", x, y)
        sizes.add(len(set(pyDatalog.ask("path(X,Y)").answers)))
        return time.process_time() - start

    ours()
    mine, peer, ratio = paired(ours, theirs, rounds)
    if len(sizes) != 1:
        sys.exit(f"the closures differ in size: {sizes}")
    print(f"closure of {SMALL_EDGES} edges: {sizes.pop()} tuples, ours {mine:.3f} s, pyDatalog {peer:.2f} s")
    return {"ratio_pydatalog": 1 / ratio}


def main() -> None:
    rounds = repeats(__doc__ or "", full=5)
    figures = {**closure(rounds), **against_pydatalog(rounds)}
    bars = {"closure_s": 10, "closure_mb": 1000, "ratio_pydatalog": 1}
    close("logic", figures, bars, at_least=("ratio_pydatalog",))


if __name__ == "__main__":
    main()
