"""Monty first, CPython where Monty cannot tell.

What Monty does not support goes to the fork server, and the result says so and why. An error that Monty itself raised,
and that CPython might not, is asked of CPython too, and so is what a program returns that may have caught such an
error: no program is called wrong for a gap in an interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from benchwright.errors import MissingExtraError
from benchwright.sandbox._monty import HIDDEN, ISOLATION, Monty
from benchwright.sandbox.types import Backend, Isolation, Json, Limits, Program, Result

NOTE_CHARS = 400
NO_MONTY = 'Monty is not installed, so the fork server ran this; run: pip install "benchwright[sandbox]"'


class Auto:
    """Monty, with another backend behind it."""

    def __init__(self, workers: int, fallback: Callable[[], Backend]) -> None:
        self._fallback = fallback
        self._behind: Backend | None = None
        try:
            self._monty: Monty | None = Monty(workers)
        except MissingExtraError:
            self._monty = None
        self.isolation: Isolation = ISOLATION if self._monty else self._other().isolation

    async def run(self, program: Program, inputs: Sequence[Json] = (), limits: Limits = Limits()) -> Result:  # noqa: B008
        """Run one program in Monty or, where that does not settle it, in the fork server."""
        if self._monty is None:
            return noted(await self._other().run(program, inputs, limits), NO_MONTY)
        answer = await self._monty.answer(program, inputs, limits)
        first = answer.result
        if first.kind == "unsupported":
            return noted(await self._other().run(program, inputs, limits), f"ran in the fork server: {first.error}")
        if answer.doubtful:
            second = await self._other().run(program, inputs, limits)
            if second.kind not in {"crashed", "unsupported"}:
                reason = f"Monty raised {first.error}" if first.error else HIDDEN
                return noted(second, f"ran in the fork server too: {reason}")
            return noted(first, f"not confirmed by the fork server: {second.error}")
        return first

    def _other(self) -> Backend:
        if self._behind is None:
            self._behind = self._fallback()
        return self._behind

    async def close(self) -> None:
        """End the processes of both."""
        if self._monty is not None:
            await self._monty.close()
        if self._behind is not None:
            await self._behind.close()
            self._behind = None


def noted(result: Result, note: str) -> Result:
    """The result with one more note."""
    return replace(result, notes=(*result.notes, note[:NOTE_CHARS]))
