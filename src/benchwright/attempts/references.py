"""Documents by reference: a log and a process hold a document once, not once per sample.

A prompt names a document by its id. Inspect records the prompt as it is; the text takes the reference's place in the
very last step, when the model's provider is called. The id is a hash of the text, so the reference pins the content,
and Inspect's cache, which sees the reference, still tells two documents apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchwright.errors import InputError
from benchwright.records import Document

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage, Model

_MARK = re.compile(r"\[\[benchwright document ([0-9a-f]{16})\]\]")
_sources: list[Mapping[str, Document]] = []


def reference(document_id: str) -> str:
    """What stands in a prompt for the text of a document."""
    return f"[[benchwright document {document_id}]]"


def offer(documents: Mapping[str, Document]) -> None:
    """Make documents available to every reference of this process."""
    if not any(documents is source for source in _sources):
        _sources.append(documents)


def expand(text: str) -> str:
    """The text with each reference replaced; what a document says is not searched for further references.

    Raises:
        InputError: a reference names a document that was not offered.
    """
    return _MARK.sub(lambda match: _text(match[1]), text)


def _text(key: str) -> str:
    for source in reversed(_sources):
        if key in source:
            return source[key].text
    raise InputError(f"the prompt refers to document {key}, which is not in an open benchmark; open its folder first")


def expand_messages(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """The messages with the references in user messages replaced; messages without any are passed on as they are."""
    return [_expand_message(message) if message.role == "user" else message for message in messages]


def _expand_message(message: ChatMessage) -> ChatMessage:
    if isinstance(message.content, str):
        text = expand(message.content)
        return message if text == message.content else message.model_copy(update={"content": text})
    parts = [
        part.model_copy(update={"text": expand(part.text)}) if part.type == "text" else part for part in message.content
    ]
    return message.model_copy(update={"content": parts})


def install(model: Model) -> None:
    """Have this model's provider see documents where prompts hold references. Installing twice is harmless.

    The provider's own `generate` is replaced on the instance: a wrapper class would hide the provider's type from
    Inspect, which looks at it.
    """
    api = model.api
    plain = api.generate
    if getattr(plain, "expands_references", False):
        return

    async def generate(input: list[ChatMessage], *args: Any, **kwargs: Any) -> Any:  # noqa: A002  # Inspect's name for it
        return await plain(expand_messages(input), *args, **kwargs)

    generate.expands_references = True  # type: ignore[attr-defined]
    api.generate = generate  # type: ignore[method-assign]
