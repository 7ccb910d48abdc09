"""The main job end to end, with no key and no network: what `make demo` runs.

A benchmark is made from a real document (the GNU General Public License) and from a generated story; SmolLM2, a small
model that runs in this process, attempts it three ways; one report holds the headline with its interval.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchwright.cli import main

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE / "documents" / "gpl-3.0.txt"


def steps(out: Path) -> list[list[str]]:
    """The commands, as a user would type them after `benchwright`."""
    licence, story, bench, runs = (str(out / name) for name in ("licence", "story", "bench", "runs"))
    return [
        ["make", "documents", str(DOCUMENT), "--out", licence, "--count", "10"],
        ["make", "worlds", "--out", story, "--count", "20", "--worlds", "2", "--tokens", "1000"],
        ["make", "combine", licence, story, "--out", bench, "--title", "A licence and a story"],
        ["run", bench, "--model", "benchwright/smollm2", "--out", runs, "--context", "full,evidence,none",
         "--max-tokens", "32", "--display", "plain"],
        ["report", runs, "--out", str(out / "report.html")],
    ]  # fmt: skip


def run(out: Path) -> None:
    """Run every step; a step that fails ends the demo with its exit code."""
    for step in steps(out):
        print(f"\n$ benchwright {' '.join(step)}", flush=True)
        try:
            main(step)
        except SystemExit as stop:
            if stop.code:
                raise
    print(f"\nOpen in a browser: {(out / 'report.html').resolve()}")
    print(f"Read every attempt: inspect view --log-dir {out / 'runs'}")


if __name__ == "__main__":
    run(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
