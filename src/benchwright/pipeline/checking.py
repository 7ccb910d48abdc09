"""Plain values into settings records, with one line for what does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from benchwright.errors import InputError
from benchwright.records import Record

R = TypeVar("R", bound=Record)


def checked(kind: type[R], values: Mapping[str, Any]) -> R:
    """A settings record from plain values.

    Raises:
        InputError: a name is unknown or a value does not fit, on one line.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or kind.__name__
        known = f"; known: {', '.join(kind.model_fields)}" if first["type"] == "extra_forbidden" else ""
        raise InputError(f"{where}: {first['msg']} (got {str(first['input'])[:80]!r}){known}") from error
