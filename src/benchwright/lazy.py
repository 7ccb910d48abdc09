"""Names of a package whose modules are loaded only when one of them is asked for, so that importing stays light."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def members(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:  # Any: a module attribute
    """What a package names `__getattr__`.

    Args:
        package: its name.
        homes: name -> the module below the package that has it. None of these may be called like one of the names: an
            import of it would put the module in the name's place.
    """

    def get(name: str) -> Any:  # Any: a module attribute
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return get
