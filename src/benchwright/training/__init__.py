"""Training reasoners on verdicts.

`learn`: networks that read symbols, trained through a logic program from its answers alone; digit sums are the worked
instance. Everything here needs the extra `train`; names are looked up when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchwright.training.digits import DigitSettings, Trained, train_digits
    from benchwright.training.learner import LogicLearner

_HOMES = {
    "DigitSettings": "digits", "LogicLearner": "learner", "Trained": "digits", "train_digits": "digits",
}  # fmt: skip


def __getattr__(name: str) -> Any:  # Any: a module attribute
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["DigitSettings", "LogicLearner", "Trained", "train_digits"]
