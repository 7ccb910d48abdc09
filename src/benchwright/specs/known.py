"""Which spec a name means: one of the package, or one whose folder this process was shown.

A folder holds `plan.json`, `code.py`, modules that it imports from beside it, and what the stages wrote of it. Whoever
opens a benchmark shows the folder that lies in it (`register`); grading then finds the code by what items carry.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchwright.errors import InputError
from benchwright.specs.boxed import BoxedSpec
from benchwright.specs.code import SHIPPED, Spec, ref_of, shipped_spec
from benchwright.specs.plan import plan_at

PLAN, CODE = "plan.json", "code.py"
NOTES = ("verification.json", "evaluation.json", "feedback.jsonl")
"""What the stages write beside plan and code."""
_KNOWN: dict[str, BoxedSpec] = {}
_FILES: dict[str, dict[str, str]] = {}
"""By ref, every file that is kept with a benchmark."""


def texts_at(folder: Path) -> dict[str, str]:
    """Every file of a spec's folder that counts, by name.

    Raises:
        InputError: there is no plan or no code, or a file cannot be read.
    """
    for name in (PLAN, CODE):
        if not (folder / name).is_file():
            raise InputError(f"{folder} is no specification: there is no {name}; name a folder with {PLAN} and {CODE}")
    names = sorted(path.name for path in folder.glob("*.py") if path.name != "__init__.py")
    try:
        return {
            name: (folder / name).read_bytes().decode("utf-8")
            for name in (PLAN, *names, *NOTES)
            if (folder / name).is_file()
        }
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{folder}: a file cannot be read as UTF-8 text: {error}") from error


def register(folder: Path | str) -> Spec:
    """The spec in a folder, known from now on by its ref. Its code is not run, and will only be in the sandbox.

    Raises:
        InputError: there is none, or its plan cannot be used.
    """
    folder = Path(folder)
    plan, texts = plan_at(folder), texts_at(folder)
    code = {name: text for name, text in texts.items() if name.endswith(".py")}
    ref = ref_of(plan, code)
    if plan.name in SHIPPED and shipped_spec(plan.name).ref == ref:
        return shipped_spec(plan.name)
    _FILES[ref] = texts
    return _KNOWN.setdefault(ref, BoxedSpec(plan, code))


def register_all(home: Path) -> None:
    """Every spec that a benchmark keeps: in the folder itself, or in folders in it.

    Raises:
        InputError: one cannot be used.
    """
    for place in (home, *sorted(home.glob("*/"))):
        if (place / PLAN).is_file():
            register(place)


def spec_of(ref: str) -> Spec:
    """The spec that an item names.

    Raises:
        UnknownNameError: it does not come with the package, and no folder with it was shown.
        InputError: it does, in another version, whose verdicts may differ.
    """
    if ref in _KNOWN:
        return _KNOWN[ref]
    name = ref.partition("@")[0]
    cure = "open the benchmark, which keeps its code, with benchwright.pipeline.opening.opened"
    if name not in SHIPPED:
        raise InputError(f"the code of the spec {ref!r} is not known here; {cure}, or name one of {', '.join(SHIPPED)}")
    found = shipped_spec(name)
    if found.ref != ref:
        raise InputError(f"the item was made by {ref} and {found.ref} is installed; {cure}")
    return found


def files_of(ref: str) -> Mapping[str, str]:
    """What a benchmark keeps of the spec, so that it can be graded wherever it goes.

    Raises:
        InputError: the spec is not known.
    """
    spec = spec_of(ref)
    return _FILES.get(ref) or {PLAN: spec.plan.text(), **spec.files}
