"""Programs in Monty: how each of them ends, and that a result is the one CPython gives."""

import json
import math
import os
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("pydantic_monty")

from benchwright.errors import InputError
from benchwright.sandbox import Limits, Program, Result
from benchwright.sandbox._divergent import divergence
from benchwright.sandbox._monty import Monty
from benchwright.sandbox._plain import plain

QUICK = Limits(seconds=0.5, memory_mb=64)
PATIENT = replace(QUICK, seconds=30)
"""For what ends by itself, however busy the machine is."""


def ran(source: str, *inputs: Any, limits: Limits = QUICK) -> Result:
    return after([source], *inputs, limits=limits)[0]


def after(sources: Sequence[str], *inputs: Any, limits: Limits = QUICK) -> list[Result]:
    """The results of programs that run one after another in one worker."""

    async def go() -> list[Result]:
        monty = Monty(1)
        try:
            return [await monty.run(Program(source, function="solve"), inputs, limits) for source in sources]
        finally:
            await monty.close()

    return anyio.run(go)


def alone(program: Program) -> Result:
    """The result of a program that is no function."""

    async def go() -> Result:
        monty = Monty(1)
        try:
            return await monty.run(program, (), QUICK)
        finally:
            await monty.close()

    return anyio.run(go)


def body(lines: str) -> str:
    return "def solve():\n    " + lines.replace("\n", "\n    ")


SAME = [
    "return [1, 1.5, -0.0, 2**90, None, True, 'é', '<b>', 1e22, 0.1 + 0.2]",
    "return (1, (2, [3]))",
    "return {3, 1, 2}",
    "return frozenset({'b', 'a'})",
    "return {(1, 2): 3, None: 4, 1: 5, '1': 6}",
    "return float('nan'), float('inf'), 2j",
    "return range(4)",
    "return {1: 2}.keys()",
    "return b'x'",
    "from collections import namedtuple\nP = namedtuple('P', 'x y')\nreturn P(1, 2)",
    "from collections import deque\nreturn deque([1])",
    "from collections import Counter\nreturn Counter('aab')",
    "from collections import defaultdict\nd = defaultdict(list)\nd['a'].append(1)\nreturn d",
    "from decimal import Decimal\nreturn [Decimal('1.10'), Decimal(1) / 3]",
    "import datetime\nreturn datetime.date(2024, 2, 28) + datetime.timedelta(days=2)",
    "return [round(2.675, 2), round(0.5), round(1234.5, -2), round(7), round(1e300, 2)]",
    "import random\nrandom.seed(3)\nreturn [random.random(), random.randint(1, 6), random.sample(range(9), 3)]",
    "import itertools\nreturn list(itertools.permutations('abc', 2))",
    "import re\nreturn re.findall(r'(\\d+)-(\\w)', '12-a 3-b')",
    "import json\nreturn json.loads('{\"a\": [1, 2.5, null]}')",
    "type = 3\nlist = [1]\nlen = repr = None\nreturn {'type': type, 'list': list}",
    "print('a', 1.0, sep='-')\nprint([None, 'x'])\nreturn None",
    "class P:\n    def __init__(self, x): self.x = x\n    def __repr__(self): return 'P'\nreturn [str(P(1)), P(2).x]",
    "return f\"{1234.567:,.2f} {0.5:.0%} {255:#x} {'a':<3}|{-3:+d}\", '%05.2f' % 3.14159",
]


@pytest.mark.parametrize("lines", SAME)
def test_a_result_is_the_one_that_cpython_gives(lines: str) -> None:
    scope: dict[str, Any] = {}
    with redirect_stdout(StringIO()) as printed:
        exec(body(lines), scope)  # noqa: S102  # a program of this file
        form, name = plain(scope["solve"]())
    result = ran(body(lines))
    assert (result.kind, result.error) == ("ok", "")
    assert json.dumps([result.value, result.type, result.stdout]) == json.dumps([form, name, printed.getvalue()])


