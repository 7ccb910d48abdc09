"""Sums of handwritten digits, learnt from the sums alone.

    images ─► split ─► groups with their sum ─► network ─► digit(place, value) ─► logic ─► P(sum) ─► loss

The images are scikit-learn's 1,797 digits of 8 x 8 pixels. A training set holds images and sums; no digit label enters
it. The test images are set apart before any group is formed, and nothing is selected on them. The task is that of
DeepProbLog (Manhaeve et al. 2018, section 6) and Scallop (Li et al. 2023, section 6.1) on smaller images.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from benchwright.errors import InputError, MissingExtraError
from benchwright.records import Estimate, digest
from benchwright.training.learner import LogicLearner
from benchwright.training.loop import Batch, Loop, fit

try:
    import torch
    from torch import nn
except ImportError as error:
    raise MissingExtraError("training on digits", "train") from error

Form = Literal["logic", "plain"]
CLASSES = 10
TEST_SHARE = 0.2
ROUNDS = 10
"""How often the test images are shuffled into groups: each image is in as many sums."""


@dataclass(frozen=True)
class DigitSettings:
    """One dial, `places`; the rest follows or is for study."""

    places: int = 2
    """Images per sum."""
    seed: int = 0
    form: Form = "logic"
    """`plain`: without logic, the same network over all images gives the sum itself."""
    epochs: int = 0
    """0: enough for the number of places."""
    batch: int = 32
    rate: float = 1e-3
    images: int = 0
    """Only so many images in all; 0: all."""

    def __post_init__(self) -> None:
        if not 1 <= self.places <= 4:
            raise InputError(f"places={self.places}: give 1 to 4 images per sum")
        if min(self.epochs, self.seed, self.images) < 0 or self.batch < 1 or self.rate <= 0:
            raise InputError(f"{self}: epochs, seed and images are 0 or more, batch 1 or more, rate above 0")
        if self.form not in {"logic", "plain"}:
            raise InputError(f"form={self.form!r}: give logic or plain")

    @property
    def rounds(self) -> int:
        """Epochs: more places tell less of each digit, so they take longer."""
        return self.epochs or {1: 30, 2: 60, 3: 120, 4: 200}[self.places]

    @property
    def identity(self) -> str:
        """A digest of whatever shapes the result."""
        return digest({**asdict(self), "epochs": self.rounds, "torch": torch.__version__})


@dataclass(frozen=True)
class Images:
    """Images set apart; labels are for judging only."""

    train: torch.Tensor
    """(n, 1, 8, 8), between 0 and 1."""
    train_labels: torch.Tensor
    test: torch.Tensor
    test_labels: torch.Tensor


def images(settings: DigitSettings) -> Images:
    """The split, by the seed.

    Raises:
        MissingExtraError: scikit-learn is not installed.
    """
    pixels, labels = _bundled()
    order = torch.randperm(len(pixels), generator=torch.Generator().manual_seed(settings.seed))
    order = order[: settings.images or len(order)]
    cut = round(len(order) * TEST_SHARE)
    test, train = order[:cut], order[cut:]
    return Images(pixels[train], labels[train], pixels[test], labels[test])


@lru_cache(1)
def _bundled() -> tuple[torch.Tensor, torch.Tensor]:
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise MissingExtraError("training on digits", "train") from error
    found = load_digits()
    return torch.tensor(found.images / 16, dtype=torch.float32)[:, None], torch.tensor(found.target)


@dataclass(frozen=True)
class Sums:
    """What is trained on: groups of images and their sums. Nothing here knows a digit."""

    images: torch.Tensor
    groups: torch.Tensor
    """(groups, places): places of images."""
    sums: torch.Tensor


def grouped(pixels: torch.Tensor, labels: torch.Tensor, places: int, stream: torch.Generator) -> Sums:
    """Every image in one group; what is left over is in none."""
    order = torch.randperm(len(pixels), generator=stream)
    groups = order[: len(order) // places * places].reshape(-1, places)
    return Sums(pixels, groups, labels[groups].sum(1))


def program(places: int) -> str:
    """The rule text: one image has one digit, and the sum is the sum."""
    facts = "\n".join(
        "; ".join(f"{1 / CLASSES}::digit({place},{value})" for value in range(CLASSES)) + "." for place in range(places)
    )
    body = ", ".join(f"digit({place},X{place})" for place in range(places))
    total = " + ".join(f"X{place}" for place in range(places))
    return f"{facts}\nsum(Z) :- {body}, Z is {total}.\n?- sum(Z)."


class Reader(nn.Module):
    """Images of a group to the probabilities of their digits: (batch, places, 1, 8, 8) to (batch, places * 10)."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = encoder()
        self.head = nn.Linear(128, CLASSES)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        """Each place's ten probabilities sum to 1."""
        found: torch.Tensor = self.head(self.encoder(batch.flatten(0, 1))).softmax(-1)
        return found.reshape(len(batch), -1)


