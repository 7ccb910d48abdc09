"""What a GGUF file says of itself, read without loading it.

llama.cpp says only "failed" of a bad file, so the faults users meet (a missing path, another format, a download that
stopped half way) are told apart here, before any sample starts. The format is little-endian: magic, version, counts,
key-value pairs, tensor descriptions, padding, tensor data (the GGUF specification of the ggml project).
"""

from __future__ import annotations

import math
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchwright.errors import ModelError

_MAGIC = b"GGUF"
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True)
class Header:
    """The few facts we use."""

    architecture: str
    title: str
    window: int | None
    """Tokens the model was trained to attend to."""
    parameters: int


def read_header(path: Path) -> Header:
    """Read and check the header of a GGUF file.

    Raises:
        ModelError: the file is missing, is not GGUF, is of a version we do not know, or ends too early.
    """
    if not path.is_file():
        raise ModelError(f"no model file at {path}; give the path of a GGUF file, as in benchwright/gguf:PATH")
    with path.open("rb") as file:
        if file.read(4) != _MAGIC:
            raise ModelError(f"{path} is not a GGUF file (it does not start with 'GGUF'); convert the weights first")
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with data:
        try:
            return _parse(_Cursor(data, at=4), path)
        except (struct.error, UnicodeDecodeError, RecursionError, KeyError) as error:
            raise ModelError(
                f"{path} ({len(data)} bytes) is damaged or ends too early; fetch it again and compare its size"
            ) from error


@dataclass
class _Cursor:
    """A position in the file; reading past the end raises `struct.error`."""

    data: mmap.mmap
    at: int

    def number(self, code: str) -> Any:  # Any: int, float or bool, as the code says
        (value,) = struct.unpack_from(f"<{code}", self.data, self.at)
        self.at += struct.calcsize(f"<{code}")
        return value

    def skip(self, size: int) -> int:
        start, self.at = self.at, self.at + size
        if self.at > len(self.data):
            raise struct.error("past the end of the file")
        return start

    def text(self) -> str:
        size = self.number("Q")
        start = self.skip(size)
        return self.data[start : start + size].decode()

    def value(self, kind: int) -> Any:  # Any: what a GGUF value can hold; arrays are walked over, not kept
        if kind == _STRING:
            return self.text()
        if kind == _ARRAY:
            return self.array()
        return self.number(_SCALARS[kind])

    def array(self) -> None:
        kind, count = self.number("I"), self.number("Q")
        if kind in _SCALARS:
            self.skip(count * struct.calcsize(f"<{_SCALARS[kind]}"))
            return
        for _ in range(count):
            if kind == _STRING:
                self.skip(self.number("Q"))
            else:
                self.value(kind)


def _parse(cursor: _Cursor, path: Path) -> Header:
    version = cursor.number("I")
    if version not in {2, 3}:
        raise ModelError(f"{path} is GGUF version {version}; versions 2 and 3 can be read: convert the file again")
    tensors, pairs = cursor.number("Q"), cursor.number("Q")
    facts = dict(_pair(cursor) for _ in range(pairs))
    parameters = _tensors(cursor, tensors, int(facts.get("general.alignment") or 32))
    architecture = str(facts.get("general.architecture", ""))
    window = facts.get(f"{architecture}.context_length")
    return Header(architecture, str(facts.get("general.name", "")), window, parameters)


def _pair(cursor: _Cursor) -> tuple[str, Any]:
    return cursor.text(), cursor.value(cursor.number("I"))


def _tensors(cursor: _Cursor, count: int, alignment: int) -> int:
    """Parameters of all tensors; makes sure that the last tensor starts inside the file."""
    parameters, last = 0, -1
    for _ in range(count):
        cursor.text()
        parameters += math.prod(cursor.number("Q") for _ in range(cursor.number("I")))
        cursor.number("I")  # the tensor's number format
        last = max(last, cursor.number("Q"))
    cursor.skip(-cursor.at % alignment)
    cursor.skip(last + 1)
    return parameters
