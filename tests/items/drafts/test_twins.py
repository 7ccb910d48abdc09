"""Counterfactual twins of real documents: every form swapped, exact evidence, and the reasons to give up."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.grading import gold_text, grade, slip_of
from benchwright.items.drafts.draft import Desk
from benchwright.items.drafts.twins import Twins, twin
from benchwright.models.calls import Call, Reply
from benchwright.records import Answer, Check, Document, Evidence, Heading, Item, Lineage, Page, digest

LEASE = """# Lease of Ashby House

The landlord is Edmund Halley, of 12 Mill Lane. Mr Halley signed on 12 March 2021.

## Notice of 30 days

The tenant may leave on 30 days' notice (thirty calendar days). After the thirtieth day the keys go back.
HALLEY'S RULES: the Halleys keep dogs. The rent is $1,250 a month.

## Section 7

The house was built in 1931, and the roof was renewed in 1958. A garden of 450 square metres goes with it.
"""


def document_of(text: str, **fields) -> Document:
    return Document(
        title=fields.pop("title", "A text"),
        source="a.md",
        media_type="text/markdown",
        language="en",
        text=text,
        **fields,
    )


def desk_of(document: Document, name: str = "Amos Orwin", verdict: str = "NO") -> Desk:
    async def author(_: Call) -> Reply:
        return Reply(name) if name else Reply(failure="empty", reason="the reply is empty")

    async def checker(_: Call) -> Reply:
        return Reply(verdict)

    return Desk({document.id: document}, author, checker, lambda _: [])


def item_of(document: Document, answer: str, quote: str, kind: str = "text", question: str = "Which is it?") -> Item:
    start = document.text.index(quote)
    evidence = Evidence(document=document.id, start=start, end=start + len(quote), quote=quote)
    return Item(
        question=question, kind="fact", answer=Answer(type=kind, values=(answer,)), answerable=True,
        evidence=(evidence,), documents=(document.id,), cluster=document.id, position=0.5,
        lineage=Lineage(maker="drafts", settings="s", seed=0),
    )  # fmt: skip


def twins_of(text: str, answer: str, quote: str, kind: str = "text", **desk) -> Twins | Check:
    document = document_of(text)
    return asyncio.run(twin(item_of(document, answer, quote, kind), document, desk_of(document, **desk)))


def made(*arguments, **desk) -> Twins:
    found = twins_of(*arguments, **desk)
    assert isinstance(found, Twins), found
    return found


def refused(*arguments, **desk) -> str:
    found = twins_of(*arguments, **desk)
    assert isinstance(found, Check)
    assert (found.gate, found.passed) == ("twin", False)
    return found.detail


CASES = [
    ("Edmund Halley", "landlord is Edmund Halley, of", "text"),
    ("12 March 2021", "signed on 12 March 2021.", "text"),
    ("30", "leave on 30 days' notice", "number"),
    ("30 days", "leave on 30 days' notice", "text"),
    ("$1,250", "The rent is $1,250 a month", "text"),
    ("1931", "built in 1931, and", "number"),
    ("450", "garden of 450 square", "number"),
]


@pytest.mark.parametrize(("answer", "quote", "kind"), CASES)
def test_both_items_are_sound(answer, quote, kind):
    found = made(LEASE, answer, quote, kind)
    (evidence,) = found.edited.evidence
    assert found.document.text[evidence.start : evidence.end] == evidence.quote
    assert (found.unedited.variant, found.edited.variant) == ("unedited", "edited")
    assert found.unedited.group == found.edited.group != ""
    assert found.edited.lineage.parents == (found.unedited.id,)
    assert grade(found.edited.answer, gold_text(found.edited.answer)).value == 1.0


@pytest.mark.parametrize(("answer", "quote", "kind"), CASES)
def test_the_old_answer_is_memory_on_the_edited_twin(answer, quote, kind):
    found = made(LEASE, answer, quote, kind)
    assert slip_of(found.edited, answer) == "memory"
    assert slip_of(found.edited, gold_text(found.edited.answer)) == ""


def test_a_number_is_swapped_in_digits_in_words_and_as_an_ordinal():
    text = made(LEASE, "30", "leave on 30 days' notice", "number").document.text
    assert "30" not in text
    assert "thirt" not in text.lower()


def test_a_name_is_swapped_in_every_form():
    text = made(LEASE, "Edmund Halley", "landlord is Edmund Halley, of").document.text
    assert "Mr Orwin signed" in text
    assert "ORWIN'S RULES: the Orwins keep dogs" in text


def test_the_same_item_has_the_same_twins():
    assert made(LEASE, *CASES[2]) == made(LEASE, *CASES[2])


def test_headings_and_pages_move_along():
    at = LEASE.index("Notice of 30 days")
    heading = Heading(level=2, text="Notice of 30 days", start=at, end=at + 17)
    pages = (Page(number=1, start=0, end=at), Page(number=2, start=at, end=len(LEASE)))
    document = document_of(LEASE, headings=(heading,), pages=pages, title="On 30 days")
    item = item_of(document, "30", "leave on 30 days' notice", "number")
    found = asyncio.run(twin(item, document, desk_of(document)))
    assert isinstance(found, Twins)
    (moved,) = found.document.headings
    assert found.document.text[moved.start : moved.end] == moved.text != "Notice of 30 days"
    assert found.document.pages[1].end == len(found.document.text)
    assert found.document.title != "On 30 days"


def test_other_items_are_carried_over_unless_the_edit_hits_them():
    document = document_of(LEASE)
    items = [item_of(document, *case[:2], case[2], question=f"Question {at}?") for at, case in enumerate(CASES)]
    found = asyncio.run(twin(items[2], document, desk_of(document), items))
    assert isinstance(found, Twins)
    assert found.lost == (items[3].id,)
    assert [one.id for one, _ in found.carried] == [items[at].id for at in (0, 1, 4, 5, 6)]
    for _, item in found.carried:
        (evidence,) = item.evidence
        assert found.document.text[evidence.start : evidence.end] == evidence.quote
        assert item.documents == (found.document.id,)


REFUSALS = [
    ("Leave on 30 days of notice. See Section 30.", "30", "number", "something else"),
    ("Leave on 30 days of notice, with 30 cows.", "30", "number", "something else"),
    ("Between 20-30 days of notice.", "30", "number", "something else"),
    ("She took one day to go there.", "1", "number", "common word"),
    ("There were 12 men; a dozen men left in haste.", "12", "number", "another form"),
    ("In 1931 she came; the class of '31 met again.", "1931", "number", "another form"),
    ("In 1931 she came; in nineteen thirty-one he did.", "1931", "number", "another form"),
    ("There are 40 cows and 25 hens, 65 animals.", "40", "number", "takes part in"),
    ("They sold 40 cows. The total is lost.", "40", "number", "stands beside"),
    ("20 cows at 15 crowns: 300 crowns.", "20", "number", "takes part in"),
    ("She was born in 1931 and was 27 in 1958.", "1931", "number", "takes part in"),
    ("He left in May with Will, and they will go.", "Will", "text", "common words"),
    ("Edmund Halley met Mary Halley in the park.", "Edmund Halley", "text", "shares a word"),
    ("Edmund Halley came. E. Halley wrote of it.", "Edmund Halley", "text", "shares a word"),
    ("In Paris lived many Parisians.", "Paris", "text", "another form"),
    ("On Monday, 12 March 2021, it rained.", "12 March 2021", "text", "day of the week"),
    ("It rained on 12 March 2021 (03/12/2021).", "12 March 2021", "text", "another form"),
    ("The cat sat on the mat, and stayed there.", "on the mat", "text", "neither one number"),
]


@pytest.mark.parametrize(("text", "answer", "kind", "reason"), REFUSALS)
def test_what_may_leave_a_trace_is_given_up(text, answer, kind, reason):
    name = "Lisbon" if answer == "Paris" else "Amos Orwin"
    assert reason in refused(text, answer, text, kind, name=name)


def test_more_than_forty_places_are_too_many():
    assert "41 places" in refused("It weighs 4,512 tons. " * 41, "4,512", "It weighs 4,512 tons.", "text")


def test_an_edit_that_the_checker_finds_contradicted_is_given_up():
    reason = refused(LEASE, *CASES[2], verdict="YES: 47 days against a month")
    assert reason == "it contradicts the text: 47 days against a month"


@pytest.mark.parametrize("verdict", ["Perhaps.", "{}", "The text is fine."])
def test_a_verdict_that_cannot_be_read_never_passes(verdict):
    assert "not known" in refused(LEASE, *CASES[2], verdict=verdict)


def test_a_question_that_names_the_value_is_given_up():
    document = document_of(LEASE)
    item = item_of(document, "30", "leave on 30 days' notice", "number", "What is the notice of 30 days?")
    found = asyncio.run(twin(item, document, desk_of(document)))
    assert isinstance(found, Check)
    assert "the question names" in found.detail


def test_a_name_falls_back_on_our_own_where_the_author_gives_none():
    found = made(LEASE, *CASES[0], name="")
    assert "Halley" not in found.document.text
    assert found.document.text.count(found.edited.answer.values[0].split()[1]) == 3


def test_group_is_that_of_the_question():
    found = made(LEASE, *CASES[2])
    assert found.edited.group == digest(["Which is it?", "fact", found.unedited.documents[0]])


PIECES = [
    "30", "thirty", "30 days", "30th", "1,250", "12 March 2021", "Edmund Halley", "Halley's", "Orwin", "\u017fix",
    "S\u0130X", "\u0663\u0660", "1931", "'31", "(30)", "\u00bd", "%", "- ", "\n\n", "Section ", ",", "and", "of",
    "cows", "$",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.sampled_from(PIECES), st.sampled_from(PIECES))
@settings(deadline=None, max_examples=200)
def test_whatever_the_text_says_twins_are_sound_or_given_up(parts, answer, name):
    text = "It says: " + " ".join(parts) + " there."
    found = twins_of(text, answer, text, name=name)
    if isinstance(found, Check):
        assert found.detail
        return
    (evidence,) = found.edited.evidence
    assert evidence.quote == found.document.text
    assert grade(found.edited.answer, answer).value != 1.0
    assert answer not in found.document.text


def test_an_answer_of_a_group_or_of_two_documents_is_left_alone():
    document = document_of(LEASE)
    item = item_of(document, "30", "leave on 30 days' notice", "number")
    for changes in ({"group": "g"}, {"documents": (document.id, "other")}):
        found = asyncio.run(twin(item.model_copy(update=changes), document, desk_of(document)))
        assert isinstance(found, Check)


def test_other_languages_are_given_up():
    document = document_of(LEASE).model_copy(update={"language": "de"})
    found = asyncio.run(twin(item_of(document, "30", "leave on 30 days' notice"), document, desk_of(document)))
    assert isinstance(found, Check)
    assert "'de'" in found.detail
