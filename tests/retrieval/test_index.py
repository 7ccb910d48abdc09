"""The index ranks as plain BM25 does, in any script, and ties by position."""

import math
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.retrieval import Index, Passage, passages, recall, tokens

words = st.sampled_from(["ferry", "pier", "engine", "blue", "captain", "Holm", "北京", "首都"])
sentences = st.lists(words, min_size=1, max_size=8).map(" ".join)


def slow_bm25(corpus, query, k1=1.5, b=0.75):
    """BM25 as the paper prints it, with Lucene's smoothed inverse document frequency; token by token."""
    bags = [Counter(tokens(text)) for text in corpus]
    mean = sum(sum(bag.values()) for bag in bags) / len(bags)
    scores = []
    for bag in bags:
        score = 0.0
        for word in set(tokens(query)):
            frequency = sum(word in other for other in bags)
            weight = math.log(1 + (len(bags) - frequency + 0.5) / (frequency + 0.5))
            score += weight * bag[word] / (bag[word] + k1 * (1 - b + b * sum(bag.values()) / mean))
        scores.append(score)
    return scores


def index_of(texts):
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    return Index([Passage(start, start + len(text), text) for start, text in zip(starts, texts, strict=True)])


@settings(max_examples=60)
@given(st.lists(sentences, min_size=1, max_size=8), sentences)
def test_scores_agree_with_the_slow_twin(corpus, query):
    expected = slow_bm25(corpus, query)
    found = index_of(corpus).search(query, len(corpus))
    by_start = [score for _, score in sorted(found, key=lambda pair: pair[0].start)]
    assert by_start == pytest.approx(expected, abs=1e-9)
    assert [score for _, score in found] == sorted(by_start, reverse=True)


@given(st.lists(st.sampled_from(["a pier", "a ferry"]), min_size=2, max_size=8))
def test_equal_scores_rank_by_position(corpus):
    found = index_of(corpus).search("pier", len(corpus))
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0].start))


def test_planted_evidence_is_found():
    filler = "\n\n".join(
        f"In year {year} the harbour took {year % 7} ships and the tide was low." for year in range(200)
    )
    planted = "The lighthouse keeper was called Ottilie Brandt."
    text = f"{filler[:6000]}\n\n{planted}\n\n{filler[6000:]}"
    evidence = Passage(text.index(planted), text.index(planted) + len(planted), planted)
    index = Index(passages(text, size_chars=300))
    found = [passage for passage, _ in index.search("Who was the lighthouse keeper?", 1)]
    assert recall(found, [evidence]) == 1.0
    assert recall([index.passages[0]], [evidence]) == 0.0


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("东京是日本的首都。\n\n北京是中国的首都。\n\n巴黎在法国。", "中国的首都是哪里"),
        ("กรุงโซลอยู่ในเกาหลี\n\nกรุงเทพเป็นเมืองหลวงของไทย\n\nปารีสอยู่ในฝรั่งเศส", "เมืองหลวงของไทยคือที่ไหน"),
        ("Лодка синяя.\n\nКапитан живёт в городе.\n\nПогода плохая.", "Где живёт капитан?"),
        ("पुल लाल है।\n\nकप्तान शहर में रहता है।\n\nमौसम खराब है।", "कप्तान कहाँ रहता है?"),
    ],
)
def test_other_scripts_find_the_middle_passage(text, question):
    lines = text.split("\n\n")
    assert index_of(lines).search(question, 1)[0][0].text == lines[1]


def test_unspaced_scripts_are_pairs_and_others_words():
    assert tokens("Die FÄHRE, 北京市 x") == ["die", "fähre", "北京", "京市", "x"]


def test_a_repeated_question_word_counts_once():
    index = index_of(["pier pier", "blue ferry"])
    assert index.search("pier", 2) == index.search("Pier pier PIER", 2)


@pytest.mark.parametrize("texts", [["...", "!!"], ["blue", "pier"]])
def test_a_question_that_shares_no_word_still_gets_passages_in_order(texts):
    found = index_of(texts).search("zebra", 5)
    assert [(passage.text, score) for passage, score in found] == [(text, 0.0) for text in texts]


def test_no_passages_no_results_and_no_passages_asked_for_is_refused():
    assert Index(()).search("anything", 3) == []
    with pytest.raises(InputError, match="asked for 0"):
        Index(()).search("anything", 0)


def test_searching_prints_nothing(capfd):
    index_of(["blue pier"]).search("pier", 1)
    assert capfd.readouterr() == ("", "")


def test_importing_is_light():
    code = "import sys, benchwright.retrieval; print({'numpy', 'bm25s', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
