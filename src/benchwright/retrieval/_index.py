"""The BM25 index of the passages of one document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from benchwright.errors import InputError
from benchwright.retrieval._passages import Passage

K1, B = 1.5, 0.75
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
"""Vowel signs and accents that belong to a word and that `\\w` does not match."""
_TOKEN = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}])[\w{_MARKS}])+")


def tokens(text: str) -> list[str]:
    """What is looked up: words, case-folded; of scripts without spaces, each pair of neighbouring characters."""
    return list(_tokens(unicodedata.normalize("NFKC", text).casefold()))


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        run = match[0]
        if match["unspaced"] and len(run) > 1:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        else:
            yield run


class Index:
    """Passages with their BM25 weights; build it once per document."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = tuple(passages)
        self._model = _built([tokens(passage.text) for passage in self.passages])

    def search(self, question: str, k: int) -> list[tuple[Passage, float]]:
        """The `k` best passages with their scores, best first, equal ones by position; all where there are fewer.

        Passages that share no token with the question score 0 and come last: as many as asked for come back.

        Raises:
            InputError: `k` is not positive.
        """
        if k < 1:
            raise InputError(f"asked for {k} passages; expected at least 1")
        scores = self._scores(list(dict.fromkeys(tokens(question))))
        order = sorted(range(len(scores)), key=lambda at: (-scores[at], self.passages[at].start, at))
        return [(self.passages[at], scores[at]) for at in order[:k]]

    def _scores(self, words: list[str]) -> list[float]:
        known = [word for word in words if self._model is not None and word in self._model.vocab_dict]
        if not known:
            return [0.0] * len(self.passages)
        return [float(score) for score in self._model.get_scores(known)]


def _built(corpus: list[list[str]]) -> Any:  # Any: bm25s has no types
    """The library's index; none where no passage has a token."""
    if not any(corpus):
        return None
    import bm25s

    model = bm25s.BM25(method="lucene", k1=K1, b=B, dtype="float64")
    model.index(corpus, show_progress=False)
    return model
