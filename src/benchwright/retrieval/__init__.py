"""Which passages of a document a question calls up: the ranking that a plain retrieval system would start from.

    text -> passages (sentence-aligned, exact offsets) -> Index (BM25, built once per document) -> search -> recall

Okapi BM25 as Lucene computes it (Robertson and Zaragoza 2009, "The probabilistic relevance framework", section 3.4;
k1 = 1.5, b = 0.75) by `bm25s`. No stemming and no stop words: nothing here knows a language. Scripts written without
spaces are cut into pairs of characters. Equal scores rank by position, so that a ranking never depends on chance.
"""

from __future__ import annotations

from benchwright.retrieval._index import Index, tokens
from benchwright.retrieval._passages import Passage, Span, passages, recall

__all__ = ["Index", "Passage", "Span", "passages", "recall", "tokens"]
