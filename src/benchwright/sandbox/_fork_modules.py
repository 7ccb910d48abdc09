"""Which modules of the standard library a program finds, and when they are loaded.

Nothing can be loaded from a shared object once a process is confined, and every module in memory makes every fork a
little dearer. The common ones are therefore in the server; the others are loaded by the child whose program mentions
them, before it is confined. Modules of pure Python that stand in neither list are still found where files are in sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

COMMON = (
    "abc", "bisect", "builtins", "collections", "collections.abc", "contextlib", "copy", "dataclasses",
    "datetime", "enum", "errno", "functools", "gc", "heapq", "io", "itertools", "json", "math", "numbers",
    "operator", "os", "re", "reprlib", "resource", "string", "struct", "sys", "textwrap", "time", "types",
    "typing", "warnings", "weakref", "fractions", "decimal",
)  # fmt: skip
"""In the server, and so in every child."""
MENTIONED = (
    "array", "ast", "base64", "binascii", "bz2", "calendar", "cmath", "cmd", "colorsys", "concurrent",
    "configparser", "contextvars", "cProfile", "csv", "difflib", "dis", "email", "fnmatch", "glob", "graphlib",
    "gzip", "hashlib", "hmac", "html", "http", "inspect", "ipaddress", "keyword", "linecache", "locale",
    "logging", "lzma", "mmap", "opcode", "pathlib", "pickle", "pprint", "queue", "random", "sched", "secrets",
    "select", "shlex", "signal", "stat", "statistics", "stringprep", "strptime", "symtable", "tempfile",
    "threading", "timeit", "token", "tokenize", "traceback", "unicodedata", "unittest", "urllib", "uuid", "xml",
    "zlib", "zoneinfo",
)  # fmt: skip
"""Loaded before the child is confined, where the program has the word in it."""
BESIDE = {
    "html": ("html.entities", "html.parser"),
    "strptime": ("_strptime", "locale", "calendar"),
    "gzip": ("zlib",),
    "urllib": ("urllib.parse",),
    "email": ("base64", "random"),
    "concurrent": ("logging", "queue"),
    "xml": ("xml.etree.ElementTree", "xml.dom.minidom"),
    "unicodedata": ("encodings.idna",),
    "pathlib": ("fnmatch",),
    "uuid": ("hashlib",),
}
"""What goes with a word beside the module of that name."""
MODULES = (*COMMON, *MENTIONED, *(name for names in BESIDE.values() for name in names))
INSIDE = {"numpy": ("numpy.fft", "numpy.linalg", "numpy.ma", "numpy.polynomial", "numpy.random")}
"""What a package loads only when it is first used, which is too late here."""
WITHHELD = (
    "socket", "_socket", "ssl", "_ssl", "subprocess", "_posixsubprocess", "ctypes", "_ctypes", "multiprocessing",
    "_multiprocessing", "multiprocessing.connection", "multiprocessing.shared_memory", "asyncio", "fcntl", "pty", "tty",
    "termios", "sqlite3", "urllib.request", "http.client", "http.server", "smtplib", "ftplib", "poplib", "imaplib",
    "telnetlib", "xmlrpc", "socketserver",
)  # fmt: skip
"""Modules whose import is refused by name. They could do no harm; the refusal says sooner what is wrong."""
_WORD = re.compile("[A-Za-z_][A-Za-z_0-9]*")


def of_packages(names: Iterable[str]) -> list[str]:
    """The modules to load for packages."""
    return [each for name in names for each in (name, *INSIDE.get(name, ()))]


def mentioned(sources: Iterable[str]) -> list[str]:
    """The modules to load for programs, in one order."""
    words = set().union(*map(_wanted, sources))
    return [each for word in sorted(words) for each in (word, *BESIDE.get(word, ()))]


@lru_cache(maxsize=1024)
def _wanted(source: str) -> frozenset[str]:
    """Of the modules, those that a program has the word of, and what its text asks for without: names of characters."""
    named = ["unicodedata"] if r"\N{" in source else []
    return frozenset(MENTIONED).intersection([*_WORD.findall(source), *named])
