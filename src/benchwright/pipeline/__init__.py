"""The main job as plain functions: make, run, grade, report. Only here and in `cli/` are stages put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.pipeline.combining import combine
    from benchwright.pipeline.exporting import export
    from benchwright.pipeline.grading import grade
    from benchwright.pipeline.making import Made, make, plan
    from benchwright.pipeline.reporting import build_report, read_runs
    from benchwright.pipeline.running import RunSettings, preview, run

_HOMES = {
    "combine": "combining",
    "RunSettings": "running", "run": "running", "preview": "running", "export": "exporting", "grade": "grading",
    "Made": "making", "make": "making", "plan": "making", "build_report": "reporting", "read_runs": "reporting",
}  # fmt: skip


__getattr__ = members(__name__, _HOMES)


__all__ = [
    "Made", "RunSettings", "build_report", "combine", "export", "grade", "make", "plan", "preview", "read_runs", "run",
]  # fmt: skip
