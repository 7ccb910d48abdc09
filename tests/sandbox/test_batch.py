"""Many programs of one author in one process: each has its own end, and a culprit costs nobody else their result."""

import warnings

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.sandbox.forkserver import ForkServer
from benchwright.sandbox.types import Limits, Program

SHORT = Limits(seconds=0.5, memory_mb=128, output_chars=500)
LONG = Limits(seconds=20.0, memory_mb=128, output_chars=500)
WHERE = """
import builtins, random
builtins.mark = getattr(builtins, "mark", None) or random.random()
def solve(n): return builtins.mark
"""


@pytest.fixture(scope="module")
def server():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        server = ForkServer(workers=2)
    yield server
    anyio.run(server.close)


def batch(server, sources, limits=LONG, **options):
    jobs = [(Program(source, "solve"), [number]) for number, source in enumerate(sources)]

    async def main():
        return await server.run_batch(jobs, limits, **{"author": "someone", **options})

    return anyio.run(main)


GOOD = "def solve(n): return n * n"
CULPRITS = {
    "timeout": "def solve(n):\n while True: pass",
    "timeout in spite of itself": (
        "def solve(n):\n while True:\n  try:\n   while True: pass\n  except BaseException: pass"
    ),
    "error": "def solve(n): return 1 / 0",
    "error, for it ends the process": "import os\ndef solve(n): os._exit(0)",
    "error, for it closes the pipe": "import os\ndef solve(n):\n os.close(3)\n os.write(3, b'x')",
    "memory": "def solve(n): return len(' ' * 10**10)",
    "memory, bit by bit": "def solve(n):\n kept = []\n while True: kept.append(' ' * 10**6)",
    "output": "def solve(n):\n while True: print('flood')",
    "output as a result": "def solve(n): return ' ' * 1000",
    "syntax": "def solve(n) return n",
    "missing": "def resolve(n): return n",
    "denied": "def solve(n): open('/etc/passwd')",
    "unsupported": "import no_such_module",
}


@pytest.mark.parametrize("name", CULPRITS)
def test_a_culprit_in_the_middle_costs_nobody_else_their_result(server, name):
    kind = name.split()[0].strip(",")
    limits = SHORT if kind == "timeout" else LONG
    found = batch(server, [GOOD, GOOD, CULPRITS[name], GOOD, CULPRITS[name], GOOD], limits)
    assert [result.kind for result in found] == ["ok", "ok", kind, "ok", kind, "ok"]
    assert [result.value for result in found] == [0, 1, None, 9, None, 25]


KINDS = st.sampled_from(["error", "syntax", "missing", "denied", "error, for it ends the process", "unsupported"])


@settings(max_examples=15)
@given(plan=st.lists(st.none() | KINDS, max_size=12), size=st.integers(1, 5))
def test_a_batch_gives_what_single_runs_give(server, plan, size):
    sources = [GOOD if name is None else CULPRITS[name] for name in plan]
    found = batch(server, sources, size=size)
    assert [result.kind for result in found] == ["ok" if name is None else name.split(",")[0] for name in plan]
    assert [result.value for result in found] == [n * n if name is None else None for n, name in enumerate(plan)]


def test_globals_are_fresh_and_printed_text_is_each_programs_own(server):
    source = "seen = globals().get('seen', 0) + 1\ndef solve(n):\n print('number', n)\n return seen"
    found = batch(server, [source] * 3)
    assert [result.value for result in found] == [1, 1, 1]
    assert [result.stdout for result in found] == [f"number {n}\n" for n in range(3)]


def test_so_many_programs_share_a_process_and_no_more(server):
    marks = [result.value for result in batch(server, [WHERE] * 10, size=4)]
    assert len({*marks[:4]}) == len({*marks[4:8]}) == len({*marks[8:]}) == 1
    assert len(set(marks)) == 3


def test_two_authors_never_share_a_process(server):
    mark = "import builtins\nbuiltins.left = 'mine'\ndef solve(n): return getattr(builtins, 'left', None)"
    look = "import builtins\ndef solve(n): return getattr(builtins, 'left', None)"
    assert batch(server, [mark, look], author="one")[0].value == "mine"
    assert [result.value for result in batch(server, [look, look], author="two")] == [None, None]


def test_results_say_that_the_process_was_shared_and_with_whom(server):
    [found] = batch(server, [GOOD], author="model A")
    assert found.isolation.shared
    assert any("model A" in note for note in found.notes)
    single = anyio.run(server.run, Program(GOOD, "solve"), [1])
    assert not single.isolation.shared


def test_each_has_its_own_time(server):
    slow = "import time\ndef solve(n):\n time.sleep(0.4)\n return n"
    found = batch(server, [slow] * 4, Limits(seconds=1.2))
    assert [result.kind for result in found] == ["ok"] * 4
    assert all(0.4 <= result.seconds < 1.2 for result in found)


def test_what_another_left_does_not_stop_timers_or_streams(server):
    mess = (
        "import sys, signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nsys.stdout = None\n"
        "sys.setrecursionlimit(50)\ndef solve(n): return n"
    )
    deep = "def solve(n):\n print('heard')\n def down(k): return k and down(k - 1)\n return down(200)"
    found = batch(server, [mess, CULPRITS["timeout"], mess, deep], SHORT)
    assert [result.kind for result in found] == ["ok", "timeout", "ok", "ok"]
    assert found[3].stdout == "heard\n"


def test_whoever_runs_out_of_memory_is_tried_once_more_by_itself(server):
    hoard = "import builtins\nbuiltins.hoard = 'x' * 90_000_000\ndef solve(n): return n"
    modest = "def solve(n): return len('x' * 90_000_000)"
    found = batch(server, [hoard, modest, GOOD])
    assert [result.kind for result in found] == ["ok", "ok", "ok"]


def test_no_programs_give_no_results(server):
    assert batch(server, []) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [({"author": " "}, "names its author"), ({"size": 0}, "at least one program"),
     ({"limits": Limits(seconds=-1)}, "limits are positive")],
)  # fmt: skip
def test_misuse_is_one_plain_error(server, options, message):
    with pytest.raises(InputError, match=message):
        batch(server, [GOOD] * 500, **options)


def test_a_batch_without_an_author_cannot_be_written(server):
    with pytest.raises(TypeError, match="author"):
        anyio.run(server.run_batch, [(Program(GOOD, "solve"), [1])])


def test_a_cancelled_batch_leaves_the_server_usable(server):
    async def main():
        jobs = [(Program(CULPRITS["timeout"], "solve"), [1])] * 50
        with anyio.move_on_after(0.5):
            await server.run_batch(jobs, Limits(seconds=60), author="someone", size=10)
        return await server.run_batch([(Program(GOOD, "solve"), [3])], LONG, author="someone")

    assert anyio.run(main)[0].value == 9
