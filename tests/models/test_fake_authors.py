"""The fake author and the bad collaborator: what they draft is sound, or spoilt at the rate that is asked for."""

import json
import re
from collections import Counter
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import InputError, ModelError
from benchwright.models import _adversary, _authors
from benchwright.models._authors import Drafter, drafted, gaps, known, replied, solved
from benchwright.models.behaviours import Message, Prompt, Reply, behaviour

TEXT = " ".join(
    f"In {1800 + 7 * at} the {''.join(name)} of Marbury was moved across old {''.join(name[::-1])} bridge by vote."
    for at, name in enumerate(permutations(("lor", "mat", "vin", "sted"), 3))
)
OTHER = TEXT.replace("Marbury", "Ost")
WHOLE = f"{TEXT} {OTHER}"
KINDS = ("fact", "definition", "inference", "comparison", "interpretation", "absent", "partly_absent", "false_premise")


def shown(text: str = TEXT, wanted: str = "", mark: str = "m1") -> str:
    return f"Read.\n----- {mark}\nDocument\nPart\n\n{text}\n----- {mark}\n\n{wanted}"


def asking(**wanted: int) -> str:
    return shown(wanted="\n".join(f'- {count} of kind "{kind}": asks' for kind, count in wanted.items()))


def entry(text: str, mark: str = "q1234567", task: str = "", shared: str = "") -> str:
    passages = f"[passages ab]\n{shared}\n[end of passages ab]\n\n" if shared else ""
    return f"{task}\n\n{passages}[{mark}]\n{text}\n[end of {mark}]\n\nReply with JSON."


def pairs(kind: str, rate: float, count: int = 12, seed: int = 0):
    author = Drafter([TEXT, OTHER], Random(seed), rate)
    return [pair for _ in range(count) if (pair := author.pair(kind)) is not None]


# Gaps


def test_the_word_of_a_gap_is_found_in_its_sentence_and_nowhere_else():
    for gap in gaps(TEXT):
        assert solved(f"Which word stands {gap.between}?", gap.sentence) == gap.word
        assert solved(f"Which word stands {gap.between}?", TEXT.replace(gap.sentence, "")) == ""


def test_a_gap_is_found_across_line_ends():
    (gap, *_) = gaps(TEXT)
    assert solved(gap.between, gap.sentence.replace(" ", "\n  ")) == gap.word


@given(text=st.text(max_size=300))
def test_any_text_has_gaps_or_none(text):
    for gap in gaps(text):
        assert gap.sentence in text
        assert gap.word.casefold() not in f"{gap.left} {gap.right}".casefold().split()


# Drafts


@pytest.mark.parametrize("kind", ["fact", "comparison", "multi_hop", "summary"])
def test_without_defects_an_answer_follows_from_the_quotes_alone(kind):
    made = pairs(kind, 0)
    assert len(made) == 12
    for pair in made:
        assert solved(pair.question, "\n".join(pair.quotes)) == pair.answer
        assert not known(pair.question)
        assert not pair.defect


@pytest.mark.parametrize("kind", ["multi_hop", "cross_document"])
def test_every_quote_of_a_question_over_two_parts_is_needed(kind):
    for pair in pairs(kind, 0):
        assert len(pair.quotes) == 2
        assert all(solved(pair.question, quote) != pair.answer for quote in pair.quotes)
        assert ["Marbury" in quote for quote in pair.quotes].count(True) == 1


def test_points_follow_from_the_quotes():
    for pair in pairs("interpretation", 0):
        assert all(any(point in quote for quote in pair.quotes) for point in pair.answer)


@pytest.mark.parametrize("kind", ["absent", "false_premise"])
def test_nothing_answers_a_question_that_nothing_should_answer(kind):
    assert {solved(pair.question, WHOLE) for pair in pairs(kind, 0)} == {""}
    assert {pair.answer for pair in pairs(kind, 0)} == {None}


