"""Programs in forked processes: how each ends, what none of them can do, and that the server outlives them all."""

import gc
import json
import os
import signal
import struct
import subprocess
import sys
import warnings
from contextlib import redirect_stdout, suppress
from io import StringIO

import anyio
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError, SandboxError
from benchwright.sandbox import _fork_link
from benchwright.sandbox.forkserver import ForkServer
from benchwright.sandbox.types import Limits, Program

QUICK = Limits(seconds=20.0, memory_mb=128, output_chars=2_000)
SHORT = Limits(seconds=0.3, memory_mb=128, output_chars=2_000)
BOTH = pytest.mark.parametrize("server", ["namespaces", "degraded"], indirect=True)


def opened(**options) -> ForkServer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return ForkServer(**options)


@pytest.fixture(scope="module")
def servers():
    made = {}
    yield made
    for server in made.values():
        anyio.run(server.close)


@pytest.fixture(scope="module")
def steady():
    server = opened()
    yield server
    anyio.run(server.close)


@pytest.fixture
def server(servers, request):
    kind = getattr(request, "param", "namespaces")
    if kind not in servers:
        servers[kind] = opened(namespaces=kind == "namespaces")
    if kind == "namespaces" and servers[kind].isolation.lacking:
        pytest.skip("this machine has no namespaces")
    return servers[kind]


def run(server, source, *inputs, function="", variable="", limits=QUICK):
    return anyio.run(server.run, Program(source, function, variable), inputs, limits)


LATE = """
import os, time
end = time.monotonic() + 1.12
while time.monotonic() < end:
    try:
        while time.monotonic() < end: pass
    except BaseException: pass
os.write(3, b'{"kind": "ok", "value": "forged", "type": "str", "seconds": 0.1}\\n')
"""
ENDS = [
    ("x = 1 +", QUICK, "syntax"),
    ("x = '\0'", QUICK, "syntax"),
    ("(" * 500, QUICK, "syntax"),
    ("1 / 0", QUICK, "error"),
    ("raise MemoryError", QUICK, "memory"),
    ("x = ' ' * 10**10", QUICK, "memory"),
    ("x = []\nwhile True: x.append(' ' * 10**6)", QUICK, "memory"),
    ("while True: pass", SHORT, "timeout"),
    ("while True:\n try:\n  while True: pass\n except BaseException: pass", SHORT, "timeout"),
    ("import time; time.sleep(60)", SHORT, "timeout"),
    ("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass", SHORT, "timeout"),
    (LATE, Limits(seconds=1.0), "timeout"),
    ("class A:\n def __del__(self):\n  while True: pass\na = A()\ndel a", SHORT, "timeout"),
    ("class E(Exception):\n def __str__(self):\n  while True: pass\nraise E", SHORT, "timeout"),
    ("while True: print('flood')", QUICK, "output"),
    ("try:\n while True: print('flood')\nexcept BaseException: pass", QUICK, "output"),
    ("answer = list(range(10_000))", QUICK, "output"),
    ("answer = []\nfor _ in range(10_000): answer = [answer]", QUICK, "output"),
    ("answer = 7 ** 100_000", QUICK, "output"),
    ("open('/etc/passwd')", QUICK, "denied"),
    ("open('/tmp/x', 'w')", QUICK, "denied"),
    ("open('/proc/self/mem', 'rb')", QUICK, "denied"),
    ("import os; os.fork()", QUICK, "denied"),
    ("import os; os.kill(os.getppid(), 9)", QUICK, "denied"),
    ("import os; os.execv('/bin/sh', ['sh'])", QUICK, "denied"),
    ("import threading; threading.Thread(target=print).start()", QUICK, "denied"),
    ("import socket", QUICK, "denied"),
    ("import subprocess", QUICK, "denied"),
    ("import ctypes", QUICK, "denied"),
    ("import urllib.request", QUICK, "denied"),
    ("from http import client", QUICK, "denied"),
    ("import sys; del sys.modules['socket']; sys.setrecursionlimit(10); import socket", QUICK, None),
    ("import no_such_module", QUICK, "unsupported"),
    ("import sys; sys.exit(3)", QUICK, "error"),
    ("import sys; answer = 1; sys.exit()", QUICK, "ok"),
    ("answer = 1; exit()", QUICK, "ok"),
    ("import os; os._exit(0)", QUICK, "error"),
    ("import os; os.close(3)\nwhile True: pass", QUICK, "error"),
    ("import atexit; atexit.register(lambda: 1 / 0); answer = 1", QUICK, "ok"),
    ("def f(n): return f(n + 1)\nf(0)", QUICK, "error"),
    ("import sys; sys.setrecursionlimit(10**9)\nclass A:\n def __getattr__(self, n): return getattr(self, n)\nA().x",
     QUICK, None),
    ("x = 1", QUICK, "missing"),
    ("input()", QUICK, "error"),
    ("import os; os.write(3, b'x' * 10_000_000)", QUICK, "output"),
    ("import os; os.write(3, b'nonsense\\n')", QUICK, "error"),
    ("import os; os.write(3, b'{\"kind\": \"crashed\", \"error\": \"x\", \"seconds\": 0.0}\\n')", QUICK, "error"),
    ("import os; os.write(3, b'{\"kind\": \"timeout\", \"error\": \"x\", \"seconds\": 9.0}\\n')", QUICK, "error"),
    ("import os; os.write(3, b'{\"kind\": \"ok\", \"value\": 1e999, \"seconds\": 0.0}\\n')", QUICK, "error"),
    ("import os; os.write(3, b'{\"kind\": \"ok\", \"value\": ' + b'[' * 900 + b']' * 900 + b', \"seconds\": 0.0}\\n')",
     QUICK, "error"),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("source", "limits", "kind"), ENDS, ids=range(len(ENDS)))
