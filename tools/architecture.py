"""Check what the design says of the code's structure; print what breaks it and exit non-zero.

Packages form no cycle, stages do not import one another, services import no stage, only composers compose, nothing
private of Inspect is imported, and no file or function outgrows its limit.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "src" / "benchwright"
STAGES = {"documents", "items", "attempts", "verdicts", "audits", "training", "maps", "reports", "pages"}
SERVICES = {"grading", "specs", "stats", "retrieval", "logic", "sandbox", "models"}
BASE = {"records", "errors", "seeding", "store", "inspect_bridge", "lazy", "numerals"}
FILE_LINES, BODY_LINES, LOOP_LINES = 400, 50, 80


def package_of(module: str) -> str:
    """`benchwright.items.worlds.state` -> `items`; the facade itself is ``."""
    return module.split(".")[1] if "." in module else ""


def imports(tree: ast.AST, module: str) -> Iterator[str]:
    """Modules that a file imports, wherever in it, except for type checkers only."""
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (
                [f"benchwright.{a.name}" for a in node.names] if node.module == "benchwright" else [node.module]
            )
        elif isinstance(node, ast.ImportFrom):
            yield module.rsplit(".", node.level)[0] + (f".{node.module}" if node.module else "")


def bodies(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function's body, docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node, clean=False) is not None
            body = node.body[1:] if docstring else node.body
            yield node.name, (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def edges_and_faults() -> tuple[dict[str, set[str]], list[str]]:
    """Package graph, and whatever a single file does wrong."""
    graph: dict[str, set[str]] = {}
    faults = []
    for path in sorted(ROOT.rglob("*.py")):
        module = ".".join(("benchwright", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        home = package_of(module)
        used = set(imports(tree, module))
        faults += [
            f"{module} imports {name}, which is private to Inspect" for name in used if name.startswith("inspect_ai._")
        ]
        targets = {package_of(name) for name in used if name.split(".")[0] == "benchwright"} - {home, ""}
        graph.setdefault(home, set()).update(targets)
        faults += [
            f"{module}: {lines} lines (limit {FILE_LINES})" for lines in [text.count("\n")] if lines > FILE_LINES
        ]
        limit = LOOP_LINES if path.name == "loop.py" else BODY_LINES
        faults += [
            f"{module}.{name}: body of {size} lines (limit {limit})" for name, size in bodies(tree) if size > limit
        ]
    return graph, faults


def rules(graph: dict[str, set[str]]) -> Iterator[str]:
    """Edges that the design forbids."""
    for home, targets in graph.items():
        if home in STAGES:
            yield from (f"stage {home} imports {t}" for t in targets - SERVICES - BASE)
        elif home in SERVICES:
            yield from (f"service {home} imports {t}" for t in targets - SERVICES - BASE)
        elif home in BASE:
            yield from (f"{home} imports {t}" for t in targets - BASE - {"grading"})


def cycles(graph: dict[str, set[str]]) -> Iterator[str]:
    """Packages from which one can walk back to themselves."""
    for start, targets in graph.items():
        seen: set[str] = set()
        todo = list(targets)
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += graph.get(here, ())
        if start in seen:
            yield f"package {start or 'benchwright'} is in an import cycle"


def main() -> int:
    """Print the faults; the exit status is 1 where there are any."""
    graph, faults = edges_and_faults()
    faults += [*rules(graph), *cycles({home: targets for home, targets in graph.items() if home})]
    for fault in faults:
        print(fault)
    print(f"{len(graph)} packages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
