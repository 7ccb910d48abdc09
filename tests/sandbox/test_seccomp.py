"""The filter, run by a slow interpreter of BPF instead of the kernel, on both architectures."""

import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.sandbox import _seccomp
from benchwright.sandbox._seccomp import ALLOW, DENY, FILES, KILL, MACHINES, PROCESS, bpf

machines = pytest.mark.parametrize("machine", sorted(MACHINES))
words = st.integers(0, 2**32 - 1)
HEADERS = {"x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "/usr/include/asm-generic/unistd.h"}
FORBIDDEN = {
    "x86_64": {
        "open": 2, "ioctl": 16, "shmget": 29, "socket": 41, "connect": 42, "socketpair": 53, "clone": 56, "fork": 57,
        "vfork": 58, "execve": 59, "kill": 62, "fcntl": 72, "rename": 82, "mkdir": 83, "unlink": 87, "chmod": 90,
        "ptrace": 101, "setuid": 105, "rt_sigqueueinfo": 129, "prctl": 157, "setrlimit": 160, "mount": 165,
        "tkill": 200, "tgkill": 234, "keyctl": 250, "unshare": 272, "perf_event_open": 298, "prlimit64": 302,
        "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "seccomp": 317, "memfd_create": 319,
        "bpf": 321, "execveat": 322, "userfaultfd": 323, "io_uring_setup": 425, "pidfd_open": 434, "clone3": 435,
        "openat2": 437,
    },
    "aarch64": {
        "fcntl": 25, "ioctl": 29, "mkdirat": 34, "unlinkat": 35, "mount": 40, "fchmodat": 53, "unshare": 97,
        "ptrace": 117, "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "setuid": 146,
        "setrlimit": 164, "prctl": 167, "socket": 198, "socketpair": 199, "connect": 203, "keyctl": 219, "clone": 220,
        "execve": 221, "perf_event_open": 241, "prlimit64": 261, "setns": 268, "process_vm_readv": 270,
        "process_vm_writev": 271, "seccomp": 277, "memfd_create": 279, "bpf": 280, "execveat": 281,
        "userfaultfd": 282, "io_uring_setup": 425, "pidfd_open": 434, "clone3": 435, "openat2": 437,
    },
}  # fmt: skip


def verdict(program: bytes, number: int, arguments: tuple[int, ...] = (), architecture: int | None = None) -> int:
    """What the kernel would do, one step at a time."""
    data = struct.pack("=iIQ6Q", number, architecture or 0, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    steps = list(struct.iter_unpack("=HBBI", program))
    at = value = 0
    while True:
        code, yes, no, operand = steps[at]
        at += 1
        if code == 0x20:
            (value,) = struct.unpack_from("=I", data, operand)
        elif code == 0x06:
            return operand
        else:
            met = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}[code]
            at += yes if met else no


def on(machine: str, number: int, *arguments: int, files: bool = True) -> int:
    return verdict(bpf(machine, files=files), number, arguments, MACHINES[machine][0])


@machines
@pytest.mark.parametrize("files", [True, False])
def test_what_is_listed_passes_and_nothing_else_does(machine, files):
    numbers = MACHINES[machine][1]
    listed = {numbers[name] for name in PROCESS + (FILES if files else ()) if name in numbers}
    listed |= {numbers["mmap"], numbers["mprotect"], *([numbers["openat"]] if files else [])}
    assert {number for number in range(600) if on(machine, number, files=files) == ALLOW} == listed


@machines
@given(number=st.integers(0, 2**30 - 1), arguments=st.tuples(words, words, words))
def test_a_call_that_has_no_number_here_is_denied(machine, number, arguments):
    if number not in MACHINES[machine][1].values():
        assert on(machine, number, *arguments) == DENY


@machines
def test_dangerous_calls_are_denied_by_name(machine):
    assert {name for name, number in FORBIDDEN[machine].items() if on(machine, number) != DENY} == set()


@machines
@given(address=words, length=words, protection=st.integers(0, 7))
def test_memory_is_never_made_executable(machine, address, length, protection):
    for name in ("mmap", "mprotect"):
        expected = DENY if protection & _seccomp.PROT_EXEC else ALLOW
        assert on(machine, MACHINES[machine][1][name], address, length, protection) == expected


@machines
@given(flags=words)
def test_files_open_only_for_reading(machine, flags):
    writing = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000  # WRONLY, RDWR, CREAT, TRUNC, APPEND, the bit of TMPFILE
    opened = on(machine, MACHINES[machine][1]["openat"], 0, 0, flags)
    assert opened in {ALLOW, DENY}
    assert not (opened == ALLOW and flags & writing)


@machines
def test_the_import_system_may_read_modules_where_files_are_in_sight(machine):
    number = MACHINES[machine][1]["openat"]
    directory = 0x10000 if machine == "x86_64" else 0x4000
    for flags in (0, 0o2000000, 0o2000000 | directory):
        assert on(machine, number, 0, 0, flags) == ALLOW
        assert on(machine, number, 0, 0, flags, files=False) == DENY


@machines
@given(number=words)
def test_another_architecture_and_the_32_bit_interface_are_fatal(machine, number):
    program = bpf(machine, files=True)
    signed = struct.unpack("=i", struct.pack("=I", number))[0]
    assert verdict(program, signed, architecture=0x40000003) == KILL
    if number >= _seccomp.X32:
        assert verdict(program, signed, architecture=MACHINES[machine][0]) == KILL


@machines
def test_numbers_are_the_kernels(machine):
    header = Path(HEADERS[machine])
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    text = header.read_text("utf-8")
    found = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    found = {"newfstatat": found.get("fstatat", 0), **found}
    named = {**MACHINES[machine][1], **FORBIDDEN[machine]}
    assert {name for name, number in named.items() if found.get(name) != number} == set()