ENDS = [
    ("return 1 / 0", "error", "ZeroDivisionError: division by zero", 2),
    ("x = 1\nraise ValueError('no\\nnewline')", "error", "ValueError: no newline", 3),
    ("raise NotImplementedError('mine')", "error", "NotImplementedError: mine", 2),
    ("return undefined", "error", "NameError: name 'undefined' is not defined", 2),
    ("return [].foo", "error", "AttributeError: 'list' object has no attribute 'foo'", 2),
    ("return 1 + 'a'", "error", "TypeError: unsupported operand type(s) for +: 'int' and 'str'", 2),
    ("import nosuchmodule", "error", "ModuleNotFoundError: No module named 'nosuchmodule'", 2),
    ("from math import nosuchname", "error", "ImportError", 2),
    ("return solve()", "error", "RecursionError", 2),
    ("return (1", "syntax", "SyntaxError: '(' was never closed", 2),
    ("while True: pass", "timeout", "it used up its time", None),
    ("try:\n    while True: pass\nexcept BaseException: return 1", "timeout", "", None),
    ("import time\ntime.sleep(9)", "timeout", "it used up its time", None),
    ("import time\ntry: time.sleep(9)\nexcept BaseException: return 1", "timeout", "", None),
    ("return [0] * 10**9", "memory", "MemoryError", 2),
    ("try: x = 'a' * 10**10\nexcept BaseException: return 1", "memory", "", None),
    ("x = []\nwhile True: x.append('a' * 100_000)", "memory", "", None),
    ("print('a' * 30_000)", "output", "it printed more than 20,000 characters", None),
    ("while True: print('a' * 100)", "output", "", None),
    ("return 'a' * 30_000", "output", "", None),
    ("return 2**20_000", "output", "", None),
    ("return [0] * 10**6", "output", "", None),
    ("x = []\nfor _ in [0] * 14: x = [x, x]\nreturn x", "output", "", None),
    ("x = []\nx.append(x)\nreturn x", "output", "", None),
    ("return open('/etc/passwd').read()", "denied", "PermissionError", 2),
    ("import pathlib\nreturn pathlib.Path('/etc/passwd').read_text()", "denied", "", 3),
    ("import os\nos.listdir('/')", "denied", "", 3),
    ("import os\nos.system('ls')", "denied", "", 3),
    ("import os\nreturn os.environ", "denied", "", 3),
    ("import os\nos.fork()", "denied", "", 3),
    ("import socket", "denied", "", 2),
    ("import subprocess", "denied", "", 2),
    ("import ctypes", "denied", "", 2),
]


@pytest.mark.parametrize(("lines", "kind", "error", "line"), ENDS)
def test_how_a_program_ends(lines: str, kind: str, error: str, line: int | None) -> None:
    result = ran(body(lines), limits=QUICK if kind == "timeout" or "print" in lines else PATIENT)
    assert result.kind == kind, result.error
    assert result.error.startswith(error)
    assert line is None or result.line == line
    assert "\n" not in result.error


UNSUPPORTED = [
    "import heapq", "import numpy", "import sympy.abc", "from typing import NamedTuple",
    "return 'abc'.translate({})", "return str.maketrans('a', 'b')", "import itertools\nreturn itertools.tee([1])",
    "return callable(len)", "return memoryview(b'')", "x = 1\ndel x", "for i in solve(): yield i",
    "class A(dict): pass", "return pow(3, -1, 7)", "import sys\nsys.exit()", "raise SystemExit",
    "import re\nreturn re.sub('a', lambda m: 'b', 'a')", "return bytes([1])", "return lambda: 1",
    "class A: pass\nreturn A()", "return [range(3)]",
    "class P:\n    def __lt__(self, o): return True\nreturn sorted([P(), P()])",
    "return ValueError().__cause__",
    # what runs, but not as in CPython
    "return hasattr([], 'append')", "return {1: 'a', True: 'b'}",
    "class P:\n    __slots__ = ()\nreturn 1",
    "z = zip('ab', 'cd')\nlist(z)\nreturn list(z)", "return (x for x in [1])", "return map(str, [1])",
    "import itertools\nreturn next((i for i in itertools.count() if i > 5), 0)",
    "return any(1 / (2 - i) < 0 for i in [0, 3, 2])", "import itertools\nreturn any(i > 5 for i in itertools.count())",
    "q = [1]\nfor i, x in enumerate(q):\n    if x < 3: q.append(x + 1)\nreturn q",
    "return list({3, 1, 2})", "s = set([3, 1])\nreturn [x for x in s]", "s = {3, 1}\nfor x in s: print(x)",
    "return {3, 1}.pop()", "s = {3, 1} | {9}\nreturn str(s)", "return hash((1, 2))",
    "import math\nreturn math.gamma(5.5)",
]  # fmt: skip


@pytest.mark.parametrize("lines", UNSUPPORTED)
def test_what_monty_lacks_is_never_held_against_a_program(lines: str) -> None:
    result = ran(body(lines))
    assert result.kind == "unsupported", result
    assert result.error


