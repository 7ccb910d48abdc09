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
from benchwright.records import Document, digest

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage, Model

_MARK = re.compile(r"\[\[benchwright document ([0-9a-f]{16}) of ([0-9a-f]{16})\]\]")
_offered: dict[str, Mapping[str, Document]] = {}


def offer(documents: Mapping[str, Document]) -> str:
    """Make documents available to references; the key that a reference to one of them carries.

    The key is a hash over all of them, so no text among them can hold it: a document cannot forge a reference.
    """
    key = digest(list(documents))
    _offered[key] = documents
    return key


def reference(document_id: str, key: str) -> str:
    """What stands in a prompt for the text of a document that was offered under this key."""
    return f"[[benchwright document {document_id} of {key}]]"


def offered(document_id: str) -> Document | None:
    """The document of that id among those offered; the id is a hash of the text, so any of that id will do."""
    return next((held[document_id] for held in _offered.values() if document_id in held), None)


def mentioned(text: str) -> set[str]:
    """Ids of the documents that a text refers to."""
    return {match[1] for match in _MARK.finditer(text) if match[1] in _offered.get(match[2], ())}


def expand(text: str) -> str:
    """The text with each reference replaced; what a document says is not searched for further references.

    Raises:
        InputError: a reference names a document that was not offered with the others.
    """
    return _MARK.sub(lambda match: _text(match[0], match[1], match[2]), text)


def _text(mark: str, document_id: str, key: str) -> str:
    if key not in _offered:
        return mark  # not one of ours: text that happens to look like a reference
    if document_id not in _offered[key]:
        raise InputError(
            f"the prompt refers to document {document_id}, which is not in its benchmark; make the prompt anew"
        )
    return _offered[key][document_id].text


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