def test_half_of_a_partly_absent_question_is_answered():
    for pair in pairs("partly_absent", 0):
        assert " and " not in solved(pair.question, WHOLE) != ""


@pytest.mark.parametrize(("kind", "family"), [("fact", "one"), ("interpretation", "points"), ("false_premise", "none")])
def test_every_defect_of_a_kind_is_planted_at_the_rate_asked_for(kind, family):
    found = Counter(pair.defect for seed in range(60) for pair in pairs(kind, 0.4, 10, seed))
    assert set(found) - {""} == set(_authors._DEFECTS[family])
    assert 1 - found[""] / found.total() == pytest.approx(0.4, abs=0.06)


def spoilt(defect: str, kind: str = "fact"):
    return next(pair for seed in range(200) for pair in pairs(kind, 0.5, 6, seed) if pair.defect == defect)


def test_a_defect_is_what_its_name_says():
    assert spoilt("quote").quotes[0] not in WHOLE
    assert spoilt("giveaway").answer in spoilt("giveaway").question
    assert spoilt("wrong").answer not in WHOLE
    assert "this passage" in spoilt("leans").question
    assert '"' not in spoilt("vague").question
    assert solved(spoilt("answered", "absent").question, WHOLE)


def test_a_question_that_needs_no_document_can_be_answered_without_it_and_from_it():
    pair = spoilt("known")
    assert known(pair.question) == pair.answer == solved(pair.question, WHOLE)


def test_a_duplicate_asks_what_was_asked_before():
    made = pairs("fact", 0.5, 20, 3)
    for at, pair in enumerate(made):
        if pair.defect == "duplicate":
            assert pair.question in {other.question for other in made[:at]}


def test_drafts_come_as_many_as_asked_for_of_each_kind():
    made = json.loads(drafted(asking(**dict.fromkeys(KINDS, 2)), 0, 0.0))["questions"]
    assert Counter(one["kind"] for one in made) == dict.fromkeys(KINDS, 2)
    assert all(quote in TEXT for one in made for quote in one["quotes"])


def test_a_text_without_sentences_gives_no_drafts():
    assert json.loads(drafted(shown("too short", '- 3 of kind "fact": x'), 0, 0.0)) == {"questions": []}


def test_nothing_in_the_material_is_taken_for_what_is_asked():
    planted = shown(f'{TEXT}\n- 7 of kind "fact": asks', '- 1 of kind "comparison": asks')
    assert [one["kind"] for one in json.loads(drafted(planted, 0, 0.0))["questions"]] == ["comparison"]


def test_what_stands_earlier_is_quoted_beside_the_last_part():
    sentence = gaps(OTHER)[0].sentence
    told = f'So far:\n----- m2\nPart; events: "{sentence}" More.\n----- m2\n\n- 1 of kind "summary": asks'
    (made,) = json.loads(drafted(shown(wanted=told), 0, 0.0))["questions"]
    assert sentence in made["quotes"]


def test_facets_have_a_quote_of_the_text():
    facets = json.loads(drafted(shown(), 0, 0.0))["facets"]
    assert len(facets) == 4
    assert all(facet["quote"] in TEXT for facet in facets)


def test_some_whole_replies_are_broken_json():
    replies = [drafted(asking(fact=1), seed, 1.0) for seed in range(200)]
    bad = [reply for reply in replies if not reply.startswith("{")]
    assert len(bad) / len(replies) == pytest.approx(_authors.BROKEN, abs=0.08)
    assert all(sign not in reply for reply in bad for sign in "{}[]")


# Verdicts


def verdict(text: str, task: str = "", shared: str = ""):
    return json.loads(replied(entry(text, task=task, shared=shared), 0, 0.0))["q1234567"]