@pytest.mark.parametrize(
    "lines",
    [
        "return sorted({3, 1})", "return sum({3, 1})", "s = {3, 1}\nreturn 2 in s, len(s)",
        "return {x for x in {1, 2}}", "return list(map(str, [1]))",
        "for i, x in enumerate('ab'): pass\nreturn i", "return dict(zip('ab', 'cd'))",
        "return ', '.join(str(x) for x in [1, 2])", "a, b = map(int, '1 2'.split())\nreturn a",
    ],
)  # fmt: skip
def test_a_set_or_an_iterator_that_is_used_up_is_no_hindrance(lines: str) -> None:
    assert ran(body(lines)).kind == "ok"


@pytest.mark.parametrize(
    ("caught", "noted"), [("Exception", 1), ("(KeyError, ImportError)", 1), ("", 1), ("(ValueError, KeyError)", 0)]
)
def test_what_a_program_may_have_caught_is_noted(caught: str, noted: int) -> None:
    result = ran(body(f"try: return 1\nexcept {caught}: return 0"))
    assert (result.value, len(result.notes)) == (1, noted)


@pytest.mark.parametrize("source", ["x = 1", "", "solve = 5", "def solver(): pass"])
def test_a_function_that_is_not_there_is_missing(source: str) -> None:
    assert ran(source).kind == "missing"


def test_a_name_error_inside_the_function_is_the_programs_own() -> None:
    assert ran("def solve():\n    return solver()").kind == "error"


@pytest.mark.parametrize("name", ["a.b", "x; import os", "lambda", "", "é"])
def test_only_a_name_can_be_asked_for(name: str) -> None:
    result = alone(Program("é = 5", variable=name))
    assert result.kind == ("ok" if name in {"", "é"} else "missing")


@pytest.mark.parametrize(
    "source",
    ["def solve(:", "return 5", "x = 1 +\\", "(" * 500, "'''", "@foo", "\x00", "\ud800", "if x:", "nonlocal y"],
)  # fmt: skip
def test_a_text_that_cpython_does_not_read_is_a_syntax_error(source: str) -> None:
    assert ran(source).kind == "syntax"


