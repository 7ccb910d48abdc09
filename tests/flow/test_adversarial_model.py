"""Drafting with a model that fails in every way: no traceback, every draft accounted for, nothing silently empty."""

import json

import pytest
from hostile import MODEL, PLANTED, documents, drafted
from hypothesis import given
from hypothesis import strategies as st

from benchwright.models.calls import whole
from shell import benchwright


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return drafted(tmp_path_factory.mktemp("hostile"), 0, 60)


def test_every_draft_is_an_item_or_a_rejection_with_its_reason(outcome):
    assert outcome.faults == []
    assert outcome.calls > 300
    assert outcome.wanted > 200


def test_drafts_fall_before_at_and_after_the_author(outcome):
    assert {"facets", "call", "reply", "rubric", "evidence"} <= set(outcome.gates)


def test_reasons_tell_the_ways_of_failing_apart(outcome):
    reasons = " ".join(entry["reason"] for entry in outcome.rejected)
    for sign in (
        "429",
        "TimeoutError",
        "content filter",
        "does not fit the model's window",
        "is empty",
        "gone",
        "cut off",
    ):
        assert sign in reasons, sign


def test_the_command_ends_with_a_table_of_what_is_missing(tmp_path, capsys):
    documents(tmp_path / "docs", 7, count=2)
    words = ("make", "documents", tmp_path / "docs", "--draft", MODEL, "--count", 40, "--near", "words")
    done = benchwright(capsys, *words, "--out", tmp_path / "bench")
    assert done.code == 3
    assert "Traceback" not in done.out + done.err
    assert "3 waves in a row gave nothing more" in done.out + done.err


def test_the_same_bad_replies_give_the_same_bytes(tmp_path):
    first, second = drafted(tmp_path / "a", 3, 12), drafted(tmp_path / "b", 3, 12)
    assert first.rejected == second.rejected
    assert first.items == second.items


def test_no_planted_instruction_is_ever_asked_or_quoted(outcome):
    assert not any(PLANTED in entry["question"] for entry in outcome.rejected)


@given(text=st.text(st.characters() | st.sampled_from("\ud800\udbff\udc00\udfff\\ud8"), max_size=30))
def test_a_reply_can_always_be_written_to_a_file(text):
    for held in (whole(text), json.loads(whole(json.dumps(text)))):
        assert held.encode().decode() == held


@given(text=st.text(max_size=30))
def test_whole_characters_stay_as_they_are(text):
    assert whole(text) == text
    assert json.loads(whole(json.dumps(text))) == text
