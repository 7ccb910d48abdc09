"""Drafts through all gates, in order: what survives one goes on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchwright.items.drafts.draft import Desk, Draft, Drafted
from benchwright.items.drafts.gates.closed_book import closed_book
from benchwright.items.drafts.gates.form import form
from benchwright.items.drafts.gates.gate import Gate
from benchwright.items.drafts.gates.hops import hops
from benchwright.items.drafts.gates.no_info import no_info
from benchwright.items.drafts.gates.own_evidence import evidence
from benchwright.items.drafts.gates.quoting import quote
from benchwright.items.drafts.gates.reading_well import rubric
from benchwright.records import Rejection

GATES: dict[str, Gate] = {
    "form": form,
    "quote": quote,
    "rubric": rubric,
    "evidence": evidence,
    "closed_book": closed_book,
    "hops": hops,
    "no_info": no_info,
}
"""In the order in which drafts go through them."""


async def judged(drafts: Sequence[Draft], desk: Desk) -> Drafted:
    """The drafts that pass every gate, with a check for each, and why the others were dropped; both in their order.

    Checks of an earlier time are replaced: a draft that was rewritten is another one.
    """
    standing = {at: _bare(draft) for at, draft in enumerate(drafts)}
    dropped: dict[int, Rejection] = {}
    for gate in GATES.values():
        checks = await gate(list(standing.values()), desk)
        for at, check in zip(list(standing), checks, strict=True):
            if check.passed:
                standing[at] = standing[at].passed(check)
            else:
                dropped[at] = standing.pop(at).rejected(check)
    return Drafted(tuple(standing.values()), tuple(dropped[at] for at in sorted(dropped)))


def _bare(draft: Draft) -> Draft:
    return replace(draft, checks=tuple(check for check in draft.checks if check.gate not in GATES))
