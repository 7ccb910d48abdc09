"""A benchmark on disk, and how it gets there.

    FOLDER/benchmark.json     the card
           items.jsonl        one item a line
           rejected.jsonl     one dropped draft a line: at which gate, and why
           documents/ID.txt   the text of a document, with ID.json (pages, headings, notes) beside it
           spec/              plan and code of a specified benchmark, by which its items are judged

While it is being made it is `FOLDER.partial/`, with a journal: a batch is on disk when its journal line is. A process
that is killed leaves at most one torn batch, which the next one cuts off; a maker that is started again therefore ends
with the same bytes. Sealing writes the card with a hash over everything and gives the folder its name.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from benchwright.errors import DamagedError, InputError, OutputError
from benchwright.records import Card, Document, Item, Record, Rejection, canonical, digest

CARD, ITEMS, REJECTED, DOCUMENTS, JOURNAL, SPEC = (
    "benchmark.json",
    "items.jsonl",
    "rejected.jsonl",
    "documents",
    "journal.jsonl",
    "spec",
)
R = TypeVar("R", bound=Record)


class Documents(Mapping[str, Document]):
    """The documents of a folder by id, read when asked for, so that a large benchmark opens at once."""

    def __init__(self, folder: Path, ids: Sequence[str]) -> None:
        self._folder, self._ids = folder, tuple(ids)
        self._held: tuple[str, Document] | None = None

    def __getitem__(self, key: str) -> Document:
        if key not in self._ids:
            raise KeyError(key)
        if self._held is None or self._held[0] != key:  # work goes document by document: one is held at a time
            meta = json.loads((self._folder / f"{key}.json").read_text("utf-8"))
            with (self._folder / f"{key}.txt").open(encoding="utf-8", newline="") as file:
                self._held = (key, Document(text=file.read(), **meta))
        return self._held[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@dataclass(frozen=True)
class Benchmark:
    """A sealed benchmark, opened."""

    path: Path
    card: Card
    items: tuple[Item, ...]
    documents: Documents

    def item(self, key: str) -> Item:
        """The item of that id.

        Raises:
            InputError: no item has that id.
        """
        for item in self.items:
            if item.id == key:
                return item
        raise InputError(f"no item {key!r} in {self.path}; ids stand first on each line of {self.path / ITEMS}")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the operating system's complaints about an output into one clear line."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            cure = "the disk is full; free some space and run the same command again: what is finished is kept"
        elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            cure = "no permission to write there; name another place with --out"
        else:
            cure = f"{error.strerror or error}; name another place with --out"
        raise OutputError(f"cannot write {path}: {cure}") from error


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Make what will be at `out` in this process alone.

    Raises:
        OutputError: another process is at it, or `out` cannot be written.
    """
    import fcntl

    path = out.with_name(out.name + ".lock")
    with writing(out):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(f"{out} is being made by another process; wait for it, or name another --out") from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, and wait until it is on the disk.

    Raises:
        OutputError: it cannot be written.
    """
    with writing(path):
        scratch = path.with_name(path.name + ".tmp")
        with scratch.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)


def _append(path: Path, text: str) -> int:
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            yield number, line.rstrip("\n")


@dataclass(frozen=True)
class _Entry:
    """One journal line: the state of the folder after a batch."""

    batch: int
    items: int
    """Bytes of items.jsonl."""
    rejected: int
    """Bytes of rejected.jsonl."""
    documents: tuple[str, ...]
    notes: dict[str, str]
    state: str = ""
    """What the maker left to go on from."""


class Writer:
    """Appends batches to a benchmark in the making, and seals it.

    Args:
        out: the folder that the benchmark will be.
        job: what makes the content (maker, settings, sources); a half-made folder is only continued for the same job.
        overwrite: start anew where the half-made folder is of another job, and replace a benchmark at `out` when this
            one is whole, not before.

    Raises:
        OutputError: `out` cannot be written, or holds something else.
    """

    def __init__(self, out: Path, job: Mapping[str, Any], *, overwrite: bool = False) -> None:
        self.out, self.folder = out, out.with_name(out.name + ".partial")
        self._job, self._overwrite = digest(dict(job), 64), overwrite
        with writing(out):
            (self.folder / DOCUMENTS).mkdir(parents=True, exist_ok=True)
        self._entries = self._resume()

    @property
    def done(self) -> int:
        """How many batches are on disk."""
        return len(self._entries)

    @property
    def notes(self) -> dict[str, str]:
        """The notes of all batches, the later ones winning."""
        return {kind: text for entry in self._entries for kind, text in entry.notes.items()}

    @property
    def state(self) -> str:
        """What the last batch left to go on from."""
        return self._entries[-1].state if self._entries else ""

    def _resume(self) -> list[_Entry]:
        journal = self.folder / JOURNAL
        if not all((self.folder / name).exists() for name in (JOURNAL, ITEMS, REJECTED)):
            self._reset()
            return []
        head, *rest = journal.read_bytes().decode(errors="replace").split("\n")[:-1] or [""]  # the last may be torn
        if head != self._job and self._overwrite:
            self._reset()
            return []
        if head != self._job:
            raise OutputError(
                f"{self.folder} holds a benchmark half made with other settings; "
                "finish it with those, or start anew with --overwrite, or name another --out"
            )
        entries = list(_whole(rest))
        last = entries[-1] if entries else _Entry(-1, 0, 0, (), {})
        with writing(self.folder):
            for name, size in ((ITEMS, last.items), (REJECTED, last.rejected)):
                os.truncate(self.folder / name, size)
            write_text(journal, "".join(f"{line}\n" for line in [head, *rest[: len(entries)]]))
        return entries

    def _reset(self) -> None:
        with writing(self.folder):
            for name in (ITEMS, REJECTED):
                (self.folder / name).write_bytes(b"")
            write_text(self.folder / JOURNAL, self._job + "\n")

    def append(
        self, documents: Sequence[Document], items: Sequence[Item], rejected: Sequence[Rejection],
        notes: Mapping[str, str] | None = None, *, state: str = "",
    ) -> None:  # fmt: skip
        """Write one batch, whole or not at all.

        Raises:
            OutputError: it cannot be written.
        """
        with writing(self.folder):
            for document in documents:
                self._document(document)
            size = _append(self.folder / ITEMS, "".join(f"{item.line()}\n" for item in items))
            dropped = _append(self.folder / REJECTED, "".join(f"{entry.line()}\n" for entry in rejected))
            ids = tuple(document.id for document in documents)
            entry = _Entry(self.done, size, dropped, ids, dict(notes or {}), state)
            _append(self.folder / JOURNAL, canonical(entry.__dict__ | {"documents": list(ids)}) + "\n")
        self._entries.append(entry)

    def _document(self, document: Document) -> None:
        stem = self.folder / DOCUMENTS / document.id
        write_text(stem.with_suffix(".txt"), document.text)
        write_text(stem.with_suffix(".json"), canonical(document.model_dump(mode="json", exclude={"text"})))

    def keep(self, files: Mapping[str, str]) -> None:
        """Put files under `spec/`, in the place of any that are there.

        Args:
            files: texts by place in the folder: `spec/code.py`.

        Raises:
            OutputError: they cannot be written.
        """
        with writing(self.folder):
            shutil.rmtree(self.folder / SPEC, ignore_errors=True)
            for name, text in files.items():
                place = self.folder / name
                place.parent.mkdir(parents=True, exist_ok=True)
                write_text(place, text)

    def items(self) -> tuple[Item, ...]:
        """What has been written so far."""
        return tuple(_items(self.folder))

    def rejected(self) -> tuple[Rejection, ...]:
        """The drafts dropped so far."""
        return tuple(records(self.folder / REJECTED, Rejection))

    def document_ids(self) -> tuple[str, ...]:
        """Ids of the documents written so far, each once, in order."""
        return tuple(dict.fromkeys(key for entry in self._entries for key in entry.documents))

    def documents(self) -> Documents:
        """The documents written so far."""
        return Documents(self.folder / DOCUMENTS, self.document_ids())

    def seal(self, card: Card) -> Benchmark:
        """Write the card with the hash over everything and give the folder its name.

        Raises:
            OutputError: `out` appeared meanwhile, or cannot be written.
        """
        sealed = card.model_copy(update={"content_hash": content_hash(self.folder, card)})
        write_text(self.folder / CARD, json.dumps(sealed.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n")
        with writing(self.out):
            (self.folder / JOURNAL).unlink()
            aside = self.out.with_name(self.out.name + ".replaced")
            if self._overwrite and self.out.exists():
                self.out.replace(aside)
            self.folder.replace(self.out)
            shutil.rmtree(aside, ignore_errors=True)
        return load(self.out)

    def discard(self) -> None:
        """Remove what was made so far."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _whole(lines: Sequence[str]) -> Iterator[_Entry]:
    """The entries up to the first torn line."""
    for line in lines:
        try:
            raw = json.loads(line)
        except json.JSONDecodeError:
            return
        yield _Entry(**{**raw, "documents": tuple(raw["documents"])})


