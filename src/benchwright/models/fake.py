"""The fake model: Inspect's provider over `behaviours`, for tests, examples and baselines.

It counts tokens as bytes / 4, so nothing is ever fetched, and answers at once, so thousands of samples cost only what
Inspect itself costs.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any, cast

import anyio
from inspect_ai.model import ChatMessage, GenerateConfig, Model, ModelAPI, ModelOutput, ModelUsage, get_model
from inspect_ai.tool import ToolChoice, ToolInfo

from benchwright.errors import InputError
from benchwright.models._names import IN_PROCESS, PROVIDER, parse
from benchwright.models.behaviours import Behaviour, Message, Prompt, Reply
from benchwright.models.behaviours import behaviour as read_behaviour
from benchwright.models.server import fake_tokens
from benchwright.records import digest

_FUNCTIONS: dict[str, Behaviour] = {}


class FakeAPI(ModelAPI):
    """The fake model for Inspect. Its name carries its behaviour, so that two of them are two systems."""

    def __init__(
        self,
        model_name: str,
        config: GenerateConfig | None = None,
        *,
        behaviour: str = "",
        window: int | None = None,
    ) -> None:
        spec = _spec(parse(model_name).argument, behaviour)
        self._behaviour = _FUNCTIONS.get(spec) or read_behaviour(spec)
        manner = f"{IN_PROCESS}window={window} script={_script_digest(spec)}"
        super().__init__(f"fake:{spec}", base_url=manner, config=config or GenerateConfig())
        self._window = window
        self._calls = count(1)

    async def generate(
        self,
        input: list[ChatMessage],  # noqa: A002 - Inspect's name
        tools: list[ToolInfo],
        tool_choice: ToolChoice,
        config: GenerateConfig,
    ) -> ModelOutput:
        """One reply; tools are ignored."""
        del tools, tool_choice
        messages = tuple(Message(message.role, message.text) for message in input)
        given = sum(fake_tokens(message.text) for message in messages)
        if self._window is not None and given > self._window:
            return self._output(Reply("", stop_reason="model_length"), given)
        reply = self._behaviour(Prompt(messages, seed=config.seed or 0, call=next(self._calls)))
        reply = Reply(reply) if isinstance(reply, str) else reply
        await anyio.sleep(reply.delay)
        return self._output(reply, given)

    def _output(self, reply: Reply, given: int) -> ModelOutput:
        output = ModelOutput.from_content(self.model_name, reply.text, stop_reason=reply.stop_reason)
        made = fake_tokens(reply.text)
        output.usage = ModelUsage(input_tokens=given, output_tokens=made, total_tokens=given + made)
        return output

    async def count_text_tokens(self, text: str) -> int:
        """Bytes / 4, rounded up. Inspect's own count would download a tokenizer."""
        return fake_tokens(text)

    def max_connections(self) -> int:
        """Nothing is waited for, so many."""
        return 64


def fake_model(reply: Behaviour, name: str = "", *, window: int | None = None) -> Model:
    """A model for Inspect that answers with `reply(prompt)`: a text, a `Reply`, or an error that is raised.

    Args:
        reply: the function; wrap any of `behaviours`, or write one.
        name: what logs show after `benchwright/fake:`, and what Inspect's cache knows the model by; by default the
            name of the function.
        window: tokens (bytes / 4) of prompt beyond which replies stop with `model_length`.
    """
    spec = name or cast("str", getattr(reply, "__name__", "function"))
    arguments: dict[str, Any] = {} if window is None else {"window": window}
    _FUNCTIONS[spec] = reply
    try:
        return get_model(f"{PROVIDER}/fake:{spec}", memoize=False, **arguments)
    finally:
        del _FUNCTIONS[spec]


def _script_digest(spec: str) -> str:
    """So that Inspect's cache does not answer with the replies of a script that has changed since."""
    name, _, path = spec.partition(":")
    return digest(Path(path).read_text("utf-8")) if name == "script" and path else ""


def _spec(named: str, argument: str) -> str:
    if named and argument and named != argument:
        raise InputError(f"fake:{named} was given with behaviour={argument!r}; name the behaviour once")
    return named or argument or "echo"
