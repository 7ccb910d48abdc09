"""Counterfactual twins: whether attempts at edited items follow the document, follow memory, refuse, or do otherwise.

An attempt at an edited item follows the document where it is right there, and follows memory where its wrong answer is
the one that was right before the edit (the slip of that decoy). A parse failure is none of the four and has a column of
its own; an unresolved error is counted beside and not due.

    verdicts      --> follow_table    counts, Wilson's intervals over attempts: each attempt stands for itself
    TwinAttempts  --> follow_rates    epochs of an item averaged, intervals over items or documents, as in `rates`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Target, Verdict, counts_as_right
from benchwright.stats._table import tabulate
from benchwright.stats.constraints import Rated
from benchwright.stats.intervals import wilson
from benchwright.stats.observations import Observation
from benchwright.stats.rates import proportion

Follows = Literal["document", "memory", "refuses", "other", "unparsed"]
FOLLOWS: tuple[Follows, ...] = ("document", "memory", "refuses", "other", "unparsed")
SLIPS = frozenset({"memory", "followed the unedited text"})
"""Of a decoy that is the answer of the unedited twin: of real documents, and of generated worlds."""


@dataclass(frozen=True)
class FollowTable:
    """What attempts at edited items followed."""

    counts: Mapping[Follows, int]
    shares: Mapping[Follows, Estimate]
    """Of the attempts due; they come to 1."""
    errors: int
    """Attempts without a reply, not due."""
    recited: Estimate | None
    """The share that followed memory among those right on the unedited twin: what was known beforehand, or read there.
    None where the unedited verdicts were not given, or none of them is right."""

    @property
    def due(self) -> int:
        """Attempts that got a reply."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class TwinAttempt:
    """One attempt at an edited item, and the one at its unedited twin in the same epoch."""

    item: str
    """The edited one."""
    cluster: str
    """What the item shares luck with: its document or world."""
    epoch: int
    edited: Verdict
    unedited: Verdict | None = None
    """None where the twin was not attempted."""


@dataclass(frozen=True)
class FollowRates:
    """What a system's attempts at edited items followed, as rates over items."""

    items: int
    """Edited items with a reply."""
    counts: Mapping[Follows, int]
    """Attempts."""
    shares: Mapping[Follows, Rated]
    """They come to 1."""
    errors: int
    """Attempts without a reply, in no share."""
    unedited: Rated | None
    """The share right of the unedited twins; none where none was attempted."""
    recited: Rated | None
    """Of the attempts right on the unedited twin, the share that followed memory on the edited one; none where no
    attempt was right there."""

    @property
    def due(self) -> int:
        """Attempts that got a reply."""
        return sum(self.counts.values())


def follows(verdict: Verdict) -> Follows | None:
    """The class of a verdict on an edited, answerable item; none for an unresolved error."""
    outcome = verdict.outcome(answerable=True)
    if outcome == "error":
        return None
    if outcome == "wrong":
        return "memory" if verdict.slip in SLIPS else "other"
    names: dict[str, Follows] = {"right": "document", "refused wrongly": "refuses", "unparsed": "unparsed"}
    return names[outcome]


def follow_table(
    edited: Sequence[Verdict], unedited: Sequence[Verdict] | None = None, *, level: float = 0.95
) -> FollowTable:
    """The table of a system's verdicts on edited items whose gold the edit changed.

    Args:
        edited: one verdict per attempt, of `grade_attempt`, which names slips.
        unedited: the verdicts on their unedited twins, in the same order.
        level: of confidence.

    Raises:
        EstimateError: no attempt got a reply.
        InputError: the two are of different lengths.
    """
    if unedited is not None and len(unedited) != len(edited):
        raise InputError(f"{len(edited)} edited and {len(unedited)} unedited verdicts; give them pair by pair")
    classes = [follows(verdict) for verdict in edited]
    found = Counter(one for one in classes if one)
    if not (due := found.total()):
        raise EstimateError(f"none of {len(edited)} attempts at edited items got a reply; run them again")
    known = [one for one, before in zip(classes, unedited or [], strict=False) if one and before.value == 1.0]
    return FollowTable(
        counts={name: found[name] for name in FOLLOWS},
        shares={name: wilson(found[name], due, level) for name in FOLLOWS},
        errors=len(edited) - due,
        recited=wilson(known.count("memory"), len(known), level) if known else None,
    )


def follow_rates(
    attempts: Sequence[TwinAttempt], *, target: Target = "these documents", level: float = 0.95
) -> FollowRates:
    """The rates of a system; each is of items, kinds forgotten, and is refused where the data cannot carry an interval.

    Args:
        attempts: one per edited item and epoch.
        target: what the intervals generalise to.
        level: of confidence.

    Raises:
        EstimateError: no attempt got a reply.
        InputError: an item has two clusters, or the same epoch twice; or an unknown target or level.
    """
    classes = [(one, found) for one in attempts if (found := follows(one.edited))]
    if not classes:
        raise EstimateError(f"none of {len(attempts)} attempts at edited items got a reply; run them again")

    def rated(marks: Sequence[tuple[TwinAttempt, bool | None]]) -> Rated | None:
        return _rated([Observation(one.item, "", one.cluster, one.epoch, right) for one, right in marks], target, level)

    shares = {name: rated([(one, found == name) for one, found in classes]) for name in FOLLOWS}
    counts = Counter(found for _, found in classes)
    before = [(one, _right(one.unedited)) for one in attempts if one.unedited]
    known = [(one, found == "memory") for one, found in classes if one.unedited and _right(one.unedited)]
    return FollowRates(
        items=len({one.item for one, _ in classes}), counts={name: counts[name] for name in FOLLOWS},
        shares={name: share for name, share in shares.items() if share}, errors=len(attempts) - len(classes),
        unedited=rated(before), recited=rated(known),
    )  # fmt: skip


def _right(verdict: Verdict) -> bool | None:
    return counts_as_right(verdict.outcome(answerable=True))


def _rated(observations: Sequence[Observation], target: Target, level: float) -> Rated | None:
    if not observations:
        return None
    table = tabulate(observations)
    value = float(table.worst().mean())
    try:
        return Rated(value, len(table), proportion(table, target=target, level=level))
    except EstimateError as error:
        return Rated(value, len(table), None, str(error))


__all__ = [
    "FOLLOWS", "SLIPS", "FollowRates", "FollowTable", "Follows", "TwinAttempt", "follow_rates", "follow_table",
    "follows",
]  # fmt: skip
