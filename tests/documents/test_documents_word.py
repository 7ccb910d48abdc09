import pytest
from document_files import word, zipped
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from benchwright.documents import Limits, _docx
from benchwright.documents._docx_lists import spelt
from benchwright.documents._source import Source
from benchwright.errors import DocumentError


def extract(write):
    return _docx.extract(Source("a.docx", word(write), Limits()))


def insert(document, xml: str) -> None:
    """Put raw elements at the end of the body."""
    root = parse_xml(f"<w:body {nsdecls('w', 'wp')}>{xml}</w:body>")
    for element in list(root):
        document.element.body.append(element)


def test_blocks_come_in_document_order():
    def write(document):
        document.add_heading("The Policy", 0)
        document.add_paragraph("First.")
        table = document.add_table(2, 2)
        for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"cell\n{at}"
        document.add_heading("Scope", 2)
        document.add_paragraph("Last.")

    extracted = extract(write)
    assert extracted.text == "The Policy\n\nFirst.\n\ncell 0 | cell 1\ncell 2 | cell 3\n\nScope\n\nLast."
    assert [(heading.level, heading.text) for heading in extracted.headings] == [(1, "The Policy"), (2, "Scope")]
    assert all(extracted.text[heading.start : heading.end] == heading.text for heading in extracted.headings)


def test_merged_cells_are_read_once():
    def write(document):
        table = document.add_table(1, 3)
        for cell, text in zip(table.rows[0].cells, "abc", strict=True):
            cell.text = text
        table.cell(0, 0).merge(table.cell(0, 1))

    assert extract(write).text == "a b | c"


def test_list_labels_that_word_draws_become_text():
    def write(document):
        for style, text in [("List Bullet", "dot"), ("List Number", "one"), ("List Number", "two")]:
            document.add_paragraph(text, style=style)

    assert extract(write).text == "- dot\n1. one\n2. two"


RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:sdt><w:sdtContent><w:p>" + RUN.format("in a control") + "</w:p></w:sdtContent></w:sdt>", "in a control"),
        ("<w:p>" + RUN.format("a ") + "<w:ins>" + RUN.format("new") + "</w:ins></w:p>", "a new"),
        ("<w:p>kept<w:del><w:r><w:delText>old</w:delText></w:r></w:del>" + RUN.format("b") + "</w:p>", "b"),
        ("<w:p><w:moveFrom>" + RUN.format("old") + "</w:moveFrom>" + RUN.format("c") + "</w:p>", "c"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + RUN.format("d") + "</w:p>", "d"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r></w:p>", "e-mail"),
        (
            "<w:p><w:r><w:pict><w:txbxContent><w:p>" + RUN.format("boxed") + "</w:p></w:txbxContent></w:pict></w:r>"
            + RUN.format("body") + "</w:p>",
            "body\n\nboxed",
        ),
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_read_and_nothing_else(xml, text):
    assert extract(lambda document: insert(document, xml)).text == text


def test_what_is_dropped_is_counted():
    notes = "<w:p>" + RUN.format("x") + "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:drawing/></w:r></w:p>"

    def write(document):
        document.sections[0].header.paragraphs[0].text = "Tidewater"
        insert(document, notes)

    assert extract(write).notes == ("dropped: 1 footnote, 1 image, 1 running header",)


def test_a_style_that_is_based_on_a_heading_is_a_heading():
    def write(document):
        style = document.styles.add_style("Clause", 1)
        style.base_style = document.styles["Heading 3"]
        document.add_paragraph("Duties", style="Clause")

    assert [heading.level for heading in extract(write).headings] == [3]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [(4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"), (28, "lowerLetter", "bb"), (3, "upperLetter", "C"),
     (7, "decimalZero", "07"), (5, "chicago", "5")],
)  # fmt: skip
def test_number_formats(number, form, text):
    assert spelt(number, form) == text


ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(number):
    values = [ROMAN[digit] for digit in spelt(number, "lowerRoman")]
    following = [*values[1:], 0]
    assert sum(-a if a < b else a for a, b in zip(values, following, strict=True)) == number


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_file_is_refused(share, read_bytes):
    whole = word(lambda document: document.add_paragraph("text " * 500))
    with pytest.raises(DocumentError, match="cut off or damaged"):
        read_bytes("a.docx", whole[: int(share * len(whole))])


def test_a_damaged_part_is_refused_in_one_line(read_bytes):
    with pytest.raises(DocumentError, match=r"^a\.docx: cannot be read as Word \(.*\): [^\n]+$"):
        read_bytes("a.docx", zipped({"word/document.xml": "<not word", "[Content_Types].xml": "<x/>"}))
