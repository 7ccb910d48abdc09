"""Calls to a model for work that is no Inspect sample (drafts, checks): cached by Inspect, counted, within a budget.

    Call --Caller.ask--> Reply: a text, or the failure that took its place; never an exception for what a model does

A finished call is answered from Inspect's reply cache when the same work is started again, and counts as what it cost
when it was made, so that a resumed run spends and decides as the one that was killed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from benchwright.errors import BenchwrightError, boundary
from benchwright.records import digest

if TYPE_CHECKING:
    from anyio import Event
    from inspect_ai.model import GenerateConfig, Model, ModelOutput, ResponseSchema

_HALF = r"\\u[dD][{}][0-9a-fA-F]{{2}}"
_HALVES = re.compile(rf"({_HALF.format('89abAB')}{_HALF.format('c-fC-F')})|{_HALF.format('89a-fA-F')}|[\ud800-\udfff]")
Failing = Literal["", "provider", "limit", "filtered", "empty", "budget"]
HEAT = 0.7
"""Temperature of further samples of the same call."""
RETRIES = 3
SECONDS = 300
"""Of one attempt at a call."""


@dataclass(frozen=True)
class Call:
    """What is asked of a model."""

    purpose: str
    """A row of the table of costs."""
    prompt: tuple[str, ...]
    """Parts of one message, put together with empty lines; what several calls share stands first, so that a server
    can reuse what it has read of it."""
    most: int = 1024
    """Output tokens."""
    draw: int = 0
    """From 1: a further sample of the same call, drawn at a temperature."""
    schema: Mapping[str, Any] | None = None  # Any: JSON
    """JSON schema of the reply, for providers that can hold a model to it; others are merely asked."""
    shared: bool = False
    """Asked once for several pieces of work: it counts once, also where a later process asks again."""

    @property
    def text(self) -> str:
        """The message."""
        return "\n\n".join(self.prompt)


@dataclass(frozen=True)
class Spent:
    """What calls of one purpose cost."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Read and written."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True)
class Reply:
    """What came back."""

    text: str = ""
    failure: Failing = ""
    """Why there is no text that can be used; empty where there is. `limit`: the prompt does not fit the window."""
    reason: str = ""
    cut: bool = False
    """The text ends at its token limit."""
    cost: Spent = Spent()
    """What the call cost, or had cost when its reply was first made."""


Ask = Callable[[Call], Awaitable[Reply]]


@dataclass(frozen=True)
class Price:
    """USD for a million tokens."""

    input_tokens: float
    output_tokens: float

    def of(self, spent: Spent) -> float:
        """USD."""
        return (spent.input_tokens * self.input_tokens + spent.output_tokens * self.output_tokens) / 1e6


@dataclass
class Purse:
    """What may be spent by all models of a piece of work, and what has been."""

    tokens: int | None = None
    """Read and written, in all; none where there is no cap."""
    usd: float | None = None
    spent: dict[str, Spent] = field(default_factory=dict)
    """By purpose."""
    paid: float = 0.0
    """USD, where prices are known."""
    refused: int = 0
    """Calls that were not made, for what is left does not cover them."""
    shared: set[str] = field(default_factory=set)
    """Shared calls that have been counted."""
    _held: dict[int, tuple[int, float]] = field(default_factory=dict)
    """The most that calls in flight can still cost: tokens, USD."""
    _keys: int = 0
    _settled: Event | None = None
    """Set when the next call in flight is through."""

    @property
    def total(self) -> Spent:
        """Over all purposes."""
        return sum(self.spent.values(), Spent())

    def left(self) -> float | None:
        """The share of the budget that is not spent, the scarcer of the two; none where there is no cap."""
        shares = [1 - self.total.tokens / self.tokens] if self.tokens else []
        shares += [1 - self.paid / self.usd] if self.usd else []
        return max(0.0, min(shares)) if shares else None

    def hold(self, most: Spent, price: Price | None) -> int | None:
        """Set aside what a call can cost at most: a key to settle it by; none where that would go beyond the cap."""
        tokens, usd = most.tokens, price.of(most) if price else 0.0
        waiting = [sum(each) for each in zip(*self._held.values(), strict=True)] or [0, 0.0]
        over = self.tokens is not None and self.total.tokens + waiting[0] + tokens > self.tokens
        if over or (self.usd is not None and self.paid + waiting[1] + usd > self.usd):
            return None
        self._keys += 1
        self._held[self._keys] = (tokens, usd)
        return self._keys

    async def reserve(self, most: Spent, price: Price | None) -> int | None:
        """The same, waiting for calls in flight to cost less than they might; none where there are none to wait for."""
        import anyio

        while (key := self.hold(most, price)) is None and self._held:
            self._settled = self._settled or anyio.Event()
            await self._settled.wait()
        self.refused += key is None
        return key

    def settle(self, key: int, purpose: str, cost: Spent, price: Price | None) -> None:
        """Put what the call did cost in the place of what was set aside."""
        del self._held[key]
        if self._settled:
            self._settled.set()
            self._settled = None
        self.spent[purpose] = self.spent.get(purpose, Spent()) + cost
        self.paid += price.of(cost) if price else 0.0


