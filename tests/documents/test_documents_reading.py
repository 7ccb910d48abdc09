import os
import subprocess
import sys
from pathlib import Path

import pytest
from document_files import epub, pdf, word

from benchwright.documents import FORMATS, Limits, read, read_folder
from benchwright.errors import DocumentError

TEXT = "Every employee is entitled to thirty days of paid leave in each calendar year.\n"


def sample(suffix: str) -> bytes:
    made = {
        ".pdf": lambda: pdf([(72, 700, TEXT.strip())]),
        ".docx": lambda: word(lambda document: document.add_paragraph(TEXT.strip())),
        ".epub": lambda: epub({"a.xhtml": f"<p>{TEXT}</p>"}),
    }
    return made[suffix]() if suffix in made else TEXT.encode()


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_gives_the_same_text(suffix, read_bytes):
    document = read_bytes(f"Leave{suffix}", sample(suffix))
    assert document.text.strip() == TEXT.strip()
    assert (document.source, document.language) == (f"Leave{suffix}", "en")
    assert document.media_type == FORMATS[suffix].media_type
    assert document == read_bytes(f"Leave{suffix}", sample(suffix))


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b" \n\t \r\n", "white space|first bytes")])
def test_files_without_text_are_refused(suffix, data, reason, read_bytes):
    with pytest.raises(DocumentError, match=reason):
        read_bytes(f"a{suffix}", data)


@pytest.mark.parametrize("proven", [".pdf", ".docx", ".epub"])
def test_a_wrong_suffix_is_seen_through(proven, read_bytes):
    document = read_bytes("a.txt", sample(proven))
    assert document.text == TEXT.strip()
    assert "its name ends in .txt, but it is" in document.notes[0]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"<!DOCTYPE html><p>Not found", "rename it to .html"),
        ("a.docx", b"just words", "not those of Word"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "password-protected Office"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG image; run OCR"),
        ("a.md", b"{\\rtf1 x}", "rich text"),
        ("a.html", bytes(range(256)) * 9, "not text"),
        ("a.txt", b"PK\x03\x04 cut", "zip container is cut off"),
        ("a.xyz", b"x", r"suffix '\.xyz' is not known; the suffixes read are \.txt .*\.pdf"),
        ("noname", b"x", "has no suffix"),
    ],
)
def test_files_that_are_not_what_they_seem(name, data, reason, read_bytes):
    with pytest.raises(DocumentError, match=reason) as caught:
        read_bytes(name, data)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, reason in [("gone.txt", "no such file"), ("folder.txt", "is a folder"), ("pipe.txt", "not a regular")]:
        with pytest.raises(DocumentError, match=reason):
            read(tmp_path / name)


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_limits_name_themselves(suffix, read_bytes):
    field = FORMATS[suffix].limit
    with pytest.raises(DocumentError, match=rf"at most 9 are read \(Limits\.{field}\)"):
        read_bytes(f"a{suffix}", sample(suffix), limits=Limits(**{field: 9}))


@pytest.fixture
def folder(tmp_path):
    for name, data in {
        "b.txt": TEXT, "a.md": "# Head\n\n" + TEXT, "sub/c.txt": TEXT, "sub/d.html": "<p>Other", ".hidden.txt": "x",
        ".git/x.txt": "x", "bad.pdf": "%PDF-1.4 cut", "what.xyz": "x", "empty.txt": "",
    }.items():  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(data)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "sub" / "up").symlink_to(tmp_path / "sub")
    (tmp_path / "circle.txt").symlink_to(tmp_path / "circle.txt")
    return tmp_path


def test_a_folder_gives_one_note_per_file_in_stable_order(folder):
    found = read_folder(folder)
    assert [(note.source, note.read) for note in found.sources] == [
        ("a.md", True), ("b.txt", True), ("bad.pdf", False), ("circle.txt", False), ("empty.txt", False),
        ("loop", False), ("sub/c.txt", True), ("sub/d.html", True), ("sub/up", False), ("what.xyz", False),
    ]  # fmt: skip
    assert [document.source for document in found.documents] == ["a.md", "b.txt", "d.html"]
    assert all(note.note for note in found.sources if not note.read)
    assert read_folder(folder) == found


def test_the_same_text_is_kept_once_and_noted(folder):
    found = read_folder([folder / "b.txt", folder / "sub"])
    twin = next(note for note in found.sources if note.source == "c.txt")
    assert twin.note == "same text as b.txt, which stands for both"
    assert twin.document == found.documents[0].id


@pytest.mark.parametrize("paths", [[], "/nowhere/at/all"])
def test_paths_that_lead_nowhere_are_an_error(paths):
    with pytest.raises(DocumentError, match=r"no path is given|no such file or folder"):
        read_folder(paths)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_opened_is_noted(folder):
    (folder / "b.txt").chmod(0)
    assert "check its permissions" in next(note.note for note in read_folder(folder).sources if note.source == "b.txt")


def test_the_facade_is_light():
    heavy = ["lxml", "pypdfium2", "docx", "py3langid", "charset_normalizer", "numpy"]
    code = f"import sys, benchwright.documents; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "documents").iterdir())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_read_without_a_note(path):
    document = read(path)
    assert (document.language, document.notes) == ("en", ())
    assert all(document.text[heading.start : heading.end] == heading.text for heading in document.headings)
