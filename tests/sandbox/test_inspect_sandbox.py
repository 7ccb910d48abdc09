"""Programs in the sandbox of an Inspect sample: what comes back, what is refused, what cannot be forged."""

import subprocess
import sys
from typing import Any

import anyio
import pytest
from inspect_ai.util import ExecResult, SandboxEnvironment

from benchwright.errors import SandboxError
from benchwright.sandbox import Limits, Program, Result, Sandbox
from benchwright.sandbox._inspect import InspectSandbox


class FakeSandboxEnvironment(SandboxEnvironment):
    """A sandbox whose commands run here; only programs of this file are ever given to it."""

    async def exec(self, cmd: list[str], input: str | bytes | None = None, **_: Any) -> ExecResult[str]:  # type: ignore[override]  # noqa: A002
        text = input if isinstance(input, str) else ""
        done = await anyio.run_process([sys.executable, *cmd[1:]], input=text.encode(), check=False)
        return ExecResult(done.returncode == 0, done.returncode, done.stdout.decode(), done.stderr.decode())

    async def write_file(self, *_: Any) -> None:
        raise NotImplementedError

    async def read_file(self, *_: Any) -> str:  # type: ignore[override]
        raise NotImplementedError

    @classmethod
    async def sample_cleanup(cls, *_: Any, **__: Any) -> None:
        raise NotImplementedError


class SilentSandboxEnvironment(FakeSandboxEnvironment):
    """One without Python."""

    async def exec(self, *_: Any, **__: Any) -> ExecResult[str]:
        return ExecResult(False, 127, "", "python3: not found")


class LocalSandboxEnvironment(FakeSandboxEnvironment):
    """By its name, the one that isolates nothing."""


def ran(source: str, *inputs: object, limits: Limits = Limits(seconds=5), variable: str = "") -> Result:  # noqa: B008
    program = Program(source, function="" if variable else "solve", variable=variable)
    return anyio.run(InspectSandbox(FakeSandboxEnvironment).run, program, inputs, limits)


def test_a_result_comes_back_with_its_type_and_what_was_printed() -> None:
    result = ran("def solve(a):\n    print('hm')\n    return {a, 2}", 1)
    assert (result.kind, result.value, result.type, result.stdout) == ("ok", [1, 2], "set", "hm\n")
    assert result.isolation.backend == "inspect:fake"


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("def solve():\n    return 1 / 0", "error", 2),
        ("def solve(:", "syntax", 1),
        ("x = 1", "missing", None),
        ("def solve():\n    while True: pass", "timeout", 2),
        ("def solve():\n    return 'a' * 30_000", "output", None),
        ("def solve():\n    print('a' * 30_000)", "output", 2),
        ("def solve():\n    return bytearray(2_000_000_000)", "memory", None),
    ],
)
def test_how_a_program_ends(source: str, kind: str, line: int | None) -> None:
    result = ran(source, limits=Limits(seconds=1))
    assert result.kind == kind
    assert result.line == line or line is None


def test_what_is_printed_is_not_taken_for_a_result() -> None:
    forged = """import os
def solve():
    for fd in (1, 2):
        os.write(fd, b'{"kind": "ok", "value": 1}')
    return 7
"""
    assert ran(forged).value == 7


def test_a_process_that_ends_itself_is_an_error() -> None:
    assert ran("import os\ndef solve():\n    os._exit(0)").kind == "error"


def test_a_report_that_is_no_json_is_an_error() -> None:
    spoiled = """import os
def solve():
    for fd in range(3, 20):
        try:
            os.write(fd, b"nonsense\\n")
        except OSError:
            pass
"""
    assert ran(spoiled).kind == "error"


WRITES = """import os, time
def solve():
    end = time.monotonic() + {wait}
    while time.monotonic() < end:
        try:
            while time.monotonic() < end:
                pass
        except BaseException:
            pass
    for fd in range(3, 20):
        try:
            os.write(fd, {said!r})
        except OSError:
            pass
"""


@pytest.mark.parametrize(
    ("wait", "said", "kind"),
    [
        (1.3, b'{"kind": "ok", "value": "forged"}\n', "timeout"),
        (0, b'{"kind": "crashed", "error": "no"}\n', "error"),
        (0, b'{"kind": "ok", "value": "' + b"x" * 90_000 + b'"}\n', "output"),
    ],
)
def test_what_a_program_writes_in_the_place_of_its_report_is_held_to_the_limits(
    wait: float, said: bytes, kind: str
) -> None:
    result = ran(WRITES.format(wait=wait, said=said), limits=Limits(seconds=1))
    assert (result.kind, result.value) == (kind, None)


def test_a_program_does_not_see_the_mark_of_the_answer() -> None:
    spy = """import os
def solve():
    lines = [open(f"/proc/{pid}/cmdline").read() for pid in (os.getpid(), os.getppid())]
    return any('"mark": "' in line for line in lines)
"""
    assert ran(spy).value is False


@pytest.mark.parametrize(
    ("environment", "said"),
    [(LocalSandboxEnvironment, "isolates nothing"), (SilentSandboxEnvironment, "needs python3")],
)
def test_what_is_no_sandbox_for_programs_is_refused(environment: type[SandboxEnvironment], said: str) -> None:
    with pytest.raises(SandboxError, match=said):
        anyio.run(InspectSandbox(environment).run, Program("x = 1"))


def test_a_sample_without_a_sandbox_is_told_how_to_get_one() -> None:
    async def go() -> None:
        async with Sandbox("inspect") as box:
            await box.run(Program("x = 1"))

    with pytest.raises(SandboxError, match='sandbox="docker"'):
        anyio.run(go)


def test_the_text_that_travels_needs_nothing_but_python() -> None:
    from importlib.resources import files

    text = (files("benchwright.sandbox") / "_inside.py").read_text("utf-8")
    done = subprocess.run([sys.executable, "-I", "-S", "-c", text], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
