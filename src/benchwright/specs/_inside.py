"""What runs inside the sandbox with a spec's code: jobs in, values or faults out, one process for many jobs.

    files of the spec --load--> module --jobs--> [{"value": ...} | {"error": "ValueError: ...", "at": "solve, line 12"}]

Its text is the program that the sandbox runs, so it stands on the standard library alone. Chance comes in as a seed.
What a job is given is copied first: code that changes its problem is found out, and changes nobody else's.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Json = Any  # null, bool, int, float, str, or lists and string-keyed dicts of these
FUNCTIONS = ("sample", "render", "solve", "check", "mutate", "complexity")
SHIPPED = "benchwright.specs.shipped"
NAME = "code.py"


class Finder:
    """Finds the spec's own files as modules, under their bare names and under those they have in the package."""

    def __init__(self, files: Mapping[str, str], package: str) -> None:
        stems = {name.removesuffix(".py"): (name, text) for name, text in files.items()}
        self.texts = stems | {f"{SHIPPED}.{package}.{stem}": held for stem, held in stems.items()}
        parts = f"{SHIPPED}.{package}".split(".")
        self.packages = {".".join(parts[: count + 1]) for count in range(len(parts))}

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """As the import system asks."""
        del path, target
        if name in self.texts or name in self.packages:
            return ModuleSpec(name, self, is_package=name in self.packages)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        """The usual kind."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the file's text; packages are empty."""
        if held := self.texts.get(module.__name__):
            exec(compile(held[1], held[0], "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # in the sandbox


class Watched(dict):  # type: ignore[type-arg]
    """Ranges that remember which of them were read."""

    def __init__(self, ranges: Json) -> None:
        super().__init__(copied(ranges))
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Json:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Json = None) -> Json:
        """As of a dict."""
        self.read.add(name)
        return super().get(name, default)

    def items(self) -> Json:
        """As of a dict."""
        self.read.update(self)
        return super().items()

    def values(self) -> Json:
        """As of a dict."""
        self.read.update(self)
        return super().values()


def load(files: Mapping[str, str], package: str) -> ModuleType:
    """The module `code.py`, with the files beside it in reach."""
    sys.meta_path.insert(0, Finder(files, package))
    code = ModuleType("code")
    sys.modules["code"] = code
    exec(compile(files[NAME], NAME, "exec", dont_inherit=True), code.__dict__)  # noqa: S102  # in the sandbox
    return code


def serve(files: dict[str, str], package: str, jobs: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """One outcome per job; where the code does not even load, that of each."""
    try:
        code = load(files, package)
        missing = [name for name in FUNCTIONS if not callable(getattr(code, name, None))]
        if missing or not isinstance(getattr(code, "NO_SOLUTION", None), str):
            lacks = ", ".join([f"{name}()" for name in missing] or ["NO_SOLUTION, a text"])
            return [{"error": f"it does not define {lacks}", "at": NAME}] * len(jobs)
    except Exception as error:  # noqa: BLE001  # the spec's own code runs here
        return [fault(error)] * len(jobs)
    return [outcome(code, job) for job in jobs]


def outcome(code: ModuleType, job: dict[str, Json]) -> dict[str, Json]:
    """What came of one job."""
    given = dict(job)
    try:
        return {"value": JOBS[given.pop("do")](code, **given)}
    except Exception as error:  # noqa: BLE001  # the spec's own code runs here
        return fault(error)


def fault(error: BaseException) -> dict[str, str]:
    """The error on one line, and where in the spec's code it arose."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == NAME:
            places.append(f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}")
        trace = trace.tb_next
    text = " ".join(str(error).split())[:300]
    place = " > ".join(dict.fromkeys([*places[:1], *places[-1:]]))
    if isinstance(error, SyntaxError) and error.filename == NAME:
        place = f"{NAME}, line {error.lineno}"
    return {"error": f"{type(error).__name__}: {text}", "at": place or NAME}


def copied(value: Json) -> Json:
    """The same value, as it comes back from a file."""
    written = json.dumps(value, allow_nan=False, ensure_ascii=False)
    return json.loads(written.encode())


def text_of(value: object) -> str:
    """A text that can be written to a file."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} was given where a text was expected")
    value.encode()
    return value


def constant(code: ModuleType) -> str:
    """The reply that says that there is no solution."""
    return text_of(code.NO_SOLUTION)


def sampled(code: ModuleType, seed: int, ranges: Json) -> Json:
    """A problem."""
    return copied(code.sample(random.Random(seed), copied(ranges)))


def rendered(code: ModuleType, problem: Json) -> str:
    """The question of a problem."""
    return text_of(code.render(copied(problem)))


def solved(code: ModuleType, problem: Json) -> str:
    """A right reply."""
    return text_of(code.solve(copied(problem)))


def judged(code: ModuleType, problem: Json, replies: Sequence[str]) -> list[dict[str, bool]]:
    """Which constraints each reply satisfies."""
    return [verdict(code.check(copied(problem), reply)) for reply in replies]


def verdict(found: Json) -> dict[str, bool]:
    """What `check` said, held to its form."""
    if not isinstance(found, dict):
        raise TypeError(f"check() gave {type(found).__name__}; a dict of constraint: passed was expected")
    odd = [name for name, passed in found.items() if not isinstance(name, str) or not isinstance(passed, bool)]
    if odd:
        raise TypeError(f"check() gave {odd[0]!r}: {found[odd[0]]!r}; True or False under a name was expected")
    return dict(found)


def mutants(code: ModuleType, problem: Json, reply: str, seed: int) -> list[list[Json]]:
    """Wrong replies, each with what `check` says of it."""
    texts = [text_of(text) for text in code.mutate(copied(problem), reply, random.Random(seed))]
    return [[text, passed] for text, passed in zip(texts, judged(code, problem, texts), strict=True)]


def scored(code: ModuleType, problem: Json) -> dict[str, float]:
    """How hard a problem is."""
    found = {str(name): float(value) for name, value in code.complexity(copied(problem)).items()}
    if odd := [name for name, value in found.items() if not math.isfinite(value)]:
        raise ValueError(f"complexity() gave {odd[0]!r}: {found[odd[0]]}; a finite number was expected")
    return found


def drawn(code: ModuleType, seed: int, other: int, ranges: Json) -> dict[str, Json]:
    """A problem with all that the functions say of it, the solver's reply judged."""
    problem = sampled(code, seed, ranges)
    question, reply = rendered(code, problem), solved(code, problem)
    return {
        "problem": problem, "question": question, "reply": reply, "passed": judged(code, problem, [reply])[0],
        "mutants": mutants(code, problem, reply, other), "complexity": scored(code, problem),
    }  # fmt: skip


def tried(code: ModuleType, seed: int, other: int, ranges: Json) -> dict[str, Json]:
    """`drawn`, with what is wrong of it by itself: not JSON, not the same twice, changes what it is given."""
    given = Watched(ranges)
    raw = code.sample(random.Random(seed), given)
    first = drawn(code, seed, other, ranges)
    faults = []
    if raw != first["problem"]:
        faults.append("sample: not the same twice, or not the same after json.dumps and json.loads (tuples, odd keys)")
    faults += [f"{name}: not the same twice" for name in _differing(code, first, other)]
    faults += _changed(code, first["problem"], first["reply"], other)
    return first | {"faults": faults, "read": sorted(given.read)}


def _differing(code: ModuleType, first: dict[str, Json], other: int) -> list[str]:
    """Which functions give something else when asked again."""
    problem, reply = first["problem"], first["reply"]
    again = {
        "render": rendered(code, problem) == first["question"], "solve": solved(code, problem) == reply,
        "check": judged(code, problem, [reply])[0] == first["passed"],
        "mutate": mutants(code, problem, reply, other) == first["mutants"],
        "complexity": scored(code, problem) == first["complexity"],
    }  # fmt: skip
    return [name for name, same in again.items() if not same]


def _changed(code: ModuleType, problem: Json, reply: str, other: int) -> list[str]:
    """Which functions change the problem they are given."""
    calls: dict[str, Callable[[Json], object]] = {
        "render": code.render, "solve": code.solve, "check": lambda held: code.check(held, reply),
        "mutate": lambda held: list(code.mutate(held, reply, random.Random(other))),
        "complexity": code.complexity,
    }  # fmt: skip
    faults = []
    for name, call in calls.items():
        held = copied(problem)
        call(held)
        if held != problem:
            faults.append(f"{name}: changes the problem that it is given")
    return faults


JOBS: dict[str, Callable[..., Json]] = {
    "constant": constant, "sample": sampled, "render": rendered, "solve": solved, "check": judged,
    "mutate": mutants, "complexity": scored, "draw": drawn, "try": tried,
}  # fmt: skip
