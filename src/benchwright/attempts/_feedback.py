"""What the model is told of its own work: program, outcome and faults, each fenced as data.

A fence is a tag; where the text inside holds such a tag, the fence carries a hash of the text, so that nothing that a
program printed or a document said can close it and speak as we do.
"""

from __future__ import annotations

import json
import re
import sys

from benchwright.attempts._symbols import Symbols
from benchwright.attempts._trials import Trial
from benchwright.attempts.prompts import shipped
from benchwright.records import digest

_UNKNOWN = re.compile(r"name '(\w+)' is not defined")
SHOWN = 1500
"""Characters of a value, an output or an error that the model is shown."""


def fenced(tag: str, text: str) -> str:
    """The text between tags that it cannot close."""
    name = f"{tag}-{digest(text)}" if re.search(rf"<\s*+/?\s*+{tag}", text, re.IGNORECASE) else tag
    return f"<{name}>\n{text}\n</{name}>"


def cut(text: str, limit: int = SHOWN) -> str:
    """The text, or its beginning and how much was left out."""
    return text if len(text) <= limit else f"{text[:limit]} ... ({len(text) - limit} more characters)"


def fault_of(trial: Trial) -> tuple[str, ...]:
    """What is wrong with a run, apart from any check of the program."""
    if trial.answer:
        return ()
    if not trial.program.source.strip():
        return ("The reply holds no program; write one in a ```python block.",)
    error = f": {cut(trial.result.error, 300)}" if trial.result.error else ""
    keys = ", ".join(map(repr, trial.symbols.values)) if trial.symbols else ""
    known = f" The keys of symbols are {cut(keys, 300)}." if keys and "KeyError" in error else ""
    unknown = _UNKNOWN.search(error)
    module = unknown[1] if unknown and unknown[1] in sys.stdlib_module_names else ""
    used = module and re.search(rf"\b{module}\s*\.\s*\w", trial.program.source)
    missing = f" Write `import {module}` first." if used else ""
    return (f"{trial.why}{error}.{known}{missing}",)


def mending(asked: str, trial: Trial) -> str:
    """The request to write a failed program anew."""
    return shipped("pot_repair").format(
        asked=asked, program=fenced("program", cut(trial.program.source, 6000)), faults=listed(trial)
    )


def listed(trial: Trial) -> str:
    """The faults, one a line, as data."""
    return fenced("faults", "\n".join(f"- {fault}" for fault in trial.told))


def symbols_shown(symbols: Symbols) -> str:
    """The symbols as data."""
    return fenced("symbols", cut(json.dumps(symbols.values, ensure_ascii=False), 8000))


def asking_again(asked: str, problem: str) -> str:
    """The request for symbols after a reply that held none."""
    return shipped("pips_again").format(asked=asked, faults=fenced("faults", f"- {problem}"))


def programming(symbols: Symbols) -> str:
    """The request for a program over the symbols."""
    return shipped("pips_program").format(symbols=symbols_shown(symbols))


def fixing(trial: Trial) -> str:
    """The request to mend a program or its symbols, with everything that was found wrong."""
    return shipped("pips_fix").format(**_parts(trial), faults=listed(trial))


def criticising(trial: Trial) -> str:
    """The request for a verdict."""
    return shipped("pips_critic").format(**_parts(trial))


def _parts(trial: Trial) -> dict[str, str]:
    return {
        "symbols": symbols_shown(trial.symbols or Symbols({})),
        "program": fenced("program", cut(trial.program.source, 6000)),
        "outcome": fenced("outcome", _outcome(trial)),
    }


def _outcome(trial: Trial) -> str:
    result = trial.result
    value = json.dumps(result.value, ensure_ascii=False, default=str)
    gave = f"returned: {cut(value)} ({result.type})" if result.kind == "ok" else f"{trial.why}: {cut(result.error)}"
    return f"{gave}\nprinted: {cut(result.stdout)}" if result.stdout else gave
