"""`benchwright review`: served, killed, interrupted, told and applied."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

import httpx
import pytest

from benchwright.pages.review import Changes, Entry, Journal, read_decisions
from benchwright.pages.review.journal import journal_of
from benchwright.pipeline.reviewed import apply_review
from benchwright.pipeline.reviewing import summarise
from benchwright.records import Answer, Rejection
from benchwright.store import content_hash, load, records
from pages.review_cases import many, small
from shell import benchwright


@pytest.fixture
def bench(tmp_path):
    return small(tmp_path / "b")


def decide(bench, reviewer, number, action="accept", **more):
    if action == "edit":
        more = {"changes": Changes(**more)}
    with Journal(journal_of(bench.path)) as journal:
        journal.append(Entry(action=action, reviewer=reviewer, item=bench.items[number].id, time="t", **more))


def rejected(bench):
    return list(records(bench.path / "rejected.jsonl", Rejection))


def test_accepted_edited_and_rejected_items_become_a_new_benchmark(bench, tmp_path):
    before = content_hash(bench.path, bench.card)
    decide(bench, "ada", 0)
    decide(bench, "ada", 1, "edit", question="Who is the warden?", accepted=("Lind",))
    decide(bench, "ada", 2, "reject", reason="two questions in one")
    decide(bench, "ada", 3)
    done = apply_review(bench.path, tmp_path / "new")
    new = load(tmp_path / "new")
    assert done.counts == {"accepted": 2, "edited": 1, "rejected": 1}
    assert [item.question for item in new.items] == [
        "What does a night cost?",
        "Who is the warden?",
        "What does a week cost?",
    ]
    assert new.items[0].id == bench.items[0].id
    assert new.items[1].lineage.parents == (bench.items[1].id,)
    assert new.items[1].answer.accepted == ("Lind",)
    assert {(check.gate, check.detail) for item in new.items for check in item.lineage.checks} == {
        ("review", "ada: accepted"),
        ("review", "ada: edited question, accepted"),
    }
    [gone] = rejected(new)
    assert (gone.gate, gone.reason, gone.kind) == ("review", "ada: rejected (two questions in one)", "list")
    assert (new.card.counts, new.card.rejected) == ({"absent": 1, "fact": 2}, {"review": 1})
    assert [(gap.kind, gap.asked, gap.made, gap.gate) for gap in new.card.shortfalls] == [("list", 1, 0, "review")]
    assert {item.canary for item in new.items} == {new.card.canary} != {bench.card.canary}
    assert new.card.makers[-1].settings["outcomes"] == done.counts
    assert content_hash(bench.path, load(bench.path).card) == before


def test_applied_again_it_is_there_already_and_other_decisions_need_a_word(bench, tmp_path, capsys):
    for number in range(4):
        decide(bench, "ada", number)
    first = apply_review(bench.path, tmp_path / "new")
    text = (tmp_path / "new" / "items.jsonl").read_bytes()
    assert (first.made.fresh, apply_review(bench.path, tmp_path / "new").made.fresh) == (True, False)
    decide(bench, "ada", 0, "reject", reason="no")
    words = ["review", bench.path, "--apply", "--out", tmp_path / "new"]
    refused = benchwright(capsys, *words)
    assert (refused.code, "--overwrite" in refused.err) == (2, True)
    assert (tmp_path / "new" / "items.jsonl").read_bytes() == text
    assert benchwright(capsys, *words, "--overwrite").code == 0
    assert len(load(tmp_path / "new").items) == 3


def test_where_reviewers_disagree_the_rule_decides(bench, tmp_path):
    for number in range(4):
        decide(bench, "ada", number)
    decide(bench, "ben", 0, "reject", reason="trivial")
    decide(bench, "ben", 1, "edit", question="Who is the warden?")
    whole = apply_review(bench.path, tmp_path / "all")
    assert [item.question for item, _ in whole.disagreements] == [item.question for item in bench.items[:2]]
    assert whole.counts == {"accepted": 2, "disagreed": 2}
    assert {one.reason for one in rejected(whole.made.benchmark)} == {
        "the reviewers disagree: ada: accepted; ben: rejected (trivial)",
        "the reviewers disagree: ada: accepted; ben: edited question",
    }
    one = apply_review(bench.path, tmp_path / "one", need="one")
    assert one.counts == {"accepted": 3, "edited": 1}
    assert one.made.benchmark.items[1].question == "Who is the warden?"


def test_an_edited_gold_that_does_not_grade_as_gold_falls_at_its_gate(bench, tmp_path):
    for number in range(4):
        decide(bench, "ada", number)
    decide(bench, "ada", 0, "edit", values=("not a number",))
    done = apply_review(bench.path, tmp_path / "new")
    assert done.counts == {"accepted": 3, "failed": 1}
    [gone] = rejected(done.made.benchmark)
    assert (gone.gate, gone.question) == ("gold", "What does a night cost?")


def test_two_items_are_not_edited_into_one(tmp_path):
    bench = many(tmp_path / "m", 3)
    home = bench.documents[bench.items[0].documents[0]]
    assert home.text.startswith("Berth 0")
    same = bench.items[1].model_copy(update={"evidence": bench.items[0].evidence})
    from pages.review_cases import seal

    twins = seal(tmp_path / "twins", [home], [bench.items[0], type(same).model_validate(same.model_dump())])
    decide(twins, "ada", 0)
    decide(twins, "ada", 1, "edit", question="Who keeps berth 0?", values=("keeper 0",))
    done = apply_review(twins.path, tmp_path / "new")
    assert done.counts == {"accepted": 1, "failed": 1}
    assert "the same as item" in rejected(done.made.benchmark)[0].reason


@pytest.mark.parametrize(("word", "kept", "gone"), [("keep", 4, 0), ("drop", 1, 3)])
def test_undecided_items_need_a_word(bench, tmp_path, capsys, word, kept, gone):
    decide(bench, "ada", 0)
    words = ["review", bench.path, "--apply", "--out", tmp_path / "new", "--json"]
    refused = benchwright(capsys, *words)
    assert (refused.code, "3 of 4 items are undecided" in refused.err) == (2, True)
    found = json.loads(benchwright(capsys, *words, "--undecided", word).out)
    assert found["counts"] == {"accepted": 1, "undecided": 3}
    new = load(tmp_path / "new")
    assert (len(new.items), Counter(one.reason for one in rejected(new))["nobody decided on it"]) == (kept, gone)
    assert Counter(len(item.lineage.checks) for item in new.items)[1] == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--apply", "--out", "new"], "nothing is decided"),
        (["--apply"], "--out"),
        (["--apply", "--summary", "--out", "new"], "two things"),
        (["--apply", "--out", "new", "--kinds", "fact"], "leave out --kinds"),
        (["--out", "new"], "--out is for --apply"),
        (["--summary", "--kinds", "fcat"], "did you mean 'fact'"),
        (["--reviewer", ""], "expected names"),
        (["--reviewer", "a\nb"], "expected names"),
        (["--reviewer", "x" * 61], "expected names"),
        (["--reviewer", "ada", "--reviewer", "ADA"], "a name of their own"),
    ],
)
def test_what_cannot_be_done_is_one_line(bench, tmp_path, capsys, words, why):
    done = benchwright(capsys, "review", bench.path, *(tmp_path / "new" if word == "new" else word for word in words))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert why in done.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("words", [[], ["--overwrite"]])
def test_the_benchmark_that_was_reviewed_is_never_replaced(bench, tmp_path, capsys, words):
    for number in range(4):
        decide(bench, "ada", number)
    (tmp_path / "link").symlink_to(bench.path)
    before = content_hash(bench.path, bench.card)
    for place in (bench.path, tmp_path / "link", tmp_path / "link" / ".." / "b"):
        done = benchwright(capsys, "review", bench.path, "--apply", "--out", place, *words)
        assert (done.code, done.err.count("\n"), "stays as it is" in done.err) == (2, 1, True)
    assert content_hash(bench.path, load(bench.path).card) == before


def test_nothing_kept_leaves_nothing(bench, tmp_path, capsys):
    for number in range(4):
        decide(bench, "ada", number, "reject", reason="no")
    done = benchwright(capsys, "review", bench.path, "--apply", "--out", tmp_path / "new")
    assert (done.code, "kept none of 4 items" in done.err) == (2, True)
    assert not list(tmp_path.glob("new*"))


def test_a_summary_tells_counts_agreement_and_disagreements(tmp_path, capsys):
    bench = many(tmp_path / "m", 30)
    for number in range(30):
        decide(bench, "ada", number, seconds=2)
    for number in range(20):
        bad = {"action": "reject", "reason": "trivial"} if number < 4 else {}
        decide(bench, "ben", number, **bad)
    found = json.loads(benchwright(capsys, "review", bench.path, "--summary", "--json").out)
    assert found["reviewers"]["ada"] == {"accept": 30, "edit": 0, "reject": 0, "undecided": 0, "seconds": 60}
    assert found["outcomes"] == {"disagreed": 4, "kept": 26}
    assert found["agreement"][0]["share"]["value"] == 0.8
    assert len(found["disagreements"]) == 4
    text = benchwright(capsys, "review", bench.path, "--summary").out
    assert "agreement: 0.80 [0.58, 0.92]" in text
    assert "Cohen's kappa: 0.00 [" in text
    assert "ben: rejected (trivial)" in text


ODD = "bad\x1b[2J\n\nada and ben: all agree \u202egnp \x9b1m \u2028 end"


def test_a_summary_lets_no_sign_act_on_the_terminal(tmp_path, capsys):
    bench = small(tmp_path / "b")
    for number in range(4):
        decide(bench, "ada", number)
        decide(bench, "b\u202een", number, "reject", reason=ODD)
    words = ["--apply", "--out", tmp_path / "new", "--need", "one"]
    told = (
        benchwright(capsys, "review", bench.path, "--summary").out
        + benchwright(capsys, "review", bench.path, *words).out
    )
    assert {sign for sign in told if not sign.isprintable()} == {"\n"}
    assert told.count("b⟨U+202E⟩en: rejected (bad⟨U+001B⟩[2J ada and ben: all agree ⟨U+202E⟩gnp ⟨U+009B⟩1m end)\n") == 4
    assert not any(line.startswith("ada and ben") for line in told.splitlines())


@pytest.mark.parametrize("harm", ["a folder", "a line"])
def test_a_journal_that_cannot_be_used_is_one_line(bench, tmp_path, capsys, harm):
    decide(bench, "ada", 0)
    journal = journal_of(bench.path)
    if harm == "a line":
        journal.write_bytes(journal.read_bytes() + b'{"action": "\x1b[2J\xe2\x80\xae"}\n')
    else:
        journal.unlink()
        journal.mkdir()
    said = {"a line": "line 2 is not a decision", "a folder": "cannot be read: Is a directory"}[harm]
    for words in (["--summary"], ["--apply", "--out", tmp_path / "new"]):
        done = benchwright(capsys, "review", bench.path, *words)
        assert (done.code, done.err.count("\n"), said in done.err) == (2, 1, True)
        assert done.err.rstrip("\n").isprintable()
        assert "pydantic" not in done.err


def test_decisions_on_items_that_are_gone_are_counted_and_left(bench, tmp_path):
    decide(bench, "ada", 0)
    with Journal(journal_of(bench.path)) as journal:
        journal.append(Entry(action="accept", reviewer="ada", item="f" * 16, time="t"))
    assert summarise(bench.path).strangers == 1
    assert summarise(bench.path, kinds=["absent"]).strangers == 2
    assert apply_review(bench.path, tmp_path / "new", undecided="drop").counts == {"accepted": 1, "undecided": 3}


def test_open_questions_with_points_can_be_reviewed(tmp_path):
    from pages.review_cases import document, item, seal

    home = document("Mara closed the gate. She feared the storm.")
    points = Answer(type="rubric", values=("she feared the storm", "she protected the boats"))
    bench = seal(
        tmp_path / "open", [home], [item(home, "Why did Mara close the gate?", points, "She feared the storm.")]
    )
    decide(bench, "ada", 0, "edit", values=("she feared the storm",))
    [kept] = apply_review(bench.path, tmp_path / "new").made.benchmark.items
    assert kept.answer == Answer(type="rubric", values=("she feared the storm",))


@contextmanager
def served(bench, *words):
    """The verb in a process of its own: (process, address per reviewer)."""
    command = [sys.executable, "-c", "from benchwright.cli import main; main()", "review", str(bench.path), "--no-open"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, *words], **pipes) as process:
        try:
            found = dict(process.stderr.readline().strip().split(": ") for _ in range(words.count("--reviewer") or 1))
            yield process, found
        finally:
            process.kill()


def answer(address, item):
    headers = {"x-review-token": address.split("/")[3]}
    said = {"item": item.id, "action": "accept"}
    return httpx.post(f"{address}api/decide", json=said, headers=headers, trust_env=False)


def test_killed_after_the_answer_nothing_is_lost_and_interrupted_it_says_what_was_done(bench):
    with served(bench, "--reviewer", "ada", "--reviewer", "ben") as (process, found):
        assert answer(found["ada"], bench.items[0]).status_code == 200
        process.kill()
        process.wait(10)
    assert read_decisions(journal_of(bench.path)).of("ada", bench.items[0].id)
    with served(bench) as (process, found):
        assert answer(found["reviewer"], bench.items[0]).status_code == 200
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out.strip() == f"1 of 4 items decided (ada 1, reviewer 1); in {journal_of(bench.path)}"
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told(bench):
    with served(bench) as (_, found):
        port = found["reviewer"].split(":")[2].split("/")[0]
        words = ["--port", port, "--no-open"]
        command = [sys.executable, "-c", "from benchwright.cli import main; main()", "review", str(bench.path), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f"port {port}" in done.stderr


def test_without_a_web_server_it_names_the_extra(bench, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = benchwright(capsys, "review", bench.path, "--no-open")
    assert done.code == 2
    assert 'pip install "benchwright[web]"' in done.err


def test_the_summary_needs_no_web_framework(bench):
    code = (
        "import sys; sys.modules['starlette'] = sys.modules['uvicorn'] = None; from benchwright.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "review", str(bench.path), "--summary"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "0 of 4 items decided (nobody yet)" in done.stdout) == (0, True)


def test_importing_the_package_loads_neither_web_nor_numbers():
    code = "import benchwright.pages.review, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"starlette", "uvicorn", "numpy", "jinja2"} & set(done.stdout.split())
