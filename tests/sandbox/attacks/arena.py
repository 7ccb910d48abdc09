"""What is planted outside the sandbox, and what became of it.

A secret in a file, in the environment, in an open handle, in the memory of a neighbour; a file that may not change; a
folder that must stay empty; listeners on loopback; processes that must stay as they are. Nothing is guarded by file
permissions: only the sandbox stands between a program and these.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path
from typing import Self

import psutil

import benchwright
from attacks.control import forged

VARIABLE = "BENCHWRIGHT_PLANTED"
SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108 - searched for what attacks leave there
SUBREAPER = 36
"""prctl: orphans of our descendants become our children, so that none gets out of sight."""
SLEEP = "import time; time.sleep(3600)"


class Listeners:
    """TCP, UDP, a socket file and an abstract socket; whoever connects is counted, and told the secret."""

    def __init__(self, folder: Path, mark: str, token: str) -> None:
        self.seen = 0
        self._token = token.encode()
        self._selector = selectors.DefaultSelector()
        self.path = folder / "listener"
        self.port = self._open(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.udp = self._open(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._open(socket.AF_UNIX, socket.SOCK_STREAM, str(self.path))
        self._open(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + mark)
        self.path.chmod(0o777)
        self._stop, self._wake = socket.socketpair()
        self._selector.register(self._stop, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _open(self, family: int, kind: int, address: tuple[str, int] | str) -> int:
        link = socket.socket(family, kind)
        link.bind(address)
        if kind == socket.SOCK_STREAM:
            link.listen(64)
        self._selector.register(link, selectors.EVENT_READ)
        return link.getsockname()[1] if family == socket.AF_INET else 0

    def _serve(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._stop:
                    return
                self.seen += 1
                self._answer(key.fileobj)

    def _answer(self, link: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if link.type == socket.SOCK_DGRAM:
                link.recv(4096)
                return
            caller, _ = link.accept()
            with caller:
                caller.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + self._token)

    def close(self) -> None:
        self._wake.send(b"x")
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()
        self._wake.close()
        self._selector.close()


class Arena:
    """Everything that is planted; use it as a context, and start backends inside it."""

    def __enter__(self) -> Self:
        self.token = "planted-" + secrets.token_hex(12)  # nobody may foresee it: no seed
        self.mark = "mark" + secrets.token_hex(6)
        self.root = Path(tempfile.mkdtemp(prefix="arena"))
        self.root.chmod(0o755)
        self.drop, self.victim_file = self.root / "drop", self.root / "victim.txt"
        self.secret = self.root / "secret" / "secret.txt"
        self.secret.parent.mkdir()
        self.secret.write_text(f"{self.token}\n")
        (self.secret.parent / f"{self.token}.txt").touch()
        self.handle = os.open(self.secret, os.O_RDONLY)
        os.set_inheritable(self.handle, True)
        os.environ[VARIABLE] = self.token
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
        self.listeners = Listeners(self.root, self.mark, self.token)
        self.library = Path(benchwright.__file__)
        self.awake = self.asleep = None
        self.restore()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.awake, self.asleep):
            _end(process)
        self.listeners.close()
        os.close(self.handle)
        os.environ.pop(VARIABLE, None)
        ctypes.CDLL(None).prctl(SUBREAPER, 0, 0, 0, 0)
        shutil.rmtree(self.root)

    @property
    def words(self) -> dict[str, str]:
        """What the attacks are told. The token is not among it."""
        return {
            "SECRET": str(self.secret), "VICTIM": str(self.victim_file), "DROP": str(self.drop), "MARK": self.mark,
            "PORT": str(self.listeners.port), "UDP": str(self.listeners.udp), "UNIX": str(self.listeners.path),
            "PID": str(self.awake.pid), "VARIABLE": VARIABLE, "SITE": sysconfig.get_path("purelib"),
            "LIBRARY": str(self.library), "HOME": str(Path.home()), "PICKLED": forged(),
        }  # fmt: skip

    @property
    def needles(self) -> tuple[str, ...]:
        """Text that no result may hold."""
        return self.token, "root:x:0:", "root:*:", "root:$", "root:!"

    def changed(self) -> bool:
        """Whether any planted file is not as it was, or a new one lies anywhere that is watched."""
        places = [*SHARED, str(Path.cwd()), str(Path.home()), sysconfig.get_path("purelib"), str(self.root)]
        folders = [Path(place) for place in places if Path(place).is_dir()]
        left = any(self.mark in found.name for folder in folders for found in folder.iterdir())
        kept = _print(self.victim_file) == self._file and self.library.stat().st_mtime_ns == self._library
        return left or any(self.drop.iterdir()) or not kept

    def harmed(self) -> bool:
        """Whether a planted process ended, stopped, woke, is traced, or had its limits changed."""
        return _health(self.awake) != self._health or _status(self.asleep) != psutil.STATUS_STOPPED

    def restore(self) -> None:
        """Make good what an attack did."""
        for place in (*SHARED, str(Path.cwd()), str(Path.home()), sysconfig.get_path("purelib")):
            for found in Path(place).glob(f"*{self.mark}*"):
                found.unlink(missing_ok=True)
        shutil.rmtree(self.drop, ignore_errors=True)
        self.drop.mkdir()
        self.drop.chmod(0o777)
        self.victim_file.unlink(missing_ok=True)
        self.victim_file.write_text("untouched")
        self.victim_file.chmod(0o666)
        self._file, self._library = _print(self.victim_file), self.library.stat().st_mtime_ns
        self._people()

    def _people(self) -> None:
        if self.awake is None or self.harmed():
            _end(self.awake)
            _end(self.asleep)
            self.awake, self.asleep = self._sleeper(), self._sleeper()
            os.kill(self.asleep.pid, signal.SIGSTOP)
            while _status(self.asleep) != psutil.STATUS_STOPPED:
                pass
            self._health = _health(self.awake)

    def _sleeper(self) -> subprocess.Popen[bytes]:
        code = ["-I", "-S", "-c", f"print(flush=True); {SLEEP}", self.token]
        made = subprocess.Popen([sys.executable, *code], start_new_session=True, stdout=subprocess.PIPE)
        made.stdout.readline()
        return made


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        process.kill()
        process.wait()
        process.stdout.close()


def _print(path: Path) -> tuple[object, ...]:
    if not path.exists():
        return ()
    seen = path.lstat()
    return path.read_bytes(), seen.st_mode, seen.st_mtime_ns, seen.st_ino, seen.st_nlink


def _status(process: subprocess.Popen[bytes]) -> str:
    try:
        return psutil.Process(process.pid).status()
    except psutil.NoSuchProcess:
        return "gone"


def _health(process: subprocess.Popen[bytes]) -> tuple[object, ...]:
    if _status(process) in {"gone", psutil.STATUS_ZOMBIE}:
        return ("gone",)
    seen = psutil.Process(process.pid)
    traced = [line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if "TracerPid" in line]
    return _status(process), traced, seen.nice(), seen.rlimit(psutil.RLIMIT_NOFILE), seen.cpu_affinity()
