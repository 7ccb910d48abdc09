"""Training reasoners on verdicts.

`learn`: networks that read symbols, trained through a logic program from its answers alone; digit sums are the worked
instance. Everything here needs the extra `train`; names are looked up when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.training.digits import DigitSettings, Trained, train_digits
    from benchwright.training.learner import LogicLearner

_HOMES = {
    "DigitSettings": "digits", "LogicLearner": "learner", "Trained": "digits", "train_digits": "digits",
}  # fmt: skip


__getattr__ = members(__name__, _HOMES)


__all__ = ["DigitSettings", "LogicLearner", "Trained", "train_digits"]
