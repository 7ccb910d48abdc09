"""A new benchmark of what reviewers kept: every item of the old one is in it, or in its rejections with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import benchwright
from benchwright.errors import InputError, ShortfallError
from benchwright.pages.review import Decisions, Outcome, agree, edited, outcome, read_decisions
from benchwright.pages.review.journal import journal_of
from benchwright.pages.review.outcomes import Need
from benchwright.pipeline.making import Made, already, gate, quality
from benchwright.pipeline.opening import kept_specs, opened
from benchwright.records import Card, Check, Item, MakerSettings, Rejection, Shortfall, digest
from benchwright.store import REJECTED, Benchmark, Writer, records

GATE = "review"
ADVICE = "make more items of this kind and review those too"
Undecided = Literal["keep", "drop"]


@dataclass(frozen=True)
class Applied:
    """A reviewed benchmark, and how it came about."""

    made: Made
    counts: dict[str, int]
    """accepted, edited, rejected, failed (an edit fell at a gate), disagreed, undecided -> items."""
    disagreements: list[tuple[Item, str]]
    """Items on which reviewers do not agree, with who decided what."""


@dataclass(frozen=True)
class _Rule:
    """How decisions become a benchmark."""

    need: Need
    undecided: Undecided | None


@dataclass(frozen=True)
class _Ruling:
    """What becomes of one item: it is kept or rejected, or undecided with no word on what then."""

    item: Item
    outcome: Outcome
    kept: Item | None = None
    rejected: Rejection | None = None

    @property
    def word(self) -> str:
        """Its row in the counts."""
        if self.outcome.state != "kept":
            return self.outcome.state
        if self.kept is None:
            return "failed"
        return "edited" if self.outcome.changes else "accepted"


def apply_review(
    bench: Path | str, out: Path | str, *, need: Need = "all", undecided: Undecided | None = None, title: str = "",
    overwrite: bool = False,
) -> Applied:  # fmt: skip
    """Make a new benchmark of what reviewers kept.

    Args:
        bench: the one that was reviewed; it stays as it is.
        out: the folder that the new one will be.
        need: `all`: whoever decided on an item must agree, and it is left out where they do not; `one`: one who keeps
            it suffices.
        undecided: what becomes of items on which nobody decided.
        title: of the new benchmark; its folder's name where empty.
        overwrite: replace a different benchmark that is already at `out`.

    Raises:
        InputError: no benchmark, nothing decided yet, undecided items without a word on what becomes of them, or `out`
            is the benchmark itself.
        OutputError: `out` holds something else, or cannot be written.
        ShortfallError: no item is kept; nothing is left at `out`.
        DamagedError: the benchmark or the journal is damaged.
    """
    benchmark, out, rule = opened(bench), Path(out), _Rule(need, undecided)
    _check_apart(benchmark.path, out)
    decisions = read_decisions(journal_of(benchmark.path))
    rulings = _rulings(benchmark, decisions, rule)
    _check_whole(rulings, rule, benchmark.path)
    settings = _settings(benchmark, decisions, rulings, rule)
    job = {
        "review": benchmark.card.content_hash, "settings": settings.settings, "title": title or out.name,
        "rulings": [[one.item.id, one.outcome.detail, one.kept.id if one.kept else ""] for one in rulings],
    }  # fmt: skip
    canary = f"benchwright canary {digest(job, 32)}"
    applied = partial(
        Applied, counts=dict(sorted(Counter(one.word for one in rulings).items())),
        disagreements=[(one.item, one.outcome.detail) for one in rulings if one.outcome.state == "disagreed"],
    )  # fmt: skip
    if done := already(out, canary, overwrite=overwrite):
        return applied(Made(done, fresh=False))
    items = [one.kept.model_copy(update={"canary": canary}) for one in rulings if one.kept]
    if not items:
        raise ShortfallError(f"the reviewers kept none of {len(rulings)} items; nothing was written to {out}")
    rejected = [*records(benchmark.path / REJECTED, Rejection), *(one.rejected for one in rulings if one.rejected)]
    writer = Writer(out, job, overwrite=overwrite)
    writer.keep(kept_specs(benchmark))
    sizes = _fill(writer, benchmark, items, rejected)
    named = {"name": title or out.name, "canary": canary, "documents": sizes}
    card = _card(benchmark.card, items, rejected, settings).model_copy(update=named)
    return applied(Made(writer.seal(card), fresh=True))


def _rulings(benchmark: Benchmark, decisions: Decisions, rule: _Rule) -> list[_Ruling]:
    taken = {item.id for item in benchmark.items}
    found = []
    for item in benchmark.items:
        ruling = _ruling(benchmark, item, outcome(decisions.on(item.id), rule.need), rule)
        if ruling.kept and ruling.kept.id != item.id and ruling.kept.id in taken:
            ruling = _dropped(item, ruling.outcome, f"the edit makes it the same as item {ruling.kept.id}")
        taken |= {ruling.kept.id} if ruling.kept else set()
        found.append(ruling)
    return found


def _ruling(benchmark: Benchmark, item: Item, came: Outcome, rule: _Rule) -> _Ruling:
    if came.state == "undecided":
        if rule.undecided == "drop":
            return _dropped(item, came, "nobody decided on it")
        return _Ruling(item, came, kept=item if rule.undecided else None)
    if came.state == "rejected":
        return _dropped(item, came, came.detail)
    if came.state == "disagreed":
        return _dropped(item, came, f"the reviewers disagree: {came.detail}")
    return _kept(benchmark, item, came)


def _kept(benchmark: Benchmark, item: Item, came: Outcome) -> _Ruling:
    """Kept as it is, or as it was edited, where that passes the gates of every item."""
    try:
        kept = edited(item, came.changes) if came.changes else item
    except InputError as error:
        return _dropped(item, came, f"the edit cannot be made: {error}")
    check = Check(gate=GATE, passed=True, detail=came.detail)
    lineage = kept.lineage.model_copy(update={"checks": (*kept.lineage.checks, check)})
    kept = kept.model_copy(update={"lineage": lineage})
    fallen = gate([kept], benchmark.documents)[1] if came.changes else []
    return _Ruling(item, came, rejected=fallen[0]) if fallen else _Ruling(item, came, kept=kept)


def _dropped(item: Item, came: Outcome, reason: str) -> _Ruling:
    home = item.documents[0] if item.documents else ""
    gone = Rejection(gate=GATE, reason=reason, question=item.question, kind=item.kind, document=home)
    return _Ruling(item, came, rejected=gone)


def _check_apart(path: Path, out: Path) -> None:
    """Raises InputError where the new benchmark would take the place of the one that was reviewed."""
    if out.exists() and out.samefile(path):
        raise InputError(f"--out {out} is the benchmark that was reviewed, which stays as it is; name another folder")


def _check_whole(rulings: Sequence[_Ruling], rule: _Rule, path: Path) -> None:
    """Raises InputError where nothing is decided, or what becomes of the rest is not said."""
    left = sum(ruling.outcome.state == "undecided" for ruling in rulings)
    if left == len(rulings):
        raise InputError(f"nothing is decided of {path} yet; review it with: benchwright review {path}")
    if left and rule.undecided is None:
        raise InputError(
            f"{left} of {len(rulings)} items are undecided; go on reviewing, or say what becomes of them with "
            "--undecided keep or --undecided drop"
        )


def _settings(
    benchmark: Benchmark, decisions: Decisions, rulings: Sequence[_Ruling], rule: _Rule
) -> MakerSettings:  # fmt: skip
    """How the review went, for the card; agreement with its intervals."""
    ids = [item.id for item in benchmark.items]
    found = {
        "of": benchmark.card.content_hash, "reviewers": list(decisions.reviewers), "need": rule.need,
        "undecided": rule.undecided, "outcomes": dict(sorted(Counter(ruling.word for ruling in rulings).items())),
        "agreement": [pair.as_dict() for pair in agree(decisions, ids, decisions.reviewers)],
    }  # fmt: skip
    return MakerSettings(maker=GATE, seed=0, settings=found)


def _fill(
    writer: Writer, benchmark: Benchmark, items: Sequence[Item], rejected: Sequence[Rejection]
) -> dict[str, int]:  # fmt: skip
    """One document a batch, then the items; gives the documents' sizes."""
    used = {key for item in items for key in (*item.documents, *(one.document for one in item.evidence))}
    wanted = [key for key in benchmark.documents if key in used]
    for key in wanted[writer.done :]:
        writer.append([benchmark.documents[key]], [], [])
    if writer.done == len(wanted):
        writer.append([], items, rejected)
    return {key: benchmark.card.documents[key] for key in wanted}


def _card(old: Card, items: Sequence[Item], rejected: Sequence[Rejection], settings: MakerSettings) -> Card:
    counts = dict(sorted(Counter(item.kind for item in items).items()))
    asked = old.counts | {gap.kind: gap.asked for gap in old.shortfalls}
    gone = [kind for kind, count in old.counts.items() if counts.get(kind, 0) < count]
    gaps = [gap for gap in old.shortfalls if gap.kind not in gone]
    gaps += [
        Shortfall(kind=kind, asked=asked[kind], made=counts.get(kind, 0), gate=GATE, advice=ADVICE) for kind in gone
    ]
    update = {
        "version": "1", "benchwright": benchwright.__version__, "makers": (*old.makers, settings), "counts": counts,
        "shortfalls": tuple(gaps), "quality": quality(items), "content_hash": "",
        "rejected": dict(sorted(Counter(entry.gate for entry in rejected).items())),
    }  # fmt: skip
    return old.model_copy(update=update)
