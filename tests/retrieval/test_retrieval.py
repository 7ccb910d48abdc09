"""Passages hold the text; BM25 equals a slow twin; recall counts characters."""

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.retrieval import Index, Passage, passages, recall, tokens
from benchwright.retrieval.ranking import K1, B

TEXTS = st.text(st.sampled_from("ab cd.\n!東京é"), max_size=300)
WORDS = st.lists(st.sampled_from(["red", "blue", "green", "old", "new", "house", "tree"]), min_size=1, max_size=12)


@given(TEXTS, st.integers(1, 60), st.data())
def test_passages_hold_every_character_that_is_not_white_space(text, size, data):
    overlap = data.draw(st.integers(0, size - 1))
    found = passages(text, size=size, overlap=overlap)
    assert all(p.text == text[p.start : p.end] and 0 < len(p.text) <= size for p in found)
    held = {at for p in found for at in range(p.start, p.end)}
    assert all(at in held for at, character in enumerate(text) if not character.isspace())
    assert [p.start for p in found] == sorted({p.start for p in found})


@given(TEXTS, st.integers(1, 60))
def test_without_overlap_no_character_is_in_two_passages(text, size):
    found = passages(text, size=size)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_cuts_fall_between_paragraphs_where_they_can():
    text = "First part here.\n\nSecond part here. Still second."
    assert [p.text for p in passages(text, size=30)] == ["First part here.", "Second part here.", "Still second."]


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (5, 5), (5, -1)])
def test_impossible_sizes_are_refused(size, overlap):
    with pytest.raises(InputError, match="size"):
        passages("text", size=size, overlap=overlap)


def slow_bm25(corpus, question):
    """Lucene's BM25 by the formula: idf = ln(1 + (N - n + .5) / (n + .5))."""
    lengths = [len(words) for words in corpus]
    mean = sum(lengths) / len(lengths)
    scores = []
    for words, length in zip(corpus, lengths, strict=True):
        counts = Counter(words)
        total = 0.0
        for word in question:
            holders = sum(word in other for other in corpus)
            idf = math.log(1 + (len(corpus) - holders + 0.5) / (holders + 0.5))
            total += idf * counts[word] / (counts[word] + K1 * (1 - B + B * length / mean)) if holders else 0.0
        scores.append(total)
    return scores


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_scores_equal_a_slow_twin(corpus, question):
    index = Index([Passage(i, i + 1, " ".join(words)) for i, words in enumerate(corpus)])
    assert index.scores(" ".join(question)) == pytest.approx(slow_bm25(corpus, question), abs=1e-4)


@given(st.lists(WORDS, min_size=2, max_size=6), WORDS)
def test_the_best_come_first_and_of_equals_the_earlier(corpus, question):
    index = Index([Passage(i, i + 1, " ".join(words)) for i, words in enumerate(corpus)])
    keys = [(-score, passage.start) for passage, score in index.search(" ".join(question), len(corpus))]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("東京は日本の首都です。\n\n大阪は西にあります。", "日本の首都"),
        ("Das Schloß steht.\n\nDer Hund schläft.", "Wo steht das Schloß?"),
    ],
)
def test_other_languages_are_found(text, question):
    found = passages(text, size=20)
    assert Index(found).search(question, 1)[0][0] == found[0]


def test_unspaced_words_become_pairs():
    assert tokens("GPT東京都x") == ["gpt", "東京", "京都", "x"]


@pytest.mark.parametrize("question", ["", "?!", "word that is nowhere"])
def test_a_question_that_matches_nothing_gets_the_first_passages(question):
    found = passages("One here.\n\nTwo there.", size=12)
    assert [p for p, _ in Index(found).search(question, 1)] == [found[0]]


def test_an_index_of_signs_alone_works():
    assert Index([Passage(0, 3, "***")]).search("anything", 2) == [(Passage(0, 3, "***"), 0.0)]


def test_nothing_to_index_is_refused():
    with pytest.raises(InputError, match="at least one passage"):
        Index([])
    with pytest.raises(InputError, match="at least 1"):
        Index([Passage(0, 1, "a")]).search("a", 0)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), min_size=1, max_size=3), st.integers(0, 50))
def test_recall_is_the_share_of_characters(spans, cut):
    evidence = [(start, start + length) for start, length in spans]
    wanted = {at for start, end in evidence for at in range(start, end)}
    assert recall([Passage(0, cut, "x" * cut)], evidence) == pytest.approx(sum(at < cut for at in wanted) / len(wanted))


def test_recall_without_evidence_is_refused():
    with pytest.raises(EstimateError, match="evidence"):
        recall([], [])
