import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_help import FILLER, asked, document, drafts, stock

from benchwright.items.rules.listing import noun_of, recount
from benchwright.items.rules.reading import Reading

BULLETS = "The following expenses are not reimbursed:\n\n- parking fines\n- alcohol\n- laundry.\n"
LETTERS = """You must meet all of these conditions:

(a) Sign the form in blue ink at the desk.

(b) Pay the fee.

(c) Wait for a call.
"""


def test_entries_are_counted():
    assert asked("counting", BULLETS) == [
        ('How many expenses does it list after the words "The following expenses are not reimbursed"?', ("3",))
    ]
    assert asked("counting", LETTERS)[0][1] == ("3",)


def test_short_entries_are_asked_for_as_a_set():
    (one,) = drafts("list", BULLETS)
    assert one.question == 'According to the list in "Harbour Library Handbook", which expenses are not reimbursed?'
    assert (one.answer.type, one.answer.values) == ("set", ("parking fines", "alcohol", "laundry"))


def test_long_entries_are_not_asked_for():
    assert asked("list", LETTERS) == []


@pytest.mark.parametrize(
    "text",
    [
        BULLETS.replace("- alcohol\n", "- alcohol\n  - wine\n"),  # a list in the list
        BULLETS.replace("laundry.\n", "laundry.\n\n    More of it.\n"),  # where does it end?
        LETTERS.replace("(b)", "(d)"),  # a label is missing
        LETTERS.replace("these conditions", "this"),  # what is listed?
        "The following applies:\n\n- one\n- two\n",
        "Failure to follow these rules may result in:\n\n- a ban\n- a fine\n",
        "He treats the following as books when found:\n\n- novels\n- atlases\n",
        "The following books are lost:\n\n- Emma\n",
        BULLETS.replace(":", "."),
    ],
)
def test_lists_whose_extent_or_noun_is_open_to_argument_are_not(text):
    assert asked("counting", text) == asked("list", text) == []


@pytest.mark.parametrize(
    ("intro", "noun"),
    [
        ("It has two parts:", "parts"),
        ("Use the following social media accounts:", "social media accounts"),
        ("You must meet these conditions:", "conditions"),
        ("For two reasons in the text:", "reasons"),
        ("The following status codes are used:", "status codes"),
        ("It must withstand the following without cracks:", ""),
        ("This is as follows:", ""),
        ("The following are closed:", ""),
    ],
)
def test_the_introduction_names_what_is_listed(intro, noun):
    assert noun_of(intro) == noun


def test_a_number_in_the_introduction_does_not_leak():
    text = (
        "## 4 Closing\n\nStaff must follow these three rules when closing:\n\n1. Shut it.\n2. Lock it.\n3. Go.\n"
        + FILLER
    )
    (one,) = [one.draft for one in stock(text).candidates if one.draft.kind == "counting"]
    assert one.question == 'How many rules does section 4 ("Closing") of "Harbour Library Handbook" list?'


def test_an_introduction_that_counts_otherwise_is_dropped():
    text = "## 4 Closing\n\nMind the four following rules:\n\n- Shut\n- Lock\n"
    assert [one.gate for one in stock(text + FILLER).rejected if one.kind == "counting"] == ["agrees"]


def test_a_list_that_goes_on_further_down_is_dropped():
    text = LETTERS + "\nA paragraph comes between.\n\n(d) Come back.\n"
    assert [one.gate for one in stock(text + FILLER).rejected if one.kind == "counting"] == ["agrees"]


@pytest.mark.parametrize("entry", ["size {number}", "This document", "see below", "two. Three", "a, b"])
def test_entries_that_are_no_plain_names_are_not_asked_for(entry):
    assert asked("list", BULLETS.replace("alcohol", entry)) == []


def test_two_lists_behind_the_same_words_are_not_asked_about():
    assert asked("counting", BULLETS + "\nMore of it.\n\n" + BULLETS.replace("laundry", "gifts")) == []


def test_recount_finds_marks_without_knowing_blocks():
    read = Reading(document(LETTERS))
    assert recount(LETTERS.strip(), 0, read) == (3, "")
    assert recount("no list: at all", 0, read)[0] == 0


@given(st.lists(st.sampled_from("ash birch cedar elm fir oak pine rowan".split()), min_size=2, max_size=8, unique=True))  # noqa: SIM905
def test_a_generated_list_is_read_back_whole(trees):
    text = "The following trees may be felled:\n\n" + "".join(f"- {tree}\n" for tree in trees) + "\nThe end is here.\n"
    (one,) = drafts("list", text)
    quote = one.evidence[0].quote
    assert one.answer.values == tuple(trees) == tuple(line[2:] for line in quote.split("\n") if line.startswith("- "))
    assert asked("counting", text)[0][1] == (str(len(trees)),)


def test_subsections_are_counted_only_without_a_gap():
    text = "## 2 Leave\n\nText.\n\n### 2.1 Annual\n\nText.\n\n### 2.2 Sick\n\nText.\n\n## 3 Pay\n"
    assert asked("counting", text) == [('How many numbered subsections does section 2 ("Leave") of it have?', ("2",))]
    assert asked("counting", text.replace("2.2", "2.3")) == []