class Plain(nn.Module):
    """The same encoder without logic: images of a group to the logarithms of the probabilities of their sum."""

    def __init__(self, places: int) -> None:
        super().__init__()
        self.encoder = encoder()
        self.head = nn.Sequential(nn.Linear(128 * places, 128), nn.ReLU(), nn.Linear(128, 9 * places + 1))

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        """(batch, sums): column z is the sum z."""
        found: torch.Tensor = self.head(self.encoder(batch.flatten(0, 1)).reshape(len(batch), -1)).log_softmax(-1)
        return found


def encoder() -> nn.Module:
    """One image to 128 features."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 16, 128), nn.ReLU(), nn.Dropout(0.3),
    )  # fmt: skip


@dataclass(frozen=True)
class Trained:
    """What a training came to."""

    settings: dict[str, Any]
    losses: tuple[float, ...]
    seconds: float
    """Of this call's training; less than the whole where it was resumed."""
    sum_accuracy: Estimate
    digit_accuracy: Estimate | None
    """None without logic: then nothing speaks of digits."""
    digits: dict[int, float]
    """Per digit, the share that was read rightly."""
    lucky: float | None
    """Of the right sums: the share with a wrong digit (the symbols are hallucinated)."""
    hallucinated: float | None
    """Of all sums: the share with a wrong digit."""

    def record(self) -> dict[str, Any]:
        """For JSON."""
        estimates = {"sum_accuracy": self.sum_accuracy, "digit_accuracy": self.digit_accuracy}
        shown = {name: found.model_dump(mode="json") if found else None for name, found in estimates.items()}
        return {**asdict(self), **shown}


class Digits:
    """One training, set up."""

    def __init__(self, settings: DigitSettings, folder: Path | None = None) -> None:
        self.settings, self.images = settings, images(settings)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(settings.seed)
            self.model: nn.Module = (
                LogicLearner(program(settings.places), Reader()) if settings.form == "logic" else Plain(settings.places)
            )
        self.loop = Loop(
            self.model, self._loss, settings.rounds, partial(batches, self.train_sums, settings.batch),
            settings.seed, settings.rate, settings.identity, folder,
        )  # fmt: skip

    def train_sums(self, stream: torch.Generator) -> Sums:
        """An epoch's groups."""
        return grouped(self.images.train, self.images.train_labels, self.settings.places, stream)

    def _loss(self, inputs: torch.Tensor, sums: torch.Tensor) -> torch.Tensor:
        if isinstance(self.model, LogicLearner):
            return self.model.loss(inputs, self.columns[sums])
        return nn.functional.nll_loss(self.model(inputs), sums)

    @cached_property
    def columns(self) -> torch.Tensor:
        """The column of each sum."""
        if not isinstance(self.model, LogicLearner):
            return torch.arange(9 * self.settings.places + 1)
        return self.model.places([(total,) for total in range(9 * self.settings.places + 1)])

    def predicted(self, inputs: torch.Tensor) -> torch.Tensor:
        """(batch,): the likeliest sum."""
        found: torch.Tensor = self.model(inputs)[:, self.columns].argmax(1)
        return found


def batches(sums: Callable[[torch.Generator], Sums], size: int, stream: torch.Generator) -> Iterator[Batch]:
    """Groups in random order, their images each shifted by at most one pixel."""
    found = sums(stream)
    for start in range(0, len(found.groups), size):
        chosen = found.groups[start : start + size]
        down, right = torch.randint(-1, 2, (2,), generator=stream).tolist()
        yield torch.roll(found.images[chosen], (down, right), (-2, -1)), found.sums[start : start + size]


def train_digits(
    settings: DigitSettings, folder: Path | str | None = None, progress: Callable[[int, int, str], None] | None = None
) -> Trained:
    """Train and judge.

    Args:
        settings: what is trained.
        folder: keeps the state after every epoch; the same call goes on from there.
        progress: told (epochs done, epochs in all, the loss).

    Raises:
        DamagedError: the folder holds another training.
        MissingExtraError: torch or scikit-learn is not installed.
    """
    from benchwright.training.judging import judged

    made = Digits(settings, Path(folder) if folder is not None else None)
    start = time.perf_counter()
    with torch.random.fork_rng(devices=[]):
        losses = fit(made.loop, progress)
    return judged(made, tuple(losses), time.perf_counter() - start)
