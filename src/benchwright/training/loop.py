"""One training loop: `step`, `fit`, and what is kept between epochs.

The state after every epoch (weights, optimiser, schedule, random stream) is written whole or not at all, so a training
that was killed goes on where it was and ends with the same weights. Loading is strict: another setting is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchwright.errors import DamagedError, MissingExtraError, boundary

try:
    import torch
except ImportError as error:
    raise MissingExtraError("training", "train") from error

STATE = "state.pt"
Batch = tuple[torch.Tensor, torch.Tensor]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@dataclass
class Loop:
    """What a training is made of."""

    model: torch.nn.Module
    loss: Loss
    epochs: int
    batches: Callable[[torch.Generator], Iterator[Batch]]
    """An epoch's batches; all randomness comes from the stream."""
    seed: int
    rate: float = 1e-3
    identity: str = ""
    """A digest of whatever shapes the result."""
    folder: Path | None = None
    """Where the state is kept; none: nowhere."""
    losses: list[float] = field(default_factory=list)
    """The mean loss of each epoch so far."""

    def __post_init__(self) -> None:
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=self.rate)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimiser, self.epochs)
        self.stream = torch.Generator().manual_seed(self.seed)


def step(loop: Loop, batch: Batch) -> float:
    """One change of the weights; the loss before it."""
    loss = loop.loss(*batch)
    loop.optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    loop.optimiser.step()
    return float(loss.detach())


def fit(loop: Loop, progress: Callable[[int, int, str], None] | None = None) -> list[float]:
    """Train to the end, from where the state left off; the mean loss of each epoch.

    Raises:
        DamagedError: the state on disk is of another training, or cannot be read.
    """
    _resume(loop)
    with _one_thread():
        _train(loop, progress)
    loop.model.eval()
    return loop.losses


@contextmanager
def _one_thread() -> Iterator[None]:
    """For small networks more threads cost more than they give, and sums then depend on how many there are."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _train(loop: Loop, progress: Callable[[int, int, str], None] | None) -> None:
    while len(loop.losses) < loop.epochs:
        loop.model.train()
        torch.manual_seed(loop.seed * 100_003 + len(loop.losses))  # dropout has no stream of its own
        losses = [step(loop, batch) for batch in loop.batches(loop.stream)]
        loop.schedule.step()
        loop.losses.append(sum(losses) / len(losses))
        _keep(loop)
        if progress:
            progress(len(loop.losses), loop.epochs, f"loss {loop.losses[-1]:.3f}")


def _keep(loop: Loop) -> None:
    if loop.folder is None:
        return
    loop.folder.mkdir(parents=True, exist_ok=True)
    state = {
        "identity": loop.identity, "losses": loop.losses, "model": loop.model.state_dict(),
        "optimiser": loop.optimiser.state_dict(), "schedule": loop.schedule.state_dict(),
        "stream": loop.stream.get_state(),
    }  # fmt: skip
    fresh = loop.folder / f"{STATE}.new"
    torch.save(state, fresh)
    fresh.replace(loop.folder / STATE)


def _resume(loop: Loop) -> None:
    path = loop.folder / STATE if loop.folder else None
    if path is None or not path.exists():
        return
    state = _read(path)
    if state.get("identity") != loop.identity:
        raise DamagedError(f"{path} is of a training with other settings; name another folder, or remove it")
    loop.losses[:] = state["losses"]
    loop.model.load_state_dict(state["model"], strict=True)
    loop.optimiser.load_state_dict(state["optimiser"])
    loop.schedule.load_state_dict(state["schedule"])
    loop.stream.set_state(state["stream"])


def _read(path: Path) -> dict[str, Any]:
    with boundary(DamagedError, f"{path} cannot be read; remove it to begin anew"):
        state = torch.load(path, weights_only=True)
    if not isinstance(state, dict):
        raise DamagedError(f"{path} holds no training; remove it to begin anew")
    return state
