"""Inspect's provider over llama.cpp in this process.

Inspect raises concurrency on its own (20 requests at first) whatever a provider's `max_connections` says, so requests
wait here for one of the server's slots, first come, first served, and samples that share a document stay together.
"""

from __future__ import annotations

import time
from typing import Any

from inspect_ai.model import ChatMessage, GenerateConfig, ModelAPI, ModelCall, ModelOutput
from inspect_ai.tool import ToolChoice, ToolInfo
from inspect_ai.util import concurrency

from benchwright.errors import ModelError
from benchwright.models import _wire
from benchwright.models._names import IN_PROCESS
from benchwright.models.facts import ModelFacts
from benchwright.models.server import Server, error_text, server_for, tokens_of

_DEFAULT_MAX_TOKENS = 1024


class LlamaCppAPI(ModelAPI):
    """A GGUF model for Inspect. The model is loaded here, so that a bad file stops a run before its first sample."""

    def __init__(self, facts: ModelFacts, config: GenerateConfig | None = None) -> None:
        manner = f"{IN_PROCESS}window={facts.window_tokens} reproducible={facts.reproducible}"
        super().__init__(facts.name.partition("/")[2], base_url=manner, config=config or GenerateConfig())
        self.facts = facts
        server_for(facts)

    async def generate(
        self,
        input: list[ChatMessage],  # noqa: A002 - Inspect's name
        tools: list[ToolInfo],
        tool_choice: ToolChoice,
        config: GenerateConfig,
    ) -> tuple[ModelOutput, ModelCall]:
        """One reply, and what was asked but for the messages, which the log holds already.

        A prompt that does not fit the window gives an empty reply whose stop reason is `model_length`. Time spent
        waiting for a slot is not charged to the sample.

        Raises:
            ModelError: the request asks for what the embedded server cannot do, or the server failed.
        """
        del tool_choice
        if tools:
            raise ModelError(
                f"{self.facts.name} was given {len(tools)} tools, which the embedded models cannot call; "
                "use a model of another provider"
            )
        body = _wire.request_body(input, config, self.facts)
        async with concurrency(self.facts.name, self.facts.slots, key=self.connection_key(), visible=False):
            start = time.monotonic()
            status, reply = await self._server.post("/v1/chat/completions", body)
            seconds = time.monotonic() - start
        output = _wire.read_reply(status, reply, self.facts, config)
        return output, ModelCall.create(_wire.settings_of(body), reply.get("timings"), time=seconds)

    async def count_text_tokens(self, text: str) -> int:
        """Tokens of a text, by the model's own tokenizer."""
        return len(await self.tokenize(text))

    async def tokenize(self, text: str) -> list[int]:
        """Token ids of a text, by the model's own tokenizer."""
        return tokens_of(*await self._server.post("/tokenize", {"content": text}))

    async def count_tokens(self, input: str | list[ChatMessage], config: GenerateConfig | None = None) -> int:  # noqa: A002 - Inspect's name
        """Tokens of a text, or of messages with everything the chat template puts around them."""
        del config
        if isinstance(input, str):
            return await self.count_text_tokens(input)
        status, reply = await self._server.post("/apply-template", {"messages": _wire.chat(input)})
        if status != 200:
            raise ModelError(f"{self.facts.name} could not lay out the messages: {error_text(reply)}")
        request: dict[str, Any] = {"content": reply["prompt"], "add_special": True, "parse_special": True}
        return len(tokens_of(*await self._server.post("/tokenize", request)))

    def max_connections(self) -> int:
        """As many as the server has slots."""
        return self.facts.slots

    def max_tokens(self) -> int:
        """Enough for an answer with its reasoning, and less than the window."""
        return min(_DEFAULT_MAX_TOKENS, max(1, (self.facts.window_tokens or _DEFAULT_MAX_TOKENS) // 2))

    def collapse_user_messages(self) -> bool:
        """Many chat templates refuse two user messages in a row."""
        return True

    def collapse_assistant_messages(self) -> bool:
        """Many chat templates refuse two assistant messages in a row."""
        return True

    def connection_key(self) -> str:
        """One pool per set of weights and options."""
        return repr(self.facts)

    @property
    def _server(self) -> Server:
        return server_for(self.facts)  # again, in case the servers were closed since
