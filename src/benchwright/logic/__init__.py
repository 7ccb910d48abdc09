"""A small typed Datalog with provenance: answers with proofs and probabilities.

`parse` reads a program, `Program.with_facts` adds facts from Python, `solve` answers its queries under a provenance
(boolean, minmax, addmult, topk, exact: `benchwright.logic.provenances`), and `Answers.explain` shows how a
tuple follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.logic._discrete import Limits
    from benchwright.logic._parse import parse, parse_query
    from benchwright.logic.derivations import Derivation
    from benchwright.logic.engine import Answer, Answers, Row, ground, solve
    from benchwright.logic.grounding import Grounding, Instance
    from benchwright.logic.language import Fact, Program, Query, Rule
    from benchwright.logic.provenance import InputFact, Provenance, Weighed

_HOMES = {
    "Answer": "engine", "Answers": "engine", "Derivation": "derivations", "Fact": "language", "Grounding": "grounding",
    "InputFact": "provenance", "Instance": "grounding", "Limits": "_discrete", "Program": "language",
    "Provenance": "provenance", "Query": "language", "Row": "engine", "Rule": "language", "Weighed": "provenance",
    "ground": "engine", "parse": "_parse", "parse_query": "_parse", "solve": "engine",
}  # fmt: skip


__getattr__ = members(__name__, _HOMES)


__all__ = [
    "Answer", "Answers", "Derivation", "Fact", "Grounding", "InputFact", "Instance", "Limits", "Program", "Provenance",
    "Query", "Row", "Rule", "Weighed", "ground", "parse", "parse_query", "solve",
]  # fmt: skip
