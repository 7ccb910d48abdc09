"""Passages of a document for a question.

    text --passages--> spans with exact offsets --Index (BM25)--> the best K for a question --recall--> share found

BM25 is `bm25s` (Lù 2024, arXiv:2407.03618) in its Lucene form; ties go to the earlier passage, so results never depend
on the machine. Words are runs of letters and digits; scripts written without spaces are cut into pairs of characters.
"""

from benchwright.retrieval.passages import Passage, passages
from benchwright.retrieval.ranking import Index, recall, tokens

__all__ = ["Index", "Passage", "passages", "recall", "tokens"]
