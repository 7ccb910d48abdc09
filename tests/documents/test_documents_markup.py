import pytest
from document_files import CONTAINER, epub, package, zipped
from hypothesis import given
from hypothesis import strategies as st

from benchwright.documents import Limits, _html
from benchwright.documents._source import Source
from benchwright.errors import DocumentError

XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
    "<body>{}</body></html>"
)


def page(body: str):
    return _html.extract(Source("a.html", body.encode(), Limits()))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One <b>bold</b>\n  word<p>Two", "One bold word\n\nTwo"),
        ("<p>a<br>b<br/>c</p>", "a\nb\nc"),
        ("<p>&eacute;&nbsp;&lt;&#8364;&#x1F600;&gt;</p>", "é <€😀>"),
        ("<p>in&shy;vis&#8203;ible</p>", "invisible"),
        ("<ul><li>one<li>two<ol start=3><li><p>three</p><p>more</p></ol></ul>", "- one\n- two\n  3. three\n    more"),
        ("<ol><li>a<li value=7>b<li>c</ol>", "1. a\n7. b\n8. c"),
        ("<table><tr><th>A<th>B<tr><td>1<td>2<br>3<tr><td><td>x</table>", "A | B\n1 | 2 3\n | x"),
        ("<table><tr><td><h2>In</h2><p>a</p></td><td>b</td></table>", "In\n\na\n\nb"),
        ("<pre>\n a\n   b\n</pre>", " a\n   b"),
        ("<script>x</script><style>y</style><nav>menu</nav><p hidden>no</p>yes", "yes"),
        ("a<div style='display: none'>no<p>no</p></div>b<!-- c -->c<span aria-hidden=true>x</span>d", "abcd"),
        ("<dl><dt>Term<dd>means this</dl>", "  Term\n  means this"),
        ("<p>漢字<ruby>漢<rt>かん</rt></ruby></p>", "漢字漢"),
    ],
)
def test_visible_text_keeps_its_blocks(body, text):
    assert page(body).text == text


def test_headings_and_title_of_a_page():
    extracted = page("<title>The &amp; title</title><h1>Main <em>one</em></h1>x<h3>Sub<br>two</h3>")
    assert [(heading.level, heading.text) for heading in extracted.headings] == [(1, "Main one"), (3, "Sub two")]
    assert extracted.title == "The & title"


TAGS = "p div h1 h2 ul ol li table tr td pre b nav br dl dt"
names = st.sampled_from(TAGS.split())
pieces = st.one_of(names.map("<{}>".format), names.map("</{}>".format), st.text("ab &<\n\u0308é語", max_size=8))


@given(st.lists(pieces, max_size=40))
def test_offsets_hold_for_any_soup(soup):
    extracted = page("".join(soup))
    assert all(extracted.text[heading.start : heading.end] == heading.text for heading in extracted.headings)
    assert "\n\n\n" not in extracted.text or "<pre>" in soup


@given(st.lists(st.tuples(st.integers(0, 6), st.from_regex(r"[a-z]{1,9}( [a-z]{1,9})?", fullmatch=True)), max_size=12))
def test_generated_pages_give_back_all_their_blocks(blocks):
    extracted = page("".join(f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>" for level, text in blocks))
    assert extracted.text == "\n\n".join(text for _, text in blocks)
    assert [(heading.level, heading.text) for heading in extracted.headings] == [pair for pair in blocks if pair[0]]


@pytest.mark.parametrize("tag", ["div", "ul", "table", "b", "blockquote"])
def test_deep_nesting_is_read_whole_or_refused(tag):
    assert "core" in page(f"<{tag}>" * 900 + "core" + f"</{tag}>" * 900).text
    with pytest.raises(DocumentError, match="nested too deeply"):
        page(f"<{tag}>" * 30_000 + "core" + f"</{tag}>" * 30_000)


def test_entity_bombs_are_not_expanded(read_bytes):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    document = read_bytes(
        "a.xhtml", f"{bomb}<html xmlns='http://www.w3.org/1999/xhtml'><p>start &b; &f; end</p></html>"
    )
    assert "haha" not in document.text
    assert "root:" not in document.text
    assert document.text.endswith("end")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("<meta charset='iso-8859-1'>", "latin-1"),
     ('<meta http-equiv="x" content="text/html; charset=koi8-r">', "koi8-r"),
     ("<?xml version='1.0' encoding='cp1250'?>", "cp1250")],
)  # fmt: skip
def test_the_declared_charset_is_used(head, encoding, read_bytes):
    word = "Привет" if encoding == "koi8-r" else "Größe"
    document = read_bytes("a.html", f"{head}<p>{word}</p>".encode(encoding))
    assert (document.text, document.notes) == (word, ())


