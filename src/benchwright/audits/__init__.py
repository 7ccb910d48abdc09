"""Audits: what can be said against a result, as findings with their evidence.

An audit reads records or anyone's Inspect logs and gives `Finding`s: pass, fail, inconclusive or not-applicable, with
effect size, interval and pointers to what it rests on. It changes nothing and trusts nothing that a log says of itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.audits.programs import audit_programs

_HOMES = {"audit_programs": "programs"}
AUDITS = ("programs",)


__getattr__ = members(__name__, _HOMES)


__all__ = ["AUDITS", "audit_programs"]
