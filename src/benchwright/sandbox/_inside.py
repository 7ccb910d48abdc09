"""What runs inside an Inspect sandbox: a supervisor, and one child of it that runs the program.

This file travels as text and may import nothing but the standard library of the Python it finds there. The supervisor
reads its order from standard input, keeps the mark that its answer carries to itself, and counts and times what its
child says. The child knows no mark: whatever a program prints or writes, it cannot pass for the supervisor.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
import types
from contextlib import suppress
from typing import Any

GRACE = 0.5
SLACK = 0.1
"""Seconds that a report may take to get here. One that takes longer is of a program that went on after its time."""
LOADED = b"+"
"""What the child says first: from then on, whatever goes wrong is the program's doing."""
Fields = dict[str, Any]  # Any: JSON
Child = Any  # Any: subprocess.Popen[bytes]


def supervise() -> None:
    """Read an order, run it in a child, print the mark and the child's report."""
    order = json.load(sys.stdin)
    mark = order.pop("mark")
    _hide()
    sys.stdout.write(mark + json.dumps(_report(order)) + "\n")
    sys.stdout.flush()


def _hide() -> None:
    """No process of the same user may read this one's memory."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE


def _report(order: Fields) -> Fields:
    reading, writing = os.pipe()
    child = subprocess.Popen(  # noqa: S603  # of our own text
        [sys.executable, "-I", "-c", order["inside"] + f"\nobey({writing})"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        pass_fds=[writing], start_new_session=True, env={"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    os.close(writing)
    try:
        return _heard(child, reading, order)
    finally:
        _end(child)


def _heard(child: Child, reading: int, order: Fields) -> Fields:
    """The child's one line, if it comes in time."""
    due = time.monotonic() + order["start"] + order["seconds"] + GRACE
    try:
        child.stdin.write(json.dumps(order).encode())
        child.stdin.close()
    except BrokenPipeError:
        return {"kind": "crashed", "error": "Python did not start in the sandbox"}
    said, since = b"", 0.0
    while b"\n" not in said:
        if not select.select([reading], [], [], max(0.0, due - time.monotonic()))[0]:
            return {"kind": "timeout", "error": "it used up its time"}
        chunk = os.read(reading, 65536)
        if not chunk:
            return _died(child, said)
        if not said:  # it is loaded: the program's time runs from here
            since = time.monotonic()
            due = since + order["seconds"] + GRACE
        said += chunk
        if len(said) > 20 * order["chars"] + 100_000:
            return {"kind": "output", "error": "its report is larger than is let through"}
    late = time.monotonic() > since + order["seconds"] + SLACK
    found = _read(said[len(LOADED) : said.index(b"\n")])
    return {"kind": "timeout", "error": "it used up its time"} if late and found.get("kind") != "timeout" else found


def _read(line: bytes) -> Fields:
    """The child's report, if it is one; that the sandbox broke is not for it to say."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if type(found) is not dict or found.get("kind") == "crashed":
        return {"kind": "error", "error": "the program put something else in the place of its report"}
    return found


def _died(child: Child, said: bytes) -> Fields:
    if not said:
        return {
            "kind": "crashed",
            "error": "the sandbox's Python cannot load what runs a program; it needs 3.10 or newer",
        }
    try:
        status = child.wait(GRACE)
    except subprocess.TimeoutExpired:
        status = None
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return {"kind": "memory" if status == -signal.SIGKILL else "timeout", "error": "the system ended it"}
    return {"kind": "error", "error": f"its process ended without a report (status {status})"}


def _end(child: Child) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def obey(report: int) -> None:
    """In the child: take the limits upon itself, run the program, write one line."""
    order = json.load(sys.stdin)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for name in ("benchwright", "benchwright.sandbox"):
        sys.modules[name] = types.ModuleType(name)
    for name in ("_plain", "_child"):
        module = types.ModuleType("benchwright.sandbox." + name)
        sys.modules[module.__name__] = module
        exec(compile(order[name], name + ".py", "exec"), module.__dict__)  # noqa: S102  # our own text
    attempt = module.__dict__["attempt"]
    _limit(order)
    os.write(report, LOADED)
    fields = attempt(order["job"], order["chars"], order["seconds"])
    line = json.dumps(fields).encode() + b"\n"
    while line:
        line = line[os.write(report, line) :]
    os._exit(0)


def _limit(order: Fields) -> None:
    size = order["memory_mb"] * 2**20 + 2**28  # of address space: the interpreter's own comes on top
    seconds = int(order["seconds"]) + 2
    for what, value in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (value, value))
