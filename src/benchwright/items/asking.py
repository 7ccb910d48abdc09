"""Settings that makers share: a total, quotas by name, and a choice of names; refused where nothing would be made."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from pydantic import AfterValidator

from benchwright.errors import InputError, UnknownNameError


def known(what: str, name: str, names: Collection[str]) -> str:
    """The name.

    Raises:
        UnknownNameError: it is none of these.
    """
    if name not in names:
        raise UnknownNameError(what, name, names)
    return name


def total(count: int) -> int:
    """The number of items asked for.

    Raises:
        InputError: it is none.
    """
    if count < 1:
        raise InputError(f"count={count}: no items are asked for; give a total of at least 1")
    return count


Total = Annotated[int, AfterValidator(total)]
"""A field of settings: items asked for, at least one."""


def quotas(given: dict[str, int], what: str, names: Collection[str], example: str) -> dict[str, int]:
    """Items by name; empty where the total is spread.

    Raises:
        UnknownNameError: a name is none of these.
        InputError: no items are asked for.
    """
    for name in given:
        known(what, name, names)
    if given and (min(given.values()) < 0 or not sum(given.values())):
        raise InputError(f"quotas={given!r}: no items are asked for; give numbers of 0 or more, such as {example}=20")
    return given


def chosen(field: str, given: tuple[str, ...], what: str, names: Collection[str]) -> tuple[str, ...]:
    """Names to keep to, each once.

    Raises:
        UnknownNameError: a name is none of these.
        InputError: one is named twice.
    """
    for name in given:
        known(what, name, names)
    if len(set(given)) < len(given):
        raise InputError(f"{field}={given!r}: name each {what} once")
    return given
