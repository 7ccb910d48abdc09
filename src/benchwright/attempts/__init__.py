"""Ways of reasoning, as plain Inspect solvers.

`present` puts the question and its context before the model (it is a task's setup). `direct` and `cot` then ask for a
reply in words, `pot` for a program that is run, and `pips` for whichever of the two suits the question, with checks and
repairs; `logic` has facts read and derives the answer from them. Any other Inspect solver may take their place. What
reaches the model of a document is explicit (`Context`), and its text travels by reference (`references`), so that a log
never holds it once per sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.attempts.context import Context
    from benchwright.attempts.logic_method import logic
    from benchwright.attempts.methods import cot, direct
    from benchwright.attempts.per_instance import pips
    from benchwright.attempts.programs import pot
    from benchwright.attempts.prompting import present

_HOMES = {
    "Context": "context",
    "cot": "methods",
    "direct": "methods",
    "logic": "logic_method",
    "pips": "per_instance",
    "pot": "programs",
    "present": "prompting",
}
METHODS = ("cot", "direct", "logic", "pips", "pot")


__getattr__ = members(__name__, _HOMES)


__all__ = ["METHODS", "Context", "cot", "direct", "logic", "pips", "pot", "present"]
