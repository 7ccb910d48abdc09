"""The setup of a benchmark's task: put question and context before the model, whatever solver follows."""

from __future__ import annotations

from collections.abc import Mapping

from inspect_ai.model import ChatMessageUser, get_model
from inspect_ai.solver import Generate, Solver, TaskState, solver

from benchwright.attempts.context import WITHHELD, Context, Spans, passages_text, tag_for, wrap
from benchwright.attempts.prompts import shipped
from benchwright.attempts.references import install, offer, reference
from benchwright.errors import InputError
from benchwright.inspect_bridge import RETRIEVED
from benchwright.records import Document, Item


def prompt(item: Item, documents: Mapping[str, Document], context: Context, template: str | None = None) -> str:
    """The user message for an item; whole documents stand in it as references.

    An item without documents is its question alone: nothing is said of a document, of refusing, or of brevity, which
    would keep a model from thinking first.
    """
    return _prompt(item, (documents, offer(documents)), (context, context.spans(item, documents)), template)


def _prompt(
    item: Item, offered: tuple[Mapping[str, Document], str], seen: tuple[Context, Spans | None], template: str | None
) -> str:
    (documents, key), (context, spans) = offered, seen
    if not item.documents:
        return (template or "{question}").format(context="", question=question_text(item)).strip()
    if spans is not None:
        shown = passages_text(spans, documents)
    elif context.mode == "none":
        shown = WITHHELD
    else:
        shown = "\n\n".join(wrap(reference(one, key), _tag(documents[one])) for one in item.documents)
    return (template or shipped("base")).format(context=shown, question=question_text(item))


_tags: dict[str, str] = {}


def _tag(document: Document) -> str:
    """The tag of a whole document; its text is searched once."""
    if document.id not in _tags:
        _tags[document.id] = tag_for(document.text)
    return _tags[document.id]


def question_text(item: Item) -> str:
    """The question with what its form needs: the options of a choice, the separator of a list, the room of an open one.

    A question without a document says itself in what form it wants several answers.
    """
    if item.answer.type in {"set", "list"} and item.documents:
        return f"{item.question} Separate the answers with semicolons."
    if item.answer.type == "rubric":
        return f"{item.question} Answer this in two or three sentences."
    if item.answer.type != "choice":
        return item.question
    options = [f"{chr(65 + index)}) {option}" for index, option in enumerate(item.answer.options)]
    return "\n".join([item.question, *options, "Answer with the letter."])


@solver
def present(
    items: Mapping[str, Item], documents: Mapping[str, Document], context: Context, template: str | None = None
) -> Solver:
    """Rewrite the user message to hold the context and the question.

    Args:
        items: by id, which is the id of the sample.
        documents: by id.
        context: what of them the model sees.
        template: a prompt with the fields {context} and {question}; the package's own where none is given.

    Raises:
        InputError: something other than the whole context is asked for where no item has a document.
    """
    if context.mode != "full" and items and not any(item.documents for item in items.values()):
        raise InputError(
            f"--context {context}: the items have no documents, so there is nothing to withhold; leave --context out"
        )

    offered = documents, offer(documents)  # also where no prompt refers to them: methods look quotes up in them

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001  # the signature of a solver
        install(get_model())
        item = items[str(state.sample_id)]
        spans = context.spans(item, documents)
        if context.mode == "retrieve":
            state.store.set(RETRIEVED, spans)
        state.messages = [ChatMessageUser(content=_prompt(item, offered, (context, spans), template))]
        return state

    return solve
