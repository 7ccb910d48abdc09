"""How the stages ask a model: prompts from files, a reply that must be readable, and repairs with the fault shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from benchwright.errors import InputError, ModelError
from benchwright.models.calls import Ask, Call
from benchwright.records import digest

T = TypeVar("T")
AGAIN = "run the same command again: finished calls are kept and not paid for again"


@cache
def shipped(name: str) -> str:
    """A text of the folder `prompts`."""
    return (files(__package__) / "prompts" / name).read_text("utf-8").rstrip("\n")


def fenced(what: str, text: str) -> str:
    """A text that is data, between two lines with a mark that it does not hold."""
    mark = mark_of(text)
    return f"{what}, between two lines with the mark {mark}:\n{mark}\n{text}\n{mark}"


def mark_of(*texts: str) -> str:
    """A word that none of the texts holds; the same for the same texts."""
    held, turn = "\n".join(texts), 0
    while (word := digest([held, turn], 8)) in held:
        turn += 1
    return word


@dataclass(frozen=True)
class Wish:
    """What a model is to write, and how it is told."""

    purpose: str
    what: str
    """For people: `plan`, `code`."""
    prompt: tuple[str, ...]
    """What stays the same over all tries."""
    repairs: int
    most: int
    """Output tokens."""
    schema: dict[str, object] | None = None


async def written(ask: Ask, wish: Wish, read: Callable[[str], T], complaint: str = "", earlier: str = "") -> T:
    """What a model writes, once it can be read; a fault is shown to it, so often as the wish allows.

    Args:
        ask: the model.
        wish: what is asked for.
        read: turns a reply into what is wanted, or raises InputError with what is wrong of it.
        complaint: what is wrong of `earlier`, or wished for.
        earlier: what is to be changed, where there is something already.

    Raises:
        InputError: no try could be read; the last fault is named.
        ModelError: the model cannot be asked, or the budget is spent.
    """
    for turn in range(wish.repairs + 1):
        prompt = (*wish.prompt, *_again(wish.what, earlier, complaint))
        text = await said(ask, Call(wish.purpose, prompt, wish.most, draw=turn, schema=wish.schema))
        try:
            return read(text)
        except InputError as error:
            complaint, earlier = str(error), text
    raise InputError(
        f"the model wrote no {wish.what} that can be used, after {wish.repairs} repairs; the last fault: "
        f"{complaint[:400]}; describe the task more closely, write the {wish.what} by hand, or name another --model"
    )


def _again(what: str, earlier: str, complaint: str) -> tuple[str, ...]:
    if not complaint:
        return ()
    shown = (fenced(f"The {what} so far", earlier),) if earlier.strip() else ()
    rest = "and everything else as it was. The reason itself has no place in it."
    fault = fenced("It cannot stay as it is, for this reason", complaint)
    return (*shown, fault, f"Write the whole {what} anew with that put right {rest}")


async def said(ask: Ask, call: Call) -> str:
    """The text of a reply; empty where the model gave none.

    Raises:
        ModelError: the model cannot be asked, or the budget is spent.
    """
    reply = await ask(call)
    if reply.failure == "budget":
        raise ModelError(f"the budget is spent, and the stage {call.purpose} is not done; raise it and {AGAIN}")
    if reply.failure in {"provider", "limit"}:
        raise ModelError(f"the stage {call.purpose} is not done: {reply.reason}; {AGAIN}")
    return reply.text


def object_in(text: str) -> str:
    """The JSON object that a reply holds, whatever stands around it.

    Raises:
        InputError: there is none, or it breaks off.
    """
    decoder = json.JSONDecoder()
    faults: list[str] = []
    at = text.find("{")
    while at >= 0 and len(faults) < 20:
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            faults.append(str(error))
        else:
            return text[at:end]
        at = text.find("{", at + 1)
    raise InputError(f"there is no whole JSON object in the reply ({faults[0] if faults else 'no opening brace'})")
