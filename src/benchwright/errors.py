"""Every error Benchwright raises on purpose.

    BenchwrightError
    ├── InputError            what the caller gave cannot be used
    │   ├── UnknownNameError  a name that is not in a registry; lists near matches
    │   ├── DocumentError     a file that cannot become a document
    │   ├── ContextError      a document does not fit the model's window
    │   └── LogicError        a logic program that cannot be used; names the line and the rule
    ├── MissingExtraError     an optional dependency is not installed; names the install line
    ├── StoreError            the disk
    │   ├── DamagedError      a folder whose content differs from its card
    │   └── OutputError       an output that cannot be written
    ├── ShortfallError        a maker could not make what was asked for
    ├── EstimateError         the data cannot carry the figure asked for
    ├── ModelError            a model could not be loaded or called
    ├── SandboxError          no sandbox can be had, or it broke; never for what a program does
    └── ExtensionError        code plugged in by the user raised

A message says what was given, what was expected and what to do next, in one line. The command line prints that
line and exits with `exit_code`; nothing else turns an error into text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class BenchwrightError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 2


class InputError(BenchwrightError):
    """What the caller gave cannot be used."""


class UnknownNameError(InputError):
    """A name that no registry holds."""

    def __init__(self, what: str, given: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = difflib.get_close_matches(given, names, n=3) or names
        super().__init__(f"unknown {what} {given!r}; did you mean {' or '.join(map(repr, near))}?")
        self.what, self.given, self.known = what, given, tuple(names)


class DocumentError(InputError):
    """A file that cannot become a document."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason


class ContextError(InputError):
    """A document does not fit the model's context window."""


class MissingExtraError(BenchwrightError):
    """An optional dependency is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f'{what} needs an extra that is not installed; run: pip install "benchwright[{extra}]"')
        self.what, self.extra = what, extra


class LogicError(InputError):
    """A logic program that cannot be used."""

    def __init__(self, reason: str, *, line: int | None = None, rule: str = "") -> None:
        where = f"line {line}: " if line is not None else ""
        super().__init__(f"{where}{reason}{f' (in: {rule})' if rule else ''}")
        self.reason, self.line, self.rule = reason, line, rule


class StoreError(BenchwrightError):
    """Something on disk is not as it should be."""


class DamagedError(StoreError):
    """A benchmark folder whose content differs from its card."""


class OutputError(StoreError):
    """An output that cannot be written."""


class ShortfallError(BenchwrightError):
    """A maker could not make what was asked for."""


class EstimateError(BenchwrightError):
    """The data cannot carry the figure that was asked for."""


class ModelError(BenchwrightError):
    """A model could not be loaded or called."""


class SandboxError(BenchwrightError):
    """No sandbox can be had, or it broke; never for what a program does."""


class ExtensionError(BenchwrightError):
    """Code plugged in by the user raised; the original error is the cause."""


def _plain(error: Exception) -> str:
    """The message on one line, without the markup that Inspect puts around words."""
    return " ".join(re.sub(r"\[/?[a-z ]+\]", "", str(error)).split()) or "no message"


@contextmanager
def boundary(kind: type[BenchwrightError], what: str) -> Iterator[None]:
    """Attribute whatever plain error comes out of plugged-in or third-party code to `what`, as a `kind`.

    Raises:
        BenchwrightError: unchanged where the code inside raised one, otherwise a `kind` with the cause attached.
    """
    try:
        yield
    except BenchwrightError:
        raise
    except Exception as error:
        text = _plain(error)
        message = f"{what}: {type(error).__name__}: {text[:300]}"
        wrapped = BenchwrightError.__new__(kind)
        Exception.__init__(wrapped, message)
        raise wrapped from error