def test_each_end_is_told_apart_and_the_next_program_is_well(server, source, limits, kind):
    found = run(server, source, variable="answer", limits=limits)
    assert found.kind == kind if kind else found.kind != "crashed"
    assert (found.kind == "ok") == (not found.error)
    assert "\n" not in found.error
    assert len(found.stdout) <= limits.output_chars
    assert run(server, "answer = 6 * 7", variable="answer").value == 42


@BOTH
def test_an_error_names_itself_and_the_line_of_the_program(server):
    found = run(server, "def inner():\n    return {}['k']\n\ndef solve():\n    return inner()\n", function="solve")
    assert (found.kind, found.error, found.line) == ("error", "KeyError: 'k'", 2)
    assert run(server, "x = 1\ny = = 2").line == 2


def test_an_error_inside_a_library_is_placed_in_the_program(server):
    assert run(server, "import json\n\njson.loads('{')").line == 3


@BOTH
def test_value_type_and_print_come_back(server):
    source = "from fractions import Fraction\nprint('hello')\ndef solve(a, b):\n    return Fraction(a, b)"
    found = run(server, source, 3, 6, function="solve")
    assert (found.kind, found.value, found.type, found.stdout) == ("ok", "1/2", "Fraction", "hello\n")
    assert found.seconds > 0
    assert found.peak_mb > 1


def test_what_was_printed_before_the_end_is_kept(server):
    assert run(server, "print('so far')\nwhile True: pass", limits=Limits(seconds=1.0)).stdout == "so far\n"


def test_the_main_module_is_the_programs(server):
    source = "import sys\nif __name__ == '__main__':\n    print(sys.modules['__main__'].__dict__ is globals())"
    assert run(server, source).stdout == "True\n"


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
scalars = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    scalars | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=30)
@given(value=values)
def test_json_goes_in_and_comes_out_unchanged(steady, value):
    found = run(steady, "def solve(value): return value", value, function="solve", limits=Limits(seconds=20.0))
    assert (found.kind, found.value) == ("ok", value)
    assert json.dumps(found.value) == json.dumps(value)


PURE = [
    "def solve(xs): return sorted(xs)[::-1]",
    "def solve(xs):\n    from collections import Counter\n    return Counter(map(str, xs))",
    "def solve(xs):\n    import itertools\n    return [sum(p) for p in itertools.combinations(xs[:5], 2)]",
    "def solve(xs):\n    print(*xs, sep=',')\n    return {'n': len(xs), 'max': max(xs, default=None)}",
    "def solve(xs):\n    import statistics\n    return statistics.median_low(xs)",
    "def solve(xs): return [x / (x - 3) for x in xs]",
]


def in_plain_python(source, numbers):
    """Kind, value, printed text and error of a program of ours, run right here."""
    scope, printed = {}, StringIO()
    exec(source, scope)  # noqa: S102  # our own text
    try:
        with redirect_stdout(printed):
            value = json.loads(json.dumps(scope["solve"](numbers)))
    except (ValueError, ArithmeticError) as error:
        return "error", None, printed.getvalue(), f"{type(error).__name__}: {error}"
    return "ok", value, printed.getvalue(), ""


