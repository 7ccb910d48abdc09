"""The maker `documents` over several lengths: what bars a passage from the padding, and a batch's variants.

A candidate whose answer stands in a large share of the padding is dropped before anything is chosen, so that counts
stay exact; what is chosen then decides which passages may stand around its document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice

from benchwright.errors import InputError
from benchwright.items.lengths import short
from benchwright.items.padding import (
    GATE,
    SHORTEST,
    Bar,
    Filler,
    Frame,
    Passage,
    gather,
    lay,
    passages,
    says,
    tokens_of,
)
from benchwright.items.padding import variant as variant_of
from benchwright.items.rules.gates import Field, absent
from benchwright.items.rules.prepare import Candidate, Stock
from benchwright.items.rules.reading import Reading
from benchwright.items.rules.words import is_english
from benchwright.records import Document, Item, Rejection
from benchwright.seeding import rng

_MOST_BARRED = 0.05
"""The largest share of the padding that a candidate may bar."""
_SAMPLE = 300  # passages that this share is measured on


def check_lengths(sweep: Sequence[int]) -> None:
    """Refuse lengths that cannot be made.

    Raises:
        InputError: they do not ascend, or one is too short.
    """
    if list(sweep) != sorted(set(sweep)):
        raise InputError(f"sweep={tuple(sweep)}: lengths must ascend and differ; give {sorted(set(sweep))}")
    if sweep and sweep[0] < SHORTEST:
        raise InputError(f"sweep={tuple(sweep)}: {sweep[0]} is below the shortest length, {SHORTEST} tokens")


@dataclass(frozen=True)
class Swept:
    """A batch over all lengths."""

    documents: tuple[Document, ...]
    items: tuple[Item, ...]
    rejected: tuple[Rejection, ...]
    advice: dict[str, str]


@dataclass(frozen=True)
class Sweep:
    """Several lengths of every document."""

    lengths: tuple[int, ...]
    documents: tuple[Document, ...]
    seed: str
    filler: Filler | None

    def sifted(self, stock: Stock, at: int) -> Stock:
        """The stock of document `at` without candidates whose answer stands all over the padding."""
        if not stock.candidates:
            return stock
        sample, kept, dropped = self._sample(at), list[Candidate](), list[Rejection]()
        for one in stock.candidates:
            bar = bar_of(one)
            barred = sum(map(bar, sample))
            if barred <= _MOST_BARRED * len(sample):
                kept.append(one)
            else:
                reason = f"what it asks stands in {barred} of {len(sample)} passages of padding"
                dropped.append(_rejection(one, reason, self.documents[at].id))
        return Stock(tuple(kept), (*stock.rejected, *dropped))

    def refuse_short(self, asked: Sequence[int]) -> None:
        """Refuse a shortest length that does not hold every document that is asked about.

        Raises:
            InputError: with the nearest length that does.
        """
        if not asked:
            return
        longest = max((self._frame(at, 0.0) for at in asked), key=lambda frame: frame.least)
        if longest.least > 4 * self.lengths[0]:
            raise InputError(
                f"sweep: {short(self.lengths[0])} tokens do not hold {longest.document.source}, which takes "
                f"{short(tokens_of(longest))}; start there, or leave that source out"
            )

    def batch(self, at: int, chosen: Sequence[tuple[Candidate, Item]]) -> Swept:
        """The variants of document `at` and of the items chosen of it."""
        if not chosen:
            return Swept((), (), (), {})
        frame = self._frame(at, self._place(at))
        need = 4 * self.lengths[-1] - frame.least
        found = gather(
            need + 4 * SHORTEST, self._others(at), {item.id: bar_of(one) for one, item in chosen}, self._more(at)
        )
        kept = [item for _, item in chosen if item.id not in found.dropped]
        fallen = [(one, found.dropped[item.id]) for one, item in chosen if item.id in found.dropped]
        documents, items = list[Document](), list[Item]()
        for length in self.lengths if kept else ():
            laid = lay(frame, length, found.passages)
            documents.append(laid[0])
            items += _linked(kept, [variant_of(item, frame, length, laid) for item in kept])
        rejected = tuple(_rejection(one, reason, frame.document.id) for one, reason in fallen)
        advice = {one.draft.kind: f"{reason}; give longer sources or fewer lengths" for one, reason in fallen}
        return Swept(tuple(documents), tuple(items), rejected, advice)

    def _frame(self, at: int, place: float) -> Frame:
        document = self.documents[at]
        reading = Reading(document)
        name = reading.named.strip('"') if reading.named != "the document" else document.source
        return Frame(document, name, place, self.seed)

    def _place(self, at: int) -> float:
        """Documents take places spread evenly over 0 to 1, in a drawn order."""
        stream = rng("padding places", self.seed, len(self.documents))
        ranks = stream.sample(range(len(self.documents)), len(self.documents))
        jitter = [stream.random() for _ in ranks]
        return (ranks[at] + jitter[at]) / len(ranks)

    def _others(self, at: int) -> list[Passage]:
        """Passages of the other sources in English, in a drawn order."""
        own = self.documents[at].id
        others = {one.id: one for one in self.documents if one.id != own and is_english(one.text, one.language)}
        found = [passage for one in others.values() for passage in _passages_of(one.text)]
        rng("padding others", self.seed, own).shuffle(found)
        return found

    def _more(self, at: int) -> Callable[[int], str] | None:
        if self.filler is None:
            return None
        filler, key, turn = self.filler, self.documents[at].id, count()
        return lambda tokens: filler(f"{self.seed} {key} {next(turn)}", tokens)

    def _sample(self, at: int) -> list[Passage]:
        """What the padding of a document will be like."""
        need, found = 4 * self.lengths[-1], self._others(at)
        if self.filler and sum(one.size for one in found) < need:
            found += _passages_of(self.filler(f"{self.seed} sample", min(self.lengths[-1], 20_000)))
            rng("padding sample", self.seed).shuffle(found)
        return list(islice(found, _SAMPLE))


def bar_of(candidate: Candidate) -> Bar:
    """What may not stand around a candidate's document: its answer, or where it has none, what seems to be one."""
    draft = candidate.draft
    if draft.answer.type != "none":
        return says(draft.answer)
    return lambda passage: not absent(draft, _reading_of(passage.text), Field(())).passed


@lru_cache(maxsize=64)
def _passages_of(text: str) -> tuple[Passage, ...]:
    return tuple(passages(text))


@lru_cache(maxsize=20_000)
def _reading_of(text: str) -> Reading:
    return Reading(Document(title="", source="", media_type="text/plain", language="en", text=text))


def _linked(base: Sequence[Item], made: Sequence[Item]) -> Iterator[Item]:
    """The variants, with parents among the items of the same length."""
    ids: Mapping[str, str] = {old.id: new.id for old, new in zip(base, made, strict=True)}
    for item in made:
        parents = tuple(ids.get(parent, parent) for parent in item.lineage.parents)
        yield item.model_copy(update={"lineage": item.lineage.model_copy(update={"parents": parents})})


def _rejection(one: Candidate, reason: str, document: str) -> Rejection:
    return Rejection(gate=GATE, reason=reason, question=one.draft.question, kind=one.draft.kind, document=document)
