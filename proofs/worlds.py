"""Proofs about the worlds maker, at full size: `python proofs/worlds.py [items]`.

Over every genre, family, length and dial, every gold is checked by a slow replay of the event log (the twin) and by a
reader of the text alone (the oracle); then what hops, absent answers, edits, seeds, splits and lengths are to be; then
what guessing gets. Prints a table; exits 1 if anything that must hold does not.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "items" / "worlds"))

from guesses import baselines
from made import Case, case_of, is_right, plain
from replay import answer, touches

from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings, batches, make_world
from benchwright.records import Item

HOPS = {"two_hop": 2, "three_hop": 3, "four_hop": 4, "five_hop": 5}
SHAPES: dict[str, tuple[float, dict[str, Any]]] = {  # Any: settings
    "1.5k tokens": (0.14, {"tokens": 1_500}),
    "8k tokens": (0.28, {"tokens": 8_000}),
    "32k tokens": (0.08, {"tokens": 32_000}),
    "rumours, namesakes, clauses": (0.12, {"tokens": 4_000, "herrings": 0.4, "similarity": 0.4, "clauses": 6}),
    "no shared words": (0.12, {"tokens": 4_000, "shared_words": False, "herrings": 0.2}),
    "quarters, distractors": (0.06, {"tokens": 8_000, "quarters": (0.25,) * 4, "distractors": 3}),
    "sweep": (0.04, {"sweep": (2_000, 8_000, 32_000)}),
    "counterfactual": (0.04, {"tokens": 4_000, "counterfactual": True}),
}
"""Name -> (share of the questions, settings)."""
FEW = ("fact", "two_hop", "as_of", "absent", "two_part")

HELD: Counter[str] = Counter()
TRIED: Counter[str] = Counter()
SAID: dict[str, list[str]] = defaultdict(list)


def claim(what: str, *, good: bool, detail: str = "") -> None:
    """Count one case of what must hold."""
    TRIED[what] += 1
    HELD[what] += good
    if not good and len(SAID[what]) < 3:
        SAID[what].append(detail)


def shapes(items: int) -> Iterator[tuple[str, WorldSettings]]:
    """Every genre in every shape."""
    for genre in GENRES:
        for name, (share, dials) in SHAPES.items():
            count = max(17, round(share * items / len(GENRES)))
            few = {"families": FEW} if "quarters" in dials else {}
            yield name, WorldSettings(genre=genre, count=count, seed=11, **dials, **few)


def golds(name: str, settings: WorldSettings) -> list[Case]:
    """Every gold of a benchmark, by both readers, and what must hold of each item."""
    made = [case for index in range(settings.number) for case in case_of(settings, index)]
    for case in made:
        told, seen = case.said()
        claim("the text states what the world holds", good=not set(told) - set(seen), detail=f"{settings.genre} {name}")
        if not settings.sweep:
            claim("and nothing else", good=told == seen, detail=f"{settings.genre} {name}")
        for item in case.items:
            of_item(case, item)
    wanted = sum(settings.asked.values()) * settings.variants
    got = sum(len(case.items) for case in made)
    told_short = any(case.short for case in made)
    claim("counts are exact, or it is said what is missing", good=(got < wanted) == told_short and got <= wanted)
    return made


def of_item(case: Case, item: Item) -> None:
    """What must hold of an item."""
    where = f"{case.settings.genre}: {item.question}"
    try:
        asked = case.ask(item)
        claim("gold = slow replay of the event log", good=case.by_twin(item), detail=where)
        claim("gold = what the text says", good=case.by_oracle(item), detail=where)
    except ValueError as error:
        claim("questions have one reading", good=False, detail=str(error)[:300])
        return
    claim("gold grades right", good=is_right(item, item.answer), detail=where)
    claim("no decoy grades right", good=not any(is_right(item, decoy.answer) for decoy in item.decoys), detail=where)
    quotes = all(case.text[quote.start : quote.end] == quote.quote for quote in item.evidence)
    claim("quotes at their offsets", good=quotes, detail=where)
    if item.kind in HOPS:
        claim("a hop, a passage", good=len({q.start for q in item.evidence}) >= HOPS[item.kind], detail=where)
    if asked[0] == "value" and isinstance(asked[2], tuple):
        for quote in item.evidence:
            cut = case.seen.without(quote.start, quote.end)
            if [entry for entry in case.seen if entry.get("fact") != "alias" and entry not in cut]:
                gone = answer(asked, cut, case.rules) is None
                claim("no answer without the passage of any hop", good=gone, detail=where)
    if not item.answerable:
        claim("nothing speaks to what is absent", good=unsupported(case, asked), detail=where)


def unsupported(case: Case, asked: Any) -> bool:  # Any: a question read back, a nested tuple
    """Whether no sentence of the text speaks to the question."""
    if asked[0] == "value":
        return not any(touches(entry, asked[1], asked[2], case.rules) for entry in case.seen)
    return answer(asked, case.seen, case.rules) is None


def edits(made: list[Case]) -> tuple[int, int]:
    """Both texts of every world differ in the declared facts only: (golds that changed, questions)."""
    golds_of: dict[str, list[Any]] = defaultdict(list)  # Any: answers
    for first, second in zip(made[::2], made[1::2], strict=True):
        pairs = list(zip(first.seen, second.seen, strict=True))
        changed = [
            f"{one['fact']} of {one['subject']}: {one['value']} -> {two['value']}".casefold()
            for one, two in pairs if plain(one, first.schema) != plain(two, first.schema)
        ]  # fmt: skip
        declared = second.told.telling.document.metadata["edits"].casefold().split("; ")
        claim("twins differ in the declared facts only", good=sorted(changed) == sorted(declared))
        for case in (first, second):
            for item in case.items:
                golds_of[item.group].append(item.answer.values)
    return sum(a != b for a, b in golds_of.values()), len(golds_of)


def sweeps(made: list[Case]) -> None:
    """The same questions and golds at every length."""
    asked: dict[str, list[Any]] = defaultdict(list)  # Any: questions with their answers
    for case in made:
        length = len(case.text.encode()) / 4 / int(case.told.variant)
        claim("lengths of a sweep within 5 %", good=abs(length - 1) <= 0.05)
        for item in case.items:
            asked[item.group].append((item.question, item.answer))
    for pairs in asked.values():
        claim("a sweep asks the same at every length", good=len(pairs) == 3 and len(set(map(str, pairs))) == 1)


def apart(genre: str) -> None:
    """Seeds and splits share nothing; the same settings give the same bytes, from any start."""
    small = WorldSettings(genre=genre, count=102, tokens=2_000)
    whole = list(batches(small))
    claim("same settings, same bytes", good=whole == list(batches(small)), detail=genre)
    claim("batches from 4 = tail of all", good=whole[4:] == list(batches(small, (), 4)), detail=genre)
    questions = [re.sub(r"\W+", " ", item.question).lower() for batch in whole for item in batch.items]
    distinct = {re.sub(r"\d+", "#", text) for text in questions}
    claim("questions distinct with digits masked", good=len(distinct) == len(questions), detail=genre)
    for change in ({"seed": 1}, {"split": "train"}):
        other = small.model_copy(update=change)
        theirs = {item.question for batch in batches(other) for item in batch.items}
        mine = {item.question for batch in whole for item in batch.items}
        claim("seeds and splits share no question", good=not mine & theirs, detail=f"{genre} {change}")
        claim("seeds and splits share no name", good=not _names(small) & _names(other), detail=f"{genre} {change}")


def _names(settings: WorldSettings) -> set[str]:
    worlds = [make_world(settings, index)[0] for index in range(settings.number)]
    names = {name for world in worlds for sort, those in world.casts.items() if sort != "month" for name in those}
    return {name for name in names if " " in name.removeprefix("the ")}


def lengths(genre: str) -> None:
    """Length and time of one document from 1k to 1M tokens."""
    for tokens in (1_000, 3_000, 10_000, 100_000, 1_000_000):
        start = time.process_time()
        text = make_world(WorldSettings(genre=genre, count=1, worlds=1, tokens=tokens), 0)[1].document.text
        made, took = len(text.encode()), time.process_time() - start
        claim("length within 5 %", good=abs(made / 4 / tokens - 1) <= 0.05, detail=f"{genre} {tokens}")
        print(f"     {genre:10} {tokens:>9,} tokens asked, {made / 4:>11,.0f} made, {made / took / 1e6:6.1f} MB/s")


def main(items: int = 10_000) -> bool:
    """Everything; whether something failed."""
    start = time.process_time()
    plain_cases: list[Case] = []
    for name, settings in shapes(items):
        began = time.process_time()
        made = golds(name, settings)
        total = sum(len(case.items) for case in made)
        note = ""
        if settings.counterfactual:
            note = ", {} of {} golds changed by the edits".format(*edits(made))
        if settings.sweep:
            sweeps(made)
        print(
            f"     {settings.genre:10} {name:28} {total:5} items {time.process_time() - began:6.1f} s{note}", flush=True
        )
        plain_cases += made if name == "8k tokens" else []
    for genre in GENRES:
        apart(genre)
        lengths(genre)
    print("", *baselines(plain_cases), sep="\n")
    print(f"\nwhat must hold (in {time.process_time() - start:.0f} s of one core)")
    failed = [what for what in TRIED if HELD[what] < TRIED[what]]
    for what, number in TRIED.items():
        print(f"{'FAIL' if what in failed else 'ok  '} {what}: {HELD[what]} of {number}")
        for detail in SAID[what]:
            print(f"       {detail}")
    print("failed:", ", ".join(failed) if failed else "nothing")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
