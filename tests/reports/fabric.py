"""Benchmarks and runs that never happened, for whatever reads them: seeded, any size, with every outcome in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from benchwright.records import (
    Answer,
    Attempt,
    Card,
    Check,
    Document,
    Evidence,
    Graded,
    Item,
    Lineage,
    MakerSettings,
    Run,
    Shortfall,
    SourceNote,
    Usage,
    Verdict,
)  # fmt: skip
from benchwright.reports import ReportInput
from benchwright.seeding import rng

KINDS = ("absent", "count", "date", "definition", "number", "table")
WORDS = re.findall(
    r"\w+",
    "harbour ledger winter council grain bridge letter signal copper archive meadow engine river tribunal lantern "
    "voyage treaty orchard census furnace market glacier parish schooner quarry almanac",
)


@dataclass(frozen=True)
class Skill:
    """How a system that never ran behaves: probabilities per attempt."""

    right: float = 0.6
    refuse: float = 0.1
    """Of refusing an answerable item."""
    honest: float = 0.7
    """Of refusing a no-info item."""
    unparsed: float = 0.02
    error: float = 0.0
    fades: float = 0.2
    """How much less often it is right about evidence at the end than at the start of a document."""


@dataclass(frozen=True)
class Shape:
    """How large a benchmark is."""

    items: int = 200
    documents: int = 8
    kinds: tuple[str, ...] = KINDS
    characters: tuple[int, ...] = (6_000, 30_000, 120_000)
    """Lengths of documents, in turn."""
    seed: int = 0


def document(index: int, characters: int) -> Document:
    """Plain prose of no meaning, with a numbered fact every few sentences."""
    random = rng("fabric", "document", index)
    parts: list[str] = []
    size = 0
    while size < characters:
        sentence = " ".join(random.choices(WORDS, k=random.randint(6, 14))).capitalize() + ". "
        fact = f"Entry {len(parts)} of volume {index} records {random.randint(10, 9999)} tonnes. "
        parts.append(sentence + (fact if random.random() < 0.3 else "") + ("\n\n" if random.random() < 0.1 else ""))
        size += len(parts[-1])
    return Document(
        title=f"Annals of the {WORDS[index % len(WORDS)]}, volume {index}", source=f"annals-{index}.txt",
        media_type="text/plain", language="en", text="".join(parts)[:characters],
    )  # fmt: skip


@lru_cache(maxsize=64)
def facts(text: str) -> tuple[int, ...]:
    """Where the numbered facts start."""
    return tuple(found.start() for found in re.finditer(r"Entry ", text[:-80]))


def item(home: Document, index: int, kind: str, **changes: object) -> Item:
    """A question about a fact of the document; kind `absent` has no answer."""
    random = rng("fabric", "item", home.id, index)
    start = random.choice(facts(home.text) or (0,))
    end = home.text.find(".", start) + 1 or len(home.text)
    quote = home.text[start:end]
    absent = kind == "absent"
    values = tuple(quote.split()[-2:-1]) or ("nothing",)
    answer = Answer(type="none") if absent else Answer(type="text", values=values, accepted=("the amount",))
    fields: dict[str, object] = {
        "question": f"How many tonnes does {' '.join(quote.split()[:5]).lower()} record (question {index})?",
        "kind": kind, "answer": answer, "answerable": not absent,
        "evidence": () if absent else (Evidence(document=home.id, start=start, end=end, quote=quote),),
        "documents": (home.id,), "position": None if absent else end / len(home.text), "cluster": home.id,
        "lineage": Lineage(maker="fabric", settings="s", seed=0, checks=(Check(gate="unique", passed=True),)),
    }  # fmt: skip
    return Item(**{**fields, **changes})  # type: ignore[arg-type]


def benchmark(shape: Shape = Shape()) -> tuple[Card, list[Item], dict[str, Document]]:
    """A card with its items and documents."""
    homes = [document(i, shape.characters[i % len(shape.characters)]) for i in range(shape.documents)]
    items = [
        item(homes[(i // len(shape.kinds)) % len(homes)], i, shape.kinds[i % len(shape.kinds)])
        for i in range(shape.items)
    ]
    return card(items, homes), items, {home.id: home for home in homes}


def card(items: Sequence[Item], homes: Sequence[Document], **changes: object) -> Card:
    """What the benchmark says of itself."""
    kinds = sorted({one.kind for one in items})
    fields: dict[str, object] = {
        "name": "harbour-annals", "version": "1.2.0", "benchwright": "0.1.0", "licence": "CC-BY-4.0",
        "makers": (MakerSettings(maker="documents", seed=7, settings={"count": 200, "kinds": kinds}),),
        "languages": ("en",), "canary": "harbour-annals-canary-6f1d", "content_hash": "9c2f0b7ad1e35c44",
        "counts": {kind: sum(one.kind == kind for one in items) for kind in kinds},
        "documents": {home.id: len(home.text) for home in homes}, "rejected": {"unique": 41, "guessable": 17},
        "shortfalls": (Shortfall(kind="table", asked=40, made=33, gate="candidates", advice="add files with tables"),),
        "sources": (
            *(SourceNote(source=home.source, read=True, document=home.id) for home in homes),
            SourceNote(source="scan.pdf", read=False, note="no text layer; run OCR first"),
        ),
        "quality": {"evidence found": 1.0, "closed book": 0.08, "reviewed": None},
    }  # fmt: skip
    return Card(**{**fields, **changes})  # type: ignore[arg-type]


def verdict(one: Item, skill: Skill, key: str) -> Verdict:
    """One roll of the dice."""
    random = rng("fabric", "verdict", key, one.id)
    roll = random.random()
    if roll < skill.error:
        return Verdict(state="failed", failure="provider", reason="503 from the provider after 3 retries")
    if roll < skill.error + skill.unparsed:
        return Verdict(state="failed", failure="parse", reason="no ANSWER line in the last 3 lines")
    if random.random() < (skill.refuse if one.answerable else skill.honest):
        return Verdict(state="abstained", reason="says that the document does not tell")
    chance = skill.right - skill.fades * (one.position or 0.0)
    if one.answerable and random.random() < chance:
        return Verdict(state="graded", value=1.0, answer=one.answer.values[0], reason="equal to the gold answer")
    return Verdict(state="graded", value=0.0, answer=str(random.randint(1, 99)), reason="differs from the gold answer")


def attempt(one: Item, found: Verdict, name: str, epoch: int) -> Attempt:
    """The reply that a verdict is of."""
    random = rng("fabric", "usage", name, one.id, epoch)
    tokens = random.randint(900, 30_000)
    error = found.reason if found.failure == "provider" else ""
    return Attempt(
        item=one.id, system=name, epoch=epoch, failure=found.failure if error else None, error=error,
        completion="" if error else f"I looked through the annals.\nANSWER: {found.answer or 'no information'}",
        usage=Usage(input_tokens=tokens, output_tokens=random.randint(20, 400), cached_tokens=tokens // 2, calls=1,
                    seconds=random.uniform(0.3, 9.0), cost_usd=tokens * 2e-6),
    )  # fmt: skip


@dataclass(frozen=True)
class Runner:
    """Makes runs of one benchmark."""

    items: Sequence[Item]
    benchmark: str = "9c2f0b7ad1e35c44"
    epochs: int = 1
    notes: tuple[str, ...] = field(default=())

    def run(self, model: str, context: str = "full", skill: Skill = Skill(), method: str = "direct") -> Run:
        """One system's attempts at every item."""
        name = f"{model} | {method} | {context}"
        graded = []
        for one in self.items:
            for epoch in range(1, self.epochs + 1):
                found = verdict(one, skill, f"{name}/{epoch}")
                graded.append(Graded(attempt=attempt(one, found, name, epoch), verdict=found))
        complete = not any(pair.verdict.failure == "provider" for pair in graded)
        return Run(
            system=name, model=model, method=method, context=context, benchmark=self.benchmark, graded=tuple(graded),
            epochs=self.epochs, complete=complete, notes=self.notes, log=f"{model.replace('/', '-')}-{context}.eval",
            versions={"benchwright": "0.1.0", "inspect_ai": "0.3.290"},
        )  # fmt: skip


