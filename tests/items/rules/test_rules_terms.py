import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules_help import FILLER, drafts, stock

from benchwright.items.rules.abbreviation import spelt_out
from benchwright.items.rules.definition import shortened


def terms(text):
    return [one.answer.values[0] for one in drafts("definition", text)]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ('"Working day" means any day other than a Saturday.', "Working day"),
        ('A "covered work" means either the original or a work based on it.', "covered work"),
        ('The "source code" for a work means the form preferred for changes.', "source code"),
        ('"Licensor" shall mean the owner of the rights.', "Licensor"),
        ('"You" (or "Your") means an individual or a company.', "You"),
        ('A contributor\'s "version" is the work that is licensed.', "version"),
        ("The term line manager refers to the person who approves leave.", "line manager"),
        ("Downtime means any minute in which the service cannot be reached.", "Downtime"),
        ("“Reader” means any person with a card.", "Reader"),
        ("For the purposes of this policy, a remote worker means any person who works from home.", "remote worker"),
        ("## Glossary\n\n**Key**: the object that opens a door without force.\n", "Key"),
    ],
)
def test_a_defined_term_is_found(text, term):
    assert terms(text) == [term]


@pytest.mark.parametrize(
    "text",
    [
        "This means that all readers must leave.",
        'The "two modes" of a reader are a simple view of the house.',
        "By any means, the door must be shut.",
        "If the path refers to a link, then the link is removed.",
        '"Affiliate" means:',
        '"Thing" means it.',
        '"Document", below, refers to any such manual or work.',
        "**Note**: the library is closed on Sundays and on holidays.",
        "What he means is that the door is shut.",
    ],
)
def test_what_is_no_definition_gives_nothing(text):
    assert terms(text) == []


def test_the_question_quotes_the_meaning_and_verbs_are_called_verbs():
    (one,) = drafts("definition", 'To "convey" a work means to pass copies on to other persons.')
    assert one.question == 'Which verb does "Harbour Library Handbook" define as "to pass copies on to other persons"?'
    assert "to convey" in one.answer.accepted


def test_an_article_is_not_part_of_the_term():
    (one,) = drafts("definition", '"The Library" refers to a covered work under this licence.')
    assert one.answer.values == ("Library",)
    assert "The Library" in one.answer.accepted


@given(st.lists(st.sampled_from(["reader", "of", "books,", "with", "a", "card;"]), min_size=3, max_size=60))
def test_a_long_meaning_is_cut_at_punctuation_only(tokens):
    whole = " ".join(tokens)
    cut = shortened(whole)
    assume(cut is not None)
    if cut != whole:
        kept = cut.removesuffix(" ...")
        assert whole.startswith(kept)
        assert whole[len(kept)] in ",;"


def test_a_meaning_with_the_words_of_its_term_is_dropped():
    found = stock('A "major component" means a component that is major to readers.' + FILLER)
    assert [one.gate for one in found.rejected if one.kind == "definition"] == ["leak"] or not found.candidates


def test_two_definitions_of_a_term_are_dropped_as_not_unique():
    text = '"Reader" means any person with a card.\n\n"Reader" means a machine that scans a label.' + FILLER
    found = stock(text)
    assert {one.gate for one in found.rejected if one.kind == "definition"} == {"unique"}
    assert not [one for one in found.candidates if one.draft.kind == "definition"]


@pytest.mark.parametrize(
    ("words", "short", "name"),
    [
        ("of the Free Software Foundation", "FSF", "Free Software Foundation"),
        ("the Windows Subsystem for Linux", "WSL", "Windows Subsystem for Linux"),
        ("an Everyone on Support", "EOS", "Everyone on Support"),
        ("a Cross-Project Council", "CPC", "Cross-Project Council"),
        ("the Federal Office", "FSF", ""),
        ("sold in bulk", "USA", ""),
        ("", "AB", ""),
    ],
)
def test_letters_must_be_the_initials(words, short, name):
    assert spelt_out(words.split(), short) == name


def test_an_abbreviation_is_asked_for_with_its_sentence_as_evidence():
    (one,) = drafts("abbreviation", "Write first. The Data Protection Board (DPB) hears complaints. Then wait.")
    assert one.question == 'What does the abbreviation "DPB" stand for in "Harbour Library Handbook"?'
    assert one.answer.values == ("Data Protection Board",)
    assert one.evidence[0].quote == "The Data Protection Board (DPB) hears complaints."


def test_one_abbreviation_with_two_meanings_is_not_unique():
    text = "The Data Board (DB) meets. The Double Bass (DB) is played." + FILLER
    assert {one.gate for one in stock(text).rejected if one.kind == "definition"} == {"unique"}
