"""Which backend runs a program, and what a result says of it."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anyio
import pytest

from benchwright.errors import InputError, MissingExtraError, UnknownNameError
from benchwright.sandbox import BACKENDS, Isolation, Limits, Program, Result, Sandbox, run, run_many
from benchwright.sandbox._auto import NO_MONTY, Auto

FINE = Program("def solve(a): return a + 1", function="solve")
NEEDS_CPYTHON = Program("import heapq\ndef solve(a): return heapq.nsmallest(1, [a, 2])", function="solve")
DOUBTFUL = Program("def solve(a): return int('x')", function="solve")
CERTAIN = Program("def solve(a): return 1 / 0", function="solve")


class Behind:
    """In the fork server's place: says what it is told to, and counts."""

    isolation = Isolation(backend="behind", boundaries=("process",))

    def __init__(self, kind: Any = "ok") -> None:
        self.kind, self.asked, self.closed = kind, 0, False

    async def run(self, _: Program, inputs: Sequence[Any] = (), limits: Limits = Limits()) -> Result:  # noqa: ARG002, B008
        self.asked += 1
        return Result(kind=self.kind, isolation=self.isolation, value=7, error="said behind")

    async def close(self) -> None:
        self.closed = True


def auto(program: Program, behind: Behind) -> Result:
    async def go() -> Result:
        box = Auto(1, lambda: behind)
        try:
            return await box.run(program, [41])
        finally:
            await box.close()

    return anyio.run(go)


@pytest.fixture
def _monty() -> None:
    pytest.importorskip("pydantic_monty")


@pytest.mark.usefixtures("_monty")
def test_what_monty_runs_goes_nowhere_else() -> None:
    behind = Behind()
    result = auto(FINE, behind)
    assert (result.value, result.isolation.backend, result.notes, behind.asked) == (42, "monty", (), 0)


@pytest.mark.usefixtures("_monty")
def test_what_monty_lacks_runs_behind_it_and_the_result_says_why() -> None:
    behind = Behind()
    result = auto(NEEDS_CPYTHON, behind)
    assert (result.value, result.isolation.backend, behind.closed) == (7, "behind", True)
    assert "No module named 'heapq'" in result.notes[0]


@pytest.mark.usefixtures("_monty")
@pytest.mark.parametrize(("kind", "backend"), [("ok", "behind"), ("error", "behind"), ("crashed", "monty")])
def test_an_error_that_only_monty_may_raise_is_asked_of_cpython(kind: str, backend: str) -> None:
    behind = Behind(kind)
    result = auto(DOUBTFUL, behind)
    assert (result.isolation.backend, behind.asked, len(result.notes)) == (backend, 1, 1)
    assert result.kind == ("error" if kind == "crashed" else kind)


@pytest.mark.usefixtures("_monty")
def test_what_monty_may_have_raised_and_the_program_caught_is_asked_of_cpython() -> None:
    behind = Behind()
    caught = "def solve(a):\n    try: return pow(3, -1, 7)\n    except Exception: return None"
    assert auto(Program(caught, function="solve"), behind).value == 7
    assert behind.asked == 1


@pytest.mark.usefixtures("_monty")
@pytest.mark.parametrize("source", ["def solve(a): raise ValueError", CERTAIN.source, "def solve(:", "import socket"])
def test_what_is_certain_is_not_asked_twice(source: str) -> None:
    behind = Behind()
    auto(Program(source, function="solve"), behind)
    assert behind.asked == 0


def test_without_monty_auto_says_so_and_monty_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_monty", None)
    assert auto(FINE, Behind()).notes == (NO_MONTY,)
    with pytest.raises(MissingExtraError, match=r"benchwright\[sandbox\]"):
        Sandbox("monty")


def test_an_unknown_backend_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="monty"):
        Sandbox("montty")
    assert set(BACKENDS) == {"auto", "forkserver", "inspect", "monty"}


@pytest.mark.usefixtures("_monty")
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
def test_results_keep_the_order_of_the_programs_on_either_event_loop(loop: str) -> None:
    jobs = [(FINE, [n]) for n in range(20)]

    async def go() -> list[Result]:
        async with Sandbox("monty", workers=3) as box:
            return await box.run_many(jobs)

    assert [result.value for result in anyio.run(go, backend=loop)] == list(range(1, 21))
    assert [result.value for result in anyio.run(lambda: run_many(jobs[:3], backend="monty"), backend=loop)] == [
        1,
        2,
        3,
    ]


@pytest.mark.usefixtures("_monty")
def test_the_kept_sandbox_serves_one_loop_after_another() -> None:
    async def twice() -> list[int]:
        return [(await run(FINE, [n])).value for n in (1, 2)]

    assert anyio.run(twice) == anyio.run(twice, backend="trio") == [2, 3]


@pytest.mark.usefixtures("_monty")
def test_a_cancelled_run_gives_its_worker_back() -> None:
    async def go() -> int:
        endless = Program("while True: pass")
        async with Sandbox("monty") as box:
            with anyio.move_on_after(0.2):
                await box.run(endless, (), Limits(seconds=0.6))
            value: int = (await box.run(FINE, [1])).value
            return value

    assert anyio.run(go) == 2


@pytest.mark.usefixtures("_monty")
def test_inputs_that_are_no_json_are_the_callers_mistake() -> None:
    async def go() -> Result:
        return await run(FINE, [object()], backend="monty")

    with pytest.raises(InputError, match="must be JSON"):
        anyio.run(go)


def test_the_facade_is_light_and_complete() -> None:
    import benchwright.sandbox as facade

    assert all(hasattr(facade, name) for name in facade.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        facade.nothing  # noqa: B018


@pytest.mark.usefixtures("_monty")
def test_the_page_prints_what_it_says() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")
    code, said = re.findall(r"```(?:python|text)\n(.*?)```", text, re.DOTALL)[:2]
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == said
