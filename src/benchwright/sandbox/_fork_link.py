"""The host's end of one fork server: start it, send it an order, read its answer, end it.

The server reads its own text from the socket it is given, so nothing of this package has to be in sight inside. Bytes
that come back are counted and handed on; `_fork_reply` reads them. When the socket closes the server ends, and with it
its child; where the kernel can also end it together with this process, it is told to.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from benchwright.errors import SandboxError
from benchwright.sandbox import _bwrap
from benchwright.sandbox._fork_modules import COMMON, MODULES, WITHHELD, of_packages
from benchwright.sandbox._seccomp import bpf

ORDER = struct.Struct("!ddQIQI")
HEAD = struct.Struct("!cI")
END = struct.Struct("!Bddqi")
"""As in `_server`, which cannot be imported here without its modules being loaded."""
PARTS = ("_plain", "_child", "_server")
"""The server's own text, in the order in which it is loaded."""
BOOT = """
import json, os, sys, types
link = int(sys.argv[1])
def exactly(count):
    data = b""
    while len(data) < count:
        part = os.read(link, count - len(data))
        if not part: os._exit(0)
        data += part
    return data
order = json.loads(exactly(int.from_bytes(exactly(8), "big")))
sys.path += order["settings"]["packages"]
for name in ("benchwright", "benchwright.sandbox"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = []
for name, text in order["parts"]:
    module = sys.modules["benchwright.sandbox." + name] = types.ModuleType("benchwright.sandbox." + name)
    setattr(sys.modules["benchwright.sandbox"], name, module)
    exec(compile(text, "<" + name + ">", "exec"), module.__dict__)
sys.modules["benchwright.sandbox._server"].main(link, order["settings"])
"""
PATIENCE = 60.0
"""Seconds that a server may take to get ready, and more than any of its answers may be late."""


AT_ONCE = 1 << 14
"""Bytes that are read at a time; room for them is made each time."""


class GoneError(Exception):
    """The server is not there any more."""


@dataclass(frozen=True)
class Ending:
    """What the server says of a child that is over."""

    ended: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    status: int


@dataclass(frozen=True)
class Settings:
    """What a server is started with."""

    machine: str
    packages: tuple[str, ...]
    namespaces: bool


