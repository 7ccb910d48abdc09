"""`make documents --draft`: from files and a model to a sealed benchmark, within its budget, through a kill."""

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import benchwright as bw
from benchwright.items.drafts.forecast import NARROW
from benchwright.items.drafts.kinds import KINDS
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.models._authors import solved
from benchwright.models.behaviours import Prompt, behaviour
from benchwright.models.fake import FakeAPI, fake_model
from benchwright.pipeline import drafting
from benchwright.records import Rejection
from benchwright.seeding import rng
from benchwright.store import REJECTED, alone, load, records
from shell import benchwright

GPL = Path(__file__).parents[2] / "examples" / "documents" / "gpl-3.0.txt"
HANDBOOK = GPL.with_name("handbook.md")
SOUND, FLAWED = "benchwright/fake:drafter:0", "benchwright/fake:drafter:0.3"


def make(capsys, out, *words, model=FLAWED, sources=(GPL,)):
    return benchwright(capsys, "make", "documents", *sources, "--out", out, "--draft", model, "--near", "words", *words)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A benchmark of every kind, of two documents, by a model with flaws."""
    out = tmp_path_factory.mktemp("drafts") / "bench"
    told: list[str] = []
    settings = DraftsSettings(author=FLAWED, count=44, near="words")
    found = drafting.draft(settings, out, sources=[GPL, HANDBOOK], watch=lambda _, __, what: told.append(what))
    return found.benchmark, told


def test_as_many_items_as_asked_for_of_every_kind(made) -> None:
    bench, _ = made
    assert len(bench.items) == 44
    assert set(bench.card.counts) == set(KINDS)
    assert bench.card.shortfalls == ()


def test_every_item_is_backed_by_exact_evidence_and_went_through_the_gates(made) -> None:
    bench, _ = made
    for item in bench.items:
        assert len(item.evidence) >= KINDS[item.kind].quotes
        for one in item.evidence:
            assert bench.documents[one.document].text[one.start : one.end] == one.quote
        passed = {check.gate for check in item.lineage.checks if check.passed}
        assert {"form", "quote", "rubric", "duplicate"} <= passed
        assert item.lineage.model.startswith("benchwright/fake:drafter")
        assert item.author_answer == item.answer


def test_what_was_dropped_has_a_gate_and_a_reason(made) -> None:
    bench, _ = made
    dropped = list(records(bench.path / REJECTED, Rejection))
    assert dropped
    assert all(one.gate and one.reason for one in dropped)
    assert Counter(one.gate for one in dropped) == bench.card.rejected


def test_after_twenty_drafts_the_cost_is_foretold(made) -> None:
    _, told = made
    foretold = [text for text in told if " tokens" in text]
    ranges = [tuple(int(part.replace(",", "")) for part in _range(text)) for text in foretold]
    final = sum(ranges[-1]) / 2
    assert all(high == pytest.approx(low * (1 + NARROW) / (1 - NARROW), rel=0.01) for low, high in ranges)
    assert ranges[0][0] * 0.8 <= final <= ranges[0][1] * 1.25


def _range(text: str) -> tuple[str, str]:
    words = text.rsplit(" calls, ", maxsplit=1)[-1].split()
    return words[0], words[2]


def test_quotas_by_kind_and_quarter(tmp_path, capsys) -> None:
    out = tmp_path / "bench"
    done = make(capsys, out, "--quota", "fact=8", "--quarters", "4,0,0,4", model=SOUND)
    assert done.code == 0, done.err
    quarters = Counter(int(item.position * 4) for item in load(out).items)
    assert quarters == {0: 4, 3: 4}


def test_a_dry_run_calls_no_model(tmp_path, capsys) -> None:
    done = make(capsys, tmp_path / "bench", "--count", "11", "--dry-run", "--json", model="benchwright/fake:error")
    found = json.loads(done.out)
    assert done.code == 0
    assert sum(found["counts"].values()) == 11
    assert found["model_calls"][0] < found["model_calls"][1]
    assert not list(tmp_path.iterdir())


def test_a_budget_in_tokens_is_kept_and_what_is_missing_is_told(tmp_path, capsys) -> None:
    out = tmp_path / "bench"
    done = make(capsys, out, "--count", "80", "--budget-tokens", "90000")
    card = load(out).card
    assert done.code == 3
    assert sum(gap.asked - gap.made for gap in card.shortfalls) == 80 - len(load(out).items)
    assert "--overwrite" in card.shortfalls[0].advice
    assert 0 < card.quality["tokens of all models"] <= 90_000


def test_a_raised_budget_repeats_no_finished_call(tmp_path, capsys, monkeypatch) -> None:
    asked = _counted(monkeypatch)
    out = tmp_path / "bench"
    make(capsys, out, "--count", "40", "--budget-tokens", "60000")
    before = list(asked)
    done = make(capsys, out, "--count", "40", "--overwrite")
    assert done.code == 0, done.err
    assert before
    assert max(Counter(asked).values()) == 1


def _counted(monkeypatch) -> list[str]:
    """What the fake model was asked, call by call."""
    asked: list[str] = []
    plain = FakeAPI.generate

    async def generate(self, input, **others):  # noqa: A002  # Inspect's name
        asked.append(f"{others['config'].seed} {input[-1].text}")
        return await plain(self, input=input, **others)

    monkeypatch.setattr(FakeAPI, "generate", generate)
    return asked


def test_after_an_outage_the_same_command_with_overwrite_makes_what_is_missing(tmp_path) -> None:
    drafter, down = behaviour("drafter:0"), [True]

    def author(prompt: Prompt):
        if down[0] and 'kind "multi_hop"' in prompt.user:
            raise RuntimeError("out of order")
        return drafter(prompt)

    settings = DraftsSettings(author=SOUND, quotas={"fact": 4, "multi_hop": 2}, near="words")
    means = drafting.Means(models={SOUND: fake_model(author, "author")})
    first = drafting.draft(settings, tmp_path / "bench", sources=[GPL], means=means).benchmark
    assert [gap.kind for gap in first.card.shortfalls] == ["multi_hop"]
    down[0] = False
    again = drafting.draft(settings, tmp_path / "bench", sources=[GPL], means=means, overwrite=True).benchmark
    assert again.card.counts == {"fact": 4, "multi_hop": 2}


def test_two_processes_cannot_make_the_same(tmp_path, capsys) -> None:
    with alone(tmp_path / "bench"):
        done = make(capsys, tmp_path / "bench", "--count", "3")
    assert done.code == 2
    assert "another process" in done.err


def test_the_same_from_python(tmp_path) -> None:
    bench = bw.make("drafts", tmp_path / "bench", sources=GPL, author=SOUND, quotas={"fact": 3}, near="words")
    assert bench.card.counts == {"fact": 3}


def test_under_a_budget_in_money_a_model_without_a_price_is_refused(tmp_path, capsys) -> None:
    done = make(capsys, tmp_path / "bench", "--budget-usd", "1", model="nowhere/unheard-of")
    assert done.code == 2
    assert "nowhere/unheard-of" in done.err
    assert "--prices" in done.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--target", "0.5"), "0.1..0.5"),
        (("--target", "0.1..0.5"), "--against"),
        (("--quarters", "a,b"), "four whole numbers"),
        (("--sweep", "4k"), "--sweep"),
        (("--quota", "fact=1", "--count", "3"), "leave --count out"),
        (("--quota", "facts=1"), "did you mean"),
    ],
)
def test_odd_options_are_one_line(tmp_path, capsys, words, named) -> None:
    done = make(capsys, tmp_path / "bench", *words)
    assert done.code == 2
    assert named in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_options_of_drafting_need_a_model(tmp_path, capsys) -> None:
    done = benchwright(capsys, "make", "documents", GPL, "--out", tmp_path / "bench", "--counterfactual")
    assert done.code == 2
    assert "--draft MODEL" in done.err


def test_where_nothing_survives_the_reasons_are_kept(tmp_path, capsys) -> None:
    done = make(capsys, tmp_path / "bench", "--count", "11", model="benchwright/fake:refuse")
    assert done.code != 0
    dropped = list(records(tmp_path / "bench.rejected.jsonl", Rejection))
    assert f"of {len(dropped)} drafts" in done.err
    assert not (tmp_path / "bench").exists()


def test_twins_come_on_top_and_keep_their_evidence(tmp_path) -> None:
    drafter = behaviour("drafter:0")

    def author(prompt: Prompt):
        return "no" if "contradict" in prompt.user else drafter(prompt)

    settings = DraftsSettings(author=SOUND, quotas={"fact": 24}, near="words", counterfactual=True)
    means = drafting.Means(models={SOUND: fake_model(author, "author")})
    bench = drafting.draft(settings, tmp_path / "bench", sources=[HANDBOOK], means=means).benchmark
    variants = Counter(item.variant for item in bench.items)
    assert sum(item.variant != "edited" for item in bench.items) == 24
    assert variants["edited"] == variants["unedited"] > 0
    for item in bench.items:
        for one in item.evidence:
            assert bench.documents[one.document].text[one.start : one.end] == one.quote


def test_items_are_of_the_difficulty_asked_for(tmp_path) -> None:
    def solver(prompt: Prompt) -> str:
        asked = re.findall(r"Which word stands [^?]*\?", prompt.user)[-1]
        easy = rng("easy", asked).random() < 0.5
        return f"ANSWER: {solved(asked, prompt.user) if easy else 'something else'}"

    against = "benchwright/fake:lookup"
    settings = DraftsSettings(author=SOUND, quotas={"fact": 8}, near="words", target=(0.0, 0.4), against=against)
    means = drafting.Means(models={against: fake_model(solver, "solver")})
    bench = drafting.draft(settings, tmp_path / "bench", sources=[GPL], means=means).benchmark
    assert [item.difficulty for item in bench.items] == [1.0] * 8
    assert bench.card.rejected["difficulty"] > 0


CHILD = """
import os, sys
from pathlib import Path
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.models.fake import FakeAPI
from benchwright.pipeline import drafting

