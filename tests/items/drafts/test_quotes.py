import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchwright.items.drafts.quotes import locate
from benchwright.records import Document

SIGNS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t a1.5,é字")


def page(text):
    return Document(title="T", source="t", media_type="text/plain", language="en", text=text)


def found(quote, text, within=None):
    evidence = locate(quote, page(text), within)
    return evidence and (evidence.start, evidence.quote)


WORDS = st.lists(st.sampled_from(["lamp", "1.5", "5", "key", "the", "字", "x;", "(a)"]), min_size=1, max_size=12)
GAPS = st.sampled_from([" ", "  ", "\n", "\n\n", "\t ", "\u00a0"])


@given(WORDS, WORDS, WORDS, st.data())
def test_whole_words_are_found_at_exact_offsets_however_they_are_spaced(before, quoted, after, data):
    words = [*before, *quoted, *after]
    text = "".join(word + data.draw(GAPS) for word in words)
    quote = "".join(word + data.draw(GAPS) for word in quoted)
    assume(any(map(str.isalnum, quote)))
    evidence = locate(quote, page(text))
    assert evidence.quote == text[evidence.start : evidence.end]
    assert evidence.quote.split() == quoted
    assert evidence.start <= re.match(rf"(?:\S+\s+){{{len(before)}}}", text).end()


@given(st.text(SIGNS, max_size=60), st.text(SIGNS, max_size=12))
def test_what_is_found_says_what_was_quoted(text, quote):
    evidence = locate(quote, page(text))
    if evidence is not None:
        assert text[evidence.start : evidence.end] == evidence.quote
        assert "".join(evidence.quote.split()) in "".join(quote.split())


@given(st.text(SIGNS, max_size=60), st.text(SIGNS, max_size=12), st.integers(0, 60), st.integers(0, 60))
def test_a_span_is_kept_to(text, quote, one, other):
    start, end = min(one, other, len(text)), min(max(one, other), len(text))
    evidence = locate(quote, page(text), (start, end))
    assert evidence is None or start <= evidence.start < evidence.end <= end


@given(WORDS, st.integers(0, 11), st.sampled_from(["Lamp", "lamps", "key.", "6"]))
def test_one_other_word_and_it_is_not_found(words, at, other):
    at %= len(words)
    changed = [*words[:at], other, *words[at + 1 :]]
    evidence = locate(" ".join(changed), page(" ".join(words)))
    assert evidence is None or other.rstrip(".") in words


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5 years of service", "after 15 years of service"),
        ("5 years of service", "after 1.5 years of service"),
        ("it costs 1", "it costs 1,500 crowns"),
        ("it costs 1", "it costs 12 crowns"),
        ("the lamp", "he lit the lamps"),
        ("The lamp is lit", "The lamp was lit"),
        ("the lamp is lit", "The lamp is lit"),
        ("the lamp is lit", "the lamp is unlit"),
        ("the lamp ... the key", "the lamp and the key"),
        ("“the lamp” is lit", '"the lamp" is lit'),
        ("the lamp-light", "the lamp-\nlight"),
        ("", "the lamp"),
        ("...", "the lamp..."),
        (" \n", "the lamp \n "),
    ],
)
def test_no_credit_for_what_is_near(quote, text):
    assert found(quote, text) is None


@pytest.mark.parametrize(
    ("quote", "text", "exact"),
    [
        ('"The lamp is lit."', "Then: The lamp is lit. So", "The lamp is lit."),
        ("“The lamp is lit”", "Then: The lamp is lit. So", "The lamp is lit"),
        ("...the lamp is lit...", "So the lamp is lit at six.", "the lamp is lit"),
        ("[...] the lamp […]", "So the lamp is lit", "the lamp"),
        ("… « la lampe » …", "Ici la lampe brûle", "la lampe"),
        ('"License" shall mean', 'x "License" shall mean the terms', '"License" shall mean'),
        ('""License" shall mean"', 'x "License" shall mean the terms', 'License" shall mean'),
        ("灯が点く", "夜に灯が点くと、", "灯が点く"),
        ("the\n  lamp", "So the\tlamp", "the\tlamp"),
        ("costs 1.5.", "It costs 1.5.", "costs 1.5."),
    ],
)
def test_marks_around_a_quote_are_looked_past(quote, text, exact):
    assert found(quote, text) == (text.index(exact), exact)


def test_of_several_places_it_is_the_first_in_the_span():
    text = "the key. the key. the key."
    assert found("the key", text) == (0, "the key")
    assert found("the key", text, (5, len(text))) == (9, "the key")
    assert found("the key", text, (0, 5)) is None


@pytest.mark.parametrize("quote", ["a a a b", "b", "aaaa", "key " * 3000, "...[...]" * 2000 + "zz"])
def test_megabytes_are_no_trouble(quote):
    text = "a a a key " * 100_000
    assert locate(quote, page(text)) is None
