"""Calls that are cached, counted and kept within a budget."""

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.models.behaviours import Prompt
from benchwright.models.behaviours import Reply as Told
from benchwright.models.calls import Call, Caller, Price, Purse, Reply, Spent
from benchwright.models.fake import fake_model


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECT_CACHE_DIR", str(tmp_path / "cache"))


class Counted:
    """A fake model that knows how often it was asked, and how many calls were under way at once."""

    def __init__(self, answer="yes") -> None:
        self.calls, self.answer = 0, answer

    def __call__(self, prompt: Prompt) -> str | Told:
        self.calls += 1
        return self.answer(prompt) if callable(self.answer) else self.answer


def ask_all(model, calls, **settings) -> tuple[list[Reply], Purse]:
    async def work() -> tuple[list[Reply], Purse]:
        caller = Caller(fake_model(model, "calls"), scope="test", **settings)
        return [await caller.ask(call) for call in calls], caller.purse

    return anyio.run(work)


def test_a_reply_is_text_with_its_cost() -> None:
    (reply,), purse = ask_all(Counted("forty bytes of reply, as good as any one"), [Call("draft", ("a", "b"))])
    assert reply.text.startswith("forty")
    assert purse.spent == {"draft": reply.cost}
    assert reply.cost == Spent(1, 1, 10)


def test_a_finished_call_is_not_made_again_and_costs_the_same() -> None:
    model, calls = Counted(), [Call("draft", ("one",)), Call("rubric", ("two",))]
    first, before = ask_all(model, calls)
    again, after = ask_all(model, calls)
    assert model.calls == 2
    assert first == again
    assert before.spent == after.spent


def test_further_samples_are_calls_of_their_own() -> None:
    model = Counted()
    ask_all(model, [Call("probe", ("one",), draw=draw) for draw in (0, 1, 2, 1)])
    assert model.calls == 3


def test_a_schema_reaches_the_provider_with_its_fields_in_order() -> None:
    seen = []

    class Seeing(Caller):
        async def _generate(self, call):
            seen.append(self._config(call).response_schema)
            return await super()._generate(call)

    schema = {"type": "object", "properties": {name: {"type": "string"} for name in ("quote", "facet", "answer")}}

    async def work() -> None:
        caller = Seeing(fake_model(Counted(), "calls"), scope="test")
        for number in range(2):
            await caller.ask(Call("draft", (str(number),), schema=schema))

    anyio.run(work)
    assert [list(one.json_schema.properties) for one in seen] == [["quote", "facet", "answer"]] * 2


def test_a_shared_call_counts_once_also_in_a_later_process() -> None:
    model, call = Counted(), Call("facets", ("one",), shared=True)
    (first, again), purse = ask_all(model, [call, call])
    (later,), after = ask_all(model, [call], purse=Purse(shared=set(purse.shared)))
    assert model.calls == 1
    assert first.cost.calls == 1
    assert again.cost == later.cost == after.total == Spent()


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("", "empty"), (" \n", "empty"),
        (lambda _: Told("", stop_reason="model_length"), "limit"),
        (lambda _: Told("half", stop_reason="content_filter"), "filtered"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_a_failure_with_a_reason(answer, failure) -> None:
    (reply,), _ = ask_all(Counted(answer), [Call("draft", ("one",))])
    assert (reply.failure, reply.text) == (failure, "")
    assert reply.reason


def test_a_cut_reply_says_so() -> None:
    (reply,), _ = ask_all(Counted(lambda _: Told("half of", stop_reason="max_tokens")), [Call("draft", ("one",))])
    assert reply.cut
    assert reply.text == "half of"


def test_an_error_of_the_provider_is_a_reply_and_the_next_try_may_succeed() -> None:
    def fail(_):
        raise RuntimeError("out of order")

    (reply,), _ = ask_all(Counted(fail), [Call("draft", ("one",))])
    assert reply.failure == "provider"
    assert "out of order" in reply.reason
    (reply,), _ = ask_all(Counted(), [Call("draft", ("one",))])
    assert reply.text == "yes"


@given(budget=st.integers(1, 4000), sizes=st.lists(st.integers(1, 400), min_size=1, max_size=8))
def test_no_budget_is_ever_exceeded(budget, sizes) -> None:
    purse = Purse(tokens=budget)
    for size in sizes:
        if key := purse.hold(Spent(1, size, size), None):
            purse.settle(key, "draft", Spent(1, size, size // 2), None)
    assert purse.total.tokens <= budget


def test_calls_in_flight_count_with_the_most_they_can_cost() -> None:
    purse = Purse(tokens=100)
    first = purse.hold(Spent(1, 30, 30), None)
    assert first
    assert not purse.hold(Spent(1, 30, 30), None)
    purse.settle(first, "draft", Spent(1, 30, 5), None)
    assert purse.hold(Spent(1, 30, 30), None)


def test_a_call_waits_for_those_in_flight_to_cost_less_than_they_might() -> None:
    model = Counted()

    async def work() -> Purse:
        caller = Caller(fake_model(model, "calls"), scope="test", purse=Purse(tokens=700))
        async with anyio.create_task_group() as group:
            for number in range(8):
                group.start_soon(caller.ask, Call("draft", (str(number),), most=500))
        return caller.purse

    purse = anyio.run(work)
    assert (model.calls, purse.refused) == (8, 0)


def test_two_models_share_one_purse() -> None:
    async def work() -> Purse:
        purse = Purse(tokens=10_000)
        models = [Caller(fake_model(Counted(), name), scope="test", purse=purse) for name in ("one", "other")]
        async with anyio.create_task_group() as group:
            for number in range(20):
                group.start_soon(models[number % 2].ask, Call("draft", (str(number),), most=50))
        return purse

    assert anyio.run(work).total.calls == 20


def test_a_budget_in_money() -> None:
    price, purse = Price(1.0, 10.0), Purse(usd=0.01)
    key = purse.hold(Spent(1, 1000, 500), price)
    assert key
    purse.settle(key, "draft", Spent(1, 1000, 500), price)
    assert purse.paid == pytest.approx(0.006)
    assert not purse.hold(Spent(1, 1000, 500), price)
    assert purse.left() == pytest.approx(0.4)


def test_a_call_beyond_the_budget_is_not_made() -> None:
    model = Counted()
    (reply,), purse = ask_all(model, [Call("draft", ("one",), most=500)], purse=Purse(tokens=100))
    assert reply.failure == "budget"
    assert model.calls == 0
    assert purse.total == Spent()


def test_no_more_calls_are_under_way_than_allowed() -> None:
    seen = {"now": 0, "most": 0}

    class Watched(Caller):
        async def _generate(self, call):
            seen["now"] += 1
            seen["most"] = max(seen["most"], seen["now"])
            await anyio.lowlevel.checkpoint()
            output = await super()._generate(call)
            seen["now"] -= 1
            return output

    async def work() -> None:
        caller = Watched(fake_model(Counted(), "calls"), scope="test", connections=3)
        async with anyio.create_task_group() as group:
            for number in range(12):
                group.start_soon(caller.ask, Call("draft", (str(number),)))

    anyio.run(work)
    assert seen == {"now": 0, "most": 3}
