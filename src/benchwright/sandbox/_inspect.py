"""Programs in the Inspect sandbox of the current sample: docker, k8s, or whatever the task declares.

The isolation is the sandbox's own. `python3` in it runs our supervisor (`_inside`), whose answer carries a mark that
the program never sees, so that nothing it prints is taken for a result. Inspect's `local` sandbox is none, and is
refused.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from benchwright.errors import SandboxError
from benchwright.sandbox._monty import as_json
from benchwright.sandbox.types import Isolation, Json, Kind, Limits, Program, Result

if TYPE_CHECKING:
    from inspect_ai.util import SandboxEnvironment

START_SECONDS = 10.0
"""What starting Python in the sandbox may take, besides the program's time."""
NONE_THERE = 'the current sample has no sandbox; give its task one, as in Task(..., sandbox="docker")'


class InspectSandbox:
    """The sandbox of whatever sample is running when a program comes."""

    def __init__(self, current: Callable[[], SandboxEnvironment] | None = None) -> None:
        self._current = current or _of_sample
        self.isolation = Isolation(backend="inspect", boundaries=("the sandbox of the sample",))

    async def run(self, program: Program, inputs: Sequence[Json] = (), limits: Limits = Limits()) -> Result:  # noqa: B008
        """Run one program with the sandbox's `python3`.

        Raises:
            InputError: the inputs are no JSON.
            SandboxError: the sample has no sandbox, or only Inspect's `local` one, or it has no Python.
        """
        environment = self._current()
        isolation = isolation_of(environment)
        mark = secrets.token_hex(16)
        order = _order(program, as_json(inputs), limits) | {"mark": mark}
        seconds = int(limits.seconds + START_SECONDS) + 5
        try:
            done = await environment.exec(
                ["python3", "-I", "-c", order["inside"] + "\nsupervise()"],
                input=json.dumps(order), timeout=seconds, timeout_retry=False,
            )  # fmt: skip
        except TimeoutError:
            return Result(kind="timeout", isolation=isolation, error=f"the sandbox gave no answer in {seconds} s")
        for line in reversed(done.stdout.splitlines()):
            if line.startswith(mark):
                return _result(line.removeprefix(mark), isolation, limits)
        raise SandboxError(
            f"the sandbox {isolation.backend} ran no Python: {' '.join(done.stderr.split())[:300] or 'no answer'}; "
            "its image needs python3 (3.10 or newer) on the PATH"
        )

    async def close(self) -> None:
        """Nothing to give back: the sandbox is the sample's."""


def _of_sample() -> SandboxEnvironment:
    from inspect_ai.util import sandbox

    try:
        return sandbox()
    except (ProcessLookupError, ValueError) as error:
        raise SandboxError(NONE_THERE) from error


def isolation_of(environment: SandboxEnvironment) -> Isolation:
    """What a sandbox of Inspect is.

    Raises:
        SandboxError: it is `local`, which runs programs on this machine as they are.
    """
    from inspect_ai.util import SandboxEnvironment as Base

    inner = environment.as_type(Base)  # type: ignore[type-abstract]  # any kind will do
    if any(kind.__name__ == "LocalSandboxEnvironment" for kind in type(inner).__mro__):
        raise SandboxError(
            "Inspect's sandbox 'local' isolates nothing, so no program of a model is run in it; "
            'use sandbox="docker" (or k8s, ...), or the backend "auto"'
        )
    name = re.sub(r"(Sandbox)?(Environment)?$", "", type(inner).__name__).lower() or "sandbox"
    return Isolation(backend=f"inspect:{name}", boundaries=(f"the {name} sandbox of the sample", "process", "rlimits"))


def _order(program: Program, inputs: list[Json], limits: Limits) -> dict[str, Any]:  # Any: JSON
    here = files("benchwright.sandbox")
    texts = {name: (here / f"{name}.py").read_text("utf-8") for name in ("_plain", "_child")}
    job = {"source": program.source, "function": program.function, "variable": program.variable, "inputs": inputs}
    return texts | {
        "job": job, "inside": (here / "_inside.py").read_text("utf-8"), "chars": limits.output_chars,
        "seconds": limits.seconds, "memory_mb": limits.memory_mb, "start": START_SECONDS,
    }  # fmt: skip


def _result(line: str, isolation: Isolation, limits: Limits) -> Result:
    """The report of the program's process, which may say anything, as a result."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("kind") not in get_args(Kind):
        return Result(kind="crashed", isolation=isolation, error="the sandbox's answer is no report")
    line_number = said.get("line")
    value = said.get("value") if said["kind"] == "ok" else None
    if len(json.dumps(value)) > 2 * limits.output_chars + 1000:
        return Result(kind="output", isolation=isolation, error="the result is larger than is let through")
    return Result(
        kind=said["kind"], isolation=isolation, value=value, type=str(said.get("type", ""))[:100],
        stdout=str(said.get("stdout", ""))[: limits.output_chars], error=str(said.get("error", ""))[:2000],
        line=line_number if type(line_number) is int else None,
    )  # fmt: skip
