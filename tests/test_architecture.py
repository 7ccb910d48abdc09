"""The structure that the design promises, and what may be loaded when."""

import ast
import subprocess
import sys
from importlib import import_module

import pytest

sys.path.insert(0, "tools")
import architecture

import benchwright

HEAVY = {"inspect_ai", "scipy", "torch", "numpy", "pandas", "altair", "lxml", "pypdfium2", "transformers"}


def loaded_by(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_structure_is_as_designed():
    graph, faults = architecture.edges_and_faults()
    assert [*faults, *architecture.rules(graph), *architecture.cycles({k: v for k, v in graph.items() if k})] == []


@pytest.mark.parametrize(
    ("graph", "fault"),
    [
        ({"items": {"reports"}}, "stage items imports reports"),
        ({"stats": {"items"}}, "service stats imports items"),
        ({"records": {"items"}}, "records imports items"),
    ],
)
def test_a_planted_edge_is_found(graph, fault):
    assert list(architecture.rules(graph)) == [fault]


def test_a_planted_cycle_is_found():
    assert len(list(architecture.cycles({"a": {"b"}, "b": {"a"}, "c": {"a"}}))) == 2


def test_a_long_body_is_measured_without_its_docstring():
    code = 'def f():\n    """One.\n\n    Two.\n    """\n    x = 1\n    return x\n'
    assert list(architecture.bodies(ast.parse(code))) == [("f", 2)]


@pytest.mark.parametrize(
    "code",
    [
        "import benchwright",
        "from benchwright.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
    ],
)
def test_light_things_load_nothing_heavy(code):
    assert not loaded_by(code) & HEAVY


@pytest.mark.parametrize(
    "service",
    [
        "grading",
        "stats",
        "retrieval",
        "models",
        "documents",
        "items",
        "reports",
        "sandbox",
        "logic",
        "audits",
        "attempts",
        "training",
    ],
)
def test_packages_import_light(service):
    assert not loaded_by(f"import benchwright.{service}") & (HEAVY - {"numpy"})


def test_what_inspect_loads_at_start_brings_no_method_along():
    """Inspect imports the registry whenever it starts, in whatever project."""
    code = (
        "import benchwright._registry, sys\nprint(*[n for n in sys.modules if n.startswith('benchwright.')], sep='|')"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split("|"))
    assert "benchwright.attempts.programs" in loaded
    assert not {
        name for name in loaded if name.startswith(("benchwright.logic", "benchwright.sandbox", "benchwright.stats"))
    }
    assert "numpy" not in loaded_by("import benchwright._registry")


def test_the_facade_holds_what_it_says():
    assert benchwright.__all__ == sorted(benchwright.__all__)
    assert len(benchwright.__all__) <= 40
    assert all(getattr(benchwright, name) is not None for name in benchwright.__all__)
    assert set(benchwright.__all__) <= set(dir(benchwright))


def test_no_module_takes_the_place_of_a_name_that_its_package_loads_late():
    seen = 0
    for path in architecture.ROOT.rglob("__init__.py"):
        package = import_module(".".join(("benchwright", *path.parent.relative_to(architecture.ROOT).parts)))
        homes = next(
            (vars(package)[name] for name in ("_PLACES", "_HOME", "_LATER", "_HOMES") if name in vars(package)), {}
        )
        below = {one.stem for one in path.parent.iterdir() if one.suffix == ".py" or (one / "__init__.py").exists()}
        assert not set(homes) & below, package.__name__
        seen += bool(homes)
    assert seen >= 10
