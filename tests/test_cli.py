"""The command line: help, machine output, dry runs, interruptions."""

import json
from pathlib import Path

import pytest

from benchwright.cli import VERBS
from shell import benchwright

LONG = Path(__file__).parents[1] / "examples" / "documents" / "handbook.md"
MAKE = ["make", "worlds", "--count", 5, "--worlds", 1, "--tokens", 1000]


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("cli")


@pytest.fixture(scope="session")
def bench(place):
    from benchwright import make

    return make("worlds", place / "bench", count=5, worlds=1, tokens=1000).path


@pytest.fixture(scope="session")
def runs(place, bench):
    from benchwright import run

    run(bench, "benchwright/fake:lookup", place / "runs", context="full,none")
    return place / "runs"


@pytest.mark.parametrize(
    "words", [[verb] for verb in VERBS] + [["make", part] for part in ("documents", "worlds", "combine")]
)
def test_help_begins_with_a_synopsis_and_an_example(capsys, words):
    done = benchwright(capsys, *words, "--help")
    assert done.code == 0
    assert done.out.index("Synopsis: benchwright") < done.out.index("Example:") < done.out.index("Options:")


def test_the_version(capsys):
    import benchwright as package

    assert package.__version__ in benchwright(capsys, "--version").out


def test_make_prints_json(capsys, tmp_path):
    found = json.loads(benchwright(capsys, *MAKE, "--out", tmp_path / "b", "--json").out)
    assert sum(found["card"]["counts"].values()) == 5
    assert found["fresh"]
    again = json.loads(benchwright(capsys, *MAKE, "--out", tmp_path / "b", "--json").out)
    assert not again["fresh"]


def test_a_dry_make_writes_nothing(capsys, tmp_path):
    found = json.loads(benchwright(capsys, *MAKE, "--out", tmp_path / "b", "--json", "--dry-run").out)
    assert (found["leaves"], found["model_calls"]) == ("nothing leaves this machine", 0)
    assert not list(tmp_path.iterdir())


def test_a_dry_run_says_what_leaves_this_machine(capsys, bench, tmp_path):
    words = ["run", bench, "--out", tmp_path / "r", "--dry-run", "--json", "--model"]
    local = json.loads(benchwright(capsys, *words, "benchwright/fake:echo").out)
    remote = json.loads(benchwright(capsys, *words, "openai/gpt-4o").out)
    asked = json.loads(benchwright(capsys, *words, "openai/gpt-4o", "--context", "none").out)
    assert local["leaves"] == "nothing leaves this machine"
    assert "text of the documents" in remote["leaves"]
    assert "documents" not in asked["leaves"]
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("verb", ["stats", "report"])
def test_figures_as_json(capsys, runs, verb):
    found = json.loads(benchwright(capsys, verb, runs, "--json").out)
    assert len(found["systems"]) == 2


def test_run_prints_json(capsys, bench, runs):
    words = ["run", bench, "--model", "benchwright/fake:lookup", "--context", "full,none", "--out", runs, "--json"]
    found = json.loads(benchwright(capsys, *words).out)
    assert [run["headline"]["n"] for run in found["runs"]] == [5, 5]


@pytest.mark.parametrize("words", [["export", "{bench}", "--out", "{new}", "--json"], ["doctor", "--json"]])
def test_other_verbs_print_json(capsys, bench, tmp_path, words):
    filled = [word.format(bench=bench, new=tmp_path / "new") for word in words]
    json.loads(benchwright(capsys, *filled).out)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_text_fits_the_terminal(capsys, runs, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    out = benchwright(capsys, "stats", runs).out
    assert max(map(len, out.splitlines())) <= columns


def test_report_writes_one_file(capsys, runs, tmp_path):
    assert benchwright(capsys, "report", runs, "--out", tmp_path / "r.html").code == 0
    page = (tmp_path / "r.html").read_text()
    assert page.startswith("<!doctype html>")
    assert 'src="http' not in page


def test_an_interrupt_says_how_to_go_on(capsys, tmp_path, monkeypatch):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("benchwright.pipeline.making.make", interrupt)
    done = benchwright(capsys, *MAKE, "--out", tmp_path / "b")
    assert done.code == 130
    assert "run the same command again" in done.err


def test_a_shortfall_is_told_and_has_its_own_exit_code(capsys, tmp_path):
    done = benchwright(capsys, "make", "documents", LONG, "--out", tmp_path / "b", "--count", 900)
    assert done.code == 3
    assert "short of" in done.err
    assert (tmp_path / "b" / "benchmark.json").exists()


def test_doctor_names_the_cure(capsys, monkeypatch):
    monkeypatch.setattr("benchwright.cli.doctor.find_spec", lambda _name: None)
    done = benchwright(capsys, "doctor")
    assert 'pip install "benchwright[embedded]"' in done.out
