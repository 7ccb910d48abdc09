import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.items.drafts.draft import Draft
from benchwright.items.drafts.gates import Duplicates
from benchwright.records import Answer


def draft(question, *documents):
    answer = Answer(type="text", values=("gold",))
    return Draft("fact", question, answer, (), documents or ("home",), "facet", 1)


def alike(texts):
    """All texts mean the same."""
    return [[1.0, 0.0] for _ in texts]


def dropped(first, second, embed=alike, nearness=0.9):
    seen = Duplicates(embed, nearness)
    seen.add(first if isinstance(first, Draft) else draft(first))
    return not seen.check(second if isinstance(second, Draft) else draft(second)).passed


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What was the fee in 2019?", "What was the fee in 2020?"),
        ("What is due after 30 days?", "What is due after sixty days?"),
        ("What fell on 3 March 2020?", "What fell on 4 March 2020?"),
        ("What fell on 3 March 2020?", "What fell on 3 April 2020?"),
        ("Whom did Tessa Quill marry?", "Whom did Anna Quill marry?"),
        ("Tessa married whom?", "Anna married whom?"),
        ("What does part IV ask for?", "What does part V ask for?"),
        ("What must a licensee do?", "What must a licensee not do?"),
        ("What is covered?", "What isn't covered?"),
        ("Which event came first?", "Which event came last?"),
        ("Who signed the lease?", "When did someone sign the lease?"),
        ("What is the minimum fee for the ferry?", "What is the maximum fee for the ferry?"),
        ("What costs $5?", "What costs $5.50?"),
        ("What was paid in the 1st year?", "What was paid in the 2nd year?"),
    ],
)
def test_what_sets_questions_apart_does_so_however_near_they_are(first, second):
    assert not dropped(first, second)
    assert not dropped(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What was the fee in 2019?", "How high was the fee in 2019?"),
        ("What is due after 30 days?", "What has to be paid when thirty days have passed?"),
        ("What fell on 3 March 2020?", "On March 3, 2020, what happened?"),
        ("Whom did Tessa Quill marry?", "Tessa Quill was married to whom?"),
        ("Employees must do what?", "What are employees bound to do?"),
        ("Under the lease, who pays?", "By the lease, who has to pay?"),
    ],
)
def test_the_same_in_other_words_drops(first, second):
    assert dropped(first, second)
    assert dropped(second, first)


def test_near_is_as_near_as_asked_for():
    angle = {"What is it for?": [1.0, 0.0], "What is it there for?": [0.96, 0.28]}

    def embed(texts):
        return [angle[text] for text in texts]

    assert dropped(*angle, embed=embed, nearness=0.95)
    assert not dropped(*angle, embed=embed, nearness=0.97)


def test_the_same_words_are_the_same_question_whatever_it_is_about():
    def apart(texts):
        return [[float(text.isupper()), float(not text.isupper())] for text in texts]

    assert dropped("What is the fee?", "what is THE fee", apart)
    assert dropped(draft("What is the fee?", "one"), draft("What is the fee?", "two"))
    assert not dropped(draft("What is the fee?", "one"), draft("How high is the fee?", "two"))
    assert dropped(draft("What is the fee?", "one", "two"), draft("How high is the fee?", "two", "one"))


def test_the_check_names_the_question_before():
    seen = Duplicates(alike, 0.9)
    for question in ("What was the fee in 2018?", "What was the fee in 2019?"):
        assert seen.check(draft(question)).passed
        seen.add(draft(question))
    check = seen.check(draft("How high was the fee in 2019?"))
    assert (check.gate, check.passed) == ("duplicate", False)
    assert "What was the fee in 2019?" in check.detail
    assert "1.000" in check.detail


def test_new_questions_are_embedded_in_one_go_and_once():
    asked = []

    def embed(texts):
        asked.append(list(texts))
        return alike(texts)

    seen = Duplicates(embed, 0.9)
    drafts = [draft("What is one?"), draft("What is two?"), draft("What is one?")]
    seen.prepare(drafts)
    for one in drafts:
        seen.check(one)
        seen.add(one)
    seen.prepare(drafts)
    assert asked == [["What is one?", "What is two?"]]


WORDS = st.lists(st.sampled_from(["what", "fee", "2019", "2020", "Tessa", "not", "first", "pays", "30"]), min_size=1)


@given(WORDS.map(" ".join))
def test_every_question_is_its_own_duplicate(question):
    assert dropped(question, question)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_being_the_same_goes_both_ways(first, second):
    assert dropped(first, second) == dropped(second, first)


@given(st.lists(WORDS.map(" ".join), max_size=6))
def test_what_is_kept_is_what_a_slow_twin_keeps(questions):
    seen, kept = Duplicates(alike, 0.9), []
    for question in questions:
        if seen.check(draft(question)).passed:
            seen.add(draft(question))
            assert not any(dropped(before, question) for before in kept)
            kept.append(question)
        else:
            assert any(dropped(before, question) for before in kept)
