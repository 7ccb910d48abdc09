"""Pieces of a document fit together without a gap, and the marks lie on the quotes."""

from hypothesis import given
from hypothesis import strategies as st

from benchwright.pages.review import passages
from benchwright.records import Answer, Document, Evidence, Heading, Item, Lineage, Page
from pages.review_cases import document, item

bits = st.sampled_from(["a", "word ", "\n", "\U0001f600", "é", " ", "\r\n", "longlonglonglong"])
texts = st.lists(bits, min_size=1, max_size=60).map(lambda parts: "".join(parts) * 300)


@st.composite
def quoted(draw):
    """A document of up to some hundred thousand characters, and an item with up to four quotes that may overlap."""
    home = document(draw(texts))
    quotes = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(home.text) - 1))
        end = min(len(home.text), start + draw(st.integers(1, 9_000)))
        quotes.append(Evidence(document=home.id, start=start, end=end, quote=home.text[start:end]))
    asked = Item(
        question="?", kind="k", answer=Answer(type="text", values=("a",)), answerable=True, evidence=tuple(quotes),
        documents=(home.id,), cluster="c", lineage=Lineage(maker="m", settings="s", seed=0),
    )  # fmt: skip
    return home, asked


def check(home, asked, piece):
    """The runs are the text, each character marked with the quotes that cover it; a quote's first run says so."""
    at = piece["start"]
    for run in piece["runs"]:
        covering = [n for n, one in enumerate(asked.evidence, 1) if one.start < at + len(run["text"]) and one.end > at]
        assert run["quotes"] == covering
        assert run["first"] == [n for n in covering if asked.evidence[n - 1].start == at]
        assert home.text[at : at + len(run["text"])] == run["text"]
        at += len(run["text"])
    assert at == piece["end"]


@given(quoted(), st.integers(0, 5))
def test_a_piece_around_a_quote_holds_its_beginning_and_fits_with_what_is_before_and_after(given_, number):
    home, asked = given_
    piece = passages.around(home, asked, number)
    check(home, asked, piece)
    if 1 <= number <= len(asked.evidence):
        assert piece["start"] <= asked.evidence[number - 1].start < piece["end"]
    assert piece["end"] - piece["start"] <= passages.LONGEST + 1_000
    earlier = passages.before(home, asked, piece["start"])
    later = passages.after(home, asked, piece["end"])
    assert (earlier["end"], later["start"]) == (piece["start"], piece["end"])
    check(home, asked, earlier)
    check(home, asked, later)


@given(texts)
def test_walking_through_a_document_reads_all_of_it(text):
    home = document(text)
    asked = item(home, "?", "a")
    read, at = "", 0
    while at < len(text):
        piece = passages.after(home, asked, at)
        assert piece["end"] > at
        read += "".join(run["text"] for run in piece["runs"])
        at = piece["end"]
    assert read == text
    back = ""
    while at > 0:
        piece = passages.before(home, asked, at)
        back = "".join(run["text"] for run in piece["runs"]) + back
        at = piece["start"]
    assert back == text


def test_offsets_outside_of_the_document_are_its_ends():
    home = document("short")
    asked = item(home, "?", "a", "short")
    assert passages.after(home, asked, 10**9)["runs"] == []
    assert passages.before(home, asked, 10**9)["end"] == 5


def test_a_place_names_page_and_heading():
    home = Document(
        title="t", source="s", media_type="text/plain", language="en", text="x" * 100,
        pages=(Page(number=1, start=0, end=50), Page(number=2, start=50, end=100)),
        headings=(Heading(level=1, text="Fees", start=40, end=44),),
    )  # fmt: skip
    assert passages.place(home, 60, 100) == "page 2 · Fees · 60 % in"
    assert passages.place(home, 10, 100) == "page 1 · 10 % in"
