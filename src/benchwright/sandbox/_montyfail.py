"""What a failure in Monty says of the program: which `Kind` it is, and whether CPython would say the same.

Monty is not all of Python. What it lacks and CPython has is `unsupported`; what it withholds is `denied`; only the
rest counts against the program. Where Monty itself raised an error whose like CPython may not raise, the answer is
`doubtful`: true of this interpreter, and worth asking CPython where there is one.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from io import TextIOWrapper
from pathlib import PurePosixPath
from typing import Any

from benchwright.sandbox._divergent import defined, lazy_lines, unread
from benchwright.sandbox.types import Kind, Program

HAS = {"asyncio", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "functools", "hashlib",
       "itertools", "json", "math", "os", "pathlib", "random", "re", "sys", "time", "typing", "base64", "csv",
       "tomllib", "binascii", "operator", "string"}  # fmt: skip
"""Modules that may be asked for their attributes here: importing them has no effect but the import."""
BESIDES = {"numpy", "sympy"}
"""What CPython is taken to have beside its standard library."""
WITHHELD = {
    "_ctypes", "_posixsubprocess", "_socket", "cffi", "ctypes", "fcntl", "ftplib", "glob", "httpx", "mmap",
    "multiprocessing", "nt", "posix", "pty", "requests", "select", "selectors", "shutil", "signal", "smtplib", "socket",
    "socketserver", "ssl", "subprocess", "tempfile", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
"""Modules that are of no use without files, network, processes or signals."""
WITHHELD_OS = re.compile(
    r"_exit|abort|access|ch(dir|mod|own|root)|dup2?|exec\w+|fork(pty)?|kill(pg)?|l?chown|link|mk(dir|fifo|nod)|nice|open\w*"
    r"|pipe2?|p?read\w*|p?write\w*|popen|posix_spawnp?|ptrace|putenv|remove\w*|rename\w*|replace|rmdir|scandir"
    r"|send\w+|set\w+id\w*|spawn\w+|l?stat|symlink|system|truncate|unlink\w*|wait\w*|walk|environ\w*|getenv\w*|listdir"
)
_CLASSES: dict[str, Any] = {  # Any: classes
    kind.__name__: kind
    for kind in (str, list, dict, set, frozenset, tuple, int, float, bool, bytes, complex, range, Counter, defaultdict,
                 deque, date, datetime, time, timedelta, Decimal, BaseException, object, type, PurePosixPath)
} | {"_io.TextIOWrapper": TextIOWrapper, "function": type(lambda: 0), "Match": re.Match, "re.Match": re.Match,
     "Pattern": re.Pattern, "re.Pattern": re.Pattern, "PosixPath": PurePosixPath}  # fmt: skip
_SURE = {
    "NameError",
    "ModuleNotFoundError",
    "ZeroDivisionError",
    "IndexError",
    "KeyError",
    "AssertionError",
    "RecursionError",
    "StopIteration",
}
"""Errors that Monty is taken at its word for."""
_SLIPS = re.compile(
    r"object is not an iterator|cannot create 'object' instances|cannot be negative when 3rd argument"
    r"|cannot convert '\w+' object to bytes|not (yet )?(supported|implemented)(?! between)|does not (yet )?support"
    r"|unsupported format|only supports"
)
"""What CPython says otherwise or not at all."""


@dataclass(frozen=True)
class Failure:
    """How a run failed."""

    kind: Kind
    error: str
    line: int | None = None
    doubtful: bool = False
    """Whether CPython may well not fail."""


@dataclass(frozen=True)
class Raised:
    """An exception that ended a program in Monty."""

    name: str
    """Of its type."""
    message: str
    line: int | None
    """Of the program, innermost."""
    code: str
    """That line."""
    lines: frozenset[int]
    """All lines on the way to it."""
    placed: bool
    """Whether it has a traceback at all; the limits have none."""
    parsing: bool
    """Whether it came before anything ran."""
    ours: bool = False
    """Whether it came when the result was handed over."""

    @property
    def text(self) -> str:
        return " ".join((f"{self.name}: {self.message}" if self.message else self.name).split())[:1000]


def syntax(program: Program, said: str, line: int | None) -> Failure:
    """Monty could not read the program: so could CPython not, or Monty lacks something."""
    refused = unread(program.source)
    if refused is not None:
        return Failure("syntax", f"{type(refused).__name__}: {refused.msg}", refused.lineno)
    return Failure("unsupported", f"Monty cannot read what CPython can: {said}", line)


def failure(program: Program, raised: Raised) -> Failure:
    """Which kind of end an exception was."""
    limit = _limit(program, raised)
    if limit:
        return limit
    if raised.parsing:
        return syntax(program, raised.text, raised.line)
    if raised.name == "SystemExit":
        return Failure("unsupported", "Monty does not tell an exit from an error", raised.line)
    if re.search(r"(^|[:;]\s*)(raise|assert)\b", raised.code):
        return Failure("error", raised.text, raised.line)
    kind = _READ.get(raised.name, _other)(program, raised)
    if kind == "error" and raised.lines & lazy_lines(program.source):
        return Failure("unsupported", f"what CPython may never compute raised {raised.text}", raised.line)
    return Failure(kind, raised.text, raised.line, doubtful=kind == "error" and raised.name not in _SURE)


def _limit(program: Program, raised: Raised) -> Failure | None:
    kind: Kind
    if raised.name == "TimeoutError" and "limit exceeded" in raised.message:
        kind = "timeout"
    elif raised.name == "MemoryError":
        kind = "memory"
    elif re.fullmatch(r"RuntimeError: suspension limit \d+ exceeded", raised.text) and "raise" not in raised.code:
        return Failure("unsupported", "it asks Monty's host for too much: names that it does not define, files, sleep")
    else:
        return None
    if lazy_lines(program.source):
        return Failure(
            "unsupported",
            f"what CPython may never compute used up its {'time' if kind == 'timeout' else kind}",
            raised.line,
        )
    said = "it used up its time" if kind == "timeout" else "MemoryError"
    return Failure(kind, said, raised.line)


def _found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    return match.groups() if match else ()


def _name(_: Program, raised: Raised) -> Kind:
    name = "".join(_found(r"name '(\w+)'", raised.message))
    return "unsupported" if hasattr(builtins, name) or name in {"exit", "quit"} else "error"


def _module(_: Program, raised: Raised) -> Kind:
    root = "".join(_found(r"No module named '([\w.]+)'", raised.message)).partition(".")[0]
    if root in WITHHELD:
        return "denied"
    return "unsupported" if root in sys.stdlib_module_names or root in BESIDES else "error"


def _imported(_: Program, raised: Raised) -> Kind:
    name, module = _found(r"cannot import name '(\w+)' from '([\w.]+)'", raised.message) or ("", "")
    return _of_module(module, name)


def _of_module(module: str, name: str) -> Kind:
    if module in {"os", "posix"} and WITHHELD_OS.fullmatch(name):
        return "denied"
    return "unsupported" if module in HAS and hasattr(import_module(module), name) else "error"


def _attribute(_: Program, raised: Raised) -> Kind:
    module, name = _found(r"module '([\w.]+)' has no attribute '(\w+)'", raised.message) or ("", "")
    if module:
        return _of_module(module, name)
    owner, name = _found(r"(?:type object )?'([\w.]+)'(?: object)? has no attribute '(\w+)'", raised.message) or (
        "",
        "",
    )
    known = _CLASSES.get(owner, getattr(builtins, owner, None))
    return "unsupported" if known is not None and hasattr(known, name) else "error"


def _type(program: Program, raised: Raised) -> Kind:
    """A call that Monty's version of a built-in refuses, or an operator it does not look for in a class, is a gap."""
    functions, classes = defined(program.source)
    called = "".join(_found(r"^(?:\w+\.)*(\w+)\(\) (?:got|takes|expected|missing|requires)", raised.message))
    refused = called and called not in functions | classes
    own = classes & set(re.findall(r"'(\w+)'", raised.message))
    return "unsupported" if refused or own or _SLIPS.search(raised.message) else "error"


def _permission(_: Program, raised: Raised) -> Kind:
    return "denied" if raised.message.startswith("Permission denied") else "error"


def _other(_: Program, raised: Raised) -> Kind:
    if "is not supported in this environment" in raised.message:
        return "denied"
    return "unsupported" if _SLIPS.search(raised.message) or not raised.placed else "error"


def _absent(_: Program, __: Raised) -> Kind:
    return "unsupported"


_READ: dict[str, Callable[[Program, Raised], Kind]] = {
    "NameError": _name, "ModuleNotFoundError": _module, "ImportError": _imported, "AttributeError": _attribute,
    "TypeError": _type, "PermissionError": _permission, "NotImplementedError": _absent,
}  # fmt: skip
