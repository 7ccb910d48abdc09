"""Prompt templates: text files with declared fields, the package's own or the user's."""

from __future__ import annotations

import string
from importlib.resources import files
from pathlib import Path

from benchwright.errors import InputError

FIELDS = ("context", "question")


def shipped(name: str) -> str:
    """A template of this package, without the final newline."""
    return (files(__package__) / "templates" / f"{name}.txt").read_text("utf-8").rstrip("\n")


def read_template(path: Path | str) -> str:
    """A user's template, which must use {context} and {question} and nothing else.

    Raises:
        InputError: it cannot be read, or its fields are not these.
    """
    try:
        text = Path(path).read_text("utf-8").rstrip("\n")
        used = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"cannot use template {path}: {error}; it must be a text file with {_wanted()}") from error
    if used != set(FIELDS):
        raise InputError(f"template {path} uses the fields {sorted(used)}; it must use exactly {_wanted()}")
    return text


def _wanted() -> str:
    return " and ".join(f"{{{field}}}" for field in FIELDS)
