"""The passages of a draft's documents that are likeliest to answer it: by words, and by meaning.

Every passage of the whole text is ranked twice, by BM25 and by the cosine with the question; the best of either take
turns. What is worked out of a document is kept at the desk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import anyio
import anyio.to_thread

from benchwright.items.drafts.draft import Desk, Draft
from benchwright.retrieval import Index, Passage, passages

if TYPE_CHECKING:
    import numpy as np

_PARTS = re.compile(r"[,;]\s+(?:and\s+)?|\s+and\s+")
BEST = 6
"""Passages that the checker is shown."""
_OVERLAP = 200
"""Characters."""


@dataclass(frozen=True)
class _Searched:
    """The passages of some documents, indexed."""

    index: Index
    vectors: np.ndarray[Any, Any]
    """One row for each passage, in their order."""

    def best(self, queries: Mapping[str, Sequence[float]]) -> tuple[str, ...]:
        """For texts with their vectors: the best by words and the best by meaning in turn, none twice."""
        import numpy as np

        known = self.index.passages
        ranked = []
        for text, vector in queries.items():
            near = (self.vectors @ np.asarray(vector, dtype=np.float32)).tolist()
            ranked += [_ranked(self.index.scores(text)), _ranked(near)]
        turns = (at for turn in zip(*ranked, strict=True) for at in turn)
        return tuple(islice(dict.fromkeys(known[at].text for at in turns), BEST))


def _ranked(scores: Sequence[float]) -> list[int]:
    """Places by score, best first; of equals the earlier one."""
    return sorted(range(len(scores)), key=lambda at: (-scores[at], at))


async def best_passages(drafts: Sequence[Draft], desk: Desk) -> list[tuple[str, ...]]:
    """For each draft, the texts of the passages that are likeliest to answer it.

    They are sought in a thread of their own, so that calls under way go on; one search at a time has the desk.
    """
    if not drafts:
        return []
    lock = cast("anyio.Lock", desk.cache.setdefault("gates/lock", anyio.Lock()))
    async with lock:
        return await anyio.to_thread.run_sync(_best, drafts, desk)


def _best(drafts: Sequence[Draft], desk: Desk) -> list[tuple[str, ...]]:
    sought = [_queries(draft) for draft in drafts]
    texts = list(dict.fromkeys(text for queries in sought for text in queries))
    vectors = dict(zip(texts, desk.embed(texts), strict=True))
    return [
        _searched(draft.documents, desk).best({text: vectors[text] for text in queries})
        for draft, queries in zip(drafts, sought, strict=True)
    ]


def _queries(draft: Draft) -> list[str]:
    """The question; one of two parts also by its parts, cut where a part may begin and nearest to the middle."""
    cuts = list(_PARTS.finditer(draft.question))
    if draft.kind != "partly_absent" or not cuts:
        return [draft.question]
    middle = len(draft.question) / 2
    cut = min(cuts, key=lambda found: abs(found.start() - middle))
    return [draft.question[: cut.start()], draft.question[cut.end() :]]


def _searched(documents: Sequence[str], desk: Desk) -> _Searched:
    import numpy as np

    keys = sorted(set(documents))
    name = f"gates/index/{' '.join(keys)}"
    if name not in desk.cache:
        pieces = [piece for key in keys for piece in _passages(key, desk)]
        rows = [row for key in keys for row in _vectors(key, desk)]
        desk.cache[name] = _Searched(Index(pieces), np.asarray(rows, dtype=np.float32))
    return cast("_Searched", desk.cache[name])


def _passages(document: str, desk: Desk) -> tuple[Passage, ...]:
    """Overlapping, so that what is said in two sentences stands in one passage."""
    return passages(desk.documents[document].text, overlap=_OVERLAP)


def _vectors(document: str, desk: Desk) -> Sequence[Sequence[float]]:
    name = f"gates/vectors/{document}"
    if name not in desk.cache:
        desk.cache[name] = desk.embed([piece.text for piece in _passages(document, desk)])
    return cast("Sequence[Sequence[float]]", desk.cache[name])
