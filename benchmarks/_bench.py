"""What the benchmark scripts share: `--quick`, timing in interleaved pairs, the closing line."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Collection, Mapping


def repeats(description: str, *, full: int = 7) -> int:
    """How many pairs to measure; `--quick` cuts to 3 and changes nothing else."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="3 pairs in place of the full number; sizes stay")
    return 3 if parser.parse_args().quick else full


def paired(ours: Callable[[], float], theirs: Callable[[], float], pairs: int) -> tuple[float, float, float]:
    """Medians of ours, of theirs, and of ours over theirs pair by pair; measured in turn, so that drift hits both."""
    rows = [(ours(), theirs()) for _ in range(pairs)]
    return (
        statistics.median(row[0] for row in rows),
        statistics.median(row[1] for row in rows),
        statistics.median(row[0] / row[1] for row in rows),
    )


Figures = Mapping[str, "float | Mapping[str, float]"]


def flat(figures: Figures) -> dict[str, float]:
    """Figures by name; those of a group as GROUP.NAME."""
    found: dict[str, float] = {}
    for key, value in figures.items():
        found |= {f"{key}.{name}": each for name, each in value.items()} if isinstance(value, Mapping) else {key: value}
    return found


def close(name: str, figures: Figures, bars: Mapping[str, float], *, at_least: Collection[str] = ()) -> None:
    """Print the closing line and exit 1 where a bar is missed.

    Args:
        name: of the script.
        figures: what was measured; a figure may be a group of them.
        bars: for some of the figures, by their flat names, the value that they may not exceed.
        at_least: figures whose bar is a floor.
    """
    held = flat(figures)
    missed = [key for key, bar in bars.items() if (held[key] < bar if key in at_least else held[key] > bar)]
    rounded = {
        key: {name: round(each, 4) for name, each in value.items()} if isinstance(value, Mapping) else round(value, 4)
        for key, value in figures.items()
    }
    closing = {"benchmark": name, "figures": rounded, "bars": dict(bars), "floors": sorted(at_least)}
    print(json.dumps(closing | {"holds": not missed}))
    sys.exit(1 if missed else 0)
