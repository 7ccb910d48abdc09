"""A person's own plan and code, on their way into the folder of work; what was edited there is never written over.

`stages.json` remembers what was copied last, and, while copying, what is being copied, so that a copy that was killed
is not taken for an edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from benchwright.errors import InputError
from benchwright.records import digest
from benchwright.specs.known import texts_at
from benchwright.specs.stages.work import Work
from benchwright.store import write_text, writing


def copied(source: Path, work: Work, told: Callable[[str], None]) -> None:
    """Plan and code of a person's folder, into the folder of work; what was edited there is never written over.

    Raises:
        InputError: plan or code were changed in both places since they were copied.
    """
    texts = _own(texts_at(source))
    if source.resolve() == work.home.resolve():
        return
    there, copy, before = _there(work), digest(texts), work.journal
    edited = bool(there) and digest(there) not in {copy, before.get("copied")} and not before.get("copying")
    if edited and before.get("copied") != copy:
        raise InputError(
            f"{work.home} holds another plan or code than {source}, edited since it was copied or never copied; go on "
            f"from what is there with {work.home} in place of {source}, or remove {work.home}"
        )
    if edited:
        told(f"plan and code were edited in {work.home}, and are used as they are there, not as in {source}")
        return
    work.note(copying=copy)
    for name in there.keys() - texts.keys():
        with writing(work.home):
            (work.home / name).unlink()
    for name, text in texts.items():
        write_text(work.home / name, text)
    work.note(copied=copy, copying="")


def _own(texts: Mapping[str, str]) -> dict[str, str]:
    """Plan and code, without what the stages wrote."""
    return {name: text for name, text in texts.items() if name == "plan.json" or name.endswith(".py")}


def _there(work: Work) -> dict[str, str]:
    """Plan and code in the folder of work, whole or not."""
    paths = [path for path in (work.path("plan"), *sorted(work.home.glob("*.py"))) if path.is_file()]
    try:
        return {path.name: path.read_bytes().decode("utf-8") for path in paths if path.name != "__init__.py"}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{work.home}: a file cannot be read as UTF-8 text: {error}") from error
