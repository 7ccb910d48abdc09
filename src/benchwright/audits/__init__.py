"""Audits: what can be said against a result, as findings with their evidence.

An audit reads records or anyone's Inspect logs and gives `Finding`s: pass, fail, inconclusive or not-applicable, with
effect size, interval and pointers to what it rests on. It changes nothing and trusts nothing that a log says of itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchwright.audits.programs import audit_programs

_HOMES = {"audit_programs": "programs"}
AUDITS = ("programs",)


def __getattr__(name: str) -> Any:  # Any: a module attribute
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["AUDITS", "audit_programs"]
