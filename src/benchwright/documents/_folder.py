"""A folder, or a list of paths, becomes documents in a stable order, with one note per file."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchwright.documents._reading import read
from benchwright.documents._source import Limits
from benchwright.errors import BenchwrightError, DocumentError
from benchwright.records import Document, SourceNote

if TYPE_CHECKING:
    from os import PathLike


_Identity = tuple[int, int]


@dataclass(frozen=True)
class Collection:
    """What a folder holds."""

    documents: tuple[Document, ...]
    """In the order of their paths; no two have the same text."""
    sources: tuple[SourceNote, ...]
    """One per file that was looked at, in the same order; `source` is the path below the folder that was given."""


def read_folder(
    paths: str | PathLike[str] | Sequence[str | PathLike[str]], *, limits: Limits | None = None
) -> Collection:
    """Every file below the folders given, and every file given.

    A file that cannot be read becomes a note and stops nothing; so does one whose text was there before. Hidden files
    and folders are left out.

    Raises:
        DocumentError: no path is given, or one of them does not exist or cannot be looked at.
    """
    given = [paths] if isinstance(paths, str) or not isinstance(paths, Sequence) else list(paths)
    if not given:
        raise DocumentError("sources", "no path is given; give a file or a folder")
    documents: dict[str, Document] = {}
    sources: list[SourceNote] = []
    for root in map(Path, given):
        for found in sorted(_files(root), key=lambda found: found.name):
            document, note = _read_one(found, documents, limits)
            sources.append(note)
            if document is not None:
                documents[document.id] = document
    return Collection(tuple(documents.values()), tuple(sources))


@dataclass(frozen=True)
class _Found:
    name: str
    """The path below the folder given, with slashes."""
    path: Path
    problem: str = ""
    """Why it cannot be opened."""


def _read_one(
    found: _Found, documents: dict[str, Document], limits: Limits | None
) -> tuple[Document | None, SourceNote]:
    """The document, where it is new, and what to say of the file."""
    if found.problem:
        return None, SourceNote(source=found.name, read=False, note=found.problem)
    try:
        document = read(found.path, limits=limits)
    except BenchwrightError as error:
        reason = str(error).removeprefix(f"{found.path.name}: ")
        return None, SourceNote(source=found.name, read=False, note=reason)
    twin = documents.get(document.id)
    if twin is not None:
        note = f"same text as {twin.source}, which stands for both"
        return None, SourceNote(source=found.name, read=True, note=note, document=document.id)
    return document, SourceNote(source=found.name, read=True, note="; ".join(document.notes), document=document.id)


def _files(root: Path) -> Iterator[_Found]:
    identity = _root(root)
    if identity is None:
        yield _Found(root.name, root)
        return
    seen = {identity}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            yield _Found(_below(root, folder), folder, f"the folder cannot be opened ({error.strerror})")
            continue
        for entry in entries:
            identity, problem = _look(entry, seen)
            if identity and not problem:
                seen.add(identity)
                waiting.append(entry)
            else:
                yield _Found(_below(root, entry), entry, problem)


def _root(root: Path) -> _Identity | None:
    """Which folder a path given is; None for a file."""
    try:
        return _identity(root)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DocumentError(root.name, "there is no such file or folder; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(
            root.name, f"it cannot be looked at ({reason}); check the path and its permissions"
        ) from error


def _look(entry: Path, seen: set[_Identity]) -> tuple[_Identity | None, str]:
    """Which folder an entry is (None for a file), and why it is not read."""
    try:
        link = entry.is_symlink()
    except OSError as error:
        return None, f"it cannot be looked at ({error.strerror}); check the permissions of its folder"
    try:
        identity = _identity(entry)
    except PermissionError as error:
        return None, f"it cannot be looked at ({error.strerror}); check the permissions of its folder"
    except OSError as error:
        return (
            None,
            "a link that leads nowhere, or in a circle" if link else f"it cannot be looked at ({error.strerror})",
        )
    if link and identity in seen:
        return identity, "a link to a folder that is read already"
    return identity, ""


def _identity(path: Path) -> _Identity | None:
    """What a folder is, whatever its name; None for a file."""
    status = path.stat()
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _below(root: Path, entry: Path) -> str:
    return entry.relative_to(root).as_posix()
