"""Laws of the store: what is written is read, damage is seen, a kill costs at most one batch."""

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright import store
from benchwright.errors import DamagedError, InputError, OutputError
from benchwright.records import Card, Document, MakerSettings
from strategies import documents, items, rejections

JOB = {"maker": "m", "seed": 0}


@st.composite
def batches(draw):
    home = draw(documents())
    return (home,), tuple(draw(st.lists(items(home), max_size=3))), tuple(draw(st.lists(rejections, max_size=2)))


def card(writer: store.Writer) -> Card:
    return Card(
        name="b", version="1", benchwright="0", makers=(MakerSettings(maker="m", seed=0, settings={}),), licence="x",
        languages=("en",), canary="c", counts={}, documents=dict.fromkeys(writer.document_ids(), 1),
    )  # fmt: skip


def write(folder: Path, work, *, start: int | None = None) -> store.Benchmark:
    writer = store.Writer(folder, JOB)
    for batch in work[writer.done if start is None else start :]:
        writer.append(*batch)
    return writer.seal(card(writer))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@settings(max_examples=30)
@given(st.lists(batches(), max_size=3))
def test_what_is_written_is_read(work):
    with tempfile.TemporaryDirectory() as place:
        opened = write(Path(place) / "b", work)
        assert list(opened.items) == [item for _, its, _ in work for item in its]
        assert {key: opened.documents[key] for key in opened.documents} == {d.id: d for ds, _, _ in work for d in ds}


@settings(max_examples=30)
@given(st.lists(batches(), min_size=1, max_size=3), st.data())
def test_a_kill_at_any_byte_gives_the_same_bytes_in_the_end(work, data):
    """A kill leaves each file cut at some length at or after its last recorded one; the journal is written last."""
    with tempfile.TemporaryDirectory() as place:
        whole = bytes_of(write(Path(place) / "whole", work).path)
        out = Path(place) / "b"
        writer = store.Writer(out, JOB)
        stop = data.draw(st.integers(0, len(work) - 1), label="batches that were finished")
        for batch in work[:stop]:
            writer.append(*batch)
        sizes = {name: (writer.folder / name).stat().st_size for name in (store.ITEMS, store.REJECTED, store.JOURNAL)}
        writer.append(*work[stop])
        for name, least in sizes.items():
            path = writer.folder / name
            full = path.stat().st_size
            keep = data.draw(st.integers(least, full - 1 if name == store.JOURNAL else full), label=f"bytes of {name}")
            os.truncate(path, keep)
        assert bytes_of(write(out, work).path) == whole


def test_a_kill_between_card_and_name_is_mended(tmp_path, monkeypatch):
    work = [((), (), ())]
    writer = store.Writer(tmp_path / "b", JOB)
    writer.append(*work[0])
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "pulled")))
        with pytest.raises(OutputError, match="pulled"):
            writer.seal(card(writer))
    assert write(tmp_path / "b", work).card.name == "b"


def test_other_settings_do_not_continue_a_half_made_folder(tmp_path):
    store.Writer(tmp_path / "b", JOB)
    with pytest.raises(OutputError, match="other settings"):
        store.Writer(tmp_path / "b", {"maker": "other"})


@pytest.fixture
def sealed(tmp_path):
    text = "Line one.\r\nLine two.\u2028End."
    home = Document(title="t", source="s", media_type="text/plain", language="en", text=text)
    return write(tmp_path / "b", [((home,), (), ())]).path


@pytest.mark.parametrize("name", [store.CARD, store.ITEMS, store.REJECTED, "documents"])
def test_damage_anywhere_is_seen(sealed, name):
    path = sealed / name
    victim = next(path.glob("*.txt")) if path.is_dir() else path
    victim.write_bytes(victim.read_bytes().replace(b'"x"', b'"y"') + b"\n")
    with pytest.raises(DamagedError, match="restore it"):
        store.load(sealed)


def test_a_missing_file_is_damage(sealed):
    (sealed / store.ITEMS).unlink()
    with pytest.raises(DamagedError):
        store.load(sealed)


def test_line_ends_of_a_document_survive(sealed):
    opened = store.load(sealed)
    assert next(iter(opened.documents.values())).text == "Line one.\r\nLine two.\u2028End."


def test_no_benchmark_there(tmp_path):
    with pytest.raises(InputError, match="no benchmark at"):
        store.load(tmp_path)


def test_a_half_made_benchmark_says_how_to_go_on(tmp_path):
    store.Writer(tmp_path / "b", JOB)
    with pytest.raises(InputError, match="half made"):
        store.load(tmp_path / "b")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "no permission"), (errno.ENAMETOOLONG, "another")],
)
def test_the_disk_says_no(tmp_path, monkeypatch, number, words):
    writer = store.Writer(tmp_path / "b", JOB)

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match=words):
        writer.append((), (), ())


def test_after_a_full_disk_nothing_is_lost(tmp_path, monkeypatch):
    home = Document(title="t", source="s", media_type="text/plain", language="en", text="text")
    writer = store.Writer(tmp_path / "b", JOB)
    writer.append((home,), (), ())
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(OutputError):
            writer.append((), (), ())
    assert store.Writer(tmp_path / "b", JOB).done == 1
