"""The names of our models, as users type them and as logs show them.

`[benchwright/]FAMILY[:ARGUMENT][@DIGEST]`. Logs show the digest of the weights, so that results of two files of one
name are told apart, and Inspect's cache never serves one for the other. A name with its digest may be typed again
(Inspect does so when it retries a log); it then has to match the weights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchwright.errors import InputError, UnknownNameError

PROVIDER = "benchwright"
FAMILIES = {"smollm2": "smollm2", "gguf": "gguf:PATH", "fake": "fake:BEHAVIOUR"}
IN_PROCESS = "in-process: "
"""Stands before the settings that shape replies, where other providers have an address: Inspect's cache tells models
apart by name and address, not by arguments."""
DIGEST_LENGTH = 12
_PINNED = re.compile(rf"@([0-9a-f]{{{DIGEST_LENGTH}}})$")


@dataclass(frozen=True)
class Name:
    """A parsed name."""

    family: str
    argument: str = ""
    """The path of a GGUF file, or the behaviour of the fake model."""
    pinned: str = ""
    """The digest that the weights must have, where the name gives one."""

    def shown(self, digest: str) -> str:
        """What logs and reports show, without the provider."""
        stem = f"{self.family}:{self.argument}" if self.argument else self.family
        return f"{stem}@{digest}" if digest else stem


def parse(name: str) -> Name:
    """Read a model's name.

    Raises:
        UnknownNameError: the name is of no family of ours.
        InputError: a GGUF name without a path, or SmolLM2 with one.
    """
    family, _, argument = name.removeprefix(f"{PROVIDER}/").partition(":")
    if family == "fake":
        return Name(family, argument)
    pinned = _PINNED.search(name)
    if pinned:
        family, argument = _PINNED.sub("", family), _PINNED.sub("", argument)
    if family not in FAMILIES:
        raise UnknownNameError("embedded model", name, (f"{PROVIDER}/{form}" for form in FAMILIES.values()))
    if (family == "gguf") != bool(argument):
        raise InputError(f"model {name!r} was given, {PROVIDER}/{FAMILIES[family]} expected; name the model like that")
    return Name(family, argument, pinned[1] if pinned else "")
