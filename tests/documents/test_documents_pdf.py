import io

import pytest
from document_files import lines, pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from benchwright.documents import Limits, _pdf
from benchwright.documents._source import Source
from benchwright.errors import DocumentError

WIDE = "This line of running text is set from one margin to the other, and it is followed by"


def extract(data: bytes):
    extracted = _pdf.extract(Source("a.pdf", data, Limits()))
    assert all(extracted.text[heading.start : heading.end] == heading.text for heading in extracted.headings)
    ends = [0, *(page.end for page in extracted.pages)]
    assert all(end <= page.start <= page.end for end, page in zip(ends, extracted.pages, strict=False))
    return extracted


def test_pages_lie_at_their_offsets():
    extracted = extract(pdf([(72, 700, "First page.")], [], [(72, 700, "Third page.")]))
    assert [extracted.text[page.start : page.end] for page in extracted.pages] == ["First page.", "", "Third page."]
    assert extracted.notes == ("pages without text (blank, or images that need OCR): 2",)


def test_lines_of_a_paragraph_are_joined_and_others_are_not():
    text = f"{WIDE}\nthe rest of it.\nShort line\nAnother\n\n{WIDE}\nmore."
    assert extract(pdf(lines(text))).text == f"{WIDE} the rest of it.\nShort line\nAnother\n\n{WIDE} more."


def test_a_paragraph_goes_on_across_pages():
    extracted = extract(pdf(lines(f"{WIDE}\n{WIDE}"), lines(f"the words of the next page. {WIDE}")))
    assert f"{WIDE} {WIDE} the words of the next page." in extracted.text
    assert extracted.text[extracted.pages[1].start :].startswith("the words")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{} an exam-\nple of it.", "an example of it"),
        ("{} the co-ope-\nration is.", "co-ope-ration"),
        ("{} is well-\nknown here.", "well-known here"),
        ("{} the Anglo-\nSaxon law.", "Anglo-Saxon law"),
        ("A follow-up is due.\n{} a follow-\nup again.", "a follow-up again"),
        ("A selftest is due.\n{} a self-\ntest again.", "a selftest again"),
    ],
)
def test_hyphens_at_line_ends_are_repaired_as_the_document_spells(text, word):
    assert word in extract(pdf(lines(text.format(WIDE)))).text


