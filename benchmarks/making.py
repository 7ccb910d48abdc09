"""Drafting with a model: calls and tokens for each surviving item, ours beside YourBench's, and time beside its bound.

Both draft questions of one kind (a fact of one section or chunk) from the same documents, with the same fake author,
whose drafts have the same share of planted defects; tokens are bytes / 4 for both. YourBench has no gate that drops
anything, so what it makes is held to ours, which tell what survives. Ours asks about many drafts in one call; whether
its drafts are to have that too is a matter of view, so three ratios stand side by side: its drafts gated one at a time
(`..._ratio`, the bar), in our batches (`..._batched`), and not at all (`..._drafting`: ours with gates, its drafting
alone). Then: 1,000 drafts with a model that takes half a second for each call, from the start to the end of the first
wave.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
from _bench import close, repeats
from yourbench import peer

from benchwright.items import maker
from benchwright.items.drafts import gates
from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.quotes import locate
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.models.behaviours import Message, Prompt, Reply, behaviour
from benchwright.models.calls import Call, Spent
from benchwright.models.calls import Reply as Answered
from benchwright.models.fake import fake_model
from benchwright.models.server import fake_tokens
from benchwright.pipeline.drafting import Means, draft
from benchwright.pipeline.making import read_sources
from benchwright.records import Answer, Check, Document
from benchwright.retrieval.embedding import words_embedder

RATE = 0.2
"""Share of drafts with a planted defect."""
WORLDS, TOKENS = 8, 30_000
ITEMS = 120
ASKED, DELAY, AT_ONCE = 800, 0.5, 32
"""Items for which 1,000 drafts are made in the first wave; seconds of a call; calls in flight."""
EXAMPLES = Path(__file__).parent.parent / "examples" / "documents"


@dataclass
class Counted:
    """A fake model with a meter."""

    reply: Callable[[Prompt], str | Reply]
    delay: float = 0.0
    cost: Spent = field(default_factory=Spent)

    def __call__(self, prompt: Prompt) -> Reply:
        """One call."""
        said = self.reply(prompt)
        text = said if isinstance(said, str) else said.text
        self.cost += Spent(1, fake_tokens(prompt.user), fake_tokens(text))
        return Reply(text, delay=self.delay)

    async def ask(self, call: Call) -> Answered:
        """The same, for gates alone."""
        return Answered(self(Prompt((Message("user", call.text),), seed=call.draw)).text)


def documents(folder: Path) -> Path:
    """Licences, a handbook and a standard, and long generated texts."""
    shutil.copytree(EXAMPLES, folder)
    return generated(folder)


def generated(folder: Path) -> Path:
    """Long generated texts alone, in which there is enough to ask about everywhere."""
    folder.mkdir(exist_ok=True)
    worlds = maker("worlds")
    for seed in range(WORLDS):
        settings = worlds.settings(count=1, worlds=1, tokens=TOKENS, seed=seed)
        (batch, *_) = worlds.batches(settings, (), 0)
        (folder / f"world{seed}.txt").write_text(batch.documents[0].text)
    return folder


def drafted(sources: Path, out: Path, items: int, model: Counted) -> tuple[int, float]:
    """Items that ours makes, and how long it takes."""
    name = f"benchwright/fake:drafter:{RATE}"
    settings = DraftsSettings(author=name, quotas={"fact": items}, near="words")
    means = Means(connections=AT_ONCE, models={name: fake_model(model, f"drafter:{RATE}")})
    start = time.perf_counter()
    made = draft(settings, out, sources=[sources], means=means)
    return len(made.benchmark.items), time.perf_counter() - start


def survivors(rows: Sequence[dict[str, Any]], read: Sequence[Document], model: Counted, together: int) -> int:
    """Of YourBench's rows, those that pass our gates."""
    held = {document.id: document for document in read}
    embed = words_embedder()
    desk = Desk(documents=held, author=model.ask, checker=model.ask, embed=embed, together=together)
    drafts = [one for row in rows if (one := _as_draft(row, read)) is not None]
    kept = anyio.run(gates.judged, drafts, desk).drafts
    seen = gates.Duplicates(embed, desk.nearness)
    seen.prepare(kept)
    count = 0
    for one in kept:
        check: Check = seen.check(one)
        if check.passed:
            seen.add(one)
            count += 1
    return count


