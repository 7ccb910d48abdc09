"""Logic: a large closure from rule text, a closure beside pyDatalog, and exact reachability beside ProbLog.

`closure_s` is CPU seconds from text to answers, `closure_mb` the peak of that process. `ratio_pydatalog` is pyDatalog's
time over ours, both from facts in Python to a set of tuples, rules in the left-recursive form, measured in turn.
`ratio_problog` is ProbLog's time over ours, from text to probability, on 20 graphs of 30 nodes; all probabilities are
equal within 1e-9. ProbLog compiles by its default.
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
INSTANCES = 20
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


def reachable(number: int) -> str:
    """A random directed graph of 30 nodes and 70 to 75 uncertain edges, and a far pair of its nodes, as rule text."""
    random = rng("reach", number)
    count = random.randint(70, 75)
    graph = sorted(random.sample([(a, b) for a in range(30) for b in range(30) if a != b], count))
    facts = [f"{random.randint(5, 95) / 100}::edge({a},{b})." for a, b in graph]
    _, start, end = max((_farthest(graph, node) for node in range(30)), key=lambda found: found[0])
    return "\n".join([*facts, f"reach({start}).", "reach(Y) :- reach(X), edge(X,Y).", f"?- reach({end})."])


def _farthest(graph: list[tuple[int, int]], start: int) -> tuple[tuple[int, int], int, int]:
    """(Nodes reached, steps to the last of them), the start, and that last one."""
    steps = {start: 0}
    for node in (queue := [start]):
        for head in (b for a, b in graph if a == node and b not in steps):
            steps[head] = steps[node] + 1
            queue.append(head)
    last = max(steps, key=lambda node: (steps[node], -node))
    return (len(steps), steps[last]), start, last


def against_problog() -> dict[str, float]:
    """How many times longer ProbLog takes to count reachability: the median of 20 graphs, each measured once."""
    from problog import get_evaluatable
    from problog.program import PrologString

    def ours(text: str) -> tuple[float, float]:
        start = time.process_time()
        (row,) = solve(parse(text), "exact")[0]
        if not row.weighed.exact:
            sys.exit(f"no exact probability: {row.weighed.notes}")
        return row.weighed.probability, time.process_time() - start

    def theirs(text: str) -> tuple[float, float]:
        head, goal = text.split("?- ")
        start = time.process_time()
        (found,) = get_evaluatable().create_from(PrologString(f"{head}query({goal[:-1]}).")).evaluate().values()
        return found, time.process_time() - start

    ours(reachable(INSTANCES))
    theirs(reachable(INSTANCES))
    ratios = []
    for number in range(INSTANCES):
        (mine, took), (peer, longer) = ours(reachable(number)), theirs(reachable(number))
        if abs(mine - peer) > 1e-9:
            sys.exit(f"graph {number}: ours {mine}, ProbLog {peer}")
        ratios.append(longer / took)
        print(
            f"reachability {number}: ours {1000 * took:.1f} ms, ProbLog {1000 * longer:.0f} ms, {ratios[-1]:.1f} times"
        )
    return {"ratio_problog": statistics.median(ratios)}


def main() -> None:
    rounds = repeats(__doc__ or "", full=5)
    figures = {**closure(rounds), **against_pydatalog(rounds), **against_problog()}
    bars = {"closure_s": 10, "closure_mb": 1000, "ratio_pydatalog": 1, "ratio_problog": 10}
    close("logic", figures, bars, at_least=("ratio_pydatalog", "ratio_problog"))


if __name__ == "__main__":
    main()
