"""Plain CPython, for this suite's own benign programs only: one process for all, each program forked off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benign.corpus import Case

CODE = """
import contextlib, io, json, os, sys
from benchwright.sandbox._plain import plain
sys.setrecursionlimit(1000)
def one(job):
    space, out, said = {"__name__": "__main__"}, io.StringIO(), {"kind": "ok", "value": None, "type": "", "error": ""}
    try:
        code = compile(job["source"], "program", "exec")
    except SyntaxError:
        return {**said, "kind": "syntax", "stdout": ""}
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            exec(code, space)
            named = space[job["variable"]] if job["variable"] else None
            found = space["solve"](*job["inputs"]) if job["function"] else named
            said["value"], said["type"] = plain(found)
    except BaseException as error:
        said.update(kind="error", error=type(error).__name__)
    return {**said, "stdout": out.getvalue()}
for job in json.load(sys.stdin):
    read, write = os.pipe()
    if os.fork() == 0:
        with open(write, "w") as stream:
            json.dump(one(job), stream)
        os._exit(0)
    os.close(write)
    with open(read) as stream:
        print(stream.read())
    os.wait()
"""


@dataclass(frozen=True)
class Truth:
    """What plain CPython says of a program."""

    kind: str
    """ok, syntax or error."""
    value: Any
    type: str
    error: str
    """Name of the error's type."""
    stdout: str


def _once(cases: Sequence[Case], seed: str) -> list[Truth]:
    jobs = [
        {"source": c.program.source, "function": c.program.function, "variable": c.program.variable, "inputs": c.inputs}
        for c in cases
    ]
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=json.dumps(jobs), capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    return [Truth(**json.loads(line)) for line in done.stdout.splitlines()]


def truths(cases: Sequence[Case]) -> list[Truth]:
    """What CPython says of each.

    Raises:
        ValueError: a program says one thing under one hash seed and another under the next: it proves nothing.
    """
    first, second = _once(cases, "1"), _once(cases, "2")
    for case, one, other in zip(cases, first, second, strict=True):
        if one != other:
            raise ValueError(f"{case.name} is not the same twice in CPython itself: {one} and {other}")
    return first
