"""The setup of a benchmark's task: put question and context before the model, whatever solver follows."""

from __future__ import annotations

from collections.abc import Mapping

from inspect_ai.model import ChatMessageUser, get_model
from inspect_ai.solver import Generate, Solver, TaskState, solver

from benchwright.attempts.context import Context, wrap
from benchwright.attempts.prompts import shipped
from benchwright.attempts.references import install, offer, reference
from benchwright.records import Document, Item


def prompt(item: Item, documents: Mapping[str, Document], context: Context, template: str | None = None) -> str:
    """The user message for an item; whole documents stand in it as references."""
    inline = context.inline(item, documents)
    if inline is None:
        key = offer(documents)
        inline = "\n\n".join(wrap(reference(document, key)) for document in item.documents)
    return (template or shipped("base")).format(context=inline, question=question_text(item))


def question_text(item: Item) -> str:
    """The question with what its form needs: the options of a choice, the separator of a list."""
    if item.answer.type in {"set", "list"}:
        return f"{item.question} Separate the answers with semicolons."
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
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001  # the signature of a solver
        install(get_model())
        text = prompt(items[str(state.sample_id)], documents, context, template)
        state.messages = [ChatMessageUser(content=text)]
        return state

    return solve
