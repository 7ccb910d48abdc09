"""Proofs about the sandbox, at full size: `python proofs/sandbox.py [attacks per family] [benign programs]`.

Every attack against every backend, judged from outside (planted secrets, files, listeners, processes; the next program;
time, memory and text beyond the limits), after a control without a sandbox has shown that the eyes see; then the benign
programs against plain CPython. Prints the tables; exits 1 at any escape or disagreement.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "sandbox"))

import anyio
from attacks.arena import Arena
from attacks.backends import NAMES, opened
from attacks.control import Control
from attacks.corpus import Attack, families, some
from attacks.judge import Judge, Outcome
from benign.compare import compared
from benign.corpus import Case, benign
from benign.reference import Truth, truths

ALL = 1000


async def control(arena: Arena, count: int) -> Counter[str]:
    """Attacks per family that were seen to escape where there is no sandbox."""
    seen: Counter[str] = Counter()
    for attack in some(count, control=True):
        box = Control(arena.drop, arena.handle)
        judge = Judge(arena, box, grace=1.0)
        await judge.settle()
        outcome = await judge.attack(attack)
        await box.close()
        judge.clear({arena.awake.pid, arena.asleep.pid})
        seen[attack.family] += bool(outcome.escapes & attack.escape)
        if not outcome.escapes & attack.escape:
            print(f"not seen in the control: {attack.family}/{attack.name}", flush=True)
    return seen


async def attacked(arena: Arena, name: str, chosen: list[Attack]) -> list[Outcome]:
    """Every attack against one backend."""
    async with opened(name) as backend:
        judge = Judge(arena, backend)
        await judge.settle()
        outcomes = [await judge.attack(attack) for attack in chosen]
    for seen in outcomes:
        if seen.escapes or seen.wrong_kind:
            what = f"ESCAPE {sorted(seen.escapes)}" if seen.escapes else f"kind {seen.wrong_kind}"
            print(f"{name}: {seen.attack.family}/{seen.attack.name}: {what}; {seen.kind} {seen.note}", flush=True)
    return outcomes


async def agreed(name: str, cases: list[Case], found: list[Truth]) -> Counter[str]:
    """The benign programs on one backend."""
    async with opened(name) as backend:
        results = await compared(backend, cases, found)
    for case, said in results.items():
        if said not in {"agree", "unsupported"}:
            print(f"{name}: {case}: {said[:200]}", flush=True)
    return Counter(said if said in {"agree", "unsupported"} else "disagree" for said in results.values())


def table(seen: Counter[str], results: dict[str, list[Outcome]]) -> None:
    """Family by backend: escapes of attempts."""
    print(f"\n{'escapes / attempts':<20}{'no sandbox':>12}" + "".join(f"{name:>14}" for name in results))
    for family in families():
        cells = []
        for outcomes in results.values():
            these = [outcome for outcome in outcomes if outcome.attack.family == family]
            cells.append(f"{sum(bool(outcome.escapes) for outcome in these)} / {len(these)}")
        print(f"{family:<20}{f'{seen[family]} seen':>12}" + "".join(f"{cell:>14}" for cell in cells))


async def main(count: int = ALL, programs: int = 500) -> bool:
    """Everything; whether something failed."""
    with Arena() as arena:
        seen = await control(arena, min(count, 3))
        results = {name: await attacked(arena, name, some(count)) for name in NAMES}
    cases = list(benign())[:: max(1, 500 // programs)]
    found = truths(cases)
    agreement = {name: await agreed(name, cases, found) for name in NAMES}
    table(seen, results)
    print(
        f"\n{len(cases)} benign programs{'':<11}"
        + "".join(f"{word:>14}" for word in ("agree", "unsupported", "disagree"))
    )
    for name, counts in agreement.items():
        shares = [f"{counts[word] / len(cases):.1%}" for word in ("agree", "unsupported", "disagree")]
        print(f"{name:<30}" + "".join(f"{share:>14}" for share in shares))
    outcomes = [outcome for those in results.values() for outcome in those]
    closing = {
        "attempts": len(outcomes), "escapes": sum(bool(outcome.escapes) for outcome in outcomes),
        "wrong_kinds": sum(bool(outcome.wrong_kind) for outcome in outcomes),
        "blind_families": sorted(set(families()) - set(+seen)),
        "disagreements": sum(counts["disagree"] for counts in agreement.values()),
    }  # fmt: skip
    print(json.dumps(closing))
    return any(closing[key] for key in ("escapes", "wrong_kinds", "blind_families", "disagreements"))


if __name__ == "__main__":
    sys.exit(anyio.run(main, *map(int, sys.argv[1:])))