def test_a_wrong_charset_is_noted(read_bytes):
    data = "<meta charset='utf-8'><p>" + "Die Größe der Räume. " * 9
    document = read_bytes("a.html", data.encode("cp1252"))
    assert document.text.startswith("Die Größe der Räume.")
    assert "not valid utf-8, although it declares so" in document.notes[0]


def test_a_book_is_read_in_the_order_of_its_spine(read_bytes):
    body = "<h1>{0}</h1><p>The text of {0}&nbsp;is here.</p>"
    chapters = {"z.xhtml": XHTML.format(body.format("First")), "a b.xhtml": XHTML.format(body.format("Second"))}
    document = read_bytes("a.epub", epub(chapters, language="en-GB"))
    assert document.text == "First\n\nThe text of First is here.\n\nSecond\n\nThe text of Second is here."
    assert [heading.text for heading in document.headings] == ["First", "Second"]
    assert (document.title, document.language, document.metadata["chapters"]) == ("A Book", "en", "2")


def test_a_missing_chapter_is_noted(read_bytes):
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/a.xhtml": XHTML.format("Here"),
    }
    document = read_bytes("a.epub", zipped({**parts, "OEBPS/book.opf": package(["a.xhtml", "gone.xhtml"])}))
    assert document.text == "Here"
    assert "OEBPS/gone.xhtml" in " ".join(document.notes)


ENCRYPTED = '<encryption xmlns:e="urn:x"><e:CipherReference URI="OEBPS/a.xhtml"/></encryption>'
BOMB = '<!DOCTYPE p [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"OEBPS/book.opf": "<package"}, "not well-formed XML"),
        ({"OEBPS/book.opf": package([])}, "names no chapter"),
        ({"META-INF/container.xml": "<container/>"}, "names no package"),
        ({"META-INF/encryption.xml": ENCRYPTED}, "ask for a copy without protection"),
        ({"OEBPS/a.xhtml": XHTML.format(" ")}, "no text"),
    ],
)
def test_books_that_cannot_be_read(parts, reason, read_bytes):
    whole = {"mimetype": "x", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package(["a.xhtml"])}
    with pytest.raises(DocumentError, match=reason):
        read_bytes("a.epub", zipped({**whole, "OEBPS/a.xhtml": XHTML.format("Text"), **parts}))


def test_entities_of_a_package_are_not_expanded(read_bytes):
    whole = {"mimetype": "x", "META-INF/container.xml": CONTAINER, "OEBPS/a.xhtml": XHTML.format("Text")}
    document = read_bytes("a.epub", zipped({**whole, "OEBPS/book.opf": package(["a.xhtml"], title="&b;", prolog=BOMB)}))
    assert "haha" not in document.title


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(unpacked_bytes=9_000_000), "Limits.unpacked_bytes"),
     (Limits(markup_bytes=9_000_000), "Limits.markup_bytes"),
     (Limits(members=3), "Limits.members")],
)  # fmt: skip
def test_zip_bombs_are_refused_before_they_are_unpacked(limits, reason, read_bytes):
    bomb = epub({"a.xhtml": "<p>" + "0" * 10_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(DocumentError, match=reason):
        read_bytes("a.epub", bomb, limits=limits)
