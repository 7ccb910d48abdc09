"""Logic inside torch: answers of a program as tensors whose gradients reach the facts' probabilities.

`answer_probabilities` solves a program as it is, once per call, under any provenance that has gradients. `Compiled`
solves it once for all, exactly, and evaluates whole batches: the way to train a network through its symbols (Scallop,
Li et al. 2023; DeepProbLog, Manhaeve et al. 2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from benchwright.errors import InputError, LogicError, MissingExtraError
from benchwright.logic.circuits import Circuits, compile_program, opened
from benchwright.logic.provenance import InputFact

try:
    import torch
except ImportError as error:
    raise MissingExtraError("logic in torch", "train") from error

if TYPE_CHECKING:
    from benchwright.logic.language import Program
    from benchwright.logic.provenance import Provenance, Weighed

Answer = tuple[Any, ...]
"""(relation, values...)."""


class _Through(torch.autograd.Function):
    """The identity of a known linearisation: values forward, a fixed Jacobian backward."""

    @staticmethod
    def forward(ctx: Any, probabilities: torch.Tensor, values: torch.Tensor, jacobian: torch.Tensor) -> torch.Tensor:
        """The answers' probabilities.

        Args:
            ctx: torch's.
            probabilities: (facts,), what the gradient flows to.
            values: (answers,).
            jacobian: (answers, facts).
        """
        del probabilities
        ctx.save_for_backward(jacobian)
        return values.clone()

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        """Upstream gradient (answers,) to (facts,)."""
        (jacobian,) = ctx.saved_tensors
        return gradients[0] @ jacobian, None, None


def linearised(weighed: Sequence[Weighed], numbers: Sequence[int], probabilities: torch.Tensor) -> torch.Tensor:
    """What a provenance says of some answers, tied to the tensor of their facts' probabilities.

    Args:
        weighed: the answers.
        numbers: of the facts, one for each entry of the tensor.
        probabilities: (facts,).

    Returns:
        (answers,), with gradients by `probabilities`.

    Raises:
        LogicError: an answer has no gradient.
    """
    column = {number: i for i, number in enumerate(numbers)}
    jacobian = torch.zeros(len(weighed), len(numbers), dtype=probabilities.dtype)
    for row, answer in enumerate(weighed):
        if answer.gradient is None:
            raise LogicError("an answer has no gradient; take provenance minmax, addmult, topk or exact below its cap")
        for fact, slope in answer.gradient.items():
            if fact in column:
                jacobian[row, column[fact]] = slope
    values = torch.tensor([answer.probability for answer in weighed], dtype=probabilities.dtype)
    through: torch.Tensor = _Through.apply(probabilities, values, jacobian)  # type: ignore[no-untyped-call]
    return through


def answer_probabilities(
    program: Program, probabilities: Mapping[int, torch.Tensor], *, provenance: Provenance[Any]
) -> dict[Answer, torch.Tensor]:
    """Solve a program in which some facts' probabilities are tensors.

    Args:
        program: with its queries.
        probabilities: scalar tensors, by the number of the fact (its place in the program, from 0).
        provenance: one that has gradients.

    Returns:
        The probability of each answer: scalars with gradients by the given tensors.

    Raises:
        InputError: a number is no fact of the program that has a probability.
        LogicError: the program cannot be used, or an answer has no gradient.
    """
    from benchwright.logic.engine import solve

    given = _Given(provenance, {number: float(value.detach()) for number, value in probabilities.items()})
    solved = solve(opened(program, probabilities), provenance=cast("Provenance[Any]", given))
    if wrong := sorted(set(probabilities) - given.seen):
        raise InputError(
            f"no fact with a probability has number {wrong[0]}; facts count from 0 in order of the program"
        )
    rows = [((answer.query.atom.relation, *row.values), row.weighed) for answer in solved.answers for row in answer]
    if not rows:
        return {}
    tensor = torch.stack([value.reshape(()) for value in probabilities.values()])
    found = linearised([weighed for _, weighed in rows], list(probabilities), tensor)
    return {key: found[i] for i, (key, _) in enumerate(rows)}


class Compiled(torch.nn.Module):
    """A program's answers as a layer.

    Args:
        program: with its queries; each fact with a probability is an input.
        max_nodes: how large the circuits may become.

    Raises:
        LogicError: the program cannot be used, asks nothing, or is too large.
    """

    def __init__(self, program: Program, *, max_nodes: int = 1_000_000) -> None:
        super().__init__()
        self.circuits: Circuits = compile_program(program, max_nodes=max_nodes)
        for i, level in enumerate(self.circuits.levels):
            for name, term in zip(("node", "weight", "child"), level.terms, strict=True):
                self.register_buffer(f"{name}{i}", torch.from_numpy(term), persistent=False)
        self.register_buffer("roots", torch.tensor(self.circuits.roots, dtype=torch.int64), persistent=False)
        self._spare = [torch.tensor(columns) for columns in self.circuits.variables]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What the columns of the result speak of."""
        return self.circuits.answers

    def forward(self, probabilities: torch.Tensor) -> torch.Tensor:
        """The probability of every answer.

        Args:
            probabilities: (batch, facts), in the order of `circuits.facts`; those of an exclusive set sum to at most 1.

        Returns:
            (batch, answers). Gradients are taken with the other members of an exclusive set held fixed.

        Raises:
            InputError: the shape is another.
        """
        self.circuits.checked(probabilities.shape)
        rows = probabilities.T
        spare = [1.0 - rows[columns.to(rows.device)].sum(dim=0, keepdim=True) for columns in self._spare]
        weights = torch.cat([rows, *spare])
        values = torch.stack([torch.zeros_like(weights[0]), torch.ones_like(weights[0])])
        for i, level in enumerate(self.circuits.levels):
            node, weight, child = (self.get_buffer(f"{name}{i}") for name in ("node", "weight", "child"))
            terms = weights.index_select(0, weight) * values.index_select(0, child)
            new = values.new_zeros(level.size, values.shape[1]).index_add(0, node, terms)
            values = torch.cat([values, new])
        return values.index_select(0, self.get_buffer("roots")).T


def compile(program: Program, *, max_nodes: int = 1_000_000) -> Compiled:  # noqa: A001 - what it does, as re.compile
    """A program's queries as a layer: see `Compiled`.

    Raises:
        LogicError: the program cannot be used, asks nothing, or is too large.
    """
    return Compiled(program, max_nodes=max_nodes)


class _Given:
    """A provenance that sees other probabilities than the program's."""

    def __init__(self, inner: Provenance[Any], probabilities: Mapping[int, float]) -> None:
        self._inner, self._probabilities = inner, probabilities
        self.seen: set[int] = set()

    def __getattr__(self, name: str) -> Any:  # Any: whatever the provenance has
        return getattr(self._inner, name)

    def __copy__(self) -> _Given:
        made = _Given(copy(self._inner), self._probabilities)
        made.seen = self.seen
        return made

    def _seen_as(self, fact: InputFact) -> InputFact:
        if fact.probability is None or fact.number not in self._probabilities:
            return fact
        self.seen.add(fact.number)
        return replace(fact, probability=self._probabilities[fact.number])

    def start(self, facts: list[InputFact]) -> None:
        """All facts, with their probabilities replaced."""
        self._inner.start([self._seen_as(fact) for fact in facts])

    def fact(self, fact: InputFact) -> Any:  # Any: a tag
        """One of them."""
        return self._inner.fact(self._seen_as(fact))
