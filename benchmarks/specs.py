"""The benchmarks that come with the package made anew from their specifications: items per second of one process.

2,000 items each, gates included: sampled, rendered, solved, the solver's reply judged, wrong replies made and judged.
"""

from __future__ import annotations

import time

from _bench import close, flat, repeats

from benchwright.items.specs.maker import SpecSettings, batches
from benchwright.specs import SHIPPED

COUNT = 2_000
FLOOR = COUNT / 60
"""Items per second at which 2,000 take a minute."""


def rate(spec: str) -> float:
    """Items per second of processor time."""
    start = time.process_time()
    made = sum(len(batch.items) for batch in batches(SpecSettings(spec=spec, count=COUNT)))
    if made != COUNT:
        raise RuntimeError(f"{spec}: {made} of {COUNT} items were made")
    return COUNT / (time.process_time() - start)


def main() -> None:
    repeats(__doc__ or "")
    figures = {"items_per_s": {spec: rate(spec) for spec in SHIPPED}}
    close("specs", figures, dict.fromkeys(flat(figures), FLOOR), at_least=tuple(flat(figures)))


if __name__ == "__main__":
    main()
