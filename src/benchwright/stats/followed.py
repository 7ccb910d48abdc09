"""Counterfactual twins: whether attempts at edited items follow the document, follow memory, refuse, or do otherwise.

An attempt at an edited item follows the document where it is right there, and follows memory where its wrong answer is
the one that was right before the edit (the slip of that decoy). A parse failure is none of the four and has a column of
its own; an unresolved error is counted beside and not due. Intervals are Wilson's, over attempts: where many items
share few documents they are too narrow for a claim about new documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Verdict
from benchwright.stats.intervals import wilson

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


__all__ = ["FOLLOWS", "SLIPS", "FollowTable", "Follows", "follow_table", "follows"]
