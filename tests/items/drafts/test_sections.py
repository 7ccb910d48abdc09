import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.items.drafts.sections import sections_of
from benchwright.records import Document, Heading


def page(text, *headings):
    found = []
    for level, title in headings:
        at = text.index(title, found[-1].end if found else 0)
        found.append(Heading(level=level, text=title, start=at, end=at + len(title)))
    return Document(
        title="Guide", source="g.md", media_type="text/markdown", language="en", text=text, headings=tuple(found)
    )


@st.composite
def pages(draw):
    text = draw(st.text("ab \n.#", max_size=400))
    spots = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), st.integers(1, 3))
    spans = [(min(a, b), max(a, b), level) for a, b, level in draw(st.lists(spots, max_size=8))]
    headings = tuple(Heading(level=level, text=text[a:b], start=a, end=b) for a, b, level in spans)
    return Document(
        title="T", source="t", media_type="text/plain", language="en", text=text, headings=headings
    )  # fmt: skip


@given(pages(), st.integers(1, 120))
def test_they_hold_every_sign_in_order_and_none_twice(document, size):
    sections = sections_of(document, size)
    ends = [0, *(section.end for section in sections)]
    starts = [*(section.start for section in sections), len(document.text)]
    assert all(document.text[end:start].isspace() or end == start for end, start in zip(ends, starts, strict=True))
    for section in sections:
        assert section.text == document.text[section.start : section.end] == section.text.strip() != ""
        assert len(section.text) <= size
        assert section.document == document.id


@given(pages(), st.integers(1, 120))
def test_they_are_the_same_each_time(document, size):
    assert sections_of(document, size) == sections_of(document, size)


def test_an_id_depends_on_heading_and_text_alone():
    body = "The lamp is lit at dusk by whoever holds the key to the shed. " * 20
    one = page(f"# Lamps\n\n{body}\n", (1, "Lamps"))
    around = f"{'Other words come first here. ' * 80}\n\n# Lamps\n\n{body}\n\n# Keys\n\n{'x y ' * 900}"
    other = page(around, (1, "Lamps"), (1, "Keys"))
    ids = {section.id: section for section in sections_of(other)}
    (section,) = sections_of(one)
    assert ids[section.id].start > section.start
    renamed = page(f"# Boats\n\n{body}\n", (1, "Boats"))
    assert sections_of(renamed)[0].id != section.id


def test_a_section_begins_with_the_marks_of_its_heading():
    text = f"# One\n\n{'Words of one. ' * 90}\n\n## Two\n\n{'Words of two. ' * 90}\n"
    first, second = sections_of(page(text, (1, "One"), (2, "Two")), 2000)
    assert (first.text[:5], first.title) == ("# One", "One")
    assert (second.text[:6], second.title) == ("## Two", "Two")


def test_tiny_neighbours_of_one_parent_are_joined_and_those_of_another_are_not():
    text = "# A\n\n## A1\nshort\n\n## A2\nshort\n\n# B\n\n## B1\nshort\n"
    document = page(text, (1, "A\n"), (2, "A1"), (2, "A2"), (1, "B\n"), (2, "B1"))
    assert [section.text for section in sections_of(document, 800)] == [text.strip()]
    under = f"# A\n{'words ' * 300}\n## A1\n{'words ' * 40}\n# B\n{'words ' * 40}"
    document = page(under, (1, "A\n"), (2, "A1"), (1, "B\n"))
    assert [section.title.strip() for section in sections_of(document, 2000)] == ["A", "A1", "B"]


def test_a_title_alone_goes_with_what_follows_it():
    text = f"# Part one\n\n## The harbour\n\n{'Boats lie in the harbour. ' * 100}"
    sections = sections_of(page(text, (1, "Part one"), (2, "The harbour")), 1000)
    assert sections[0].text.startswith("# Part one\n\n## The harbour\n\nBoats")


def test_a_long_section_is_cut_at_paragraphs_without_a_crumb():
    paragraph = f"{'Boats lie in the harbour. ' * 10}\n\n"
    sections = sections_of(page(paragraph * 31), 6000)
    assert [section.text.endswith("harbour.") for section in sections] == [True, True]
    assert min(len(section.text) for section in sections) > 2000


def test_without_headings_the_document_gives_the_title():
    (section,) = sections_of(page("Only a line."))
    assert (section.title, section.text) == ("Guide", "Only a line.")


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_nothing_has_no_sections(text):
    assert sections_of(page(text)) == ()


def test_a_size_below_one_is_refused():
    with pytest.raises(InputError, match="size=0"):
        sections_of(page("a"), 0)
