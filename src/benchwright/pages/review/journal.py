"""The journal of a review, beside its benchmark: `BENCH.review/journal.jsonl`, one line an entry.

An entry is on the disk when `append` returns. Each append holds a lock on the file, takes up what another process wrote
meanwhile, and cuts off a last line that a killed process left torn; nothing else is ever removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from benchwright.errors import DamagedError, OutputError
from benchwright.pages.review.decisions import Decisions, Entry

FILE = "journal.jsonl"


def journal_of(bench: Path) -> Path:
    """Where the decisions on a benchmark are kept."""
    whole = bench.resolve()
    return whole.with_name(whole.name + ".review") / FILE


def read_decisions(path: Path) -> Decisions:
    """What a journal holds; a torn last line is left out. Writes nothing; no journal is an empty one.

    Raises:
        DamagedError: a whole line is not an entry, or what is there is no file that can be read.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raw = b""
    except OSError as error:
        why = error.strerror or str(error)
        raise DamagedError(f"{path} cannot be read: {why}; put the file with the decisions there") from error
    return Decisions(_entries(raw[: raw.rfind(b"\n") + 1], path, 0))


class Journal:
    """A journal that is open for appending; several processes may have it open.

    Raises:
        OutputError: it cannot be written.
        DamagedError: a whole line is not an entry.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.decisions, self._taken = path, Decisions(), 0
        with _keeping(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o644)
            _sync_folder(path.parent)
        with self._locked():
            pass  # takes up what is there

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; everything is on the disk already."""
        os.close(self._file)

    def refresh(self) -> Decisions:
        """The decisions, with those of other processes.

        Raises:
            OutputError: the journal was moved or removed, or cannot be read.
            DamagedError: a whole line is not an entry.
        """
        with self._locked():
            return self.decisions

    def append(self, entry: Entry) -> None:
        """Write an entry and wait until it is on the disk.

        Raises:
            OutputError: it cannot be written; nothing of it then stays.
            DamagedError: another process wrote what is not an entry.
        """
        self._write(lambda _decisions: entry)

    def undo(self, reviewer: str, time: str) -> Entry | None:
        """Take back the reviewer's last standing decision, by a new line; none where nothing stands.

        Raises:
            OutputError: it cannot be written; nothing of it then stays.
            DamagedError: another process wrote what is not an entry.
        """

        def undoing(decisions: Decisions) -> Entry | None:
            found = decisions.last(reviewer)
            if found is None:
                return None
            return Entry(action="undo", reviewer=reviewer, item=found[1].item, time=time, undoes=found[0])

        return self._write(undoing)

    def _write(self, make: Callable[[Decisions], Entry | None]) -> Entry | None:
        with self._locked():
            entry = make(self.decisions)
            if entry is None:
                return None
            line = f"{entry.line()}\n".encode()
            with _keeping(self.path):
                self._put(line)
            self._taken += len(line)
            self.decisions.add(entry)
            return entry

    def _put(self, line: bytes) -> None:
        """All of the line, or none of it."""
        try:
            if (put := os.write(self._file, line)) < len(line):
                os.write(self._file, line[put:])  # raises what stopped the first
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._taken)
            raise

    @contextmanager
    def _locked(self) -> Iterator[None]:
        import fcntl

        with _keeping(self.path):
            fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            self._check_place()
            self._take_up()
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _check_place(self) -> None:
        """Raises OutputError where the name no longer leads to the file that is open."""
        try:
            same = os.path.samestat(self.path.stat(), os.fstat(self._file))
        except OSError:
            same = False
        if not same:
            raise OutputError(f"{self.path} was moved or removed while it was in use; put it back, or start anew")

    def _take_up(self) -> None:
        with _keeping(self.path):
            size = os.fstat(self._file).st_size
            raw = os.pread(self._file, size - self._taken, self._taken) if size > self._taken else b""
            whole = raw.rfind(b"\n") + 1
            if whole < len(raw):  # whoever holds the lock writes; so the one that left this is gone
                os.ftruncate(self._file, self._taken + whole)
                os.fsync(self._file)
        if size < self._taken:
            raise OutputError(f"{self.path} was cut short while it was in use; put it back as it was, or start anew")
        for entry in _entries(raw[:whole], self.path, len(self.decisions.entries)):
            self.decisions.add(entry)
        self._taken += whole


@contextmanager
def _keeping(path: Path) -> Iterator[None]:
    """Turn the operating system's complaints about the journal into one clear line."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        cure = "copy the benchmark to where you may write, and review it there"
        if error.errno in {errno.EISDIR, errno.ENOTDIR, errno.EEXIST}:
            cure = "move what is there away"
        cure = "free some space" if full else cure
        why = "the disk is full" if full else error.strerror or str(error)
        raise OutputError(f"cannot write {path}: {why}; {cure}; what was decided before is kept") from error


def _entries(raw: bytes, path: Path, before: int) -> Iterator[Entry]:
    for number, line in enumerate(raw.split(b"\n")[:-1], before + 1):
        try:
            yield Entry.model_validate_json(line)
        except ValidationError as error:
            shown = line[:80].decode(errors="replace")
            raise DamagedError(f"{path}, line {number} is not a decision: {shown!r}; restore the file") from error


def _sync_folder(folder: Path) -> None:
    """Wait until the folder knows the file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