out, kill_at, calls = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
plain, made = FakeAPI.generate, 0

async def generate(self, input, **others):
    global made
    made += 1
    if made == kill_at:
        os.kill(os.getpid(), 9)
    output = await plain(self, input=input, **others)
    with calls.open("a") as file:
        file.write(repr((others["config"].seed, input[-1].text)) + "\\n")
    return output

FakeAPI.generate = generate
settings = DraftsSettings(author=sys.argv[4], count=30, near="words")
means = drafting.Means(connections=4)
drafting.draft(settings, out, sources=[sys.argv[5]], means=means)
"""


def child(folder, kill_at=0):
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-c", CHILD, folder / "bench", str(kill_at), folder / "calls", FLAWED, GPL]
    return subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True)


def content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("share", [0.3, 0.95])
def test_killed_and_started_again_no_finished_call_is_repeated_and_the_bytes_are_the_same(tmp_path, share) -> None:
    assert child(tmp_path / "whole").returncode == 0
    whole = (tmp_path / "whole" / "calls").read_text().splitlines()
    stopped = child(tmp_path / "torn", kill_at=int(len(whole) * share))
    assert stopped.returncode == -signal.SIGKILL
    assert not (tmp_path / "torn" / "bench").exists()
    assert child(tmp_path / "torn").returncode == 0
    assert content(tmp_path / "torn" / "bench") == content(tmp_path / "whole" / "bench")
    calls = (tmp_path / "torn" / "calls").read_text().splitlines()
    assert set(calls) == set(whole)
    assert len(calls) - len(set(calls)) <= 4
