"""A network that reads symbols, trained through a logic program from the program's answers alone.

    inputs ─► network ─► probabilities of facts ─► compiled program ─► probabilities of answers ─► -log of the right one

The program's facts with probabilities are what the network speaks of, in the order of the program; the program is
compiled once. Learning of this kind is weak supervision: the symbols are never shown, so that a network may reach right
answers by wrong symbols (Stein et al. 2025, arXiv:2505.24874). Whoever trains so must look at the symbols as well.
"""

from __future__ import annotations

from typing import Any

from benchwright.errors import InputError, MissingExtraError
from benchwright.logic import parse

try:
    import torch
except ImportError as error:
    raise MissingExtraError("learning through logic", "train") from error

LEAST = 1e-9
"""Added to probabilities before their logarithm, so that a hopeless sample does not stop the training."""


class LogicLearner(torch.nn.Module):
    """A network under a program.

    Args:
        program: text with one query and at least one fact with a probability.
        network: from a batch of inputs to (batch, facts); members of an exclusive set sum to at most 1.

    Raises:
        LogicError: the program cannot be used.
        InputError: it asks more than one thing.
    """

    def __init__(self, program: str, network: torch.nn.Module) -> None:
        super().__init__()
        from benchwright.logic.differentiable import Compiled

        parsed = parse(program)
        if len(parsed.queries) != 1:
            raise InputError(f"the program has {len(parsed.queries)} queries; give one, whose answers are learnt from")
        self.network, self.layer = network, Compiled(parsed)
        self.answers: tuple[tuple[Any, ...], ...] = tuple(answer[1:] for answer in self.layer.answers)
        self._place = {values: place for place, values in enumerate(self.answers)}

    def places(self, answers: list[tuple[Any, ...]]) -> torch.Tensor:
        """The column of each answer.

        Raises:
            InputError: the program cannot give such an answer.
        """
        for values in answers:
            if tuple(values) not in self._place:
                raise InputError(
                    f"the program never answers {tuple(values)}; its answers begin with {self.answers[:3]}"
                )
        return torch.tensor([self._place[tuple(values)] for values in answers])

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """(batch, answers): the probability of each answer."""
        found: torch.Tensor = self.layer(self.network(inputs))
        return found

    def loss(self, inputs: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """The mean of -log P(answer).

        Args:
            inputs: a batch of what the network takes.
            places: (batch,) columns of the right answers.
        """
        right: torch.Tensor = self(inputs).gather(1, places[:, None])
        return -(right + LEAST).log().mean()
