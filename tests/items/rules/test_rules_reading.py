import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_help import HANDBOOK, document

from benchwright.items.rules.lines import follows
from benchwright.items.rules.reading import Reading, plain
from benchwright.records import Document

PLAIN = """                    A PLAIN LICENSE

  0. Definitions.

  The words below are used
in their usual sense, see section
7.  This is not a heading.

  1. Terms of Use.

  You must meet these conditions:

    a) Give a copy
    to all.

    b) Keep it.

  2. Grant of Rights. Subject to the terms, you may read.
"""


def reading(text):
    return Reading(Document(title="A plain license", source="a", media_type="text/plain", language="en", text=text))


def test_sections_of_markdown_have_numbers_titles_and_levels():
    found = [(one.number, one.title, one.level) for one in Reading(document(HANDBOOK)).sections]
    assert found[:3] == [("1", "Definitions", 2), ("2", "Leave", 2), ("2.1", "Annual leave", 3)]
    assert all(title != "Harbour Library Handbook" for _, title, _ in found)


def test_sections_of_plain_text_are_found_by_their_shape():
    found = [(one.number, one.title) for one in reading(PLAIN).sections]
    assert found == [("0", "Definitions"), ("1", "Terms of Use"), ("2", "Grant of Rights")]


def test_a_wrapped_line_that_starts_with_a_number_is_no_entry():
    assert [block.label for block in reading(PLAIN).blocks if block.label] == ["a)", "b)"]


def test_a_document_without_headings_has_no_sections():
    assert reading("One sentence.\n\nAnother one.").sections == ()


def test_entries_join_their_wrapped_lines():
    entries = [block.text for block in reading(PLAIN).blocks if block.label]
    assert entries == ["Give a copy to all.", "Keep it."]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("See e.g. Section 4 of it. Then go.", 2),
        ("Dr. Smith of Acme Inc. Ltd. came.", 1),
        ("**Parts.** The box has many of them.", 2),
        ("It dries at 85 °C. Then it rests.", 2),
        ("It costs 3.50 euros. Pay.", 2),
        ("no full stop", 0),
        ('He said "Go." Then he left.', 2),
    ],
)
def test_sentences_end_at_full_stops_only(text, count):
    assert len(reading(text).sentences) == count


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a **bold** word", "a bold word"),
        ("`code` and *stress*", "code and stress"),
        ("[link](https://x.org) here", "link here"),
        ("server[Symbol.dispose]()", "server[Symbol.dispose]()"),
        ("[Guide][] and [Other][o]", "Guide and Other"),
        ("\u201ccurly\u201d \u2018quotes\u2019", "\"curly\" 'quotes'"),
        ("two\n  lines", "two lines"),
        (r"under\_score", "under_score"),
        ("3 * 4 * 5", "3 * 4 * 5"),
    ],
)
def test_plain_takes_out_markup(raw, shown):
    assert plain(raw) == shown


@pytest.mark.parametrize(
    ("label", "after", "expected"),
    [
        ("a)", "b)", True),
        ("(c)", "(d)", True),
        ("1.", "2.", True),
        ("9", "10", True),
        ("2.9", "2.10", True),
        ("A", "B", True),
        ("iv)", "v)", True),
        ("a)", "c)", False),
        ("1.", "3.", False),
        ("2.1", "3.2", False),
        ("", "a)", True),
        ("", "b)", False),
    ],
)
def test_labels_follow_one_another(label, after, expected):
    assert follows(label, after) is expected


@given(st.text(alphabet=st.sampled_from('aA .\n-1)#"*|:`\t'), max_size=200))
def test_offsets_hold_for_any_text(text):
    read = Reading(document(text))
    for sentence in read.sentences:
        assert plain(text[sentence.start : sentence.end]) == sentence.text
        assert sentence.block.start <= sentence.start < sentence.end <= sentence.block.end
    for block in read.blocks:
        assert plain(text[block.start : block.end]) == block.text


@given(st.lists(st.sampled_from(["a b.", "", "- x", "# T", "```"]), max_size=12).map("\n".join))
def test_lines_cover_the_text_in_order(text):
    held = Reading(document(text)).lines
    assert [line.start for line in held] == sorted(line.start for line in held)
    assert len(held) == text.count("\n") + 1


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        ("Rules of the House", "x", '"Rules of the House"'),
        ("a", "  PLAIN LICENSE\n\nText.", '"PLAIN LICENSE"'),
        ("a", "This is a sentence.\n", "the document"),
        ("a<b>", "x", "the document"),
        ('The "Rules"', "x", '"The Rules"'),
    ],
)
def test_a_question_names_the_document_where_its_title_can_be_told(title, text, named):
    read = Reading(Document(title=title, source="a.txt", media_type="text/plain", language="en", text=text))
    assert read.named == named
