"""Inspect's messages and settings to a request of llama.cpp's server, and its reply back.

Imported only where Inspect already is. What the server cannot do (tools, images, log-probabilities of the prompt) is
refused with a reason; a prompt that is too long is not an error but a reply that stopped at the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessage,
    ChatMessageAssistant,
    Content,
    ContentReasoning,
    ContentText,
    GenerateConfig,
    Logprob,
    Logprobs,
    ModelOutput,
    ModelUsage,
    StopReason,
    TopLogprob,
)

from benchwright.errors import ModelError
from benchwright.models.facts import ModelFacts
from benchwright.models.server import Json, error_text

_FIXED_SEED = 0
_SAME_NAME = ("temperature", "top_p", "top_k", "seed", "max_tokens", "frequency_penalty", "presence_penalty")
_RENAMED = {"stop_seqs": "stop", "num_choices": "n"}
_STOPS: dict[str, StopReason] = {"stop": "stop", "length": "max_tokens"}


def request_body(messages: Sequence[ChatMessage], config: GenerateConfig, facts: ModelFacts) -> Json:
    """The body of a chat request.

    Raises:
        ModelError: the request asks for what the embedded server does not do.
    """
    if config.prompt_logprobs:
        raise ModelError(
            "prompt_logprobs were asked for, which llama.cpp's chat does not give; use a vllm/ or hf/ model"
        )
    body: Json = {"messages": chat(messages), "cache_prompt": config.cache_prompt is not False}
    body |= {name: value for name in _SAME_NAME if (value := getattr(config, name)) is not None}
    body |= {theirs: value for ours, theirs in _RENAMED.items() if (value := getattr(config, ours)) is not None}
    body |= _probabilities(config) | _schema(config)
    if config.logit_bias:
        body["logit_bias"] = {str(token): bias for token, bias in config.logit_bias.items()}
    body |= config.extra_body or {}
    if facts.reproducible:
        body |= {"cache_prompt": False, "seed": body.get("seed", _FIXED_SEED)}
    return body


def settings_of(body: Json) -> Json:
    """A request but for its messages: documents are long, and the log holds the messages already."""
    return {name: value for name, value in body.items() if name != "messages"}


def chat(messages: Sequence[ChatMessage]) -> list[Json]:
    """Messages as role and text.

    Raises:
        ModelError: a message holds an image or a tool's result.
    """
    return [{"role": message.role, "content": _text(message)} for message in messages]


def _text(message: ChatMessage) -> str:
    kinds = {"text"} if isinstance(message.content, str) else {part.type for part in message.content}
    if message.role == "tool" or not kinds <= {"text", "reasoning"}:
        raise ModelError(
            f"a message of role {message.role} with {', '.join(sorted(kinds))} was given; the embedded models take "
            "text alone: use a model of another provider"
        )
    return message.text


def _probabilities(config: GenerateConfig) -> Json:
    if not config.logprobs and not config.top_logprobs:
        return {}
    return {"logprobs": True, "top_logprobs": config.top_logprobs or 1}


def _schema(config: GenerateConfig) -> Json:
    if config.response_schema is None:
        return {}
    schema = config.response_schema.json_schema.model_dump(exclude_none=True)
    named = {"name": config.response_schema.name, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def read_reply(status: int, body: Json, facts: ModelFacts, config: GenerateConfig) -> ModelOutput:
    """The server's reply as Inspect's.

    Raises:
        ModelError: the server refused the request for another reason than its length.
    """
    model = facts.name.partition("/")[2]
    error = body.get("error", {})
    if status != 200:
        if isinstance(error, dict) and error.get("type") == "exceed_context_size_error":
            return _too_long(model, int(error.get("n_prompt_tokens", 0)))
        raise ModelError(f"{facts.name} refused the request ({status}): {error_text(body)}")
    usage = _usage(body["usage"])
    full = facts.window_tokens is not None and usage.total_tokens >= facts.window_tokens
    return ModelOutput(
        model=model,
        choices=[_choice(choice, model, full=full, tops=bool(config.top_logprobs)) for choice in body["choices"]],
        usage=usage,
        input_context_tokens=int(body["usage"]["prompt_tokens"]),
    )


def _too_long(model: str, tokens: int) -> ModelOutput:
    output = ModelOutput.from_content(model, "", stop_reason="model_length")
    output.usage = ModelUsage(input_tokens=tokens, total_tokens=tokens)
    output.input_context_tokens = tokens
    return output


def _usage(counts: Json) -> ModelUsage:
    cached = int((counts.get("prompt_tokens_details") or {}).get("cached_tokens", 0))
    return ModelUsage(
        input_tokens=counts["prompt_tokens"] - cached,  # Inspect counts cached tokens apart
        input_tokens_cache_read=cached,
        output_tokens=counts["completion_tokens"],
        total_tokens=counts["total_tokens"],
    )


def _choice(choice: Json, model: str, *, full: bool, tops: bool) -> ChatCompletionChoice:
    message = choice["message"]
    stop = _STOPS.get(choice["finish_reason"], "unknown")
    return ChatCompletionChoice(
        message=ChatMessageAssistant(content=_content(message), model=model, source="generate"),
        stop_reason="model_length" if stop == "max_tokens" and full else stop,
        logprobs=_logprobs(choice.get("logprobs"), tops=tops),
    )


def _content(message: Json) -> str | list[Content]:
    text, thought = message.get("content") or "", message.get("reasoning_content")
    return [ContentReasoning(reasoning=thought), ContentText(text=text)] if thought else text


def _logprobs(given: Json | None, *, tops: bool) -> Logprobs | None:
    if not given or not given.get("content"):
        return None
    return Logprobs(content=[_logprob(token, tops=tops) for token in given["content"]])


def _logprob(token: Json, *, tops: bool) -> Logprob:
    others: list[dict[str, Any]] = token.get("top_logprobs") or []
    return Logprob(
        **_probability(token), top_logprobs=[TopLogprob(**_probability(other)) for other in others] if tops else None
    )


def _probability(token: Json) -> Json:
    return {"token": token["token"], "logprob": token["logprob"], "bytes": token.get("bytes")}
