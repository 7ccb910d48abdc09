"""Passages hold the text exactly, and recall counts characters."""

import itertools
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.retrieval import passages, recall

texts = st.text(st.sampled_from("ab .!?\n\t\u3002中\u0e01\u201d"), max_size=120) | st.text(max_size=60)
SIZES = st.integers(1, 40)


@dataclass(frozen=True)
class At:
    start: int
    end: int


@given(texts, SIZES, st.data())
def test_every_passage_lies_where_it_says_and_fits(text, size, data):
    overlap = data.draw(st.integers(0, size - 1))
    for passage in passages(text, size_chars=size, overlap=overlap):
        assert text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
        assert 0 < len(passage.text) <= size


@given(texts, SIZES, st.data())
def test_every_visible_character_is_in_a_passage(text, size, data):
    overlap = data.draw(st.integers(0, size - 1))
    covered = {at for p in passages(text, size_chars=size, overlap=overlap) for at in range(p.start, p.end)}
    assert {at for at, char in enumerate(text) if not char.isspace()} <= covered


@given(texts, SIZES)
def test_without_overlap_no_character_is_in_two_passages(text, size):
    found = passages(text, size_chars=size)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


@given(texts, SIZES, st.data())
def test_every_passage_brings_something_new(text, size, data):
    overlap = data.draw(st.integers(0, size - 1))
    found = passages(text, size_chars=size, overlap=overlap)
    assert all(a.start < b.start and a.end < b.end for a, b in itertools.pairwise(found))


def test_sentences_are_not_cut_and_overlap_repeats_whole_ones():
    text = " ".join(f"Sentence number {number} stands here." for number in range(20))
    found = passages(text, size_chars=120, overlap=40)
    assert all(re.fullmatch(r"(Sentence number \d+ stands here\. ?)+", p.text) for p in found)
    assert all(b.start < a.end for a, b in itertools.pairwise(found))


def test_a_passage_ends_with_its_paragraph_once_it_is_half_full():
    text = "The first paragraph has some length.\n\nThe second starts here. It goes on."
    assert [p.text for p in passages(text, size_chars=60)] == [
        "The first paragraph has some length.",
        "The second starts here. It goes on.",
    ]


def test_a_closing_quote_stays_with_its_sentence():
    assert [p.text for p in passages('He said "stop." Then he left.', size_chars=16)] == [
        'He said "stop."',
        "Then he left.",
    ]


def test_a_long_word_is_cut_by_force_and_a_long_sentence_at_a_space():
    assert [p.text for p in passages("x" * 25, size_chars=10)] == ["x" * 10, "x" * 10, "x" * 5]
    assert [p.text for p in passages("alpha beta gamma delta", size_chars=12)] == ["alpha beta", "gamma delta"]


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (-1, 0), (10, 10), (10, -1)])
def test_impossible_sizes_are_refused_with_the_value(size, overlap):
    with pytest.raises(InputError, match=str(size if size < 1 else overlap)):
        passages("text", size_chars=size, overlap=overlap)


spans = st.lists(
    st.builds(lambda start, size: At(start, start + size), st.integers(0, 30), st.integers(0, 10)), max_size=5
)


@given(spans, spans)
def test_recall_agrees_with_counting_characters_one_by_one(retrieved, evidence):
    wanted = {at for span in evidence for at in range(span.start, span.end)}
    found = {at for span in retrieved for at in range(span.start, span.end)}
    if wanted:
        assert recall(retrieved, evidence) == len(wanted & found) / len(wanted)
    else:
        with pytest.raises(EstimateError):
            recall(retrieved, evidence)
