"""The programs in a sample of an Inspect log: those that our attempts kept, or else what the replies hold.

Everything in a log is data: what it says of a program (checks, labels) is not believed; only the text of the program,
its symbols and where its result is found are taken.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchwright.records import digest
from benchwright.sandbox.blocks import PYTHON, Block, blocks_in
from benchwright.sandbox.source import tree_of

if TYPE_CHECKING:
    from inspect_ai.log import EvalSample
    from inspect_ai.model import ChatMessageAssistant

PROGRAMS = "benchwright:programs"
"""Where a sample's store keeps the programs of our attempts."""
FUNCTION = "solve"
ANSWERS = ("answer", "ans", "result", "final_answer")
"""Global variables that hold the result of a program without the function."""
TOOLS = ("python", "ipython", "python_interpreter", "code_interpreter", "execute_python")
"""Tools that run Python, by the names in use; their argument is `code`."""
JUDGED = {"number": "number", "choice": "choice", "list": "entries", "set": "entries"}
"""Answer types of items that bind the type of a program's result; a text may be given as anything."""


@dataclass(frozen=True)
class Written:
    """A program that a model wrote."""

    log: str
    sample: str
    epoch: int
    item: str
    """The question, the same in every log that asks it."""
    cluster: str
    source: str
    function: str = ""
    variable: str = ""
    symbols: Any = None
    """JSON; none where they are not known."""
    answer_type: str = ""
    line: int = 0
    """Of the reply, at which the program starts; 0 for a program out of the store."""

    @property
    def place(self) -> str:
        """Log, sample and epoch: where to find it."""
        return f"{self.log}#{self.sample}:{self.epoch}"


def programs_in(log: str, sample: EvalSample, *, every: bool = False) -> list[Written]:
    """The programs of a sample: the one that gave the answer or, with `every`, all of them.

    Args:
        log: its name.
        sample: with its store and messages.
        every: also the programs that were tried and given up.
    """
    kept = sample.store.get(PROGRAMS)
    if isinstance(kept, list):
        found = list(_kept(log, sample, kept))
        chosen = [program for program, last in found if last] or [program for program, _ in found]
        return [program for program, _ in found] if every else chosen[-1:]
    replies = [message for message in sample.messages if message.role == "assistant"]
    blocks = [found for reply in replies for found in (*_blocks(log, sample, reply), *_calls(log, sample, reply))]
    return blocks if every else blocks[-1:]


def _kept(log: str, sample: EvalSample, kept: list[Any]) -> Iterator[tuple[Written, bool]]:
    """Programs of the store, and whether each gave the answer."""
    for entry in kept:
        if not isinstance(entry, Mapping) or not str(entry.get("source") or "").strip():
            continue
        function, variable = str(entry.get("function") or ""), str(entry.get("variable") or "")
        symbols = entry.get("symbols") if function else {}
        known = not (isinstance(symbols, str) and symbols.endswith("not kept)"))
        yield _written(log, sample, str(entry["source"]), function=function, variable=variable,
                       symbols=symbols if known else None), bool(entry.get("chosen"))  # fmt: skip


def _blocks(log: str, sample: EvalSample, reply: ChatMessageAssistant) -> Iterator[Written]:
    """Python blocks of a reply, each with the JSON block before it."""
    before: list[Block] = []
    for block in blocks_in(reply.text):
        if block.label in PYTHON:
            function, variable = _place(block.body)
            symbols = _symbols(before) if function == FUNCTION else None
            yield _written(log, sample, block.body, function=function, variable=variable, symbols=symbols,
                           line=block.line)  # fmt: skip
        before.append(block)


def _calls(log: str, sample: EvalSample, reply: ChatMessageAssistant) -> Iterator[Written]:
    """Python handed to a tool that runs it, such as Inspect's `python`."""
    for call in reply.tool_calls or []:
        code = call.arguments.get("code") if call.function in TOOLS else None
        if isinstance(code, str) and code.strip():
            function, variable = _place(code)
            yield _written(log, sample, code, function=function, variable=variable)


def _written(log: str, sample: EvalSample, source: str, **rest: Any) -> Written:  # Any: fields of Written
    facts = sample.metadata or {}
    answer = facts.get("answer")
    wanted = JUDGED.get(str(answer.get("type")), "") if isinstance(answer, Mapping) else ""
    asked = sample.input if isinstance(sample.input, str) else [message.text for message in sample.input]
    item = digest([str(sample.id), asked])
    home = str(facts.get("cluster") or item)
    return Written(log, str(sample.id), sample.epoch, item, home, source, answer_type=wanted, **rest)


def _symbols(before: list[Block]) -> Any:  # Any: JSON
    """The last JSON block before a program that can be read; where it is of the form of `pips`, its symbols."""
    for block in reversed(before):
        try:
            found = json.loads(block.body) if block.label == "json" else None
        except (ValueError, RecursionError):
            continue
        if found is not None:
            inner = found.get("symbols") if isinstance(found, dict) else None
            return inner if isinstance(inner, dict) else found
    return None


def _place(source: str) -> tuple[str, str]:
    """(function, variable) in which a program without a label has its result; neither where it prints it."""
    tree = tree_of(source)
    if tree is None:
        return FUNCTION, ""
    body = tree.body
    functions = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    if FUNCTION in functions:
        return FUNCTION, ""
    named = {n.id for node in body for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for name in ANSWERS:
        if name in named:
            return "", name
    prints = any(isinstance(n, ast.Call) and ast.unparse(n.func) == "print" for node in body for n in ast.walk(node)
                 if not isinstance(node, ast.FunctionDef))  # fmt: skip
    return (functions[-1], "") if functions and not prints else ("", "")
