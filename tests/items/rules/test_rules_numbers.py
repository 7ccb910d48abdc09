import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_help import FILLER, asked, drafts, stock

from benchwright.items.rules.date import DATE, date_answer, parts
from benchwright.items.rules.number import quantities

GOOD = [
    (
        "Employees must submit claims within 30 days of purchase.",
        "within how many days of purchase must employees submit claims?",
        "30",
    ),
    (
        "Full-time employees are entitled to 25 days of annual leave.",
        "to how many days of annual leave are full-time employees entitled?",
        "25",
    ),
    (
        "Employees may carry over up to five days of unused leave into the next year.",
        "up to how many days of unused leave may employees carry over into the next year?",
        "5",
    ),
    ("Passwords must be at least 14 characters long.", "at least how many characters long must passwords be?", "14"),
    ("Attachments must not exceed 10 MB.", "what limit, in MB, must attachments not exceed?", "10"),
    (
        "Hotel costs must not exceed 140 euros per night.",
        "what limit, in euros per night, must hotel costs not exceed?",
        "140",
    ),
    (
        "If a laptop is lost, the employee must report the loss within 24 hours.",
        "if a laptop is lost, within how many hours must the employee report the loss?",
        "24",
    ),
    ("The probation period is six months.", "how many months is the probation period?", "6"),
    (
        "Backups are kept for 90 days in a second building.",
        "for how many days are backups kept in a second building?",
        "90",
    ),
    ("The committee consists of five members.", "of how many members does the committee consist?", "5"),
    ("The company pays 60 % of the premium.", "what percentage of the premium does the company pay?", "60"),
    (
        "Either party may end the contract with two weeks' notice.",
        "with how many weeks' notice may either party end the contract?",
        "2",
    ),
    (
        "Customer must pay the fees within thirty (30) days of the invoice date.",
        "within how many days of the invoice date must Customer pay the fees?",
        "30",
    ),
    (
        "Employees can expense up to $3,000 for a desk.",
        "up to how many dollars can employees expense for a desk?",
        "3000",
    ),
]


@pytest.mark.parametrize(("text", "question", "value"), GOOD, ids=range(len(GOOD)))
def test_a_clause_becomes_a_question(text, question, value):
    assert asked("number", text) == [(question, (value,))]


@pytest.mark.parametrize(
    "text",
    [
        "The default is 1000 microseconds.",  # of what?
        "It must be returned within 30 days.",  # it?
        "Such claims must be submitted within 30 days.",
        "We reply within 30 days to all letters.",  # who are we?
        "Claims take two to three weeks in spring.",
        "Claims must be made within 30 or 60 days of purchase.",
        "Members get between two and five days of leave.",
        "Members may bring three or more guests to dinner.",
        "The scheduler is not guaranteed to run every five minutes.",
        "Staff must read section 5 days before the start.",
        "The building closed in 1987.",
        "Claims must be sent within the next 30 days of work.",
        "The person who called must wait for 30 minutes.",
        "Staff must reply within 30 days or 20 working days, whichever is earlier.",
        "The old rule cost 5 million euros in total.",
        "After probation the period of notice is six weeks to the end of a month.",
        "A shorter request must be made at least five working days before.",
        "Each site has at least one first-aider for every 20 employees.",
        "All others shall lie at least 15 mm from the wall.",
        "The shop keeps 5 % of the price in full without any cut for taxes that may be due under the law.",
        "Members may borrow over 30 books from the shelf.",
    ],
)
def test_what_cannot_be_asked_well_is_not_asked(text):
    assert asked("number", text) == []


def test_two_quantities_of_one_unit_are_not_asked_about():
    assert asked("number", "Members must pay within 30 days and complain within 60 days.") == []


