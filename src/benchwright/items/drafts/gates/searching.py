"""The passages of a draft's documents that are likeliest to answer it: by words, and by meaning.

Every passage of the whole text is ranked twice, by BM25 and by the cosine with the question; the best of either take
turns. What is worked out of a document is kept at the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import anyio
import anyio.to_thread

from benchwright.items.drafts.draft import Desk, Draft
from benchwright.retrieval import Index, passages

if TYPE_CHECKING:
    import numpy as np

BEST = 6
"""Passages that the checker is shown."""


@dataclass(frozen=True)
class _Searched:
    """The passages of some documents, indexed."""

    index: Index
    vectors: np.ndarray[Any, Any]
    """One row for each passage, in their order."""

    def best(self, question: str, vector: Sequence[float]) -> tuple[str, ...]:
        """The best by words and the best by meaning in turn, none twice."""
        import numpy as np

        known = self.index.passages
        scores = self.index.scores(question)
        near = (self.vectors @ np.asarray(vector, dtype=np.float32)).tolist()
        turns = (at for pair in zip(_ranked(scores), _ranked(near), strict=True) for at in pair)
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
    vectors = desk.embed([draft.question for draft in drafts])
    return [
        _searched(draft.documents, desk).best(draft.question, vector)
        for draft, vector in zip(drafts, vectors, strict=True)
    ]


def _searched(documents: Sequence[str], desk: Desk) -> _Searched:
    import numpy as np

    keys = sorted(set(documents))
    name = f"gates/index/{' '.join(keys)}"
    if name not in desk.cache:
        pieces = [piece for key in keys for piece in passages(desk.documents[key].text)]
        rows = [row for key in keys for row in _vectors(key, desk)]
        desk.cache[name] = _Searched(Index(pieces), np.asarray(rows, dtype=np.float32))
    return cast("_Searched", desk.cache[name])


def _vectors(document: str, desk: Desk) -> Sequence[Sequence[float]]:
    name = f"gates/vectors/{document}"
    if name not in desk.cache:
        desk.cache[name] = desk.embed([piece.text for piece in passages(desk.documents[document].text)])
    return cast("Sequence[Sequence[float]]", desk.cache[name])
