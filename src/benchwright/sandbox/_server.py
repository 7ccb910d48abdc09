"""The server inside the sandbox: small, single-threaded, and parent to one child per order.

It is started with nothing but a socket, reads its own text from it, loads the modules programs may want, gives up its
rights, and then forks a child for each order, ahead of it. The child closes the socket, takes its order through a pipe
and limits and filter upon itself, and runs programs (`_child`); the server measures time, memory and output, kills, and
passes on the child's bytes unread. It ends when the other side of the socket does. Nothing but the standard library is
imported.
"""

from __future__ import annotations

import builtins
import ctypes
import gc
import importlib
import json
import os
import resource
import select
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, NamedTuple, NoReturn

from benchwright.sandbox import _child

ORDER = struct.Struct("!ddQIQI")
"""Seconds per program, grace, bytes of memory, programs, bytes per line of report, bytes of payload that follow."""
HEAD = struct.Struct("!cI")
"""What follows (Hello, Data, End), and its length."""
END = struct.Struct("!Bddqi")
"""How it ended, wall seconds, CPU seconds, peak resident KiB, wait status."""
DONE, LATE, CLOSED, FLOODED, UNFORKED, OVERDUE = range(6)
SLACK = 0.05
"""Seconds that a report may take to get here. One that takes longer is of a program that went on after its time."""
NOBODY = 65534
REPORT = 3
START = 20.0
"""Seconds that a child may take to get ready, which is our own code."""
CHUNK = 65536
AT_ONCE = 1 << 20
"""More than this of a child's bytes is not kept here but passed on."""
SETTLED = 30
USUAL = """
import json, math, re
from collections import Counter, defaultdict
def solve(words, limit):
    total, seen = 0, defaultdict(list)
    for n in range(limit):
        seen[n % 3].append(str(n))
        total += n * n
    text = re.sub("a", "b", " ".join(words))
    print(f"{total:>5} {text}")
    return {"total": total, "root": math.sqrt(total), "words": dict(Counter(words)), "text": json.dumps(seen),
            "odd": [word for word in sorted(set(words)) if len(word) % 2]}
"""
"""A program such as most are."""
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES = 1, 4, 22, 38
_FILTER = 2


Part = bytes | bytearray | memoryview
Frame = tuple[bytes, Part]


class Order(NamedTuple):
    """What one child is to do."""

    seconds: float
    grace: float
    memory: int
    lines: int
    line_bytes: int
    head: bytes
    payload: bytearray


class Child(NamedTuple):
    """A forked process, seen from the server."""

    pid: int
    orders: int
    """Where its order is written."""
    reports: int
    """Where its bytes come from."""


