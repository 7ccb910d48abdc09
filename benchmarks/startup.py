"""How long a user waits for `benchwright --help`: wall time of the whole process, beside an empty Python's."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from _bench import close, paired, repeats

HELP = [str(Path(sys.executable).with_name("benchwright")), "--help"]
NOTHING = [sys.executable, "-c", ""]


def wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    pairs = repeats(__doc__ or "", full=15)
    wall(HELP)  # the first start compiles
    ours, python, ratio = paired(lambda: wall(HELP), lambda: wall(NOTHING), pairs)
    print(f"--help {ours:.3f} s, an empty Python {python:.3f} s (median of {pairs})")
    close("startup", {"help_s": ours, "python_s": python, "over_python": ratio}, {"help_s": 0.5})


if __name__ == "__main__":
    main()
