"""The JSON form of what Monty hands over, in short where it is small.

Most results come back from JSON as they were, and two calls in C tell so in half the time that a walk takes. The law:
the form is the one that `plain` gives.
"""

from __future__ import annotations

import json
from typing import Any

from benchwright.sandbox._plain import UnplainError, plain
from benchwright.sandbox.types import Json

SMALL, FLAT = 2000, 50
"""Fewer characters than a whole number may have digits, and fewer containers than may lie in one another."""
_ENCODE = json.JSONEncoder(allow_nan=False).encode


def form_of(value: Any, chars: int) -> Json:  # Any: what Monty hands over
    """The JSON form of a value.

    Raises:
        UnplainError: it has none of so many characters.
    """
    try:
        text = _ENCODE(value)
        if len(text) <= min(chars, SMALL) and text.count("[") + text.count("{") < FLAT:
            form: Json = json.loads(text)
            if form == value:
                return form
    except (TypeError, ValueError, RecursionError):
        pass  # it is not of JSON's own types, or tangled
    form, _ = plain(value, chars=chars)
    if len(json.dumps(form)) > chars:
        raise UnplainError(f"the result is larger than {chars:,} characters of JSON")
    return form