def realistic(shape: Shape = Shape()) -> ReportInput:
    """Three systems, one of them also with its evidence only and with nothing to read."""
    about, items, homes = benchmark(shape)
    runner = Runner(items)
    toy = Runner(items, notes=("This is a toy model of 360 million parameters: the figures show that the tool works.",))
    runs = (
        runner.run("openai/large", skill=Skill(right=0.85, refuse=0.05, honest=0.85)),
        runner.run("openai/large", "evidence", Skill(right=0.97, refuse=0.01, honest=0.8, fades=0.0)),
        runner.run("openai/large", "none", Skill(right=0.08, refuse=0.7, honest=0.95, fades=0.0)),
        runner.run("anthropic/medium", skill=Skill(right=0.8, refuse=0.12, honest=0.8), method="cot"),
        toy.run("embedded/small", skill=Skill(right=0.35, refuse=0.02, honest=0.15, unparsed=0.09)),
    )
    return ReportInput(card=about, items=items, documents=homes, runs=runs)


def single(*runs: Run, shape: Shape = Shape(items=12, documents=2)) -> ReportInput:
    """A small benchmark with the runs given, or with one."""
    about, items, homes = benchmark(shape)
    return ReportInput(card=about, items=items, documents=homes, runs=runs or (Runner(items).run("solo"),))


HOSTILE = (
    "<script>window.hit=1</script></script><img src=x onerror=window.hit=1> javascript:alert(1) \u202egnp.exe\u202c "
    "\x1b[31m | `x` {{7*7}} \u2028 ]]> <!-- \ud800"
)


def hostile() -> ReportInput:
    """Hostile text wherever text can stand."""
    home = document(0, 3000).model_copy(update={"title": HOSTILE, "text": HOSTILE * 10})
    spot = Evidence(document=home.id, start=200, end=260, quote=home.text[200:260])
    items = [
        item(home, index, kind, question=f"{HOSTILE} {index}", evidence=(spot,), position=0.5,
             answer=Answer(type="text", values=(HOSTILE,), accepted=(HOSTILE,)), answerable=True)
        for index, kind in enumerate(["count", HOSTILE, "count"])
    ]  # fmt: skip
    bad = Verdict(state="graded", value=0.0, answer=HOSTILE, reason=HOSTILE)
    unread = Verdict(state="failed", failure="parse", reason=HOSTILE)
    graded = tuple(
        Graded(attempt=Attempt(item=one.id, system=HOSTILE, completion=HOSTILE * 3), verdict=unread if n else bad)
        for n, one in enumerate(items)
    )
    run = Run(
        system=HOSTILE, model=HOSTILE, method=HOSTILE, context="full", benchmark="9c2f0b7ad1e35c44", graded=graded,
        notes=(HOSTILE,), versions={HOSTILE: HOSTILE}, log=HOSTILE,
    )  # fmt: skip
    about = card(items, [home], name=HOSTILE, version=HOSTILE, licence=HOSTILE, canary=HOSTILE, quality={HOSTILE: 0.5})
    return ReportInput(card=about, items=items, documents={home.id: home}, runs=(run,))
