"""Proof about drafting with a model that fails in every way, at full size: `python proofs/adversary.py [calls]`.

Benchmarks are drafted and checked by `benchwright/fake:adversary`, each from documents of its own, until that many
calls were made. Prints what came of them; exits 1 where a draft is lost, a rejection lacks its reason, a count does not
add up, or anything is raised.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "flow"))

from hostile import Outcome, drafted

CALLS = 10_000
ITEMS = 120


def main() -> int:
    """Draft until enough calls were made; 1 at any fault."""
    due = int(sys.argv[1]) if len(sys.argv) > 1 else CALLS
    found: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in count(100):
            found.append(drafted(Path(folder), seed, ITEMS))
            print(f"{found[-1].calls:,} calls, {found[-1].seconds:.1f} s, {found[-1].faults or 'sound'}", flush=True)
            if sum(one.calls for one in found) >= due:
                break
    gates = sum((one.gates for one in found), Counter())
    faults = [fault for one in found for fault in one.faults]
    for name in ("calls", "wanted", "items", "seconds"):
        print(f"{name}: {sum(getattr(one, name) for one in found):,.0f}")
    print(f"benchmarks: {len(found)}, of which without a single item: {sum(not one.items for one in found)}")
    print("dropped:", ", ".join(f"{gate} {number:,}" for gate, number in gates.most_common()))
    print("\n".join(faults) or "every draft is an item or a rejection with its reason")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