class Filter:
    """The system-call filter, ready to be put on."""

    def __init__(self, program: bytes) -> None:
        self.prctl = ctypes.CDLL(None, use_errno=True).prctl
        self.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
        self._steps = ctypes.create_string_buffer(program, len(program))
        packed = struct.pack("@HP", len(program) // 8, ctypes.addressof(self._steps))
        self._program = ctypes.create_string_buffer(packed, len(packed))

    def call(self, option: int, value: int, pointer: int = 0) -> None:
        """prctl(2).

        Raises:
            OSError: the kernel refused.
        """
        if self.prctl(option, value, pointer, 0, 0):
            raise OSError(ctypes.get_errno(), f"prctl {option} failed")

    def put_on(self) -> None:
        """From here on, for this process."""
        self.call(_SET_SECCOMP, _FILTER, ctypes.addressof(self._program))


def main(link: int, settings: dict[str, Any]) -> None:  # Any: JSON
    """Get ready, say so, and serve until the socket closes."""
    loaded = [name for name in settings["modules"] if _load(name)]
    sieve = Filter(bytes.fromhex(settings["filter"]))
    _give_up_rights(sieve, dies=settings["dies"])
    for name in settings["withheld"]:
        sys.modules[name] = None  # type: ignore[assignment]  # the import system's way of saying no
    sys.path[:] = settings["path"]
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # what the site module adds, and programs use
    _warm_up()
    base = _address_space()
    gc.collect()
    gc.freeze()
    gc.disable()
    hello = {"uid": os.getuid(), "pid": os.getpid(), "base": base, "loaded": loaded}
    _send(link, (b"H", json.dumps(hello).encode()))
    os.dup2(0, 2)  # standard error was for what goes wrong on the way here
    buffer = memoryview(bytearray(AT_ONCE + CHUNK))
    while True:
        child = _spare(sieve, base)
        _serve(link, _order(link), child, buffer)


def _warm_up() -> None:
    """Run a program here, often enough for the interpreter to settle on how; every child would have to do that anew."""
    streams = sys.stdin, sys.stdout, sys.stderr, sys.modules["__main__"]
    job = {"source": USUAL, "function": "solve", "variable": "", "inputs": [["a", "b", "a"], 3]}
    order = {"jobs": [job], "chars": 1000, "seconds": START, "modules": ["json"]}
    for _ in range(SETTLED):
        work = _child.prepared(json.dumps(order).encode())
        _child.encoded(_child.attempt(work["jobs"][0], work["chars"], work["seconds"]))
    sys.stdin, sys.stdout, sys.stderr, sys.modules["__main__"] = streams
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _load(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def _give_up_rights(sieve: Filter, *, dies: bool) -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    sieve.call(_SET_NO_NEW_PRIVILEGES, 1)
    sieve.call(_SET_DUMPABLE, 0)
    if dies:
        sieve.call(_SET_DEATH_SIGNAL, signal.SIGKILL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _address_space() -> int:
    """Bytes of address space in use, found in a child by lowering its limit until one page more is refused."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        from mmap import mmap

        low, high = 0, 1 << 46
        while high - low > 1 << 16:
            middle = (low + high) // 2
            low, high = (low, middle) if _fits(middle, mmap) else (middle, high)
        os.write(writing, str(high).encode())
        os._exit(0)
    os.close(writing)
    found = os.read(reading, 64)
    os.close(reading)
    os.wait()
    return int(found)


def _fits(limit: int, mmap: Callable[[int, int], Any]) -> bool:  # Any: a map
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
    try:
        mmap(-1, 1).close()
    except OSError:
        return False
    return True


def _order(link: int) -> Order:
    head = _exactly(link, ORDER.size)
    seconds, grace, memory, lines, line_bytes, length = ORDER.unpack(head)
    return Order(seconds, grace, memory, lines, line_bytes, bytes(head), _exactly(link, length))


def _exactly(handle: int, count: int) -> bytearray:
    data = bytearray(count)
    left = memoryview(data)
    while left:
        got = os.readv(handle, [left])
        if not got:
            os._exit(0)  # nobody is there any more
        left = left[got:]
    return data


def _write(handle: int, *parts: Part) -> None:
    left = [memoryview(part) for part in parts if len(part)]
    while left:
        done = os.writev(handle, left)
        while left and done >= len(left[0]):
            done -= len(left.pop(0))
        if left:
            left[0] = left[0][done:]


def _send(link: int, *frames: Frame) -> None:
    try:
        _write(link, *(part for mark, data in frames for part in (HEAD.pack(mark, len(data)), data)))
    except OSError:
        os._exit(0)


def _spare(sieve: Filter, base: int) -> Child | None:
    """A child that waits for an order. It is forked while none is held here, and so knows of no other."""
    ordered, orders = os.pipe()
    reports, reported = os.pipe()
    server = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        for handle in (ordered, orders, reports, reported):
            os.close(handle)
        return None
    if pid == 0:
        _become_child(server, ordered, reported, sieve, base)
    os.close(ordered)
    os.close(reported)
    return Child(pid, orders, reports)


def _serve(link: int, order: Order, child: Child | None, buffer: memoryview) -> None:
    if child is None:
        _send(link, (b"E", END.pack(UNFORKED, 0.0, 0.0, 0, 0)))
        return
    started = monotonic()
    with suppress(OSError):
        _write(child.orders, order.head, order.payload)
    os.close(child.orders)
    order.payload[:] = bytes(len(order.payload))  # what is freed here is not cleared, and later children inherit it
    watch = Watch(link, order, buffer)
    ended = _watched(link, child.reports, watch)
    elapsed = monotonic() - started
    os.kill(child.pid, signal.SIGKILL)  # it is done, or is to be; how it ended by itself, if it did, stays on record
    status, usage = os.wait4(child.pid, 0)[1:]
    os.close(child.reports)
    end = END.pack(ended, elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, status)
    watch.pass_on((b"E", end))


def _become_child(server: int, ordered: int, reported: int, sieve: Filter, base: int) -> NoReturn:
    try:
        sieve.call(_SET_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != server:
            os._exit(0)
        os.dup2(ordered, 0)
        os.dup2(reported, REPORT)
        os.closerange(REPORT + 1, 1 << 20)
        order = _order(0)
        os.dup2(1, 0)
        work = _child.prepared(order.payload)
        _limit(order, base)
        sieve.put_on()
        os.write(REPORT, _child.CONFINED % monotonic())
        _child.serve(work, REPORT)
    finally:
        os._exit(0)


def _limit(order: Order, base: int) -> None:
    seconds = int(order.lines * (order.seconds + order.grace)) + 1
    for kind, limit in (
        (resource.RLIMIT_AS, base + order.memory),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _watched(link: int, reports: int, watch: Watch) -> int:
    """Take what a child reports until it is done or has had its due; how it ended."""
    poller = select.poll()
    poller.register(reports, select.POLLIN)
    poller.register(link, select.POLLIN)
    ended = None
    while ended is None:
        ready = [handle for handle, _ in poller.poll(max(0.0, watch.due - monotonic()) * 1000 + 1)]
        if link in ready:
            os._exit(0)  # the other side has gone or has changed its mind; the children go with this process
        ended = watch.take(os.readv(reports, [watch.room()])) if ready else watch.late()
    return ended


class Watch:
    """A child's bytes as they come: counted, never interpreted, and not kept."""

    def __init__(self, link: int, order: Order, buffer: memoryview) -> None:
        self.link, self.order, self.buffer = link, order, buffer
        self.size = 0
        """Bytes that are held."""
        self.open = 0
        """Bytes of the line that is not complete."""
        self.missing = order.lines + 1
        self.running = False
        """Whether the child is confined, and runs programs."""
        self.heard = monotonic()
        """When the last line was complete."""

    @property
    def due(self) -> float:
        """When patience ends."""
        return self.heard + (self.order.seconds + self.order.grace if self.running else START)

    def room(self) -> memoryview:
        """Where the next bytes go."""
        return self.buffer[self.size : self.size + CHUNK]

    def late(self) -> int | None:
        """Whether the time is up."""
        return LATE if monotonic() >= self.due else None

    def take(self, count: int) -> int | None:
        """So many bytes have come; how it ended, if it did."""
        if not count:
            return CLOSED
        chunk = self.buffer[self.size : self.size + count].tobytes()
        self.size += count
        lines = chunk.count(b"\n")
        self.open = count - chunk.rfind(b"\n") - 1 if lines else self.open + count
        if self.size > AT_ONCE:
            self.pass_on()
        if lines:
            lines = min(lines, self.missing)  # more lines than programs do not buy more time
            self.missing -= lines
            if not self.running:
                self.running, lines = True, lines - 1
                self.heard = float(chunk[1 : chunk.index(b"\n")])  # the child's own word, from before any program ran
            since, self.heard = self.heard, monotonic() if lines else self.heard
            if self.heard - since > lines * self.order.seconds + SLACK:
                return OVERDUE
        if self.missing <= 0:
            return DONE
        return FLOODED if self.open > self.order.line_bytes else self.late()

    def pass_on(self, *more: Frame) -> None:
        """Send what is held, and forget it; `more` goes with it."""
        held = ((b"D", self.buffer[: self.size]),) if self.size else ()
        _send(self.link, *held, *more)
        self.buffer[: self.size] = bytes(self.size)
        self.size = 0
