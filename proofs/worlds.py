"""Proofs about the worlds maker, at full size: `python proofs/worlds.py [items] [tokens]`.

Every gold answer is checked by a slow replay of the event log (the twin) and by a reader of the text alone (the
oracle); then what seeds, splits, offsets, lengths and guessing baselines are to be. Exits 1 if anything that must hold
does not.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "items" / "worlds"))

from asking import ask
from oracle import read
from replay import agrees, answer, bare, touches
from twin import log_of

from benchwright.items.maker import Batch
from benchwright.items.worlds.maker import WorldSettings, batches, make_world
from benchwright.items.worlds.relations import ROWS
from benchwright.records import Item

Log = list[dict[str, Any]]  # Any: names, and days as tuples
Pair = tuple[Item, str]
"""An item and the text of its document."""

FAILURES: list[str] = []


def claim(what: str, good: int, total: int) -> None:
    """Print one line and remember whether it held."""
    print(f"{'ok  ' if good == total else 'FAIL'} {what}: {good} of {total}")
    if good != total:
        FAILURES.append(what)


def golds(settings: WorldSettings) -> tuple[list[Batch], list[Log]]:
    """Twin and oracle on every item."""
    done = list(batches(settings))
    logs: list[Log] = []
    right: Counter[str] = Counter()
    for index, batch in enumerate(done):
        world, telling = make_world(settings, index)
        told, seen = log_of(world), read(telling.document.text)
        logs.append(seen)
        right["log"] += len(told) == len(seen)
        for item in batch.items:
            asked = ask(item.question)
            right["twin"] += agrees(item, answer(asked, told))
            right["oracle"] += agrees(item, answer(asked, seen))
            text = batch.documents[0].text
            right["quotes"] += sum(text[quote.start : quote.end] == quote.quote for quote in item.evidence)
    items = [item for batch in done for item in batch.items]
    claim("items made", len(items), sum(settings.asked.values()))
    claim("gold = slow replay of the event log", right["twin"], len(items))
    claim("gold = what the text says", right["oracle"], len(items))
    claim("statements read from the text = statements of the world", right["log"], len(done))
    claim("quotes at their offsets", right["quotes"], sum(len(item.evidence) for item in items))
    return done, logs


def unsupported(done: list[Batch], logs: list[Log]) -> None:
    """No sentence of the text speaks to a no-info question."""
    pairs = [(item, log) for batch, log in zip(done, logs, strict=True) for item in batch.items if not item.answerable]
    bare_items = 0
    for item, log in pairs:
        sort, *rest = ask(item.question)
        if sort == "value":
            bare_items += not any(touches(entry, rest[0], rest[1]) for entry in log)
        else:
            bare_items += answer((sort, *rest), log) is None
    claim("no-info questions without a supporting sentence", bare_items, len(pairs))
    ids = {item.id for batch in done for item in batch.items}
    claim("no-info questions that name a twin", sum(len(item.lineage.parents) == 1 for item, _ in pairs), len(pairs))
    kept = sum(set(item.lineage.parents) <= ids for item, _ in pairs)
    print(f"     of the twins, asked in the same benchmark: {kept} of {len(pairs)}")


def apart(settings: WorldSettings) -> None:
    """Seeds and splits share nothing; the same settings give the same bytes, from any start."""
    small = settings.model_copy(update={"count": 100})
    lines = [item.line() for batch in batches(small) for item in batch.items]
    again = [item.line() for batch in batches(small) for item in batch.items]
    claim("same settings, same bytes", sum(a == b for a, b in zip(lines, again, strict=True)), len(lines))
    whole, tail = list(batches(small)), list(batches(small, (), 4))
    claim("batches from 4 = tail of all", sum(a == b for a, b in zip(whole[4:], tail, strict=True)), len(tail))
    for change in ({"seed": settings.seed + 1}, {"split": "train"}):
        other = small.model_copy(update=change)
        for what, get in (("items", _questions), ("names", _names)):
            mine, theirs = get(small), get(other)
            claim(f"{what} not shared with {change}", len(mine - theirs), len(mine))


def _questions(settings: WorldSettings) -> set[str]:
    return {item.question for batch in batches(settings) for item in batch.items}


def _names(settings: WorldSettings) -> set[str]:
    worlds = [make_world(settings, index)[0] for index in range(settings.number)]
    return {name for world in worlds for name in (*(person.name for person in world.people), *world.towns)}


def duplicates(done: list[Batch]) -> None:
    """Questions are distinct, even with their digits masked."""
    questions = [re.sub(r"\W+", " ", item.question).lower() for batch in done for item in batch.items]
    masked = {re.sub(r"\d+", "#", text) for text in questions}
    claim("questions distinct with digits masked", len(masked), len(questions))


def baselines(done: list[Batch]) -> None:
    """What guessing gets, per family."""
    print("\nguessing baselines (share right)")
    by_kind: dict[str, list[Pair]] = defaultdict(list)
    for batch in done:
        for item in batch.items:
            by_kind[item.kind].append((item, batch.documents[0].text))
    for kind, pairs in by_kind.items():
        common, times = Counter(item.answer.values for item, _ in pairs).most_common(1)[0]
        print(f"  {kind}: n={len(pairs)}, majority answer {common or ('none',)} {times / len(pairs):.3f}")
    _order(by_kind["order"])
    counts = Counter(int(item.answer.values[0]) for item, _ in by_kind["counting"])
    print("  counting, answers:", dict(sorted(counts.items())))
    _frequent(by_kind["fact"] + by_kind["two_hop"])
    _forms(by_kind)
    places = [item.position for pairs in by_kind.values() for item, _ in pairs if item.position is not None]
    quarters = Counter(min(3, int(place * 4)) for place in places)
    print(
        "  last evidence by quarter:", {quarter + 1: round(quarters[quarter] / len(places), 3) for quarter in range(4)}
    )


def _order(pairs: list[Pair]) -> None:
    for size in (2, 3):
        choices = [item for item, _ in pairs if len(item.answer.options) == size]
        for letter in "ABC"[:size]:
            share = sum(item.answer.values[0] == letter for item in choices) / max(1, len(choices))
            print(f"  order, {size} options (n={len(choices)}, chance {1 / size:.3f}): always {letter} {share:.3f}")
    lists = [item for item, _ in pairs if item.answer.type == "list"]
    named = sum(ask(item.question)[2] == item.answer.values for item in lists)
    print(f"  order, lists (n={len(lists)}, chance {1 / 6:.3f}): as named {named / max(1, len(lists)):.3f}")


def _frequent(pairs: list[Pair]) -> None:
    """The name of the right sort that the text has most often."""
    hits, total = Counter(), Counter()
    for item, text in pairs:
        sort, *rest = ask(item.question)
        if sort != "value" or ROWS[rest[0]].value not in {"person", "town", "organisation"}:
            continue
        sort = ROWS[rest[0]].value
        names = {bare(name) for name in _candidates(text, sort)}
        best = max(sorted(names), key=text.count)
        total[sort] += 1
        hits[sort] += best == item.answer.values[0]
    for sort, count in total.items():
        print(f"  most frequent {sort} of the text (n={count}): {hits[sort] / count:.3f}")


def _candidates(text: str, sort: str) -> set[str]:
    roles = {"person": ("who", "other"), "town": ("place", "origin"), "organisation": ("org", "former")}[sort]
    return {entry[role] for entry in read(text) for role in roles if role in entry} or {"?"}


def _forms(by_kind: dict[str, list[Pair]]) -> None:
    """Does the form of a question give away that it has no answer? Facts and no-info questions together."""
    forms = defaultdict(Counter)
    for item, _ in by_kind["fact"] + by_kind["no_info"]:
        asked = ask(item.question)
        forms[asked[0], asked[1], asked[0] == "value" and asked[3] is not None][item.kind] += 1
    total = sum(sum(counts.values()) for counts in forms.values())
    best = sum(max(counts.values()) for counts in forms.values())
    print(f"  answerable or not, by the form alone (n={total}, chance 0.500): {best / max(1, total):.3f}")


def lengths() -> None:
    """Length and time of one document from 1k to 1M tokens."""
    print("\nlengths")
    for tokens in (1_000, 3_000, 10_000, 100_000, 1_000_000):
        start = time.perf_counter()
        batch = next(batches(WorldSettings(count=25, worlds=1, tokens=tokens)))
        made = len(batch.documents[0].text.encode()) / 4
        took = f"{time.perf_counter() - start:.2f} s with {len(batch.items)} items"
        claim(f"{tokens} tokens asked, {made:.0f} made in {took}", int(abs(made / tokens - 1) <= 0.05), 1)


def main(items: int = 2_000, tokens: int = 8_000) -> bool:
    """Everything."""
    settings = WorldSettings(count=items, tokens=tokens)
    done, logs = golds(settings)
    unsupported(done, logs)
    duplicates(done)
    apart(settings)
    baselines(done)
    lengths()
    print("\nrejected at a gate:", Counter(drop.gate for batch in done for drop in batch.rejected) or "none")
    print("failed:", ", ".join(FAILURES) if FAILURES else "nothing")
    return bool(FAILURES)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