class Caller:
    """Asks one model.

    Args:
        model: Inspect's.
        scope: of the cache: another scope, other replies.
        purse: shared by all models of the work.
        price: of the model, where it is known.
        connections: calls in flight at most.
    """

    def __init__(
        self, model: Model, *, scope: str, purse: Purse | None = None, price: Price | None = None, connections: int = 32
    ) -> None:
        import anyio

        self.model, self.purse, self.price = model, purse or Purse(), price
        self._scope, self._connections = scope, connections
        self._gate = anyio.CapacityLimiter(connections)

    @property
    def name(self) -> str:
        """Of the model, as users name it."""
        return str(self.model)

    async def ask(self, call: Call) -> Reply:
        """The reply to a call, or why there is none."""
        async with self._gate:
            key = await self.purse.reserve(_most(call), self.price)
            if key is None:
                return Reply(failure="budget", reason="the budget does not cover this call")
            cost = Spent(1)
            try:
                output = await self._generate(call)
                cost = self._counted(call, _cost(call, output))
                return replace(read(output), cost=cost)
            except BenchwrightError as error:
                return Reply(failure="provider", reason=str(error), cost=cost)
            finally:
                self.purse.settle(key, call.purpose, cost, self.price)

    def _counted(self, call: Call, cost: Spent) -> Spent:
        """The cost; nothing where a shared call has been counted before."""
        if not call.shared:
            return cost
        key = digest([self.name, call.text, call.draw])
        if key in self.purse.shared:
            return Spent()
        self.purse.shared.add(key)
        return cost

    async def _generate(self, call: Call) -> ModelOutput:
        from inspect_ai.model import CachePolicy, ChatMessageUser

        with boundary(BenchwrightError, self.name):
            return await self.model.generate(
                [ChatMessageUser(content=call.text)],
                config=self._config(call),
                cache=CachePolicy(expiry=None, per_epoch=False, scopes={"work": self._scope, "draw": str(call.draw)}),
            )

    def _config(self, call: Call) -> GenerateConfig:
        from inspect_ai.model import GenerateConfig

        return GenerateConfig(
            max_tokens=call.most,
            temperature=HEAT if call.draw else 0.0,
            seed=call.draw,
            max_connections=self._connections,
            max_retries=RETRIES,
            attempt_timeout=SECONDS,
            response_schema=_schema(call.purpose, json.dumps(call.schema)) if call.schema else None,
        )


@lru_cache(maxsize=64)
def _schema(purpose: str, schema: str) -> ResponseSchema:
    """A schema as Inspect holds it; one object for all calls, for Inspect copies a configuration deeply at each.

    The fields keep their order: models that are held to a schema write them in it.
    """
    from inspect_ai.model import ResponseSchema
    from inspect_ai.util import JSONSchema

    class Shared(ResponseSchema):
        def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Shared:
            return self

    return Shared(name=purpose, json_schema=JSONSchema.model_validate_json(schema))


def read(output: ModelOutput) -> Reply:
    """What an output says."""
    stop = str(output.stop_reason) if output.choices else ""
    if stop == "model_length":
        return Reply(failure="limit", reason="the prompt does not fit the model's window")
    if stop == "content_filter":
        return Reply(failure="filtered", reason="the provider's content filter stopped the reply")
    if output.error or not output.completion.strip():
        return Reply(failure="empty", reason=output.error or "the reply is empty")
    return Reply(whole(output.completion), cut=stop == "max_tokens")


def whole(text: str) -> str:
    """The text without halves of characters, bare or as JSON spells them, which no file could hold."""
    return _HALVES.sub(lambda match: match[1] or "\ufffd", text)


def _most(call: Call) -> Spent:
    """An upper bound of what a call can cost: no tokenizer in use makes more tokens than there are bytes."""
    text = call.text + (json.dumps(call.schema, ensure_ascii=False) if call.schema else "")
    return Spent(1, len(text.encode("utf-8", "surrogatepass")) + 64, call.most)


def _cost(call: Call, output: ModelOutput) -> Spent:
    """By the provider's own count; where it gives none, by bytes / 4."""
    usage = output.usage
    if usage is None:
        sizes = [-(-len(text.encode("utf-8", "surrogatepass")) // 4) for text in (call.text, output.completion)]
        return Spent(1, *sizes)
    read_in = usage.input_tokens + (usage.input_tokens_cache_read or 0) + (usage.input_tokens_cache_write or 0)
    return Spent(1, read_in, usage.output_tokens)