def test_columns_of_a_table_stay_apart():
    rows = [["Item", "Limit in kg", "Note"], ["Small box", "10", "by hand"], ["Crate", "250", "with two people"]]
    marks = [(72 + 150 * c, 700 - 18 * r, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    assert extract(pdf(marks)).text == "\n".join(" | ".join(row) for row in rows)


def test_runs_of_spaces_in_a_fixed_font_are_columns():
    table = ["Name        Age     City", "Alice       30      Berlin"]
    marks = [(72, 700 - 12 * at, row, 10, "Courier") for at, row in enumerate(table)]
    assert extract(pdf(marks)).text == "Name | Age | City\nAlice | 30 | Berlin"


def test_numbers_and_bullets_before_a_gap_are_no_cells():
    marks = [(72, 700, "1.2"), (110, 700, "Scope of this"), (72, 680, "\u2022"), (100, 680, "item")]
    assert extract(pdf(marks)).text == "1.2 Scope of this\n\n\u2022 item"


def test_running_lines_are_removed_and_told():
    pages = [
        [(72, 810, "Handbook"), (280, 30, f"Page {at + 1} of 5"), *lines(f"Rule {at} is {at * 7}.\nThe same words.")]
        for at in range(5)
    ]
    extracted = extract(pdf(*pages))
    assert extracted.text == "\n\n".join(f"Rule {at} is {at * 7}.\nThe same words." for at in range(5))
    assert "'Handbook' (5 times); 'Page # of #' (5 times)" in extracted.notes[0]


def test_titles_of_chapters_are_running_lines_too():
    names = ["Leave"] * 4 + ["Pay"] * 4
    bodies = [f"{word}.\nMore {word}." for word in ("ash", "birch", "cedar", "fir", "hazel", "lime", "oak", "yew")]
    pages = [[(72, 810, name), *lines(body)] for name, body in zip(names, bodies, strict=True)]
    assert extract(pdf(*pages)).text == "\n\n".join(bodies)


def test_a_document_of_nothing_but_repeated_lines_is_kept():
    assert extract(pdf(*[lines("Body.")] * 4)).text == "\n\n".join(["Body."] * 4)


@given(st.lists(st.integers(1, 9999), min_size=4, max_size=8, unique=True))
@settings(max_examples=20)
def test_lines_that_differ_by_any_number_are_kept(numbers):
    if len({number - at for at, number in enumerate(numbers)}) < len(numbers):
        return  # two of them grow with the pages
    extracted = extract(pdf(*[[(72, 800, f"Limit {number} kg"), *lines("Body.\nMore.")] for number in numbers]))
    assert all(f"Limit {number} kg" in extracted.text for number in numbers)


def test_headings_by_size_and_weight():
    large = [(72, 800, "The Standard", 20), (72, 760, "Scope of", 14), (72, 744, "the standard", 14)]
    bold = [(72, 650, "Bold alone", 10, "Helvetica-Bold")]
    body = f"{WIDE}\ny.\n{WIDE}\nz."
    marks = [*large, *lines(body), *bold, *lines(body, top=630)]
    found = [(heading.level, heading.text) for heading in extract(pdf(marks)).headings]
    assert found == [(1, "The Standard"), (2, "Scope of the standard"), (3, "Bold alone")]


def test_size_is_measured_as_set_on_the_page():
    def scaled(paper):
        paper.scale(2, 2)
        paper.setFont("Helvetica", 9)
        paper.drawString(36, 380, "Large by scale")

    extracted = extract(pdf([*lines(f"{WIDE}\n{WIDE}\nend."), scaled]))
    assert [heading.text for heading in extracted.headings] == ["Large by scale"]


def test_the_outline_decides_where_there_is_one():
    def outlined(paper):
        for level, (key, title) in enumerate([("a", "General"), ("b", "Terms")]):
            paper.bookmarkPage(key)
            paper.addOutlineEntry(title, key, level)

    extracted = extract(pdf([outlined, *lines("1. General\nSome words.\n1.1 Terms\nLarge words.")]))
    assert [(heading.level, heading.text) for heading in extracted.headings] == [(1, "1. General"), (2, "1.1 Terms")]


def test_numbering_tells_headings_where_type_does_not():
    body = f"{WIDE}\nit.\n\n"
    extracted = extract(pdf(lines(f"1. General\n\n{body}{body}1.2 Terms\n\n{body}{body}ANNEX WORDS\n\n{body}")))
    found = [(heading.level, heading.text) for heading in extracted.headings]
    assert found == [(1, "1. General"), (2, "1.2 Terms"), (1, "ANNEX WORDS")]


def test_flowing_text_comes_back_whole():
    style = getSampleStyleSheet()
    paragraphs = [" ".join(f"word{at}x{n}" for n in range(30 + 7 * at)) + "." for at in range(12)]
    buffer = io.BytesIO()
    story = [piece for text in paragraphs for piece in (Paragraph(text, style["BodyText"]), PageBreak())]
    SimpleDocTemplate(buffer, invariant=True).build(story)
    assert extract(buffer.getvalue()).text == "\n\n".join(paragraphs)


def test_japanese_lines_are_joined_without_a_space():
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    text = "従業員は毎年二十日間の有給休暇を取得する権利を有する"
    marks = [(72, 700 - 14 * at, row, 10, "HeiseiMin-W3") for at, row in enumerate([text, text[::-1], "以上。"])]
    assert extract(pdf(marks)).text == text + text[::-1] + "以上。"


def test_ligatures_become_letters():
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    assert extract(pdf([(72, 700, "the of\ufb01ce is \ufb02at", 10, "Vera")])).text == "the office is flat"


def test_page_numbers_beside_changing_titles_are_removed():
    words = ["ash", "birch", "cedar", "fir", "hazel", "lime"]
    pages = [
        [(72, 810, f"Part {at // 2 + 5}: {word}   {at + 3}"), *lines(f"On {word}.")] for at, word in enumerate(words)
    ]
    assert extract(pdf(*pages)).text == "\n\n".join(f"On {word}." for word in words)


@pytest.mark.parametrize(("gap", "apart"), [(15, False), (25, True)])
def test_a_stretched_line_of_prose_is_no_row(gap, apart):
    end = 72 + pdfmetrics.stringWidth(WIDE[:70], "Helvetica", 10)
    text = extract(pdf([(72, 700, WIDE[:70]), (end + gap, 700, "more words")])).text
    assert (" | " in text) == apart


def test_the_title_of_an_outline_does_not_swallow_the_line_above():
    def outlined(paper):
        paper.bookmarkPage("a")
        paper.addOutlineEntry("Terms of use", "a", 0)

    extracted = extract(pdf([outlined, *lines("fier.\n2.1 Terms of use\nLarge words.")]))
    assert [heading.text for heading in extracted.headings] == ["2.1 Terms of use"]


@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
def test_a_truncated_file_is_refused_or_noted(share, read_bytes):
    whole = pdf(*[lines(f"Page {at}. {WIDE}") for at in range(9)])
    try:
        said = " ".join(read_bytes("a.pdf", whole[: int(share * len(whole))]).notes)
    except DocumentError as error:
        said = str(error)
    assert "cut off" in said


def test_files_that_cannot_be_read(read_bytes):
    with pytest.raises(DocumentError, match="ask for a copy without one"):
        read_bytes("a.pdf", pdf([(72, 700, "x")], encrypt=StandardEncryption("secret", ownerPassword="o")))
    with pytest.raises(DocumentError, match=r"no text layer .* run OCR"):
        read_bytes("a.pdf", pdf([lambda paper: paper.rect(10, 10, 100, 100, fill=1)]))
    with pytest.raises(DocumentError, match=r"3 pages; at most 2 .*Limits\.pages"):
        read_bytes("a.pdf", pdf([], [], []), limits=Limits(pages=2))
    with pytest.raises(DocumentError, match="cut off or damaged"):
        read_bytes("a.pdf", b"%PDF-1.7\n" + bytes(range(200)) * 9)


def test_a_file_that_opens_without_a_password_is_read(read_bytes):
    data = pdf([(72, 700, "Open to all.")], encrypt=StandardEncryption("", ownerPassword="o"))
    assert read_bytes("a.pdf", data).text == "Open to all."
