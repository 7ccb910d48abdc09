"""1,000 questions on one document of 128k tokens: the size of the log and the peak memory of the process.

The peer is Inspect with the document in each sample's input, on 50 samples (it grows with every sample); log sizes
are compared per sample.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from _bench import close, repeats

SAMPLES, TOKENS, PEER = 1000, 128_000, 50
MAKE = """
import sys
from benchwright.pipeline import make
from benchwright.pipeline.making import settings_from
families = ["fact", "order", "counting", "two_hop", "three_hop", "absent", "false_premise"]
settings = {"count": %d, "worlds": 1, "tokens": %d, "families": families}
make("worlds", settings_from("worlds", settings), sys.argv[1])
"""
TAIL = """
import json, resource
from pathlib import Path
[log] = Path(out).glob("*.eval")
print(json.dumps({"log": log.stat().st_size, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
"""
OURS = """
import sys, tempfile
from benchwright.pipeline.running import RunSettings, run
out = tempfile.mkdtemp()
run(sys.argv[1], RunSettings(model="benchwright/fake:constant:Anna"), out, display="none")
"""
THEIRS = """
import sys, tempfile
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import match
from benchwright.grading import gold_text
from benchwright.store import load
out, bench = tempfile.mkdtemp(), load(sys.argv[1])
samples = [
    Sample(id=item.id, input=bench.documents[item.documents[0]].text + item.question, target=gold_text(item.answer))
    for item in bench.items[: int(sys.argv[2])]
]
eval(Task(samples, scorer=match()), model="benchwright/fake:constant:Anna", log_dir=out, display="none")
"""


def measure(code: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code + TAIL, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    repeats(__doc__ or "")  # nothing here varies enough to be repeated
    with tempfile.TemporaryDirectory() as place:
        folder = str(Path(place) / "bench")
        subprocess.run([sys.executable, "-c", MAKE % (SAMPLES, TOKENS), folder], check=True)
        ours, theirs = measure(OURS, folder), measure(THEIRS, folder, str(PEER))
    figures = {
        "log_mb": ours["log"] / 1e6,
        "peak_gb": ours["peak"] / 1e9,
        "ratio_log": (theirs["log"] / PEER) / (ours["log"] / SAMPLES),
    }
    print(f"{SAMPLES} samples on {TOKENS:,} tokens: log {figures['log_mb']:.1f} MB, peak {figures['peak_gb']:.2f} GB")
    close("memory", figures, {"log_mb": 100, "peak_gb": 2})


if __name__ == "__main__":
    main()
