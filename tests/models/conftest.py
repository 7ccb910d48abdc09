"""Small files and folders for the tests of models."""

import struct
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def gguf_bytes(*, window: int = 512, dims: tuple[int, ...] = (4, 8), version: int = 3) -> bytes:
    """A GGUF file of one tensor, with every kind of value that has its own path through the reader."""
    pairs = [
        text("general.architecture") + struct.pack("<I", 8) + text("tiny"),
        text("general.name") + struct.pack("<I", 8) + text("Tïny"),
        text("tiny.context_length") + struct.pack("<II", 4, window),
        text("some.float") + struct.pack("<If", 6, 0.5),
        text("some.numbers") + struct.pack("<IIQ3H", 9, 2, 3, 1, 2, 3),
        text("some.texts") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("bc"),
    ]
    tensor = text("weights") + struct.pack(f"<I{len(dims)}QIQ", len(dims), *dims, 0, 0)
    head = b"GGUF" + struct.pack("<IQQ", version, 1, len(pairs)) + b"".join(pairs) + tensor
    size = 4
    for dim in dims:
        size *= dim
    return head + bytes(-len(head) % 32) + bytes(size)


@pytest.fixture
def tiny(tmp_path) -> Path:
    path = tmp_path / "tiny.gguf"
    path.write_bytes(gguf_bytes())
    return path


@pytest.fixture(scope="session")
def make_gguf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gguf")

    def make(**fields) -> Path:
        path = folder / "made.gguf"
        path.write_bytes(gguf_bytes(**fields))
        return path

    return make
