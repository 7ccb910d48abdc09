"""The system calls a program may make: an allow-list as a BPF program, written out by hand.

`bpf(machine, files=...)` gives the bytes that the kernel runs at each call. A foreign architecture kills the process;
a call that is not on the list fails with EPERM, which Python raises as PermissionError. Two calls depend on their
arguments: memory may not be made executable, so no machine code and no new extension module can be loaded; and files,
where they may be opened at all, open for reading only. There are no sockets, no new processes or threads, no signals
to anyone, and nothing that reaches into another process. The kernel's side: seccomp(2).
"""

from __future__ import annotations

import struct

PROCESS = (
    "read", "write", "readv", "writev", "pread64", "close", "lseek", "fstat",
    "munmap", "brk", "mremap", "madvise", "futex", "getrandom", "restart_syscall",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "setitimer", "getitimer",
    "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "getrusage",
    "poll", "ppoll", "select", "pselect6", "pause", "sched_yield", "sched_getaffinity", "sysinfo", "uname",
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "exit", "exit_group",
)  # fmt: skip
"""What computing needs."""
FILES = ("stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat",
         "getdents64", "getcwd")  # fmt: skip
"""What looking for the interpreter's own modules needs, where nothing else can be seen."""

_X86_64 = {
    "read": 0, "write": 1, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8, "mmap": 9,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "pread64": 17, "readv": 19, "writev": 20, "access": 21, "select": 23, "sched_yield": 24, "mremap": 25,
    "madvise": 28, "pause": 34, "nanosleep": 35, "getitimer": 36, "setitimer": 38, "getpid": 39, "exit": 60,
    "uname": 63, "getcwd": 79, "readlink": 89, "gettimeofday": 96, "getrusage": 98, "sysinfo": 99, "times": 100,
    "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "sigaltstack": 131, "gettid": 186,
    "time": 201, "futex": 202, "sched_getaffinity": 204, "getdents64": 217, "restart_syscall": 219,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "openat": 257,
    "newfstatat": 262, "readlinkat": 267, "faccessat": 269, "pselect6": 270, "ppoll": 271, "getrandom": 318,
    "statx": 332, "faccessat2": 439,
}  # fmt: skip
_AARCH64 = {
    "getcwd": 17, "faccessat": 48, "openat": 56, "close": 57, "getdents64": 61, "lseek": 62, "read": 63, "write": 64,
    "readv": 65, "writev": 66, "pread64": 67, "pselect6": 72, "ppoll": 73, "readlinkat": 78, "newfstatat": 79,
    "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98, "nanosleep": 101, "getitimer": 102, "setitimer": 103,
    "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124,
    "restart_syscall": 128, "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
    "times": 153, "uname": 160, "getrusage": 165, "gettimeofday": 169, "getpid": 172, "getppid": 173, "getuid": 174,
    "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179, "brk": 214, "munmap": 215,
    "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278, "statx": 291, "faccessat2": 439,
}  # fmt: skip
MACHINES = {"x86_64": (0xC000003E, _X86_64, 0x00008000), "aarch64": (0xC00000B7, _AARCH64, 0x00020000)}
"""Per architecture: the kernel's number for it, its system calls, and its O_LARGEFILE."""

PROT_EXEC = 0x4
READING = 0x80000 | 0x800
"""O_CLOEXEC and O_NONBLOCK, beside O_RDONLY, which is no bit at all: they change nothing on disk."""
_DIRECTORY = {"x86_64": 0x10000 | 0x20000, "aarch64": 0x4000 | 0x8000}
"""O_DIRECTORY and O_NOFOLLOW."""
X32 = 0x40000000
"""Calls with this bit are of the 32-bit interface to x86_64, whose numbers mean other calls."""
ALLOW, DENY, KILL = 0x7FFF0000, 0x00050001, 0x80000000

_LOAD, _JEQ, _JGE, _JSET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
"""Offsets in the kernel's struct seccomp_data; arguments are 8 bytes each, low half first."""

_Step = tuple[int, int, int, int]


def bpf(machine: str, *, files: bool) -> bytes:
    """The filter for an architecture, as an array of the kernel's struct sock_filter.

    Args:
        machine: as `platform.machine()` has it.
        files: let files be looked for and opened for reading, which is safe only where none worth reading are in sight.

    Raises:
        KeyError: no filter is written for that architecture.
    """
    architecture, numbers, large = MACHINES[machine]
    plain = [numbers[name] for name in PROCESS + (FILES if files else ()) if name in numbers]
    wrong = 0xFFFFFFFF & ~(READING | large | _DIRECTORY[machine])
    checked = [(numbers["mmap"], 2, PROT_EXEC), (numbers["mprotect"], 2, PROT_EXEC)]
    checked += [(numbers["openat"], 2, wrong)] if files else []
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE), (_JEQ, 1, 0, architecture), (_RETURN, 0, 0, KILL), (_LOAD, 0, 0, _NUMBER),
        (_JGE, 0, 1, X32), (_RETURN, 0, 0, KILL),
    ]  # fmt: skip
    for number, argument, bits in checked:
        steps += _unless(number, argument, bits)
    # Every jump leads to the last step; it is at most len(plain) steps away, which must fit a byte.
    steps += [(_JEQ, len(plain) - at, 0, number) for at, number in enumerate(plain)]
    steps += [(_RETURN, 0, 0, DENY), (_RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _unless(number: int, argument: int, bits: int) -> list[_Step]:
    """Steps that let a call pass unless its argument has one of the bits; other calls go on to the step after them."""
    return [
        (_JEQ, 0, 4, number), (_LOAD, 0, 0, _ARGUMENTS + 8 * argument), (_JSET, 0, 1, bits),
        (_RETURN, 0, 0, DENY), (_RETURN, 0, 0, ALLOW),
    ]  # fmt: skip
