"""Each fault is one clear line that says what to do, with a non-zero exit; nothing is lost."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from shell import benchwright


def one_line(done, *words):
    assert done.code != 0
    lines = done.err.strip().splitlines()
    assert len(lines) == 1, done.err
    assert lines[0].startswith("benchwright: ")
    assert all(word in lines[0] for word in words), lines[0]


def test_an_unknown_verb_suggests_one(capsys):
    one_line(benchwright(capsys, "repotr"), "did you mean 'report'")


def test_an_unknown_model(capsys, bench, tmp_path):
    done = benchwright(capsys, "run", bench.path, "--model", "benchwright/smolm2", "--out", tmp_path / "r")
    one_line(done, "did you mean", "smollm2")


def test_an_unknown_provider(capsys, bench, tmp_path):
    done = benchwright(capsys, "run", bench.path, "--model", "opnai/gpt", "--out", tmp_path / "r", "--display", "none")
    one_line(done, "opnai/gpt", "not recognized")


def test_a_missing_extra(capsys, bench, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    done = benchwright(capsys, "export", bench.path, "--form", "parquet", "--out", tmp_path / "x")
    one_line(done, 'pip install "benchwright[parquet]"')


@pytest.mark.parametrize("verb", ["run", "export"])
def test_a_damaged_folder(capsys, bench, tmp_path, verb):
    broken = tmp_path / "broken"
    shutil.copytree(bench.path, broken)
    items = broken / "items.jsonl"
    items.write_text(items.read_text().replace("?", "!", 1))
    extra = ["--model", "benchwright/fake:echo"] if verb == "run" else []
    one_line(benchwright(capsys, verb, broken, *extra, "--out", tmp_path / "r"), "damaged", "restore it")


def test_no_benchmark_there(capsys, tmp_path):
    done = benchwright(capsys, "run", tmp_path, "--model", "benchwright/fake:echo", "--out", tmp_path / "r")
    one_line(done, "no benchmark at", "benchwright make")


def test_an_output_that_cannot_be_written(capsys, bench):
    done = benchwright(capsys, "run", bench.path, "--model", "benchwright/fake:echo", "--out", "/proc/nowhere")
    one_line(done, "cannot write", "--out")


def test_an_output_that_holds_something_else(capsys, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    one_line(benchwright(capsys, "make", "worlds", "--out", tmp_path), "exists and is not a benchmark")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_another_benchmark_is_not_overwritten(capsys, bench, tmp_path):
    shutil.copytree(bench.path, tmp_path / "b")
    done = benchwright(capsys, "make", "worlds", "--out", tmp_path / "b", "--seed", 5, "--count", 5)
    one_line(done, "already holds another benchmark", "--overwrite")
    assert (tmp_path / "b" / "benchmark.json").read_bytes() == (bench.path / "benchmark.json").read_bytes()


def test_a_document_that_yields_nothing(capsys, tmp_path):
    (tmp_path / "poem.txt").write_text("Roses are red and violets are blue and that is that.")
    done = benchwright(capsys, "make", "documents", tmp_path / "poem.txt", "--out", tmp_path / "b")
    one_line(done, "found nothing to ask", "another source")
    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "b.partial").exists()


def test_sources_that_cannot_be_read(capsys, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = benchwright(capsys, "make", "documents", tmp_path / "empty.txt", "--out", tmp_path / "b")
    one_line(done, "no document could be read")


def test_a_context_longer_than_the_window(capsys, bench, tmp_path):
    done = benchwright(
        capsys, "run", bench.path, "--model", "benchwright/fake:echo", "--window", 900, "--out", tmp_path / "r"
    )
    one_line(done, f"{len(bench.items)} of {len(bench.items)} items", "nothing is cut silently", "retrieve:")


@pytest.mark.parametrize("context", ["ful", "retrieve", "retrieve:0", "retrieve:x", ""])
def test_an_unknown_context(capsys, bench, tmp_path, context):
    done = benchwright(
        capsys, "run", bench.path, "--model", "benchwright/fake:echo", "--context", context, "--out", tmp_path / "r"
    )
    one_line(done, "unknown context", "retrieve:K")


@pytest.mark.parametrize(
    ("text", "words"), [("only {question}", "exactly {context} and {question}"), ("{", "cannot use template")]
)
def test_a_template_that_cannot_be_used(capsys, bench, tmp_path, text, words):
    (tmp_path / "t.txt").write_text(text)
    done = benchwright(
        capsys,
        "run",
        bench.path,
        "--model",
        "benchwright/fake:echo",
        "--template",
        tmp_path / "t.txt",
        "--out",
        tmp_path / "r",
    )
    one_line(done, words)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "nothing", "answer": "x"}', "no item 'nothing'"),
        ("not json", "line 1"),
        ('{"answer": "x"}', "expected"),
        ("", "holds no answer"),
    ],
)
def test_answers_that_cannot_be_used(capsys, bench, tmp_path, line, words):
    (tmp_path / "a.jsonl").write_text(line)
    done = benchwright(capsys, "grade", bench.path, "--answers", tmp_path / "a.jsonl", "--out", tmp_path / "r")
    one_line(done, words)


def test_a_second_answer_to_the_same_item(capsys, bench, tmp_path):
    line = json.dumps({"id": bench.items[0].id, "answer": "x"})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line}\n")
    done = benchwright(capsys, "grade", bench.path, "--answers", tmp_path / "a.jsonl", "--out", tmp_path / "r")
    one_line(done, "line 2", "second answer", "epoch")


def test_logs_that_are_none(capsys, tmp_path):
    (tmp_path / "x.eval").write_text("no zip")
    one_line(benchwright(capsys, "report", tmp_path / "x.eval"), "not a readable Inspect log")
    one_line(benchwright(capsys, "report", tmp_path / "absent"), "no Inspect log at")


def test_a_full_disk_loses_nothing(capsys, tmp_path, monkeypatch):
    plain, writes = os.fsync, []

    def fill_up(number):
        writes.append(number)
        if len(writes) > 12:
            raise OSError(errno.ENOSPC, "No space left on device")
        plain(number)

    words = ["make", "worlds", "--out", tmp_path / "b", "--count", 12, "--worlds", 4, "--tokens", 1000]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fill_up)
        one_line(benchwright(capsys, *words), "disk is full", "run the same command again")
    assert benchwright(capsys, *words).code == 0
    assert (
        benchwright(capsys, *[Path(tmp_path / "c") if w == tmp_path / "b" else w for w in words], "--title", "b").code
        == 0
    )
    assert (tmp_path / "b" / "items.jsonl").read_bytes().count(b"\n") == 12


def test_too_few_documents_for_new_documents(capsys, bench, tmp_path):
    assert benchwright(
        capsys, "run", bench.path, "--model", "benchwright/fake:lookup", "--out", tmp_path / "r", "--display", "none"
    ).code == 0  # fmt: skip
    done = benchwright(capsys, "stats", tmp_path / "r", "--target", "new documents", "--fail-under", 0.1)
    one_line(done, "10")


def test_a_bad_quota(capsys, tmp_path):
    one_line(benchwright(capsys, "make", "worlds", "--out", tmp_path / "b", "--quota", "fact"), "NAME=VALUE")
    one_line(benchwright(capsys, "make", "worlds", "--out", tmp_path / "b", "--quota", "fact=x"), "whole number")