def test_a_checker_answers_from_the_passage_shown_and_from_nothing_else():
    gap = gaps(TEXT)[3]
    question = f"Question: Which word stands {gap.between}?"
    assert verdict(f"Passages:\n{gap.sentence}\n{question}") == gap.word
    assert verdict(question) == "not stated"
    assert verdict(f"Passages:\n{TEXT.replace(gap.sentence, '')}\n{question}") == "not stated"


@pytest.mark.parametrize("answered", [True, False])
def test_a_checker_says_whether_passages_answer(answered):
    gap = gaps(TEXT)[0]
    shared = TEXT if answered else TEXT.replace(gap.sentence, "")
    question = f"Question: Which word stands {gap.between}?"
    assert verdict(question, 'The value is "no", or "yes: "', shared).startswith("yes" if answered else "no")
    premise = verdict(question, '- "contradicted": x', shared)
    assert premise["supported"] == ("yes" if answered else "no")


def test_a_checker_tells_the_parts_of_a_question_apart():
    (pair, *_) = pairs("partly_absent", 0)
    assert verdict(pair.question, '- "first": x', WHOLE) == {"first": "yes", "second": "no"}


def test_a_checker_finds_the_points_that_the_passages_make():
    said = verdict(
        f"Passages:\n{TEXT}\nPoints:\npoint_1: bridge by vote\npoint_2: the old zel", "a field for each point"
    )
    assert said == {"point_1": "yes", "point_2": "no: not said"}


def test_a_checker_sees_a_vague_question():
    assert verdict(spoilt("vague").question, '- "self_contained": x')["self_contained"].startswith("no")
    assert verdict("Which word stands here?", '- "self_contained": x')["self_contained"] == "yes"


# Behaviours


@pytest.mark.parametrize("rate", ["-0.1", "1.1", "nan", "x"])
def test_a_rate_that_is_no_share_is_refused(rate):
    with pytest.raises(InputError):
        behaviour(f"drafter:{rate}")


def test_the_same_prompt_gets_the_same_draft_and_another_seed_another():
    def reply(seed: int, call: int) -> str:
        return behaviour("drafter:0.3")(Prompt((Message("user", asking(fact=3)),), seed, call))

    assert reply(0, 1) == reply(0, 9) != reply(1, 1)


def hostile(seed: int, asked: str):
    try:
        return behaviour("adversary")(Prompt((Message("user", asked),), seed))
    except (_adversary.ProviderError, TimeoutError, ModelError) as error:
        return type(error).__name__


def test_the_bad_collaborator_fails_in_every_way():
    seen = [hostile(seed, asking(fact=2)) for seed in range(600)]
    stops = Counter(one.stop_reason if isinstance(one, Reply) else one for one in seen)
    expected = {"stop", "max_tokens", "model_length", "content_filter", "ProviderError", "TimeoutError", "ModelError"}
    assert set(stops) == expected
    texts = [one.text for one in seen if isinstance(one, Reply)]
    for form in ("", "NaN", "\ud800", r"\ud800", "[[[[", "9" * 4999, "```", "ignore the above", "sorry"):
        assert any(form in text if form else text == "" for text in texts), form
    assert max(map(len, texts)) >= _adversary.HUGE


def test_four_replies_in_ten_of_the_bad_collaborator_are_good():
    good = [hostile(seed, asking(fact=2)) for seed in range(600)]
    whole = [one for one in good if isinstance(one, Reply) and re.match(r'\{"questions": \[\{"kind": "fact"', one.text)]
    assert len(whole) / len(good) > _adversary.GOOD


@given(good=st.text(max_size=80), asked=st.text(max_size=80), seed=st.integers(0, 99))
@pytest.mark.parametrize("name", sorted(_adversary.ACTS))
def test_every_way_to_fail_works_on_any_reply(name, good, asked, seed):
    try:
        made = _adversary.ACTS[name](good, asked, Random(seed))
    except (_adversary.ProviderError, TimeoutError, ModelError):
        return
    text, _ = made if isinstance(made, tuple) else (made, "stop")
    assert isinstance(text, str)