@settings(max_examples=20)
@given(source=st.sampled_from(PURE), numbers=st.lists(st.integers(-9, 9), max_size=8))
def test_programs_do_what_they_do_in_plain_python(steady, source, numbers):
    found = run(steady, source, numbers, function="solve", limits=Limits(seconds=20.0))
    assert (found.kind, found.value, found.stdout, found.error) == in_plain_python(source, numbers)


def test_a_program_may_only_lie_about_itself(server):
    forged = '{"kind": "ok", "value": "forged", "type": "str", "seconds": 0.0}'
    found = run(server, f"import os\nos.write(3, b'{forged}\\n' * 5)\nanswer = 1", variable="answer")
    assert found.value == "forged"
    assert run(server, "answer = 2", variable="answer").value == 2


def test_nothing_of_another_program_is_in_sight(server):
    source = """
import sys, gc
frame, seen = sys._getframe(), []
while frame:
    seen += [repr(value) for value in frame.f_locals.values()]
    frame = frame.f_back
answer = any("".join(["plan", "ted-word"]) in text for text in [*seen, *map(repr, gc.get_objects())])
"""
    run(server, "word = 'planted-word'")
    assert run(server, source, variable="answer", limits=Limits(seconds=20.0)).value is False


LEFT = """
import builtins, sys, signal, json, random, os
builtins.left = "here"
sys.setrecursionlimit(60)
sys.modules["math"] = None
signal.signal(signal.SIGALRM, signal.SIG_IGN)
json.dumps = None
os.environ["LEFT"] = "here"
"""


@BOTH
def test_nothing_is_left_for_the_next_program(server):
    run(server, LEFT)
    source = "import math, os\nanswer = ['left' in dir(__builtins__), 'LEFT' in os.environ, math.sqrt(4)]"
    assert run(server, source, variable="answer").value == [False, False, 2.0]


def test_a_program_sees_no_environment_and_no_files_but_the_librarys(server, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "planted")
    fresh = opened()
    source = (
        "import os\nanswer = [sorted(os.environ), os.getuid(), [p for p in ('/etc', '/home', '/proc', '/dev', '/tmp')"
    )
    found = run(fresh, source + " if os.path.exists(p)]]", variable="answer")
    anyio.run(fresh.close)
    names, user, folders = found.value
    assert "SECRET_TOKEN" not in names
    assert (user, folders) == (65534, [])


def test_nobody_runs_it_outside_too(server):
    tree = psutil.Process(server._links[0].process.pid)
    inner = tree.children(recursive=True)[-1]
    expected = 65534 if os.getuid() == 0 else os.getuid()
    assert set(inner.uids()) == {expected}


def test_modules_load_on_mention_and_when_imported_from_text(server):
    found = run(server, "import uuid, decimal, bz2, unicodedata\nimport sched, textwrap, getopt\nprint('ok')")
    assert (found.kind, found.stdout) == ("ok", "ok\n")


def test_packages_are_shown_only_where_asked_for(server):
    with_numpy = opened(packages=["numpy"])
    source = "import numpy\nanswer = numpy.arange(3).sum()"
    assert run(with_numpy, source, variable="answer", limits=Limits(seconds=10)).value == 3
    anyio.run(with_numpy.close)
    assert run(server, source, variable="answer").kind == "unsupported"


def test_many_runs_leave_no_handles_and_no_processes(server):
    async def many():
        for _ in range(500):
            assert (await server.run(Program("x = 1"), (), QUICK)).kind == "ok"

    run(server, "x = 1")
    gc.collect()
    me, inner = psutil.Process(), psutil.Process(server._links[0].process.pid)
    handles, below = me.num_fds(), len(inner.children(recursive=True))
    anyio.run(many)
    assert me.num_fds() <= handles
    assert len(inner.children(recursive=True)) <= below


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_many_at_once_share_the_servers(backend):
    async def main():
        async with opened(workers=2) as server:
            found = {}

            async def one(number):
                program = Program("def solve(n): return n * n", "solve")
                found[number] = (await server.run(program, [number], QUICK)).value

            async with anyio.create_task_group() as group:
                for number in range(20):
                    group.start_soon(one, number)
            assert len([link for link in server._links if link]) == 2
            assert found == {number: number * number for number in range(20)}

    anyio.run(main, backend=backend)


def alive(pids):
    found = []
    for pid in pids:
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            found += [pid] if process.status() != psutil.STATUS_ZOMBIE else []
    return found


async def settled(pids):
    for _ in range(500):
        if not alive(pids):
            return []
        await anyio.sleep(0.02)
    return alive(pids)


