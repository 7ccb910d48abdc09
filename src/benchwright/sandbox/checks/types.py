"""Whether a result is of the type that was asked for."""

from __future__ import annotations

import re
from typing import Any

from benchwright.errors import UnknownNameError
from benchwright.sandbox.checks.report import Checked
from benchwright.sandbox.checks.subject import Subject

ALIASES = {
    "integer": "int", "string": "str", "text": "str", "boolean": "bool", "array": "list", "object": "dict",
    "tuple": "list", "letter": "choice", "option": "choice", "null": "none", "NoneType": "none",
}  # fmt: skip
FITTING: dict[str, frozenset[str]] = {
    "int": frozenset({"int"}),
    "float": frozenset({"float", "int"}),
    "number": frozenset({"int", "float", "Fraction", "Decimal"}),
    "str": frozenset({"str"}),
    "bool": frozenset({"bool"}),
    "list": frozenset({"list", "tuple", "deque"}),
    "set": frozenset({"set", "frozenset", "list", "tuple"}),
    "entries": frozenset({"list", "tuple", "deque", "set", "frozenset", "str"}),
    "dict": frozenset({"dict", "Counter", "defaultdict", "OrderedDict"}),
    "choice": frozenset({"str"}),
    "none": frozenset({"NoneType"}),
}
"""Python types that each answer type takes; entries are several answers, as a container or as one text."""
_ASKED = {"choice": "the letter of one option, as a string", "entries": "a list of entries"}
LETTER = re.compile(r"\(?[A-Za-z]\)?")


def known_type(name: str | None) -> str:
    """The answer type by its plain name; empty for none.

    Raises:
        UnknownNameError: there is no such type.
    """
    plain = ALIASES.get(name or "", name or "")
    if plain and plain not in FITTING:
        raise UnknownNameError("answer type", plain, [*FITTING, *ALIASES])
    return plain


def static_type(subject: Subject) -> Checked:
    """The type of what is returned, as far as it shows without a run."""
    wanted = subject.answer_type
    if not wanted:
        return Checked("type", "unknown")
    judged = [
        (result, of_value(wanted, result.literal, type(result.literal).__name__))
        if result.is_literal
        else (result, _of_kind(wanted, result.value.kind))
        for result in subject.results
    ]
    verdicts = {verdict for _, verdict in judged}
    if not judged or verdicts != {"fail"}:
        return Checked("type", "pass" if verdicts == {"pass"} else "unknown")
    found = {type(r.literal).__name__ if r.is_literal else r.value.kind for r, _ in judged}
    return Checked("type", "fail", tuple(result.line for result, _ in judged), wrong(wanted, min(found)))


def wrong(wanted: str, found: str) -> str:
    """The reason to show."""
    return f"the answer must be {_ASKED.get(wanted, f'of type {wanted}')}; this returns {found}"


def _of_kind(wanted: str, kind: str) -> str:
    if not kind or kind in {"function", "module"} or kind[:1].isupper():
        return "unknown"
    if kind in FITTING[wanted]:
        return "unknown" if wanted == "choice" else "pass"
    return "unknown" if wanted == "int" and kind == "float" else "fail"


def of_value(wanted: str, value: Any, kind: str) -> str:
    """Whether a value, of Python type `kind`, is of the type asked for."""
    if wanted == "choice":
        return "pass" if isinstance(value, str) and LETTER.fullmatch(value.strip()) else "fail"
    if kind in FITTING[wanted]:
        return "pass"
    whole = wanted == "int" and isinstance(value, float) and value == value // 1
    return "unknown" if whole or (wanted in {"int", "float", "number"} and _reads_as_number(value)) else "fail"


def _reads_as_number(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d[\d,]*(\.\d+)?\s*%?\s*", value) is not None
