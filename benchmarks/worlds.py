"""Generated worlds: rendering speed per genre, its scaling from 100k to 10M tokens, and 1,000 questions on 10M tokens.

Times are CPU seconds of one thread, so that a busy machine does not count; rendering is the telling of a finished
world. The peak is that of a whole `make`, the folder written. The peer of the scaling is the shorter text itself.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _bench import close, repeats

from benchwright.items.worlds import making
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings, make_world
from benchwright.seeding import rng

SHORT, MIDDLE, LONG, QUESTIONS = 100_000, 1_000_000, 10_000_000, 1_000
MAKE = """
import json, resource, sys
from benchwright.pipeline import make
from benchwright.pipeline.making import settings_from
settings = {"count": int(sys.argv[2]), "worlds": 1, "tokens": int(sys.argv[3])}
made = make("worlds", settings_from("worlds", settings), sys.argv[1])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"peak": peak, "items": len(made.benchmark.items)}))
"""


def rendering(genre: str, tokens: int) -> tuple[float, float]:
    """(CPU seconds, megabytes) of telling one world."""
    settings = WorldSettings(count=1, worlds=1, tokens=tokens, genre=genre, families=("fact",))
    world, _ = make_world(settings, 0)
    start = time.process_time()
    telling = GENRES[genre].tell(world, tokens, rng("benchmark", genre, tokens))
    return time.process_time() - start, len(telling.document.text.encode()) / 1e6


def scaling(rounds: int) -> float:
    """CPU time per byte at 10M tokens over that at 100k, for the novel; both measured in turn."""
    ratios = []
    for _ in range(rounds):
        short = [rendering("novel", SHORT) for _ in range(5)]
        took, size = rendering("novel", LONG)
        per_byte = sum(seconds for seconds, _ in short) / sum(megabytes for _, megabytes in short)
        ratios.append(took / size / per_byte)
    return statistics.median(ratios)


def asking() -> float:
    """Questions a second of CPU time, on a world of 10M tokens that is told already."""
    settings = WorldSettings(count=QUESTIONS, worlds=1, tokens=LONG)
    told = making.tellings(settings.model_copy(update={"quotas": {"fact": 1}}), 0)
    start = time.process_time()
    asked = making.ask(settings, told, 0)
    return len(asked.items) / (time.process_time() - start)


def main() -> None:
    rounds = 1 if repeats(__doc__ or "", full=3) < 3 else 3
    speeds = {}
    for genre in GENRES:
        took, size = rendering(genre, MIDDLE)
        speeds[genre] = size / took
        print(f"{genre}: {speeds[genre]:.1f} MB/s")
    with tempfile.TemporaryDirectory() as place:
        arguments = [str(Path(place) / "bench"), str(QUESTIONS), str(LONG)]
        done = subprocess.run([sys.executable, "-c", MAKE, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    made = json.loads(done.stdout.strip().splitlines()[-1])
    figures = {
        "mb_per_s": min(speeds.values()),
        "scaling": scaling(rounds),
        "peak_mb": made["peak"] / 1e6,
        "questions_per_s": asking(),
    }
    print(f"10M tokens: {made['items']} questions, peak {figures['peak_mb']:.0f} MB")
    bars = {"mb_per_s": 2, "scaling": 1.2, "peak_mb": 600, "questions_per_s": 200}
    close("worlds", figures, bars, at_least=("mb_per_s", "questions_per_s"))


if __name__ == "__main__":
    main()
