"""Programs per second and core in the sandbox, beside one `python -I` process per program; escapes of the attack suite.

Small programs, as a model writes them: a few imports, a loop, a small result. A rate is per second of processor time of
every process that took part (this one, servers, workers, children), which is what one core does when others do not
crowd it out; `*_wall` are per second on the clock, one program after another. Ours and the peer are measured in turn:
`ratio_subprocess` compares them on the clock, `ratio_processor` in processor time.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

import anyio
import psutil  # type: ignore[import-untyped]
from _bench import close, repeats

from benchwright.sandbox.forkserver import ForkServer
from benchwright.sandbox.running import Sandbox
from benchwright.sandbox.types import Program

Runs = Sandbox | ForkServer

MONTY, FORKED, BATCH, PEER = 1_000, 200, 200, 10
PROGRAM = """
import math, json
from collections import Counter

def solve(words, limit):
    total = 0
    for n in range(1, limit):
        total += n * n % 7
    counts = Counter(words)
    return {"total": total, "root": math.isqrt(total), "words": dict(counts), "text": json.dumps(words)}
"""
INPUTS = [["ant", "bee", "ant"], 100]
NAMES = (
    "programs_per_s", "programs_wall", "ratio_subprocess", "ratio_processor", "forkserver_per_s", "forkserver_wall",
    "batch_per_s",
)  # fmt: skip
PROOF = Path(__file__).resolve().parent.parent / "proofs" / "sandbox.py"


def used() -> float:
    """Seconds of processor time of this process and all below it, living or done."""
    here = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (here, *here.children(recursive=True)))


async def rate(backend: Runs, count: int) -> tuple[float, float]:
    """Programs per second of processor time and of the clock, one after another."""
    program = Program(PROGRAM, function="solve")
    start, clock = used(), time.perf_counter()
    for number in range(count):
        result = await backend.run(program, [INPUTS[0], 100 + number % 7])
        if result.kind != "ok":
            raise RuntimeError(f"the measured program ended in {result.kind}: {result.error}")
    return count / (used() - start), count / (time.perf_counter() - clock)


async def batches(server: ForkServer, count: int) -> float:
    """Candidates per second, in batches of one author."""
    jobs = [(Program(f"{PROGRAM}# {number}\n", function="solve"), INPUTS) for number in range(BATCH)]
    start = used()
    for _ in range(count):
        results = await server.run_batch(jobs, author="benchmark")
        if {result.kind for result in results} != {"ok"}:
            raise RuntimeError(f"a candidate of the batch ended in {results[0].kind}: {results[0].error}")
    return count * BATCH / (used() - start)


def peer() -> tuple[float, float]:
    """Programs per second of processor time and of the clock with one `python -I` process each."""
    code = f"{PROGRAM}\nimport sys\nprint(json.dumps(solve(*json.loads(sys.argv[1]))))\n"
    start, clock = used(), time.perf_counter()
    for _ in range(PEER):
        subprocess.run([sys.executable, "-I", "-c", code, json.dumps(INPUTS)], check=True, stdout=subprocess.PIPE)
    return PEER / (used() - start), PEER / (time.perf_counter() - clock)


def escapes() -> float:
    """Escapes of the whole attack suite, on every backend; takes minutes."""
    done = subprocess.run([sys.executable, str(PROOF), "1000", "25"], stdout=subprocess.PIPE, text=True, check=False)
    return float(json.loads(done.stdout.strip().splitlines()[-1])["escapes"])


async def measured(pairs: int) -> dict[str, float]:
    """All figures; ours and the peer in turn."""
    rows = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # missing namespaces: said in the results, not measured here
        server = ForkServer()
    async with Sandbox("auto") as box, server:
        await rate(box, 50)
        await rate(server, 20)
        await batches(server, 1)
        for _ in range(pairs):
            ours, theirs = await rate(box, MONTY), peer()
            forked = await rate(server, FORKED)
            ratios = (ours[1] / theirs[1], ours[0] / theirs[0])
            rows.append((*ours, *ratios, *forked, await batches(server, 5)))
    return {name: statistics.median(column) for name, column in zip(NAMES, zip(*rows, strict=True), strict=True)}


def main() -> None:
    figures = anyio.run(measured, repeats(__doc__ or ""))
    figures["escapes"] = escapes()
    print({name: round(value, 1) for name, value in figures.items()})
    bars = {"programs_per_s": 1000, "ratio_subprocess": 50, "forkserver_per_s": 300, "batch_per_s": 2000, "escapes": 0}
    close("sandbox", figures, bars, at_least=("programs_per_s", "ratio_subprocess", "forkserver_per_s", "batch_per_s"))


if __name__ == "__main__":
    main()