def content_hash(folder: Path, card: Card) -> str:
    """SHA-256 over the card and over every file that holds content, in a fixed order."""
    total = hashlib.sha256(canonical(card.model_dump(mode="json", exclude={"content_hash"})).encode())
    files = [folder / ITEMS, folder / REJECTED]
    files += [folder / DOCUMENTS / f"{key}{end}" for key in sorted(card.documents) for end in (".json", ".txt")]
    kept = sorted(path for path in (folder / SPEC).rglob("*") if path.is_file() and path.suffix != ".pyc")
    for path in [*files, *kept]:
        if path in kept:  # what is there counts by its name too, for no list of these is in the card
            total.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def records(path: Path, kind: type[R]) -> Iterator[R]:
    """The records of a JSONL file.

    Raises:
        DamagedError: a line is not one.
    """
    for number, line in _lines(path):
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            raise DamagedError(f"{path}, line {number} is not a {kind.__name__.lower()}: {_first(error)}") from error


def _items(folder: Path) -> Iterator[Item]:
    path = folder / ITEMS
    for number, line in _lines(path):
        try:
            raw = json.loads(line)
            claimed = raw.pop("id")
            item = Item.model_validate(raw)
        except (ValidationError, json.JSONDecodeError, KeyError, AttributeError) as error:
            raise DamagedError(f"{path}, line {number} is not an item: {_first(error)}") from error
        if item.id != claimed:
            raise DamagedError(f"{path}, line {number}: the item's content does not match its id {claimed}")
        yield item


