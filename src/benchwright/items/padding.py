"""A real document among other texts: the same questions at several lengths.

    document ─┐
    passages ─┴─► `gather` what answers none of the questions ─► `lay` out to a length ─► `variant` of each item

Padding is whole paragraphs of other texts (the last gap is closed with whole sentences), so that it reads like what it
is taken from. A passage that holds the answer to one of the questions is left out; a question whose answer would bar
too much text is dropped at every length, so that items stay paired. Generated text comes from a callable (`Filler`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from benchwright.errors import InputError
from benchwright.records import Answer, Check, Document, Evidence, Heading, Item, Page, digest
from benchwright.seeding import rng

R = TypeVar("R", Document, Item)
S = TypeVar("S", Page, Heading)
Filler = Callable[[str, int], str]
"""(a key, tokens wanted) -> generated text: another key, another text."""

SHORTEST = 1_000
TOLERANCE = 0.05
"""Largest relative difference between a length asked for and a length made."""
RULE = "====="
OTHERS = f"{RULE} Other texts {RULE}"
GATE = "padding"
_SMALL, _LARGE = 80, 3_000  # bytes of a passage: smaller ones join the next, larger ones are cut between lines
_SHORT = 20  # characters: what is shorter is hardly a sentence
_ROUNDS = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """A piece of padding."""

    text: str

    @cached_property
    def words(self) -> str:
        """The words in lower case with one space around each, so that whole words can be searched for."""
        return " ".join(["", *_WORD.findall(self.text.casefold()), ""])

    @cached_property
    def size(self) -> int:
        """Bytes, the blank line after it included."""
        return _bytes(self.text) + 2


Bar = Callable[[Passage], bool]
"""Whether a passage answers a question, or seems to, and hence cannot stand in its padding."""


@dataclass(frozen=True)
class Frame:
    """How a document is surrounded."""

    document: Document
    name: str
    """What questions call the document."""
    place: float
    """The share of the padding that stands before it, 0 to 1."""
    seed: str
    """Part of the streams that draw the order."""

    @property
    def mark(self) -> str:
        """The line above the document."""
        return f"{RULE} Document: {self.name} {RULE}"

    @property
    def least(self) -> int:
        """Bytes with no padding at all."""
        return _bytes(self.document.text) + _bytes(self.mark) + 2 * len(OTHERS) + 8


def passages(text: str) -> list[Passage]:
    """The paragraphs of a text; a heading stays with what follows it."""
    found, held = list[str](), ""
    for block in re.split(r"\n\s*\n", text):
        joined = f"{held}\n\n{block.strip()}".strip()
        held = joined if _bytes(joined) < _SMALL else ""
        found += [] if held else _cut(joined)
    return [Passage(one) for one in [*found, held] if one and RULE not in one]


def _cut(block: str) -> list[str]:
    """The block, or where it is very large, runs of its lines."""
    if _bytes(block) <= _LARGE:
        return [block]
    runs = [""]
    for line in block.split("\n"):
        if runs[-1] and _bytes(runs[-1]) + _bytes(line) > _LARGE:
            runs.append("")
        runs[-1] = f"{runs[-1]}\n{line}".strip("\n")
    return runs


def says(answer: Answer) -> Bar:
    """Bars passages that hold a value of the answer, or another spelling of it, as whole words."""
    forms = [*answer.values, *answer.accepted]
    if answer.type == "number":
        forms += [f"{int(value):,}" for value in answer.values if value.isdecimal()]
    plain = [Passage(form).words for form in forms]
    signs = [form for form, words in zip(forms, plain, strict=True) if not words.strip() and form]
    phrases = [words for words in plain if words.strip()]
    return lambda passage: any(one in passage.words for one in phrases) or any(one in passage.text for one in signs)


@dataclass(frozen=True)
class Gathered:
    """Padding that answers none of the questions that are kept."""

    passages: tuple[Passage, ...]
    dropped: dict[str, str]
    """Keys of the questions that would have barred too much, with the reason."""


def gather(need: int, own: Sequence[Passage], bars: Mapping[str, Bar], more: Callable[[int], str] | None) -> Gathered:
    """At least `need` bytes of passages that none of the bars bars.

    Args:
        need: bytes.
        own: passages to use first, in this order.
        bars: per question.
        more: tokens wanted -> generated text, where there is any; every call gives another text.

    Raises:
        InputError: the passages do not suffice and nothing more can be had.
    """
    held = [(one, _barring(one, bars)) for one in own]
    dropped: dict[str, str] = {}
    for turn in range(_ROUNDS + len(bars) + 1):
        free = tuple(one for one, by in held if not by - dropped.keys())
        short = need - sum(one.size for one in free)
        if short <= 0:
            return Gathered(free, dropped)
        if more and turn < _ROUNDS:
            held += [(one, _barring(one, bars)) for one in passages(more(max(SHORTEST, short * 5 // 16)))]
            continue
        counts = Counter(key for _, by in held for key in by if key not in dropped)
        if not counts:
            break
        worst, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        dropped[worst] = f"what it asks stands in {count} of {len(held)} passages of padding"
    raise InputError(
        f"{need:,} bytes of padding are needed and the other sources give {sum(one.size for one in own):,}; "
        "give more sources, or shorter lengths"
    )


def _barring(passage: Passage, bars: Mapping[str, Bar]) -> frozenset[str]:
    return frozenset(key for key, bar in bars.items() if bar(passage))


def lay(frame: Frame, length: int, padding: Sequence[Passage]) -> tuple[Document, int]:
    """The document among passages, `length` tokens long (within 5 %), and where in the text it starts.

    Raises:
        InputError: the document is longer than that, or the passages do not suffice.
    """
    room = 4 * length - frame.least
    if room < 0:
        raise InputError(f"{frame.document.source} does not fit into {length} tokens; it takes {tokens_of(frame)}")
    chosen = _fit(padding, room, round(2 * length * TOLERANCE))  # half of what is allowed: marks may be left out
    rng("padding", frame.seed, frame.document.id, length).shuffle(chosen)
    before, after = _sides(chosen, frame.place)
    head = "\n\n".join([*([OTHERS, *before] if before else []), frame.mark]) + "\n\n"
    tail = "\n\n".join(["", OTHERS, *after]) if after else ""
    document, shift = frame.document, len(head)
    return _renewed(document, {
        "text": head + document.text + tail,
        "pages": tuple(_shifted(page, shift) for page in document.pages),
        "headings": tuple(_shifted(heading, shift) for heading in document.headings),
        "notes": (*document.notes, f"surrounded by other texts to about {length} tokens"),
        "metadata": {**document.metadata, "asked about": f"{shift}..{shift + len(document.text)}"},
    }), shift  # fmt: skip


def tokens_of(frame: Frame) -> int:
    """The shortest length that holds the document, in tokens, rounded up to a hundred."""
    return max(SHORTEST, -(-frame.least // 400) * 100)


def _renewed(record: R, changes: dict[str, Any]) -> R:  # Any: fields of a record
    """A changed copy whose id is its own: a plain copy would keep an id that has been asked for."""
    fields = {name: getattr(record, name) for name in type(record).model_fields}
    return type(record)(**fields | changes)


def _shifted(span: S, shift: int) -> S:
    moved = {"start": span.start + shift, "end": span.end + shift}
    return span.model_copy(update=moved)


def _fit(padding: Sequence[Passage], room: int, gap: int) -> list[Passage]:
    """Passages that fill the room up to the gap: whole ones first, then sentences of those that did not fit.

    Raises:
        InputError: they do not.
    """
    chosen, left = _first_fit(padding, room)
    if left > gap:
        taken = {id(one) for one in chosen}
        crumbs = [crumb for one in padding if id(one) not in taken for crumb in _sentences(one)]
        more, left = _first_fit(crumbs, left)
        chosen += more
    if left > gap:
        raise InputError(f"padding is short of {left:,} bytes; give more sources, or shorter lengths")
    return chosen


def _first_fit(padding: Iterable[Passage], room: int) -> tuple[list[Passage], int]:
    chosen = []
    for one in padding:
        if one.size <= room:
            chosen.append(one)
            room -= one.size
        if room < _SMALL:
            break
    return chosen, room


def _sentences(passage: Passage) -> list[Passage]:
    found = (one.strip() for block in passage.text.split("\n\n") for one in re.split(r"(?<=[.!?])\s+", block))
    return [Passage(one) for one in found if len(one) > _SHORT and one[0].isupper() and one[-1] in ".!?"]


def _sides(chosen: Sequence[Passage], place: float) -> tuple[list[str], list[str]]:
    """What stands before the document, and what after it."""
    total, used, at = sum(one.size for one in chosen), 0.0, 0
    while at < len(chosen) and used + chosen[at].size / 2 <= place * total:
        used += chosen[at].size
        at += 1
    texts = [one.text for one in chosen]
    return texts[:at], texts[at:]


def variant(item: Item, frame: Frame, length: int, laid: tuple[Document, int]) -> Item:
    """The item, asked about the padded document.

    `laid` is what `lay` returned. Items of one group differ in their documents and offsets alone; parents are left as
    they are.
    """
    document, shift = laid
    evidence = tuple(
        Evidence(document=document.id, start=one.start + shift, end=one.end + shift, quote=one.quote)
        for one in item.evidence
    )
    passed = Check(gate=GATE, passed=True, detail=f"{length} tokens")
    return _renewed(item, {
        "question": named(item.question, frame.name), "evidence": evidence, "documents": (document.id,),
        "position": round(evidence[-1].start / len(document.text), 6) if evidence else None,
        "group": digest([item.question, item.kind, frame.document.id]), "variant": str(length),
        "lineage": item.lineage.model_copy(update={"checks": (*item.lineage.checks, passed)}),
    })  # fmt: skip


def named(question: str, name: str) -> str:
    """The question, saying which document it is about where it does not say so."""
    return question if f'"{name}"' in question else f'In "{name}": {question}'


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
