"""Workers of Monty that kept memory of a program are ended: the next one would have its own limit on top of that.

What an interpreter frees goes back to its allocator and not always to the system. Two programs in turn that each keep
to the limit made a worker hold nearly twice as much.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

KEPT = 64 * 1_048_576
"""Bytes that a worker may hold between programs; a fresh one holds some 9 MB."""


def lighten(pid: int | None) -> None:
    """End the worker if it holds more than that. Where the system does not tell, nothing is done."""
    with suppress(OSError, ValueError, IndexError):
        if pid and int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") > KEPT:
            os.kill(pid, signal.SIGKILL)