def test_a_rival_passage_drops_the_draft():
    text = "The notice period is two months.\n\nFor new staff the notice period is as short as 3 months."
    fallen = [one for one in stock(text + FILLER).rejected if one.kind == "number"]
    assert fallen
    assert all(one.gate in {"agrees", "unique"} for one in fallen)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 MB and 30 %", [("5", "MB"), ("30", "percent")]),
        ("$50, then 20 euros", [("50", "dollars"), ("20", "euros")]),
        ("thirty (30) days", [("30", "days")]),
        ("one month, one thing", [("1", "months")]),
        ("section 3.2.1 of 2024-01-02", []),
        ("3-day trip, version 2.0", []),
        ("60 working days", [("60", "working days")]),
    ],
)
def test_quantities_have_values_and_units(text, found):
    assert [(one.value, one.unit) for one in quantities(text)] == found


@given(
    st.sampled_from(["Readers", "All members", "The clerks"]),
    st.sampled_from(["must", "may", "should"]),
    st.sampled_from(["return books", "pay the fee", "renew the card"]),
    st.integers(2, 999),
    st.sampled_from(["days", "weeks", "hours"]),
)
def test_generated_clauses_give_their_number_back(subject, modal, verb, value, unit):
    ((question, values),) = asked("number", f"{subject} {modal} {verb} within {value} {unit} of notice.")
    assert values == (str(value),)
    assert question == f"within how many {unit} of notice {modal} {subject[0].lower()}{subject[1:]} {verb}?"


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("This policy takes effect on 1 March 2025.", "on what date does this policy take effect?", "1 March 2025"),
        (
            "The handbook was last revised on January 12, 2025.",
            "on what date was the handbook last revised?",
            "January 12, 2025",
        ),
        (
            "It follows the Paris treaty adopted on 20 December 1996.",
            "on what date was the Paris treaty adopted?",
            "20 December 1996",
        ),
        ("Version 2.1, 2024-03-05", "What date does it give for its version 2.1?", "2024-03-05"),
    ],
)
def test_dates_are_asked_for(text, question, value):
    assert asked("date", text) == [(question, (value,))]


@pytest.mark.parametrize(
    "text", ["It was signed on 3 May 2020.", "On 31 April 20 people came.", "Write 2024-13-45 here."]
)
def test_dates_without_a_clear_subject_are_not(text):
    assert asked("date", text) == []


@given(st.dates(min_value=date(1700, 1, 1)))
def test_every_spelling_of_a_date_is_accepted_and_is_that_date(day):
    answer = date_answer(day.year, day.month, day.day, "as written")
    assert day.isoformat() in answer.accepted
    for spelling in answer.accepted:
        found = DATE.search(spelling.replace(" of ", " ").replace(" Sept ", " Sep "))
        if found and re.search(r"\b\d{4}\b", spelling):
            assert parts(found) == (day.year, day.month, day.day)


TABLE = "| Grade | Notice | Pay |\n|---|---|---|\n| Junior | 1 month | €30 |\n| Senior | 3 months | none |\n"


def test_cells_with_numbers_are_asked_for_by_row_and_column():
    assert asked("table", TABLE) == [
        ('What does it give as "Notice" for "Junior", in months?', ("1",)),
        ('What does it give as "Pay" for "Junior", in euros?', ("30",)),
        ('What does it give as "Notice" for "Senior", in months?', ("3",)),
    ]


@pytest.mark.parametrize(
    "broken", [TABLE.replace("Senior", "Junior"), TABLE.replace("Pay", "Notice"), TABLE.replace("| €30", "")]
)
def test_tables_whose_rows_or_columns_cannot_be_told_apart_are_not(broken):
    assert asked("table", broken) == []


@pytest.mark.parametrize("cell", ["0xff", "3 or 4", "v2", "about 5", "5-7", ""])
def test_cells_that_are_no_plain_number_are_not_asked_for(cell):
    assert len(asked("table", TABLE.replace("€30", cell))) == 2


def test_evidence_of_a_cell_is_its_heading_and_its_row():
    one = drafts("table", TABLE)[0]
    assert [part.quote for part in one.evidence] == ["| Grade | Notice | Pay |", "| Junior | 1 month | €30 |"]