def _as_draft(row: dict[str, Any], read: Sequence[Document]) -> Draft | None:
    """A row as a draft of ours; none where a citation stands in no document, as for ours."""
    quotes = row["citations"]
    gold = str(row["ground_truth_answer"])
    for document in read:
        found = [locate(quote, document) for quote in quotes]
        evidence = tuple(one for one in found if one is not None)
        if quotes and len(evidence) == len(quotes):
            answer = Answer(type="number" if gold.isdecimal() else "text", values=(gold,))
            return Draft("fact", row["question"], answer, evidence, (document.id,), "", 0)
    return None


def beside(folder: Path) -> dict[str, float]:
    """Costs of ours and of YourBench for each survivor."""
    sources = documents(folder / "sources")
    ours = Counted(behaviour(f"drafter:{RATE}"))
    items, _ = drafted(sources, folder / "ours", ITEMS, ours)
    rows, served = peer.run(sources, folder / "theirs", RATE)
    read, _ = read_sources([sources])
    drafting = sum(served.spent.values(), Spent())
    judge, apart = (Counted(behaviour("drafter:0")) for _ in range(2))
    kept = survivors(rows, read, judge, 10)
    survivors(rows, read, apart, 1)
    print(f"YourBench: {served.pairs} pairs, {len(rows)} rows, {kept} survive; {served.spent}; gates {judge.cost}")
    print(f"ours: {items} items; {ours.cost}")
    gated, alone = drafting + judge.cost, drafting + apart.cost
    return {
        "calls_ratio": ours.cost.calls / items / (alone.calls / kept),
        "tokens_ratio": ours.cost.tokens / items / (alone.tokens / kept),
        "calls_ratio_batched": ours.cost.calls / items / (gated.calls / kept),
        "tokens_ratio_batched": ours.cost.tokens / items / (gated.tokens / kept),
        "calls_ratio_drafting": ours.cost.calls / items / (drafting.calls / kept),
        "tokens_ratio_drafting": ours.cost.tokens / items / (drafting.tokens / kept),
        "calls_ours": ours.cost.calls / items,
        "tokens_ours": ours.cost.tokens / items,
        "calls_theirs": alone.calls / kept,
        "tokens_theirs": alone.tokens / kept,
        "survivors_theirs": kept,
    }


class _Enough(Exception):  # noqa: N818  # no error: an end
    """The drafts that are timed are through."""


def latency(folder: Path) -> dict[str, float]:
    """Time of 1,000 drafts through every gate beside what their calls take at least; that of the embedding is apart."""
    sources = generated(folder / "timed")
    name, model = "benchwright/fake:drafter:0", Counted(behaviour("drafter:0"), DELAY)
    settings = DraftsSettings(author=name, quotas={"fact": ASKED}, near="words")
    means = Means(connections=AT_ONCE, models={name: fake_model(model, "drafter:0")})
    few = DraftsSettings(author=f"benchwright/fake:drafter:{RATE}", quotas={"fact": 8}, near="words")
    draft(few, folder / "few", sources=[sources])  # what is loaded once is loaded before
    start, worked = time.perf_counter(), time.process_time()

    def watch(_made: int, _asked: int, what: str) -> None:
        if what.startswith("wave 1"):
            raise _Enough(what)

    with contextlib.suppress(_Enough):
        draft(settings, folder / "slow", sources=[sources], means=means, watch=watch)
    wall, worked = time.perf_counter() - start, time.process_time() - worked
    bound = model.cost.calls / AT_ONCE * DELAY
    print(f"{model.cost.calls} calls, {wall:.1f} s, {worked:.1f} s of processor, bound {bound:.1f} s")
    return {"latency_ratio": wall / bound, "latency_calls": model.cost.calls, "latency_cpu_s": worked, **_embedding()}


def _embedding() -> dict[str, float]:
    """Seconds to embed 100 questions with the model that tells near-duplicates by meaning; nothing without it."""
    from benchwright.errors import BenchwrightError
    from benchwright.retrieval.embedding import embedder

    questions = [
        f"On which day of week {number} did the mill at the ford open its upper gate?" for number in range(101)
    ]
    try:
        embed = embedder()
    except BenchwrightError as error:
        print(error)
        return {}
    embed(questions[:1])
    start = time.perf_counter()
    embed(questions[1:])
    return {"embedding_100_s": time.perf_counter() - start}


def main() -> None:
    repeats(__doc__ or "")
    bars = {"latency_ratio": 1.3}
    with tempfile.TemporaryDirectory() as name:
        figures = latency(Path(name))
        if peer.command() is None:
            print("YourBench is not installed (see benchmarks/yourbench/peer.py), so no ratio to it is claimed")
        else:
            figures = beside(Path(name)) | figures
            bars |= {"calls_ratio": 0.5, "tokens_ratio": 0.5}
    close("making", figures, bars)


if __name__ == "__main__":
    main()
