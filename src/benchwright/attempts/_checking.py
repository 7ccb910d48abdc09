"""Which faults rules find in a program that was run, in words that the model can act on."""

from __future__ import annotations

from benchwright.attempts._answers import Form
from benchwright.attempts._feedback import fault_of
from benchwright.attempts._trials import Trial


async def examined(trial: Trial, form: Form) -> tuple[dict[str, str], tuple[str, ...]]:
    """Verdict per check, and the faults."""
    del form
    return {}, fault_of(trial)