@pytest.mark.parametrize("part", ["a", "{", "{(", "a ", "{1,", "x={1}\n", "-1", "f'{", "for ", "'", "a=b\n", "[\n"])
def test_no_text_keeps_the_host_busy(part: str) -> None:
    """A pattern that takes quadratic time on such texts would take minutes here."""
    start = time.process_time()
    divergence(part * (49_000 // len(part)))
    assert time.process_time() - start < 5
    assert divergence(part * 1_000_000)


def test_a_variable_or_the_printed_text_may_be_the_result() -> None:
    variable = alone(Program("answer = [1]\nprint('x')", variable="answer"))
    assert (variable.value, variable.type, variable.stdout) == ([1], "list", "x\n")
    printed = alone(Program("print(7)"))
    assert (printed.kind, printed.value, printed.stdout) == ("ok", None, "7\n")


def test_inputs_come_as_json_holds_them() -> None:
    result = ran("def solve(a, b): return [type(a).__name__, b]", (1, 2), {"k": None})
    assert result.value == ["list", {"k": None}]


@pytest.mark.parametrize("given", [object(), {1, 2}, b"x"])
def test_inputs_that_are_no_json_are_refused(given: object) -> None:
    with pytest.raises(InputError, match="must be JSON"):
        ran("def solve(a): return a", given)


def test_programs_see_nothing_of_one_another() -> None:
    first = "import math\nmath.pi = 3\nG = 1\ndef solve(): return 1"
    second = "import math\ndef solve(): return math.pi"
    third = "def solve(): return G"
    _, untouched, unknown = after([first, second, third])
    assert untouched.value == math.pi
    assert unknown.error == "NameError: name 'G' is not defined"


def test_unseeded_chance_is_the_same_each_time() -> None:
    draw = "import random\ndef solve(): return random.random()"
    first, second = after([draw, draw])
    assert first.value == second.value


def test_a_dead_worker_is_replaced() -> None:
    dying = body("x = []\nfor _ in [0] * 60: x = [x, x]\nreturn len(repr(x))")
    fine = body("return 5")
    first, second = after([dying, fine])
    assert first.kind in {"memory", "timeout"}
    assert second.value == 5


def test_a_worker_that_kept_memory_of_a_program_does_not_serve_the_next() -> None:
    hungry = "import itertools\ndef solve(): return len(list(itertools.product(range(300), repeat=4)))"
    limits = Limits(seconds=30, memory_mb=256)

    async def go() -> tuple[Result, list[str], Result]:
        others = _children("monty")
        monty = Monty(1)
        await monty.run(Program("x = 1"))
        before = set(_children("monty")) - set(others)
        first = await monty.run(Program(hungry, "solve"), (), limits)
        second = await monty.run(Program("x = 2", variable="x"))
        stayed = [pid for pid in before if pid in _children("monty")]
        await monty.close()
        return first, stayed, second

    first, stayed, second = anyio.run(go)
    assert (first.kind, second.value) == ("memory", 2)
    assert not stayed


def test_a_worker_killed_from_outside_is_a_crash_and_not_the_programs_fault() -> None:
    async def go() -> list[Result]:
        monty, found = Monty(1), []
        await monty.run(Program("x = 1"))

        async def run() -> None:
            found.append(await monty.run(Program(body("while True: pass"), "solve"), (), Limits(seconds=5)))

        async with anyio.create_task_group() as group:
            group.start_soon(run)
            await anyio.sleep(0.5)
            _kill_children("monty")
        found.append(await monty.run(Program("x = 2", variable="x")))
        await monty.close()
        return found

    first, second = anyio.run(go)
    assert (first.kind, second.value) == ("crashed", 2)


def _kill_children(name: str) -> None:
    for pid in _children(name):
        os.kill(int(pid), 9)


def _children(name: str) -> list[str]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            called, _, rest = status.read_text("utf-8").rpartition(")")
        except OSError:
            continue
        if called.endswith(f"({name}") and rest.split()[1] == str(os.getpid()):
            found.append(status.parent.name)
    return found


def test_the_isolation_is_recorded_with_every_result() -> None:
    for source in ("def solve(): return 1", "def solve(:", "def solve(): 1/0", "import heapq"):
        assert ran(source).isolation.backend == "monty"


ASKS = "n = 0\nfor _ in range({}):\n    try: undefined\n    except NameError: n += 1\nreturn n"


def test_a_program_may_ask_for_a_few_names_that_are_not_there_but_not_for_many() -> None:
    few, many = after([body(ASKS.format(50)), body(ASKS.format(1000))])
    assert (few.kind, few.value) == ("ok", 50)
    assert many.kind == "unsupported"


def test_an_error_in_the_words_of_the_host_is_the_programs_own() -> None:
    said = "RuntimeError: suspension limit 200 exceeded"
    result = ran(body("raise RuntimeError('suspension limit 200 exceeded')"))
    assert (result.kind, result.error) == ("error", said)


SLOW = """\
undefined = 0
def solve():
    return again(b'x' * 5_000_000)
def again(much):
    while True:
        try: absent(much)
        except NameError: pass
"""


def test_the_time_that_the_host_is_kept_busy_counts() -> None:
    start = time.monotonic()
    assert ran(SLOW).kind in {"timeout", "unsupported"}
    assert time.monotonic() - start < 30  # without a limit it would go on for as long as it likes


def test_sleep_is_granted_within_the_time() -> None:
    lines = (
        "import asyncio, time\ntime.sleep(0.01)\nasync def nap(n):\n    await asyncio.sleep(0.03 * (3 - n))\n"
        "    print(n)\n    return n\nasync def naps(): return await asyncio.gather(*[nap(n) for n in range(3)])\n"
        "return asyncio.run(naps())"
    )
    result = ran(body(lines), limits=Limits(seconds=10))
    assert (result.kind, result.value, result.stdout) == ("ok", [0, 1, 2], "2\n1\n0\n")


@pytest.mark.parametrize("form", ["('fine', 'int', 7)", "('int', '7', 7)", "('@', 'fine', 'int', 7)", "None", ""])
@pytest.mark.parametrize("variable", ["answer", ""])
def test_a_return_outside_of_functions_is_no_way_to_hand_over_a_result(form: str, variable: str) -> None:
    result = alone(Program(f"answer = 1\nif answer:\n    return {form}", variable=variable))
    assert (result.kind, result.value) == ("syntax", None)


def test_a_class_with_the_name_of_a_known_one_is_not_taken_for_it() -> None:
    for name in ("Decimal", "date", "deque"):
        result = ran(f"class {name}:\n    def __init__(self): self.x = 1\ndef solve(): return [{name}()]")
        assert (result.kind, name in result.error) == ("unsupported", True)


def test_no_field_of_a_result_is_longer_than_it_may_be() -> None:
    long = "'T' * 5_000"
    for lines in (f"return type({long}, (), {{}})()", f"raise ValueError({long})", f"return [].{'a' * 9000}"):
        result = ran(body(lines))
        assert max(len(result.error), len(result.type), *map(len, result.notes), 0) <= 1000


def test_no_program_writes_to_the_standard_error_of_its_host(capfd: pytest.CaptureFixture[str]) -> None:
    assert ran(body("return absent([0] * 4_000_000)"), limits=replace(PATIENT, memory_mb=256)).kind == "memory"
    assert capfd.readouterr() == ("", "")
