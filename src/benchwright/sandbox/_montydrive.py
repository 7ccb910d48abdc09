"""A program in Monty, taken from one question to its host to the next, until it is through or its time is up.

Monty asks its host for each name that a program does not define, for files, and for sleep. Only sleep is granted. What
the questions carry is not unpacked here, however much it is. The worker's clock stands still while it waits for an
answer, so the host's own is looked at before each one.
"""

from __future__ import annotations

import time
from typing import Any

SLEEPS = {"system.sleep", "system.async_sleep"}
SLEPT = {"return_value": None}
LATER = {"future": ...}
Step = Any  # Any: a snapshot of pydantic_monty, or its MontyComplete


class Printed:
    """What a program prints, up to a limit."""

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.parts: list[str] = []

    def __call__(self, stream: str, text: str) -> None:
        if stream != "stdout" or self.left < 0:
            return
        self.parts.append(text[: self.left])
        self.left -= len(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def completed(api: Any, step: Step, deadline: float) -> Step | None:  # Any: pydantic_monty
    """The last step of a program from its first one; None where `time.perf_counter()` passes `deadline` before.

    Raises:
        MontyError: the program failed.
    """
    wakes: dict[int, float] = {}
    while step is not None and type(step) is not api.MontyComplete:
        step = _answered(api, step, deadline, wakes) if time.perf_counter() < deadline else None
    return step


def _answered(api: Any, step: Step, deadline: float, wakes: dict[int, float]) -> Step | None:  # Any: pydantic_monty
    """The next step, unless it sleeps for too long. `wakes` has when the calls wake that sleep meanwhile."""
    if type(step) is api.NameLookupSnapshot:
        return step.resume()
    if type(step) is api.FutureSnapshot:
        first = min(step.pending_call_ids, key=lambda call: wakes.get(call, 0.0))
        return step.resume({first: SLEPT}) if _slept(wakes.pop(first, 0.0), deadline) else None
    name = step.function_name
    if not step.is_os_function:
        return step.resume({"exc_type": "NameError", "message": f"name '{name}' is not defined"})
    if name not in SLEEPS:
        return step.resume_not_handled()
    wake = time.perf_counter() + step.args[0]
    if name == "system.sleep" or step.allow_eager_await:
        return step.resume(SLEPT) if _slept(wake, deadline) else None
    wakes[step.call_id] = wake
    return step.resume(LATER)


def _slept(wake: float, deadline: float) -> bool:
    """Sleep; whether that was to the end."""
    time.sleep(max(0.0, min(wake, deadline) - time.perf_counter()))
    return wake < deadline
