"""Where the fork server starts: a bubblewrap command line that shows the interpreter its own files and nothing else.

A probe, run once per process, asks the interpreter what it needs: its module path, and the shared objects it has open
once every module is loaded. Only these are bound, read-only; there is no /etc, /home, /proc or /dev. Namespaces: user
(unless root starts it, who then becomes nobody for good), process, network, IPC, host name and cgroup. Where bubblewrap
or namespaces are missing, the same interpreter is started without them, and whoever asked is told so.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchwright.errors import InputError, SandboxError
from benchwright.sandbox._fork_modules import MODULES, of_packages

FLAGS = ("-S", "-s", "-P", "-B", "-X", "utf8")
"""No site packages, no user's packages, no script folder on the path, nothing written."""
ENVIRONMENT = {
    "PYTHONHASHSEED": "0", "LANG": "C.UTF-8", "PATH": "/nowhere", "HOME": "/", "TZ": "UTC",
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
}  # fmt: skip
"""All a program finds in its environment. Sets of strings have one order, so that runs repeat; threads do not fork."""
PACKAGES = "/packages"
"""Where asked-for packages lie inside."""
HIDDEN = ("site-packages", "dist-packages")
"""What some interpreters keep inside their library, and no program is shown."""
_PROBE = """
import sys, json, importlib, ctypes
path = [place for place in sys.path if place]
for entry in json.loads(sys.argv[1]): sys.path.append(entry)
for name in json.loads(sys.argv[2]):
    try: importlib.import_module(name)
    except ImportError: pass
class Info(ctypes.Structure): _fields_ = [("address", ctypes.c_void_p), ("name", ctypes.c_char_p)]
found = []
@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Info), ctypes.c_size_t, ctypes.c_void_p)
def seen(info, size, data): found.append((info.contents.name or b"").decode()); return 0
ctypes.CDLL(None).dl_iterate_phdr(seen, None)
json.dump([path, [name for name in found if name.startswith("/")]], sys.stdout)
"""


@dataclass(frozen=True)
class Layout:
    """What an interpreter needs to start."""

    python: str
    path: tuple[str, ...]
    """Its module path, without any packages."""
    libraries: tuple[str, ...]
    """Shared objects, by the names under which they are looked for."""
    packages: tuple[tuple[str, str], ...]
    """(where it lies, its name) of each folder or file of the packages asked for."""

    @property
    def roots(self) -> tuple[str, ...]:
        """The folders that hold the packages, each once."""
        return tuple(dict.fromkeys(str(Path(place).parent) for place, _ in self.packages))


@dataclass(frozen=True)
class Start:
    """One way of starting the server."""

    command: tuple[str, ...]
    """To be followed by the arguments of the interpreter."""
    path: tuple[str, ...]
    """Where packages are found while the server gets ready."""
    namespaces: bool
    as_nobody: bool = False
    """Whether the command itself is started as nobody."""


def require_linux() -> str:
    """The architecture.

    Raises:
        SandboxError: this is not Linux, or not an architecture for which a filter is written.
    """
    from benchwright.sandbox._seccomp import MACHINES

    machine = platform.machine()
    if sys.platform != "linux" or machine not in MACHINES:
        raise SandboxError(
            f"the fork server needs Linux on {' or '.join(MACHINES)}, and this is {sys.platform} on {machine}; "
            "use the monty backend, or one of Inspect's sandboxes"
        )
    return machine


@cache
def layout(packages: tuple[str, ...]) -> Layout:
    """What this interpreter needs, with the packages named.

    Raises:
        InputError: a package is not installed.
        SandboxError: the interpreter does not start.
    """
    python = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    places = tuple(place for name in dict.fromkeys(each.partition(".")[0] for each in packages) for place in _of(name))
    roots = list(dict.fromkeys(str(Path(place).parent) for place, _ in places))
    names = [*MODULES, *of_packages(packages)]
    done = subprocess.run(  # noqa: S603  # our own interpreter with our own text
        [python, *FLAGS, "-c", _PROBE, json.dumps(roots), json.dumps(names)],
        capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL, env=ENVIRONMENT,
    )  # fmt: skip
    if done.returncode:
        raise SandboxError(f"the interpreter {python} does not start: {' '.join(done.stderr.split())[-300:]}")
    path, libraries = json.loads(done.stdout)
    inside = tuple(path + [place for place, _ in places])
    outside = tuple(name for name in dict.fromkeys(libraries) if not name.startswith(inside))
    return Layout(python, tuple(path), outside, places)


def _of(package: str) -> Iterator[tuple[str, str]]:
    """Where a package lies: its folder or file, and the folder of libraries that wheels put beside it."""
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not (spec.submodule_search_locations or spec.origin):
        raise InputError(f"the package {package!r} is not installed here; install it, or leave it out of `packages`")
    folder = next(iter(spec.submodule_search_locations or ()), None)
    place = Path(folder or str(spec.origin))
    yield str(place), place.name
    libraries = place.parent / f"{package}.libs"
    if libraries.is_dir():
        yield str(libraries), libraries.name


def starts(wanted: Layout, *, namespaces: bool, dies: bool) -> Iterator[Start]:
    """The ways of starting the server, the best first.

    Args:
        wanted: what it needs.
        namespaces: try those that have namespaces.
        dies: let the kernel end it together with the thread that starts it.
    """
    bwrap = shutil.which("bwrap")
    root = os.geteuid() == 0
    if namespaces and bwrap:
        users = [False, True] if root else [True]
        for user in users:
            command = (bwrap, *_namespaces(user=user, dies=dies), *_files(wanted), "--", wanted.python)
            yield Start(command, (PACKAGES,) if wanted.packages else (), namespaces=True, as_nobody=root and user)
    yield Start((wanted.python,), wanted.roots, namespaces=False)


def _namespaces(*, user: bool, dies: bool) -> Iterator[str]:
    yield from ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
    yield from ("--new-session", "--as-pid-1", "--hostname", "sandbox", "--chdir", "/", "--clearenv")
    yield from ("--cap-drop", "ALL")
    # Root needs no user namespace; it keeps the right to become nobody, and loses it by doing so.
    yield from ("--unshare-user", "--uid", "65534", "--gid", "65534") if user else (
        "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID",
    )  # fmt: skip
    if dies:
        yield "--die-with-parent"
    for name, value in ENVIRONMENT.items():
        yield from ("--setenv", name, value)


def _files(wanted: Layout) -> Iterator[str]:
    places = [
        place for place in dict.fromkeys([*wanted.path, wanted.python, *wanted.libraries]) if Path(place).exists()
    ]
    # Left to itself, bubblewrap makes these as private as they are outside, and nobody could pass.
    for folder in sorted({str(folder) for place in places for folder in list(Path(place).parents)[:-1]}):
        yield from ("--dir", folder)
    for place in places:
        yield from ("--ro-bind", place, place)
    for place in wanted.path:
        for name in HIDDEN:
            if (Path(place) / name).is_dir():
                yield from ("--tmpfs", f"{place}/{name}", "--remount-ro", f"{place}/{name}")
    if wanted.packages:
        yield from ("--dir", PACKAGES)
    for place, name in wanted.packages:
        yield from ("--ro-bind", place, f"{PACKAGES}/{name}")
    folders = dict.fromkeys(str(Path(name).parent) for name in wanted.libraries)
    yield from ("--setenv", "LD_LIBRARY_PATH", ":".join(folders), "--remount-ro", "/")
