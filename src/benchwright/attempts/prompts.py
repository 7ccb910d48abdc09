"""Prompt templates: text files with declared fields, the package's own or the user's."""

from __future__ import annotations

import string
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from benchwright.errors import InputError

FIELDS = ("context", "question")


@lru_cache
def shipped(name: str) -> str:
    """A template of this package, without the final newline."""
    return (files(__package__) / "templates" / f"{name}.txt").read_text("utf-8").rstrip("\n")


def read_template(path: Path | str) -> str:
    """A user's template, which must use {context} and {question} and nothing else, each as it is.

    Raises:
        InputError: it cannot be read, its fields are not these, or one of them is converted, padded or cut.
    """
    try:
        text = Path(path).read_text("utf-8-sig").rstrip("\n")
        fields = [found[1:] for found in string.Formatter().parse(text) if found[1] is not None]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"cannot use template {path}: {error}; it must be a text file with {_wanted()}") from error
    used = {str(name) for name, _, _ in fields}
    if used != set(FIELDS):
        raise InputError(f"template {path} uses the fields {sorted(used)}; it must use exactly {_wanted()}")
    changed = sorted({str(name) for name, form, conversion in fields if form or conversion})
    if changed:
        raise InputError(f"template {path} changes or cuts {changed} with ! or :; write exactly {_wanted()}")
    return text


def _wanted() -> str:
    return " and ".join(f"{{{field}}}" for field in FIELDS)
