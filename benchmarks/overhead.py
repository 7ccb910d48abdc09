"""What Benchwright's run adds to a bare `inspect_ai.eval` of the same 1,000 samples: CPU time of whole processes.

Ours is `pipeline.running` as `benchwright run` calls it. The peer is Inspect as one would call it by hand: the same
prompts, the same fake model, Inspect's own `match` scorer, and its defaults.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from _bench import close, paired, repeats

SAMPLES = 1000
MAKE = """
import sys
from benchwright.pipeline import make
from benchwright.pipeline.making import settings_from
make("worlds", settings_from("worlds", {"count": %d, "worlds": 100, "tokens": 2000}), sys.argv[1])
"""
OURS = """
import sys, tempfile
from benchwright.pipeline.running import RunSettings, run
run(sys.argv[1], RunSettings(model="benchwright/fake:lookup"), tempfile.mkdtemp(), display="none")
"""
THEIRS = """
import sys, tempfile
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import match
from benchwright.attempts.context import Context
from benchwright.attempts.prompting import prompt
from benchwright.attempts.references import expand
from benchwright.grading import gold_text
from benchwright.store import load

bench = load(sys.argv[1])
options = {"log_realtime": False} if sys.argv[2] == "tuned" else {}
samples = [
    Sample(id=item.id, input=expand(prompt(item, bench.documents, Context("full"))), target=gold_text(item.answer))
    for item in sorted(bench.items, key=lambda item: item.documents)
]
eval(
    Task(samples, scorer=match()), model="benchwright/fake:lookup", log_dir=tempfile.mkdtemp(),
    display="none", temperature=0, **options,
)
"""


def cpu(code: str, *arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    pairs = repeats(__doc__ or "")
    with tempfile.TemporaryDirectory() as place:
        folder = str(Path(place) / "bench")
        subprocess.run([sys.executable, "-c", MAKE % SAMPLES, folder], check=True)
        ours, bare, ratio = paired(lambda: cpu(OURS, folder), lambda: cpu(THEIRS, folder, "defaults"), pairs)
        _, tuned, strict = paired(lambda: cpu(OURS, folder), lambda: cpu(THEIRS, folder, "tuned"), pairs)
    print(f"{SAMPLES} samples: ours {ours:.1f} s of CPU, bare Inspect {bare:.1f} s (median of {pairs} pairs)")
    print(f"against Inspect with its live view switched off too: {tuned:.1f} s, ratio {strict:.3f}")
    figures = {
        "overhead": ratio,
        "overhead_tuned": strict,
        "ours_cpu_s": ours,
        "inspect_cpu_s": bare,
        "tuned_cpu_s": tuned,
    }
    close("overhead", figures, {"overhead": 1.05})


if __name__ == "__main__":
    main()