def below(server):
    return [p.pid for link in server._links if link for p in
            [psutil.Process(link.process.pid), *psutil.Process(link.process.pid).children(recursive=True)]]  # fmt: skip


@pytest.mark.parametrize("namespaces", [True, False])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancelling_ends_the_program_and_the_next_one_runs(backend, namespaces):
    async def main():
        async with opened(namespaces=namespaces) as server:
            before = below(server)
            with anyio.move_on_after(0.2):
                await server.run(Program("while True: pass"), (), Limits(seconds=60))
            assert await settled(before) == []
            assert (await server.run(Program("x = 1"), (), QUICK)).kind == "ok"

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("namespaces", [True, False])
def test_a_killed_server_is_a_crash_once_and_then_replaced(namespaces):
    async def main():
        async with opened(namespaces=namespaces) as server:
            found = []

            async def one():
                found.append(await server.run(Program("while True: pass"), (), Limits(seconds=60)))

            async with anyio.create_task_group() as group:
                group.start_soon(one)
                await anyio.sleep(0.2)
                before = below(server)
                os.kill(before[1 if namespaces else 0], signal.SIGKILL)  # the first is bubblewrap, where there is one
            assert found[0].kind == "crashed"
            assert await settled(before) == []
            assert (await server.run(Program("x = 1"), (), QUICK)).kind == "ok"

    anyio.run(main)


HOST = """
import anyio, psutil, sys, warnings
from benchwright.sandbox.forkserver import ForkServer, Limits, Program
warnings.simplefilter("ignore")
server = ForkServer(namespaces=sys.argv[1] == "True")
me = psutil.Process()
async def main():
    async with anyio.create_task_group() as group:
        group.start_soon(server.run, Program("while True: pass"), (), Limits(seconds=60))
        while len(me.children(recursive=True)) < (3 if sys.argv[1] == "True" else 2):
            await anyio.sleep(0.01)
        print(*[child.pid for child in me.children(recursive=True)], flush=True)
anyio.run(main)
"""


@pytest.mark.parametrize("namespaces", [True, False])
def test_nothing_outlives_a_host_that_is_killed(namespaces):
    with subprocess.Popen([sys.executable, "-c", HOST, str(namespaces)], stdout=subprocess.PIPE, text=True) as host:
        pids = [int(word) for word in host.stdout.readline().split()]
        host.kill()
    assert len(pids) >= 2
    assert anyio.run(settled, pids) == []


def test_a_server_that_died_at_rest_is_replaced_unseen():
    server = opened()
    psutil.Process(server._links[0].process.pid).kill()
    assert run(server, "answer = 1", variable="answer").value == 1
    anyio.run(server.close)


def test_a_server_that_is_forgotten_ends():
    server = opened()
    pids = below(server)
    del server
    gc.collect()
    assert anyio.run(settled, pids) == []


def test_what_is_missing_is_said_loudly():
    with pytest.warns(RuntimeWarning, match="no namespaces"):
        server = ForkServer(namespaces=False)
    found = run(server, "x = 1")
    anyio.run(server.close)
    assert found.isolation.lacking == ("namespaces",)
    assert "namespaces" not in found.isolation.boundaries
    assert any("SANDBOX INCOMPLETE" in note for note in found.notes)


@pytest.mark.parametrize(
    "steps",
    [[(0x06, 0, 0, 0x7FFF0000)], [(0xFF, 0, 0, 0)]],
    ids=["lets everything through", "is none to the kernel"],
)
def test_without_a_filter_nothing_is_run(monkeypatch, steps):
    program = b"".join(struct.pack("=HBBI", *step) for step in steps)
    monkeypatch.setattr(_fork_link, "bpf", lambda _machine, *, files: program)  # noqa: ARG005
    with pytest.raises(SandboxError, match="not run without a sandbox"):
        ForkServer()


def test_another_system_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(SandboxError, match="needs Linux"):
        ForkServer()


def test_misuse_is_refused_in_one_line(server):
    with pytest.raises(InputError, match="at least one worker"):
        ForkServer(0)
    with pytest.raises(InputError, match="not installed"):
        ForkServer(packages=["no_such_package"])
    with pytest.raises(InputError, match="must be JSON"):
        run(server, "x = 1", {1, 2})
    with pytest.raises(InputError, match="limits are positive"):
        run(server, "x = 1", limits=Limits(seconds=0))


def test_a_closed_server_says_so():
    server = opened()
    anyio.run(server.close)
    with pytest.raises(InputError, match="closed"):
        run(server, "x = 1")
