"""Graders as Inspect scorers, over the pure functions of `grading`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchwright.verdicts.exact import graded


def __getattr__(name: str) -> Any:  # Any: a module attribute
    if name != "graded":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from benchwright.verdicts.exact import graded as found

    return found


__all__ = ["graded"]
