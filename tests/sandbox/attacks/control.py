"""No sandbox: one plain Python process that executes program after program. The eyes must see escapes here."""

from __future__ import annotations

import base64
import json
import os
import pickle
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchwright.sandbox.types import Isolation, Limits, Program, Result

NAIVE = Path(__file__).parent / "naive.py"
ISOLATION = Isolation(backend="none", boundaries=(), lacking=("everything",), shared=True)
PATIENCE = 2.0
"""Seconds beyond the limit after which the control is killed, so that the suite ends."""


def forged() -> str:
    """A line that the control takes for a result."""
    return base64.b64encode(pickle.dumps(["ok", "forged", "str", "", ""])).decode()


class Control:
    """Has the shape of a backend and isolates nothing."""

    isolation = ISOLATION

    def __init__(self, folder: Path, handle: int) -> None:
        self.folder, self.handle = folder, handle
        self._server: subprocess.Popen[bytes] | None = None
        self._chunks: list[bytes] = []

    def _started(self) -> subprocess.Popen[bytes]:
        if self._server is None or self._server.poll() is not None:
            self._chunks = []
            self._server = subprocess.Popen(
                [sys.executable, str(NAIVE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                cwd=self.folder, start_new_session=True, pass_fds=(self.handle,),
            )  # fmt: skip
        return self._server

    async def run(self, program: Program, inputs: Sequence[Any] = (), limits: Limits = Limits()) -> Result:  # noqa: B008
        server = self._started()
        job = {"source": program.source, "function": program.function, "variable": program.variable}
        try:
            server.stdin.write(json.dumps({**job, "inputs": list(inputs)}).encode() + b"\n")
            server.stdin.flush()
            return self._read(server, time.monotonic() + limits.seconds + PATIENCE)
        except OSError as error:
            return Result(kind="crashed", isolation=ISOLATION, error=str(error))

    def _read(self, server: subprocess.Popen[bytes], deadline: float) -> Result:
        while (left := deadline - time.monotonic()) > 0:
            if self._chunks and b"\n" in self._chunks[-1]:
                line, _, rest = b"".join(self._chunks).partition(b"\n")
                self._chunks = [rest]
                if (result := _decoded(line)) is not None:
                    return result
                continue
            if select.select([server.stdout], [], [], min(left, 0.2))[0]:
                more = os.read(server.stdout.fileno(), 1 << 20)
                if not more:
                    break
                self._chunks.append(more)
        self._kill()
        return Result(kind="timeout" if left <= 0 else "crashed", isolation=ISOLATION)

    def _kill(self) -> None:
        if self._server is not None:
            if self._server.poll() is None:
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server.stdin.close()
            self._server.stdout.close()
            self._server = None

    async def close(self) -> None:
        self._kill()


def _decoded(line: bytes) -> Result | None:
    try:
        kind, value, name, stdout, error = pickle.loads(base64.b64decode(line, validate=True))  # noqa: S301
        value = value if kind == "ok" else None
        return Result(kind=kind, isolation=ISOLATION, value=value, type=name, stdout=stdout, error=error)
    except Exception:  # noqa: BLE001
        return None
