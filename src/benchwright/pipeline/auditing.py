"""From logs to findings: read anyone's Inspect logs, audit them, say what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchwright.errors import InputError, boundary
from benchwright.records import Finding

if TYPE_CHECKING:
    from inspect_ai.log import EvalSample

HEAVY = {"events", "events_data", "timelines"}
"""What of a sample no audit of programs needs."""


def audit_programs(
    paths: Iterable[Path | str],
    *,
    run: bool = False,
    limit: float = 0.05,
    level: float = 0.95,
    every: bool = False,
) -> tuple[Finding, ...]:
    """Shares of hard-coded, trivial, broken and unfinished programs in Inspect logs.

    Args:
        paths: logs, or folders of logs; they need not be ours.
        run: run each program in the sandbox too, on its symbols and on changed ones.
        limit: largest share that passes.
        level: of the intervals.
        every: count each program that was tried, and not only the one that gave the answer.

    Raises:
        InputError: a path holds no log, or a log that was named cannot be read; the limit is no share.
        MissingExtraError: `run` needs a sandbox that is not installed.
    """
    from benchwright.audits import audit_programs as audit
    from benchwright.sandbox import run as sandboxed

    files, torn = _readable(paths)
    found = audit(samples_of(files), sandboxed if run else None, limit=limit, level=level, every=every)
    if not torn:
        return found
    note = f"; left out, because unreadable: {', '.join(path.name for path in torn)}"
    return (found[0].model_copy(update={"detail": found[0].detail + note}), *found[1:])


def count_programs(paths: Iterable[Path | str], *, every: bool = False) -> dict[str, int]:
    """What an audit would look at: logs, samples without a program, programs. Nothing is judged.

    Raises:
        InputError: as for `audit_programs`.
    """
    from benchwright.audits.programs import gather

    files, _ = _readable(paths)
    written, silent = gather(samples_of(files), every=every)
    return {"logs": len(files), "samples_without": silent, "programs": len(written)}


def samples_of(files: Sequence[Path]) -> Iterator[tuple[str, EvalSample]]:
    """(name of the log, sample), one at a time, without what is heavy."""
    for file in files:
        with boundary(InputError, f"{file} cannot be read to its end"):
            for sample in _samples(file):
                yield file.name, sample


def _samples(file: Path) -> Iterable[EvalSample]:
    """One at a time; logs of old releases, which do not list their samples, at once."""
    from inspect_ai.log import read_eval_log, read_eval_log_samples

    if read_eval_log(str(file), header_only=True).eval.dataset.sample_ids is None:
        return read_eval_log(str(file), resolve_attachments="core").samples or []
    return read_eval_log_samples(file, all_samples_required=False, resolve_attachments="core", exclude_fields=HEAVY)


def _readable(paths: Iterable[Path | str]) -> tuple[list[Path], list[Path]]:
    """Logs that can be read, and logs of a folder that cannot.

    Raises:
        InputError: a file that was named cannot be read, or none can.
    """
    from benchwright.inspect_bridge import header, logs

    given = [Path(path) for path in paths]
    named = {path.resolve() for path in given if path.is_file()}
    good, torn = [], []
    for file in logs(given):
        try:
            header(file)
        except InputError:
            if file in named:
                raise
            torn.append(file)
        else:
            good.append(file)
    if not good:
        raise InputError(f"none of the {len(torn)} logs can be read; the first is {torn[0]}")
    return good, torn