def _first(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def is_benchmark(path: Path) -> bool:
    """Whether the folder looks like a sealed benchmark."""
    return (path / CARD).is_file()


def load(path: Path | str, *, verify: bool = True) -> Benchmark:
    """Open a benchmark.

    Args:
        path: the folder.
        verify: read every file and compare with the card's hash.

    Raises:
        InputError: there is no benchmark at `path`.
        DamagedError: its content differs from its card.
    """
    path = Path(path)
    if not is_benchmark(path):
        half = path.with_name(path.name + ".partial")
        cure = (
            f"{half} is half made: run its make command again" if half.exists() else "make one with: benchwright make"
        )
        raise InputError(f"no benchmark at {path} (no {CARD} there); {cure}")
    try:
        card = Card.model_validate_json((path / CARD).read_text("utf-8"))
        if verify and content_hash(path, card) != card.content_hash:
            raise DamagedError(
                f"{path} is damaged or was edited: its content does not match the hash in {CARD}; "
                "restore it, or make it again from the settings in the card"
            )
    except (ValidationError, OSError, UnicodeDecodeError) as error:
        raise DamagedError(f"{path} is damaged: {_first(error)}; restore it, or make it again") from error
    return Benchmark(path, card, tuple(_items(path)), Documents(path / DOCUMENTS, tuple(card.documents)))
