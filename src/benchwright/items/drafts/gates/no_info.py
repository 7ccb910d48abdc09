"""Where nothing should answer: the best passages of the whole text do not, or answer only what they may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchwright.items.drafts.asking import side_by_side
from benchwright.items.drafts.draft import Desk, Draft
from benchwright.items.drafts.gates.answers import asked_about
from benchwright.items.drafts.gates.batching import Entry
from benchwright.items.drafts.gates.gate import dropped, kind_of, passed, skipped
from benchwright.items.drafts.gates.hearing import Hearing, Sheet, heard
from benchwright.items.drafts.gates.searching import best_passages
from benchwright.items.drafts.gates.showing import quotes_shown
from benchwright.records import Check


@dataclass(frozen=True)
class _Wanted:
    """What must be said of a kind for a draft to stand."""

    fields: Mapping[str, bool]
    says: Mapping[str, str]
    """Why a draft falls whose field is otherwise."""


_WANTED = {
    "absent": _Wanted({"answered": False}, {"answered": "the document answers it"}),
    "partly_absent": _Wanted(
        {"first": True, "second": False},
        {"first": "the document does not answer its first part", "second": "the document answers its second part"},
    ),
    "false_premise": _Wanted(
        {"contradicted": True, "supported": False},
        {
            "contradicted": "the document does not contradict what it takes for granted",
            "supported": "the document supports what it takes for granted",
        },
    ),
}


async def no_info(drafts: Sequence[Draft], desk: Desk) -> list[Check]:
    """The checker, shown the best passages of all of a draft's documents, agrees that nothing answers it."""
    asked = [at for at, draft in enumerate(drafts) if _unanswerable(draft)]
    passages = await best_passages([drafts[at] for at in asked], desk)
    entries = {at: _entry(drafts[at], shown, desk) for at, shown in zip(asked, passages, strict=True)}
    kinds = list(dict.fromkeys(drafts[at].kind for at in asked))

    async def of_kind(kind: str) -> list[tuple[int, Check]]:
        places = [at for at in asked if drafts[at].kind == kind]
        said = await heard(Sheet("no_info", kind, most=30), [entries[at] for at in places], desk)
        return [(at, _check(kind, one, len(entries[at].shared))) for at, one in zip(places, said, strict=True)]

    found = dict(pair for pairs in await side_by_side(of_kind, kinds) for pair in pairs)
    return [found.get(at) or skipped("no_info", draft) for at, draft in enumerate(drafts)]


def _unanswerable(draft: Draft) -> bool:
    kind = kind_of(draft)
    return kind is not None and not kind.answerable


def _entry(draft: Draft, passages: Sequence[str], desk: Desk) -> Entry:
    """With its own quotes among the passages: what shows its first part, or contradicts its premise."""
    own = [quotes_shown(draft, desk)] if draft.evidence else []
    return Entry(
        asked_about(draft),
        tuple(_WANTED[draft.kind].fields),
        shared=(*passages, *own),
        group=" ".join(sorted(draft.documents)),
    )


def _check(kind: str, said: Hearing, shown: int) -> Check:
    if said.problem:
        return dropped("no_info", said.problem)
    wanted = _WANTED[kind]
    wrong = [name for name, due in wanted.fields.items() if said.says(name) != due]
    if wrong:
        return dropped("no_info", "; ".join(f"{wanted.says[name]} ({said.fields[name]})" for name in wrong))
    return passed("no_info", f"the {shown} best passages of the whole text do not answer it")
