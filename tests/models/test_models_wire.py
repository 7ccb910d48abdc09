"""Requests to the embedded server and its replies, without a server."""

import pytest
from inspect_ai.model import (
    ChatMessageAssistant,
    ChatMessageTool,
    ChatMessageUser,
    ContentImage,
    ContentReasoning,
    ContentText,
    GenerateConfig,
    ResponseSchema,
)
from inspect_ai.util import JSONSchema

from benchwright.errors import ModelError
from benchwright.models import describe
from benchwright.models._wire import read_reply, request_body, settings_of

ASK = [ChatMessageUser(content="Why?")]
USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12, "prompt_tokens_details": {"cached_tokens": 7}}


def body_of(facts, messages=ASK, **config):
    return request_body(messages, GenerateConfig(**config), facts)


def reply_of(facts, *, choice=None, usage=USAGE, **config):
    choice = {"finish_reason": "stop", "message": {"content": "Because."}, **(choice or {})}
    return read_reply(200, {"choices": [choice], "usage": usage}, facts, GenerateConfig(**config))


@pytest.fixture
def facts(tiny):
    return describe(f"gguf:{tiny}")


@pytest.fixture
def reproducible(tiny):
    return describe(f"gguf:{tiny}", {"reproducible": True})


def test_nothing_asked_for_leaves_the_servers_own_settings(facts):
    assert body_of(facts) == {"messages": [{"role": "user", "content": "Why?"}], "cache_prompt": True}


def test_settings_keep_their_values_under_the_servers_names(facts):
    given = {"temperature": 0.0, "top_p": 0.5, "top_k": 3, "seed": 7, "max_tokens": 5, "frequency_penalty": 0.1}
    body = body_of(facts, **given, stop_seqs=["\n"], num_choices=2, logit_bias={12: -3.0}, cache_prompt=False)
    renamed = {"stop": ["\n"], "n": 2, "logit_bias": {"12": -3.0}, "cache_prompt": False}
    assert settings_of(body) == {**given, **renamed}


def test_a_response_schema_becomes_a_json_schema(facts):
    schema = ResponseSchema(name="verdict", json_schema=JSONSchema(type="string"))
    given = body_of(facts, response_schema=schema)["response_format"]
    assert given == {"type": "json_schema", "json_schema": {"name": "verdict", "schema": {"type": "string"}}}


def test_a_grammar_passes_through_the_extra_body(facts):
    assert body_of(facts, extra_body={"grammar": 'root ::= "a"'})["grammar"] == 'root ::= "a"'


@pytest.mark.parametrize(("config", "tops"), [({"logprobs": True}, 1), ({"top_logprobs": 4}, 4)])
def test_log_probabilities_are_asked_for(facts, config, tops):
    body = body_of(facts, **config)
    assert (body["logprobs"], body["top_logprobs"]) == (True, tops)


def test_a_reproducible_request_has_a_seed_and_reuses_no_prefix(reproducible):
    assert settings_of(body_of(reproducible)) == {"cache_prompt": False, "seed": 0}
    asked = body_of(reproducible, seed=3, cache_prompt=True, extra_body={"cache_prompt": True})
    assert settings_of(asked) == {"cache_prompt": False, "seed": 3}


def test_text_in_parts_is_sent_as_text_and_thoughts_are_not(facts):
    parts = [ContentReasoning(reasoning="hm"), ContentText(text="Yes.")]
    body = body_of(facts, [*ASK, ChatMessageAssistant(content=parts)])
    assert body["messages"][1] == {"role": "assistant", "content": "Yes."}


@pytest.mark.parametrize(
    "message",
    [ChatMessageUser(content=[ContentImage(image="data:image/png;base64,AAAA")]), ChatMessageTool(content="4")],
)
def test_what_is_not_text_is_refused(facts, message):
    with pytest.raises(ModelError, match="take text alone"):
        body_of(facts, [message])


def test_probabilities_of_the_prompt_are_refused(facts):
    with pytest.raises(ModelError, match="prompt_logprobs"):
        body_of(facts, prompt_logprobs=1)


def test_cached_tokens_are_counted_apart(facts):
    output = reply_of(facts)
    usage = output.usage
    counts = (usage.input_tokens, usage.input_tokens_cache_read, usage.output_tokens, usage.total_tokens)
    assert counts == (2, 7, 3, 12)
    assert output.input_context_tokens == 9
    assert (output.completion, output.model) == ("Because.", facts.name.removeprefix("benchwright/"))


@pytest.mark.parametrize(
    ("finish", "total", "stop"),
    [("stop", 512, "stop"), ("length", 511, "max_tokens"), ("length", 512, "model_length"), ("other", 1, "unknown")],
)
def test_why_a_reply_ended_is_told(facts, finish, total, stop):
    output = reply_of(facts, choice={"finish_reason": finish}, usage={**USAGE, "total_tokens": total})
    assert output.stop_reason == stop


def test_thoughts_are_kept_apart_from_the_answer(facts):
    output = reply_of(facts, choice={"message": {"content": "4", "reasoning_content": "2+2"}})
    assert output.completion == "4"
    assert output.message.content[0].reasoning == "2+2"


@pytest.mark.parametrize(("asked", "kept"), [(None, None), (1, ["a"])])
def test_log_probabilities_are_read(facts, asked, kept):
    token = {"id": 5, "token": "a", "logprob": -0.5, "bytes": [97]}
    choice = {"logprobs": {"content": [{**token, "top_logprobs": [token]}]}}
    (read,) = reply_of(facts, choice=choice, logprobs=True, top_logprobs=asked).choices[0].logprobs.content
    assert (read.token, read.logprob, read.bytes) == ("a", -0.5, [97])
    assert (read.top_logprobs and [top.token for top in read.top_logprobs]) == kept


def test_a_prompt_that_is_too_long_is_an_empty_reply(facts):
    error = {"type": "exceed_context_size_error", "message": "too long", "n_prompt_tokens": 900}
    output = read_reply(400, {"error": error}, facts, GenerateConfig())
    assert (output.completion, output.stop_reason, output.usage.input_tokens) == ("", "model_length", 900)


@pytest.mark.parametrize("body", [{"error": {"message": "bad\ngrammar"}}, {"error": "bad grammar"}, {}])
def test_another_refusal_is_an_error_in_one_line(facts, body):
    with pytest.raises(ModelError, match="refused the request") as caught:
        read_reply(400, body, facts, GenerateConfig())
    assert "\n" not in str(caught.value)
