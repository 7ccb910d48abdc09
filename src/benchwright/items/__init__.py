"""Makers of benchmark items.

`worlds` computes questions from a generated world; `documents` drafts them from real documents by rule, `drafts` has a
model do it; `gym` takes them from reasoning-gym's data sets; `spec` runs the code of a specification. A maker is a
value of `items.maker.Maker`; a new one is a module with one, and a line in `MAKERS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchwright.errors import UnknownNameError
from benchwright.items.maker import Maker  # loaded here, lest the module later takes the name of the function below

MAKERS = {
    "documents": "benchwright.items.rules.maker",
    "drafts": "benchwright.items.drafts.maker",
    "gym": "benchwright.items.gym.maker",
    "spec": "benchwright.items.specs.maker",
    "worlds": "benchwright.items.worlds.maker",
}


def maker(name: str) -> Maker[Any]:  # Any: each maker has a settings type of its own
    """The maker of that name.

    Raises:
        UnknownNameError: there is none.
    """
    if name not in MAKERS:
        raise UnknownNameError("maker", name, MAKERS)
    found: Maker[Any] = import_module(MAKERS[name]).MAKER
    return found


__all__ = ["MAKERS", "maker"]
