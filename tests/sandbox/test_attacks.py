import sys
from collections import Counter
from dataclasses import replace

import anyio
import pytest
from attacks.arena import Arena
from attacks.backends import opened
from attacks.control import Control
from attacks.corpus import attacks, families, some
from attacks.judge import CANARY, ELSEWHERE, HONEST, TRACE, Judge

from benchwright.sandbox.types import Isolation, Result

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the eyes read /proc")
GOOD = Result(kind="ok", isolation=Isolation("fake", ()), value=HONEST, type="list", stdout="canary 4\n")
QUIET = next(attack for attack in attacks() if attack.name == "globals")
"""An attack that a backend which runs nothing withstands."""


BROKE = {
    "monty": [
        "cpu/unknown_names", "cpu/unknown_calls", "cpu/parser", "cpu/deep_parser", "memory/stubborn",
        "memory/handed_over", "memory/handed_over_method", "output/type_name", "output/own_classes",
        "protocol/own_names", "protocol/own_names_short", "protocol/own_names_large", "protocol/own_names_odd",
        "protocol/returned", "protocol/returned_short", "protocol/returned_late",
    ],
    "forkserver": [
        "cpu/last_words", "output/type_name", "output/own_number", "protocol/exit_after", "protocol/every_handle",
        "protocol/no_variable", "protocol/late_answer", "protocol/late_answers", "protocol/alarm_unset",
    ],
}  # fmt: skip
"""Attacks that each got through once."""


@pytest.fixture(scope="module")
def arena():
    with Arena() as made:
        yield made


class Fake:
    """Answers every program but the canary as it is told to."""

    isolation = GOOD.isolation

    def __init__(self, act):
        self.act = act

    async def run(self, program, *_):
        if program is TRACE:
            return replace(GOOD, kind="error", error="NameError: name 'left_behind' is not defined")
        return GOOD if program in {CANARY, ELSEWHERE} else await self.act()

    async def close(self):
        pass


def escapes(arena, act, attack=QUIET):
    async def main():
        judge = Judge(arena, Fake(act), grace=0.3)
        await judge.settle()
        try:
            return (await judge.attack(attack)).escapes
        finally:
            judge.clear({arena.awake.pid, arena.asleep.pid})

    return anyio.run(main)


def told(**fields):
    async def act():
        return replace(GOOD, value=1, type="int", stdout="", **fields) if fields else GOOD

    return act


def test_the_suite_is_as_large_as_it_says():
    assert len(attacks()) >= 250
    assert len(families()) >= 14
    assert len({(attack.family, attack.name) for attack in attacks()}) == len(attacks())
    assert min(Counter(attack.family for attack in attacks()).values()) >= 8
    assert {attack.family for attack in attacks() if attack.control} == set(families())


def test_the_secret_is_never_told_to_an_attack(arena):
    assert not any(arena.token in attack.program(arena.words).source for attack in attacks())


@pytest.mark.parametrize("family", families())
def test_without_a_sandbox_an_attack_of_each_family_is_seen_to_escape(arena, family):
    attack = next(attack for attack in some(1, control=True) if attack.family == family)

    async def main():
        box = Control(arena.drop, arena.handle)
        judge = Judge(arena, box, grace=1.0)
        await judge.settle()
        try:
            return (await judge.attack(attack)).escapes
        finally:
            await box.close()
            judge.clear({arena.awake.pid, arena.asleep.pid})

    assert anyio.run(main) & attack.escape


def bad(arena, backend, chosen):
    """What is wrong with the ends of attacks."""
    if backend in {"monty", "auto"}:
        pytest.importorskip("pydantic_monty")

    async def main():
        async with opened(backend) as box:
            judge = Judge(arena, box)
            await judge.settle()
            return [await judge.attack(attack) for attack in chosen]

    seen = anyio.run(main)
    return {
        f"{o.attack.family}/{o.attack.name}": (o.kind, o.escapes, o.wrong_kind)
        for o in seen
        if o.escapes or o.wrong_kind
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["monty", "forkserver", "degraded", "batch", "auto"])
def test_no_attack_escapes(arena, name):
    assert not bad(arena, name, some(4))


@pytest.mark.parametrize("name", BROKE)
def test_what_got_through_once_does_not_again(arena, name):
    chosen = [attack for attack in attacks() if f"{attack.family}/{attack.name}" in BROKE[name]]
    assert len(chosen) == len(BROKE[name])
    assert not bad(arena, name, chosen)


def test_an_honest_backend_is_not_accused(arena):
    assert escapes(arena, told(line=3)) == set()


def test_a_secret_in_a_result_is_a_leak(arena):
    for where in ({"error": arena.token, "kind": "error"}, {"notes": (f"of {arena.token}.",)}):
        assert escapes(arena, told(**where)) == {"leak"}


@pytest.mark.parametrize(
    "fields",
    [{"kind": "immune"}, {"seconds": -1.0}, {"seconds": float("nan")}, {"line": "3"}, {"peak_mb": float("inf")},
     {"error": "but ok"}, {"kind": "error"}],
)  # fmt: skip
def test_fields_that_no_run_can_have_are_forged(arena, fields):
    assert escapes(arena, told(**fields)) == {"forged"}


@pytest.mark.parametrize("value", [float("nan"), (1,), {1: 2}, b"x", object(), type("Int", (int,), {})(3)])
def test_what_is_not_json_is_alien(arena, value):
    async def act():
        return replace(GOOD, value=value)

    assert escapes(arena, act) == {"alien"}


@pytest.mark.parametrize(
    "fields", [{"stdout": "x" * 10_001}, {"value": "x" * 40_000}, {"error": "x" * 40_000, "kind": "error"}]
)
def test_more_text_than_the_limit_is_a_flood(arena, fields):
    async def act():
        return replace(GOOD, **fields)

    assert escapes(arena, act) == {"flood"}


def test_a_late_result_is_seen(arena):
    async def act():
        await anyio.sleep(1)
        return GOOD

    assert escapes(arena, act) == {"time"}


def test_a_process_left_behind_is_seen(arena):
    async def act():
        await anyio.open_process(["sleep", "30"], start_new_session=True)
        return GOOD

    assert escapes(arena, act) == {"process"}


def test_what_happens_to_planted_things_is_seen(arena):
    async def act():
        (arena.drop / "new").touch()
        arena.awake.kill()
        arena.awake.wait()
        async with await anyio.connect_tcp("127.0.0.1", arena.listeners.port) as stream:
            await stream.receive()
        return GOOD

    assert escapes(arena, act) == {"file", "victim", "connection"}


def test_a_kind_that_no_honest_run_ends_in_is_forged(arena):
    endless = next(attack for attack in attacks() if attack.family == "cpu" and attack.name == "loop")
    assert escapes(arena, told(line=1), endless) == {"forged"}
