"""What Inspect finds under the name `benchwright`: tasks, solvers, scorers, model providers.

Inspect imports this module at start, whenever the package is installed: nothing heavy may be imported here.
"""

from __future__ import annotations

from inspect_ai import Task, task

from benchwright.attempts.logic_method import logic
from benchwright.attempts.methods import cot, direct
from benchwright.attempts.per_instance import pips
from benchwright.attempts.programs import pot
from benchwright.models.providers import benchwright as provider
from benchwright.verdicts.exact import graded

__all__ = ["benchmark", "cot", "direct", "graded", "logic", "pips", "pot", "provider"]


@task
def benchmark(
    path: str,
    context: str = "full",
    method: str = "direct",
    kinds: str | list[str] = "",
    template: str | None = None,
) -> Task:
    """A Benchwright benchmark folder.

    Args:
        path: the folder.
        context: full, evidence, none or retrieve:K.
        method: direct, cot, pot, pips or logic; another solver may be named with Inspect's own option.
        kinds: only these families, separated by commas, which Inspect makes a list of.
        template: a prompt template with the fields {context} and {question}.
    """
    from benchwright.pipeline.task import TaskSettings, build_task

    names = kinds.split(",") if isinstance(kinds, str) else map(str, kinds)
    chosen = tuple(name.strip() for name in names if name.strip())
    return build_task(path, TaskSettings(context=context, method=method, kinds=chosen, template=template))
