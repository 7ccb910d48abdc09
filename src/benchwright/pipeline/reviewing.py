"""People's decisions on items: taken on a local page, and told in a summary. `reviewed` makes them a new benchmark.

The benchmark that is reviewed stays as it is, byte for byte; decisions lie beside it, in `BENCH.review/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchwright.errors import InputError, UnknownNameError
from benchwright.pages.review import Agreement, Decisions, Desk, Journal, agree, outcome, read_decisions
from benchwright.pages.review.decisions import LONGEST_NAME
from benchwright.pages.review.desk import tokens_for
from benchwright.pages.review.journal import journal_of
from benchwright.pipeline.making import gate
from benchwright.pipeline.opening import opened
from benchwright.records import Item
from benchwright.store import Benchmark, load

if TYPE_CHECKING:
    from benchwright.pages.review import Serving


@dataclass(frozen=True)
class Summary:
    """What has been decided."""

    items: int
    reviewers: dict[str, dict[str, int]]
    """Reviewer -> accept, edit, reject, undecided -> items; and `seconds` spent in all."""
    outcomes: dict[str, int]
    """What becomes of the items where all who decided must agree."""
    agreement: list[Agreement]
    disagreements: list[tuple[Item, str]]
    """Items on which reviewers do not agree, with who decided what."""
    strangers: int
    """Decisions in the journal on items that this benchmark does not hold, or that are not of the kinds asked for."""
    journal: Path

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "items": self.items, "reviewers": self.reviewers, "outcomes": self.outcomes,
            "agreement": [pair.as_dict() for pair in self.agreement],
            "disagreements": [{"id": i.id, "question": i.question, "said": said} for i, said in self.disagreements],
            "decisions_on_other_items": self.strangers, "journal": str(self.journal),
        }  # fmt: skip


def review(
    bench: Path | str, *, reviewers: Sequence[str] = ("reviewer",), port: int = 0, kinds: Sequence[str] = (),
    started: Callable[[Serving], None] | None = None,
) -> Summary:  # fmt: skip
    """Serve the review page on this machine until it is interrupted (Ctrl-C), and say what was decided by then.

    Args:
        bench: a sealed benchmark.
        reviewers: names; each gets an address of its own.
        port: 0 takes a free one.
        kinds: only items of these kinds; all where empty.
        started: told the addresses.

    Raises:
        InputError: no benchmark, a spec in it or a name that cannot be used, or a port that is taken.
        UnknownNameError: a kind that the benchmark does not have.
        OutputError: the journal cannot be written.
        DamagedError: the benchmark or the journal is damaged.
        MissingExtraError: no web server is installed.
    """
    from benchwright.pages.review import serve  # with it comes the web framework, which a summary does not need

    benchmark = opened(bench)  # an edit is held against the gates, which run the code of a spec
    names = _names(reviewers)
    items = of_kinds(benchmark, kinds)
    with Journal(journal_of(benchmark.path)) as journal:
        desk = Desk(benchmark, items, journal, tokens_for(names), lambda item: _fault(benchmark, item))
        serve(desk, port=port, started=started)
    return summarise(bench, kinds=kinds)


def _names(given: Sequence[str]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in given)
    if not names or any(not name or len(name) > LONGEST_NAME or not name.isprintable() for name in names):
        raise InputError(f"--reviewer {given!r}: expected names of 1 to {LONGEST_NAME} printable characters")
    if len({name.casefold() for name in names}) < len(names):
        raise InputError(f"--reviewer {given!r}: each reviewer needs a name of their own")
    return names


def of_kinds(benchmark: Benchmark, kinds: Sequence[str]) -> tuple[Item, ...]:
    """The items of these kinds; all where none is named.

    Raises:
        UnknownNameError: the benchmark has no such kind.
        InputError: there is no item.
    """
    for kind in kinds:
        if kind not in benchmark.card.counts:
            raise UnknownNameError("kind", kind, benchmark.card.counts)
    found = tuple(item for item in benchmark.items if not kinds or item.kind in kinds)
    if not found:
        raise InputError(f"{benchmark.path} has no items to review")
    return found


def _fault(benchmark: Benchmark, item: Item) -> str:
    """Why an item does not pass the gates; empty where it does."""
    dropped = gate([item], benchmark.documents)[1]
    return f"{dropped[0].gate}: {dropped[0].reason}" if dropped else ""


def summarise(bench: Path | str, *, kinds: Sequence[str] = ()) -> Summary:
    """What has been decided so far; writes nothing.

    Raises:
        InputError: no benchmark there, or no item.
        UnknownNameError: a kind that the benchmark does not have.
        DamagedError: the benchmark or the journal is damaged.
    """
    benchmark = load(bench)
    items, path = of_kinds(benchmark, kinds), journal_of(benchmark.path)
    decisions = read_decisions(path)
    known = {item.id for item in items}
    outcomes = [(item, outcome(decisions.on(item.id))) for item in items]
    return Summary(
        items=len(items), reviewers={name: _of(decisions, name, items) for name in decisions.reviewers},
        outcomes=dict(sorted(Counter(found.state for _, found in outcomes).items())),
        agreement=agree(decisions, [item.id for item in items], decisions.reviewers),
        disagreements=[(item, found.detail) for item, found in outcomes if found.state == "disagreed"],
        strangers=sum(entry.item not in known for entry in decisions.entries), journal=path,
    )  # fmt: skip


def _of(decisions: Decisions, name: str, items: Iterable[Item]) -> dict[str, int]:
    standing = [decisions.of(name, item.id) for item in items]
    counts = Counter(entry.action if entry else "undecided" for entry in standing)
    spent = sum(entry.seconds for entry in standing if entry)
    return {key: counts[key] for key in ("accept", "edit", "reject", "undecided")} | {"seconds": round(spent)}
