import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_help import document

from benchwright.items.rules.draft import Draft
from benchwright.items.rules.gates import GATES, Field, fingerprint, passed
from benchwright.items.rules.reading import Reading
from benchwright.records import Answer, Evidence

TEXT = "Readers may keep a book for 14 days. The fee for a lost card is 5 euros."
READ = Reading(document(TEXT))
QUESTION = "For how many days may readers keep a book?"


def evidence(start=0, end=36, quote=TEXT[0:36], source=READ.document.id):
    return Evidence(document=source, start=start, end=end, quote=quote)


def draft(**changes):
    fields = {
        "kind": "number",
        "rule": "by hand",
        "question": QUESTION,
        "answer": Answer(type="number", values=("14",)),
        "evidence": (evidence(),),
        "subject": "loan",
        "claim": "14",
    }
    return Draft(**{**fields, **changes})


def fallen(*drafts):
    """The gates at which drafts fall, in order of the drafts; empty for one that passes."""
    checks = [passed(one, READ, Field(drafts)) for one in drafts]
    return ["" if done[-1].passed else done[-1].gate for done in checks]


def test_a_good_draft_passes_every_gate_in_order():
    one = draft()
    assert [check.gate for check in passed(one, READ, Field((one,)))] == list(GATES)
    assert fallen(one) == [""]


@pytest.mark.parametrize(
    "bad",
    [
        (),
        (evidence(quote="something else"),),
        (evidence(start=1, end=37),),
        (evidence(source="another"),),
        (evidence(start=3, end=3, quote=""),),
    ],
)
def test_evidence_must_be_found_at_its_offsets(bad):
    assert fallen(draft(evidence=bad)) == ["evidence"]


def test_no_info_needs_no_evidence_and_may_have_none():
    nothing = Answer(type="none")
    words = "What is the price of a helicopter flight over volcanic islands?"
    good = draft(kind="no_info", question=words, answer=nothing, evidence=(), topic=words)
    assert fallen(good) == [""]
    assert fallen(draft(kind="no_info", question=words, answer=nothing)) == ["evidence"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(type="number", values=("fourteen or so",)),
        Answer(type="text", values=(" ",)),
        Answer(type="text", values=("word " * 40,)),
        Answer(type="set", values=("Oak", "oak")),
    ],
)
def test_the_answer_must_be_short_and_of_its_type(answer):
    assert fallen(draft(answer=answer)) == ["gold"]


@pytest.mark.parametrize(
    "question",
    [
        "for how many days may readers keep a book?",
        "For how many days may readers keep a book",
        "How many?",
        'For how many days may "readers keep a book?',
        "For how many days (or so may readers keep a book?",
        "For how many **days** may readers keep a book?",
        "For how many days may readers keep a?",
        "For how many days may readers keep a book,?",
        "For how many days  may readers keep a book?",
    ],
)
def test_the_question_must_read_like_one(question):
    assert fallen(draft(question=question)) == ["natural"]


@pytest.mark.parametrize(
    "question",
    ["For how many days, if 14, may readers keep a book?", "Is it for fourteen days that readers keep a book?"],
)
def test_the_answer_must_not_stand_in_the_question(question):
    assert fallen(draft(question=question)) == ["leak"]


def test_a_number_of_a_section_is_no_leak_for_a_count():
    one = draft(kind="counting", question="How many conditions does section 14 of the book list?")
    assert fallen(one) == [""]


def test_two_answers_to_one_question_are_both_dropped():
    other = draft(answer=Answer(type="number", values=("21",)), claim="21", subject="another")
    assert fallen(draft(), other) == ["unique", "unique"]


def test_two_claims_about_one_subject_are_both_dropped():
    other = draft(question="How many days does a loan of one book last?", claim="21")
    assert fallen(draft(), other) == ["unique", "unique"]


def test_the_second_of_two_equal_questions_is_dropped():
    again = draft(question="How many days may the readers keep a book for?")
    assert fallen(draft(), again) == ["", "duplicate"]


def test_questions_that_differ_in_a_number_or_a_name_are_different():
    asked = [
        "What is the title of section 2.1?",
        "What is the title of section 2.2?",
        "What is the title of section 21?",
    ]
    assert len({fingerprint(one) for one in asked}) == 3
    assert fingerprint("Which term means the fee?") != fingerprint("Which term means the card?")


def test_a_question_that_a_passage_speaks_of_has_an_answer():
    topic = "the fee for a lost card in euros"
    one = draft(
        kind="no_info", answer=Answer(type="none"), evidence=(), question="What is the fee for a card?", topic=topic
    )
    assert fallen(one) == ["absent"]


@given(st.permutations(["how", "many", "days", "may", "readers", "keep", "books"]))
def test_the_fingerprint_looks_at_words_not_at_their_order(tokens):
    assert fingerprint(" ".join(tokens)) == fingerprint("how many days may readers keep books")


def slow_same(one, other):
    from benchwright.items.rules.words import content

    numbers = [[word for word in text.replace("?", "").split() if word[0].isdigit()] for text in (one, other)]
    return content(one) == content(other) and numbers[0] == numbers[1]


QUESTIONS = st.lists(st.sampled_from(["the", "fee", "card", "2", "3.1", "book", "of", "Books"]), min_size=1, max_size=5)


@given(QUESTIONS.map(" ".join), QUESTIONS.map(" ".join))
def test_the_fingerprint_agrees_with_a_comparison_of_pairs(one, other):
    assert (fingerprint(one) == fingerprint(other)) is slow_same(one, other)