class Link:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], ours: socket.socket, start: _bwrap.Start) -> None:
        self.process, self.socket, self.start = process, ours, start
        self.hello: dict[str, Any] = {}  # Any: JSON
        self._come = bytearray()
        """What has come and is not a whole frame yet."""
        self.end = weakref.finalize(self, _end, process, ours, os.getpid())

    async def ready(self) -> None:
        """Wait for the server to say that it is ready.

        Raises:
            GoneError: it did not come up.
        """
        with anyio.move_on_after(PATIENCE):
            mark, data = await self._frame()
            if mark == b"H":
                self.hello = json.loads(data)
        if not self.hello:
            raise GoneError(f"the server was not ready within {PATIENCE:.0f} s")

    def try_out(self, order: bytes) -> tuple[bytes, Ending]:
        """Wait until it is ready and carry out a first order, where there is no event loop.

        Raises:
            GoneError: it did not come up, or broke off.
        """
        self.socket.settimeout(PATIENCE)
        try:
            self.hello = json.loads(self._frame_now()[1])
            self.socket.sendall(order)
            data, frame = b"", self._frame_now()
            while frame[0] != b"E":
                data, frame = data + frame[1], self._frame_now()
        except OSError as error:
            raise GoneError(f"the server did not come up: {error}") from error
        finally:
            self.socket.setblocking(False)
        return data, _ending(frame[1])

    def _frame_now(self) -> tuple[bytes, bytes]:
        mark, length = HEAD.unpack(_received(self.socket, HEAD.size))
        return mark, _received(self.socket, length)

    def alive(self) -> bool:
        """Whether the server still holds its end of the socket."""
        try:
            return self.socket.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def exchange(self, order: bytes, seconds: float) -> tuple[bytes, Ending]:
        """Send an order; what the child wrote, and how it ended.

        Args:
            order: header and payload.
            seconds: how long its programs may take together.

        Raises:
            GoneError: the server ended before its answer did, or is far too late with it.
        """
        with anyio.move_on_after(seconds + PATIENCE):
            return await self._exchange(order)
        raise GoneError(f"the server gave no answer within {seconds + PATIENCE:.0f} s")

    async def _exchange(self, order: bytes) -> tuple[bytes, Ending]:
        await self._send(order)
        parts: list[bytes] = []
        while True:
            mark, data = await self._frame()
            if mark == b"E":
                return b"".join(parts), _ending(data)
            parts.append(data)

    async def _send(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[self.socket.send(left) :]
            except BlockingIOError:
                await anyio.wait_writable(self.socket)
            except OSError as error:
                raise GoneError("the server is gone") from error

    async def _frame(self) -> tuple[bytes, bytes]:
        mark, length = HEAD.unpack(await self._exactly(HEAD.size))
        return mark, await self._exactly(length)

    async def _exactly(self, count: int) -> bytes:
        while len(self._come) < count:
            # Frames come together; a first attempt at reading would nearly always be too early.
            await anyio.wait_readable(self.socket)
            self._more()
        data = bytes(self._come[:count])
        del self._come[:count]
        return data

    def _more(self) -> None:
        try:
            part = self.socket.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            raise GoneError("the server ended before its answer did")
        self._come += part


def _ending(data: bytes) -> Ending:
    ended, seconds, cpu, peak, status = END.unpack(data)
    return Ending(ended, seconds, cpu, peak / 1024, status)


def _received(ours: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = ours.recv(count - len(data))
        if not part:
            raise ConnectionResetError("it ended at once")
        data += part
    return data


def _end(process: subprocess.Popen[bytes], ours: socket.socket, owner: int) -> None:
    """Close the socket, at which the server ends by itself; help it along where it does not."""
    if os.getpid() != owner:
        return  # a fork of this process, to which the server does not belong
    ours.close()
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stderr:
        process.stderr.close()


def launch(settings: Settings, start: _bwrap.Start) -> Link:
    """Start a server in one way; it is not ready yet.

    Raises:
        GoneError: the command cannot be run.
    """
    ours, theirs = socket.socketpair()
    text = _boot_text(settings, start)
    nobody: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": []} if start.as_nobody else {}
    try:
        process = subprocess.Popen(  # noqa: S603  # bubblewrap or our own interpreter, with our own text
            [*start.command, *_bwrap.FLAGS, "-c", BOOT, str(theirs.fileno())], pass_fds=(theirs.fileno(),), cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_bwrap.ENVIRONMENT,
            start_new_session=True, **nobody,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        ours.close()
        raise GoneError(f"{start.command[0]} cannot be run: {error}") from error
    finally:
        theirs.close()
    link = Link(process, ours, start)
    try:
        ours.sendall(text)
    except OSError:
        pass  # it has ended already; whoever waits for it to be ready is told so
    finally:
        ours.setblocking(False)
    return link


def _boot_text(settings: Settings, start: _bwrap.Start) -> bytes:
    wanted = _bwrap.layout(settings.packages)
    parts = [(name, Path(__file__).with_name(f"{name}.py").read_text("utf-8")) for name in PARTS]
    inner = {
        "modules": [*(COMMON if start.namespaces else MODULES), *of_packages(settings.packages)], "withheld": WITHHELD,
        "packages": start.path,
        "path": [*wanted.path, *start.path] if start.namespaces else [], "dies": on_main_thread(),
        "filter": bpf(settings.machine, files=start.namespaces).hex(),
    }  # fmt: skip
    body = json.dumps({"parts": parts, "settings": inner}).encode()
    return len(body).to_bytes(8, "big") + body


def on_main_thread() -> bool:
    """Whether what starts now may end with its thread: the kernel's rule is about threads, and this one stays."""
    return threading.current_thread() is threading.main_thread()


def complaint(link: Link) -> str:
    """What a server that did not come up has said, on one line; ends it."""
    stderr, link.process.stderr = link.process.stderr, None
    link.end()
    if stderr is None:
        return ""
    with stderr:
        return " ".join(stderr.read().decode("utf-8", "replace").split())[-300:]


def refuse(reasons: list[str]) -> SandboxError:
    """No way of starting has worked."""
    return SandboxError(
        f"no fork server can be had on this machine ({'; '.join(reasons)}); programs are not run without a sandbox: "
        "use the monty backend, or one of Inspect's sandboxes"
    )
