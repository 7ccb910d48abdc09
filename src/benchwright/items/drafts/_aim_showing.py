"""What of its documents the target model is shown with a draft, and which passages the author works on to harden it.

A document that fits the window is shown whole. Of a longer one, what surrounds the evidence is shown and, up to the
window, the passages that are nearest to the question: the hardest to tell from it. All stand in the document's order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchwright.items.drafts._prompts import mark
from benchwright.items.drafts._twin_asking import merged
from benchwright.items.drafts._twin_text import paragraph
from benchwright.items.drafts.draft import Desk, Draft, Section
from benchwright.records import Document, Evidence, digest
from benchwright.retrieval import Index, passages

Span = tuple[int, int]
GAP = "\n[...]\n"
BESIDE = 600
"""Characters shown on either side of a quote."""


def material(draft: Draft, desk: Desk, window: int) -> str:
    """The draft's documents as the target model sees them, each between lines with a mark that it does not hold."""
    homes = [desk.documents[key] for key in draft.documents]
    whole = sum(len(home.text) for home in homes) <= window
    share = window // max(1, len(homes))
    texts = [home.text if whole else excerpts(home, draft, desk, share) for home in homes]
    word = mark(*texts, *(home.title for home in homes))
    return "\n\n".join(
        f"--- {word}: document {home.title!r} begins\n{text}\n--- {word}: document ends"
        for home, text in zip(homes, texts, strict=True)
    )


def excerpts(document: Document, draft: Draft, desk: Desk, room: int) -> str:
    """The evidence with its surroundings, and the nearest other passages up to `room` characters."""
    if len(document.text) <= room:
        return document.text
    quotes = [one for one in draft.evidence if one.document == document.id]
    beside = min(BESIDE, room // (4 * len(quotes) or 1))
    spans = around_quotes(document, quotes, beside)
    left = room - sum(end - start for start, end in merged(spans))
    for start, end in nearest(document, draft.question, desk):
        if end - start + len(GAP) <= left and not _touches((start, end), spans):
            spans.append((start, end))
            left -= end - start + len(GAP)
    return GAP.join(document.text[start:end].strip() for start, end in merged(spans))


def around_quotes(document: Document, quotes: Sequence[Evidence], most: int) -> list[Span]:
    """The paragraphs that quotes of a document are in, cut at `most` characters on either side."""
    return [paragraph(document.text, one.start, one.end, most) for one in quotes]


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def nearest(document: Document, query: str, desk: Desk) -> list[Span]:
    """All passages of a document, the nearest to a query first; a document without any text has none."""
    key = f"aiming {document.id}"
    index = desk.cache.get(key)
    if not isinstance(index, Index):
        if not document.text.strip():
            return []
        index = desk.cache[key] = Index(passages(document.text))
    return [(one.start, one.end) for one, _ in index.search(query, len(index.passages))]


def own_sections(draft: Draft, desk: Desk, most: int = 1500) -> list[Section]:
    """The paragraphs of the evidence; without any, the passages nearest to the question."""
    found = []
    for key in draft.documents:
        home = desk.documents[key]
        quotes = [one for one in draft.evidence if one.document == key]
        spans = merged(around_quotes(home, quotes, most)) or sorted(nearest(home, draft.question, desk)[:2])
        found += [section(home, span) for span in spans]
    return found


def other_sections(
    draft: Draft, desk: Desk, query: str, count: int, fits: Callable[[Draft, Document, Span], bool] = lambda *_: True
) -> list[Section]:
    """The passages nearest to a query that are apart from the evidence and fit, from all the draft's documents."""
    own = [(one.document, (one.start, one.end)) for one in own_sections(draft, desk)]
    found: list[Section] = []
    for key in draft.documents:
        home = desk.documents[key]
        taken = [span for document, span in own if document == key]
        apart = [span for span in nearest(home, query, desk) if not _touches(span, taken) and fits(draft, home, span)]
        found += [section(home, span) for span in apart[:count]]
    return found


def section(document: Document, span: Span) -> Section:
    """A passage as the author's half takes it."""
    text = document.text[slice(*span)]
    return Section(digest(text), document.id, "", span[0], span[1], text)
