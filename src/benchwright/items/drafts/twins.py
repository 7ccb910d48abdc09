"""Counterfactual twins of real documents: one answer changed, consistently, in the whole text.

    item + document --swap--> every form replaced --checks--> (edited document, unedited item, edited item), or why not

The gold must be one number, year, date or name that the evidence states. The edited document differs from the other in
nothing else; evidence, pages and headings move along. Whatever may leave a trace of the old value, or a text that does
not add up, is a reason to give the item up: twins are few and clean. The old answer is a decoy of the edited item under
the slip `memory`, so that attempts follow the document, follow memory, refuse, or do something else (`stats.followed`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from benchwright.grading import gold_text, grade
from benchwright.items.drafts._twin_asking import contradicted
from benchwright.items.drafts._twin_text import Edited, Swap, applied, document_of, evidence_of, replaced
from benchwright.items.drafts._twin_values import Work, question_names, swap_for
from benchwright.items.drafts.draft import Desk
from benchwright.records import Answer, Check, Decoy, Document, Item, digest
from benchwright.seeding import rng

GATE = "twin"
SLIP = "memory"
"""Of the edited item: the answer that is right outside the edited document."""
EDITED, UNEDITED = "edited", "unedited"
_ENGLISH = {"en", "und"}


@dataclass(frozen=True)
class Twins:
    """A document edited, and the item asked of both."""

    document: Document
    unedited: Item
    edited: Item
    carried: tuple[tuple[Item, Item], ...] = ()
    """Other items of the document, unedited and on the edited one: evidence and gold are untouched (the controls)."""
    lost: tuple[str, ...] = ()
    """Ids of the others, whose evidence or gold the edit hits: they are not carried over."""


async def twin(item: Item, document: Document, desk: Desk, others: Sequence[Item] = ()) -> Twins | Check:
    """The item's twins, or the check that it failed.

    Args:
        item: with one document, which this is, and a single answer.
        document: the real one; it is not changed.
        desk: its author invents names, its checker looks for contradictions.
        others: further items, to tell which of them the edit leaves alone.
    """
    if reason := _unfit(item, document):
        return _failed(reason)
    work = Work(item, document.text, desk, rng("twin", item.lineage.seed, item.id))
    swap = await swap_for(work)
    if isinstance(swap, str):
        return _failed(swap)
    edited = replaced(document.text, swap.hits(document.text))
    answer = answer_of(item.answer, swap)
    reason = _unsound(item, edited, swap, answer) or await contradicted(item.question, edited, desk)
    return _failed(reason) if reason else _twins(item, document_of(document, edited, swap), edited, swap, others)


def _failed(reason: str) -> Check:
    return Check(gate=GATE, passed=False, detail=reason)


def _unfit(item: Item, document: Document) -> str:
    """Why an item can have no twin, whatever its document says; empty where it can."""
    if item.documents != (document.id,):
        return f"only items of one document are edited; this one has {len(item.documents)}, or another"
    if item.group:
        return "the item is one of a group already"
    if item.answer.type not in {"text", "number"}:
        return f"an answer of type {item.answer.type} is not edited"
    if document.language not in _ENGLISH:
        return f"the forms that a value takes are known in English; the document's language is {document.language!r}"
    return ""


def _unsound(item: Item, edited: Edited, swap: Swap, answer: Answer) -> str:
    """What is wrong with an edit, as far as can be told without a model; empty for nothing."""
    if left := swap.left(edited.text):
        return f"{swap.old!r} still stands in another form: {left}"
    if named := question_names(item.question, swap):
        return f"the question names what is edited: {named}"
    if not any(edited.inside(one.start, one.end) for one in item.evidence):
        return "no quote states the answer"
    if any(edited.cut(one.start, one.end) for one in item.evidence):
        return "a quote begins or ends inside what is edited"
    old, new = gold_text(item.answer), gold_text(answer)
    alike = grade(answer, old).value == 1.0 or grade(answer, new).value != 1.0
    return f"the old answer {old!r} and the new one {new!r} grade alike" if alike else ""


def answer_of(answer: Answer, swap: Swap) -> Answer:
    """The gold with the swap made; accepted spellings in which nothing changes are left out."""
    pairs = [(text, applied(text, swap)) for text in answer.accepted]
    accepted = tuple(new for old, new in pairs if new != old)
    return answer.model_copy(update={"values": (applied(answer.values[0], swap),), "accepted": accepted})


def _twins(item: Item, document: Document, edited: Edited, swap: Swap, others: Sequence[Item]) -> Twins:
    passed = Check(gate=GATE, passed=True, detail=f"{swap.old} -> {swap.new}, {len(edited.hits)} words or numbers")
    move = partial(_moved, document=document, edited=edited, passed=passed)
    beside = [one for one in others if one.id != item.id and one.documents == item.documents]
    kept = [one for one in beside if _untouched(one, edited, swap)]
    memory = Decoy(slip=SLIP, answer=item.answer)
    return Twins(
        document, _unedited(item), move(item, answer=answer_of(item.answer, swap), decoys=(memory,)),
        carried=tuple((_unedited(one), move(one)) for one in kept),
        lost=tuple(one.id for one in beside if one not in kept),
    )  # fmt: skip


def _unedited(item: Item) -> Item:
    group = digest([item.question, item.kind, *item.documents])
    return item.model_copy(update={"group": group, "variant": UNEDITED})


def _moved(item: Item, *, document: Document, edited: Edited, passed: Check, **changes: object) -> Item:
    """The item on the edited document; nothing that was measured on the other is kept."""
    evidence = tuple(evidence_of(one, edited, document.id) for one in item.evidence)
    lineage = item.lineage.model_copy(update={"parents": (item.id,), "checks": (*item.lineage.checks, passed)})
    at = max((one.start for one in evidence), default=0) / max(1, len(document.text))
    kept = {name: getattr(item, name) for name in Item.model_fields}
    return Item(**kept | {
        "evidence": evidence, "documents": (document.id,), "group": _unedited(item).group, "variant": EDITED,
        "position": item.position if item.position is None or not evidence else at, "lineage": lineage,
        "author_answer": None, "verified_answer": None, "difficulty": None, "rules": "", **changes,
    })  # fmt: skip


def _untouched(item: Item, edited: Edited, swap: Swap) -> bool:
    """Whether neither the evidence nor any word of the item is edited."""
    if any(edited.inside(one.start, one.end) for one in item.evidence):
        return False
    return not any(swap.hits(text) or swap.left(text) for text in _said(item))


def _said(item: Item) -> Iterator[str]:
    yield item.question
    yield from (*item.answer.values, *item.answer.accepted, *item.answer.options)


__all__ = ["EDITED", "GATE", "SLIP", "UNEDITED", "Twins", "answer_of", "twin"]
