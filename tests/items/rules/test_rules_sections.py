import re

import pytest
from rules_help import HANDBOOK, document, drafts, stock

from benchwright.items.rules.absent import numbered, stands
from benchwright.items.rules.bank import CUES, NUMBERS, SENTENCES, SHORT_FORMS, TERMS, TITLES, field
from benchwright.items.rules.reading import Reading


def forms(text, form):
    return {one.question: one for one in drafts("section", text) if one.subject.startswith(form + ":")}


def test_titles_and_numbers_are_asked_for():
    titles = forms(HANDBOOK, "title")
    one = titles['What is the title of section 2.1 of "Harbour Library Handbook"?']
    assert one.answer.values == ("Annual leave",)
    other = forms(HANDBOOK, "number")[
        'What is the number of the section titled "Expenses" in "Harbour Library Handbook"?'
    ]
    assert other.answer.values == ("3",)
    assert "section 3" in other.answer.accepted


def test_a_letter_is_called_a_letter():
    text = "## A. Scope\n\nText.\n\n## B. Terms\n\nText.\n"
    assert any("What is the letter of the section" in question for question in forms(text, "number"))


def test_the_next_section_is_asked_for_between_siblings_only():
    after = [one.answer.values[0] for one in forms(HANDBOOK, "next").values()]
    assert after == ["Leave", "Sick leave", "Closing"]  # not 2.1 after 2, nor 3 after 2.2


def test_plain_text_with_a_missing_number_gives_no_next_section():
    text = "  1. First Part.\n\n  Text.\n\n  3. Third Part.\n\n  Text.\n"
    assert not forms(text, "next")


def test_a_sentence_is_looked_up_in_its_innermost_section():
    text = "The last person to leave the building at night is responsible for the alarm and for the lights"
    text += " in the stairwell."
    one = forms(HANDBOOK, "holding")[f'Which section of "Harbour Library Handbook" contains the sentence "{text}"?']
    assert one.answer.values == ("Closing",)
    assert {"4", "section 4", "4 Closing"} <= set(one.answer.accepted)
    assert one.evidence[0].quote.replace("\n", " ") == text


def test_a_section_around_is_accepted_too():
    text = "# T\n\n## 2 Leave\n\n### 2.1 Annual\n\nRequests for time off go to the manager of the branch in writing.\n"
    (one,) = forms(text, "holding").values()
    assert {"2.1", "Leave", "2", "section 2"} <= set(one.answer.accepted)


def test_sections_of_one_title_are_not_asked_about():
    text = "## 1 Scope\n\nText.\n\n## 2 Scope\n\nText.\n"
    assert drafts("section", text) == []


def test_a_sentence_that_stands_twice_is_dropped():
    line = "Readers may take the books home for as long as the label allows.\n\n"
    text = f"## 1 Loans\n\n{line}## 2 Returns\n\n{line}"
    assert {one.gate for one in stock(text).rejected if "contains the sentence" in one.question} == {"agrees"}


def nothing(text):
    return [one.draft for one in stock(text).candidates if one.draft.kind == "no_info"]


def test_twins_have_a_parent_and_no_evidence():
    for draft in nothing(HANDBOOK):
        assert draft.parent is not None
        assert draft.parent.answer.type != "none"
        assert (draft.answer.type, draft.evidence) == ("none", ())


def test_what_twins_ask_for_stands_nowhere():
    found = nothing(HANDBOOK)
    assert len(found) > 20
    for draft in found:
        assert not any(re.search(rf"\b{re.escape(word)}\b", HANDBOOK, re.IGNORECASE) for word in draft.missing)


@pytest.mark.parametrize(
    ("planted", "word"), [("Garden leave is paid.", "garden leave"), ("A PTO day is free.", "PTO")]
)
def test_a_twin_that_the_document_speaks_of_is_dropped(planted, word):
    fallen = [one.question for one in stock(HANDBOOK + "\n" + planted + "\n").rejected if one.gate == "absent"]
    assert any(word in question or "resigned" in question for question in fallen)


def test_a_passage_that_speaks_of_it_in_other_words_drops_a_twin():
    before = {one.question for one in nothing(HANDBOOK)}
    planted = "Anyone who has resigned stays at home on full pay for that period.\n"
    gone = before - {one.question for one in nothing(HANDBOOK + "\n" + planted)}
    assert any("resigned stays at home" in question for question in gone)


def test_sections_beyond_the_last_are_asked_for():
    asked = {draft.subject for draft in nothing(HANDBOOK) if draft.subject.startswith("section ")}
    assert {"section 5", "section 2.3"} <= asked
    assert "section 4" not in asked


def test_a_line_with_that_number_drops_the_section():
    asked = {draft.subject for draft in nothing(HANDBOOK + "\n5. Not a heading but it might be one.\n")}
    assert "section 5" not in asked


@pytest.mark.parametrize(
    ("phrase", "found"), [("force majeure", True), ("FORCE  MAJEURE", True), ("majeur", False), ("orce", False)]
)
def test_stands_finds_whole_words_in_any_spacing(phrase, found):
    assert stands(phrase, Reading(document("Of force\nmajeure we say nothing."))) is found


def test_numbered_looks_at_starts_of_lines():
    read = Reading(document("See 7.\n## 8. Eight\n9.1 Nine"))
    assert [numbered(name, read) for name in ("7", "8", "9.1", "9")] == [False, True, True, False]


def test_the_bank_serves_every_field_without_repeating_itself():
    for stock_of in (TERMS, SHORT_FORMS, TITLES, NUMBERS, SENTENCES):
        assert set(stock_of) == set(CUES)
        entries = [entry for of in stock_of.values() for entry in of]
        assert len(entries) == len(set(entries))


def test_the_field_is_told_by_its_cues():
    assert field("The employee asks the employer for leave.") == "work"
    assert field("The court applies the law and the license.") == "law"
    assert field("The server sends a message to the client.") == "technology"
