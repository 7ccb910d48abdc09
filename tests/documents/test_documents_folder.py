"""One bad file, folder or link never stops a folder."""

from pathlib import Path

import pytest

from benchwright.documents import read_folder
from benchwright.errors import DocumentError

TEXT = "Anna lived in Rome. "


@pytest.fixture
def closed(monkeypatch):
    """Make paths of some names impossible to look at, as below a folder without the right to search it."""
    plain = Path.stat

    def close(*names, error=PermissionError):
        def stat(path, **options):
            if path.name in names:
                raise error(13, "Permission denied", str(path))
            return plain(path, **options)

        monkeypatch.setattr(Path, "stat", stat)

    return close


@pytest.fixture
def folder(tmp_path):
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT + name)
    return tmp_path


def notes(folder):
    return {note.source: (note.read, note.note) for note in read_folder(folder).sources}


@pytest.mark.parametrize(("name", "kept"), [("b.txt", {"a.txt", "sub/c.txt"}), ("sub", {"a.txt", "b.txt"})])
@pytest.mark.parametrize("error", [PermissionError, OSError])
def test_what_cannot_be_looked_at_is_listed(folder, closed, name, kept, error):
    closed(name, error=error)
    found = notes(folder)
    assert {source for source, (read, _) in found.items() if read} == kept
    assert found[name][0] is False
    assert "cannot be looked at (Permission denied)" in found[name][1]


def test_a_link_to_what_cannot_be_looked_at_is_listed(folder, closed):
    (folder / "link").symlink_to(folder / "sub")
    closed("link")
    assert "cannot be looked at" in notes(folder)["link"][1]


def test_a_path_given_that_cannot_be_looked_at_is_an_error(folder, closed):
    closed("sub")
    with pytest.raises(DocumentError, match=r"sub: it cannot be looked at .*permissions"):
        read_folder(folder / "sub")


@pytest.mark.parametrize("name", ["a\0b", "circle"])
def test_a_path_that_is_none_is_an_error(folder, name):
    (folder / "circle").symlink_to(folder / "circle")
    with pytest.raises(DocumentError, match="cannot be looked at"):
        read_folder(folder / name)


def test_a_linked_folder_is_read_below_the_name_of_the_link(folder):
    (folder / "also").symlink_to(folder / "sub")
    found = notes(folder)
    assert found["also/c.txt"] == (True, "")
    assert "same text" in found["sub/c.txt"][1]
