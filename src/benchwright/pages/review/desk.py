"""The desk at which reviewers sit: the items, the journal, and who may decide."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from benchwright.errors import InputError
from benchwright.pages.review.agreement import agree
from benchwright.pages.review.decisions import Changes, Entry
from benchwright.pages.review.edits import edited
from benchwright.pages.review.journal import Journal
from benchwright.records import Document, Item, Record
from benchwright.store import Benchmark

LONGEST_LOOK = 3600.0
"""Seconds that one look at an item counts at most: nobody looks longer, but pages stay open."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Said(Record):
    """What the page sends."""

    item: str
    action: str
    reason: str = ""
    changes: Changes | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Desk:
    """What the page works with."""

    benchmark: Benchmark
    items: Sequence[Item]
    """Those under review, in order."""
    journal: Journal
    tokens: Mapping[str, str]
    """Reviewer -> the secret of the address that is the reviewer's own."""
    fault: Callable[[Item], str]
    """Why an edited item does not pass the gates; empty where it does."""
    now: Callable[[], str] = field(default=_now)
    _outlines: dict[str, Document] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, int]:
        """Item id -> place, counted from 0."""
        return {item.id: place for place, item in enumerate(self.items)}

    def reviewer(self, token: str) -> str | None:
        """Whose token it is; every token is compared, and each in constant time."""
        found = None
        for name, secret in self.tokens.items():
            if hmac.compare_digest(secret.encode(), token.encode()):
                found = name
        return found

    def item(self, key: str) -> Item:
        """The item of that id.

        Raises:
            InputError: it is not under review.
        """
        if key not in self.places:
            raise InputError(f"no item {key[:40]!r} is under review here")
        return self.items[self.places[key]]

    def outline(self, key: str) -> Document:
        """A document without its text, so that items about many long documents are shown at once."""
        if key not in self._outlines:
            self._outlines[key] = self.benchmark.documents[key].model_copy(update={"text": ""})
        return self._outlines[key]

    def length(self, key: str) -> int:
        """Characters of a document."""
        return self.benchmark.card.documents[key]

    def step(self, reviewer: str, key: str, step: str) -> Item:
        """The item to go to from the one of id `key`; from nowhere, the first of its kind of step."""
        here = self.places.get(key, -1)
        if step == "previous":
            return self.items[max(0, here - 1)]
        if step == "next":
            return self.items[min(len(self.items) - 1, here + 1)]
        order = [*self.items[here + 1 :], *self.items[: here + 1]]
        return next((item for item in order if not self.journal.decisions.of(reviewer, item.id)), order[-1])

    def decide(self, reviewer: str, said: Said) -> Entry:
        """Put a decision on the disk.

        Raises:
            InputError: it is not one, or an edit does not pass the gates.
            OutputError: it could not be written.
        """
        item = self.item(said.item)
        if said.action not in {"accept", "edit", "reject"}:
            raise InputError(f"{said.action[:40]!r} is no decision; expected accept, edit or reject")
        if said.action == "reject" and not said.reason.strip():
            raise InputError("a rejection needs a reason")
        changes = _needed(item, said.changes or Changes()) if said.action == "edit" else None
        if changes and (why := self.fault(edited(item, changes))):
            raise InputError(f"the edited item does not pass the gates: {why}")
        entry = Entry(
            action=said.action, reviewer=reviewer, item=item.id, time=self.now(), changes=changes,
            reason=said.reason.strip() if said.action == "reject" else "",
            seconds=round(min(max(said.seconds, 0.0), LONGEST_LOOK), 1),
        )  # fmt: skip
        self.journal.append(entry)
        return entry

    def undo(self, reviewer: str) -> Entry | None:
        """Take back the reviewer's last decision; none where nothing stands."""
        return self.journal.undo(reviewer, self.now())

    def progress(self, reviewer: str) -> dict[str, Any]:
        """How many items each reviewer has decided; of the others not what."""
        decisions = self.journal.decisions
        names = [reviewer, *(name for name in self.everyone if name != reviewer)]
        done = {name: sum(decisions.of(name, item.id) is not None for item in self.items) for name in names}
        return {"items": len(self.items), "decided": done}

    @property
    def everyone(self) -> tuple[str, ...]:
        """Who has an address, and who decided before."""
        return tuple(dict.fromkeys([*self.tokens, *self.journal.decisions.reviewers]))

    def agreement(self) -> list[dict[str, Any]]:
        """Every pair of reviewers."""
        found = agree(self.journal.decisions, self.places, self.everyone)
        return [pair.as_dict() for pair in found]


def _needed(item: Item, changes: Changes) -> Changes:
    """Only what differs from the item."""
    given = changes.model_dump(exclude_none=True)
    own = {"question": item.question, "values": item.answer.values, "accepted": item.answer.accepted}
    return Changes(**{name: value for name, value in given.items() if value != own[name]})


def tokens_for(reviewers: Sequence[str]) -> dict[str, str]:
    """A new secret for each."""
    return {name: secrets.token_urlsafe(24) for name in reviewers}
