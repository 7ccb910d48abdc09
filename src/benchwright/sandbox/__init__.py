"""Running model-written programs safely and fast.

`run` takes a `Program`, its inputs and `Limits`, and gives a `Result` that says how it ended and what isolation was
in force; `Sandbox` owns the processes where many are run. A program that no backend supports is `unsupported`, never
wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members
from benchwright.sandbox.types import Backend, Isolation, Kind, Limits, Program, Result

if TYPE_CHECKING:
    from benchwright.sandbox.checks import Report, examine, probe
    from benchwright.sandbox.forkserver import ForkServer
    from benchwright.sandbox.running import BACKENDS, Sandbox, run, run_many

_HOMES = {
    "BACKENDS": "running", "ForkServer": "forkserver", "Report": "checks", "Sandbox": "running", "examine": "checks",
    "probe": "checks", "run": "running", "run_many": "running",
}  # fmt: skip


__getattr__ = members(__name__, _HOMES)


__all__ = [
    "BACKENDS", "Backend", "ForkServer", "Isolation", "Kind", "Limits", "Program", "Report", "Result", "Sandbox",
    "examine", "probe", "run", "run_many",
]  # fmt: skip
