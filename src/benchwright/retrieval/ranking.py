"""BM25 over the passages of one document, and how much of the evidence a ranking holds."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Sequence
from typing import Any

from benchwright.errors import EstimateError, InputError
from benchwright.retrieval.passages import Passage

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: written without spaces between words."""
K1, B = 1.5, 0.75


def tokens(text: str) -> list[str]:
    """Words in lower case; unspaced scripts as overlapping pairs of characters."""
    return [token for word in _WORD.findall(text.casefold()) for token in _pieces(word)]


def _pieces(word: str) -> Iterable[str]:
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()]
        yield from (run[0][i : i + 2] for i in range(max(1, len(run[0]) - 1)))
        at = run.end()
    if at < len(word):
        yield word[at:]


class Index:
    """Passages that can be asked for those nearest to a question.

    Raises:
        InputError: there are no passages.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        if not passages:
            raise InputError("an index needs at least one passage; the document has no text")
        self.passages = tuple(passages)
        self._scorer = self._build()

    def _build(self) -> Any:  # Any: a third party's type
        """Words become numbers as they are read: a long document's words would take ten times its own room."""
        words: dict[str, int] = {}
        numbered = [[words.setdefault(word, len(words)) for word in tokens(one.text)] for one in self.passages]
        if not words:
            return None  # nothing but signs: every passage is as near as every other
        import bm25s

        scorer = bm25s.BM25(method="lucene", k1=K1, b=B)
        scorer.index((numbered, words), show_progress=False)
        return scorer

    def scores(self, question: str) -> list[float]:
        """The score of each passage, in their order; 0 where it shares no word with the question."""
        known = [token for token in tokens(question) if self._scorer and token in self._scorer.vocab_dict]
        if not known:
            return [0.0] * len(self.passages)
        return [float(score) for score in self._scorer.get_scores(known)]

    def search(self, question: str, k: int) -> list[tuple[Passage, float]]:
        """The `k` best passages with their scores, best first; of equals the earlier one.

        Raises:
            InputError: `k` is below 1.
        """
        if k < 1:
            raise InputError(f"asked for {k} passages; ask for at least 1")
        scores = self.scores(question)
        best = heapq.nsmallest(k, range(len(scores)), key=lambda at: (-scores[at], self.passages[at].start))
        return [(self.passages[at], scores[at]) for at in best]


def recall(found: Iterable[Passage], evidence: Sequence[tuple[int, int]]) -> float:
    """The share of the evidence's characters that lie in a found passage, 0 to 1.

    Raises:
        EstimateError: there is no evidence, so there is nothing to find.
    """
    wanted = {at for start, end in evidence for at in range(start, end)}
    if not wanted:
        raise EstimateError("recall needs evidence; an item that nothing answers has none")
    held = {at for passage in found for at in range(passage.start, passage.end)}
    return len(wanted & held) / len(wanted)
