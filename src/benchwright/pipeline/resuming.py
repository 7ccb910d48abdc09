"""What of a run is on disk already: finished logs, logs to replace, and the replies of a run that is not complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchwright.errors import InputError, OutputError
from benchwright.pipeline.task import versions
from benchwright.store import writing

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog

REPLIES = ".replies"


@contextmanager
def replies(out: Path, identity: str) -> Iterator[None]:
    """Keep Inspect's reply cache in the output folder, a folder for each run, while that run is not complete."""
    home = out / REPLIES / identity[:16]
    with writing(out):
        home.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("INSPECT_CACHE_DIR")
    os.environ["INSPECT_CACHE_DIR"] = str(home.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ["INSPECT_CACHE_DIR"]
        else:
            os.environ["INSPECT_CACHE_DIR"] = before
        _tidy(home)


def forget(out: Path, identity: str) -> None:
    """Remove the kept replies of a run that is complete; those of other runs stay."""
    shutil.rmtree(out / REPLIES / identity[:16], ignore_errors=True)
    _tidy(out / REPLIES / "x")


def _tidy(home: Path) -> None:
    for folder in (home, home.parent):
        with suppress(OSError):  # not there, or not empty
            folder.rmdir()


def _headers(out: Path) -> Iterator[tuple[Path, Any, Mapping[str, Any]]]:
    from benchwright.inspect_bridge import HEADER, header

    for path in sorted(out.glob("*.eval")):
        try:
            top = header(path)
        except InputError:
            continue  # cut off by a kill while it was written: a later log takes its place
        yield path, top, (top.eval.metadata or {}).get(HEADER, {})


def finished(out: Path, identity: str) -> Path | None:
    """A complete log of that run."""
    for path, _, ours in _headers(out):
        if ours.get("identity") == identity and complete(path):
            return path
    return None


def unfinished(out: Path, identities: Sequence[str], names: Sequence[str]) -> list[Path]:
    """Logs that a run replaces.

    Args:
        out: the folder of the logs.
        identities: of the rows that are about to run.
        names: what the model is called.

    Raises:
        OutputError: one was begun under another release of Inspect: scores may differ between releases.
    """
    found = []
    for path, top, ours in _headers(out):
        if ours.get("identity") in identities:
            found.append(path)
        elif ours and top.eval.model in names and ours.get("versions") != versions() and not complete(path):
            raise OutputError(
                f"{path} was begun with {ours.get('versions')} and this is {versions()}; "
                "finish it with those releases, or name another --out"
            )
    return found


def complete(path: Path) -> bool:
    """Whether every due attempt is in the log without an error that another try might mend."""
    from benchwright.inspect_bridge import header

    return whole(header(path))


def whole(top: EvalLog) -> bool:
    """The same of a log that has been read; its samples are not looked at."""
    due = len(top.eval.dataset.sample_ids or []) * (top.eval.config.epochs or 1)
    return top.status == "success" and top.results is not None and top.results.completed_samples == due
