"""A benchmark keeps the code that judges it: it is graded wherever it goes, in the sandbox, and by no other code."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benchwright.errors import DamagedError, InputError
from benchwright.grading import gold_text, grade, lenient, mutations
from benchwright.items.specs.maker import SpecSettings, batches
from benchwright.pipeline.combining import combine
from benchwright.pipeline.grading import grade as grade_file
from benchwright.pipeline.making import make, settings_from
from benchwright.pipeline.opening import opened
from benchwright.pipeline.reporting import headlines, read_runs
from benchwright.seeding import rng
from benchwright.specs import BoxedSpec, known, register, shipped_spec, spec_of

SEATING = Path(__file__).parent.parent.parent / "specs" / "seating"


@pytest.fixture(autouse=True)
def another_process(monkeypatch):
    """Nothing is known of specs that other tests registered."""
    monkeypatch.setattr(known, "_KNOWN", {})
    monkeypatch.setattr(known, "_FILES", {})


def forget():
    known._KNOWN.clear()
    known._FILES.clear()


def copied(tmp_path, change=lambda text: text):
    folder = tmp_path / "party"
    shutil.copytree(SEATING, folder)
    (folder / "code.py").write_text(change((folder / "code.py").read_text()))
    return folder


def made(folder, out, **given):
    settings = settings_from("spec", {"spec": str(folder), "count": 10, **given})
    return make("spec", settings, out).benchmark


def answered(bench, path, reply=gold_text):
    lines = [json.dumps({"id": item.id, "answer": reply(item.answer)}) for item in bench.items]
    path.write_text("\n".join(lines))
    return path


def scores(bench, answers, out):
    return [found.estimate.value for found in headlines(*read_runs(grade_file(bench.path, answers, out))).values()]


def test_it_is_graded_after_the_folder_is_gone(tmp_path):
    folder = copied(tmp_path)
    bench = made(folder, tmp_path / "bench")
    shutil.rmtree(folder)
    forget()
    assert spec_known(bench) is False
    assert scores(bench, answered(bench, tmp_path / "a.jsonl"), tmp_path / "runs") == [1.0]


def spec_known(bench):
    try:
        spec_of(bench.items[0].answer.checker)
    except InputError:
        return False
    return True


def test_a_spec_of_the_package_that_has_changed_since_is_judged_by_the_kept_code(tmp_path, monkeypatch):
    bench = make("spec", SpecSettings(spec="constrained_text", count=6), tmp_path / "bench").benchmark
    forget()
    newer = replace(shipped_spec("constrained_text"), files={"code.py": "# another release\n"})
    monkeypatch.setattr(known, "shipped_spec", lambda _: newer)
    with pytest.raises(InputError, match=r"was made by constrained_text@.* and constrained_text@.* is installed"):
        grade(bench.items[0].answer, "x")
    opened(bench)
    assert isinstance(spec_of(bench.items[0].answer.checker), BoxedSpec)
    for item in bench.items:
        assert grade(item.answer, gold_text(item.answer)).value == 1.0
        assert all(grade(item.answer, wrong).value != 1.0 for wrong in mutations(item.answer, rng(item.id))[:3])


def test_a_spec_of_the_package_is_judged_in_this_process(tmp_path):
    bench = make("spec", SpecSettings(spec="calendar", count=4), tmp_path / "bench").benchmark
    opened(bench)
    assert not isinstance(spec_of(bench.items[0].answer.checker), BoxedSpec)
    [facts] = [maker.settings for maker in bench.card.makers if maker.maker == "code of the spec"]
    assert facts["isolation"] == "none: the code comes with the package"
    assert {path.name for path in (bench.path / "spec").iterdir()} == {"plan.json", "code.py"}


@pytest.mark.parametrize("harm", ["edit", "add", "remove"])
def test_the_kept_code_is_part_of_the_content_hash(tmp_path, harm):
    bench = made(SEATING, tmp_path / "bench")
    code = bench.path / "spec" / "code.py"
    if harm == "edit":
        code.write_text(code.read_text() + "\n")
    elif harm == "add":
        code.with_name("more.py").write_text("")
    else:
        code.unlink()
    with pytest.raises(DamagedError, match="does not match the hash"):
        opened(bench.path)


def test_combined_benchmarks_keep_the_code_of_each(tmp_path):
    parts = [made(SEATING, tmp_path / "a").path]
    parts.append(make("spec", SpecSettings(spec="calendar", count=5), tmp_path / "b").benchmark.path)
    parts.append(combine(parts, tmp_path / "c").benchmark.path)
    other = made(copied(tmp_path, lambda text: text.replace("Party", "Evening")), tmp_path / "d")
    both = combine([parts[2], other.path], tmp_path / "e").benchmark
    forget()
    assert scores(both, answered(both, tmp_path / "a.jsonl"), tmp_path / "runs") == [1.0]
    assert len(list((both.path / "spec").iterdir())) == 3


def test_another_plan_or_other_code_is_another_spec(tmp_path):
    refs = {register(SEATING).ref, register(copied(tmp_path, lambda text: f"{text}\n# more\n")).ref}
    plan = (SEATING / "plan.json").read_text()
    (tmp_path / "party" / "plan.json").write_text(plan.replace("[3, 5]", "[3, 4]"))
    assert len(refs | {register(tmp_path / "party").ref}) == 3


def test_a_reply_at_which_the_code_fails_is_not_judged_and_not_wrong(tmp_path):
    failing = "def check(problem, reply):\n    if 'boom' in reply:\n        raise KeyError(reply)\n"
    bench = made(copied(tmp_path, lambda text: text.replace("def check(problem, reply):\n", failing)), tmp_path / "b")
    verdict = grade(bench.items[0].answer, "ROW: boom")
    assert (verdict.state, verdict.failure) == ("failed", "judge")
    assert "check (check, line" in verdict.reason or "KeyError" in verdict.reason
    assert lenient(bench.items[0].answer, "ROW: boom") is False


def test_a_fault_of_single_problems_drops_them_at_their_gate(tmp_path):
    odd = "def solve(problem):\n    if problem['number'] % 2:\n        raise ValueError('odd')\n"
    bench = made(copied(tmp_path, lambda text: text.replace("def solve(problem):\n", odd)), tmp_path / "b")
    assert len(bench.items) == 10
    assert bench.card.rejected["code"] > 0


def test_batches_are_the_same_in_the_sandbox_wherever_one_starts(tmp_path):
    settings = settings_from("spec", {"spec": str(SEATING), "count": 120})
    whole = [item.line() for batch in batches(settings) for item in batch.items]
    assert whole[100:] == [item.line() for item in next(batches(settings, (), 1)).items]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("plan.json", None, "plan.json cannot be read"), ("code.py", None, "there is no code.py"),
        ("plan.json", '{"name": "a", "name": "b"}', "'name' is there twice"), ("plan.json", "[1]", "is no plan"),
        ("code.py", b"\xff\xfe", "cannot be read as UTF-8"),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_used_is_refused_in_one_line(tmp_path, name, text, said):
    path = copied(tmp_path) / name
    path.unlink()
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError, match=said):
        settings_from("spec", {"spec": str(path.parent)})


def test_a_reply_that_is_judged_by_other_constraints_than_the_problems_is_not_judged(tmp_path):
    more = (
        "old = check\ndef check(problem, reply):\n    return {'end': True} if reply == 'odd' else old(problem, reply)\n"
    )
    folder = copied(tmp_path, lambda text: f"{text}\n\n{more}")
    [batch] = batches(SpecSettings(spec=str(folder), count=1, unsolvable=0.0))
    [item] = batch.items
    found = grade(item.answer, "odd")
    assert (found.state, found.failure) == ("failed", "judge")
    assert "by the problem's constraints: " in found.reason
    assert grade(item.answer, gold_text(item.answer)).value == 1.0
