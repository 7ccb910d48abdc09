"""Small promises of `doctor`, `report` and the Inspect task."""

import sys
from importlib.metadata import PackageNotFoundError

import pytest

from benchwright._registry import benchmark
from benchwright.cli import doctor
from shell import benchwright


def test_kinds_may_be_a_list_as_inspect_makes_it(bench):
    kinds = sorted({item.kind for item in bench.items})[:2]
    given = [kinds, ",".join(kinds), " , ".join(kinds)]
    found = [[s.id for s in benchmark(str(bench.path), kinds=k).dataset] for k in given]
    assert found[0] == found[1] == found[2]
    assert set(found[0]) == {item.id for item in bench.items if item.kind in kinds}


def test_a_report_is_not_written_over_a_folder(capsys, tmp_path):
    (tmp_path / "page").mkdir()
    done = benchwright(capsys, "report", tmp_path, "--out", tmp_path / "page")
    assert done.code == 2
    [line] = done.err.strip().splitlines()
    assert "is a folder; name a file in it, such as" in line
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


@pytest.mark.parametrize("missing", ["xllamacpp", "pyarrow", "torch", "starlette"])
def test_doctor_lacks_nothing_that_is_needed_without_an_extra(capsys, monkeypatch, missing):
    plain = doctor.find_spec
    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name == missing else plain(name))
    assert benchwright(capsys, "doctor").code == 0


def test_doctor_fails_without_inspect(capsys, monkeypatch):
    plain = doctor.version

    def version(name):
        if name == "inspect_ai":
            raise PackageNotFoundError(name)
        return plain(name)

    monkeypatch.setattr(doctor, "version", version)
    done = benchwright(capsys, "doctor")
    assert done.code == 1
    assert "missing  Inspect: not installed" in done.out


def test_doctor_fails_with_an_old_python(capsys, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    assert doctor._python().mark == "broken"


def test_doctor_fails_without_the_registry(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "entry_points", lambda **_: ())
    done = benchwright(capsys, "doctor")
    assert done.code == 1
    assert "missing  Inspect registry" in done.out


def test_the_help_of_doctor_says_when_it_fails(capsys):
    text = " ".join(benchwright(capsys, "doctor", "--help").out.split())
    assert "Exits 1 only if Python, Inspect or its registry is broken" in text
